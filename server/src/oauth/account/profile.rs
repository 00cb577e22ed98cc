//! `/account/profile`: what the user says of themselves.

use axum::response::Response;
use control::TypedOwnProfile;
use domain::address::TypedAddress;

use super::{back, own};
use crate::oauth::{
    error::ErrorWriter,
    form_problems::FormProblems,
    pages::account::profile as page,
    shared::Asked,
    visit::{DONE, Posted, Visit},
};

/// `GET /account/profile`
pub(in crate::oauth) async fn show(Asked(shared): Asked, errors: ErrorWriter, visit: Visit) -> Response {
    let answer = async {
        let Some(account) = own(&shared, &visit).await? else { return Ok(back(&visit, &[])) };
        let user = account.user();
        Ok(page::render(&visit, user, &page::typed(user), &FormProblems::none()))
    };
    errors.or_page(answer.await)
}

/// `POST /account/profile`
pub(in crate::oauth) async fn save(Asked(shared): Asked, errors: ErrorWriter, posted: Posted) -> Response {
    let answer = async {
        let (visit, form) = match posted {
            Posted::Ours(visit, form) => (visit, form),
            Posted::Others(visit, _) => {
                let Some(account) = own(&shared, &visit).await? else { return Ok(back(&visit, &[])) };
                let user = account.user();
                return Ok(page::render(&visit, user, &page::typed(user), &FormProblems::outdated(visit.language())));
            }
        };
        let Some(account) = own(&shared, &visit).await? else { return Ok(back(&visit, &[])) };
        let text = |name: &str| form.get(name).unwrap_or_default().to_owned();
        let address = TypedAddress {
            street_address: text("street_address"),
            locality: text("locality"),
            region: text("region"),
            postal_code: text("postal_code"),
            country: text("country"),
            // It is put together from the parts.
            formatted: String::new(),
        };
        let typed = TypedOwnProfile { name: text("name"), phone_number: text("phone_number"), address };
        let version = text("version").parse().unwrap_or_default();
        Ok(match account.set_profile(version, &typed).await {
            Ok(()) => back(&visit, &[(DONE, "profile")]),
            Err(error) => page::render(&visit, account.user(), &typed, &FormProblems::of(error, visit.language())?),
        })
    };
    errors.or_page(answer.await)
}
