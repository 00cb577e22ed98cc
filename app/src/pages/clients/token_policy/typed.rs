use std::collections::BTreeMap;

use domain::{
    client::ClientSettings,
    lifetime::Lifetime,
    policy::{LimitRule, Origin, Rotation},
};
#[cfg(feature = "ssr")]
use domain::{
    policy::{FamilyLimit, RefreshOverrides},
    problem::Problem,
    settings::tokens::{TokenTtls, TtlOverrides},
};
use serde::{Deserialize, Serialize};

use crate::pages::auth_server::zero_or_short;
#[cfg(feature = "ssr")]
use crate::{
    api::{ApiError, Problems},
    components::TypedLifetimes,
    form::Merged,
};

/// For each value that is typed, whether it is the workspace's or the client's own.
pub type Sources = BTreeMap<String, Origin>;

/// A client's token policy as it is typed. What is left empty is the workspace's.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedTokenPolicy {
    /// *Access token TTL*.
    pub access_token_ttl: String,
    /// *Refresh token TTL*; `0` for none.
    pub refresh_token_ttl: String,
    /// *ID token TTL*.
    pub id_token_ttl: String,
    /// *Authorization code TTL*.
    pub authorization_code_ttl: String,
    /// *Idle lifetime*.
    pub refresh_token_idle_ttl: String,
    /// *Rotation*.
    pub rotation: String,
    /// *Retry window*.
    pub retry_window: String,
    /// *Until first use*.
    pub retry_until_first_use: String,
    /// *Refresh tokens per user and client*.
    pub family_limit: String,
    /// *When a sign-in would be one too many*.
    pub family_limit_rule: String,
    /// *Issue refresh tokens without offline access*.
    pub without_offline_access: String,
    /// *End on password change*.
    pub end_on_password_change: String,
    /// *End on sign-out*.
    pub end_on_logout: String,
}

impl TypedTokenPolicy {
    /// What is typed where these are in force.
    pub fn of(client: &ClientSettings) -> Self {
        let (ttls, own) = (client.token_ttls, &client.refresh);
        let text = |value: Option<&'static str>| value.unwrap_or_default().to_owned();
        let switch = |value: Option<bool>| value.map(|on| on.to_string()).unwrap_or_default();
        Self {
            access_token_ttl: ttls.access_token_ttl.map(Lifetime::short).unwrap_or_default(),
            refresh_token_ttl: ttls.refresh_token_ttl.map(|ttl| ttl.map_or_else(|| "0".to_owned(), Lifetime::short)).unwrap_or_default(),
            id_token_ttl: ttls.id_token_ttl.map(Lifetime::short).unwrap_or_default(),
            authorization_code_ttl: ttls.authorization_code_ttl.map(Lifetime::short).unwrap_or_default(),
            refresh_token_idle_ttl: own.refresh_token_idle_ttl.map(zero_or_short).unwrap_or_default(),
            rotation: text(own.rotation.map(Rotation::name)),
            retry_window: own.retry_window.map(Lifetime::short).unwrap_or_default(),
            retry_until_first_use: switch(own.retry_until_first_use),
            family_limit: own.family_limit.map(|limit| u16::from(limit).to_string()).unwrap_or_default(),
            family_limit_rule: text(own.family_limit_rule.map(LimitRule::name)),
            without_offline_access: switch(own.without_offline_access),
            end_on_password_change: switch(own.end_on_password_change),
            end_on_logout: switch(own.end_on_logout),
        }
    }
}

#[cfg(feature = "ssr")]
impl TypedTokenPolicy {
    /// Its lifetimes of refresh tokens.
    pub fn lifetimes(&self) -> TypedLifetimes {
        TypedLifetimes {
            refresh_token_ttl: self.refresh_token_ttl.trim().to_owned(),
            refresh_token_idle_ttl: self.refresh_token_idle_ttl.trim().to_owned(),
        }
    }

    /// Finds the values that are typed where the workspace's are chosen, and would be dropped; and those that are missing.
    pub fn check_sources(&self, from: &Sources) -> Result<(), ApiError> {
        let mut problems = Problems::default();
        let typed = [
            ("access_token_ttl", &self.access_token_ttl),
            ("refresh_token_ttl", &self.refresh_token_ttl),
            ("id_token_ttl", &self.id_token_ttl),
            ("authorization_code_ttl", &self.authorization_code_ttl),
            ("retry_window", &self.retry_window),
            ("refresh_token_idle_ttl", &self.refresh_token_idle_ttl),
            ("family_limit", &self.family_limit),
        ];
        for (field, text) in typed {
            let sound = match (from.get(field), text.trim().is_empty()) {
                (Some(Origin::Workspace), false) => Err(Problem::NotChosen),
                (Some(Origin::Client), true) => Err(Problem::Missing),
                _ => Ok(()),
            };
            problems.take(field, sound);
        }
        problems.finish(())
    }

