//! The server's half of the border.

use std::{fmt, sync::Arc};

use axum::http::{HeaderValue, Method, StatusCode, Uri, header, request::Parts};
use control::{FirstStep, SecondStepOffer};
use domain::{
    administrator::Administrator,
    clock::{Clock, Timestamp},
    console_session::SessionOrigin,
    id::AdministratorId,
    problem::Problem,
};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use serde::Serialize;
use serde_json::Value;
use tower_sessions::Session;

use super::{ApiError, FieldProblem, Typed};
use crate::{done::Done, paths};

/// The session's key for the administrator who is signed in.
pub const ADMINISTRATOR: &str = "administrator";
/// The session's key for their count of ends then ([`Administrator::epoch`]).
pub const EPOCH: &str = "epoch";
/// The session's key for the time they signed in.
pub const SIGNED_IN_AT: &str = "signed_in_at";
/// The session's key for the time they last confirmed after that that it is they.
const CONFIRMED_AT: &str = "confirmed_at";
/// The session's key for where it was begun.
const ORIGIN: &str = "origin";
/// The session's key for the first step of a sign-in whose code is still asked for. Nobody is signed in to such a session.
pub const FIRST_STEP: &str = "first_step";

/// Who signed in to a session.
#[derive(Debug, Clone, Copy)]
pub struct SignedIn {
    /// Who.
    pub administrator: AdministratorId,
    /// Their count of ends then.
    pub epoch: i64,
    /// When.
    pub at: Timestamp,
    /// When they last showed that it is they: signed in, or confirmed it.
    pub confirmed_at: Timestamp,
}

/// The console's session, as the server hands it to the server functions.
#[derive(Clone)]
pub struct SessionHandle {
    /// The session itself.
    pub session: Session,
    /// Tells when somebody signed in.
    pub clock: Arc<dyn Clock>,
    /// Whether cookies are for HTTPS only; not so on a loopback address without it.
    pub secure: bool,
}

impl fmt::Debug for SessionHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionHandle").finish_non_exhaustive()
    }
}

impl SessionHandle {
    /// Signs an administrator in, in a session with a new identifier. The session that this browser had ends.
    pub async fn sign_in(&self, administrator: &Administrator, origin: SessionOrigin) -> Result<(), ApiError> {
        self.session.clear().await;
        self.session.cycle_id().await.map_err(failed("sign_in"))?;
        self.session.insert(ADMINISTRATOR, administrator.id).await.map_err(failed("sign_in"))?;
        self.session.insert(EPOCH, administrator.epoch).await.map_err(failed("sign_in"))?;
        self.session.insert(ORIGIN, origin).await.map_err(failed("sign_in"))?;
        self.session.insert(SIGNED_IN_AT, self.clock.now()).await.map_err(failed("sign_in"))
    }

    /// Keeps the first step of a sign-in, in a session with a new identifier. The session that this browser had ends.
    pub async fn keep_first_step(&self, step: FirstStep) -> Result<(), ApiError> {
        self.session.clear().await;
        self.session.cycle_id().await.map_err(failed("sign_in"))?;
        self.session.insert(FIRST_STEP, step).await.map_err(failed("sign_in"))
    }

    /// Returns the first step of a sign-in. A code may not be able to complete it any more.
    pub async fn first_step(&self) -> Result<Option<FirstStep>, ApiError> {
        self.session.get(FIRST_STEP).await.map_err(failed("load_session"))
    }

    /// Returns what can complete a sign-in in this session; none where nothing can.
    pub async fn second_step(&self) -> Result<Option<SecondStepOffer>, ApiError> {
        let Some(step) = self.first_step().await? else { return Ok(None) };
        Ok(control()?.offer_second_step(step).await?)
    }

    /// Ends the session.
    pub async fn sign_out(&self) -> Result<(), ApiError> {
        self.session.flush().await.map_err(failed("sign_out"))
    }

    /// Returns who signed in.
    pub async fn signed_in(&self) -> Result<Option<SignedIn>, ApiError> {
        let administrator = self.session.get(ADMINISTRATOR).await.map_err(failed("load_session"))?;
        let epoch = self.session.get(EPOCH).await.map_err(failed("load_session"))?;
        let at = self.session.get(SIGNED_IN_AT).await.map_err(failed("load_session"))?;
        let confirmed_at: Option<Timestamp> = self.session.get(CONFIRMED_AT).await.map_err(failed("load_session"))?;
        let all = administrator.zip(epoch).zip(at);
        let signed_in = |((administrator, epoch), at)| SignedIn { administrator, epoch, at, confirmed_at: confirmed_at.unwrap_or(at) };
        Ok(all.map(signed_in))
    }

