//! A form that was sent without JavaScript and failed: its sender is led back to the page, which shows what they typed and
//! what is wrong with it. It waits for them in their session, or in a sealed cookie while nobody is signed in; once, for a minute, and for
//! that page alone. Nothing of it is in an address, which anybody could make.

use app::api::{ApiError, FORM_OF_FIELD, Typed};
use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use domain::clock::Timestamp;
use serde::{Deserialize, Serialize};
use tower_sessions::{Session, cookie::SameSite};

use super::{
    signed_in::SignedIn,
    state::Console,
    way_back::{is_led_by_us, is_plain_form, way_back},
};
use crate::browser::cookies;

/// By this header Leptos says that a server function failed, and which.
const FAILED: &str = "serverfnerror";
/// The session's key for it.
const KEY: &str = "failed_form";
/// The same for one that waits for its sender to confirm the password, which is a form that may fail, too.
const KEY_OF_UNCONFIRMED: &str = "unconfirmed_form";
/// How long it waits for its page.
const SECONDS: i64 = 60;
/// The same where its sender has to sign in first, or to confirm the password.
const SECONDS_TO_SIGN_IN: i64 = 600;
/// More bytes than any form of the console has.
const MOST_BYTES: usize = 1024 * 1024;
/// The head of an answer stays below 4 KB with it, which is what a stock proxy takes.
const MOST_IN_COOKIE: usize = 2600;

/// A form that failed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct FailedForm {
    /// The page that it was sent from.
    page: String,
    /// The server function.
    function: String,
    /// Why it failed, and what was typed.
    error: ApiError,
    /// Who the page was shown to.
    #[serde(default)]
    of: String,
    /// What was sent; nothing where the server function got so far as to read it, because then the error holds it.
    #[serde(default)]
    sent: Typed,
    until: Timestamp,
}

impl FailedForm {
    /// Returns it as its page shows it.
    pub(super) fn shown(&self) -> app::api::FailedForm {
        app::api::FailedForm { function: self.function.clone(), error: self.error.clone(), sent: self.sent.clone() }
    }
}

/// Takes a form that failed back to its page.
pub(super) async fn carry(State(console): State<Console>, session: Session, mut request: Request, next: Next) -> Response {
    let headers = request.headers().clone();
    let session = request.extensions().get::<SignedIn>().map(|_| session);
    if !request.method().is_safe() {
        let (parts, body) = request.into_parts();
        // It has been read before, within its bound.
        let body = to_bytes(body, MOST_BYTES).await.unwrap_or_default();
        let answer = next.run(Request::from_parts(parts, Body::from(body.clone()))).await;
        return keep(&console, session, &headers, &body, answer).await;
    }
    if let Some(cleaned) = cleaned(request.uri(), is_led_by_us(&headers, &console.public_url)) {
        return (StatusCode::SEE_OTHER, [(header::LOCATION, cleaned)]).into_response();
    }
    let mut waiting = Vec::new();
    if let Some(session) = &session {
        for key in [KEY_OF_UNCONFIRMED, KEY] {
            let form = session.get::<FailedForm>(key).await.ok().flatten();
            waiting.extend(form.map(|form| (Some((session, key)), form)));
        }
    }
    if waiting.is_empty() {
        // A sender who was signed out, and signed in again for it, finds it in the cookie.
        waiting.extend(console.open_failed_form(&headers).map(|form| (None, form)));
    }
    let here = app::paths::page(&request.uri().to_string());
    let now = console.clock.now();
    // What one administrator typed is not for the next one at the same browser.
    let asking = request.extensions().get::<SignedIn>().map(SignedIn::administrator).unwrap_or_default();
    let is_theirs = |failed: &FailedForm| failed.of.is_empty() || asking.is_empty() || failed.of == asking;
    let mut cookie_is_over = false;
    for (in_session, failed) in waiting {
        let shown = Some(&failed.page) == here.as_ref() && now < failed.until && is_theirs(&failed);
        // It is shown once. What nobody came for goes with the first look after its time.
        if shown || now >= failed.until {
            match in_session {
                Some((session, key)) => drop(session.remove::<FailedForm>(key).await),
                None => cookie_is_over = true,
            }
        }
        if shown {
            request.extensions_mut().insert(failed);
        }
    }
    let mut answer = next.run(request).await;
    if cookie_is_over {
        console.set_failed_form(&mut answer, "", 0);
    }
    answer
}

