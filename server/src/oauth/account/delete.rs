//! `/account/delete`: the end of the user's account, where the workspace leaves it to them.

use axum::{
    Extension,
    http::{HeaderMap, header},
    response::Response,
};
use domain::secret::Secret;

use super::{at_browser, back, own};
use crate::{
    layers::client_address::ClientAddress,
    oauth::{
        error::ErrorWriter,
        form_problems::FormProblems,
        pages::{account::delete as page, message},
        session_cookie,
        shared::Asked,
        visit::{Posted, Visit},
    },
};

/// `GET /account/delete`
pub(in crate::oauth) async fn ask(Asked(shared): Asked, errors: ErrorWriter, visit: Visit) -> Response {
    let answer = async {
        let Some(account) = own(&shared, &visit).await? else { return Ok(back(&visit, &[])) };
        if !visit.realm.workspace.sign_in.account_deletion {
            return Ok(message::not_offered(&visit));
        }
        Ok(page::render(&visit, account.user(), &FormProblems::none()))
    };
    errors.or_page(answer.await)
}

/// `POST /account/delete`
pub(in crate::oauth) async fn delete(
    Asked(shared): Asked,
    errors: ErrorWriter,
    Extension(ClientAddress(address)): Extension<ClientAddress>,
    headers: HeaderMap,
    posted: Posted,
) -> Response {
    let answer = async {
        let (visit, form, is_ours) = posted.into_parts();
        let Some(account) = own(&shared, &visit).await? else { return Ok(back(&visit, &[])) };
        if !is_ours {
            return Ok(page::render(&visit, account.user(), &FormProblems::outdated(visit.language())));
        }
        let browser = at_browser(&shared, &visit, address, &headers);
        let password = Secret::new(form.get("password").unwrap_or_default().to_owned());
        Ok(match account.delete(browser, password, form.get("confirm").unwrap_or_default()).await {
            Ok(()) => {
                let mut response = page::gone(&visit);
                if let Some(cookie) = session_cookie::clear(&shared.public_url, visit.realm.workspace.id) {
                    response.headers_mut().append(header::SET_COOKIE, cookie);
                }
                response
            }
            Err(control::Error::NotOffered) => message::not_offered(&visit),
            Err(error) => page::render(&visit, account.user(), &FormProblems::of(error, visit.language())?),
        })
    };
    errors.or_page(answer.await)
}
