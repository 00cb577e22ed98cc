//! The pages by which a forgotten password is replaced.

use axum::{http::StatusCode, response::Response};
use domain::user_link::LinkPurpose;
use maud::html;

use super::{field::Field, form_page, message};
use crate::{
    oauth::{form_problems::FormProblems, visit::Visit},
    paths::WorkspaceRoute,
    text::{t, t_html},
};

/// Asks who has forgotten their password.
pub(in crate::oauth) fn ask(visit: &Visit, identifier: &str, problems: &FormProblems) -> Response {
    let language = visit.language();
    let name = Field {
        name: "identifier",
        label: t!(language, "sign-in-identifier"),
        kind: "text",
        value: identifier,
        autocomplete: "username",
        hint: "",
        required: true,
    };
    let form = html! {
        (visit.form(WorkspaceRoute::Password, &html! {
            (name.render(language, problems))
            button type="submit" { (t!(language, "pages-send-link")) }
        }))
        p class="quiet" { a href=(visit.link(WorkspaceRoute::Account)) { (t!(language, "recovery-back-to-sign-in")) } }
    };
    let lead = html! { (t!(language, "recovery-reset-lead")) };
    form_page::render(visit, t!(language, "recovery-reset"), &lead, &form, problems)
}

/// Says that a link was sent, if there was somebody to get it.
pub(in crate::oauth) fn sent(visit: &Visit) -> Response {
    let language = visit.language();
    let lifetime = language.duration(LinkPurpose::ResetPassword.lifetime());
    let text = html! { (t!(language, "recovery-reset-sent", duration = lifetime)) };
    message::render(visit, StatusCode::OK, t!(language, "pages-check-mail"), &text, t!(language, "recovery-back-to-sign-in"))
}

/// Asks for the new password.
pub(in crate::oauth) fn choose(visit: &Visit, token: &str, email: &str, problems: &FormProblems) -> Response {
    let language = visit.language();
    let form = visit.form(
        WorkspaceRoute::NewPassword,
        &html! {
            input type="hidden" name="link" value=(token);
            // For password managers, which keep a password under a name.
            input type="hidden" name="username" value=(email) autocomplete="username";
            (Field::new_password(language, t!(language, "pages-new-password")).render(language, problems))
            button type="submit" { (t!(language, "recovery-set-password")) }
        },
    );
    let lead = t_html!(language, "recovery-choose-lead", email = html! { strong { bdi { (email) } } });
    form_page::render(visit, t!(language, "recovery-choose"), &lead, &form, problems)
}

/// Says that the password is another now.
pub(in crate::oauth) fn changed(visit: &Visit) -> Response {
    let language = visit.language();
    let text = html! { (t!(language, "recovery-changed-text")) };
    message::render(visit, StatusCode::OK, t!(language, "recovery-changed"), &text, t!(language, "sign-in-button"))
}
