//! The page of a user's own account.

pub(in crate::oauth) mod delete;
pub(in crate::oauth) mod email;
pub(in crate::oauth) mod everything;
pub(in crate::oauth) mod passkeys;
pub(in crate::oauth) mod password;
pub(in crate::oauth) mod profile;
pub(in crate::oauth) mod second_factor;

use axum::{http::StatusCode, response::Response};
use control::{AccountView, OwnSession};
use domain::{clock::Timestamp, family::EndRule, name::Name};
use engine::endpoint::account::{Account, Application, LastingAccess};
use maud::{Markup, html};
use translation::Language;

use super::{Forms, Page, asked, details};
use crate::{
    oauth::visit::Visit,
    paths::WorkspaceRoute,
    text::{t, t_html},
};

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
    let language = visit.language();
    let title = t!(language, "account-title");
    let body = html! {
        h1 { (title) }
        p class="lead" { (asked::signed_in_as(language, &account.user.identifier)) }
        (said(language, notice))
        (identity(visit, view))
        section class="account" aria-labelledby="applications" {
            h2 id="applications" { (t!(language, "account-applications")) }
            @if account.applications.is_empty() {
                p { (t!(language, "account-applications-none")) }
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
    Page { visit, status, title, forms: Forms::Ours, body }.render()
}

fn said(language: Language, notice: &Notice) -> Markup {
    let done = |sentence: &'static str| html! { p class="notice" role="status" { (sentence) } };
    match notice {
        Notice::None => html! {},
        Notice::Revoked(name) => html! {
            p class="notice" role="status" { (t_html!(language, "account-revoked", application = html! { bdi { (name) } })) }
        },
        Notice::NowhereElse => done(t!(language, "account-nowhere-else")),
        Notice::ProfileSaved => done(t!(language, "account-profile-saved")),
        Notice::PasswordChanged => done(t!(language, "account-password-changed")),
        Notice::SecondFactorRemoved => done(t!(language, "account-app-removed")),
        Notice::PasskeyAdded => done(t!(language, "account-passkey-added")),
        Notice::PasskeyRemoved => done(t!(language, "account-passkey-removed")),
        Notice::SessionEnded => done(t!(language, "account-session-ended")),
        Notice::Outdated => html! { p class="problem" role="alert" { (t!(language, "account-outdated")) } },
    }
}

fn entry(visit: &Visit, application: &Application) -> Markup {
    let (language, name) = (visit.language(), || html! { bdi { (application.name) } });
    html! {
        h3 { (name()) }
        @if !application.provenance.is_known() {
            p class="quiet" { (asked::origin(language, &application.provenance)) }
        }
        @if !application.scopes.is_empty() {
            p { (t!(language, "account-may")) }
            ul class="scopes" {
                @for scope in &application.scopes {
                    li { bdi { (language.of_scope(scope.scope.as_str(), scope.told(language == Language::German))) } }
                }
            }
        }
        (details::elements(language, details::Heading::OfEntry, &application.details))
        dl class="facts" {
            @if !application.services.is_empty() {
                dt { (t!(language, "account-for")) }
                dd { @for (index, service) in application.services.iter().enumerate() { @if index > 0 { ", " } (service) } }
            }
            dt { (t!(language, "account-since")) }
            dd { (time(language, application.since)) }
            @match &application.lasting {
                Some(access) => (lasting(language, access)),
                None => {
                    dt { (t!(language, "account-access")) }
                    dd { (t!(language, "account-access-while-used")) }
                }
            }
        }
        // Two steps without JavaScript: what will happen is read before it does.
        details {
            summary {
                (t_html!(
                    language,
                    "account-revoke-summary",
                    hidden = html! { span class="visually-hidden" { (t_html!(language, "account-revoke-of", application = name())) } },
                ))
            }
            p { (t_html!(language, "account-revoke-text", application = name())) }
            (visit.form(WorkspaceRoute::AccountRevoke, &html! {
                input type="hidden" name="client_id" value=(application.client_id);
                button type="submit" class="danger" { (t_html!(language, "account-revoke", application = name())) }
            }))
        }
    }
}

fn lasting(language: Language, access: &LastingAccess) -> Markup {
    let until = time(language, access.ends_at);
    html! {
        dt { (t!(language, "account-last-used")) }
        dd { (time(language, access.last_used_at)) }
        dt { (t!(language, "account-until")) }
        dd {
            @match access.ends_by {
                EndRule::Absolute | EndRule::Policy if access.ends_with_session => (t_html!(language, "account-until-sign-out", time = until)),
                EndRule::Absolute | EndRule::Policy => (t_html!(language, "account-until-absolute", time = until)),
                EndRule::Idle => (t_html!(language, "account-until-idle", time = until)),
                EndRule::Session => (t_html!(language, "account-until-session", time = until)),
            }
        }
        dt { (t!(language, "account-sign-ins")) }
        dd { (access.sign_ins) }
    }
}

/// Who the user is, and the ways to change that.
fn identity(visit: &Visit, view: &AccountView) -> Markup {
    let (language, known) = (visit.language(), &view.user.profile);
    let way = |route: WorkspaceRoute, text: &'static str| html! { li { a href=(visit.link(route)) { (text) } } };
    let is_settled = known.email.is_none() || known.email_verified;
    let change = if is_settled { t!(language, "account-change-email") } else { t!(language, "account-confirm-email") };
    html! {
        section class="account" aria-labelledby="identity" {
            h2 id="identity" { (t!(language, "account-profile")) }
            dl class="facts" {
                dt { (t!(language, "pages-name")) }
                dd { bdi { (known.name) } }
                dt { (t!(language, "pages-email")) }
                dd {
                    @match &known.email {
                        Some(address) => {
                            bdi { (address) } " "
                            @if known.email_verified {
                                (t!(language, "account-email-is-confirmed"))
                            } @else {
                                (t!(language, "account-email-is-unconfirmed"))
                            }
                        }
                        None => (t!(language, "account-email-none")),
                    }
                }
                @if let Some(number) = &known.phone_number {
                    dt { (t!(language, "account-phone")) }
                    dd { (number) }
                }
                @if let Some(address) = &known.address {
                    dt { (t!(language, "account-address")) }
                    dd { bdi { (address.formatted.lines().collect::<Vec<_>>().join(", ")) } }
                }
            }
            ul class="ways" {
                (way(WorkspaceRoute::AccountProfile, t!(language, "account-edit-profile")))
                @if view.has_mail { (way(WorkspaceRoute::AccountEmail, change)) }
                (way(WorkspaceRoute::AccountPassword, t!(language, "account-change-password")))
                (way(WorkspaceRoute::AccountSecondFactor, t!(language, "account-second-factor")))
                (way(WorkspaceRoute::AccountPasskeys, t!(language, "account-passkeys")))
            }
        }
    }
}

fn sessions(visit: &Visit, account: &Account, view: &AccountView) -> Markup {
    let language = visit.language();
    html! {
        section class="account" aria-labelledby="sessions" {
            h2 id="sessions" { (t!(language, "account-sessions")) }
            @if account.other_sessions == 0 {
                p { (t!(language, "account-sessions-only")) }
            } @else {
                p { (t!(language, "account-sessions-others", count = account.other_sessions)) }
            }
            ul class="applications sessions" {
                @for own in &view.sessions { li { (session(visit, own)) } }
            }
            @if account.other_sessions > 0 {
                p { (t!(language, "account-sign-out-elsewhere-text")) }
                (visit.form(WorkspaceRoute::AccountSignOutElsewhere, &html! {
                    button type="submit" class="secondary" { (t!(language, "account-sign-out-elsewhere")) }
                }))
            }
            p class="quiet" { a href=(visit.link(WorkspaceRoute::Logout)) { (t!(language, "account-sign-out-here")) } }
            // Two steps without JavaScript, as for one application.
            details {
                summary { (t!(language, "account-everything")) }
                p { (t!(language, "account-everything-text")) }
                (visit.form(WorkspaceRoute::AccountEndEverything, &html! {
                    button type="submit" class="danger" { (t!(language, "account-everything-button")) }
                }))
            }
        }
    }
}

fn session(visit: &Visit, OwnSession { session, is_this }: &OwnSession) -> Markup {
    let language = visit.language();
    let described = session.browser.as_deref().map(|browser| language.browser(browser));
    let browser = described.unwrap_or_else(|| t!(language, "account-unknown-browser").to_owned());
    html! {
        p class="session" { strong { bdi { (browser) } } @if *is_this { " " (t!(language, "account-this-browser")) } }
        dl class="facts" {
            @if let Some(address) = &session.address {
                dt { (t!(language, "account-from")) }
                dd { (address) }
            }
            dt { (t!(language, "account-signed-in")) }
            dd { (time(language, session.started_at)) }
            dt { (t!(language, "account-last-used")) }
            dd { (time(language, session.last_seen_at)) }
            @if !session.clients.is_empty() {
                dt { (t!(language, "account-for")) }
                dd { @for (index, client) in session.clients.iter().enumerate() { @if index > 0 { ", " } bdi { (client) } } }
            }
        }
        @if !is_this {
            (visit.form(WorkspaceRoute::AccountEndSession, &html! {
                input type="hidden" name="session" value=(session.id);
                button type="submit" class="secondary" {
                    (t_html!(
                        language,
                        "account-end-session",
                        hidden = html! {
                            span class="visually-hidden" { (t_html!(language, "account-end-session-of", browser = html! { bdi { (browser) } })) }
                        },
                    ))
                }
            }))
        }
    }
}

/// The way to the end of the account, where the workspace leaves it to its users.
fn end(visit: &Visit, view: &AccountView) -> Markup {
    let language = visit.language();
    html! {
        @if view.settings.account_deletion {
            section class="account" aria-labelledby="end" {
                h2 id="end" { (t!(language, "account-delete")) }
                p { a href=(visit.link(WorkspaceRoute::AccountDelete)) { (t!(language, "account-delete-yours")) } }
            }
        }
    }
}

/// The way back to the account.
fn way_back(visit: &Visit) -> Markup {
    html! { p class="quiet" { a href=(visit.link(WorkspaceRoute::Account)) { (t!(visit.language(), "account-back")) } } }
}

/// A time for people who may be anywhere, and for machines.
fn time(language: Language, at: Timestamp) -> Markup {
    let exact = at.to_string();
    let month = exact.get(5..7).and_then(|month| month_name(language, month));
    let people = match (exact.get(..4), month, exact.get(8..10), exact.get(11..16)) {
        (Some(year), Some(month), Some(day), Some(clock)) => {
            let (year, day, clock) = (year.to_owned(), day.trim_start_matches('0').to_owned(), clock.to_owned());
            t!(language, "account-time", day = day, month = month, year = year, clock = clock)
        }
        _ => exact.clone(),
    };
    html! { time datetime=(exact) { (people) } }
}

fn month_name(language: Language, number: &str) -> Option<&'static str> {
    Some(match number {
        "01" => t!(language, "account-january"),
        "02" => t!(language, "account-february"),
        "03" => t!(language, "account-march"),
        "04" => t!(language, "account-april"),
        "05" => t!(language, "account-may-month"),
        "06" => t!(language, "account-june"),
        "07" => t!(language, "account-july"),
        "08" => t!(language, "account-august"),
        "09" => t!(language, "account-september"),
        "10" => t!(language, "account-october"),
        "11" => t!(language, "account-november"),
        "12" => t!(language, "account-december"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_read_by_people_and_machines() {
        let text = |language| time(language, Timestamp::from_millis(1_796_113_320_000)).into_string();
        assert_eq!(text(Language::English), "<time datetime=\"2026-12-01T08:22:00Z\">1 December 2026, 08:22 UTC</time>");
        assert_eq!(text(Language::German), "<time datetime=\"2026-12-01T08:22:00Z\">1. Dezember 2026, 08:22 UTC</time>");
        assert!(time(Language::German, Timestamp::from_millis(i64::MAX)).into_string().contains("out of range"));
    }
}
