//! Revocation (RFC 7009): what is over afterwards, and that it is over for whoever is under way at that moment.

use std::sync::Arc;

use reqwest::Method;
use tokio::task::JoinSet;

use crate::{
    check::{Group, must, robust, should},
    client::Authentication,
    http::{Answer, encode, owned},
    metadata::Endpoint,
    random,
    subject::Subject,
    tokens::Tokens,
    verdict::{Finding, Stop, Verdict},
};

/// So many refreshes are under way while a token is revoked, so often.
const AT_ONCE: usize = 8;
const TRIALS: usize = 5;

pub(super) fn group() -> Group {
    let source = "RFC 7009 §2.1";
    let checks = vec![
        must(
            "revoked-refresh-token-is-refused",
            "RFC 7009 §2, RFC 6749 §5.2",
            "a refresh token that was revoked is refused as invalid_grant",
            is_refused,
        ),
        should("revoked-refresh-token-ends-access", source, "with a refresh token, the access tokens of its login end", ends_access),
        robust("revoked-after-replacement", "–", "a token that was replaced since ends the login when it is revoked", after_replacement),
        must("revocation-ends-refreshes-under-way", source, "of refreshes under way, nothing works after the revocation's answer", race),
        must("revocation-twice", "RFC 7009 §2.2", "what was revoked before is revoked again with 200", twice),
        must("revocation-of-an-unknown-token", "RFC 7009 §2.2", "an unknown token is answered with 200", unknown),
        must(
            "revocation-without-a-token",
            "RFC 7009 §2.1, RFC 6749 §5.2",
            "a revocation without a token is refused as invalid_request",
            without_token,
        ),
        must("revocation-with-the-wrong-hint", source, "a hint at another type of token does not keep a token alive", wrong_hint),
        must("revocation-needs-the-client", source, "a revocation with a wrong secret is refused, and the login goes on", needs_the_client),
        should("revocation-by-get-does-nothing", source, "a GET with a token in its address revokes nothing", by_get),
        must("revoked-access-token-is-refused", source, "an access token that was revoked does not work", access_token),
    ];
    Group { name: "revocation", title: "Revocation", checks }
}

fn word(ended: bool) -> &'static str {
    if ended { "has ended" } else { "works" }
}

/// Revokes a token that has to be revoked.
async fn revoke(at: &Subject, token: &str) -> Result<Answer, Stop> {
    let answer = at.revoke(at.client()?, token).await?;
    if answer.is_success() { Ok(answer) } else { Err(Stop::not_tried(format!("the revocation was answered with {}", answer.shown()))) }
}

async fn is_refused(at: Arc<Subject>) -> Verdict {
    let client = at.client()?;
    let login = at.login(client).await?;
    let revoked = at.revoke(client, &login.refresh).await?;
    let answer = at.refresh(client, &login.refresh).await?;
    let holds = revoked.status == 200 && answer.is_refused_as(&["invalid_grant"]);
    Ok(Finding::of(holds, format!("the revocation: {}; the refresh: {}", revoked.shown(), answer.shown())))
}

async fn ends_access(at: Arc<Subject>) -> Verdict {
    let client = at.client()?;
    let login = at.login(client).await?;
    let tokens = at.refreshed(client, &login.refresh).await?;
    revoke(&at, tokens.next(&login.refresh)).await?;
    let mut working = 0;
    for access in [&login.tokens.access, &tokens.access] {
        working += usize::from(at.access_works(client, access).await?);
    }
    Ok(Finding::of(working == 0, format!("{working} of 2 access tokens work")))
}

async fn after_replacement(at: Arc<Subject>) -> Verdict {
    let client = at.client()?;
    at.pace_of(client)?;
    let first = at.login(client).await?.refresh;
    let second = at.refreshed(client, &first).await?.next(&first).to_owned();
    revoke(&at, &first).await?;
    let ended = !at.goes_on(client, &second).await?;
    Ok(Finding::of(ended, format!("its successor {}", word(ended))))
}

