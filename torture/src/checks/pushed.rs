//! Pushed authorization requests (RFC 9126) as the FAPI 2.0 Security Profile has them: the modules of its suite.

use std::{sync::Arc, time::Duration};

use reqwest::Method;
use tokio::time::sleep;

use crate::{
    authorization::{AuthorizationRequest, Callback},
    browser::Visit,
    check::{Group, must, should},
    fill::Wish,
    metadata::Endpoint,
    subject::Subject,
    verdict::{Finding, Stop, Verdict},
};

const SUITE: &str = "FAPI 2.0 suite; RFC 9126";
/// A reference that lives longer is not waited for.
const LONGEST_WAIT: u64 = 120;

pub(super) fn group() -> Group {
    let checks = vec![
        must(
            "fapi2-security-profile-final-par-without-duplicate-parameters",
            SUITE,
            "client_id and request_uri alone bring a code",
            reference_alone,
        ),
        must(
            "fapi2-security-profile-final-ensure-unsigned-authorization-request-without-using-par-fails",
            SUITE,
            "a request that was not pushed brings no code",
            not_pushed,
        ),
        must(
            "fapi2-security-profile-final-par-ensure-reused-request-uri-prior-to-auth-completion-succeeds",
            SUITE,
            "a reference that was opened and left can be opened again",
            opened_twice,
        ),
        should(
            "fapi2-security-profile-final-par-attempt-reuse-request_uri",
            SUITE,
            "a reference that brought a code brings no second one",
            used_twice,
        ),
        must(
            "fapi2-security-profile-final-par-attempt-to-use-expired-request_uri",
            SUITE,
            "a reference that has expired brings no code",
            expired,
        )
        .slow(),
        must(
            "fapi2-security-profile-final-par-attempt-to-use-request_uri-for-different-client",
            SUITE,
            "a reference of another client brings no code",
            other_client,
        ),
        must(
            "fapi2-security-profile-final-par-authorization-request-containing-request_uri-form-param",
            SUITE,
            "request_uri among the pushed parameters is refused",
            |at| refused(at, |request| request.with("request_uri", "urn:example:none")),
        ),
        must("fapi2-security-profile-final-par-attempt-invalid-http-method", SUITE, "a PUT is refused", put),
        must("fapi2-security-profile-final-par-ensure-pkce-required", SUITE, "a request without code_challenge is refused", |at| {
            refused(at, |request| request.without("code_challenge").without("code_challenge_method"))
        }),
        must("fapi2-security-profile-final-par-plain-pkce-rejected", SUITE, "code_challenge_method=plain is refused", |at| {
            refused(at, |request| request.with("code_challenge_method", "plain"))
        }),
        must(
            "fapi2-security-profile-final-ensure-pkce-code-verifier-required",
            SUITE,
            "an exchange without code_verifier is refused",
            |at| verifier(at, None),
        ),
        must(
            "fapi2-security-profile-final-incorrect-pkce-code-verifier-rejected",
            SUITE,
            "an exchange with a wrong code_verifier is refused",
            |at| verifier(at, Some("wrong-wrong-wrong-wrong-wrong-wrong-wrong-wrong")),
        ),
        must(
            "fapi2-security-profile-final-ensure-redirect-uri-in-authorization-request",
            SUITE,
            "a request without redirect_uri is refused",
            |at| refused(at, |request| request.without("redirect_uri")),
        ),
        must(
            "fapi2-security-profile-final-ensure-response-type-code-idtoken-fails",
            SUITE,
            "response_type=code id_token is refused",
            |at| refused(at, |request| request.with("response_type", "code id_token")),
        ),
        must("fapi2-security-profile-final-ensure-response-type-token-fails", SUITE, "response_type=token is refused", |at| {
            refused(at, |request| request.with("response_type", "token"))
        }),
        must(
            "fapi2-security-profile-final-ensure-different-state-inside-and-outside-request-object",
            SUITE,
            "a state beside the reference does not replace the pushed one",
            other_state,
        ),
        must(
            "fapi2-security-profile-final-state-only-outside-request-object-not-used",
            SUITE,
            "a state beside the reference alone is not used",
            state_outside,
        ),
    ];
    Group { name: "pushed", title: "FAPI 2.0: pushed requests", checks }
}

async fn reference_alone(at: Arc<Subject>) -> Verdict {
    let client = at.profile_client()?;
    let request = at.authorization(client)?;
    let pushed = at.pushed(client, &request, None).await?;
    let visit = at.bring(&client.id, &request, &pushed, Wish::Allow).await?;
    Ok(Finding::of(visit.code().is_some(), format!("expires_in {}; it ended at {}", pushed.expires_in, visit.shown())))
}

async fn not_pushed(at: Arc<Subject>) -> Verdict {
    let visit = at.visit(&at.authorization(at.profile_client()?)?, Wish::Allow).await?;
    Ok(Finding::of(visit.code().is_none(), format!("it ended at {}", visit.shown())))
}

async fn opened_twice(at: Arc<Subject>) -> Verdict {
    let client = at.profile_client()?;
    let request = at.authorization(client)?;
    let pushed = at.pushed(client, &request, None).await?;
    at.bring(&client.id, &request, &pushed, Wish::Look).await?;
    let visit = at.bring(&client.id, &request, &pushed, Wish::Allow).await?;
    Ok(Finding::of(visit.code().is_some(), format!("the second time it ended at {}", visit.shown())))
}

