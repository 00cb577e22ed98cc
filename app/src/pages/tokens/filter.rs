use domain::family::RevocationReason;
use leptos::prelude::*;

use super::query::{FamilyQuery, Found, STATES};
use crate::{
    components::{NameField, choice_field, filter_chips, name_choices, number_field, text_field},
    paths::{WorkspacePages as _, WorkspacePath},
    t,
    text::word,
};

/// Asks the inventory for a client, a user, a state, and for more.
#[component]
pub fn Filter(
    /// The workspace.
    path: WorkspacePath,
    /// What is asked for now.
    asked: FamilyQuery,
    /// What that was found to be.
    found: Found,
    /// Whether something of it cannot be read.
    unread: bool,
) -> impl IntoView {
    let with =
        |client: &str, user: &str| FamilyQuery { client: client.to_owned(), user: user.to_owned(), ..asked.on_first_page() }.address(&path);
    let client_choices = name_choices(t!("tokens-filter-clients"), &asked.client, &found.client, |client| with(client, &asked.user));
    let user_choices = name_choices(t!("tokens-filter-users"), &asked.user, &found.user, |user| with(&asked.client, user));
    let client = NameField {
        name: "client",
        label: t!("tokens-filter-client"),
        placeholder: t!("tokens-filter-client-placeholder"),
        without: with("", &asked.user),
    };
    let client = client.view(asked.client.clone(), found.client);
    let user = NameField {
        name: "user",
        label: t!("tokens-filter-user"),
        placeholder: t!("tokens-filter-user-placeholder"),
        without: with(&asked.client, ""),
    };
    let user = user.view(asked.user.clone(), found.user);
    let state = asked.wanted_state().ok().flatten();
    let state = STATES.into_iter().find(|(.., one)| Some(*one) == state).map_or(asked.state.clone(), |(name, ..)| name.to_owned());
    let states = STATES.map(|(name, label, _)| (name.to_owned(), label.text().to_owned()));
    let unread = unread.then(|| {
        view! {
            <p class="filter-choices" role="alert">
                {t!("tokens-filter-unread")}
            </p>
        }
    });
    let chips = filter_chips(asked.further().into_iter().map(|(words, without)| (words, without.address(&path))).collect());
    let reasons = RevocationReason::ALL.map(|reason| (reason.code().to_owned(), word(reason.words()).to_owned()));
    let bound =
        [("yes", t!("tokens-filter-yes")), ("no", t!("tokens-filter-no"))].map(|(value, label)| (value.to_owned(), label.to_owned()));
    view! {
        <form method="get" action=path.tokens() class="toolbar">
            {client}
            {user}
            {choice_field(t!("tokens-filter-state"), "state", &state, states)}
            {asked.cut.kept()}
            <button type="submit" class="button" data-kind="secondary">{t!("tokens-filter-submit")}</button>
            <details class="filter-more">
                <summary>{t!("tokens-filter-more")}</summary>
                <div class="toolbar">
                    {text_field(t!("tokens-filter-began"), "began_before", "2026-11-29", &asked.began_before)}
                    {number_field(t!("tokens-filter-unused"), "unused_days", &asked.unused_days)}
                    {number_field(t!("tokens-filter-ends"), "ends_within_days", &asked.ends_within_days)}
                    {choice_field(t!("tokens-filter-reason"), "reason", &asked.reason, reasons)}
                    {text_field(t!("tokens-filter-scope"), "scope", "orders.read", &asked.scope)}
                    {choice_field(t!("tokens-filter-bound"), "key_bound", &asked.key_bound, bound)}
                </div>
            </details>
        </form>
        {chips}
        {client_choices}
        {user_choices}
        {unread}
    }
    .into_any()
}
