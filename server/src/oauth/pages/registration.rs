//! The pages by which users register.

use axum::{http::StatusCode, response::Response};
use domain::user_link::LinkPurpose;
use maud::html;

use super::{field::Field, form_page, message};
use crate::{
    oauth::{form_problems::FormProblems, visit::Visit},
    paths::WorkspaceRoute,
    text::{t, t_html},
};

/// What was typed, but for the password.
#[derive(Debug, Default)]
pub(in crate::oauth) struct Typed {
    pub(in crate::oauth) name: String,
    pub(in crate::oauth) email: String,
}

/// Asks who registers.
pub(in crate::oauth) fn ask(visit: &Visit, typed: &Typed, problems: &FormProblems) -> Response {
    let language = visit.language();
    let name = Field {
        name: "name",
        label: t!(language, "pages-name"),
        kind: "text",
        value: &typed.name,
        autocomplete: "name",
        hint: "",
        required: true,
    };
    let email = Field {
        name: "email",
        label: t!(language, "pages-email"),
        kind: "email",
        value: &typed.email,
        autocomplete: "username",
        hint: t!(language, "recovery-register-email-hint"),
        required: true,
    };
    let form = html! {
        (visit.form(WorkspaceRoute::Register, &html! {
            (name.render(language, problems))
            (email.render(language, problems))
            (Field::new_password(language, t!(language, "pages-password")).render(language, problems))
            button type="submit" { (t!(language, "recovery-create-account")) }
        }))
        p class="quiet" { a href=(visit.link(WorkspaceRoute::Account)) { (t!(language, "recovery-have-account")) } }
    };
    let lead = t_html!(language, "recovery-register-lead", workspace = html! { bdi { (visit.realm.workspace.name) } });
    form_page::render(visit, t!(language, "recovery-register"), &lead, &form, problems)
}

/// Says that a mail was sent, whether or not the address has an account.
pub(in crate::oauth) fn sent(visit: &Visit) -> Response {
    let language = visit.language();
    let text = html! {
        @if visit.realm.workspace.sign_in.confirm_registrations {
            (t!(language, "recovery-register-sent", duration = language.duration(LinkPurpose::Register.lifetime())))
        } @else {
            (t!(language, "recovery-register-sent-at-once"))
        }
    };
    message::render(visit, StatusCode::OK, t!(language, "pages-check-mail"), &text, t!(language, "sign-in-button"))
}

/// Asks whoever has the link for the password that was chosen: the registration is theirs, and not that of somebody who typed their address.
pub(in crate::oauth) fn confirm(visit: &Visit, token: &str, email: &str, problems: &FormProblems) -> Response {
    let language = visit.language();
    let form = visit.form(
        WorkspaceRoute::RegisterConfirm,
        &html! {
            input type="hidden" name="link" value=(token);
            input type="hidden" name="username" value=(email) autocomplete="username";
            (Field::password_of_link(language, t!(language, "recovery-register-password-hint")).render(language, problems))
            button type="submit" { (t!(language, "recovery-finish")) }
        },
    );
    let lead = t_html!(language, "recovery-finish-lead", email = html! { strong { bdi { (email) } } });
    form_page::render(visit, t!(language, "recovery-finish-title"), &lead, &form, problems)
}

/// Says that the account is there.
pub(in crate::oauth) fn finished(visit: &Visit) -> Response {
    let language = visit.language();
    let text = html! { (t!(language, "recovery-finished-text")) };
    message::render(visit, StatusCode::OK, t!(language, "recovery-finished"), &text, t!(language, "sign-in-button"))
}
