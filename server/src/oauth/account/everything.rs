//! `/account/end-everything`: the user signs out everywhere, here too, and no application keeps its access.

use axum::{http::header, response::Response};

use super::{back, outdated, own};
use crate::oauth::{error::ErrorWriter, pages::account::everything as page, session_cookie, shared::Asked, visit::Posted};

/// `POST /account/end-everything`
pub(in crate::oauth) async fn end(Asked(shared): Asked, errors: ErrorWriter, posted: Posted) -> Response {
    let answer = async {
        let visit = match posted {
            Posted::Ours(visit, _) => visit,
            Posted::Others(visit, _) => return outdated(&shared, &visit).await,
        };
        let Some(account) = own(&shared, &visit).await? else { return Ok(back(&visit, &[])) };
        match account.end_everything().await {
            Ok(()) => {
                let mut response = page::done(&visit);
                if let Some(cookie) = session_cookie::clear(&shared.public_url, visit.realm.workspace.id) {
                    response.headers_mut().append(header::SET_COOKIE, cookie);
                }
                Ok(response)
            }
            Err(control::Error::Stale) => outdated(&shared, &visit).await,
            Err(error) => Err(error.into()),
        }
    };
    errors.or_page(answer.await)
}
