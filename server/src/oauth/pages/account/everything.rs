//! The page after a user has ended all that was open.

use axum::{http::StatusCode, response::Response};
use maud::html;

use crate::{
    oauth::{pages::message, visit::Visit},
    text::t,
};

/// Says that nobody is signed in any more, and that no application has access.
pub(in crate::oauth) fn done(visit: &Visit) -> Response {
    let language = visit.language();
    let text = html! { (t!(language, "account-everything-done-text")) };
    message::render(visit, StatusCode::OK, t!(language, "account-everything-done"), &text, t!(language, "recovery-back-to-sign-in"))
}
