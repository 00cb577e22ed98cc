//! The pages of a user's second factor.

use axum::{http::StatusCode, response::Response};
use control::{Enrolment, QrCode};
use domain::{administrator::SecondFactorSummary, user::User};
use engine::second_factor::RecoveryCodes;
use maud::{Markup, PreEscaped, html};
use translation::Language;

use super::way_back;
use crate::{
    browser::scripts::COPY,
    oauth::{
        form_problems::FormProblems,
        pages::{Forms, Page, field::Field, form_page},
        visit::Visit,
    },
    paths::WorkspaceRoute,
    text::t,
};

/// Shows a secret to be taken into an authenticator app.
pub(in crate::oauth) fn offer(
    visit: &Visit,
    user: &User,
    offered: &Enrolment,
    passkeys: Option<SecondFactorSummary>,
    problems: &FormProblems,
) -> Response {
    let language = visit.language();
    let code = Field {
        name: "code",
        label: t!(language, "sign-in-code"),
        kind: "text",
        value: "",
        autocomplete: "one-time-code",
        hint: t!(language, "account-factor-code-hint"),
        required: true,
    };
    let form = html! {
        (drawing(language, &offered.qr_code))
        dl class="facts" {
            dt { (t!(language, "account-factor-secret")) }
            dd { code { (offered.secret.expose()) } }
        }
        (visit.form(WorkspaceRoute::AccountSecondFactor, &html! {
            // For password managers, which keep a password under a name.
            input type="hidden" name="username" value=(user.identifier) autocomplete="username";
            input type="hidden" name="secret" value=(offered.sealed);
            (code.render(language, problems))
            (Field { name: "password", ..Field::current_password(language, "") }.render(language, problems))
            button type="submit" { (t!(language, "account-factor-set-up")) }
        }))
        @if let Some(there) = passkeys { (recovery(visit, user, there)) }
        (way_back(visit))
    };
    let lead = html! { (t!(language, "account-factor-lead")) };
    form_page::render(visit, t!(language, "account-factor-title"), &lead, &form, problems)
}

/// The recovery codes of one who has passkeys and no app.
fn recovery(visit: &Visit, user: &User, there: SecondFactorSummary) -> Markup {
    let language = visit.language();
    html! {
        h2 { (t!(language, "account-factor-codes")) }
        p { (t!(language, "account-factor-codes-text", count = there.recovery_codes)) }
        (visit.form(WorkspaceRoute::AccountSecondFactor, &html! {
            input type="hidden" name="username" value=(user.identifier) autocomplete="username";
            input type="hidden" name="version" value=(there.version);
            label for="codes-password" { (t!(language, "pages-current-password")) }
            input id="codes-password" name="password" type="password" autocomplete="current-password" required;
            button type="submit" name="do" value="codes" class="secondary" { (t!(language, "account-factor-make-codes")) }
        }))
    }
}

/// Shows that there is a second factor, and what can be done about it.
pub(in crate::oauth) fn manage(visit: &Visit, user: &User, there: SecondFactorSummary, problems: &FormProblems) -> Response {
    let language = visit.language();
    let hint = t!(language, "account-factor-password-hint");
    let form = html! {
        dl class="facts" {
            dt { (t!(language, "account-factor-codes-left")) }
            dd { (there.recovery_codes) }
        }
        @if there.recovery_codes == 0 {
            p { (t!(language, "account-factor-codes-none")) }
        }
        (visit.form(WorkspaceRoute::AccountSecondFactor, &html! {
            input type="hidden" name="username" value=(user.identifier) autocomplete="username";
            input type="hidden" name="version" value=(there.version);
            (Field { name: "password", ..Field::current_password(language, hint) }.render(language, problems))
            button type="submit" name="do" value="codes" class="secondary" { (t!(language, "account-factor-make-codes")) }
            p class="quiet" { (t!(language, "account-factor-remove-text")) }
            button type="submit" name="do" value="remove" class="danger" { (t!(language, "account-factor-remove")) }
        }))
        (way_back(visit))
    };
    let lead = html! { (t!(language, "account-factor-manage-lead")) };
    form_page::render(visit, t!(language, "account-factor-manage"), &lead, &form, problems)
}

/// What recovery codes come with.
#[derive(Clone, Copy)]
pub(in crate::oauth) enum CodesWith {
    /// An authenticator app.
    App,
    /// The first passkey.
    Passkey,
    /// Nothing else: they take the place of others.
    Nothing,
}

impl CodesWith {
    fn sentence(self, language: Language) -> &'static str {
        match self {
            Self::App => t!(language, "account-codes-with-app"),
            Self::Passkey => t!(language, "account-passkey-added"),
            Self::Nothing => t!(language, "account-codes-alone"),
        }
    }
}

/// Shows recovery codes, this once.
pub(in crate::oauth) fn codes(visit: &Visit, codes: &RecoveryCodes, with: CodesWith) -> Response {
    let language = visit.language();
    let title = t!(language, "account-codes-title");
    let body = html! {
        h1 { (title) }
        p class="notice" role="status" { (with.sentence(language)) " " (t!(language, "account-codes-keep")) }
        p { (t!(language, "account-codes-text")) }
        ul class="codes" id="codes" { @for code in codes.texts() { li { code { (code.expose()) } } } }
        button type="button" class="secondary" data-copies="codes" hidden { (t!(language, "account-codes-copy")) }
        p class="quiet" role="status" data-copied=(t!(language, "account-codes-copied")) data-failed=(t!(language, "account-codes-not-copied")) {}
        p { a class="button" href=(visit.link(WorkspaceRoute::Account)) { (t!(language, "pages-go-to-account")) } }
        script { (PreEscaped(COPY)) }
    };
    Page { visit, status: StatusCode::OK, title, forms: Forms::NoneWithCopy, body }.render()
}

fn drawing(language: Language, QrCode { size, path }: &QrCode) -> Markup {
    html! {
        svg class="qr-code" role="img" aria-label=(t!(language, "account-factor-qr-code")) viewBox={ "0 0 " (size) " " (size) } shape-rendering="crispEdges" {
            path d=(path) {}
        }
    }
}
