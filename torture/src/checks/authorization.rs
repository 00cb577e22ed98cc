//! The authorization endpoint: what it refuses, to whom it says so, and what is never in an address.

use std::sync::Arc;

use crate::{
    authorization::Callback,
    browser::{Browser, Visit},
    check::{Group, must, should},
    fill::Wish,
    http::Answer,
    subject::Subject,
    verdict::{Finding, Stop, Verdict},
};

pub(super) fn group() -> Group {
    let checks = vec![
        must(
            "authorization-for-an-unknown-client",
            "RFC 6749 §4.1.2.1",
            "nobody is sent on for a client that there is none of",
            unknown_client,
        ),
        must(
            "oidcc-ensure-registered-redirect-uri",
            "OpenID suite; RFC 9700 §2.1",
            "nobody is sent to an address that differs from the registered one",
            other_addresses,
        ),
        must(
            "oidcc-response-type-missing",
            "OpenID suite; RFC 6749 §4.1.2.1",
            "a request without response_type is refused",
            no_response_type,
        ),
        should("authorization-implicit", "RFC 9700 §2.1.2", "response_type=token brings no token", implicit),
        must("authorization-code-alone-in-the-address", "RFC 9700 §4.3", "the answer has a code, and no token", code_alone),
        must("authorization-state", "RFC 6749 §4.1.2", "the answer has the state of the request", state),
        should("authorization-iss", "RFC 9207 §2", "the answer names its issuer, as the metadata say", iss),
        must("authorization-errors-have-state", "RFC 6749 §4.1.2.1", "an error has the state of the request, too", error_state),
        must("authorization-access-denied", "RFC 6749 §4.1.2.1", "a user who refuses sends the client access_denied", denied),
        must("authorization-parameter-twice", "RFC 6749 §3.1", "a parameter that comes twice is refused", twice),
        must("authorization-unknown-scope", "RFC 6749 §3.3", "a scope that there is none of is refused or not granted", unknown_scope),
        must("authorization-without-scope", "RFC 6749 §3.3", "a request without scope gets a default or invalid_scope", without_scope),
        must("authorization-no-307", "RFC 9700 §4.12", "no redirect after the password makes the browser send it on", no_307),
        must("authorization-page-is-not-framed", "RFC 9700 §4.16", "no other site can show the sign-in page in a frame", not_framed),
        should("authorization-page-tells-no-address", "RFC 9700 §4.2.4", "the sign-in page does not tell others its address", no_referrer),
    ];
    Group { name: "authorization", title: "Authorization requests", checks }
}

async fn unknown_client(at: Arc<Subject>) -> Verdict {
    let request = at.authorization(at.client()?)?.with("client_id", "no-such-client");
    let visit = at.visit(&request, Wish::Allow).await?;
    Ok(Finding::of(matches!(visit, Visit::Stayed(_)), format!("it ended at {}", visit.shown())))
}

async fn other_addresses(at: Arc<Subject>) -> Verdict {
    let registered = at.client()?.redirect_uri.clone();
    let (scheme, rest) = registered.split_once("://").unwrap_or((&registered, ""));
    let others = [
        format!("{registered}/more"),
        format!("{registered}?more=1"),
        format!("{registered}/../elsewhere"),
        format!("{scheme}://elsewhere.example/callback"),
        format!("{scheme}://elsewhere.example@{rest}"),
        format!("{scheme}://{}.elsewhere.example/", rest.split(['/', ':']).next().unwrap_or_default()),
        registered.to_ascii_uppercase().replace("HTTP", "http"),
    ];
    let mut sent = Vec::new();
    for other in others.iter().filter(|other| **other != registered) {
        let visit = at.visit(&at.authorization(at.client()?)?.to(other), Wish::Allow).await?;
        if matches!(visit, Visit::Arrived(_)) {
            sent.push(other.as_str());
        }
    }
    let seen = if sent.is_empty() { format!("0 of {} other addresses", others.len()) } else { format!("sent to {}", sent.join(", ")) };
    Ok(Finding::of(sent.is_empty(), seen))
}

/// Returns whether a request was refused: by an error for its client, or by a page.
fn is_refused(visit: &Visit, errors: &[&str]) -> bool {
    match visit {
        Visit::Arrived(callback) => callback.get("error").is_some_and(|error| errors.contains(&error)),
        Visit::Stayed(status) => (400..500).contains(status),
    }
}

async fn no_response_type(at: Arc<Subject>) -> Verdict {
    let visit = at.visit(&at.authorization(at.client()?)?.without("response_type"), Wish::Allow).await?;
    Ok(Finding::of(is_refused(&visit, &["invalid_request", "unsupported_response_type"]), format!("it ended at {}", visit.shown())))
}

fn has_token(callback: &Callback) -> bool {
    let in_query = ["access_token", "id_token", "refresh_token"].iter().any(|member| callback.get(member).is_some());
    in_query || callback.fragment.contains("_token=")
}

async fn implicit(at: Arc<Subject>) -> Verdict {
    let visit = at.visit(&at.authorization(at.client()?)?.with("response_type", "token"), Wish::Allow).await?;
    let has_token = matches!(&visit, Visit::Arrived(callback) if has_token(callback));
    Ok(Finding::of(!has_token, if has_token { "a token in the address".to_owned() } else { format!("it ended at {}", visit.shown()) }))
}

/// Returns the answer to the usual request, with the request's state.
async fn answered(at: &Subject) -> Result<(Callback, String), Stop> {
    let request = at.authorization(at.client()?)?;
    match at.visit(&request, Wish::Allow).await? {
        Visit::Arrived(callback) => Ok((callback, request.state)),
        stayed @ Visit::Stayed(_) => Err(Stop::not_tried(format!("it ended at {}", stayed.shown()))),
    }
}

