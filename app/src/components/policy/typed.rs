use std::collections::BTreeMap;

use domain::policy::{PolicyValue, TokenPolicy, ValueKind};
use serde::{Deserialize, Serialize};

use crate::{api::Problems, components::TypedLifetimes};

/// The values of a token policy of a workspace as they are typed, by their names on the wire.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TypedPolicy(BTreeMap<String, String>);

impl TypedPolicy {
    /// Those of a workspace's policy.
    pub fn of(policy: &TokenPolicy) -> Self {
        Self::each(|value| value.typed(policy))
    }

    fn each(typed: impl Fn(&PolicyValue) -> String) -> Self {
        Self(PolicyValue::all().map(|value| (value.name.to_owned(), typed(value))).collect())
    }
}

impl TypedPolicy {
    /// What was typed of a value.
    pub(super) fn text(&self, name: &str) -> &str {
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
}

#[cfg(test)]
mod tests {
    use domain::{
        lifetime::IdleTtl,
        policy::{FamilyLimit, LimitRule, RefreshPolicy, Rotation, TokenTtls},
    };

    use super::*;

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
        let mut problems = Problems::default();
        let policy = TypedPolicy::of(&TokenPolicy::default()).with_lifetimes(TypedLifetimes::new("soon", "11y")).read(&mut problems);
        let error = problems.finish(policy).unwrap_err();
        let fields: Vec<_> = error.problems().iter().map(|at| at.field.as_str()).collect();
        assert_eq!(fields, ["refresh_token_ttl", "refresh_token_idle_ttl"]);
    }
}