    /// Keeps that the administrator showed at this time that it is they.
    pub async fn confirm(&self, at: Timestamp) -> Result<(), ApiError> {
        self.session.insert(CONFIRMED_AT, at).await.map_err(failed("confirm"))
    }
}

fn failed(operation: &'static str) -> impl Fn(tower_sessions::session::Error) -> ApiError {
    move |error| {
        tracing::error!(operation, %error, "the console's session failed");
        ApiError::Internal
    }
}

/// Returns the use cases, performed as the administrator who is signed in.
pub fn operator() -> Result<control::Operator, ApiError> {
    let actor = use_context::<control::Actor>().ok_or_else(|| answered(ApiError::SignedOut))?;
    Ok(control()?.acting_as(actor))
}

/// Returns the administrator who is signed in; none where somebody else acts.
pub fn signed_in() -> Option<Administrator> {
    match use_context::<control::Actor>()? {
        control::Actor::Administrator(administrator, _) => Some(administrator),
        control::Actor::Client(..) | control::Actor::CommandLine => None,
    }
}

/// Returns the control plane before anybody is signed in.
pub fn control() -> Result<control::Control, ApiError> {
    use_context().ok_or(ApiError::Internal)
}

/// Returns the console's session.
pub fn session() -> Result<SessionHandle, ApiError> {
    use_context().ok_or(ApiError::Internal)
}

/// Leads to a page of the console, with JavaScript or without.
pub fn go_to(path: &str) {
    leptos_axum::redirect(path);
}

/// Returns the page of the console that a form was sent from, as the browser says it.
pub fn sent_from() -> Option<String> {
    let parts = use_context::<Parts>()?;
    let page: Uri = parts.headers.get(header::REFERER)?.to_str().ok()?.parse().ok()?;
    paths::page(page.path_and_query()?.as_str())
}

/// Leads to a page of the console that says what was done.
pub fn done(path: &str, done: Done) {
    leptos_axum::redirect(&done.at(path));
}

/// Sends a secret along to the page that is led to next, in a cookie of the browser that made it: so it is in no address, no log and
/// no database, and works without JavaScript.
pub fn show_once(secret: &str) {
    set_shown_once(secret, 120);
}

/// Takes the secret that was sent along.
pub fn shown_once() -> Option<String> {
    let parts = use_context::<Parts>()?;
    let prefix = format!("{}=", shown_once_cookie().0);
    let cookies = parts.headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let secret = cookies.flat_map(|line| line.split("; ")).find_map(|pair| pair.strip_prefix(&prefix)).map(str::to_owned)?;
    set_shown_once("", 0);
    Some(secret)
}

fn set_shown_once(value: &str, seconds: u32) {
    let (name, secure) = shown_once_cookie();
    let cookie = format!("{name}={value}; Path=/; HttpOnly; SameSite=Strict; Max-Age={seconds}{secure}");
    if let (Some(response), Ok(cookie)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(&cookie)) {
        response.append_header(header::SET_COOKIE, cookie);
        response.insert_header(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}

fn shown_once_cookie() -> (String, &'static str) {
    own_cookie("regrant-shown-once")
}

/// Returns a cookie's name, and what it ends with. A browser takes `__Host-` with `Secure` only, and so not from loopback without TLS.
pub(super) fn own_cookie(name: &str) -> (String, &'static str) {
    if session().is_ok_and(|session| session.secure) { (format!("__Host-{name}"), "; Secure") } else { (name.to_owned(), "") }
}

/// Gives the response the status of the error, where it is a rendered page or read by a script. The response to a plain form stays a
/// redirect.
pub(crate) fn answered(error: ApiError) -> ApiError {
    if let (Some(parts), Some(response)) = (use_context::<Parts>(), use_context::<ResponseOptions>()) {
        let plain_form = parts.method != Method::GET
            && parts.headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).is_some_and(|accept| accept.contains("text/html"));
        if !plain_form {
            response.set_status(error.status());
            if let Some(seconds) = retry_after(&error) {
                response.insert_header(header::RETRY_AFTER, HeaderValue::from(seconds));
            }
        }
    }
    error
}

/// Returns after how many seconds the same may be tried again, where that is the reason.
fn retry_after(error: &ApiError) -> Option<i64> {
    match error {
        ApiError::Busy { .. } => Some(control::BUSY_SECONDS),
        error => error.problems().iter().find_map(|at| match at.problem {
            Problem::TooManyAttempts { seconds } => Some(seconds),
            _ => None,
        }),
    }
}

impl ApiError {
    /// Returns its status.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::SignedOut => StatusCode::UNAUTHORIZED,
            Self::Forbidden | Self::Unconfirmed | Self::OtherPage | Self::OtherAddress => StatusCode::FORBIDDEN,
            Self::NotFound | Self::NoSuchPlace => StatusCode::NOT_FOUND,
            Self::Stale { .. } | Self::Undecided { .. } | Self::Reset { .. } => StatusCode::CONFLICT,
            Self::Invalid { .. } if retry_after(self).is_some() => StatusCode::TOO_MANY_REQUESTS,
            Self::Invalid { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Busy { .. } => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Transport => StatusCode::BAD_REQUEST,
        }
    }
}

