//! The page of a user's own account.

pub(in crate::oauth) mod delete;
pub(in crate::oauth) mod email;
pub(in crate::oauth) mod passkeys;
pub(in crate::oauth) mod password;
pub(in crate::oauth) mod profile;
pub(in crate::oauth) mod second_factor;

use axum::{http::StatusCode, response::Response};
use control::{AccountView, OwnSession};
use domain::{clock::Timestamp, family::EndRule, name::Name};
use engine::endpoint::account::{Account, Application, LastingAccess};
use maud::{Markup, html};

use super::{Forms, Page};
use crate::{oauth::visit::Visit, paths::WorkspaceRoute};

/// What is said at the top.
pub(in crate::oauth) enum Notice {
    /// Nothing.
    None,
    /// The access of this application has ended.
    Revoked(Name),
    /// The user is signed in here alone.
    NowhereElse,
    /// The form came from a page of another session.
    Outdated,
    /// The profile was saved.
    ProfileSaved,
    /// The password is another.
    PasswordChanged,
    /// Another session has ended.
    SessionEnded,
    /// The authenticator app is not asked for any more.
    SecondFactorRemoved,
    /// There is one more passkey.
    PasskeyAdded,
    /// There is one passkey less.
    PasskeyRemoved,
}

impl Notice {
    /// Returns what a code in the address says.
    pub(in crate::oauth) fn done(code: &str) -> Self {
        match code {
            "profile" => Self::ProfileSaved,
            "password" => Self::PasswordChanged,
            "session" => Self::SessionEnded,
            "second_factor_removed" => Self::SecondFactorRemoved,
            "passkey_added" => Self::PasskeyAdded,
            "passkey_removed" => Self::PasskeyRemoved,
            _ => Self::None,
        }
    }
}

pub(in crate::oauth) fn render(visit: &Visit, account: &Account, view: &AccountView, notice: &Notice) -> Response {
    let realm = &visit.realm;
    let body = html! {
        h1 { "Your account" }
        p class="lead" { "You are signed in as " strong { bdi { (account.user.identifier) } } "." }
        (said(notice))
        (identity(visit, view))
        section class="account" aria-labelledby="applications" {
            h2 id="applications" { "Applications with access" }
            @if account.applications.is_empty() {
                p { "No application has access to your account." }
            } @else {
                ul class="applications" {
                    @for application in &account.applications {
                        li { (entry(visit, application)) }
                    }
                }
            }
        }
        (sessions(visit, account, view))
        (end(visit, view))
    };
    let status = if matches!(notice, Notice::Outdated) { StatusCode::CONFLICT } else { StatusCode::OK };
    Page { realm, status, title: "Your account", forms: Forms::Ours, body }.render()
}

fn said(notice: &Notice) -> Markup {
    html! {
        @match notice {
            Notice::None => {}
            Notice::Revoked(name) => p class="notice" role="status" { bdi { (name) } " has no access to your account any more." },
            Notice::NowhereElse => p class="notice" role="status" { "You are signed in nowhere else." },
            Notice::ProfileSaved => p class="notice" role="status" { "Your profile was saved." },
            Notice::PasswordChanged => p class="notice" role="status" { "Your password was changed. You are signed in nowhere else." },
            Notice::SecondFactorRemoved => p class="notice" role="status" { "Your authenticator app was removed." },
            Notice::PasskeyAdded => p class="notice" role="status" { "Your passkey was added." },
            Notice::PasskeyRemoved => p class="notice" role="status" { "Your passkey was removed. You are signed in nowhere else." },
            Notice::SessionEnded => p class="notice" role="status" { "That session has ended." },
            Notice::Outdated => p class="problem" role="alert" {
                "Nothing was changed: the page was opened before you signed in. This is your account as it is now."
            },
        }
    }
}

fn entry(visit: &Visit, application: &Application) -> Markup {
    let name = &application.name;
    html! {
        h3 { bdi { (name) } }
        @if !application.scopes.is_empty() {
            p { "It may:" }
            ul class="scopes" {
                @for scope in &application.scopes { li { bdi { (scope.description) } } }
            }
        }
        dl class="facts" {
            @if !application.services.is_empty() {
                dt { "For" }
                dd { @for (index, service) in application.services.iter().enumerate() { @if index > 0 { ", " } (service) } }
            }
            dt { "Since" }
            dd { (time(application.since)) }
            @match &application.lasting {
                Some(access) => (lasting(access)),
                None => {
                    dt { "Access" }
                    dd { "Only while you use it. It does not ask you again when you sign in." }
                }
            }
        }
        // Two steps without JavaScript: what will happen is read before it does.
        details {
            summary { "Revoke access" span class="visually-hidden" { " of " bdi { (name) } } }
            p { bdi { (name) } " loses its access at once, on all your devices, and has to ask you for it again. What it has seen so far it may keep." }
            (visit.form(WorkspaceRoute::AccountRevoke, &html! {
                input type="hidden" name="client_id" value=(application.client_id);
                button type="submit" class="danger" { "Revoke access of " bdi { (name) } }
            }))
        }
    }
}

fn lasting(access: &LastingAccess) -> Markup {
    html! {
        dt { "Last used" }
        dd { (time(access.last_used_at)) }
        dt { "Until" }
        dd {
            (time(access.ends_at))
            @match access.ends_by {
                EndRule::Absolute | EndRule::Policy if access.ends_with_session => ", or until you sign out",
                EndRule::Absolute | EndRule::Policy => ", also while you are away",
                EndRule::Idle => ", unless it is used before then",
                EndRule::Session => ", when your sign-in ends, or until you sign out",
            }
        }
        dt { "Sign-ins" }
        dd { (access.sign_ins) }
    }
}

