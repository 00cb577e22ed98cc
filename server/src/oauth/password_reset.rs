//! `/password`: a link for who has forgotten their password, and `/password/new`: where it leads.

use axum::{
    Extension,
    extract::{RawQuery, State},
    response::{IntoResponse, Redirect, Response},
};
use domain::user_link::LinkPurpose;
use engine::form::Form;

use super::{
    error::ErrorWriter,
    form_problems::FormProblems,
    pages::{message, password_reset as page},
    shared::Shared,
    visit::{Posted, Visit},
};
use crate::{layers::client_address::ClientAddress, paths::WorkspaceRoute};

/// The parameter that tells what was done.
const DONE: &str = "done";

/// `GET /password`
pub(super) async fn show(State(shared): State<Shared>, errors: ErrorWriter, visit: Visit, RawQuery(query): RawQuery) -> Response {
    let answer = async {
        let form = Form::parse(query.as_deref().unwrap_or_default())?;
        Ok(match form.get(DONE) {
            Some("sent") => page::sent(&visit),
            Some("changed") => page::changed(&visit),
            _ if shared.control.offers(&visit.realm.workspace).await?.password_reset => page::ask(&visit, "", &FormProblems::none()),
            _ => message::not_offered(&visit.realm),
        })
    };
    errors.or_page(answer.await)
}

/// `POST /password`
pub(super) async fn send(
    State(shared): State<Shared>,
    errors: ErrorWriter,
    Extension(ClientAddress(address)): Extension<ClientAddress>,
    posted: Posted,
) -> Response {
    let answer = async {
        let (Posted::Ours(visit, form) | Posted::Others(visit, form)) = posted;
        let identifier = form.get("identifier").unwrap_or_default();
        Ok(match shared.control.send_reset_link(&visit.realm, identifier, address).await {
            Ok(()) => done(&visit, "sent"),
            Err(control::Error::NotOffered) => message::not_offered(&visit.realm),
            Err(error) => page::ask(&visit, identifier, &FormProblems::of(error)?),
        })
    };
    errors.or_page(answer.await)
}

/// `GET /password/new`
pub(super) async fn choose(State(shared): State<Shared>, errors: ErrorWriter, visit: Visit, RawQuery(query): RawQuery) -> Response {
    let answer = async {
        let form = Form::parse(query.as_deref().unwrap_or_default())?;
        let token = form.get("token").unwrap_or_default();
        Ok(match shared.control.peek_link(&visit.realm, LinkPurpose::ResetPassword, token).await? {
            Some(link) => page::choose(&visit, token, &link.email, &FormProblems::none()),
            None => message::link_is_over(&visit.realm),
        })
    };
    errors.or_page(answer.await)
}

/// `POST /password/new`
pub(super) async fn set(State(shared): State<Shared>, errors: ErrorWriter, posted: Posted) -> Response {
    let answer = async {
        // The link is what counts here, and no session.
        let (Posted::Ours(visit, form) | Posted::Others(visit, form)) = posted;
        let token = form.get("link").unwrap_or_default();
        let error = match shared.control.reset_password(&visit.realm, token, form.get("new").unwrap_or_default()).await {
            Ok(()) => return Ok(done(&visit, "changed")),
            Err(error) => error,
        };
        Ok(match shared.control.peek_link(&visit.realm, LinkPurpose::ResetPassword, token).await? {
            Some(link) if !matches!(error, control::Error::NotFound) => page::choose(&visit, token, &link.email, &FormProblems::of(error)?),
            _ => message::link_is_over(&visit.realm),
        })
    };
    errors.or_page(answer.await)
}

fn done(visit: &Visit, what: &str) -> Response {
    Redirect::to(&format!("{}?{DONE}={what}", WorkspaceRoute::Password.below(&visit.realm.issuer))).into_response()
}
