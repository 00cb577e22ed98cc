//! `POST /device/authorization`: a device without a browser asks for its codes; `/device`: a user enters the one that it shows.

use axum::{
    Extension, Json,
    extract::RawQuery,
    http::{HeaderMap, StatusCode, header},
    response::Response,
};
use domain::grant_type::GrantType;
use engine::{
    endpoint::{authorize::UserCodeAnswer, device_authorization::DeviceAuthorization},
    form::Form,
    user_code::UserCode,
};
use serde::Serialize;

use super::{
    authorize,
    error::ErrorWriter,
    form_problems::FormProblems,
    pages::{device as page, message},
    request::{At, Body, client_request},
    session_cookie,
    shared::Asked,
    visit::{Posted, Visit},
};
use crate::{
    layers::{client_address::ClientAddress, client_certificate::Certificate},
    text::t,
};

/// The field of the code, in the form and in the address of the page.
const USER_CODE: &str = "user_code";

/// A device authorization response (RFC 8628 §3.2): the one place where a device code leaves its `Secret`.
#[derive(Serialize)]
struct Codes {
    device_code: String,
    user_code: String,
    verification_uri: String,
    verification_uri_complete: String,
    expires_in: i64,
    interval: i64,
}

impl From<DeviceAuthorization> for Codes {
    fn from(answer: DeviceAuthorization) -> Self {
        Self {
            device_code: answer.device_code.expose().clone(),
            user_code: answer.user_code,
            verification_uri: answer.verification_uri,
            verification_uri_complete: answer.verification_uri_complete,
            expires_in: answer.expires_in,
            interval: answer.interval,
        }
    }
}

/// `POST /device/authorization`
pub(super) async fn begin(
    Asked(shared): Asked,
    errors: ErrorWriter,
    At(realm): At,
    Extension(ClientAddress(address)): Extension<ClientAddress>,
    certificate: Certificate,
    headers: HeaderMap,
    Body(form): Body,
) -> Response {
    let answer = shared.engine.authorize_device(&realm, client_request(&headers, &certificate, &form), address).await;
    errors.or_json(answer.map(|answer| Json(Codes::from(answer))))
}

/// `GET /device`: the code may stand in the address (`verification_uri_complete`). It is filled in and not sent, so that the user compares it with
/// that of the device (RFC 8628 §3.3.1).
pub(super) async fn show(errors: ErrorWriter, visit: Visit, RawQuery(query): RawQuery) -> Response {
    let answer = async {
        let form = Form::parse(query.as_deref().unwrap_or_default())?;
        if !is_offered(&visit) {
            return Ok(message::not_offered(&visit));
        }
        let code = form.get(USER_CODE).and_then(UserCode::parse).map(|code| code.shown());
        Ok(page::ask(&visit, code.as_deref().unwrap_or_default(), &FormProblems::none()))
    };
    errors.or_page(answer.await)
}

/// `POST /device`
pub(super) async fn enter(
    Asked(shared): Asked,
    errors: ErrorWriter,
    Extension(ClientAddress(address)): Extension<ClientAddress>,
    posted: Posted,
) -> Response {
    let answer = async {
        let (visit, form) = match posted {
            Posted::Ours(visit, form) => (visit, form),
            Posted::Others(visit, form) => {
                let problems = page::outdated(visit.language());
                return Ok(page::ask(&visit, form.get(USER_CODE).unwrap_or_default(), &problems));
            }
        };
        if !is_offered(&visit) {
            return Ok(message::not_offered(&visit));
        }
        let (typed, language) = (form.get(USER_CODE).unwrap_or_default(), visit.language());
        let problem = |status, sentence: String| FormProblems::at_field(status, USER_CODE, sentence);
        let problems = match shared.engine.enter_user_code(&visit.realm, typed, address, visit.browser()).await? {
            UserCodeAnswer::Found { outcome, code_entry } => {
                let mut response = authorize::respond(&shared, &visit, outcome).await?;
                let cookie = session_cookie::set_code_entry(&shared.public_url, visit.realm.workspace.id, &code_entry);
                if let Some(cookie) = cookie {
                    response.headers_mut().append(header::SET_COOKIE, cookie);
                }
                return Ok(response);
            }
            UserCodeAnswer::Malformed => problem(StatusCode::UNPROCESSABLE_ENTITY, t!(language, "consent-device-malformed").to_owned()),
            UserCodeAnswer::Unknown => problem(StatusCode::UNPROCESSABLE_ENTITY, t!(language, "consent-device-unknown").to_owned()),
            UserCodeAnswer::TooMany(too_many) => {
                let sentence = t!(language, "consent-device-too-many", wait = language.duration(too_many.seconds));
                let mut problems = problem(StatusCode::TOO_MANY_REQUESTS, sentence);
                problems.retry_after = Some(too_many.seconds);
                problems
            }
        };
        Ok(page::ask(&visit, typed, &problems))
    };
    errors.or_page(answer.await)
}

/// Returns whether the workspace lets devices ask.
fn is_offered(visit: &Visit) -> bool {
    visit.realm.workspace.authorization.allows(GrantType::DeviceCode)
}
