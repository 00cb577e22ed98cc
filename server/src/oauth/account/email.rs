//! `/account/email`: another e-mail address, or the same confirmed, and `/account/email/confirm`: where the link in the mail leads.

use axum::{Extension, extract::RawQuery, http::HeaderMap, response::Response};
use control::Proof;
use domain::{secret::Secret, user_link::LinkPurpose};
use engine::form::Form;

use super::{at_browser, back, own};
use crate::{
    layers::client_address::ClientAddress,
    oauth::{
        error::{ErrorWriter, Failure},
        form_problems::FormProblems,
        pages::{account::email as page, message},
        shared::{Asked, Shared},
        visit::{DONE, Posted, Visit},
    },
    paths::WorkspaceRoute,
};

/// `GET /account/email`
pub(in crate::oauth) async fn show(Asked(shared): Asked, errors: ErrorWriter, visit: Visit, RawQuery(query): RawQuery) -> Response {
    let answer = async {
        let Some(account) = own(&shared, &visit).await? else { return Ok(back(&visit, &[])) };
        let form = Form::parse(query.as_deref().unwrap_or_default())?;
        if form.get(DONE) == Some("sent") {
            return Ok(page::sent(&visit));
        }
        let email = account.user().profile.email.clone().unwrap_or_default();
        Ok(page::render(&visit, account.user(), &email, &FormProblems::none()))
    };
    errors.or_page(answer.await)
}

/// `POST /account/email`
pub(in crate::oauth) async fn send(
    Asked(shared): Asked,
    errors: ErrorWriter,
    Extension(ClientAddress(address)): Extension<ClientAddress>,
    headers: HeaderMap,
    posted: Posted,
) -> Response {
    let answer = async {
        let (visit, form, is_ours) = posted.into_parts();
        let Some(account) = own(&shared, &visit).await? else { return Ok(back(&visit, &[])) };
        let email = form.get("email").unwrap_or_default();
        if !is_ours {
            return Ok(page::render(&visit, account.user(), email, &FormProblems::outdated(visit.language())));
        }
        let browser = at_browser(&shared, &visit, address, &headers);
        let password = Secret::new(form.get("password").unwrap_or_default().to_owned());
        Ok(match account.send_email_link(browser, email, password).await {
            Ok(()) => visit.done(WorkspaceRoute::AccountEmail, "sent"),
            Err(error) => page::render(&visit, account.user(), email, &FormProblems::of(error, visit.language())?),
        })
    };
    errors.or_page(answer.await)
}

/// `GET /account/email/confirm`
pub(in crate::oauth) async fn ask(Asked(shared): Asked, errors: ErrorWriter, visit: Visit, RawQuery(query): RawQuery) -> Response {
    let answer = async {
        let form = Form::parse(query.as_deref().unwrap_or_default())?;
        if form.get(DONE).is_some() {
            return Ok(page::confirmed(&visit));
        }
        asked(&shared, &visit, form.get("token").unwrap_or_default(), &FormProblems::none()).await
    };
    errors.or_page(answer.await)
}

/// The page of a link, with what was wrong with its form.
async fn asked(shared: &Shared, visit: &Visit, token: &str, problems: &FormProblems) -> Result<Response, Failure> {
    let Some(link) = shared.control.peek_link(&visit.realm, LinkPurpose::ConfirmEmail, token).await? else {
        return Ok(message::link_is_over(visit));
    };
    let is_signed_in = own(shared, visit).await?.is_some_and(|account| link.user == Some(account.user().id));
    Ok(page::ask(visit, token, &link.email, is_signed_in, problems))
}

/// `POST /account/email/confirm`
pub(in crate::oauth) async fn confirm(
    Asked(shared): Asked,
    errors: ErrorWriter,
    Extension(ClientAddress(address)): Extension<ClientAddress>,
    headers: HeaderMap,
    posted: Posted,
) -> Response {
    let answer = async {
        // A page of another session is shown again: its user may be another one.
        let (visit, form, is_ours) = posted.into_parts();
        let token = form.get("link").unwrap_or_default();
        if !is_ours {
            return asked(&shared, &visit, token, &FormProblems::outdated(visit.language())).await;
        }
        let proof = Proof {
            session: visit.session(),
            browser: at_browser(&shared, &visit, address, &headers),
            password: Secret::new(form.get("password").unwrap_or_default().to_owned()),
        };
        match visit.control(&shared).confirm_email(&visit.realm, token, proof).await {
            Ok(()) => Ok(visit.done(WorkspaceRoute::AccountEmailConfirm, "confirmed")),
            Err(control::Error::NotFound) => Ok(message::link_is_over(&visit)),
            Err(error) => asked(&shared, &visit, token, &FormProblems::of(error, visit.language())?).await,
        }
    };
    errors.or_page(answer.await)
}