async fn race(at: Arc<Subject>) -> Verdict {
    let client = at.client()?;
    let (mut brought, mut working) = (0, 0);
    for _ in 0..TRIALS {
        let login = at.login(client).await?;
        let mut refreshing = JoinSet::new();
        for _ in 0..AT_ONCE {
            let (at, client, token) = (Arc::clone(&at), client.clone(), login.refresh.clone());
            refreshing.spawn(async move { at.refresh(&client, &token).await });
        }
        revoke(&at, &login.refresh).await?;
        // What came before the revocation's answer and what came after it: none of it works now.
        let answers: Vec<Answer> = refreshing.join_all().await.into_iter().collect::<Result<_, Stop>>()?;
        let handed_out: Vec<Tokens> = answers.iter().filter_map(Tokens::read).collect();
        brought += handed_out.len();
        working += usize::from(at.goes_on(client, &login.refresh).await?);
        for tokens in &handed_out {
            working += usize::from(at.goes_on(client, tokens.next(&login.refresh)).await?);
            working += usize::from(at.access_works(client, &tokens.access).await?);
        }
    }
    let all = TRIALS * AT_ONCE;
    Ok(Finding::of(
        working == 0,
        format!("{working} tokens work after {TRIALS} revocations; {brought} of {all} refreshes under way had brought some"),
    ))
}

async fn twice(at: Arc<Subject>) -> Verdict {
    let client = at.client()?;
    let login = at.login(client).await?;
    revoke(&at, &login.refresh).await?;
    let again = at.revoke(client, &login.refresh).await?;
    Ok(Finding::of(again.status == 200, format!("the second time: {}", again.shown())))
}

async fn unknown(at: Arc<Subject>) -> Verdict {
    let answer = at.revoke(at.client()?, &random::text()?).await?;
    Ok(Finding::of(answer.status == 200, format!("answered with {}", answer.shown())))
}

async fn without_token(at: Arc<Subject>) -> Verdict {
    let answer = at.ask(at.client()?, Endpoint::Revocation, &[]).await?;
    Ok(Finding::of(answer.is_refused_as(&["invalid_request"]), format!("answered with {}", answer.shown())))
}

async fn wrong_hint(at: Arc<Subject>) -> Verdict {
    let client = at.client()?;
    let login = at.login(client).await?;
    let form = [("token", login.refresh.as_str()), ("token_type_hint", "access_token")];
    let answer = at.ask(client, Endpoint::Revocation, &form).await?;
    let ended = !at.goes_on(client, &login.refresh).await?;
    Ok(Finding::of(ended, format!("answered with {}; the token {}", answer.shown(), word(ended))))
}

async fn needs_the_client(at: Arc<Subject>) -> Verdict {
    let client = at.client()?;
    let login = at.login(client).await?;
    let stranger = match client.secret() {
        Some(_) => client.with(Authentication::Basic(random::text()?)),
        None => return Err(Stop::not_tried("the client has no secret")),
    };
    let answer = at.revoke(&stranger, &login.refresh).await?;
    let ended = !at.goes_on(client, &login.refresh).await?;
    let holds = answer.is_refused_as(&["invalid_client"]) && !ended;
    Ok(Finding::of(holds, format!("answered with {}; the token {}", answer.shown(), word(ended))))
}

async fn by_get(at: Arc<Subject>) -> Verdict {
    let client = at.client()?;
    let login = at.login(client).await?;
    let query = encode(&owned(&[("token", &login.refresh)]));
    let mut request = at.prepare(client, Endpoint::Revocation, &[])?;
    request.url = format!("{}?{query}", request.url);
    request.method = Method::GET;
    request.body = None;
    let answer = at.http.send(&request).await?;
    let ended = !at.goes_on(client, &login.refresh).await?;
    Ok(Finding::of(!ended, format!("answered with {}; the token {}", answer.status, word(ended))))
}

async fn access_token(at: Arc<Subject>) -> Verdict {
    let client = at.client()?;
    let login = at.login(client).await?;
    let answer = at.revoke(client, &login.tokens.access).await?;
    if answer.error() == Some("unsupported_token_type") {
        return Err(Stop::not_offered("access tokens cannot be revoked: unsupported_token_type"));
    }
    let ended = !at.access_works(client, &login.tokens.access).await?;
    Ok(Finding::of(answer.is_success() && ended, format!("answered with {}; the token {}", answer.shown(), word(ended))))
}
