use domain::{
    client::ClientSettings,
    lifetime::Lifetime,
    policy::{LimitRule, Rotation},
    settings::tokens::TokenSettings,
};
#[cfg(feature = "ssr")]
use domain::{
    policy::{FamilyLimit, RefreshOverrides},
    problem::Problem,
    settings::tokens::TokenTtls,
};
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::api::{ApiError, Problems};
use crate::{api::Typed, components::TypedLifetimes, pages::auth_server::zero_or_short};

/// A client's token policy as it is typed. Of the refresh-token policy, what is left empty is the workspace's.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedTokenPolicy {
    /// *Use specific token time-to-live*: else the four that follow stand for nothing.
    pub use_custom_token_ttls: bool,
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
    pub fn of(workspace: &TokenSettings, client: &ClientSettings) -> Self {
        let (ttls, own) = (client.token_ttls.unwrap_or(workspace.ttls), &client.refresh);
        let text = |value: Option<&'static str>| value.unwrap_or_default().to_owned();
        let switch = |value: Option<bool>| value.map(|on| on.to_string()).unwrap_or_default();
        Self {
            use_custom_token_ttls: client.token_ttls.is_some(),
            access_token_ttl: ttls.access_token_ttl.short(),
            refresh_token_ttl: ttls.refresh_token_ttl.map_or_else(|| "0".to_owned(), Lifetime::short),
            id_token_ttl: ttls.id_token_ttl.short(),
            authorization_code_ttl: ttls.authorization_code_ttl.short(),
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

    /// Its lifetimes of refresh tokens, among what was typed.
    pub fn lifetimes_of(typed: &Typed) -> TypedLifetimes {
        lifetimes(typed.value("use_custom_token_ttls") == Some("true"), TypedLifetimes::of(typed))
    }
}

/// The lifetimes that are typed: the workspace's, and so empty, where the client's own are not in use.
fn lifetimes(use_custom: bool, typed: TypedLifetimes) -> TypedLifetimes {
    TypedLifetimes { refresh_token_ttl: if use_custom { typed.refresh_token_ttl } else { String::new() }, ..typed }
}

#[cfg(feature = "ssr")]
impl TypedTokenPolicy {
    /// Its lifetimes of refresh tokens.
    pub fn lifetimes(&self) -> TypedLifetimes {
        let typed = TypedLifetimes {
            refresh_token_ttl: self.refresh_token_ttl.clone(),
            refresh_token_idle_ttl: self.refresh_token_idle_ttl.clone(),
        };
        lifetimes(self.use_custom_token_ttls, typed)
    }

    /// Reads them; tells of every problem at once.
    pub fn parse(&self) -> Result<(Option<TokenTtls>, RefreshOverrides), ApiError> {
        let mut problems = Problems::default();
        let token_ttls = self.use_custom_token_ttls.then(|| self.parse_ttls(&mut problems));
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
        problems.finish((token_ttls, refresh))
    }

    fn parse_ttls(&self, problems: &mut Problems) -> TokenTtls {
        let ttls = TokenTtls::default();
        let refresh_token_ttl = TokenTtls::parse_refresh_token_ttl(&self.refresh_token_ttl);
        let authorization_code_ttl = Lifetime::parse(&self.authorization_code_ttl);
        TokenTtls {
            access_token_ttl: problems.read("access_token_ttl", Lifetime::parse(&self.access_token_ttl), ttls.access_token_ttl),
            refresh_token_ttl: problems.read("refresh_token_ttl", refresh_token_ttl, ttls.refresh_token_ttl),
            id_token_ttl: problems.read("id_token_ttl", Lifetime::parse(&self.id_token_ttl), ttls.id_token_ttl),
            authorization_code_ttl: problems.read("authorization_code_ttl", authorization_code_ttl, ttls.authorization_code_ttl),
        }
    }
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
        let (workspace, mut settings) = (TokenSettings::default(), client());
        assert_eq!(TypedTokenPolicy::of(&workspace, &settings).parse(), Ok((None, RefreshOverrides::default())));
        settings.token_ttls =
            Some(TokenTtls { refresh_token_ttl: Some(RefreshTokenTtl::parse("1y 6mo").unwrap()), ..TokenTtls::default() });
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
        assert_eq!(TypedTokenPolicy::of(&workspace, &settings).parse(), Ok((settings.token_ttls, settings.refresh)));
    }

    #[test]
    fn lifetimes_that_are_not_in_use_are_not_read() {
        let typed = TypedTokenPolicy { refresh_token_ttl: "soon".to_owned(), ..TypedTokenPolicy::default() };
        assert_eq!(typed.parse(), Ok((None, RefreshOverrides::default())));
        assert_eq!(typed.lifetimes(), TypedLifetimes::default());
        let error = TypedTokenPolicy { use_custom_token_ttls: true, ..typed }.parse().unwrap_err();
        assert_eq!(error.problems().len(), 4);
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
