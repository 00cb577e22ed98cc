//! The sign-in page.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use control::Offers;
use domain::{problem::Problem, sign_in_method::Acr};
use engine::{endpoint::authorize::SignInPage, form::Form, passkey::PasskeyError, password::Busy};
use maud::{Markup, html};
use translation::Language;

use super::{
    Forms, Page, asked,
    passkey::{self, Asking},
};
use crate::{
    oauth::{offers::BesidePassword, visit::Visit},
    paths::WorkspaceRoute,
    text::{t, t_html},
};

/// Where signing in leads.
#[derive(Clone, Copy)]
pub(in crate::oauth) enum Destination<'a> {
    /// Back to the application that asked.
    Application(&'a SignInPage),
    /// The user's own account.
    Account,
}

impl Destination<'_> {
    /// Where the form is sent.
    const fn route(self) -> WorkspaceRoute {
        match self {
            Self::Application(_) => WorkspaceRoute::Login,
            Self::Account => WorkspaceRoute::AccountSignIn,
        }
    }

    /// Where the code of a second factor is sent.
    pub(super) const fn code_route(self) -> WorkspaceRoute {
        match self {
            Self::Application(_) => WorkspaceRoute::LoginCode,
            Self::Account => WorkspaceRoute::AccountSignInCode,
        }
    }

    /// Where a passkey is sent.
    pub(super) const fn passkey_route(self) -> WorkspaceRoute {
        match self {
            Self::Application(_) => WorkspaceRoute::LoginPasskey,
            Self::Account => WorkspaceRoute::AccountSignInPasskey,
        }
    }

    /// What each of its forms carries along.
    pub(super) fn carried(self) -> Markup {
        html! {
            @if let Self::Application(page) = self {
                input type="hidden" name="interaction" value=(page.interaction);
            }
        }
    }

    /// The kind of its form.
    pub(super) const fn forms(self) -> Forms {
        match self {
            Self::Application(_) => Forms::Onward,
            Self::Account => Forms::Ours,
        }
    }

    fn login_hint(&self) -> &str {
        match self {
            Self::Application(page) => page.login_hint.as_deref().unwrap_or_default(),
            Self::Account => "",
        }
    }

    /// Why somebody who is signed in has to sign in.
    fn problem(self, language: Language) -> Option<String> {
        match self {
            Self::Application(page) if page.other_user => Some(t!(language, "sign-in-other-user").to_owned()),
            Self::Application(page) => page.step_up.map(|level| {
                let words = if level == Acr::PhishingResistant {
                    t!(language, "sign-in-with-passkey")
                } else {
                    t!(language, "sign-in-with-second-factor")
                };
                words.to_owned()
            }),
            Self::Account => None,
        }
    }

    /// Why somebody who is signed in shows a second factor, and nothing else.
    pub(super) fn step_up(self, language: Language) -> Option<Markup> {
        let Self::Application(SignInPage { second_step: Some(_), login_hint: Some(user), .. }) = self else { return None };
        Some(t_html!(language, "sign-in-step-up", user = html! { bdi { (user) } }))
    }

    pub(super) fn lead(self, language: Language) -> Markup {
        match self {
            Self::Application(page) => {
                html! {
                    (t_html!(language, "sign-in-to-continue", client = html! { strong { bdi { (page.client_name) } } }))
                    @if !page.provenance.is_known() {
                        " (" (asked::origin(language, &page.provenance)) ")"
                    }
                }
            }
            Self::Account => html! { (t!(language, "sign-in-to-manage")) },
        }
    }
}

/// What was tried before.
#[derive(Clone, Copy)]
pub(in crate::oauth) enum Attempt<'a> {
    /// Nothing.
    First,
    /// One that was right, and whose cookie did not come back.
    NoCookie,
    /// A name and password that do not belong together.
    Wrong {
        /// The name.
        identifier: &'a str,
    },
    /// Nothing: somebody else has signed in at this browser since the page was opened.
    Outdated {
        /// The name.
        identifier: &'a str,
    },
    /// A code that came too late, or after the account was changed.
    Over,
    /// A passkey that was not accepted.
    Passkey(PasskeyError),
    /// A passkey whose page was open for too long.
    PasskeyOver,
    /// Too many of them.
    TooMany {
        /// The name.
        identifier: &'a str,
        /// The next may be tried after so many seconds.
        seconds: i64,
    },
    /// The password was not checked, because too many others are being checked.
    Busy {
        /// The name.
        identifier: &'a str,
    },
}

/// The parameter by which a page knows that it is shown right after signing in.
pub(in crate::oauth) const AFTER: &str = "after";

