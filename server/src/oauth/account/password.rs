//! `/account/password`: a new password in place of the current one.

use axum::{Extension, http::HeaderMap, response::Response};
use domain::secret::Secret;

use super::{at_browser, back, own};
use crate::{
    layers::client_address::ClientAddress,
    oauth::{
        error::ErrorWriter,
        form_problems::FormProblems,
        pages::account::password as page,
        shared::Asked,
        visit::{DONE, Posted, Visit},
    },
};

/// `GET /account/password`
pub(in crate::oauth) async fn show(Asked(shared): Asked, errors: ErrorWriter, visit: Visit) -> Response {
    let answer = async {
        let Some(account) = own(&shared, &visit).await? else { return Ok(back(&visit, &[])) };
        Ok(page::render(&visit, account.user(), &FormProblems::none()))
    };
    errors.or_page(answer.await)
}

/// `POST /account/password`
pub(in crate::oauth) async fn set(
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
        let current = Secret::new(form.get("current").unwrap_or_default().to_owned());
        Ok(match account.set_password(browser, current, form.get("new").unwrap_or_default()).await {
            Ok(()) => back(&visit, &[(DONE, "password")]),
            Err(error) => page::render(&visit, account.user(), &FormProblems::of(error, visit.language())?),
        })
    };
    errors.or_page(answer.await)
}
