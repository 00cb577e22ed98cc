//! Authorization codes: each is used once, by its client, for the address that it was sent to.

use std::{sync::Arc, time::Duration};

use tokio::{task::JoinSet, time::sleep};

use crate::{
    check::{Group, must, robust, should},
    client::Authentication,
    http::Answer,
    metadata::Endpoint,
    random,
    subject::Subject,
    tokens::Tokens,
    verdict::{Finding, Stop, Verdict},
};

/// How much later the OpenID suite presents a code again.
const LATER: Duration = Duration::from_secs(30);

pub(super) fn group() -> Group {
    let raced = "of many exchanges of one code at once, one at most succeeds";
    let source = "RFC 6749 §4.1.3";
    let checks = vec![
        must("oidcc-codereuse", "OpenID suite; RFC 6749 §4.1.2", "a code that comes a second time is refused as invalid_grant", second_use),
        should("code-reuse-ends-tokens", "RFC 6749 §4.1.2", "a code that comes a second time ends the tokens that it brought", ends_tokens),
        should("oidcc-codereuse-30seconds", "OpenID suite; RFC 6749 §4.1.2", "the same 30 s later", |at| reuse_after(at, LATER)).slow(),
        must("code-race-of-2", "RFC 6749 §4.1.2", raced, |at| race(at, 2)),
        must("code-race-of-8", "RFC 6749 §4.1.2", raced, |at| race(at, 8)),
        must("code-race-of-32", "RFC 6749 §4.1.2", raced, |at| race(at, 32)),
        must("code-of-another-client", source, "another client's exchange is refused", other_client),
        robust(
            "code-of-another-client-is-unharmed",
            "–",
            "the owner's exchange works after another client's was refused",
            other_client_does_no_harm,
        ),
        must("code-for-another-address", source, "an exchange with another redirect_uri is refused", other_address),
        must("code-without-its-address", source, "an exchange without the redirect_uri of the request is refused", without_address),
        must("code-unknown", "RFC 6749 §5.2", "an unknown code is refused as invalid_grant", unknown),
        must(
            "code-with-a-wrong-secret",
            "RFC 6749 §4.1.3, §5.2",
            "an exchange with a wrong secret is refused as invalid_client",
            wrong_secret,
        ),
    ];
    Group { name: "code", title: "Authorization codes", checks }
}

async fn second_use(at: Arc<Subject>) -> Verdict {
    let client = at.client()?;
    let login = at.login(client).await?;
    need_code(&login.code)?;
    let again = at.exchange(client, &login.request, &login.code).await?;
    Ok(Finding::of(again.is_refused_as(&["invalid_grant"]), format!("the second time: {}", again.shown())))
}

fn need_code(code: &str) -> Result<(), Stop> {
    if code.is_empty() { Err(Stop::not_tried("a command brings tokens, and this needs a code")) } else { Ok(()) }
}

async fn ends_tokens(at: Arc<Subject>) -> Verdict {
    reuse_after(at, Duration::ZERO).await
}

async fn reuse_after(at: Arc<Subject>, pause: Duration) -> Verdict {
    let client = at.client()?;
    let login = at.login(client).await?;
    need_code(&login.code)?;
    if !pause.is_zero() {
        sleep(pause).await;
    }
    let again = at.exchange(client, &login.request, &login.code).await?;
    let access = at.access_works(client, &login.tokens.access).await?;
    let refresh = at.goes_on(client, &login.refresh).await?;
    let word = |works: bool| if works { "works" } else { "has ended" };
    let seen = format!("{}; the access token {}, the refresh token {}", again.shown(), word(access), word(refresh));
    Ok(Finding::of(again.is_refused_as(&["invalid_grant"]) && !access && !refresh, seen))
}

async fn race(at: Arc<Subject>, times: usize) -> Verdict {
    let client = at.client()?;
    let request = at.authorization(client)?;
    let code = at.code(&request).await?;
    let mut racing = JoinSet::new();
    for _ in 0..times {
        let (at, client, request, code) = (Arc::clone(&at), client.clone(), request.clone(), code.clone());
        racing.spawn(async move { at.exchange(&client, &request, &code).await });
    }
    let answers: Vec<Answer> = racing.join_all().await.into_iter().collect::<Result<_, Stop>>()?;
    let succeeded = answers.iter().filter(|answer| Tokens::read(answer).is_some()).count();
    let failures = answers.iter().filter(|answer| answer.is_failure()).count();
    Ok(Finding::of(succeeded <= 1 && failures == 0, format!("{succeeded} of {times} succeeded, {failures} were answered with a failure")))
}

async fn other_client(at: Arc<Subject>) -> Verdict {
    let request = at.authorization(at.client()?)?;
    let code = at.code(&request).await?;
    let answer = at.exchange(at.other_client()?, &request, &code).await?;
    Ok(Finding::of(answer.is_refused_as(&["invalid_grant"]), format!("answered with {}", answer.shown())))
}

async fn other_client_does_no_harm(at: Arc<Subject>) -> Verdict {
    let request = at.authorization(at.client()?)?;
    let code = at.code(&request).await?;
    let refused = at.exchange(at.other_client()?, &request, &code).await?;
    let answer = at.exchange(at.client()?, &request, &code).await?;
    Ok(Finding::of(answer.is_success(), format!("the other client: {}; the owner: {}", refused.shown(), answer.shown())))
}

/// Exchanges a code with an address, or with none.
async fn exchanged_for(at: &Subject, address: Option<&str>) -> Result<Answer, Stop> {
    let client = at.client()?;
    let request = at.authorization(client)?;
    let code = at.code(&request).await?;
    let mut form = vec![("grant_type", "authorization_code"), ("code", code.as_str()), ("code_verifier", request.verifier.as_str())];
    form.extend(address.map(|address| ("redirect_uri", address)));
    at.ask(client, Endpoint::Token, &form).await
}

async fn other_address(at: Arc<Subject>) -> Verdict {
    let answer = exchanged_for(&at, Some("https://elsewhere.example/callback")).await?;
    Ok(Finding::of(answer.is_refused_as(&["invalid_grant", "invalid_request"]), format!("answered with {}", answer.shown())))
}

async fn without_address(at: Arc<Subject>) -> Verdict {
    let answer = exchanged_for(&at, None).await?;
    Ok(Finding::of(answer.is_refused_as(&["invalid_grant", "invalid_request"]), format!("answered with {}", answer.shown())))
}

async fn unknown(at: Arc<Subject>) -> Verdict {
    let client = at.client()?;
    let answer = at.exchange(client, &at.authorization(client)?, &random::text()?).await?;
    Ok(Finding::of(answer.is_refused_as(&["invalid_grant"]), format!("answered with {}", answer.shown())))
}

async fn wrong_secret(at: Arc<Subject>) -> Verdict {
    let client = at.client()?;
    if client.secret().is_none() {
        return Err(Stop::not_tried("the client has no secret"));
    }
    let request = at.authorization(client)?;
    let code = at.code(&request).await?;
    let stranger = client.with(Authentication::Basic(random::text()?));
    let answer = at.exchange(&stranger, &request, &code).await?;
    Ok(Finding::of(answer.is_refused_as(&["invalid_client"]), format!("answered with {}", answer.shown())))
}
