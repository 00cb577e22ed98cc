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
use crate::{oauth::visit::Visit, text::t};

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
    let language = visit.language();
    let (status, problem) = match attempt {
        CodeAttempt::First => (StatusCode::OK, None),
        CodeAttempt::Wrong => (StatusCode::UNPROCESSABLE_ENTITY, Some(language.problem(&Problem::WrongCode))),
        CodeAttempt::Passkey(error) => (StatusCode::UNPROCESSABLE_ENTITY, Some(language.problem(&error.problem()))),
        CodeAttempt::PasskeyOver => (StatusCode::UNPROCESSABLE_ENTITY, Some(language.problem(&Problem::PasskeyExpired))),
        CodeAttempt::TooMany { seconds } => {
            let sentence = t!(language, "sign-in-code-too-many", wait = language.duration(seconds));
            (StatusCode::TOO_MANY_REQUESTS, Some(sentence))
        }
    };
    let (title, label, hint) = match (&offer.passkey, offer.has_app) {
        (None, _) => (t!(language, "sign-in-code-title"), t!(language, "sign-in-code"), t!(language, "sign-in-code-hint")),
        (Some(_), true) => {
            (t!(language, "sign-in-confirm-title"), t!(language, "sign-in-code"), t!(language, "sign-in-code-hint-in-place"))
        }
        (Some(_), false) => {
            (t!(language, "sign-in-confirm-title"), t!(language, "sign-in-recovery-code"), t!(language, "sign-in-recovery-code-hint"))
        }
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
                @if offer.passkey.is_some() { (t!(language, "sign-in-code-button")) } @else { (t!(language, "sign-in-button")) }
            }
        },
    );
    let body = html! {
        h1 { (title) }
        p class="lead" { (destination.lead(language)) }
        @if let Some(why) = destination.step_up(language) {
            p { (why) }
        }
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
                summary { (t!(language, "sign-in-use-recovery-code")) }
                (code)
            }
        } @else {
            (code)
        }
        p class="quiet" { (t!(language, "sign-in-lost-all", workspace = visit.realm.workspace.name.to_string())) }
    };
    let mut response = Page { visit, status, title, forms, body }.render();
    if let CodeAttempt::TooMany { seconds } = attempt {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}
