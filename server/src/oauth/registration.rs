//! `/register`: users who register themselves, and `/register/confirm`: where the link in the mail leads.

use axum::{Extension, extract::RawQuery, http::HeaderMap, response::Response};
use control::{AtBrowser, NewRegistration};
use domain::{secret::Secret, user_link::LinkPurpose};
use engine::form::Form;

use super::{
    error::{ErrorWriter, Failure},
    form_problems::FormProblems,
    pages::{
        message,
        registration::{self as page, Typed},
    },
    session_cookie,
    shared::{Asked, Shared},
    visit::{DONE, Posted, Visit},
};
use crate::{layers::client_address::ClientAddress, paths::WorkspaceRoute};

/// `GET /register`
pub(super) async fn show(Asked(shared): Asked, errors: ErrorWriter, visit: Visit, RawQuery(query): RawQuery) -> Response {
    let answer = async {
        let form = Form::parse(query.as_deref().unwrap_or_default())?;
        Ok(match form.get(DONE) {
            Some("sent") => page::sent(&visit),
            Some("finished") => page::finished(&visit),
            _ if shared.control.offers(&visit.realm.workspace).await?.registration => {
                page::ask(&visit, &Typed::default(), &FormProblems::none())
            }
            _ => message::not_offered(&visit),
        })
    };
    errors.or_page(answer.await)
}

/// `POST /register`
pub(super) async fn register(
    Asked(shared): Asked,
    errors: ErrorWriter,
    Extension(ClientAddress(address)): Extension<ClientAddress>,
    posted: Posted,
) -> Response {
    let answer = async {
        let (visit, form, _) = posted.into_parts();
        let text = |name: &str| form.get(name).unwrap_or_default().to_owned();
        let new = NewRegistration { name: text("name"), email: text("email"), password: text("new") };
        let typed = Typed { name: new.name.clone(), email: new.email.clone() };
        Ok(match visit.control(&shared).register(&visit.realm, new, address).await {
            Ok(()) => visit.done(WorkspaceRoute::Register, "sent"),
            Err(control::Error::NotOffered) => message::not_offered(&visit),
            Err(error) => page::ask(&visit, &typed, &FormProblems::of(error, visit.language())?),
        })
    };
    errors.or_page(answer.await)
}

/// `GET /register/confirm`
pub(super) async fn confirm(Asked(shared): Asked, errors: ErrorWriter, visit: Visit, RawQuery(query): RawQuery) -> Response {
    let answer = async {
        let form = Form::parse(query.as_deref().unwrap_or_default())?;
        let token = form.get("token").unwrap_or_default();
        Ok(match shared.control.peek_link(&visit.realm, LinkPurpose::Register, token).await? {
            Some(link) => page::confirm(&visit, token, &link.email, &FormProblems::none()),
            None => over(&shared, &visit).await?,
        })
    };
    errors.or_page(answer.await)
}

/// `POST /register/confirm`
pub(super) async fn finish(
    Asked(shared): Asked,
    errors: ErrorWriter,
    Extension(ClientAddress(address)): Extension<ClientAddress>,
    headers: HeaderMap,
    posted: Posted,
) -> Response {
    let answer = async {
        // The link and the password are what counts here, and no session.
        let (visit, form, _) = posted.into_parts();
        let token = form.get("link").unwrap_or_default();
        let password = Secret::new(form.get("password").unwrap_or_default().to_owned());
        let device = session_cookie::read_device(&headers, &shared.public_url, visit.realm.workspace.id);
        let error = match visit.control(&shared).finish_registration(&visit.realm, token, AtBrowser { address, device }, password).await {
            Ok(()) => return Ok(visit.done(WorkspaceRoute::Register, "finished")),
            Err(error) => error,
        };
        Ok(match shared.control.peek_link(&visit.realm, LinkPurpose::Register, token).await? {
            Some(link) if !matches!(error, control::Error::NotFound) => {
                page::confirm(&visit, token, &link.email, &FormProblems::of(error, visit.language())?)
            }
            _ => over(&shared, &visit).await?,
        })
    };
    errors.or_page(answer.await)
}

/// Says that a link is over, and leads to another registration where the workspace offers that.
async fn over(shared: &Shared, visit: &Visit) -> Result<Response, Failure> {
    let offers = shared.control.offers(&visit.realm.workspace).await?;
    Ok(if offers.registration { message::link_is_over_but(visit, WorkspaceRoute::Register) } else { message::link_is_over(visit) })
}
