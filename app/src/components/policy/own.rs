use std::collections::BTreeMap;

use domain::{
    policy::{Origin, PolicyValue, TokenPolicyOverrides},
    problem::Problem,
};
use serde::{Deserialize, Serialize};

use super::TypedPolicy;
use crate::{
    api::{ApiError, Problems},
    components::TypedLifetimes,
};

/// For each value that a client can have of its own by typing it: whether that is chosen.
pub type Sources = BTreeMap<String, Origin>;

/// The values of a client's own policy as they are typed and chosen, by their names on the wire.
///
/// Text and choice are one value, so that what one administrator typed and another saved is put together with its choice.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TypedOverrides(BTreeMap<String, Own>);

/// One value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
enum Own {
    /// The client's own, or, empty, the workspace's.
    Text(String),
    /// A text where the workspace's is chosen, or none where the own one is. It cannot be saved.
    Contradiction { from: Origin, text: String },
}

impl Own {
    fn of(text: &str, chosen: Option<Origin>) -> Self {
        let text = text.to_owned();
        match (chosen, text.trim().is_empty()) {
            (Some(from @ Origin::Workspace), false) | (Some(from @ Origin::Client), true) => Self::Contradiction { from, text },
            _ => Self::Text(text),
        }
    }
}

impl TypedOverrides {
    /// Those of a client's policy.
    pub fn of(policy: &TokenPolicyOverrides) -> Self {
        Self::each(|value| Own::Text(value.own(policy).unwrap_or_default()))
    }

    fn each(typed: impl Fn(&PolicyValue) -> Own) -> Self {
        Self(PolicyValue::all().map(|value| (value.name.to_owned(), typed(value))).collect())
    }
}

impl TypedOverrides {
    /// Those that a form sent: each value once, with what is chosen of it.
    pub fn sent(typed: &TypedPolicy, from: &Sources) -> Self {
        Self::each(|value| Own::of(typed.text(value.name), from.get(value.name).copied()))
    }

    /// The lifetimes of refresh tokens.
    pub fn lifetimes(&self) -> TypedLifetimes {
        let text = |name| match self.0.get(name) {
            Some(Own::Text(text)) => text.as_str(),
            _ => "",
        };
        TypedLifetimes::new(text("refresh_token_ttl"), text("refresh_token_idle_ttl"))
    }

    /// Replaces the lifetimes of refresh tokens.
    #[must_use]
    pub fn with_lifetimes(mut self, TypedLifetimes { refresh_token_ttl, refresh_token_idle_ttl }: TypedLifetimes) -> Self {
        self.0.insert("refresh_token_ttl".to_owned(), Own::Text(refresh_token_ttl));
        self.0.insert("refresh_token_idle_ttl".to_owned(), Own::Text(refresh_token_idle_ttl));
        self
    }

    /// Reads a client's own policy.
    ///
    /// # Errors
    /// Every problem at once: also the values that are typed where the workspace's are chosen, and would be dropped, and those that are
    /// missing.
    pub fn read(&self) -> Result<TokenPolicyOverrides, ApiError> {
        let (mut problems, mut policy) = (Problems::default(), TokenPolicyOverrides::default());
        for value in PolicyValue::all() {
            let read = match self.0.get(value.name) {
                None => Ok(()),
                Some(Own::Text(text)) => value.set_own(&mut policy, text).map_err(Problem::from),
                Some(Own::Contradiction { from: Origin::Workspace, .. }) => Err(Problem::NotChosen),
                Some(Own::Contradiction { from: Origin::Client, .. }) => Err(Problem::Missing),
            };
            problems.take(value.name, read);
        }
        problems.finish(policy)
    }
}

#[cfg(test)]
mod tests {
    use domain::{
        lifetime::{IdleTtl, Lifetime, RefreshTokenTtl},
        policy::{FamilyLimit, LimitRule, RefreshOverrides, Rotation, TokenPolicy, TtlOverrides},
    };

    use super::*;
    use crate::{
        api::{Keep as _, Typed},
        form::{Merged, Opened, Sent},
    };

    fn typed(values: &[(&str, &str)]) -> TypedPolicy {
        serde_json::from_value(serde_json::to_value(values.iter().copied().collect::<BTreeMap<_, _>>()).unwrap()).unwrap()
    }

    fn with(name: &str, own: Own) -> TypedOverrides {
        let mut all = TypedOverrides::of(&TokenPolicyOverrides::default());
        all.0.insert(name.to_owned(), own);
        all
    }

    fn text(text: &str) -> Own {
        Own::Text(text.to_owned())
    }

    /// What the second of two administrators gets who both opened the page when it showed this.
    fn merged(shown: &TypedOverrides, mine: TypedOverrides, theirs: &TypedOverrides) -> Merged<TypedOverrides> {
        let opened = Opened { values: serde_json::to_string(shown).unwrap(), ..Opened::default() };
        Sent { typed: mine, version: 1, opened }.merge(2, theirs)
    }

