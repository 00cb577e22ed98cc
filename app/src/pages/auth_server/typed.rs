use std::collections::BTreeSet;

use domain::{lifetime::Lifetime, settings::tokens::TokenSettings};
#[cfg(feature = "ssr")]
use domain::{
    policy::{FamilyLimit, RefreshPolicy},
    settings::tokens::TokenTtls,
    signing::SigningSettings,
};
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::{
    api::{ApiError, Problems},
    components::TypedLifetimes,
};

/// Token settings as they are typed.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a checkbox of the page")]
pub struct TypedTokenSettings {
    /// *Access token TTL*.
    pub access_token_ttl: String,
    /// *Refresh token TTL*; `0` for none.
    pub refresh_token_ttl: String,
    /// *ID token TTL*.
    pub id_token_ttl: String,
    /// *Authorization code TTL*.
    pub authorization_code_ttl: String,
    /// *Access token format*.
    pub access_token_format: String,
    /// *Access tokens are signed by*.
    #[serde(default)]
    pub access_token_signing_alg: String,
    /// *ID tokens are signed by*.
    #[serde(default)]
    pub id_token_signed_response_alg: String,
    /// *Allowed algorithms*.
    #[serde(default)]
    pub signing_algorithms: BTreeSet<String>,
    /// *Idle lifetime*; `0` for none.
    pub refresh_token_idle_ttl: String,
    /// *Rotation*.
    pub rotation: String,
    /// *Retry window*.
    pub retry_window: String,
    /// *Until first use*.
    #[serde(default)]
    pub retry_until_first_use: bool,
    /// *Refresh tokens per user and client*; `0` for no limit.
    pub family_limit: String,
    /// *When there are more*.
    pub family_limit_rule: String,
    /// *Issue refresh tokens without offline access*.
    #[serde(default)]
    pub without_offline_access: bool,
    /// *End on password change*.
    #[serde(default)]
    pub end_on_password_change: bool,
    /// *End on sign-out*.
    #[serde(default)]
    pub end_on_logout: bool,
    /// *Require a nonce*.
    #[serde(default)]
    pub dpop_nonce_required: bool,
}

impl TypedTokenSettings {
    /// What is typed where these are in force.
    pub fn of(settings: &TokenSettings) -> Self {
        let TokenSettings { ttls, access_token_format, signing, refresh, dpop_nonce_required } = settings;
        Self {
            access_token_ttl: ttls.access_token_ttl.short(),
            refresh_token_ttl: ttls.refresh_token_ttl.map_or_else(|| "0".to_owned(), Lifetime::short),
            id_token_ttl: ttls.id_token_ttl.short(),
            authorization_code_ttl: ttls.authorization_code_ttl.short(),
            access_token_format: access_token_format.name().to_owned(),
            access_token_signing_alg: signing.access_token_signing_alg.to_string(),
            id_token_signed_response_alg: signing.id_token_signed_response_alg.to_string(),
            signing_algorithms: signing.signing_algorithms.iter().map(ToString::to_string).collect(),
            refresh_token_idle_ttl: zero_or_short(refresh.refresh_token_idle_ttl),
            rotation: refresh.rotation.name().to_owned(),
            retry_window: refresh.retry_window.short(),
            retry_until_first_use: refresh.retry_until_first_use,
            family_limit: u16::from(refresh.family_limit).to_string(),
            family_limit_rule: refresh.family_limit_rule.name().to_owned(),
            without_offline_access: refresh.without_offline_access,
            end_on_password_change: refresh.end_on_password_change,
            end_on_logout: refresh.end_on_logout,
            dpop_nonce_required: *dpop_nonce_required,
        }
    }

    /// Their lifetimes of refresh tokens.
    #[cfg(feature = "ssr")]
    pub fn lifetimes(&self) -> TypedLifetimes {
        TypedLifetimes { refresh_token_ttl: self.refresh_token_ttl.clone(), refresh_token_idle_ttl: self.refresh_token_idle_ttl.clone() }
    }

