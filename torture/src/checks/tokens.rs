//! What is taken for which token, who gets a refresh token at all, and where a token may stand.

use std::sync::Arc;

use reqwest::Method;

use crate::{
    authorization::{AuthorizationRequest, OFFLINE_ACCESS, OPENID},
    check::{Group, must, robust},
    http::{Answer, Request, encode, owned},
    metadata::Endpoint,
    subject::Subject,
    tokens::Tokens,
    verdict::{Finding, Stop, Verdict},
};

pub(super) fn group() -> Group {
    let kinds = "RFC 6749 §5.2";
    let checks = vec![
        must(
            "client-credentials-without-refresh-token",
            "RFC 6749 §4.4.3",
            "a client that acts for itself gets no refresh token",
            client_credentials,
        ),
        robust("offline-access-left-out", "OpenID Connect Core §11", "without offline_access there is no refresh token", left_out),
        must("offline-access-with-consent", "OpenID Connect Core §11", "offline_access with consent brings a refresh token", with_consent),
        must("access-token-is-no-refresh-token", kinds, "an access token does not refresh", access_as_refresh),
        must("code-is-no-refresh-token", kinds, "a code does not refresh", code_as_refresh),
        must("refresh-token-is-no-code", kinds, "a refresh token is not exchanged as a code, and is unharmed", refresh_as_code),
        must("refresh-token-is-no-access-token", "RFC 6750 §3.1", "a refresh token opens no resource", refresh_as_access),
        must("id-token-is-no-access-token", "RFC 6750 §3.1", "an ID token opens no resource", id_as_access),
        must("access-token-in-address-is-refused", "RFC 9700 §4.3.2", "an access token in the address opens nothing", in_address),
        must("access-token-missing", "RFC 6750 §3", "a resource that is asked for without a token says how to authenticate", missing),
        must("access-token-unknown", "RFC 6750 §3.1", "a token that is none: 401 invalid_token", unknown),
        robust("access-token-ends-no-later-than-said", "–", "introspection and the token response say the same end", same_end),
    ];
    Group { name: "tokens", title: "Kinds of tokens", checks }
}

async fn client_credentials(at: Arc<Subject>) -> Verdict {
    let client = match at.service() {
        Ok(service) => service,
        Err(_) => at.client()?,
    };
    let answer = at.ask(client, Endpoint::Token, &[("grant_type", "client_credentials")]).await?;
    match Tokens::read(&answer) {
        Some(tokens) => {
            Ok(Finding::of(tokens.refresh.is_none(), if tokens.refresh.is_none() { "no refresh token" } else { "a refresh token" }))
        }
        None if answer.is_refused_as(&["unauthorized_client", "unsupported_grant_type"]) => {
            Err(Stop::not_offered(format!("the grant is not there for the client: {}", answer.shown())))
        }
        None => Err(Stop::not_tried(format!("answered with {}", answer.shown()))),
    }
}

/// Returns the tokens of a login for these scopes.
async fn tokens_for(at: &Subject, scope: &str) -> Result<Tokens, Stop> {
    let client = at.client()?;
    let request = AuthorizationRequest::new(client, scope)?;
    let code = at.code(&request).await?;
    let answer = at.exchange(client, &request, &code).await?;
    Tokens::read(&answer).ok_or_else(|| Stop::not_tried(format!("the code was answered with {}", answer.shown())))
}

async fn left_out(at: Arc<Subject>) -> Verdict {
    if !at.scope().split(' ').any(|scope| scope == OFFLINE_ACCESS) {
        return Err(Stop::not_offered("the server has no scope offline_access"));
    }
    let tokens = tokens_for(&at, OPENID).await?;
    Ok(Finding::of(tokens.refresh.is_none(), if tokens.refresh.is_none() { "no refresh token" } else { "a refresh token" }))
}

async fn with_consent(at: Arc<Subject>) -> Verdict {
    if !at.scope().split(' ').any(|scope| scope == OFFLINE_ACCESS) {
        return Err(Stop::not_offered("the server has no scope offline_access"));
    }
    let tokens = tokens_for(&at, &format!("{OPENID} {OFFLINE_ACCESS}")).await?;
    Ok(Finding::of(tokens.refresh.is_some(), if tokens.refresh.is_some() { "a refresh token" } else { "no refresh token" }))
}

