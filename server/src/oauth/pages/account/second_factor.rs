//! The pages of a user's second factor.

use axum::{http::StatusCode, response::Response};
use control::{Enrolment, QrCode};
use domain::{administrator::SecondFactorSummary, user::User};
use engine::second_factor::RecoveryCodes;
use maud::{Markup, PreEscaped, html};

use crate::{
    browser::scripts::COPY,
    oauth::{
        form_problems::FormProblems,
        pages::{Forms, Page, field::Field, form_page},
        visit::Visit,
    },
    paths::WorkspaceRoute,
};

/// Shows a secret to be taken into an authenticator app.
pub(in crate::oauth) fn offer(
    visit: &Visit,
    user: &User,
    offered: &Enrolment,
    passkeys: Option<SecondFactorSummary>,
    problems: &FormProblems,
) -> Response {
    let code = Field {
        name: "code",
        label: "Code",
        kind: "text",
        value: "",
        autocomplete: "one-time-code",
        hint: "The six digits that the app shows now.",
        required: true,
    };
    let form = html! {
        (drawing(&offered.qr_code))
        dl class="facts" {
            dt { "Secret" }
            dd { code { (offered.secret.expose()) } }
        }
        (visit.form(WorkspaceRoute::AccountSecondFactor, &html! {
            // For password managers, which keep a password under a name.
            input type="hidden" name="username" value=(user.identifier) autocomplete="username";
            input type="hidden" name="secret" value=(offered.sealed);
            (code.render(problems))
            (Field { name: "password", ..Field::current_password("") }.render(problems))
            button type="submit" { "Set up" }
        }))
        @if let Some(there) = passkeys { (recovery(visit, user, there)) }
        (way_back(visit))
    };
    let lead = html! {
        "With a second factor, your password alone signs nobody in. Scan the QR code with an authenticator app, or type the secret into it. "
        "Then enter the code that the app shows. You are signed out everywhere else."
    };
    form_page::render(&visit.realm, "Set up a second factor", &lead, &form, problems)
}

/// The recovery codes of one who has passkeys and no app.
fn recovery(visit: &Visit, user: &User, there: SecondFactorSummary) -> Markup {
    html! {
        h2 { "Recovery codes" }
        p { "You have passkeys. Each recovery code signs you in once after your password, where they are lost. Left: " (there.recovery_codes) "." }
        (visit.form(WorkspaceRoute::AccountSecondFactor, &html! {
            input type="hidden" name="username" value=(user.identifier) autocomplete="username";
            input type="hidden" name="version" value=(there.version);
            label for="codes-password" { "Current password" }
            input id="codes-password" name="password" type="password" autocomplete="current-password" required;
            button type="submit" name="do" value="codes" class="secondary" { "Make new recovery codes" }
        }))
    }
}

/// Shows that there is a second factor, and what can be done about it.
pub(in crate::oauth) fn manage(visit: &Visit, user: &User, there: SecondFactorSummary, problems: &FormProblems) -> Response {
    let form = html! {
        dl class="facts" {
            dt { "Recovery codes left" }
            dd { (there.recovery_codes) }
        }
        @if there.recovery_codes == 0 {
            p { "Make new ones: without them, the loss of your app locks you out." }
        }
        (visit.form(WorkspaceRoute::AccountSecondFactor, &html! {
            input type="hidden" name="username" value=(user.identifier) autocomplete="username";
            input type="hidden" name="version" value=(there.version);
            (Field { name: "password", ..Field::current_password("For either of these.") }.render(problems))
            button type="submit" name="do" value="codes" class="secondary" { "Make new recovery codes" }
            button type="submit" name="do" value="remove" class="danger" { "Remove authenticator app" }
        }))
        (way_back(visit))
    };
    let lead = html! {
        "A code of your authenticator app is asked for after your password. To move to another app, remove this one and set the other up. "
        "New recovery codes replace those that are left."
    };
    form_page::render(&visit.realm, "Your second factor", &lead, &form, problems)
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
    const fn sentence(self) -> &'static str {
        match self {
            Self::App => "Your authenticator app is set up.",
            Self::Passkey => "Your passkey was added.",
            Self::Nothing => "New recovery codes were made. The ones before do not work any more.",
        }
    }
}

/// Shows recovery codes, this once.
pub(in crate::oauth) fn codes(visit: &Visit, codes: &RecoveryCodes, with: CodesWith) -> Response {
    let body = html! {
        h1 { "Your recovery codes" }
        p class="notice" role="status" {
            (with.sentence()) " Write these codes down now, and keep them apart from your devices. They are shown only once."
        }
        p { "Each signs you in once after your password, in place of a code of the app or a passkey." }
        ul class="codes" id="codes" { @for code in codes.texts() { li { code { (code.expose()) } } } }
        button type="button" class="secondary" data-copies="codes" hidden { "Copy the codes" }
        p class="quiet" role="status" data-copied {}
        p { a class="button" href=(WorkspaceRoute::Account.below(&visit.realm.issuer)) { "Go to your account" } }
        script { (PreEscaped(COPY)) }
    };
    Page { realm: &visit.realm, status: StatusCode::OK, title: "Your recovery codes", forms: Forms::NoneWithCopy, body }.render()
}

fn drawing(QrCode { size, path }: &QrCode) -> Markup {
    html! {
        svg class="qr-code" role="img" aria-label="QR code of the secret below" viewBox={ "0 0 " (size) " " (size) } shape-rendering="crispEdges" {
            path d=(path) {}
        }
    }
}

fn way_back(visit: &Visit) -> Markup {
    html! { p class="quiet" { a href=(WorkspaceRoute::Account.below(&visit.realm.issuer)) { "Back to your account" } } }
}
