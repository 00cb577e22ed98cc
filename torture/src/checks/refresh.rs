//! What a refresh brings.

use std::{collections::BTreeSet, sync::Arc};

use crate::{
    check::{Group, must, robust, should},
    jwt::Jwt,
    subject::Subject,
    tokens::Tokens,
    verdict::{Finding, Stop, Verdict},
};

/// So many logins are compared.
const LOGINS: usize = 4;
/// The least length of a refresh token that nobody can guess: 128 bits in base64url (RFC 6749 §10.10).
const SHORTEST: usize = 22;

pub(super) fn group() -> Group {
    let checks = vec![
        must(
            "refresh-works",
            "RFC 6749 §6",
            "a refresh token brings an access token of the type and with the lifetime that are said",
            works,
        ),
        must("refresh-access-token-works", "RFC 6749 §6", "the access token of a refresh is accepted", access_token_works),
        must("refresh-successor-works", "RFC 6749 §6", "the refresh token to go on with, new or old, works", successor_works),
        should("refresh-access-token-is-new", "RFC 6749 §6", "each refresh brings another access token", access_token_is_new),
        should("refresh-is-replaced-or-bound", "RFC 9700 §4.14.2", "refresh tokens are replaced at their use", is_replaced),
        must("refresh-is-not-stored", "RFC 6749 §5.1", "no cache keeps the answer: Cache-Control has no-store", is_not_stored),
        must("refresh-is-json", "RFC 6749 §5.1", "the answer is JSON", is_json),
        must("refresh-cannot-be-guessed", "RFC 6749 §10.10", "refresh tokens are long, printable and different", cannot_be_guessed),
        must(
            "refresh-id-token-stays",
            "OpenID Connect Core §12.2",
            "iss, sub and aud of a new ID token are those of the first, iat is not",
            id_token_stays,
        ),
        should(
            "refresh-id-token-without-nonce",
            "OpenID Connect Core §12.2",
            "a new ID token has no nonce, or the first one's",
            id_token_nonce,
        ),
        must(
            "refresh-unknown-parameter-is-ignored",
            "RFC 6749 §3.2",
            "a parameter that the server does not know changes nothing",
            unknown_parameter,
        ),
        robust("refresh-after-access-token-in-use", "–", "using the access token between two refreshes does not end the login", after_use),
    ];
    Group { name: "refresh", title: "What a refresh brings", checks }
}

async fn works(at: Arc<Subject>) -> Verdict {
    let login = at.login(at.client()?).await?;
    let answer = at.refresh(at.client()?, &login.refresh).await?;
    let Some(tokens) = Tokens::read(&answer) else { return Ok(Finding::of(false, format!("answered with {}", answer.shown()))) };
    let is_known = ["bearer", "dpop"].contains(&tokens.token_type.to_ascii_lowercase().as_str());
    let lifetime = tokens.expires_in.map_or("no expires_in".to_owned(), |seconds| format!("expires_in {seconds}"));
    Ok(Finding::of(is_known, format!("200, token_type {}, {lifetime}", tokens.token_type)))
}

async fn access_token_works(at: Arc<Subject>) -> Verdict {
    let client = at.client()?;
    let tokens = at.refreshed(client, &at.login(client).await?.refresh).await?;
    let works = at.access_works(client, &tokens.access).await?;
    Ok(Finding::of(works, if works { "it is accepted" } else { "it is refused" }))
}

async fn successor_works(at: Arc<Subject>) -> Verdict {
    let client = at.client()?;
    let first = at.login(client).await?.refresh;
    let second = at.refreshed(client, &first).await?.next(&first).to_owned();
    let answer = at.refresh(client, &second).await?;
    let kind = if first == second { "the same token" } else { "a new token" };
    Ok(Finding::of(answer.is_success(), format!("{kind}, used again: {}", answer.shown())))
}

async fn access_token_is_new(at: Arc<Subject>) -> Verdict {
    let client = at.client()?;
    let login = at.login(client).await?;
    let mut seen = BTreeSet::from([login.tokens.access.clone()]);
    let mut token = login.refresh;
    for _ in 0..3 {
        let tokens = at.refreshed(client, &token).await?;
        token = tokens.next(&token).to_owned();
        seen.insert(tokens.access);
    }
    Ok(Finding::of(seen.len() == 4, format!("{} different access tokens of a login and 3 refreshes", seen.len())))
}