    /// Reads them; tells of every problem at once.
    pub fn parse(&self) -> Result<(TtlOverrides, RefreshOverrides), ApiError> {
        let mut problems = Problems::default();
        let ttls = TtlOverrides {
            access_token_ttl: own(&mut problems, "access_token_ttl", &self.access_token_ttl, Lifetime::parse),
            refresh_token_ttl: own(&mut problems, "refresh_token_ttl", &self.refresh_token_ttl, TokenTtls::parse_refresh_token_ttl),
            id_token_ttl: own(&mut problems, "id_token_ttl", &self.id_token_ttl, Lifetime::parse),
            authorization_code_ttl: own(&mut problems, "authorization_code_ttl", &self.authorization_code_ttl, Lifetime::parse),
        };
        let refresh = RefreshOverrides {
            rotation: own(&mut problems, "rotation", &self.rotation, str::parse),
            retry_window: own(&mut problems, "retry_window", &self.retry_window, Lifetime::parse),
            retry_until_first_use: own(&mut problems, "retry_until_first_use", &self.retry_until_first_use, parse_switch),
            refresh_token_idle_ttl: own(&mut problems, "refresh_token_idle_ttl", &self.refresh_token_idle_ttl, Lifetime::parse),
            family_limit: own(&mut problems, "family_limit", &self.family_limit, FamilyLimit::parse),
            family_limit_rule: own(&mut problems, "family_limit_rule", &self.family_limit_rule, str::parse),
            without_offline_access: own(&mut problems, "without_offline_access", &self.without_offline_access, parse_switch),
            end_on_password_change: own(&mut problems, "end_on_password_change", &self.end_on_password_change, parse_switch),
            end_on_logout: own(&mut problems, "end_on_logout", &self.end_on_logout, parse_switch),
        };
        problems.finish((ttls, refresh))
    }
}

/// What is typed and what is chosen, as it is kept beside an error.
#[cfg(feature = "ssr")]
#[derive(Serialize)]
pub struct Kept<'a> {
    /// What is typed.
    #[serde(flatten)]
    pub merged: &'a Merged<TypedTokenPolicy>,
    /// What is chosen.
    pub from: &'a Sources,
}

/// A value of the client's own; none where nothing was typed, or nothing that can be read.
#[cfg(feature = "ssr")]
fn own<T, P: Into<Problem>>(problems: &mut Problems, field: &str, text: &str, parse: impl Fn(&str) -> Result<T, P>) -> Option<T> {
    let text = text.trim();
    if text.is_empty() { None } else { problems.take(field, parse(text)) }
}

#[cfg(feature = "ssr")]
fn parse_switch(text: &str) -> Result<bool, Problem> {
    text.parse().map_err(|_| Problem::UnknownValue)
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use domain::{
        client::ClientType,
        lifetime::{IdleTtl, RefreshTokenTtl},
        name::Name,
    };

    use super::*;

    #[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
    fn client() -> ClientSettings {
        ClientSettings::defaults(Name::parse("Shop").unwrap(), ClientType::ServerSideWeb)
    }

    #[test]
    fn what_is_shown_reads_back_as_what_is_in_force() {
        let mut settings = client();
        assert_eq!(TypedTokenPolicy::of(&settings).parse(), Ok((TtlOverrides::default(), RefreshOverrides::default())));
        settings.token_ttls = TtlOverrides {
            refresh_token_ttl: Some(Some(RefreshTokenTtl::parse("1y 6mo").unwrap())),
            id_token_ttl: Some(Lifetime::parse("5m").unwrap()),
            ..TtlOverrides::default()
        };
        settings.refresh = RefreshOverrides {
            rotation: Some(Rotation::Never),
            retry_window: Some(Lifetime::parse("10s").unwrap()),
            retry_until_first_use: Some(false),
            refresh_token_idle_ttl: Some(IdleTtl::parse("0").unwrap()),
            family_limit: Some(FamilyLimit::try_from(0).unwrap()),
            family_limit_rule: Some(LimitRule::EvictLeastRecentlyUsed),
            without_offline_access: Some(true),
            end_on_password_change: Some(false),
            end_on_logout: Some(true),
        };
        assert_eq!(TypedTokenPolicy::of(&settings).parse(), Ok((settings.token_ttls, settings.refresh)));
        settings.token_ttls = TtlOverrides { refresh_token_ttl: Some(None), ..TtlOverrides::default() };
        assert_eq!(TypedTokenPolicy::of(&settings).parse(), Ok((settings.token_ttls, settings.refresh)));
    }

    #[test]
    fn a_value_that_is_typed_and_not_chosen_is_not_dropped_in_silence() {
        let typed = TypedTokenPolicy { refresh_token_ttl: "x".to_owned(), ..TypedTokenPolicy::default() };
        let from = |origin: Origin| Sources::from([("refresh_token_ttl".to_owned(), origin), ("id_token_ttl".to_owned(), origin)]);
        let problems = |origin| typed.check_sources(&from(origin)).unwrap_err().problems().to_vec();
        let told: Vec<_> = [Origin::Workspace, Origin::Client].into_iter().flat_map(problems).map(|at| (at.field, at.problem)).collect();
        assert_eq!(told, [("refresh_token_ttl".to_owned(), Problem::NotChosen), ("id_token_ttl".to_owned(), Problem::Missing)]);
    }

    #[test]
    fn every_problem_of_the_policy_is_told_at_once() {
        let typed = TypedTokenPolicy {
            rotation: "sometimes".to_owned(),
            retry_window: "1h".to_owned(),
            end_on_logout: "maybe".to_owned(),
            ..TypedTokenPolicy::default()
        };
        let error = typed.parse().unwrap_err();
        let fields: Vec<_> = error.problems().iter().map(|at| at.field.as_str()).collect();
        assert_eq!(fields, ["rotation", "retry_window", "end_on_logout"]);
    }
}
