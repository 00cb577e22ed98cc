use domain::{
    clock::Timestamp,
    id::ClientId,
    view::{DecisionFilter, DecisionOutcome},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::reasons::reason_words;
use crate::{
    api::ApiError,
    components::{
        Cut, NameField, NameMatch, Query, Unsettled, choice_field, filter_chips, name_choices, period_field, query_string, since,
        time_field,
    },
    paths::{WorkspacePages as _, WorkspacePath},
    t,
    text::{alphabetical, word},
};

/// The query of the page, as it is typed. A client or a user is named by identifier or by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct DecisionQuery {
    pub(super) client: String,
    pub(super) user: String,
    pub(super) outcome: String,
    pub(super) reason: String,
    /// How far back is looked, by the code of a period.
    pub(super) last: String,
    pub(super) since: String,
    pub(super) until: String,
    /// Which part of the list is shown, and in which order.
    pub(super) cut: Cut,
}

/// The client and the user of a query, looked up.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Found {
    client: NameMatch,
    user: NameMatch,
}

impl DecisionQuery {
    /// Reads the page's address.
    pub(super) fn of(query: &Query) -> Self {
        let value = |name| query.value(name).trim().to_owned();
        Self {
            client: value("client"),
            user: value("user"),
            outcome: value("outcome"),
            reason: value("reason"),
            last: value("last"),
            since: value("since"),
            until: value("until"),
            cut: Cut::of(query),
        }
    }

    /// Returns whether it asks for anything at all.
    pub(super) fn is_filtered(&self) -> bool {
        *self != Self { cut: self.cut.clone(), ..Self::default() }
    }

    /// Looks its client and its user up.
    pub(super) async fn find(&self, path: &WorkspacePath) -> Result<Found, ApiError> {
        Ok(Found { client: NameMatch::of_client(path, &self.client).await?, user: NameMatch::of_user(path, &self.user).await? })
    }

    /// Returns what it asks for at this time.
    ///
    /// # Errors
    /// [`Unsettled`] where it cannot be read, or a name stands for several or for nothing.
    pub(super) fn filter(&self, found: &Found, now: Timestamp) -> Result<DecisionFilter, Unsettled> {
        if !found.client.is_settled() || !found.user.is_settled() {
            return Err(Unsettled);
        }
        let until: Option<Timestamp> = if self.until.is_empty() { None } else { Some(self.until.parse().map_err(|_| Unsettled)?) };
        Ok(DecisionFilter {
            client: found.client.id(),
            user: found.user.id(),
            outcome: if self.outcome.is_empty() { None } else { Some(DecisionOutcome::from_name(&self.outcome).ok_or(Unsettled)?) },
            reason: (!self.reason.is_empty()).then(|| self.reason.clone()),
            since: since(&self.last, &self.since, now)?,
            until,
        })
    }

    /// Returns of which client, and for which reason, failures of configuration are shown; none where the query asks for something that they
    /// do not have, or for a later page.
    pub(super) fn failures(&self, found: &Found) -> Option<(Option<ClientId>, Option<&str>)> {
        let others = [&self.user, &self.since, &self.until];
        let refused = self.outcome.is_empty() || self.outcome == DecisionOutcome::Refused.name();
        let is_asked_for = refused && self.cut.is_first() && others.iter().all(|part| part.is_empty()) && found.client.is_settled();
        is_asked_for.then(|| (found.client.id(), Some(self.reason.as_str()).filter(|reason| !reason.is_empty())))
    }

    /// The same in another part of the list.
    pub(super) fn with(&self, cut: Cut) -> Self {
        Self { cut, ..self.clone() }
    }

    /// Returns each part that stands among the further fields and is asked for, in words, with the query without it.
    fn further(&self) -> Vec<(String, Self)> {
        let without = |take: fn(&mut Self) -> &mut String| {
            let mut without = self.with(self.cut.on_first_page());
            take(&mut without).clear();
            without
        };
        let all = [
            (&self.reason, t!("logs-decisions-chip-reason", reason = reason_words(&self.reason)), without(|query| &mut query.reason)),
            (&self.since, t!("logs-filter-chip-since", since = self.since.clone()), without(|query| &mut query.since)),
            (&self.until, t!("logs-filter-chip-until", until = self.until.clone()), without(|query| &mut query.until)),
        ];
        all.into_iter().filter(|(typed, ..)| !typed.is_empty()).map(|(_, words, without)| (words, without)).collect()
    }

    /// Returns the address of the page that answers it.
    pub(super) fn address(&self, path: &WorkspacePath) -> String {
        let pairs = [
            ("client", &self.client),
            ("user", &self.user),
            ("outcome", &self.outcome),
            ("reason", &self.reason),
            ("last", &self.last),
            ("since", &self.since),
            ("until", &self.until),
        ];
        let pairs = pairs.map(|(name, value)| (name, Some(value.as_str())));
        format!("{}{}", path.decisions(), query_string(&[&pairs[..], &self.cut.pairs()[..]].concat()))
    }
}

/// The filter, as a plain form.
#[component]
pub(super) fn Filter(path: WorkspacePath, asked: DecisionQuery, found: Found, unread: bool, reasons: Vec<String>) -> impl IntoView {
    let with = |client: &str, user: &str| {
        let (client, user) = (client.to_owned(), user.to_owned());
        DecisionQuery { client, user, ..asked.with(asked.cut.on_first_page()) }.address(&path)
    };
    let client_choices = name_choices(t!("logs-decisions-clients"), &asked.client, &found.client, |client| with(client, &asked.user));
    let user_choices = name_choices(t!("logs-decisions-users"), &asked.user, &found.user, |user| with(&asked.client, user));
    let unread = (found.client.is_settled() && found.user.is_settled() && unread).then(|| {
        view! { <p class="filter-choices">{t!("logs-decisions-unread")}</p> }
    });
    let client = NameField {
        name: "client",
        label: t!("logs-decisions-client"),
        placeholder: t!("logs-decisions-client-example"),
        without: with("", &asked.user),
    };
    let client = client.view(asked.client.clone(), found.client);
    let user = NameField {
        name: "user",
        label: t!("logs-decisions-user"),
        placeholder: t!("logs-decisions-user-example"),
        without: with(&asked.client, ""),
    };
    let user = user.view(asked.user.clone(), found.user);
    let outcomes = DecisionOutcome::ALL.map(|outcome| (outcome.name().to_owned(), word(outcome.label()).to_owned()));
    let reasons = reasons.into_iter().map(|reason| {
        let words = reason_words(&reason);
        (reason, words)
    });
    // In the order of what is read, which is another in each language.
    let mut reasons: Vec<_> = reasons.collect();
    reasons.sort_by_key(|(_, words)| alphabetical(words));
    let chips = filter_chips(asked.further().into_iter().map(|(words, without)| (words, without.address(&path))).collect());
    view! {
        <form method="get" action=path.decisions() class="toolbar">
            {client}
            {user}
            {choice_field(t!("logs-decisions-answer"), "outcome", &asked.outcome, outcomes)}
            {period_field(&asked.last)}
            {asked.cut.kept()}
            <button type="submit" class="button" data-kind="secondary">{t!("logs-filter")}</button>
            <details class="filter-more">
                <summary>{t!("logs-filter-more")}</summary>
                <div class="toolbar">
                    {choice_field(t!("logs-decisions-reason"), "reason", &asked.reason, reasons)}
                    {time_field(t!("logs-filter-since"), "since", asked.since)}
                    {time_field(t!("logs-filter-until"), "until", asked.until)}
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
