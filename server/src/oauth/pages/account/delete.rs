//! The page on which a user deletes their account.

use axum::{http::StatusCode, response::Response};
use domain::user::User;
use engine::Realm;
use maud::html;

use crate::{
    oauth::{
        form_problems::FormProblems,
        pages::{field::Field, form_page, message},
        visit::Visit,
    },
    paths::WorkspaceRoute,
};

pub(in crate::oauth) fn render(visit: &Visit, user: &User, problems: &FormProblems) -> Response {
    let confirm = Field {
        name: "confirm",
        label: "What you sign in with",
        kind: "text",
        value: "",
        autocomplete: "off",
        hint: "Type it to confirm.",
        required: true,
    };
    let form = html! {
        (visit.form(WorkspaceRoute::AccountDelete, &html! {
            (confirm.render(problems))
            (Field { name: "password", ..Field::current_password("") }.render(problems))
            button type="submit" class="danger" { "Delete account" }
        }))
        p class="quiet" { a href=(WorkspaceRoute::Account.below(&visit.realm.issuer)) { "Back to your account" } }
    };
    let lead = html! {
        "The account " strong { bdi { (user.identifier) } }
        " is deleted at once, with what is known of you here. All applications lose their access. It cannot be undone."
    };
    form_page::render(&visit.realm, "Delete your account?", &lead, &form, problems)
}

/// Says that there is no account any more.
pub(in crate::oauth) fn gone(realm: &Realm) -> Response {
    let text = html! { "Nothing that was given to applications in your name works any more." };
    message::render(realm, StatusCode::OK, "Your account was deleted", &text, "Back to sign-in")
}
