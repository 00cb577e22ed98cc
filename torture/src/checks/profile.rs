//! What else the FAPI 2.0 Security Profile asks of requests, however its clients authenticate.

use std::sync::Arc;

use reqwest::Method;

use crate::{
    browser::Visit,
    check::{Group, must},
    client::Authentication,
    fill::Wish,
    http::Request,
    jwt::Jwt,
    metadata::Endpoint,
    subject::Subject,
    verdict::{Finding, Stop, Verdict},
};

const SUITE: &str = "FAPI 2.0 suite";
const PROFILE: &str = "FAPI 2.0 §5.3.2.2";
/// How long a state may be that comes back.
const LONG: usize = 1_000;
/// A reference expires in less than this, in seconds.
const REFERENCE: u64 = 600;

pub(super) fn group() -> Group {
    let checks = vec![
        must(
            "fapi2-security-profile-final-ensure-authorization-request-with-long-state",
            SUITE,
            "a state of 1,000 characters comes back as it was",
            long_state,
        ),
        must(
            "fapi2-security-profile-final-ensure-different-nonce-inside-and-outside-request-object",
            SUITE,
            "a nonce beside the reference does not replace the pushed one",
            other_nonce,
        ),
        must("par-without-client-authentication", PROFILE, "a request that nobody authenticates is not taken", push_by_nobody),
        must("par-reference-is-short", PROFILE, "a reference expires in less than 600 s", short_reference),
        must("par-challenge-without-method", PROFILE, "a code_challenge without its method, which means plain, is refused", no_method),
        must("par-by-get", "RFC 9126 §2", "a GET at the endpoint for pushed requests is refused", |at| {
            by_get(at, Endpoint::PushedRequest)
        }),
        must("token-by-get", "RFC 6749 §3.2", "a GET at the token endpoint brings no tokens", |at| by_get(at, Endpoint::Token)),
        must(
            "profile-without-weak-methods",
            "FAPI 2.0 §5.3.2.1",
            "an exchange of a client that names itself alone is refused",
            named_alone,
        ),
    ];
    Group { name: "profile", title: "FAPI 2.0: the rest of the profile", checks }
}

async fn long_state(at: Arc<Subject>) -> Verdict {
    let client = at.profile_client()?;
    let state = "s".repeat(LONG);
    let request = at.authorization(client)?.with("state", &state);
    let pushed = at.pushed(client, &request, None).await?;
    let visit = at.bring(&client.id, &request, &pushed, Wish::Allow).await?;
    let came = match &visit {
        Visit::Arrived(callback) => callback.get("state").unwrap_or_default().len(),
        Visit::Stayed(_) => 0,
    };
    let is_same = matches!(&visit, Visit::Arrived(callback) if callback.get("state") == Some(state.as_str()));
    Ok(Finding::of(is_same, format!("{came} of {LONG} characters came back; it ended at {}", visit.shown())))
}

async fn other_nonce(at: Arc<Subject>) -> Verdict {
    let client = at.profile_client()?;
    let request = at.authorization(client)?;
    let pushed = at.pushed(client, &request, None).await?;
    let brought = request.pushed(&client.id, &pushed.request_uri).with("nonce", "outside");
    let visit = at.visit(&brought, Wish::Allow).await?;
    let Some(code) = visit.code() else { return Ok(Finding::of(true, format!("there is no code: {}", visit.shown()))) };
    let answer = at.exchange_with(client, &request, code, Some(&Subject::holder(client)?)).await?;
    let id = answer.text("id_token").and_then(Jwt::read).ok_or_else(|| Stop::not_offered("the login brought no ID token"))?;
    let is_pushed = id.text("nonce") == Some(request.nonce.as_str());
    Ok(Finding::of(is_pushed, if is_pushed { "the pushed nonce" } else { "another nonce" }))
}

async fn push_by_nobody(at: Arc<Subject>) -> Verdict {
    let client = at.profile_client()?;
    let answer = at.push(&client.with(Authentication::None), &at.authorization(client)?, None).await?;
    Ok(Finding::of(answer.is_refusal(), format!("answered with {}", answer.shown())))
}

async fn short_reference(at: Arc<Subject>) -> Verdict {
    let client = at.profile_client()?;
    let pushed = at.pushed(client, &at.authorization(client)?, None).await?;
    Ok(Finding::of((1..REFERENCE).contains(&pushed.expires_in), format!("expires_in {}", pushed.expires_in)))
}

async fn no_method(at: Arc<Subject>) -> Verdict {
    let client = at.profile_client()?;
    let answer = at.push(client, &at.authorization(client)?.without("code_challenge_method"), None).await?;
    Ok(Finding::of(answer.is_refusal(), format!("answered with {}", answer.shown())))
}

async fn by_get(at: Arc<Subject>, endpoint: Endpoint) -> Verdict {
    let url = at.endpoint(endpoint)?;
    let mark = if url.contains('?') { '&' } else { '?' };
    let request = Request::new(Method::GET, format!("{url}{mark}client_id={}&response_type=code", at.profile_client()?.id));
    let answer = at.http.send(&request).await?;
    Ok(Finding::of(answer.is_refusal(), format!("answered with {}", answer.status)))
}

async fn named_alone(at: Arc<Subject>) -> Verdict {
    let client = at.profile_client()?;
    let form = [("grant_type", "refresh_token"), ("refresh_token", "no-such-token")];
    let answer = at.ask(&client.with(Authentication::None), Endpoint::Token, &form).await?;
    Ok(Finding::of(answer.is_refused_as(&["invalid_client", "invalid_request"]), format!("answered with {}", answer.shown())))
}
