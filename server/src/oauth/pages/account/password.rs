//! The page on which a user changes their password.

use axum::response::Response;
use domain::user::User;
use maud::html;

use super::way_back;
use crate::{
    oauth::{
        form_problems::FormProblems,
        pages::{field::Field, form_page},
        visit::Visit,
    },
    paths::WorkspaceRoute,
    text::t,
};

pub(in crate::oauth) fn render(visit: &Visit, user: &User, problems: &FormProblems) -> Response {
    let language = visit.language();
    let form = html! {
        (visit.form(WorkspaceRoute::AccountPassword, &html! {
            // For password managers, which keep a password under a name.
            input type="hidden" name="username" value=(user.identifier) autocomplete="username";
            (Field::current_password(language, "").render(language, problems))
            (Field::new_password(language, t!(language, "pages-new-password")).render(language, problems))
            button type="submit" { (t!(language, "account-change-password")) }
        }))
        (way_back(visit))
    };
    let lead = html! { (t!(language, "account-password-lead")) };
    form_page::render(visit, t!(language, "account-password-title"), &lead, &form, problems)
}
