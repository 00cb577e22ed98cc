//! ID tokens and the user's claims: the modules of the OpenID suite for a Basic OP that are about what comes back.

use std::sync::Arc;

use reqwest::Method;
use serde_json::Value;

use crate::{
    authorization::{AuthorizationRequest, OFFLINE_ACCESS, OPENID},
    check::{Group, must, should},
    client::{Authentication, Client},
    clock,
    http::{Answer, Request, owned},
    jwt::{self, Jwt},
    metadata::Endpoint,
    subject::Subject,
    tokens::Tokens,
    verdict::{Finding, Stop, Verdict},
};

/// Where the checks are from.
const SUITE: &str = "OpenID suite (Basic OP)";
/// How much the clocks of the server and of this machine may differ, in seconds.
const SKEW: i64 = 60;

pub(super) fn group() -> Group {
    let scope = "the claims of the scope come back, or at least the user's identifier";
    let checks = vec![
        must("oidcc-server", SUITE, "an ID token is of this issuer, for this client, for now, and has the nonce of the request", server),
        must("oidcc-idtoken-signature", SUITE, "an ID token is signed by a published key and a promised algorithm", signature),
        must("oidcc-userinfo-get", SUITE, "a GET brings the claims of the user of the ID token", |at| userinfo(at, Method::GET)),
        must("oidcc-userinfo-post-header", SUITE, "a POST with the token in the header does the same", |at| userinfo(at, Method::POST)),
        should("oidcc-userinfo-post-body", SUITE, "a POST with the token in the form does the same", userinfo_in_form),
        must(
            "oidcc-ensure-request-without-nonce-succeeds-for-code-flow",
            SUITE,
            "a request without nonce brings an ID token without one",
            without_nonce,
        ),
        must("oidcc-scope-profile", SUITE, scope, |at| claims_of(at, "profile")),
        must("oidcc-scope-email", SUITE, scope, |at| claims_of(at, "email")),
        must("oidcc-scope-address", SUITE, scope, |at| claims_of(at, "address")),
        must("oidcc-scope-phone", SUITE, scope, |at| claims_of(at, "phone")),
        must("oidcc-scope-all", SUITE, scope, |at| claims_of(at, "profile email address phone")),
        must("oidcc-server-client-secret-post", SUITE, "a client may authenticate by a secret in the form", secret_in_form),
        should("oidcc-claims-essential", SUITE, "a claim that is asked for as essential comes back", essential),
        must(
            "oidcc-refresh-token",
            SUITE,
            "a refresh works, brings another access token and an ID token of the same user; another client's is refused",
            refresh_token,
        ),
    ];
    Group { name: "openid", title: "OpenID Connect: what comes back", checks }
}

/// A login without a refresh token.
struct SignedIn {
    request: AuthorizationRequest,
    tokens: Tokens,
    text: String,
    id: Jwt,
}

/// Signs the user in by a request.
async fn sign_in(at: &Subject, client: &Client, request: AuthorizationRequest) -> Result<SignedIn, Stop> {
    let code = at.code(&request).await?;
    let answer = at.exchange(client, &request, &code).await?;
    let tokens = Tokens::read(&answer).ok_or_else(|| Stop::not_tried(format!("the code was answered with {}", answer.shown())))?;
    let text = tokens.id.clone().ok_or_else(|| Stop::not_offered("the login brought no ID token"))?;
    let id = Jwt::read(&text).ok_or_else(|| Stop::not_tried("the ID token is not signed, or encrypted"))?;
    Ok(SignedIn { request, tokens, text, id })
}

/// Signs the user in for openid and these scopes.
async fn usual(at: &Subject, scope: &str) -> Result<SignedIn, Stop> {
    let client = at.client()?;
    sign_in(at, client, AuthorizationRequest::new(client, format!("{OPENID} {scope}").trim())?).await
}

async fn server(at: Arc<Subject>) -> Verdict {
    let login = usual(&at, "").await?;
    let (client, now) = (at.client()?, clock::now());
    let audience = login.id.audience();
    let is_now =
        login.id.number("iat").is_some_and(|iat| (iat - now).abs() <= SKEW) && login.id.number("exp").is_some_and(|exp| exp > now - SKEW);
    let checks = [
        ("iss", login.id.text("iss") == at.metadata.text("issuer")),
        ("aud", audience.contains(&client.id.as_str())),
        ("sub", login.id.text("sub").is_some_and(|sub| !sub.is_empty() && sub.len() <= 255)),
        ("nonce", login.id.text("nonce") == Some(login.request.nonce.as_str())),
        ("iat and exp", is_now),
    ];
    let wrong: Vec<&str> = checks.iter().filter(|(_, holds)| !holds).map(|(name, _)| *name).collect();
    let seen =
        if wrong.is_empty() { "iss, aud, sub, nonce, iat and exp are right".to_owned() } else { format!("wrong: {}", wrong.join(", ")) };
    Ok(Finding::of(wrong.is_empty(), seen))
}

async fn signature(at: Arc<Subject>) -> Verdict {
    let login = usual(&at, "").await?;
    let keys = at.http.send(&Request::new(Method::GET, at.endpoint(Endpoint::Keys)?)).await?;
    let algorithm = login.id.header.get("alg").and_then(Value::as_str).unwrap_or_default();
    let promised = at.metadata.lists("id_token_signing_alg_values_supported", algorithm);
    let signed = jwt::is_signed_by(&login.text, &keys.json);
    let by = if signed { "by a published key" } else { "by no published key" };
    Ok(Finding::of(signed && promised, format!("{algorithm}, {by}, promised: {promised}")))
}

