//! What the inventory is asked for, as its address has it.

use domain::{
    clock::Timestamp,
    family::{FamilyState, RevocationReason},
    scope::Scope,
    view::FamilyFilter,
};
use serde::{Deserialize, Serialize};

use crate::{
    api::ApiError,
    components::{Cut, FamilyOwner, NameMatch, Query, Unsettled, query_string},
    id,
    paths::{WorkspacePages as _, WorkspacePath},
    t,
    text::{MessageId, Value, word},
};

/// How many seconds a day has.
const DAY: i64 = 24 * 3600;
/// The most days that can be asked for: ten years.
const MOST_DAYS: i64 = 3650;

/// The query of the inventory, as it is typed. A client or a user is named by identifier or by name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FamilyQuery {
    /// The client.
    pub client: String,
    /// The user.
    pub user: String,
    /// The state.
    pub state: String,
    /// Those that began before this day or time.
    pub began_before: String,
    /// Those that were not used for so many days.
    pub unused_days: String,
    /// Those that end within so many days.
    pub ends_within_days: String,
    /// Those that were ended for this reason, by its code.
    pub reason: String,
    /// Those with this scope.
    pub scope: String,
    /// Those that are bound to a key or a certificate, `yes` or `no`.
    pub key_bound: String,
    /// Which part of the list is shown, and in which order.
    pub cut: Cut,
}

impl FamilyQuery {
    /// Reads the page's address.
    pub fn of(query: &Query) -> Self {
        let value = |name| query.value(name).trim().to_owned();
        Self {
            client: query.value("client"),
            user: query.value("user"),
            state: value("state"),
            began_before: value("began_before"),
            unused_days: value("unused_days"),
            ends_within_days: value("ends_within_days"),
            reason: value("reason"),
            scope: value("scope"),
            key_bound: value("key_bound"),
            cut: Cut::of(query),
        }
    }

    /// Returns whether it asks for anything at all.
    pub fn is_filtered(&self) -> bool {
        *self != Self { cut: self.cut.clone(), ..Self::default() }
    }

    /// The same from its first page on.
    #[must_use]
    pub fn on_first_page(&self) -> Self {
        self.with(self.cut.on_first_page())
    }

    /// The same in another part of the list.
    #[must_use]
    pub fn with(&self, cut: Cut) -> Self {
        Self { cut, ..self.clone() }
    }

    /// Returns the state that is asked for, by its name or its English label, or none where all are.
    ///
    /// # Errors
    /// [`Unsettled`] where there is no such state; it must not stand for all.
    pub fn wanted_state(&self) -> Result<Option<FamilyState>, Unsettled> {
        // The others are called as they are named.
        let named = if self.state.eq_ignore_ascii_case("active") { "live" } else { self.state.as_str() };
        let found = STATES.into_iter().find(|(name, ..)| name.eq_ignore_ascii_case(named));
        if self.state.is_empty() { Ok(None) } else { found.map(|(.., state)| Some(state)).ok_or(Unsettled) }
    }

    /// Returns what it asks for beside a client and a user, at this time.
    ///
    /// # Errors
    /// [`Unsettled`] where something cannot be read; it must not stand for all.
    pub fn wanted(&self, now: Timestamp) -> Result<FamilyFilter, Unsettled> {
        let (unused, ends_within) = (days(&self.unused_days)?, days(&self.ends_within_days)?);
        let reason = given(&self.reason, RevocationReason::from_code)?;
        Ok(FamilyFilter {
            client: None,
            user: None,
            state: self.wanted_state()?,
            began_before: given(&self.began_before, |text| text.parse().ok())?,
            unused_since: unused.map(|seconds| now.plus_seconds(-seconds)),
            expires_before: ends_within.map(|seconds| now.plus_seconds(seconds)),
            ended_because: reason,
            scope: given(&self.scope, |text| Scope::parse(text).ok())?,
            key_bound: given(&self.key_bound, |text| match text {
                "yes" => Some(true),
                "no" => Some(false),
                _ => None,
            })?,
        })
    }

    /// Returns the address of the inventory that answers it.
    pub fn address(&self, path: &WorkspacePath) -> String {
        let pairs = [
            ("client", &self.client),
            ("user", &self.user),
            ("state", &self.state),
            ("began_before", &self.began_before),
            ("unused_days", &self.unused_days),
            ("ends_within_days", &self.ends_within_days),
            ("reason", &self.reason),
            ("scope", &self.scope),
            ("key_bound", &self.key_bound),
        ];
        let pairs = pairs.map(|(name, value)| (name, Some(value.as_str())));
        format!("{}{}", path.tokens(), query_string(&[&pairs[..], &self.cut.pairs()[..]].concat()))
    }

    /// Returns the query of its address from its first page on, without its `?`; empty where it asks for nothing.
    pub fn query(&self, path: &WorkspacePath) -> String {
        let address = self.on_first_page().address(path);
        address.split_once('?').map(|(_, query)| query.to_owned()).unwrap_or_default()
    }

