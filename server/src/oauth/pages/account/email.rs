//! The pages by which a user confirms an e-mail address, or changes it.

use axum::{http::StatusCode, response::Response};
use domain::{user::User, user_link::LinkPurpose};
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

pub(in crate::oauth) fn render(visit: &Visit, user: &User, email: &str, problems: &FormProblems) -> Response {
    let language = visit.language();
    let address = Field {
        name: "email",
        label: t!(language, "pages-email"),
        kind: "email",
        value: email,
        autocomplete: "email",
        hint: t!(language, "account-email-hint"),
        required: true,
    };
    let password = Field::current_password(language, t!(language, "account-email-password-hint"));
    let password = Field { name: "password", required: false, ..password };
    let form = html! {
        (visit.form(WorkspaceRoute::AccountEmail, &html! {
            (address.render(language, problems))
            (password.render(language, problems))
            button type="submit" { (t!(language, "pages-send-link")) }
        }))
        (way_back(visit))
    };
    let known = user.profile.email.as_ref().map(|known| html! { strong { bdi { (known) } } });
    let lead = match (known, user.profile.email_verified) {
        (Some(known), true) => t_html!(language, "account-email-confirmed-lead", email = known),
        (Some(known), false) => t_html!(language, "account-email-unconfirmed-lead", email = known),
        (None, _) => html! { (t!(language, "account-email-none-lead")) },
    };
    form_page::render(visit, t!(language, "account-email-title"), &lead, &form, problems)
}

/// Says that a link was sent.
pub(in crate::oauth) fn sent(visit: &Visit) -> Response {
    let language = visit.language();
    let lifetime = language.duration(LinkPurpose::ConfirmEmail.lifetime());
    let text = html! { (t!(language, "account-email-sent", duration = lifetime)) };
    message::render(visit, StatusCode::OK, t!(language, "pages-check-mail"), &text, t!(language, "account-back"))
}

/// Asks whether somebody meant to confirm, and for the password where the user is not signed in. A program that looks at links in mails presses
/// no button.
pub(in crate::oauth) fn ask(visit: &Visit, token: &str, email: &str, is_signed_in: bool, problems: &FormProblems) -> Response {
    let language = visit.language();
    let form = visit.form(
        WorkspaceRoute::AccountEmailConfirm,
        &html! {
            input type="hidden" name="link" value=(token);
            @if !is_signed_in {
                (Field::password_of_link(language, t!(language, "account-email-link-password-hint")).render(language, problems))
            }
            button type="submit" { (t!(language, "account-email-confirm")) }
        },
    );
    let lead = html! { strong { bdi { (email) } } };
    form_page::render(visit, t!(language, "account-email-question"), &lead, &form, problems)
}

/// Says that it is confirmed.
pub(in crate::oauth) fn confirmed(visit: &Visit) -> Response {
    let language = visit.language();
    let text = html! { (t!(language, "account-email-confirmed-text")) };
    message::render(visit, StatusCode::OK, t!(language, "account-email-confirmed"), &text, t!(language, "pages-go-to-account"))
}
