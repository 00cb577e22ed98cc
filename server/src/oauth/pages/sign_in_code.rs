//! The page that asks for the code of a second factor.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use domain::problem::Problem;
use engine::{endpoint::passkey::SecondStepOffer, passkey::PasskeyError};
use maud::html;

use super::{
    Page,
    passkey::{self, Asking},
    sign_in::Destination,
};
use crate::oauth::visit::Visit;

/// What was tried before.
#[derive(Clone, Copy)]
pub(in crate::oauth) enum CodeAttempt {
    /// Nothing.
    First,
    /// A wrong code, or one that was used before.
    Wrong,
    /// A passkey that was not accepted.
    Passkey(PasskeyError),
    /// A passkey whose page was open for too long.
    PasskeyOver,
    /// Too many of them.
    TooMany {
        /// The next may be tried after so many seconds.
        seconds: i64,
    },
}

pub(in crate::oauth) fn render(
    visit: &Visit,
    destination: Destination<'_>,
    (step, offer): (&str, &SecondStepOffer),
    attempt: CodeAttempt,
) -> Response {
    let (status, problem) = match attempt {
        CodeAttempt::First => (StatusCode::OK, None),
        CodeAttempt::Wrong => {
            let sentence = "This code is wrong, or was used already. Use the one that your app shows now, or an unused recovery code.";
            (StatusCode::UNPROCESSABLE_ENTITY, Some(sentence.to_owned()))
        }
        CodeAttempt::Passkey(error) => (StatusCode::UNPROCESSABLE_ENTITY, Some(error.problem().sentence())),
        CodeAttempt::PasskeyOver => (StatusCode::UNPROCESSABLE_ENTITY, Some(Problem::PasskeyExpired.sentence())),
        CodeAttempt::TooMany { seconds } => {
            let wait = domain::lifetime::words(seconds);
            (StatusCode::TOO_MANY_REQUESTS, Some(format!("Too many codes were wrong. Use a recovery code, or try again in {wait}.")))
        }
    };
    let (title, label, hint) = match (&offer.passkey, offer.has_app) {
        (None, _) => ("Enter your code", "Code", "The six digits that your authenticator app shows, or one of your recovery codes."),
        (Some(_), true) => {
            let hint = "In place of the passkey: the six digits that your authenticator app shows, or one of your recovery codes.";
            ("Confirm that it is you", "Code", hint)
        }
        (Some(_), false) => ("Confirm that it is you", "Recovery code", "One of those that you wrote down. Each is good once."),
    };
    let forms = if offer.passkey.is_some() { destination.forms().with_passkey() } else { destination.forms() };
    let described = if problem.is_some() { "problem code-hint" } else { "code-hint" };
    let code = visit.form(
        destination.code_route(),
        &html! {
            (destination.carried())
            input type="hidden" name="step" value=(step);
            label for="code" { (label) }
            p class="hint" id="code-hint" { (hint) }
            input id="code" name="code" autocomplete="one-time-code" autocapitalize="none" spellcheck="false" required
                autofocus[offer.passkey.is_none()] aria-invalid=[problem.as_ref().map(|_| "true")] aria-describedby=(described);
            button type="submit" class=[offer.passkey.is_some().then_some("secondary")] {
                @if offer.passkey.is_some() { "Sign in with the code" } @else { "Sign in" }
            }
        },
    );
    let body = html! {
        h1 { (title) }
        p class="lead" { (destination.lead()) }
        @if let Some(problem) = &problem {
            p class="problem" role="alert" id="problem" { (problem) }
        }
        @if let Some(passkey) = &offer.passkey {
            (passkey::form(visit, destination.passkey_route(), Asking::Second, passkey, &html! {
                (destination.carried())
                input type="hidden" name="step" value=(step);
            }))
        }
        // Who has passkeys alone has no code but for their loss.
        @if offer.passkey.is_some() && !offer.has_app {
            details open[matches!(attempt, CodeAttempt::Wrong | CodeAttempt::TooMany { .. })] {
                summary { "Use a recovery code" }
                (code)
            }
        } @else {
            (code)
        }
        p class="quiet" { "Lost all of them? The people who run " (visit.realm.workspace.name) " can reset your second factor." }
    };
    let mut response = Page { realm: &visit.realm, status, title, forms, body }.render();
    if let CodeAttempt::TooMany { seconds } = attempt {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}