/// Returns a finding of an answer with the claims of the user of a login.
fn same_user(login: &SignedIn, answer: &Answer) -> Finding {
    let same = answer.is_success() && answer.text("sub") == login.id.text("sub");
    Finding::of(same, format!("answered with {}{}", answer.status, if same { ", the same sub" } else { "" }))
}

async fn userinfo(at: Arc<Subject>, method: Method) -> Verdict {
    let login = usual(&at, "").await?;
    let request =
        Request::new(method, at.endpoint(Endpoint::Userinfo)?).with_header("authorization", format!("Bearer {}", login.tokens.access));
    Ok(same_user(&login, &at.http.send(&request).await?))
}

async fn userinfo_in_form(at: Arc<Subject>) -> Verdict {
    let login = usual(&at, "").await?;
    let form = owned(&[("access_token", &login.tokens.access)]);
    Ok(same_user(&login, &at.http.send(&Request::post(at.endpoint(Endpoint::Userinfo)?, &form)).await?))
}

async fn without_nonce(at: Arc<Subject>) -> Verdict {
    let client = at.client()?;
    let request = AuthorizationRequest::new(client, OPENID)?.without("nonce");
    let login = sign_in(&at, client, request).await?;
    let has = login.id.text("nonce").is_some();
    Ok(Finding::of(!has, if has { "a nonce that nobody asked for" } else { "an ID token without nonce" }))
}

async fn claims_of(at: Arc<Subject>, scope: &'static str) -> Verdict {
    let known = at.metadata.list("scopes_supported");
    let missing: Vec<&str> = scope.split(' ').filter(|scope| known.as_ref().is_some_and(|known| !known.contains(scope))).collect();
    if !missing.is_empty() {
        return Err(Stop::not_offered(format!("the server has no scope {}", missing.join(", "))));
    }
    let login = usual(&at, scope).await?;
    let answer = at.userinfo(&login.tokens.access).await?;
    let names: Vec<&str> = answer.json.as_object().map(|claims| claims.keys().map(String::as_str).collect()).unwrap_or_default();
    let finding = same_user(&login, &answer);
    Ok(Finding { seen: format!("{}, with {}", finding.seen, names.join(", ")), ..finding })
}

async fn secret_in_form(at: Arc<Subject>) -> Verdict {
    let client = at.client()?;
    let secret = client.secret().ok_or_else(|| Stop::not_tried("the client has no secret"))?;
    if !at.metadata.lists("token_endpoint_auth_methods_supported", "client_secret_post") {
        return Err(Stop::not_offered("the metadata do not list client_secret_post"));
    }
    let by_form = client.with(Authentication::Post(secret.to_owned()));
    let request = at.authorization(&by_form)?;
    let code = at.code(&request).await?;
    let answer = at.exchange(&by_form, &request, &code).await?;
    if answer.is_refused_as(&["invalid_client"]) {
        return Err(Stop::not_tried("the client is registered with another method"));
    }
    Ok(Finding::of(answer.is_success(), format!("answered with {}", answer.shown())))
}

async fn essential(at: Arc<Subject>) -> Verdict {
    if !at.metadata.says("claims_parameter_supported") {
        return Err(Stop::not_offered("the metadata say that there is no claims parameter"));
    }
    let client = at.client()?;
    let request = AuthorizationRequest::new(client, OPENID)?.with("claims", r#"{"userinfo": {"name": {"essential": true}}}"#);
    let login = sign_in(&at, client, request).await?;
    let answer = at.userinfo(&login.tokens.access).await?;
    let has = answer.text("name").is_some();
    Ok(Finding::of(has, if has { "the name came back" } else { "no name came back" }))
}

async fn refresh_token(at: Arc<Subject>) -> Verdict {
    let (client, other) = (at.client()?, at.other_client()?);
    let login = usual(&at, OFFLINE_ACCESS).await?;
    let refresh = login.tokens.refresh.clone().ok_or_else(|| Stop::not_offered("the login brought no refresh token"))?;
    // RFC 6749 appendix A.17.
    let is_printable = refresh.bytes().all(|byte| (0x20..=0x7e).contains(&byte));
    let listed = at.metadata.list("grant_types_supported").is_none_or(|listed| listed.contains(&"refresh_token"));
    let tokens = at.refreshed(client, &refresh).await?;
    let id = tokens.id.as_deref().and_then(Jwt::read);
    let same = |claim: &str| id.as_ref().is_none_or(|id| id.claims.get(claim) == login.id.claims.get(claim));
    let works = at.userinfo(&tokens.access).await?.is_success();
    let others = at.login(other).await?.refresh;
    let stolen = at.refresh(client, &others).await?;
    let checks = [
        ("the characters of the token", is_printable),
        ("grant_types_supported", listed),
        ("another access token", tokens.access != login.tokens.access),
        ("the access token at userinfo", works),
        ("the ID token's iss, sub and aud", ["iss", "sub", "aud"].into_iter().all(same)),
        ("another client's token", stolen.is_refused_as(&["invalid_grant"])),
    ];
    let wrong: Vec<&str> = checks.iter().filter(|(_, holds)| !holds).map(|(name, _)| *name).collect();
    let seen = if wrong.is_empty() { format!("{} of {0} parts hold", checks.len()) } else { format!("not: {}", wrong.join(", ")) };
    Ok(Finding::of(wrong.is_empty(), seen))
}
