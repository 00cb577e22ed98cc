//! Parameters of OpenID Connect: the modules of the OpenID suite for a Basic OP that are about requests.

use std::{sync::Arc, time::Duration};

use tokio::time::sleep;

use crate::{
    authorization::{AuthorizationRequest, OPENID},
    browser::{Browser, Step, Visit},
    check::{Check, Group, must, should},
    fill::Wish,
    jwt::Jwt,
    metadata::Endpoint,
    subject::Subject,
    tokens::Tokens,
    verdict::{Finding, Stop, Verdict},
};

const SUITE: &str = "OpenID suite (Basic OP)";
/// Where a page is from that posts an authorization request.
const ELSEWHERE: &str = "https://app.example.com";

/// A module of the suite with the parameter that must not make a request fail, and its value.
type Accepted = (&'static str, &'static str, &'static str);

const ACCEPTED: [Accepted; 7] = [
    ("oidcc-display-page", "display", "page"),
    ("oidcc-display-popup", "display", "popup"),
    ("oidcc-login-hint", "login_hint", "buffy@example.com"),
    ("oidcc-ui-locales", "ui_locales", "se"),
    ("oidcc-claims-locales", "claims_locales", "se"),
    ("oidcc-ensure-request-with-acr-values-succeeds", "acr_values", "1 2"),
    ("oidcc-ensure-request-with-unknown-parameter-succeeds", "extra", "foobar"),
];

pub(super) fn group() -> Group {
    let of_row = |(name, parameter, value): Accepted| {
        let claim = "the parameter does not make the request fail";
        must(name, SUITE, claim, move |at| accepted(at, parameter, value))
    };
    let mut checks: Vec<Check> = ACCEPTED.into_iter().map(of_row).collect();
    checks.extend([
        must("oidcc-alternate-happy-flow", SUITE, "the order of scopes and of parameters does not matter", other_order),
        must("oidcc-ensure-post-request-succeeds", SUITE, "an authorization request may be posted", posted),
        must("oidcc-prompt-none-not-logged-in", SUITE, "prompt=none without a session: an error, and no page", none_without_session),
        must("oidcc-prompt-none-logged-in", SUITE, "prompt=none with a session: a code for the same user, and no page", none_with_session),
        must("oidcc-prompt-login", SUITE, "prompt=login: the user signs in again", prompt_login),
        must("oidcc-max-age-1", SUITE, "max_age=1 a little later: the user signs in again", max_age_1).waiting(),
        must("oidcc-max-age-10000", SUITE, "max_age=10000: the user does not sign in again", max_age_10000),
        must("oidcc-id-token-hint", SUITE, "prompt=none with the user's ID token as a hint: a code, and no page", hint),
        should(
            "oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported",
            SUITE,
            "a request object is read, or refused as not supported",
            request_object,
        ),
        should(
            "oidcc-request-uri-unsigned-supported-correctly-or-rejected-as-unsupported",
            SUITE,
            "a request_uri is read, or refused as not supported",
            request_uri,
        ),
    ]);
    Group { name: "openid-requests", title: "OpenID Connect: requests", checks }
}

/// Returns a request for openid alone, so that no consent has to be asked for anew.
fn plain(at: &Subject) -> Result<AuthorizationRequest, Stop> {
    Ok(AuthorizationRequest::new(at.client()?, OPENID)?)
}

fn has_code(visit: &Visit) -> Finding {
    Finding::of(visit.code().is_some(), format!("it ended at {}", visit.shown()))
}

async fn accepted(at: Arc<Subject>, parameter: &'static str, value: &'static str) -> Verdict {
    Ok(has_code(&at.visit(&plain(&at)?.with(parameter, value), Wish::Allow).await?))
}

async fn other_order(at: Arc<Subject>) -> Verdict {
    let scope = at.scope().split(' ').rev().map(str::to_owned).collect::<Vec<_>>().join(" ");
    Ok(has_code(&at.visit(&at.authorization(at.client()?)?.with("scope", &scope).reversed(), Wish::Allow).await?))
}

async fn posted(at: Arc<Subject>) -> Verdict {
    let request = plain(&at)?;
    let step = Step::post(at.endpoint(Endpoint::Authorization)?, request.parameters(), ELSEWHERE)?;
    Ok(has_code(&at.go(&mut Browser::new(&at.http), step, &request.redirect_uri, Wish::Allow).await?))
}

async fn none_without_session(at: Arc<Subject>) -> Verdict {
    let visit = at.visit(&plain(&at)?.with("prompt", "none"), Wish::Look).await?;
    let holds =
        visit.error().is_some_and(|error| ["login_required", "interaction_required", "account_selection_required"].contains(&error));
    Ok(Finding::of(holds, format!("it ended at {}", visit.shown())))
}

/// A browser in which the user has signed in, with the ID token.
async fn signed_in(at: &Subject) -> Result<(Browser, String, Jwt), Stop> {
    let mut browser = Browser::new(&at.http);
    let (text, id) = id_token(at, &mut browser, &plain(at)?, Wish::Allow).await?;
    Ok((browser, text, id))
}

/// Has a browser make a request, and exchanges the code that comes of it.
async fn id_token(at: &Subject, browser: &mut Browser, request: &AuthorizationRequest, wish: Wish) -> Result<(String, Jwt), Stop> {
    let visit = at.visit_by(browser, request, wish).await?;
    let code = visit.code().ok_or_else(|| Stop::not_tried(format!("it ended at {}", visit.shown())))?;
    let answer = at.exchange(at.client()?, request, code).await?;
    let text = Tokens::read(&answer).and_then(|tokens| tokens.id).ok_or_else(|| Stop::not_offered("the login brought no ID token"))?;
    let id = Jwt::read(&text).ok_or_else(|| Stop::not_tried("the ID token cannot be read"))?;
    Ok((text, id))
}

/// Returns a finding of a request that no page may be shown for, in a browser with a session.
async fn silent(at: &Subject, browser: &mut Browser, request: &AuthorizationRequest, before: &Jwt) -> Verdict {
    let visit = at.visit_by(browser, request, Wish::Look).await?;
    let Some(code) = visit.code() else { return Ok(Finding::of(false, format!("it ended at {}", visit.shown()))) };
    let answer = at.exchange(at.client()?, request, code).await?;
    let id = Tokens::read(&answer).and_then(|tokens| tokens.id).as_deref().and_then(Jwt::read);
    let same = |claim: &str| id.as_ref().is_some_and(|id| id.claims.get(claim) == before.claims.get(claim));
    let times = id.as_ref().and_then(|id| id.number("auth_time")).zip(before.number("auth_time"));
    let same_time = times.is_none_or(|(now, before)| now == before);
    let seen = if same("sub") { "a code for the same user" } else { "a code for another user" };
    Ok(Finding::of(same("sub") && same_time, format!("{seen}, {} auth_time", if same_time { "the same" } else { "another" })))
}

async fn none_with_session(at: Arc<Subject>) -> Verdict {
    let (mut browser, _, before) = signed_in(&at).await?;
    silent(&at, &mut browser, &plain(&at)?.with("prompt", "none"), &before).await
}

async fn hint(at: Arc<Subject>) -> Verdict {
    let (mut browser, text, before) = signed_in(&at).await?;
    silent(&at, &mut browser, &plain(&at)?.with("prompt", "none").with("id_token_hint", &text), &before).await
}

async fn max_age_10000(at: Arc<Subject>) -> Verdict {
    let mut browser = Browser::new(&at.http);
    let (_, before) = id_token(&at, &mut browser, &plain(&at)?.with("max_age", "15000"), Wish::Allow).await?;
    if before.number("auth_time").is_none() {
        return Ok(Finding::of(false, "max_age was asked for, and the ID token has no auth_time"));
    }
    silent(&at, &mut browser, &plain(&at)?.with("max_age", "10000"), &before).await
}

/// Returns a finding of a request for which the user has to sign in again, in a browser with a session.
async fn again(at: &Subject, mut browser: Browser, request: &AuthorizationRequest, before: &Jwt) -> Verdict {
    browser.hops.clear();
    let (_, id) = id_token(at, &mut browser, request, Wish::Allow).await?;
    let asked = browser.hops.iter().any(|hop| hop.with_password);
    let times = id.number("auth_time").zip(before.number("auth_time"));
    let later = times.is_none_or(|(now, before)| now >= before);
    let seen = if asked { "the password was asked for" } else { "the password was not asked for" };
    Ok(Finding::of(
        asked && later,
        format!(
            "{seen}; auth_time {}",
            times.map_or_else(|| "is not there".to_owned(), |(now, before)| format!("{} s later", now - before))
        ),
    ))
}

async fn prompt_login(at: Arc<Subject>) -> Verdict {
    let (browser, _, before) = signed_in(&at).await?;
    again(&at, browser, &plain(&at)?.with("prompt", "login"), &before).await
}

async fn max_age_1(at: Arc<Subject>) -> Verdict {
    let (browser, _, before) = signed_in(&at).await?;
    sleep(Duration::from_millis(2_500)).await;
    again(&at, browser, &plain(&at)?.with("max_age", "1"), &before).await
}

async fn request_object(at: Arc<Subject>) -> Verdict {
    // {"alg":"none"}.{}. of RFC 7515 appendix A.5: an object that says nothing.
    let visit = at.visit(&plain(&at)?.with("request", "eyJhbGciOiJub25lIn0.e30."), Wish::Allow).await?;
    Ok(read_or_refused(&visit, at.metadata.says("request_parameter_supported"), &["request_not_supported", "invalid_request_object"]))
}

async fn request_uri(at: Arc<Subject>) -> Verdict {
    let visit = at.visit(&plain(&at)?.with("request_uri", "https://app.example.com/request.jwt"), Wish::Allow).await?;
    // OpenID Connect Discovery §3: it is supported where nothing is said.
    let says = at.metadata.document.get("request_uri_parameter_supported").and_then(serde_json::Value::as_bool).unwrap_or(true);
    Ok(read_or_refused(&visit, says, &["request_uri_not_supported", "invalid_request_uri", "invalid_request"]))
}

/// Returns a finding of a parameter that is read where the metadata say so, and refused with one of these errors or by a page otherwise.
fn read_or_refused(visit: &Visit, says: bool, errors: &[&str]) -> Finding {
    let refused = match visit {
        Visit::Arrived(callback) => callback.get("error").is_some_and(|error| errors.contains(&error)),
        Visit::Stayed(status) => (400..500).contains(status),
    };
    Finding::of(refused || says && visit.code().is_some(), format!("promised: {says}; it ended at {}", visit.shown()))
}
