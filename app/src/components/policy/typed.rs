use std::collections::BTreeMap;

use domain::policy::{Origin, PolicyValue, TokenPolicy, TokenPolicyOverrides};
#[cfg(feature = "ssr")]
use domain::{policy::ValueKind, problem::Problem};
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::{
    api::{ApiError, Problems},
    components::TypedLifetimes,
};

/// For each value that a client can have of its own by typing it: whether that is chosen.
pub type Sources = BTreeMap<String, Origin>;

/// The values of a token policy as they are typed, by their names on the wire. Of a client, an empty one is the workspace's.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TypedPolicy(BTreeMap<String, String>);

impl TypedPolicy {
    /// Those of a workspace's policy.
    pub fn of(policy: &TokenPolicy) -> Self {
        Self::each(|value| value.typed(policy))
    }

    /// Those of a client's own policy.
    pub fn own(policy: &TokenPolicyOverrides) -> Self {
        Self::each(|value| value.own(policy).unwrap_or_default())
    }

    fn each(typed: impl Fn(&PolicyValue) -> String) -> Self {
        Self(PolicyValue::all().map(|value| (value.name.to_owned(), typed(value))).collect())
    }
}

#[cfg(feature = "ssr")]
impl TypedPolicy {
    /// What was typed of a value.
    fn text(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// A workspace's values as its form was sent: a checkbox that is not ticked is not sent.
    #[must_use]
    pub fn with_unticked(&self) -> Self {
        Self::each(|value| match (value.kind, self.text(value.name)) {
            (ValueKind::Switch, "") => "false".to_owned(),
            (_, text) => text.to_owned(),
        })
    }

    /// A client's values as its form was sent, each of them once.
    #[must_use]
    pub fn complete(&self) -> Self {
        Self::each(|value| self.text(value.name).to_owned())
    }

    /// The lifetimes of refresh tokens.
    pub fn lifetimes(&self) -> TypedLifetimes {
        TypedLifetimes::new(self.text("refresh_token_ttl"), self.text("refresh_token_idle_ttl"))
    }

    /// Replaces the lifetimes of refresh tokens.
    #[must_use]
    pub fn with_lifetimes(mut self, TypedLifetimes { refresh_token_ttl, refresh_token_idle_ttl }: TypedLifetimes) -> Self {
        self.0.insert("refresh_token_ttl".to_owned(), refresh_token_ttl);
        self.0.insert("refresh_token_idle_ttl".to_owned(), refresh_token_idle_ttl);
        self
    }

    /// Reads a workspace's policy; notes every problem.
    pub fn read(&self, problems: &mut Problems) -> TokenPolicy {
        let mut policy = TokenPolicy::default();
        for value in PolicyValue::all() {
            problems.take(value.name, value.set(&mut policy, self.text(value.name)));
        }
        policy
    }

    /// Reads a client's own policy.
    ///
    /// # Errors
    /// Every problem at once.
    pub fn read_own(&self) -> Result<TokenPolicyOverrides, ApiError> {
        let (mut problems, mut policy) = (Problems::default(), TokenPolicyOverrides::default());
        for value in PolicyValue::all() {
            problems.take(value.name, value.set_own(&mut policy, self.text(value.name)));
        }
        problems.finish(policy)
    }

    /// Finds the values that are typed where the workspace's are chosen, and would be dropped; and those that are missing.
    ///
    /// # Errors
    /// Every one of them.
    pub fn check_sources(&self, from: &Sources) -> Result<(), ApiError> {
        let mut problems = Problems::default();
        for value in PolicyValue::all() {
            let sound = match (from.get(value.name), self.text(value.name).trim().is_empty()) {
                (Some(Origin::Workspace), false) => Err(Problem::NotChosen),
                (Some(Origin::Client), true) => Err(Problem::Missing),
                _ => Ok(()),
            };
            problems.take(value.name, sound);
        }
        problems.finish(())
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use domain::{
        lifetime::{IdleTtl, Lifetime, RefreshTokenTtl},
        policy::{FamilyLimit, LimitRule, RefreshOverrides, RefreshPolicy, Rotation, TokenTtls, TtlOverrides},
    };

    use super::*;

    fn typed(values: &[(&str, &str)]) -> TypedPolicy {
        TypedPolicy(values.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect())
    }

    #[test]
    fn what_is_shown_of_a_workspace_reads_back_as_what_is_in_force() {
        let none = TokenPolicy { ttls: TokenTtls { refresh_token_ttl: None, ..TokenTtls::default() }, ..TokenPolicy::default() };
        let other = RefreshPolicy {
            rotation: Rotation::Never,
            retry_until_first_use: true,
            refresh_token_idle_ttl: IdleTtl::parse("7d").unwrap(),
            family_limit: FamilyLimit::try_from(5).unwrap(),
            family_limit_rule: LimitRule::Refuse,
            without_offline_access: true,
            end_on_password_change: false,
            end_on_logout: true,
            ..RefreshPolicy::default()
        };
        for policy in [none, TokenPolicy { refresh: other, ..TokenPolicy::default() }, TokenPolicy::default()] {
            let mut problems = Problems::default();
            let read = TypedPolicy::of(&policy).read(&mut problems);
            assert_eq!(problems.finish(read), Ok(policy));
        }
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
            assert_eq!(TypedPolicy::own(&policy).read_own(), Ok(policy));
        }
        assert_eq!(TypedPolicy::default().complete().read_own(), Ok(TokenPolicyOverrides::default()));
    }

    #[test]
    fn a_checkbox_that_is_not_sent_is_off_and_an_unknown_value_is_dropped() {
        let mut problems = Problems::default();
        let sent = TypedPolicy::of(&TokenPolicy::default()).0.into_iter().filter(|(_, text)| text != "true" && text != "false");
        let mut sent = TypedPolicy(sent.collect());
        sent.0.insert("unknown".to_owned(), "x".to_owned());
        let complete = sent.with_unticked();
        assert!(!complete.0.contains_key("unknown"));
        let read = complete.read(&mut problems);
        assert!(!problems.finish(read).unwrap().refresh.end_on_password_change);
    }

    #[test]
    fn every_problem_of_a_policy_is_told_at_once() {
        let wrong = [("retry_window", "6m"), ("refresh_token_idle_ttl", "11y"), ("family_limit", "1001"), ("end_on_logout", "maybe")];
        let own = typed(&wrong).read_own().unwrap_err();
        let fields: Vec<_> = own.problems().iter().map(|at| at.field.as_str()).collect();
        assert_eq!(fields, ["retry_window", "refresh_token_idle_ttl", "family_limit", "end_on_logout"]);
        let mut problems = Problems::default();
        let policy = TypedPolicy::of(&TokenPolicy::default()).with_lifetimes(TypedLifetimes::new("soon", "11y")).read(&mut problems);
        let error = problems.finish(policy).unwrap_err();
        let fields: Vec<_> = error.problems().iter().map(|at| at.field.as_str()).collect();
        assert_eq!(fields, ["refresh_token_ttl", "refresh_token_idle_ttl"]);
    }

    #[test]
    fn a_value_that_is_typed_and_not_chosen_is_not_dropped_in_silence() {
        let typed = typed(&[("refresh_token_ttl", "x")]);
        let from = |origin: Origin| Sources::from([("refresh_token_ttl".to_owned(), origin), ("id_token_ttl".to_owned(), origin)]);
        let problems = |origin| typed.check_sources(&from(origin)).unwrap_err().problems().to_vec();
        let found: Vec<_> = [Origin::Workspace, Origin::Client].into_iter().flat_map(problems).map(|at| (at.field, at.problem)).collect();
        assert_eq!(found, [("refresh_token_ttl".to_owned(), Problem::NotChosen), ("id_token_ttl".to_owned(), Problem::Missing)]);
    }
}