/// Returns the address without what only our own redirects may say: an error never, and that something was done where a page of ours led here.
pub(super) fn cleaned(address: &Uri, led_by_us: bool) -> Option<String> {
    let said = |name: &str| if led_by_us { ["__err", "__path"].contains(&name) } else { app::paths::PASSING.contains(&name) };
    let query = address.query()?;
    form_urlencoded::parse(query.as_bytes()).any(|(name, _)| said(&name)).then(|| {
        let kept = form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| !said(name));
        let kept = form_urlencoded::Serializer::new(String::new()).extend_pairs(kept).finish();
        if kept.is_empty() { address.path().to_owned() } else { format!("{}?{kept}", address.path()) }
    })
}

/// Returns who the page was shown to that a form was sent from.
fn form_of(form: &[u8]) -> String {
    form_urlencoded::parse(form).find(|(name, _)| name == FORM_OF_FIELD).map(|(_, of)| of.into_owned()).unwrap_or_default()
}

/// Keeps an error for its page. A script that called gets it as it is, with the status that belongs to it.
async fn keep(console: &Console, session: Option<Session>, headers: &HeaderMap, form: &[u8], answer: Response) -> Response {
    let Some(function) = answer.headers().get(FAILED).and_then(|path| path.to_str().ok()).map(str::to_owned) else { return answer };
    let (mut parts, body) = answer.into_parts();
    let body = to_bytes(body, MOST_BYTES).await.unwrap_or_default();
    let error = serde_json::from_slice::<ApiError>(&body).unwrap_or(ApiError::Transport);
    if !is_plain_form(headers) {
        parts.status = error.status();
        return Response::from_parts(parts, Body::from(body));
    }
    let page = way_back(headers, &console.public_url).unwrap_or_else(|| app::paths::HOME.to_owned());
    parts.status = StatusCode::SEE_OTHER;
    parts.headers.remove(header::CONTENT_TYPE);
    parts.headers.remove(header::CONTENT_LENGTH);
    let (to, key, seconds) = match error {
        // What asks for a recent password leads there first, and then back to what was typed.
        ApiError::Unconfirmed => (app::paths::confirm(&page), KEY_OF_UNCONFIRMED, SECONDS_TO_SIGN_IN),
        ApiError::SignedOut => (page.clone(), KEY, SECONDS_TO_SIGN_IN),
        _ => (page.clone(), KEY, SECONDS),
    };
    if let Ok(location) = HeaderValue::from_str(&to) {
        parts.headers.insert(header::LOCATION, location);
    }
    let mut answer = Response::from_parts(parts, Body::empty());
    let is_held = error.typed().is_some_and(|typed| !typed.0.is_empty());
    let failed = FailedForm {
        page,
        function,
        error,
        of: form_of(form),
        sent: if is_held { Typed::default() } else { app::api::sent(form) },
        until: console.clock.now().plus_seconds(seconds),
    };
    if let Some(session) = session {
        if let Err(error) = session.insert(key, failed).await {
            tracing::error!(%error, "a form that failed could not be kept for its page");
        }
    } else {
        let sealed = console.seal_failed_form(&failed).filter(|sealed| sealed.len() <= MOST_IN_COOKIE);
        let short = || {
            console.seal_failed_form(&FailedForm { error: failed.error.clone().without_typed(), sent: Typed::default(), ..failed.clone() })
        };
        console.set_failed_form(&mut answer, &sealed.or_else(short).unwrap_or_default(), seconds);
    }
    answer
}

impl Console {
    const SEALED_FOR: &str = "console failed form";
    const KEPT_IN: &str = "regrant-failed-form";

    fn seal_failed_form(&self, failed: &FailedForm) -> Option<String> {
        self.keys.seal_value(Self::SEALED_FOR, failed, self.random.as_ref()).ok()
    }

    fn open_failed_form(&self, headers: &HeaderMap) -> Option<FailedForm> {
        self.keys.open_value(Self::SEALED_FOR, cookies::read(headers, &cookies::name(self.over_tls, Self::KEPT_IN))?).ok()
    }

    fn set_failed_form(&self, answer: &mut Response, value: &str, seconds: i64) {
        if let Some(cookie) = cookies::set(self.over_tls, Self::KEPT_IN, value, SameSite::Strict, seconds) {
            answer.headers_mut().append(header::SET_COOKIE, cookie);
        }
    }
}