async fn code_alone(at: Arc<Subject>) -> Verdict {
    let (callback, _) = answered(&at).await?;
    let names: Vec<&str> = callback.parameters.keys().map(String::as_str).collect();
    Ok(Finding::of(callback.get("code").is_some() && !has_token(&callback), format!("the answer has {}", names.join(", "))))
}

async fn state(at: Arc<Subject>) -> Verdict {
    let (callback, state) = answered(&at).await?;
    let same = callback.get("state") == Some(state.as_str());
    Ok(Finding::of(same, if same { "the same state" } else { "no state, or another one" }))
}

async fn iss(at: Arc<Subject>) -> Verdict {
    let (callback, _) = answered(&at).await?;
    let says = at.metadata.says("authorization_response_iss_parameter_supported");
    match callback.get("iss") {
        None if !says => Err(Stop::not_offered("the answer has no iss, and the metadata promise none")),
        found => Ok(Finding::of(found == Some(at.issuer()) && says, format!("iss {}, promised: {says}", found.unwrap_or("is missing")))),
    }
}

async fn error_state(at: Arc<Subject>) -> Verdict {
    let request = at.authorization(at.client()?)?.with("response_type", "unknown");
    match at.visit(&request, Wish::Allow).await? {
        Visit::Arrived(callback) => {
            let same = callback.get("state") == Some(request.state.as_str());
            Ok(Finding::of(same, format!("{}, {}", callback.shown(), if same { "with the state" } else { "without the state" })))
        }
        stayed @ Visit::Stayed(_) => Err(Stop::not_tried(format!("the user alone is told: it ended at {}", stayed.shown()))),
    }
}

async fn denied(at: Arc<Subject>) -> Verdict {
    let visit = at.visit(&at.authorization(at.client()?)?, Wish::Deny).await?;
    Ok(Finding::of(visit.error() == Some("access_denied"), format!("it ended at {}", visit.shown())))
}

async fn twice(at: Arc<Subject>) -> Verdict {
    let request = at.authorization(at.client()?)?;
    let again = request.get("scope").unwrap_or_default().to_owned();
    let visit = at.visit(&request.also("scope", &again), Wish::Allow).await?;
    Ok(Finding::of(is_refused(&visit, &["invalid_request"]), format!("it ended at {}", visit.shown())))
}

async fn unknown_scope(at: Arc<Subject>) -> Verdict {
    let client = at.client()?;
    let scope = format!("{} torture:unknown", at.scope());
    let request = at.authorization(client)?.with("scope", &scope);
    let visit = at.visit(&request, Wish::Allow).await?;
    let Some(code) = visit.code() else {
        return Ok(Finding::of(is_refused(&visit, &["invalid_scope"]), format!("it ended at {}", visit.shown())));
    };
    let answer = at.exchange(client, &request, code).await?;
    let granted = answer.text("scope").map(str::to_owned);
    let has = granted.as_deref().is_some_and(|granted| granted.contains("torture:unknown"));
    let seen = granted.map_or_else(|| "the response does not say what was granted".to_owned(), |granted| format!("granted {granted}"));
    Ok(Finding::of(answer.is_success() && !has && answer.text("scope").is_some(), seen))
}

async fn without_scope(at: Arc<Subject>) -> Verdict {
    let request = at.authorization(at.client()?)?.without("scope").without("nonce").without("prompt");
    let visit = at.visit(&request, Wish::Allow).await?;
    let holds = visit.code().is_some() || is_refused(&visit, &["invalid_scope", "invalid_request"]);
    Ok(Finding::of(holds, format!("it ended at {}", visit.shown())))
}

async fn no_307(at: Arc<Subject>) -> Verdict {
    let mut browser = Browser::new(&at.http);
    at.visit_by(&mut browser, &at.authorization(at.client()?)?, Wish::Allow).await?;
    let after: Vec<u16> = browser.hops.iter().filter(|hop| hop.with_password).map(|hop| hop.answer.status).collect();
    if after.is_empty() {
        return Err(Stop::not_tried("no page asked for a password"));
    }
    let sent_on = after.iter().any(|status| matches!(status, 307 | 308));
    Ok(Finding::of(!sent_on, format!("the password was answered with {after:?}")))
}

/// Returns the sign-in page as it is shown first.
async fn first_page(at: &Subject) -> Result<Answer, Stop> {
    if at.settings.pages_for_development {
        return Err(Stop::not_tried("the pages of this server are for development, and replaced in use"));
    }
    let mut browser = Browser::new(&at.http);
    at.visit_by(&mut browser, &at.authorization(at.client()?)?, Wish::Look).await?;
    browser.hops.pop().map(|hop| hop.answer).ok_or_else(|| Stop::not_tried("there is no page"))
}

async fn not_framed(at: Arc<Subject>) -> Verdict {
    let page = first_page(&at).await?;
    let by_policy = page.all("content-security-policy").iter().any(|policy| policy.contains("frame-ancestors"));
    let by_option = ["deny", "sameorigin"].contains(&page.header("x-frame-options").to_ascii_lowercase().as_str());
    let how = match (by_policy, by_option) {
        (true, _) => "by frame-ancestors",
        (false, true) => "by X-Frame-Options",
        (false, false) => "by nothing",
    };
    Ok(Finding::of(by_policy || by_option, format!("frames are forbidden {how}")))
}

async fn no_referrer(at: Arc<Subject>) -> Verdict {
    let page = first_page(&at).await?;
    let policy = page.header("referrer-policy").to_owned();
    let tells = ["", "unsafe-url", "no-referrer-when-downgrade"].contains(&policy.as_str());
    Ok(Finding::of(!tells, format!("Referrer-Policy: {policy}")))
}
