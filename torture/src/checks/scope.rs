//! Scopes of a refresh: narrowed for one access token, never widened (RFC 6749 §6).

use std::{collections::BTreeSet, sync::Arc};

use crate::{
    authorization::{OFFLINE_ACCESS, OPENID},
    check::{Group, must, should},
    client::Client,
    subject::Subject,
    tokens::{Login, Tokens},
    verdict::{Finding, Stop, Verdict},
};

pub(super) fn group() -> Group {
    let source = "RFC 6749 §6";
    let checks = vec![
        must("scope-left-out-is-the-granted-one", source, "a refresh without scope brings what was granted", left_out),
        must("scope-is-narrowed", source, "a refresh with fewer scopes brings an access token with no more than these", narrowed),
        must("scope-is-wide-again", source, "a refresh that was narrowed does not narrow the next one", wide_again),
        must("scope-is-not-widened", "RFC 6749 §6, §5.2", "a scope that was not granted is refused as invalid_scope", not_widened),
        must("scope-refused-does-no-harm", source, "a refresh that was refused for its scope has used nothing up", refused_does_no_harm),
        should("scope-malformed-is-refused", "RFC 6749 §3.3, §5.2", "a scope with a character that none may have is refused", malformed),
        should("scope-order-does-not-matter", "RFC 6749 §3.3", "the granted scopes in another order are accepted", other_order),
    ];
    Group { name: "scope", title: "Scopes", checks }
}

fn set(scope: &str) -> BTreeSet<&str> {
    scope.split_whitespace().collect()
}

/// Returns what a login was granted, as far as it is said.
fn granted(login: &Login) -> &str {
    login.tokens.scope.as_deref().or(login.request.get("scope")).unwrap_or_default()
}

/// Returns the granted scopes without the last one that is about the user's profile or about something else.
fn fewer(login: &Login) -> Result<String, Stop> {
    let scopes: Vec<&str> = granted(login).split_whitespace().collect();
    let last = scopes.iter().rposition(|scope| ![OPENID, OFFLINE_ACCESS].contains(scope));
    let last = last.ok_or_else(|| Stop::not_tried("the login was granted no scope to leave out: say --scope"))?;
    let kept = scopes.iter().enumerate().filter(|(place, _)| *place != last).map(|(_, scope)| *scope);
    let kept = kept.collect::<Vec<_>>().join(" ");
    if kept.is_empty() { Err(Stop::not_tried("the login was granted one scope alone: say --scope")) } else { Ok(kept) }
}

/// Refreshes with fewer scopes than were granted.
async fn narrow(at: &Subject, client: &Client, login: &Login) -> Result<(String, Tokens), Stop> {
    let fewer = fewer(login)?;
    let answer = at.refresh_with(client, &login.refresh, &[("scope", &fewer)]).await?;
    let tokens =
        Tokens::read(&answer).ok_or_else(|| Stop::not_tried(format!("a narrowed refresh was answered with {}", answer.shown())))?;
    Ok((fewer, tokens))
}

async fn left_out(at: Arc<Subject>) -> Verdict {
    let client = at.client()?;
    let login = at.login(client).await?;
    let tokens = at.refreshed(client, &login.refresh).await?;
    // RFC 6749 §5.1: where it is left out, it is as asked for.
    let found = tokens.scope.as_deref().unwrap_or(granted(&login));
    Ok(Finding::of(set(found) == set(granted(&login)), format!("granted {}, refreshed {}", granted(&login), found)))
}

async fn narrowed(at: Arc<Subject>) -> Verdict {
    let client = at.client()?;
    let login = at.login(client).await?;
    let fewer = fewer(&login)?;
    let answer = at.refresh_with(client, &login.refresh, &[("scope", &fewer)]).await?;
    let Some(tokens) = Tokens::read(&answer) else { return Ok(Finding::of(false, format!("answered with {}", answer.shown()))) };
    let found = tokens.scope.as_deref().unwrap_or(&fewer);
    Ok(Finding::of(set(found).is_subset(&set(&fewer)), format!("asked for {fewer}, got {found}")))
}

async fn wide_again(at: Arc<Subject>) -> Verdict {
    let client = at.client()?;
    let login = at.login(client).await?;
    let (fewer, tokens) = narrow(&at, client, &login).await?;
    let answer = at.refresh_with(client, tokens.next(&login.refresh), &[("scope", granted(&login))]).await?;
    let Some(wide) = Tokens::read(&answer) else {
        return Ok(Finding::of(false, format!("after {fewer}, all of it again: {}", answer.shown())));
    };
    let found = wide.scope.as_deref().unwrap_or(granted(&login));
    Ok(Finding::of(set(found) == set(granted(&login)), format!("after {fewer}, all of it again: {found}")))
}

/// Returns a scope that the server knows and the login was not granted, or one that nobody knows.
fn not_granted<'a>(at: &'a Subject, login: &Login) -> &'a str {
    let known = at.metadata.list("scopes_supported").unwrap_or_default();
    known.into_iter().find(|scope| !set(granted(login)).contains(scope)).unwrap_or("torture:unknown")
}

async fn not_widened(at: Arc<Subject>) -> Verdict {
    let client = at.client()?;
    let login = at.login(client).await?;
    let more = format!("{} {}", granted(&login), not_granted(&at, &login));
    let answer = at.refresh_with(client, &login.refresh, &[("scope", &more)]).await?;
    Ok(Finding::of(
        answer.is_refused_as(&["invalid_scope"]),
        format!("{} beside what was granted: {}", not_granted(&at, &login), answer.shown()),
    ))
}

async fn refused_does_no_harm(at: Arc<Subject>) -> Verdict {
    let client = at.client()?;
    let login = at.login(client).await?;
    let more = format!("{} {}", granted(&login), not_granted(&at, &login));
    let refused = at.refresh_with(client, &login.refresh, &[("scope", &more)]).await?;
    if !refused.is_refusal() {
        return Err(Stop::not_tried(format!("it was not refused: {}", refused.shown())));
    }
    let answer = at.refresh(client, &login.refresh).await?;
    Ok(Finding::of(answer.is_success(), format!("the same token afterwards: {}", answer.shown())))
}

async fn malformed(at: Arc<Subject>) -> Verdict {
    let client = at.client()?;
    let login = at.login(client).await?;
    let answer = at.refresh_with(client, &login.refresh, &[("scope", "open\"id\\")]).await?;
    Ok(Finding::of(answer.is_refused_as(&["invalid_scope", "invalid_request"]), format!("answered with {}", answer.shown())))
}

async fn other_order(at: Arc<Subject>) -> Verdict {
    let client = at.client()?;
    let login = at.login(client).await?;
    let reversed = granted(&login).split_whitespace().rev().collect::<Vec<_>>().join(" ");
    let answer = at.refresh_with(client, &login.refresh, &[("scope", &reversed)]).await?;
    Ok(Finding::of(answer.is_success(), format!("{reversed}: {}", answer.shown())))
}
