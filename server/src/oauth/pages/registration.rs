//! The pages by which users register.

use axum::{http::StatusCode, response::Response};
use domain::{lifetime, user_link::LinkPurpose};
use maud::html;

use super::{field::Field, form_page, message};
use crate::{
    oauth::{form_problems::FormProblems, visit::Visit},
    paths::WorkspaceRoute,
};

/// What was typed, but for the password.
#[derive(Debug, Default)]
pub(in crate::oauth) struct Typed {
    pub(in crate::oauth) name: String,
    pub(in crate::oauth) email: String,
}

/// Asks who registers.
pub(in crate::oauth) fn ask(visit: &Visit, typed: &Typed, problems: &FormProblems) -> Response {
    let name = Field { name: "name", label: "Name", kind: "text", value: &typed.name, autocomplete: "name", hint: "", required: true };
    let hint = "You sign in with it. A link is sent there.";
    let email =
        Field { name: "email", label: "E-mail", kind: "email", value: &typed.email, autocomplete: "username", hint, required: true };
    let form = html! {
        (visit.form(WorkspaceRoute::Register, &html! {
            (name.render(problems))
            (email.render(problems))
            (Field::new_password("Password").render(problems))
            button type="submit" { "Create account" }
        }))
        p class="quiet" { a href=(WorkspaceRoute::Account.below(&visit.realm.issuer)) { "I have an account" } }
    };
    form_page::render(&visit.realm, "Create an account", &html! { "at " bdi { (visit.realm.workspace.name) } }, &form, problems)
}

/// Says that a mail was sent, whether or not the address has an account.
pub(in crate::oauth) fn sent(visit: &Visit) -> Response {
    let text = html! {
        @if visit.realm.workspace.sign_in.confirm_registrations {
            "A link was sent to your e-mail address. Your account is ready once you have used it, within "
            (lifetime::words(LinkPurpose::Register.lifetime())) "."
        } @else {
            "You can sign in now. A link was sent to your e-mail address, by which you confirm that it is yours."
        }
    };
    message::render(&visit.realm, StatusCode::OK, "Check your mail", &text, "Sign in")
}

/// Asks whoever has the link for the password that was chosen: the registration is theirs, and not that of somebody who typed their address.
pub(in crate::oauth) fn confirm(visit: &Visit, token: &str, email: &str, problems: &FormProblems) -> Response {
    let form = visit.form(
        WorkspaceRoute::RegisterConfirm,
        &html! {
            input type="hidden" name="link" value=(token);
            input type="hidden" name="username" value=(email) autocomplete="username";
            (Field::password_of_link("The one that you chose when you registered.").render(problems))
            button type="submit" { "Finish the registration" }
        },
    );
    let lead = html! { "With the address " strong { bdi { (email) } } "." };
    form_page::render(&visit.realm, "Finish your registration", &lead, &form, problems)
}

/// Says that the account is there.
pub(in crate::oauth) fn finished(visit: &Visit) -> Response {
    let text = html! { "Sign in with your e-mail address and the password that you chose." };
    message::render(&visit.realm, StatusCode::OK, "Your account is ready", &text, "Sign in")
}
