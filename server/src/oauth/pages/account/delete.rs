//! The page on which a user deletes their account.

use axum::{http::StatusCode, response::Response};
use domain::user::User;
use maud::html;

use super::way_back;
use crate::{
    oauth::{
        form_problems::FormProblems,
        pages::{field::Field, form_page, message},
        visit::Visit,
    },
    paths::WorkspaceRoute,
    text::{t, t_html},
};

pub(in crate::oauth) fn render(visit: &Visit, user: &User, problems: &FormProblems) -> Response {
    let language = visit.language();
    let confirm = Field {
        name: "confirm",
        label: t!(language, "account-delete-confirm"),
        kind: "text",
        value: "",
        autocomplete: "off",
        hint: t!(language, "account-delete-confirm-hint"),
        required: true,
    };
    let form = html! {
        (visit.form(WorkspaceRoute::AccountDelete, &html! {
            (confirm.render(language, problems))
            (Field { name: "password", ..Field::current_password(language, "") }.render(language, problems))
            button type="submit" class="danger" { (t!(language, "account-delete")) }
        }))
        (way_back(visit))
    };
    let lead = t_html!(language, "account-delete-lead", user = html! { strong { bdi { (user.identifier) } } });
    form_page::render(visit, t!(language, "account-delete-question"), &lead, &form, problems)
}

/// Says that there is no account any more.
pub(in crate::oauth) fn gone(visit: &Visit) -> Response {
    let language = visit.language();
    let text = html! { (t!(language, "account-deleted-text")) };
    message::render(visit, StatusCode::OK, t!(language, "account-deleted"), &text, t!(language, "recovery-back-to-sign-in"))
}