async fn is_replaced(at: Arc<Subject>) -> Verdict {
    let client = at.client()?;
    match at.pace_of(client) {
        Ok(pace) if pace.is_zero() => Ok(Finding::of(true, "at each use")),
        Ok(pace) => Ok(Finding::of(true, format!("at each use, at most once in {:.1} s", pace.as_secs_f32()))),
        // RFC 9700 §2.2.2 asks it of public clients; one that authenticates is bound by that.
        Err(Stop::NotOffered(_)) => Err(Stop::not_offered("not of a client that authenticates, which the standard leaves open")),
        Err(stop) => Err(stop),
    }
}

async fn is_not_stored(at: Arc<Subject>) -> Verdict {
    let client = at.client()?;
    let answer = at.refresh(client, &at.login(client).await?.refresh).await?;
    Ok(Finding::of(answer.is_not_stored(), format!("Cache-Control: {}", answer.header("cache-control"))))
}

async fn is_json(at: Arc<Subject>) -> Verdict {
    let client = at.client()?;
    let answer = at.refresh(client, &at.login(client).await?.refresh).await?;
    Ok(Finding::of(answer.is_json(), format!("Content-Type: {}", answer.header("content-type"))))
}

async fn cannot_be_guessed(at: Arc<Subject>) -> Verdict {
    let mut tokens = BTreeSet::new();
    for _ in 0..LOGINS {
        tokens.insert(at.login(at.client()?).await?.refresh);
    }
    let shortest = tokens.iter().map(String::len).min().unwrap_or_default();
    // RFC 6749 appendix A.17.
    let is_printable = tokens.iter().all(|token| token.bytes().all(|byte| (0x20..=0x7e).contains(&byte)));
    let holds = tokens.len() == LOGINS && shortest >= SHORTEST && is_printable;
    Ok(Finding::of(holds, format!("{} different ones of {LOGINS} logins, {shortest} characters at least", tokens.len())))
}

/// Returns the ID tokens of a login and of its first refresh.
async fn id_tokens(at: &Subject) -> Result<(Jwt, Jwt), Stop> {
    let client = at.client()?;
    let login = at.login(client).await?;
    let tokens = at.refreshed(client, &login.refresh).await?;
    let first = login.tokens.id.as_deref().and_then(Jwt::read).ok_or_else(|| Stop::not_offered("the login brought no ID token"))?;
    let second = tokens.id.as_deref().and_then(Jwt::read).ok_or_else(|| Stop::not_offered("a refresh brings no ID token"))?;
    Ok((first, second))
}

async fn id_token_stays(at: Arc<Subject>) -> Verdict {
    let (first, second) = id_tokens(&at).await?;
    let mut changed: Vec<&str> =
        ["iss", "sub", "aud", "azp"].into_iter().filter(|claim| first.claims.get(claim) != second.claims.get(claim)).collect();
    if second.number("auth_time").is_some() && first.number("auth_time") != second.number("auth_time") {
        changed.push("auth_time");
    }
    let later = second.number("iat").zip(first.number("iat")).is_some_and(|(second, first)| second >= first);
    let seen = if changed.is_empty() { "nothing changed but the times".to_owned() } else { format!("changed: {}", changed.join(", ")) };
    Ok(Finding::of(changed.is_empty() && later, seen))
}

async fn id_token_nonce(at: Arc<Subject>) -> Verdict {
    let (first, second) = id_tokens(&at).await?;
    Ok(match second.text("nonce") {
        None => Finding::of(true, "no nonce"),
        nonce if nonce == first.text("nonce") => Finding::of(true, "the first one's nonce"),
        Some(_) => Finding::of(false, "another nonce"),
    })
}

async fn unknown_parameter(at: Arc<Subject>) -> Verdict {
    let client = at.client()?;
    let login = at.login(client).await?;
    let answer = at.refresh_with(client, &login.refresh, &[("x_unknown", "1")]).await?;
    Ok(Finding::of(answer.is_success(), format!("answered with {}", answer.shown())))
}

async fn after_use(at: Arc<Subject>) -> Verdict {
    let client = at.client()?;
    let login = at.login(client).await?;
    let used = at.access_works(client, &login.tokens.access).await?;
    let tokens = at.refreshed(client, &login.refresh).await?;
    let used = used && at.access_works(client, &tokens.access).await?;
    let goes_on = at.goes_on(client, tokens.next(&login.refresh)).await?;
    Ok(Finding::of(used && goes_on, if goes_on { "the login goes on" } else { "the login has ended" }))
}
