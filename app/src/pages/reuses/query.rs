use domain::{clock::Timestamp, reuse::ReuseFilter};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    api::ApiError,
    components::{Cut, NameField, NameMatch, Query, Unsettled, name_choices, period_field, query_string, since},
    id,
    paths::{WorkspacePages as _, WorkspacePath},
    t,
    text::MessageId,
    ui::Tabs,
};

/// The query of the page, as it is typed. A client or a user is named by identifier or by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct ReuseQuery {
    /// Which are shown, by a name of [`STATES`].
    pub(super) state: String,
    pub(super) client: String,
    pub(super) user: String,
    /// How far back is looked, by the code of a period.
    pub(super) last: String,
    /// The part of the list.
    pub(super) cut: Cut,
}

/// Those that nobody has handled, those that somebody has, and all: by their names in an address, and in words.
const STATES: [(&str, MessageId, Option<bool>); 3] = [
    ("", id!("reuses-state-open"), Some(false)),
    ("handled", id!("reuses-state-handled"), Some(true)),
    ("all", id!("reuses-state-all"), None),
];

/// The client and the user of a query, looked up.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Found {
    client: NameMatch,
    user: NameMatch,
}

impl ReuseQuery {
    /// Reads the page's address.
    pub(super) fn of(query: &Query) -> Self {
        let value = |name| query.value(name).trim().to_owned();
        Self { state: value("state"), client: value("client"), user: value("user"), last: value("last"), cut: Cut::of(query) }
    }

    /// Returns whether it asks for anything beside a state.
    pub(super) fn is_filtered(&self) -> bool {
        [&self.client, &self.user, &self.last].into_iter().any(|typed| !typed.is_empty())
    }

    /// Looks its client and its user up.
    pub(super) async fn find(&self, path: &WorkspacePath) -> Result<Found, ApiError> {
        Ok(Found { client: NameMatch::of_client(path, &self.client).await?, user: NameMatch::of_user(path, &self.user).await? })
    }

    /// Returns what it asks for at this time.
    ///
    /// # Errors
    /// [`Unsettled`] where it cannot be read, or a name stands for several or for nothing.
    pub(super) fn filter(&self, found: &Found, now: Timestamp) -> Result<ReuseFilter, Unsettled> {
        if !found.client.is_settled() || !found.user.is_settled() {
            return Err(Unsettled);
        }
        let (.., handled) = STATES.into_iter().find(|(name, ..)| *name == self.state).ok_or(Unsettled)?;
        let since = since(&self.last, "", now)?;
        Ok(ReuseFilter { client: found.client.id(), user: found.user.id(), handled, since, ..ReuseFilter::default() })
    }

    /// Returns the address of the page that answers it.
    pub(super) fn address(&self, path: &WorkspacePath) -> String {
        let pairs = [("state", &self.state), ("client", &self.client), ("user", &self.user), ("last", &self.last)];
        let pairs = [&pairs.map(|(name, value)| (name, Some(value.as_str())))[..], &self.cut.pairs()].concat();
        format!("{}{}", path.reuses(), query_string(&pairs))
    }
}

/// The tabs of the page. They keep the rest of the filter.
#[component]
pub(super) fn States(path: WorkspacePath, asked: ReuseQuery) -> impl IntoView {
    let tabs = STATES.map(move |(name, label, _)| {
        let current = (asked.state == name).then_some("page");
        let href = ReuseQuery { state: name.to_owned(), cut: asked.cut.on_first_page(), ..asked.clone() }.address(&path);
        view! { <a href=href aria-current=current>{label.text()}</a> }
    });
    view! { <Tabs label=t!("reuses-which-ones")>{tabs.collect_view()}</Tabs> }.into_any()
}

/// The filter, as a plain form.
#[component]
pub(super) fn Filter(path: WorkspacePath, asked: ReuseQuery, found: Found, unread: bool) -> impl IntoView {
    let with = |client: &str, user: &str| {
        let (client, user) = (client.to_owned(), user.to_owned());
        ReuseQuery { client, user, cut: asked.cut.on_first_page(), ..asked.clone() }.address(&path)
    };
    let client_choices = name_choices(t!("reuses-filter-clients"), &asked.client, &found.client, |client| with(client, &asked.user));
    let user_choices = name_choices(t!("reuses-filter-users"), &asked.user, &found.user, |user| with(&asked.client, user));
    let unread = (found.client.is_settled() && found.user.is_settled() && unread)
        .then(|| view! { <p class="filter-choices" role="alert">{t!("reuses-filter-unread")}</p> });
    let client = NameField {
        name: "client",
        label: t!("reuses-client"),
        placeholder: t!("reuses-filter-client-hint"),
        without: with("", &asked.user),
    };
    let client = client.view(asked.client.clone(), found.client);
    let user =
        NameField { name: "user", label: t!("reuses-user"), placeholder: t!("reuses-filter-user-hint"), without: with(&asked.client, "") };
    let user = user.view(asked.user.clone(), found.user);
    view! {
        <form method="get" action=path.reuses() class="toolbar">
            {(!asked.state.is_empty()).then(|| view! { <input type="hidden" name="state" value=asked.state.clone()/> })}
            {client}
            {user}
            {period_field(&asked.last)}
            <button type="submit" class="button" data-kind="secondary">{t!("reuses-filter")}</button>
        </form>
        {client_choices}
        {user_choices}
        {unread}
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_795_000_000_000);

    #[test]
    fn those_that_nobody_has_handled_are_asked_for_where_nothing_else_is_said() {
        let all = Found { client: NameMatch::All, user: NameMatch::All };
        let asked = |query: &str| ReuseQuery::of(&Query::of(query)).filter(&all, NOW);
        assert_eq!(asked("").unwrap().handled, Some(false));
        assert_eq!(asked("state=handled").unwrap().handled, Some(true));
        assert_eq!(
            asked("state=all&last=24h").unwrap(),
            ReuseFilter { since: Some(NOW.plus_seconds(-24 * 3600)), ..ReuseFilter::default() }
        );
        for odd in ["state=gone", "last=soon"] {
            assert_eq!(asked(odd), Err(Unsettled), "{odd}");
        }
        let several = Found { client: NameMatch::Several(Vec::new()), user: NameMatch::All };
        assert_eq!(ReuseQuery::default().filter(&several, NOW), Err(Unsettled), "it must not stand for all");
    }
}
