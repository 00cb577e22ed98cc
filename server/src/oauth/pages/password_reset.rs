//! The pages by which a forgotten password is replaced.

use axum::{http::StatusCode, response::Response};
use domain::{lifetime, user_link::LinkPurpose};
use maud::html;

use super::{field::Field, form_page, message};
use crate::{
    oauth::{form_problems::FormProblems, visit::Visit},
    paths::WorkspaceRoute,
};

/// Asks who has forgotten their password.
pub(in crate::oauth) fn ask(visit: &Visit, identifier: &str, problems: &FormProblems) -> Response {
    let name = Field {
        name: "identifier",
        label: "User name or e-mail",
        kind: "text",
        value: identifier,
        autocomplete: "username",
        hint: "",
        required: true,
    };
    let form = html! {
        (visit.form(WorkspaceRoute::Password, &html! {
            (name.render(problems))
            button type="submit" { "Send link" }
        }))
        p class="quiet" { a href=(WorkspaceRoute::Account.below(&visit.realm.issuer)) { "Back to sign-in" } }
    };
    let lead = html! { "You get a link by mail, by which you choose a new password." };
    form_page::render(&visit.realm, "Reset your password", &lead, &form, problems)
}

/// Says that a link was sent, if there was somebody to get it.
pub(in crate::oauth) fn sent(visit: &Visit) -> Response {
    let text = html! {
        "If there is an account with that name, a link was sent to its e-mail address. It works once, for "
        (lifetime::words(LinkPurpose::ResetPassword.lifetime())) "."
    };
    message::render(&visit.realm, StatusCode::OK, "Check your mail", &text, "Back to sign-in")
}

/// Asks for the new password.
pub(in crate::oauth) fn choose(visit: &Visit, token: &str, email: &str, problems: &FormProblems) -> Response {
    let form = visit.form(
        WorkspaceRoute::NewPassword,
        &html! {
            input type="hidden" name="link" value=(token);
            // For password managers, which keep a password under a name.
            input type="hidden" name="username" value=(email) autocomplete="username";
            (Field::new_password("New password").render(problems))
            button type="submit" { "Set password" }
        },
    );
    let lead = html! { "For " strong { bdi { (email) } } ". You are signed out everywhere then." };
    form_page::render(&visit.realm, "Choose a new password", &lead, &form, problems)
}

/// Says that the password is another now.
pub(in crate::oauth) fn changed(visit: &Visit) -> Response {
    let text = html! { "Sign in with your new password. You were signed out everywhere." };
    message::render(&visit.realm, StatusCode::OK, "Your password was changed", &text, "Sign in")
}