impl From<control::Error> for ApiError {
    fn from(error: control::Error) -> Self {
        answered(match error {
            control::Error::SignedOut => Self::SignedOut,
            control::Error::Forbidden(_) | control::Error::Beyond { .. } | control::Error::NotOffered => Self::Forbidden,
            control::Error::Unconfirmed => Self::Unconfirmed,
            control::Error::NotFound => Self::NotFound,
            control::Error::Stale => Self::Stale { typed: Typed::default(), conflicts: Vec::new() },
            control::Error::Undecided => Self::Undecided { typed: Typed::default() },
            control::Error::Invalid(problems) => Self::Invalid {
                problems: problems.into_iter().map(|at| FieldProblem { field: at.field.to_owned(), problem: at.problem }).collect(),
                typed: Typed::default(),
            },
            control::Error::Busy(_) => Self::Busy { typed: Typed::default() },
            // No page sends documents, or keys with what it sends.
            control::Error::Unfit(_) | control::Error::TakenOver => Self::Internal,
            control::Error::Internal(error) => {
                tracing::error!(operation = error.operation(), %error, "a use case failed");
                Self::Internal
            }
        })
    }
}

impl From<control::SignInError> for ApiError {
    fn from(error: control::SignInError) -> Self {
        match error {
            control::SignInError::Refused => answered(Self::invalid("password", Problem::SignInRefused)),
            control::SignInError::TooMany(too_many) => {
                answered(Self::invalid("password", Problem::TooManyAttempts { seconds: too_many.seconds }))
            }
            control::SignInError::Passkey(error) => answered(Self::invalid("credential", error.problem())),
            control::SignInError::Other(error) => error.into(),
        }
    }
}

/// Keeps what was typed beside the error, so that the page can show it again.
pub trait Keep<T> {
    /// `typed` is the struct that the form was read into. A password has no place in it.
    fn keep(self, typed: &impl Serialize) -> Result<T, ApiError>;
}

impl<T, E: Into<ApiError>> Keep<T> for Result<T, E> {
    fn keep(self, typed: &impl Serialize) -> Result<T, ApiError> {
        self.map_err(|error| {
            let mut error = error.into();
            if let ApiError::Stale { typed: kept, .. }
            | ApiError::Undecided { typed: kept }
            | ApiError::Reset { typed: kept, .. }
            | ApiError::Busy { typed: kept }
            | ApiError::Invalid { typed: kept, .. } = &mut error
            {
                *kept = pairs(typed);
            }
            answered(error)
        })
    }
}

fn pairs(typed: &impl Serialize) -> Typed {
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    };
    let Ok(Value::Object(fields)) = serde_json::to_value(typed) else { return Typed::default() };
    let pairs = fields.into_iter().flat_map(|(name, value)| match value {
        Value::Array(values) => values.iter().map(|value| (name.clone(), text(value))).collect::<Vec<_>>(),
        // A text and what was chosen beside it, under the names that a form sends them by.
        Value::Object(parts) => {
            parts.iter().map(|(part, value)| (if part == "text" { name.clone() } else { format!("{part}[{name}]") }, text(value))).collect()
        }
        value => vec![(name, text(&value))],
    });
    Typed(pairs.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_is_kept_by_field_and_a_list_value_by_value() {
        let typed =
            serde_json::json!({"name": "Shop", "trusted": true, "grant_types": ["a", "b"], "ttl": {"from": "client", "text": "5m"}});
        let kept: Result<(), _> = Err(ApiError::invalid("name", domain::name::NameError::TooLong)).keep(&typed);
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(
            kept.unwrap_err().typed(),
            Some(&Typed(vec![
                pair("grant_types", "a"),
                pair("grant_types", "b"),
                pair("name", "Shop"),
                pair("trusted", "true"),
                pair("from[ttl]", "client"),
                pair("ttl", "5m")
            ]))
        );
    }
}
