//! The sign-in page.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use engine::{Realm, endpoint::authorize::SignInPage};
use maud::html;

use super::{Page, policy_source};

/// What was tried before.
#[derive(Clone, Copy)]
pub(in crate::oauth) enum Attempt<'a> {
    /// Nothing.
    First,
    /// A name and password that do not belong together.
    Wrong {
        /// The name.
        identifier: &'a str,
    },
    /// Too many of them.
    TooMany {
        /// The name.
        identifier: &'a str,
        /// The next may be tried after so many seconds.
        seconds: i64,
    },
}

pub(in crate::oauth) fn render(realm: &Realm, page: &SignInPage, attempt: Attempt<'_>) -> Response {
    let (status, typed, problem) = match attempt {
        Attempt::First => (StatusCode::OK, page.login_hint.as_deref().unwrap_or_default(), None),
        Attempt::Wrong { identifier } => {
            (StatusCode::UNPROCESSABLE_ENTITY, identifier, Some("The user name or the password is wrong.".to_owned()))
        }
        Attempt::TooMany { identifier, seconds } => {
            let wait = domain::lifetime::words(seconds);
            (StatusCode::TOO_MANY_REQUESTS, identifier, Some(format!("Too many attempts failed. Try again in {wait}.")))
        }
    };
    // Whoever comes back to correct a password should not have to click into it.
    let focus_password = !typed.is_empty();
    let body = html! {
        h1 { "Sign in" }
        p class="lead" { "to continue to " strong { (page.client_name) } }
        @if let Some(problem) = &problem {
            p class="problem" role="alert" id="problem" { (problem) }
        }
        form method="post" action={ (realm.issuer) "/login" } {
            input type="hidden" name="interaction" value=(page.interaction);
            label for="identifier" { "User name or e-mail" }
            input id="identifier" name="identifier" value=(typed) autocomplete="username" autocapitalize="none" spellcheck="false"
                required autofocus[!focus_password] aria-invalid=[problem.as_ref().map(|_| "true")] aria-describedby=[problem.as_ref().map(|_| "problem")];
            label for="password" { "Password" }
            input id="password" name="password" type="password" autocomplete="current-password"
                required autofocus[focus_password] aria-invalid=[problem.as_ref().map(|_| "true")] aria-describedby=[problem.as_ref().map(|_| "problem")];
            button type="submit" { "Sign in" }
        }
    };
    let form_targets: Vec<String> = policy_source(&page.redirect_uri).into_iter().collect();
    let mut response = Page { realm, status, title: "Sign in", form_targets: &form_targets, script_hash: None, body }.render();
    if let Attempt::TooMany { seconds, .. } = attempt {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}
