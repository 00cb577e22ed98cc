//! The page that asks for the code of a second factor.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use maud::html;

use super::{Page, sign_in::Destination};
use crate::oauth::visit::Visit;

/// What was tried before.
#[derive(Clone, Copy)]
pub(in crate::oauth) enum CodeAttempt {
    /// Nothing.
    First,
    /// A wrong code, or one that was used before.
    Wrong,
    /// Too many of them.
    TooMany {
        /// The next may be tried after so many seconds.
        seconds: i64,
    },
}

pub(in crate::oauth) fn render(visit: &Visit, destination: Destination<'_>, step: &str, attempt: CodeAttempt) -> Response {
    let (status, problem) = match attempt {
        CodeAttempt::First => (StatusCode::OK, None),
        CodeAttempt::Wrong => {
            let sentence = "This code is wrong, or was used already. Use the one that your app shows now, or an unused recovery code.";
            (StatusCode::UNPROCESSABLE_ENTITY, Some(sentence.to_owned()))
        }
        CodeAttempt::TooMany { seconds } => {
            let wait = domain::lifetime::words(seconds);
            (StatusCode::TOO_MANY_REQUESTS, Some(format!("Too many codes were wrong. Use a recovery code, or try again in {wait}.")))
        }
    };
    let described = if problem.is_some() { "problem code-hint" } else { "code-hint" };
    let body = html! {
        h1 { "Enter your code" }
        p class="lead" { (destination.lead()) }
        @if let Some(problem) = &problem {
            p class="problem" role="alert" id="problem" { (problem) }
        }
        (visit.form(destination.code_route(), &html! {
            @if let Destination::Application(page) = destination {
                input type="hidden" name="interaction" value=(page.interaction);
            }
            input type="hidden" name="step" value=(step);
            label for="code" { "Code" }
            p class="hint" id="code-hint" { "The six digits that your authenticator app shows, or one of your recovery codes." }
            input id="code" name="code" autocomplete="one-time-code" autocapitalize="none" spellcheck="false" required autofocus
                aria-invalid=[problem.as_ref().map(|_| "true")] aria-describedby=(described);
            button type="submit" { "Sign in" }
        }))
        p class="quiet" { "Lost both? The people who run " (visit.realm.workspace.name) " can reset your second factor." }
    };
    let mut response = Page { realm: &visit.realm, status, title: "Enter your code", forms: destination.forms(), body }.render();
    if let CodeAttempt::TooMany { seconds } = attempt {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}