    /// What the page shows of a value after it could not be saved: its text and what is chosen, where that does not follow.
    fn comes_back(merged: &Merged<TypedOverrides>, name: &str) -> (String, Option<String>) {
        let kept: Result<(), _> = Err(ApiError::invalid("access_token_ttl", Problem::Missing)).keep(merged);
        let error = kept.unwrap_err();
        let typed: &Typed = error.typed().unwrap();
        (typed.value(name).unwrap().to_owned(), typed.value(&format!("from[{name}]")).map(str::to_owned))
    }

    #[test]
    fn what_is_shown_of_a_client_reads_back_as_its_own() {
        let ttls = TtlOverrides {
            refresh_token_ttl: Some(Some(RefreshTokenTtl::parse("1y 6mo").unwrap())),
            id_token_ttl: Some(Lifetime::parse("5m").unwrap()),
            ..TtlOverrides::default()
        };
        let mut every = TokenPolicyOverrides::default();
        for value in PolicyValue::all() {
            value.set_own(&mut every, &value.typed(&TokenPolicy::default())).unwrap();
        }
        let refresh = RefreshOverrides {
            rotation: Some(Rotation::Never),
            retry_window: Some(Lifetime::parse("10s").unwrap()),
            refresh_token_idle_ttl: Some(IdleTtl::parse("0").unwrap()),
            family_limit: Some(FamilyLimit::try_from(0).unwrap()),
            family_limit_rule: Some(LimitRule::EvictLeastRecentlyUsed),
            without_offline_access: Some(true),
            end_on_password_change: Some(false),
            ..every.refresh
        };
        let none = TtlOverrides { refresh_token_ttl: Some(None), ..TtlOverrides::default() };
        for ttls in [TtlOverrides::default(), ttls, none] {
            let policy = TokenPolicyOverrides { ttls, refresh };
            assert_eq!(TypedOverrides::of(&policy).read(), Ok(policy));
        }
        let nothing = TypedOverrides::sent(&TypedPolicy::default(), &Sources::default());
        assert_eq!(nothing.read(), Ok(TokenPolicyOverrides::default()));
    }

    #[test]
    fn every_problem_of_a_clients_own_policy_is_told_at_once() {
        let wrong = [("retry_window", "6m"), ("refresh_token_idle_ttl", "11y"), ("family_limit", "1001"), ("end_on_logout", "maybe")];
        let own = TypedOverrides::sent(&typed(&wrong), &Sources::default()).read().unwrap_err();
        let fields: Vec<_> = own.problems().iter().map(|at| at.field.as_str()).collect();
        assert_eq!(fields, ["retry_window", "refresh_token_idle_ttl", "family_limit", "end_on_logout"]);
    }

    #[test]
    fn a_value_that_is_typed_and_not_chosen_is_not_dropped_in_silence() {
        let typed = typed(&[("refresh_token_ttl", "x")]);
        let problems = |origin: Origin| {
            let from = Sources::from([("refresh_token_ttl".to_owned(), origin), ("id_token_ttl".to_owned(), origin)]);
            TypedOverrides::sent(&typed, &from).read().unwrap_err().problems().to_vec()
        };
        let found: Vec<_> = problems(Origin::Workspace).into_iter().map(|at| (at.field, at.problem)).collect();
        assert_eq!(found, [("refresh_token_ttl".to_owned(), Problem::NotChosen)]);
        let found: Vec<_> = problems(Origin::Client).into_iter().map(|at| at.field).collect();
        assert_eq!(found, ["refresh_token_ttl", "id_token_ttl"], "one cannot be read, and one is missing");
    }

    #[test]
    fn what_another_administrator_saved_comes_with_its_choice() {
        let (workspace, own) = (with("id_token_ttl", text("")), with("id_token_ttl", text("5m")));
        for (shown, theirs, expected) in [(&workspace, &own, "5m"), (&own, &workspace, "")] {
            // The form sent what was chosen of each value.
            let origin = if shown == &own { Origin::Client } else { Origin::Workspace };
            let from = Sources::from([("id_token_ttl".to_owned(), origin), ("access_token_ttl".to_owned(), Origin::Client)]);
            let value = if shown == &own { "5m" } else { "" };
            let mine = TypedOverrides::sent(&typed(&[("id_token_ttl", value), ("access_token_ttl", "99y")]), &from);
            let merged = merged(shown, mine, theirs);
            assert_eq!(merged.typed.read().unwrap_err().problems().len(), 1, "the mistake alone");
            assert_eq!(comes_back(&merged, "id_token_ttl"), (expected.to_owned(), None));
        }
    }

    #[test]
    fn a_choice_without_a_value_outlives_the_question_about_another_field() {
        let from = Sources::from([("id_token_ttl".to_owned(), Origin::Client), ("access_token_ttl".to_owned(), Origin::Client)]);
        let mine = TypedOverrides::sent(&typed(&[("access_token_ttl", "3h")]), &from);
        let merged = merged(&TypedOverrides::of(&TokenPolicyOverrides::default()), mine, &with("access_token_ttl", text("2h")));
        assert_eq!(merged.conflicts, ["access_token_ttl"]);
        assert_eq!(comes_back(&merged, "id_token_ttl"), (String::new(), Some("client".to_owned())));
        let problems = merged.typed.read().unwrap_err().problems().to_vec();
        assert_eq!((problems[0].field.as_str(), &problems[0].problem), ("id_token_ttl", &Problem::Missing));
    }
}
