//! Clients that do not authenticate: a refresh token of theirs is all that a thief needs, unless it is replaced or bound (RFC 9700 §2.2.2).

use std::sync::Arc;

use crate::{
    check::{Group, must, robust, should},
    fill::Wish,
    http::{Request, owned},
    metadata::Endpoint,
    subject::Subject,
    tokens::Tokens,
    verdict::{Finding, Stop, Verdict},
};

pub(super) fn group() -> Group {
    let checks = vec![
        must("public-refresh-works", "RFC 6749 §6", "a public client refreshes by its name and its token", works),
        must(
            "public-refresh-is-replaced",
            "RFC 9700 §2.2.2",
            "refresh tokens of a public client are replaced, where they are not bound to a key",
            is_replaced,
        ),
        must("public-reuse-ends-the-login", "RFC 9700 §4.14.2", "a token that comes back after one replacement ends the login", reuse)
            .waiting(),
        must(
            "public-pkce-is-required",
            "RFC 9700 §2.1.1",
            "an authorization request without a code_challenge brings no code",
            pkce_required,
        ),
        must("public-other-name-is-refused", "RFC 6749 §6", "the same token under another client's name is refused", other_name),
        robust("public-lost-answer", "–", "a public client that asks again with the token it has goes on", asked_again),
        should("public-refresh-needs-a-name", "RFC 6749 §3.2.1", "a refresh without client_id is refused", needs_a_name),
    ];
    Group { name: "public", title: "Public clients", checks }
}

async fn works(at: Arc<Subject>) -> Verdict {
    let client = at.public_client()?;
    let login = at.login(client).await?;
    let answer = at.refresh(client, &login.refresh).await?;
    Ok(Finding::of(Tokens::read(&answer).is_some(), format!("answered with {}", answer.shown())))
}

async fn is_replaced(at: Arc<Subject>) -> Verdict {
    match at.pace_of(at.public_client()?) {
        Ok(pace) if pace.is_zero() => Ok(Finding::of(true, "at each use")),
        Ok(pace) => Ok(Finding::of(true, format!("at each use, at most once in {:.1} s", pace.as_secs_f32()))),
        Err(Stop::NotOffered(_)) => Ok(Finding::of(false, "the same token came back, and it is bound to no key")),
        Err(stop) => Err(stop),
    }
}

async fn reuse(at: Arc<Subject>) -> Verdict {
    let client = at.public_client()?;
    let first = at.login(client).await?.refresh;
    let tokens = at.rotated(client, &first).await?;
    let second = tokens.next(&first).to_owned();
    at.access_works(client, &tokens.access).await?;
    let again = at.refresh(client, &first).await?;
    let goes_on = at.goes_on(client, &second).await?;
    let ends = if goes_on { "goes on" } else { "has ended" };
    Ok(Finding::of(again.is_refusal() && !goes_on, format!("{}; the login {ends}", again.shown())))
}

async fn pkce_required(at: Arc<Subject>) -> Verdict {
    let request = at.authorization(at.public_client()?)?.without("code_challenge").without("code_challenge_method");
    let visit = at.visit(&request, Wish::Allow).await?;
    Ok(Finding::of(visit.code().is_none(), format!("it ended at {}", visit.shown())))
}

async fn other_name(at: Arc<Subject>) -> Verdict {
    let login = at.login(at.public_client()?).await?;
    let answer = at.refresh(at.other_client()?, &login.refresh).await?;
    let goes_on = at.goes_on(at.public_client()?, &login.refresh).await?;
    let ends = if goes_on { "goes on" } else { "has ended" };
    Ok(Finding::of(answer.is_refused_as(&["invalid_grant"]) && goes_on, format!("{}; the login {ends}", answer.shown())))
}

async fn asked_again(at: Arc<Subject>) -> Verdict {
    let client = at.public_client()?;
    let token = at.login(client).await?.refresh;
    at.refreshed(client, &token).await?;
    let again = at.refresh(client, &token).await?;
    let Some(tokens) = Tokens::read(&again) else { return Ok(Finding::of(false, format!("asked again: {}", again.shown()))) };
    let goes_on = at.goes_on(client, tokens.next(&token)).await?;
    Ok(Finding::of(goes_on, if goes_on { "the login goes on" } else { "asked again: 200, and then the login has ended" }))
}

async fn needs_a_name(at: Arc<Subject>) -> Verdict {
    let client = at.public_client()?;
    let login = at.login(client).await?;
    let form = owned(&[("grant_type", "refresh_token"), ("refresh_token", &login.refresh)]);
    let answer = at.http.send(&Request::post(at.endpoint(Endpoint::Token)?, &form)).await?;
    Ok(Finding::of(answer.is_refused_as(&["invalid_client", "invalid_request"]), format!("answered with {}", answer.shown())))
}