    /// Returns what it asks for beside a client, a user and a state, each in words, with the query without it.
    pub fn further(&self) -> Vec<(String, Self)> {
        let without = |take: for<'a> fn(&'a mut Self) -> &'a mut String| {
            let mut without = self.on_first_page();
            take(&mut without).clear();
            without
        };
        let reason =
            RevocationReason::from_code(&self.reason).map_or_else(|| self.reason.clone(), |reason| word(reason.words()).to_owned());
        let bound = if self.key_bound == "no" { t!("tokens-query-not-bound") } else { t!("tokens-query-bound") };
        let all = [
            (&self.began_before, t!("tokens-query-began", time = self.began_before.clone()), without(|query| &mut query.began_before)),
            (&self.unused_days, t!("tokens-query-unused", days = typed_number(&self.unused_days)), without(|query| &mut query.unused_days)),
            (
                &self.ends_within_days,
                t!("tokens-query-ends", days = typed_number(&self.ends_within_days)),
                without(|query| &mut query.ends_within_days),
            ),
            (&self.reason, t!("tokens-query-reason", reason = reason), without(|query| &mut query.reason)),
            (&self.scope, t!("tokens-query-scope", scope = self.scope.clone()), without(|query| &mut query.scope)),
            (&self.key_bound, bound.to_owned(), without(|query| &mut query.key_bound)),
        ];
        all.into_iter().filter(|(typed, ..)| !typed.is_empty()).map(|(_, words, without)| (words, without)).collect()
    }
}

/// Reads what was typed, if anything was.
fn given<T>(text: &str, read: impl FnOnce(&str) -> Option<T>) -> Result<Option<T>, Unsettled> {
    if text.is_empty() { Ok(None) } else { read(text).map(Some).ok_or(Unsettled) }
}

/// Returns a number as it is shown; what is none as it was typed.
fn typed_number(text: &str) -> Value<'static> {
    text.parse::<i64>().map_or_else(|_| Value::from(text.to_owned()), Value::from)
}

/// Reads a number of days. Returns it in seconds.
fn days(text: &str) -> Result<Option<i64>, Unsettled> {
    given(text, |text| text.parse().ok().filter(|days| (0..=MOST_DAYS).contains(days)).map(|days: i64| days * DAY))
}

/// The states, by their names in an address, and in words.
pub(super) const STATES: [(&str, MessageId, FamilyState); 3] = [
    ("live", id!("tokens-query-live"), FamilyState::Live),
    ("expired", id!("tokens-query-expired"), FamilyState::Expired),
    ("revoked", id!("tokens-query-revoked"), FamilyState::Revoked),
];

/// The client and the user of a query, looked up.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Found {
    /// The client.
    pub client: NameMatch,
    /// The user.
    pub user: NameMatch,
}

/// Looks up the client and the user of a query.
pub(super) async fn find(path: &WorkspacePath, asked: &FamilyQuery) -> Result<Found, ApiError> {
    Ok(Found { client: NameMatch::of_client(path, &asked.client).await?, user: NameMatch::of_user(path, &asked.user).await? })
}

impl Found {
    /// Returns the owner of the tokens.
    pub fn owner(&self) -> Result<FamilyOwner, Unsettled> {
        Ok(FamilyOwner { client: self.client.one()?, user: self.user.one()? })
    }

    /// The filter for the families.
    ///
    /// # Errors
    /// [`Unsettled`] where something of the query cannot be read, or a name stands for several or for nothing.
    pub fn filter(&self, asked: &FamilyQuery, now: Timestamp) -> Result<FamilyFilter, Unsettled> {
        if !self.client.is_settled() || !self.user.is_settled() {
            return Err(Unsettled);
        }
        Ok(FamilyFilter { client: self.client.id(), user: self.user.id(), ..asked.wanted(now)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_795_000_000_000);

    #[test]
    fn a_state_is_named_by_its_value_or_its_label_and_an_unknown_one_stands_for_none() {
        let wanted = |state: &str| FamilyQuery { state: state.to_owned(), ..FamilyQuery::default() }.wanted_state();
        assert_eq!(wanted(""), Ok(None));
        for live in ["live", "active", "Active"] {
            assert_eq!(wanted(live), Ok(Some(FamilyState::Live)));
        }
        assert_eq!(wanted("ended"), Err(Unsettled));
    }

    #[test]
    fn what_cannot_be_read_does_not_stand_for_everything() {
        let read = |query: &str| FamilyQuery::of(&Query::of(query)).wanted(NOW);
        for odd in
            ["began_before=soon", "unused_days=-1", "unused_days=x", "ends_within_days=99999", "reason=rain", "scope=a%22b", "key_bound=1"]
        {
            assert_eq!(read(odd), Err(Unsettled), "{odd}");
        }
        let all = read("unused_days=90&ends_within_days=7&reason=logout&scope=orders&key_bound=no&began_before=2026-11-01").unwrap();
        assert_eq!(all.unused_since, Some(NOW.plus_seconds(-90 * DAY)));
        assert_eq!(all.expires_before, Some(NOW.plus_seconds(7 * DAY)));
        assert_eq!((all.ended_because, all.key_bound), (Some(RevocationReason::Logout), Some(false)));
        assert!(all.scope.is_some() && all.began_before.is_some());
    }

    #[test]
    fn each_part_is_told_in_words_and_can_be_taken_back() {
        let query = FamilyQuery::of(&Query::of("unused_days=90&scope=orders&state=live&after=x"));
        let further = query.further();
        assert_eq!(further.iter().map(|(words, _)| words.as_str()).collect::<Vec<_>>(), ["Not used for 90 days", "Scope orders"]);
        assert_eq!(further[0].1, FamilyQuery::of(&Query::of("scope=orders&state=live")));
    }
}
