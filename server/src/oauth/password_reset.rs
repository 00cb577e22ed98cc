//! `/password`: a link for who has forgotten their password, and `/password/new`: where it leads.

use axum::{Extension, extract::RawQuery, response::Response};
use domain::user_link::LinkPurpose;
use engine::form::Form;

use super::{
    error::{ErrorWriter, Failure},
    form_problems::FormProblems,
    pages::{message, password_reset as page},
    shared::{Asked, Shared},
    visit::{DONE, Posted, Visit},
};
use crate::{layers::client_address::ClientAddress, paths::WorkspaceRoute};

/// `GET /password`
pub(super) async fn show(Asked(shared): Asked, errors: ErrorWriter, visit: Visit, RawQuery(query): RawQuery) -> Response {
    let answer = async {
        let form = Form::parse(query.as_deref().unwrap_or_default())?;
        Ok(match form.get(DONE) {
            Some("sent") => page::sent(&visit),
            Some("changed") => page::changed(&visit),
            _ if shared.control.offers(&visit.realm.workspace).await?.password_reset => page::ask(&visit, "", &FormProblems::none()),
            _ => message::not_offered(&visit),
        })
    };
    errors.or_page(answer.await)
}

/// `POST /password`
pub(super) async fn send(
    Asked(shared): Asked,
    errors: ErrorWriter,
    Extension(ClientAddress(address)): Extension<ClientAddress>,
    posted: Posted,
) -> Response {
    let answer = async {
        let (visit, form, _) = posted.into_parts();
        let identifier = form.get("identifier").unwrap_or_default();
        Ok(match visit.control(&shared).send_reset_link(&visit.realm, identifier, address).await {
            Ok(()) => visit.done(WorkspaceRoute::Password, "sent"),
            Err(control::Error::NotOffered) => message::not_offered(&visit),
            Err(error) => page::ask(&visit, identifier, &FormProblems::of(error, visit.language())?),
        })
    };
    errors.or_page(answer.await)
}

/// `GET /password/new`
pub(super) async fn choose(Asked(shared): Asked, errors: ErrorWriter, visit: Visit, RawQuery(query): RawQuery) -> Response {
    let answer = async {
        let form = Form::parse(query.as_deref().unwrap_or_default())?;
        let token = form.get("token").unwrap_or_default();
        Ok(match shared.control.peek_link(&visit.realm, LinkPurpose::ResetPassword, token).await? {
            Some(link) => page::choose(&visit, token, &link.email, &FormProblems::none()),
            None => over(&shared, &visit).await?,
        })
    };
    errors.or_page(answer.await)
}

/// `POST /password/new`
pub(super) async fn set(Asked(shared): Asked, errors: ErrorWriter, posted: Posted) -> Response {
    let answer = async {
        // The link is what counts here, and no session.
        let (visit, form, _) = posted.into_parts();
        let token = form.get("link").unwrap_or_default();
        let error = match visit.control(&shared).reset_password(&visit.realm, token, form.get("new").unwrap_or_default()).await {
            Ok(()) => return Ok(visit.done(WorkspaceRoute::Password, "changed")),
            Err(error) => error,
        };
        Ok(match shared.control.peek_link(&visit.realm, LinkPurpose::ResetPassword, token).await? {
            Some(link) if !matches!(error, control::Error::NotFound) => {
                let visit = visit.reopened_at(&format!("{}?token={token}", LinkPurpose::ResetPassword.path()));
                page::choose(&visit, token, &link.email, &FormProblems::of(error, visit.language())?)
            }
            _ => over(&shared, &visit).await?,
        })
    };
    errors.or_page(answer.await)
}

/// Says that a link is over, and leads to another one where the workspace offers that.
async fn over(shared: &Shared, visit: &Visit) -> Result<Response, Failure> {
    let offers = shared.control.offers(&visit.realm.workspace).await?;
    Ok(if offers.password_reset { message::link_is_over_but(visit, WorkspaceRoute::Password) } else { message::link_is_over(visit) })
}
