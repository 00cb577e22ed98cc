//! The sign-in page.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use control::Offers;
use domain::problem::Problem;
use engine::{endpoint::authorize::SignInPage, form::Form, passkey::PasskeyError, password::Busy};
use maud::{Markup, html};

use super::{
    Forms, Page,
    passkey::{self, Asking},
};
use crate::{
    oauth::{offers::BesidePassword, visit::Visit},
    paths::WorkspaceRoute,
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
    fn problem(self) -> Option<&'static str> {
        match self {
            Self::Application(page) if page.other_user => Some(OTHER_USER),
            _ => None,
        }
    }

    pub(super) fn lead(self) -> Markup {
        match self {
            Self::Application(page) => html! { "to continue to " strong { bdi { (page.client_name) } } },
            Self::Account => html! { "to manage your account" },
        }
    }
}

const NO_COOKIE: &str = "Your password was right, but your browser did not keep the cookie that says so. Allow cookies for this site, then sign \
                         in again.";
const OVER: &str = "The code has to be entered within 10 minutes of the password. Type your password again.";
const OTHER_USER: &str = "The application asks for another account than the one you are signed in with. Sign in with that account.";

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
    let BesidePassword { offers, passkey } = beside;
    let (status, typed, problem) = match attempt {
        Attempt::First => (StatusCode::OK, destination.login_hint(), destination.problem().map(str::to_owned)),
        Attempt::NoCookie => (StatusCode::OK, destination.login_hint(), Some(NO_COOKIE.to_owned())),
        Attempt::Wrong { identifier } => {
            (StatusCode::UNPROCESSABLE_ENTITY, identifier, Some("The user name or the password is wrong.".to_owned()))
        }
        Attempt::Passkey(error) => (StatusCode::UNPROCESSABLE_ENTITY, destination.login_hint(), Some(error.problem().sentence())),
        Attempt::PasskeyOver => (StatusCode::UNPROCESSABLE_ENTITY, destination.login_hint(), Some(Problem::PasskeyExpired.sentence())),
        Attempt::Over => (StatusCode::UNPROCESSABLE_ENTITY, destination.login_hint(), Some(OVER.to_owned())),
        Attempt::Outdated { identifier } => {
            (StatusCode::CONFLICT, identifier, Some("Nothing was sent: this page was out of date. Type your password again.".to_owned()))
        }
        Attempt::TooMany { identifier, seconds } => {
            let wait = domain::lifetime::words(seconds);
            (StatusCode::TOO_MANY_REQUESTS, identifier, Some(format!("Too many attempts failed. Try again in {wait}.")))
        }
        Attempt::Busy { identifier } => {
            let wait = domain::lifetime::words(Busy::RETRY_AFTER_SECONDS);
            let problem = format!("Too many people are signing in at the moment, so your password was not checked. Try again in {wait}.");
            (StatusCode::SERVICE_UNAVAILABLE, identifier, Some(problem))
        }
    };
    // Web Authentication §5.1.4: the browser offers passkeys in a field that says so.
    let name_fill = if passkey.is_some() { "username webauthn" } else { "username" };
    // A user who corrects a password should not have to click into the field.
    let focus_password = !typed.is_empty();
    let body = html! {
        h1 { "Sign in" }
        p class="lead" { (destination.lead()) }
        @if let Some(problem) = &problem {
            p class="problem" role="alert" id="problem" { (problem) }
        }
        (visit.form(destination.route(), &html! {
            (destination.carried())
            label for="identifier" { "User name or e-mail" }
            input id="identifier" name="identifier" value=(typed) autocomplete=(name_fill) autocapitalize="none" spellcheck="false"
                required autofocus[!focus_password] aria-invalid=[problem.as_ref().map(|_| "true")] aria-describedby=[problem.as_ref().map(|_| "problem")];
            label for="password" { "Password" }
            input id="password" name="password" type="password" autocomplete="current-password"
                required autofocus[focus_password] aria-invalid=[problem.as_ref().map(|_| "true")] aria-describedby=[problem.as_ref().map(|_| "problem")];
            button type="submit" { "Sign in" }
        }))
        @if let Some(passkey) = &passkey {
            (passkey::form(visit, destination.passkey_route(), Asking::Alone, passkey, &destination.carried()))
        }
        (offered(visit, offers))
    };
    let forms = if passkey.is_some() { destination.forms().with_passkey() } else { destination.forms() };
    let mut response = Page { realm: &visit.realm, status, title: "Sign in", forms, body }.render();
    if let Some(seconds) = attempt.retry_after() {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// The ways beside signing in.
fn offered(visit: &Visit, Offers { password_reset, registration }: Offers) -> Markup {
    let link = |route: WorkspaceRoute| route.below(&visit.realm.issuer);
    html! {
        @if password_reset { p class="quiet" { a href=(link(WorkspaceRoute::Password)) { "Forgot your password?" } } }
        @if registration { p class="quiet" { "No account yet? " a href=(link(WorkspaceRoute::Register)) { "Create one" } } }
    }
}
