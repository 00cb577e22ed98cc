//! `/account/email`: another e-mail address, or the same confirmed, and `/account/email/confirm`: where the link in the mail leads.

use axum::{
    Extension,
    extract::{RawQuery, State},
    http::HeaderMap,
    response::{IntoResponse, Redirect, Response},
};
use domain::{secret::Secret, user_link::LinkPurpose};
use engine::form::Form;

use super::{at_browser, back, own};
use crate::{
    layers::client_address::ClientAddress,
    oauth::{
        error::ErrorWriter,
        form_problems::FormProblems,
        pages::{account::email as page, message},
        shared::Shared,
        visit::{Posted, Visit},
    },
    paths::WorkspaceRoute,
};

/// `GET /account/email`
pub(in crate::oauth) async fn show(State(shared): State<Shared>, errors: ErrorWriter, visit: Visit, RawQuery(query): RawQuery) -> Response {
    let answer = async {
        let Some(account) = own(&shared, &visit).await? else { return Ok(back(&visit, "")) };
        let form = Form::parse(query.as_deref().unwrap_or_default())?;
        if form.get("done") == Some("sent") {
            return Ok(page::sent(&visit));
        }
        let email = account.user().profile.email.clone().unwrap_or_default();
        Ok(page::render(&visit, account.user(), &email, &FormProblems::none()))
    };
    errors.or_page(answer.await)
}

/// `POST /account/email`
pub(in crate::oauth) async fn send(
    State(shared): State<Shared>,
    errors: ErrorWriter,
    Extension(ClientAddress(address)): Extension<ClientAddress>,
    headers: HeaderMap,
    posted: Posted,
) -> Response {
    let answer = async {
        let (visit, form, is_ours) = match posted {
            Posted::Ours(visit, form) => (visit, form, true),
            Posted::Others(visit, form) => (visit, form, false),
        };
        let Some(account) = own(&shared, &visit).await? else { return Ok(back(&visit, "")) };
        let email = form.get("email").unwrap_or_default();
        if !is_ours {
            return Ok(page::render(&visit, account.user(), email, &FormProblems::outdated()));
        }
        let browser = at_browser(&shared, &visit, address, &headers);
        let password = Secret::new(form.get("password").unwrap_or_default().to_owned());
        Ok(match account.send_email_link(browser, email, password).await {
            Ok(()) => Redirect::to(&format!("{}?done=sent", WorkspaceRoute::AccountEmail.below(&visit.realm.issuer))).into_response(),
            Err(error) => page::render(&visit, account.user(), email, &FormProblems::of(error)?),
        })
    };
    errors.or_page(answer.await)
}

/// `GET /account/email/confirm`
pub(in crate::oauth) async fn ask(State(shared): State<Shared>, errors: ErrorWriter, visit: Visit, RawQuery(query): RawQuery) -> Response {
    let answer = async {
        let form = Form::parse(query.as_deref().unwrap_or_default())?;
        if form.get("done").is_some() {
            return Ok(page::confirmed(&visit));
        }
        let token = form.get("token").unwrap_or_default();
        Ok(match shared.control.peek_link(&visit.realm, LinkPurpose::ConfirmEmail, token).await? {
            Some(link) => page::ask(&visit, token, &link.email),
            None => message::link_is_over(&visit.realm),
        })
    };
    errors.or_page(answer.await)
}

/// `POST /account/email/confirm`
pub(in crate::oauth) async fn confirm(State(shared): State<Shared>, errors: ErrorWriter, posted: Posted) -> Response {
    let answer = async {
        // The link is what counts here, and no session.
        let (Posted::Ours(visit, form) | Posted::Others(visit, form)) = posted;
        Ok(match shared.control.confirm_email(&visit.realm, form.get("link").unwrap_or_default()).await {
            Ok(()) => {
                Redirect::to(&format!("{}?done=confirmed", WorkspaceRoute::AccountEmailConfirm.below(&visit.realm.issuer))).into_response()
            }
            // Somebody else has the address by now.
            Err(control::Error::NotFound | control::Error::Invalid(_)) => message::link_is_over(&visit.realm),
            Err(error) => return Err(error.into()),
        })
    };
    errors.or_page(answer.await)
}
