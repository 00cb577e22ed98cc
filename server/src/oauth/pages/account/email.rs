//! The pages by which a user confirms an e-mail address, or changes it.

use axum::{http::StatusCode, response::Response};
use domain::{lifetime, user::User, user_link::LinkPurpose};
use maud::html;

use crate::{
    oauth::{
        form_problems::FormProblems,
        pages::{field::Field, form_page, message},
        visit::Visit,
    },
    paths::WorkspaceRoute,
};

pub(in crate::oauth) fn render(visit: &Visit, user: &User, email: &str, problems: &FormProblems) -> Response {
    let hint = "A link is sent there. The address is yours once you have used it.";
    let address = Field { name: "email", label: "E-mail", kind: "email", value: email, autocomplete: "email", hint, required: true };
    let password =
        Field { name: "password", required: false, ..Field::current_password("Only for another address than the one that you have.") };
    let form = html! {
        (visit.form(WorkspaceRoute::AccountEmail, &html! {
            (address.render(problems))
            (password.render(problems))
            button type="submit" { "Send link" }
        }))
        p class="quiet" { a href=(WorkspaceRoute::Account.below(&visit.realm.issuer)) { "Back to your account" } }
    };
    let lead = html! {
        @match &user.profile.email {
            Some(email) => { "You have " strong { bdi { (email) } } @if user.profile.email_verified { ", confirmed." } @else { ", not confirmed yet." } }
            None => "You have no e-mail address yet.",
        }
    };
    form_page::render(&visit.realm, "Your e-mail address", &lead, &form, problems)
}

/// Says that a link was sent.
pub(in crate::oauth) fn sent(visit: &Visit) -> Response {
    let text = html! {
        "If the address is free, a link was sent there. It works once, for " (lifetime::words(LinkPurpose::ConfirmEmail.lifetime())) "."
    };
    message::render(&visit.realm, StatusCode::OK, "Check your mail", &text, "Back to your account")
}

/// Asks whether somebody meant to confirm, and for the password where the user is not signed in. A program that looks at links in mails presses
/// no button.
pub(in crate::oauth) fn ask(visit: &Visit, token: &str, email: &str, is_signed_in: bool, problems: &FormProblems) -> Response {
    let form = visit.form(
        WorkspaceRoute::AccountEmailConfirm,
        &html! {
            input type="hidden" name="link" value=(token);
            @if !is_signed_in { (Field::password_of_link("That of the account which the address is for.").render(problems)) }
            button type="submit" { "Confirm this address" }
        },
    );
    let lead = html! { strong { bdi { (email) } } };
    form_page::render(&visit.realm, "Is this your address?", &lead, &form, problems)
}

/// Says that it is confirmed.
pub(in crate::oauth) fn confirmed(visit: &Visit) -> Response {
    let text = html! { "It is the address of your account now." };
    message::render(&visit.realm, StatusCode::OK, "Address confirmed", &text, "Go to your account")
}
