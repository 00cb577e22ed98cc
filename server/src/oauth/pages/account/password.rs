//! The page on which a user changes their password.

use axum::response::Response;
use domain::user::User;
use maud::html;

use crate::{
    oauth::{
        form_problems::FormProblems,
        pages::{field::Field, form_page},
        visit::Visit,
    },
    paths::WorkspaceRoute,
};

pub(in crate::oauth) fn render(visit: &Visit, user: &User, problems: &FormProblems) -> Response {
    let form = html! {
        (visit.form(WorkspaceRoute::AccountPassword, &html! {
            // For password managers, which keep a password under a name.
            input type="hidden" name="username" value=(user.identifier) autocomplete="username";
            (Field::current_password("").render(problems))
            (Field::new_password("New password").render(problems))
            button type="submit" { "Change password" }
        }))
        p class="quiet" { a href=(WorkspaceRoute::Account.below(&visit.realm.issuer)) { "Back to your account" } }
    };
    let lead = html! { "You are signed out everywhere else then, and applications may have to ask you again." };
    form_page::render(&visit.realm, "Change your password", &lead, &form, problems)
}