impl Attempt<'_> {
    /// What a page that asks to sign in has to say of what came before: right after signing in, a browser that brings no cookie keeps none.
    pub(in crate::oauth) fn after(visit: &Visit, form: &Form) -> Self {
        if form.get(AFTER).is_some() && visit.session().is_none() { Self::NoCookie } else { Self::First }
    }

    /// What is said of it, where something is.
    fn problem(&self, language: Language) -> Option<String> {
        let wait = |seconds| language.duration(seconds);
        Some(match self {
            Self::First => return None,
            Self::NoCookie => t!(language, "sign-in-no-cookie").to_owned(),
            Self::Wrong { .. } => t!(language, "sign-in-wrong").to_owned(),
            Self::Outdated { .. } => t!(language, "sign-in-outdated").to_owned(),
            Self::Over => t!(language, "sign-in-over").to_owned(),
            Self::Passkey(error) => language.problem(&error.problem()),
            Self::PasskeyOver => language.problem(&Problem::PasskeyExpired),
            Self::TooMany { seconds, .. } => t!(language, "sign-in-too-many", wait = wait(*seconds)),
            Self::Busy { .. } => t!(language, "sign-in-busy", wait = wait(Busy::RETRY_AFTER_SECONDS)),
        })
    }

    /// When it may be tried again, where it may not be at once.
    const fn retry_after(&self) -> Option<i64> {
        match self {
            Self::First
            | Self::NoCookie
            | Self::Over
            | Self::Passkey(_)
            | Self::PasskeyOver
            | Self::Wrong { .. }
            | Self::Outdated { .. } => None,
            Self::TooMany { seconds, .. } => Some(*seconds),
            Self::Busy { .. } => Some(Busy::RETRY_AFTER_SECONDS),
        }
    }
}

pub(in crate::oauth) fn render(visit: &Visit, destination: Destination<'_>, attempt: Attempt<'_>, beside: BesidePassword) -> Response {
    let (BesidePassword { offers, passkey }, language) = (beside, visit.language());
    let hint = destination.login_hint();
    let (status, typed) = match attempt {
        Attempt::First | Attempt::NoCookie => (StatusCode::OK, hint),
        Attempt::Over | Attempt::Passkey(_) | Attempt::PasskeyOver => (StatusCode::UNPROCESSABLE_ENTITY, hint),
        Attempt::Wrong { identifier } => (StatusCode::UNPROCESSABLE_ENTITY, identifier),
        Attempt::Outdated { identifier } => (StatusCode::CONFLICT, identifier),
        Attempt::TooMany { identifier, .. } => (StatusCode::TOO_MANY_REQUESTS, identifier),
        Attempt::Busy { identifier } => (StatusCode::SERVICE_UNAVAILABLE, identifier),
    };
    let problem = attempt.problem(language).or_else(|| destination.problem(language));
    // Web Authentication §5.1.4: the browser offers passkeys in a field that says so.
    let name_fill = if passkey.is_some() { "username webauthn" } else { "username" };
    // A user who corrects a password should not have to click into the field.
    let focus_password = !typed.is_empty();
    let title = t!(language, "sign-in-title");
    let body = html! {
        h1 { (title) }
        p class="lead" { (destination.lead(language)) }
        @if let Some(problem) = &problem {
            p class="problem" role="alert" id="problem" { (problem) }
        }
        (visit.form(destination.route(), &html! {
            (destination.carried())
            label for="identifier" { (t!(language, "sign-in-identifier")) }
            input id="identifier" name="identifier" value=(typed) autocomplete=(name_fill) autocapitalize="none" spellcheck="false"
                required autofocus[!focus_password] aria-invalid=[problem.as_ref().map(|_| "true")] aria-describedby=[problem.as_ref().map(|_| "problem")];
            label for="password" { (t!(language, "pages-password")) }
            input id="password" name="password" type="password" autocomplete="current-password"
                required autofocus[focus_password] aria-invalid=[problem.as_ref().map(|_| "true")] aria-describedby=[problem.as_ref().map(|_| "problem")];
            button type="submit" { (t!(language, "sign-in-button")) }
        }))
        @if let Some(passkey) = &passkey {
            (passkey::form(visit, destination.passkey_route(), Asking::Alone, passkey, &destination.carried()))
        }
        (offered(visit, offers))
    };
    let forms = if passkey.is_some() { destination.forms().with_passkey() } else { destination.forms() };
    let mut response = Page { visit, status, title, forms, body }.render();
    if let Some(seconds) = attempt.retry_after() {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// The ways beside signing in.
fn offered(visit: &Visit, Offers { password_reset, registration }: Offers) -> Markup {
    let language = visit.language();
    let register = html! { a href=(visit.link(WorkspaceRoute::Register)) { (t!(language, "sign-in-register-link")) } };
    html! {
        @if password_reset { p class="quiet" { a href=(visit.link(WorkspaceRoute::Password)) { (t!(language, "sign-in-forgotten")) } } }
        @if registration { p class="quiet" { (t_html!(language, "sign-in-register", link = register)) } }
    }
}