    /// Reads them; tells of every problem at once. A page that was opened before it had the fields about signing leaves that as it is.
    #[cfg(feature = "ssr")]
    pub fn parse(&self, signing: SigningSettings) -> Result<TokenSettings, ApiError> {
        let mut problems = Problems::default();
        let TokenSettings { ttls, access_token_format, refresh, .. } = TokenSettings::default();
        let ttls = TokenTtls {
            access_token_ttl: problems.read("access_token_ttl", Lifetime::parse(&self.access_token_ttl), ttls.access_token_ttl),
            refresh_token_ttl: problems.read(
                "refresh_token_ttl",
                TokenTtls::parse_refresh_token_ttl(&self.refresh_token_ttl),
                ttls.refresh_token_ttl,
            ),
            id_token_ttl: problems.read("id_token_ttl", Lifetime::parse(&self.id_token_ttl), ttls.id_token_ttl),
            authorization_code_ttl: problems.read(
                "authorization_code_ttl",
                Lifetime::parse(&self.authorization_code_ttl),
                ttls.authorization_code_ttl,
            ),
        };
        let access_token_format = problems.read("access_token_format", self.access_token_format.parse(), access_token_format);
        let signing = if self.id_token_signed_response_alg.is_empty() { signing } else { self.signing(&mut problems, &signing) };
        let refresh = RefreshPolicy {
            rotation: problems.read("rotation", self.rotation.parse(), refresh.rotation),
            retry_window: problems.read("retry_window", Lifetime::parse(&self.retry_window), refresh.retry_window),
            retry_until_first_use: self.retry_until_first_use,
            refresh_token_idle_ttl: problems.read(
                "refresh_token_idle_ttl",
                Lifetime::parse(&self.refresh_token_idle_ttl),
                refresh.refresh_token_idle_ttl,
            ),
            family_limit: problems.read("family_limit", FamilyLimit::parse(&self.family_limit), refresh.family_limit),
            family_limit_rule: problems.read("family_limit_rule", self.family_limit_rule.parse(), refresh.family_limit_rule),
            without_offline_access: self.without_offline_access,
            end_on_password_change: self.end_on_password_change,
            end_on_logout: self.end_on_logout,
        };
        problems.finish(TokenSettings { ttls, access_token_format, signing, refresh, dpop_nonce_required: self.dpop_nonce_required })
    }

    #[cfg(feature = "ssr")]
    fn signing(&self, problems: &mut Problems, in_force: &SigningSettings) -> SigningSettings {
        let mut read = |field, text: &str, in_force| problems.read(field, text.parse(), in_force);
        let id_tokens = read("id_token_signed_response_alg", &self.id_token_signed_response_alg, in_force.id_token_signed_response_alg);
        let access_tokens = read("access_token_signing_alg", &self.access_token_signing_alg, in_force.access_token_signing_alg);
        let algorithms = self.signing_algorithms.iter();
        SigningSettings {
            signing_algorithms: algorithms.filter_map(|text| problems.take("signing_algorithms", text.parse())).collect(),
            id_token_signed_response_alg: id_tokens,
            access_token_signing_alg: access_tokens,
        }
    }
}

/// A duration of which `0` means that there is none.
pub fn zero_or_short<const MIN: i64, const MAX: i64>(lifetime: Lifetime<MIN, MAX>) -> String {
    if lifetime.as_seconds() == 0 { "0".to_owned() } else { lifetime.short() }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use domain::{
        lifetime::IdleTtl,
        policy::{LimitRule, Rotation},
    };

    use super::*;

    #[test]
    fn what_is_shown_reads_back_as_what_is_in_force() {
        let none = TokenSettings { ttls: TokenTtls { refresh_token_ttl: None, ..TokenTtls::default() }, ..TokenSettings::default() };
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
        for settings in [none, TokenSettings { refresh: other, ..TokenSettings::default() }, TokenSettings::default()] {
            assert_eq!(TypedTokenSettings::of(&settings).parse(SigningSettings::default()), Ok(settings));
        }
    }

    #[test]
    fn every_problem_is_told_at_once() {
        let typed = TypedTokenSettings {
            access_token_ttl: "2d".to_owned(),
            refresh_token_ttl: "soon".to_owned(),
            retry_window: "6m".to_owned(),
            refresh_token_idle_ttl: "11y".to_owned(),
            family_limit: "1001".to_owned(),
            ..TypedTokenSettings::of(&TokenSettings::default())
        };
        let error = typed.parse(SigningSettings::default()).unwrap_err();
        let fields: Vec<_> = error.problems().iter().map(|at| at.field.as_str()).collect();
        assert_eq!(fields, ["access_token_ttl", "refresh_token_ttl", "retry_window", "refresh_token_idle_ttl", "family_limit"]);
    }
}
