//! Resource indicators (RFC 8707): for which server an access token is, at the login and at a refresh.

use std::{collections::BTreeSet, sync::Arc};

use crate::{
    check::{Group, must, robust},
    client::Client,
    jwt::Jwt,
    metadata::Endpoint,
    subject::Subject,
    tokens::{Login, Tokens},
    verdict::{Finding, Stop, Verdict},
};

pub(super) fn group() -> Group {
    let source = "RFC 8707 §2.2";
    let checks = vec![
        must("resource-is-the-audience", source, "an access token is for the resource that its request named", audience),
        must("resource-is-narrowed-at-a-refresh", source, "a refresh for one of two resources brings a token for that one alone", narrowed),
        must("resource-is-wide-again", source, "a refresh that was narrowed to one resource does not narrow the next one", wide_again),
        must("resource-unknown-is-refused", source, "a refresh for a resource that was not granted is refused as invalid_target", unknown),
        robust("resource-refused-does-no-harm", source, "a login goes on after a refresh that was refused for its resource", harmless),
    ];
    Group { name: "resources", title: "Resource servers", checks }
}

/// Returns the two resources.
fn resources(at: &Subject) -> Result<[&str; 2], Stop> {
    match at.settings.resources.as_slice() {
        [one, two] => Ok([one.as_str(), two.as_str()]),
        _ => Err(Stop::not_tried("two resources have to be named: say --resource twice")),
    }
}

/// Signs the user in for these resources, and exchanges the code for the first of them.
async fn login(at: &Subject, client: &Client, resources: &[&str]) -> Result<Login, Stop> {
    let request = resources.iter().fold(at.authorization(client)?, |request, resource| request.also("resource", resource));
    let code = at.code(&request).await?;
    let mut form = vec![
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", request.redirect_uri.as_str()),
        ("code_verifier", request.verifier.as_str()),
    ];
    form.extend(resources.first().map(|first| ("resource", *first)));
    let answer = at.ask(client, Endpoint::Token, &form).await?;
    let tokens = Tokens::read(&answer).ok_or_else(|| Stop::not_tried(format!("the code was answered with {}", answer.shown())))?;
    let refresh = tokens.refresh.clone().ok_or_else(|| Stop::not_offered("the login brought no refresh token"))?;
    Ok(Login { request, code, tokens, refresh })
}

/// Returns for whom an access token is: by the token itself where it is a JWT, or by introspection.
async fn audience_of(at: &Subject, client: &Client, access_token: &str) -> Result<BTreeSet<String>, Stop> {
    let jwt = match Jwt::read(access_token) {
        Some(jwt) => jwt,
        None => Jwt { header: serde_json::Value::Null, claims: at.introspect(client, access_token).await?.json },
    };
    Ok(jwt.audience().into_iter().map(|audience| audience.trim_end_matches('/').to_owned()).collect())
}

fn set(resources: &[&str]) -> BTreeSet<String> {
    resources.iter().map(|resource| resource.trim_end_matches('/').to_owned()).collect()
}

fn shown(audience: &BTreeSet<String>) -> String {
    if audience.is_empty() { "nobody".to_owned() } else { audience.iter().cloned().collect::<Vec<_>>().join(" and ") }
}

async fn audience(at: Arc<Subject>) -> Verdict {
    let (client, [one, _]) = (at.client()?, resources(&at)?);
    let login = login(&at, client, &[one]).await?;
    let found = audience_of(&at, client, &login.tokens.access).await?;
    Ok(Finding::of(found == set(&[one]), format!("it is for {}", shown(&found))))
}

/// Refreshes for one of two resources that were granted.
async fn narrow(at: &Subject, client: &Client) -> Result<(Login, Tokens), Stop> {
    let [one, two] = resources(at)?;
    let login = login(at, client, &[one, two]).await?;
    let answer = at.refresh_with(client, &login.refresh, &[("resource", one)]).await?;
    let tokens =
        Tokens::read(&answer).ok_or_else(|| Stop::not_tried(format!("a refresh for one resource was answered with {}", answer.shown())))?;
    Ok((login, tokens))
}

async fn narrowed(at: Arc<Subject>) -> Verdict {
    let (client, [one, _]) = (at.client()?, resources(&at)?);
    let (_, tokens) = narrow(&at, client).await?;
    let found = audience_of(&at, client, &tokens.access).await?;
    Ok(Finding::of(found == set(&[one]), format!("it is for {}", shown(&found))))
}

async fn wide_again(at: Arc<Subject>) -> Verdict {
    let (client, [_, two]) = (at.client()?, resources(&at)?);
    let (login, tokens) = narrow(&at, client).await?;
    let answer = at.refresh_with(client, tokens.next(&login.refresh), &[("resource", two)]).await?;
    let Some(other) = Tokens::read(&answer) else { return Ok(Finding::of(false, format!("for the other one: {}", answer.shown()))) };
    let found = audience_of(&at, client, &other.access).await?;
    Ok(Finding::of(found == set(&[two]), format!("then it is for {}", shown(&found))))
}

async fn unknown(at: Arc<Subject>) -> Verdict {
    let (client, [one, two]) = (at.client()?, resources(&at)?);
    let login = login(&at, client, &[one]).await?;
    let answer = at.refresh_with(client, &login.refresh, &[("resource", two)]).await?;
    Ok(Finding::of(answer.is_refused_as(&["invalid_target"]), format!("answered with {}", answer.shown())))
}

async fn harmless(at: Arc<Subject>) -> Verdict {
    let (client, [one, two]) = (at.client()?, resources(&at)?);
    let login = login(&at, client, &[one]).await?;
    let refused = at.refresh_with(client, &login.refresh, &[("resource", two)]).await?;
    if !refused.is_refusal() {
        return Err(Stop::not_tried(format!("it was not refused: {}", refused.shown())));
    }
    let answer = at.refresh(client, &login.refresh).await?;
    Ok(Finding::of(answer.is_success(), format!("{}; the same token afterwards: {}", refused.shown(), answer.shown())))
}