async fn access_as_refresh(at: Arc<Subject>) -> Verdict {
    let client = at.client()?;
    let login = at.login(client).await?;
    let answer = at.refresh(client, &login.tokens.access).await?;
    Ok(Finding::of(answer.is_refused_as(&["invalid_grant"]), format!("answered with {}", answer.shown())))
}

async fn code_as_refresh(at: Arc<Subject>) -> Verdict {
    let client = at.client()?;
    let request = at.authorization(client)?;
    let code = at.code(&request).await?;
    let answer = at.refresh(client, &code).await?;
    let exchanged = at.exchange(client, &request, &code).await?;
    let seen = format!("answered with {}; the exchange afterwards: {}", answer.shown(), exchanged.shown());
    Ok(Finding::of(answer.is_refused_as(&["invalid_grant"]), seen))
}

async fn refresh_as_code(at: Arc<Subject>) -> Verdict {
    let client = at.client()?;
    let login = at.login(client).await?;
    let answer = at.exchange(client, &login.request, &login.refresh).await?;
    let goes_on = at.goes_on(client, &login.refresh).await?;
    let ends = if goes_on { "goes on" } else { "has ended" };
    Ok(Finding::of(answer.is_refused_as(&["invalid_grant"]) && goes_on, format!("answered with {}; the login {ends}", answer.shown())))
}

async fn refresh_as_access(at: Arc<Subject>) -> Verdict {
    let login = at.login(at.client()?).await?;
    let answer = at.userinfo(&login.refresh).await?;
    Ok(Finding::of(answer.status == 401, format!("answered with {}", answer.status)))
}

async fn id_as_access(at: Arc<Subject>) -> Verdict {
    let login = at.login(at.client()?).await?;
    let id = login.tokens.id.ok_or_else(|| Stop::not_offered("the login brought no ID token"))?;
    let answer = at.userinfo(&id).await?;
    Ok(Finding::of(answer.status == 401, format!("answered with {}", answer.status)))
}

async fn in_address(at: Arc<Subject>) -> Verdict {
    let login = at.login(at.client()?).await?;
    let query = encode(&owned(&[("access_token", &login.tokens.access)]));
    let answer = at.http.send(&Request::new(Method::GET, format!("{}?{query}", at.endpoint(Endpoint::Userinfo)?))).await?;
    Ok(Finding::of(answer.is_refusal(), format!("answered with {}", answer.status)))
}

/// Returns whether an answer says how to authenticate with a token.
fn challenges(answer: &Answer) -> bool {
    answer
        .all("www-authenticate")
        .iter()
        .any(|challenge| ["bearer", "dpop"].iter().any(|scheme| challenge.to_ascii_lowercase().contains(scheme)))
}

async fn missing(at: Arc<Subject>) -> Verdict {
    let answer = at.http.send(&Request::new(Method::GET, at.endpoint(Endpoint::Userinfo)?)).await?;
    let seen = format!("answered with {}, WWW-Authenticate: {}", answer.status, answer.header("www-authenticate"));
    Ok(Finding::of(answer.is_refusal() && challenges(&answer), seen))
}

async fn unknown(at: Arc<Subject>) -> Verdict {
    let answer = at.userinfo("no-such-token").await?;
    let says_why = answer.all("www-authenticate").iter().any(|challenge| challenge.contains("invalid_token"));
    let seen = format!("answered with {}, WWW-Authenticate {} invalid_token", answer.status, if says_why { "with" } else { "without" });
    Ok(Finding::of(answer.status == 401 && says_why, seen))
}

async fn same_end(at: Arc<Subject>) -> Verdict {
    let client = at.client()?;
    let login = at.login(client).await?;
    let answer = at.introspect(client, &login.tokens.access).await?;
    let number = |member: &str| answer.json.get(member).and_then(serde_json::Value::as_i64);
    let (Some(end), Some(begin), Some(seconds)) = (number("exp"), number("iat"), login.tokens.expires_in) else {
        return Err(Stop::not_offered("introspection says no iat and exp, or the response no expires_in"));
    };
    let difference = (end - begin - seconds).abs();
    Ok(Finding::of(difference <= 2, format!("{seconds} s in the response, {} s by introspection", end - begin)))
}