/// Who the user is, and the ways to change that.
fn identity(visit: &Visit, view: &AccountView) -> Markup {
    let (profile, link) = (&view.user.profile, |route: WorkspaceRoute| route.below(&visit.realm.issuer));
    html! {
        section class="account" aria-labelledby="identity" {
            h2 id="identity" { "Profile" }
            dl class="facts" {
                dt { "Name" }
                dd { bdi { (profile.name) } }
                dt { "E-mail" }
                dd {
                    @match &profile.email {
                        Some(email) => { bdi { (email) } @if profile.email_verified { " (confirmed)" } @else { " (not confirmed)" } }
                        None => "None",
                    }
                }
                @if let Some(number) = &profile.phone_number {
                    dt { "Phone" }
                    dd { (number) }
                }
                @if let Some(address) = &profile.address {
                    dt { "Address" }
                    dd { bdi { (address.formatted.lines().collect::<Vec<_>>().join(", ")) } }
                }
            }
            ul class="ways" {
                li { a href=(link(WorkspaceRoute::AccountProfile)) { "Edit profile" } }
                @if view.has_mail {
                    li {
                        a href=(link(WorkspaceRoute::AccountEmail)) {
                            @if profile.email.is_none() || profile.email_verified { "Change e-mail address" } @else { "Confirm or change e-mail address" }
                        }
                    }
                }
                li { a href=(link(WorkspaceRoute::AccountPassword)) { "Change password" } }
                li { a href=(link(WorkspaceRoute::AccountSecondFactor)) { "Second factor" } }
                li { a href=(link(WorkspaceRoute::AccountPasskeys)) { "Passkeys" } }
            }
        }
    }
}

fn sessions(visit: &Visit, account: &Account, view: &AccountView) -> Markup {
    html! {
        section class="account" aria-labelledby="sessions" {
            h2 id="sessions" { "Where you are signed in" }
            @if account.other_sessions == 0 {
                p { "Only here." }
            } @else {
                p { "Here and in " (account.other_sessions) @if account.other_sessions == 1 { " other place." } @else { " other places." } }
            }
            ul class="applications sessions" {
                @for own in &view.sessions { li { (session(visit, own)) } }
            }
            @if account.other_sessions > 0 {
                p { "Signing out elsewhere also ends applications' access that depends on those sessions." }
                (visit.form(WorkspaceRoute::AccountSignOutElsewhere, &html! {
                    button type="submit" class="secondary" { "Sign out everywhere else" }
                }))
            }
            p class="quiet" { a href=(WorkspaceRoute::Logout.below(&visit.realm.issuer)) { "Sign out here" } }
        }
    }
}

fn session(visit: &Visit, OwnSession { session, is_this }: &OwnSession) -> Markup {
    let browser = session.browser.as_deref().unwrap_or("Unknown browser");
    html! {
        p class="session" { strong { bdi { (browser) } } @if *is_this { " (this browser)" } }
        dl class="facts" {
            @if let Some(address) = &session.address {
                dt { "From" }
                dd { (address) }
            }
            dt { "Signed in" }
            dd { (time(session.started_at)) }
            dt { "Last used" }
            dd { (time(session.last_seen_at)) }
            @if !session.clients.is_empty() {
                dt { "For" }
                dd { @for (index, client) in session.clients.iter().enumerate() { @if index > 0 { ", " } bdi { (client) } } }
            }
        }
        @if !is_this {
            (visit.form(WorkspaceRoute::AccountEndSession, &html! {
                input type="hidden" name="session" value=(session.id);
                button type="submit" class="secondary" { "Sign out" span class="visually-hidden" { " of " bdi { (browser) } } " there" }
            }))
        }
    }
}

/// The way to the end of the account, where the workspace leaves it to its users.
fn end(visit: &Visit, view: &AccountView) -> Markup {
    html! {
        @if view.settings.account_deletion {
            section class="account" aria-labelledby="end" {
                h2 id="end" { "Delete account" }
                p { a href=(WorkspaceRoute::AccountDelete.below(&visit.realm.issuer)) { "Delete your account" } }
            }
        }
    }
}

/// A time for people who may be anywhere, and for machines.
fn time(at: Timestamp) -> Markup {
    const MONTHS: [&str; 12] =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
    let exact = at.to_string();
    let month = exact.get(5..7).and_then(|month| month.parse::<usize>().ok()).and_then(|month| MONTHS.get(month.checked_sub(1)?));
    let people = match (exact.get(..4), month, exact.get(8..10), exact.get(11..16)) {
        (Some(year), Some(month), Some(day), Some(clock)) => format!("{} {month} {year}, {clock} UTC", day.trim_start_matches('0')),
        _ => exact.clone(),
    };
    html! { time datetime=(exact) { (people) } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_read_by_people_and_machines() {
        let text = time(Timestamp::from_millis(1_796_113_320_000)).into_string();
        assert_eq!(text, "<time datetime=\"2026-12-01T08:22:00Z\">1 December 2026, 08:22 UTC</time>");
        assert!(time(Timestamp::from_millis(i64::MAX)).into_string().contains("out of range"));
    }
}