async fn used_twice(at: Arc<Subject>) -> Verdict {
    let client = at.profile_client()?;
    let request = at.authorization(client)?;
    let pushed = at.pushed(client, &request, None).await?;
    let first = at.bring(&client.id, &request, &pushed, Wish::Allow).await?;
    if first.code().is_none() {
        return Err(Stop::not_tried(format!("the first time it ended at {}", first.shown())));
    }
    let second = at.bring(&client.id, &request, &pushed, Wish::Allow).await?;
    Ok(Finding::of(second.code().is_none(), format!("the second time it ended at {}", second.shown())))
}

async fn expired(at: Arc<Subject>) -> Verdict {
    let client = at.profile_client()?;
    let request = at.authorization(client)?;
    let pushed = at.pushed(client, &request, None).await?;
    if pushed.expires_in > LONGEST_WAIT {
        return Err(Stop::not_tried(format!("it lives for {} s", pushed.expires_in)));
    }
    sleep(Duration::from_secs(pushed.expires_in + 2)).await;
    let visit = at.bring(&client.id, &request, &pushed, Wish::Allow).await?;
    Ok(Finding::of(visit.code().is_none(), format!("{} s later it ended at {}", pushed.expires_in + 2, visit.shown())))
}

async fn other_client(at: Arc<Subject>) -> Verdict {
    let (client, other) = (at.profile_client()?, at.other_profile_client()?);
    let request = at.authorization(client)?;
    let pushed = at.pushed(client, &request, None).await?;
    let visit = at.bring(&other.id, &request, &pushed, Wish::Allow).await?;
    Ok(Finding::of(visit.code().is_none(), format!("it ended at {}", visit.shown())))
}

/// Pushes a request that was changed, and has the browser bring it if it was taken: it is refused at either place.
async fn refused(at: Arc<Subject>, change: fn(AuthorizationRequest) -> AuthorizationRequest) -> Verdict {
    let client = at.profile_client()?;
    let request = change(at.authorization(client)?);
    let answer = at.push(client, &request, None).await?;
    if answer.is_refusal() {
        return Ok(Finding::of(true, format!("answered with {}", answer.shown())));
    }
    let pushed = at.pushed(client, &request, None).await?;
    let visit = at.bring(&client.id, &request, &pushed, Wish::Allow).await?;
    let holds = visit.code().is_none() && !answer.is_failure();
    Ok(Finding::of(holds, format!("taken with {}, and then it ended at {}", answer.status, visit.shown())))
}

async fn put(at: Arc<Subject>) -> Verdict {
    let client = at.profile_client()?;
    let mut request = at.prepare(client, Endpoint::PushedRequest, &[("response_type", "code")])?;
    request.method = Method::PUT;
    let answer = at.http.send(&request).await?;
    Ok(Finding::of(answer.is_refusal(), format!("answered with {}", answer.status)))
}

async fn verifier(at: Arc<Subject>, verifier: Option<&'static str>) -> Verdict {
    let client = at.profile_client()?;
    let request = at.authorization(client)?;
    let code = at.pushed_code(client, &request, None).await?;
    let mut form = vec![("grant_type", "authorization_code"), ("code", code.as_str()), ("redirect_uri", request.redirect_uri.as_str())];
    form.extend(verifier.map(|verifier| ("code_verifier", verifier)));
    let answer = at.ask_with(client, Endpoint::Token, &form, Some(&Subject::holder(client)?)).await?;
    Ok(Finding::of(answer.is_refused_as(&["invalid_grant", "invalid_request"]), format!("answered with {}", answer.shown())))
}

/// Returns the answer to a pushed request with a state beside its reference, or a page.
async fn with_state_outside(at: &Subject, request: &AuthorizationRequest) -> Result<Option<Callback>, Stop> {
    let client = at.profile_client()?;
    let pushed = at.pushed(client, request, None).await?;
    let brought = request.pushed(&client.id, &pushed.request_uri).with("state", "outside");
    Ok(match at.visit(&brought, Wish::Allow).await? {
        Visit::Arrived(callback) => Some(callback),
        Visit::Stayed(_) => None,
    })
}

async fn other_state(at: Arc<Subject>) -> Verdict {
    let request = at.authorization(at.profile_client()?)?;
    let Some(callback) = with_state_outside(&at, &request).await? else { return Ok(Finding::of(true, "it is refused by a page")) };
    let is_pushed = callback.get("state") == Some(request.state.as_str());
    Ok(Finding::of(is_pushed, format!("{}, with {} state", callback.shown(), if is_pushed { "the pushed" } else { "another" })))
}

async fn state_outside(at: Arc<Subject>) -> Verdict {
    let request = at.authorization(at.profile_client()?)?.without("state");
    let Some(callback) = with_state_outside(&at, &request).await? else { return Ok(Finding::of(true, "it is refused by a page")) };
    let has = callback.get("state").is_some();
    Ok(Finding::of(!has, format!("{}, {} state", callback.shown(), if has { "with a" } else { "without a" })))
}
