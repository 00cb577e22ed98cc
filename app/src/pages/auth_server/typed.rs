use std::collections::BTreeSet;

use domain::{
    settings::{
        retention::{KeptFor, Retention},
        tokens::{AccessTokenFormat, TokenSettings},
    },
    signing::SigningSettings,
};
use serde::{Deserialize, Serialize};

use crate::{
    api::{ApiError, Problems},
    components::{TypedLifetimes, TypedPolicy},
};

/// Token settings as they are typed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TypedTokenSettings {
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
    /// *Require a nonce*.
    #[serde(default)]
    pub dpop_nonce_required: bool,
    /// *Tell clients when refresh tokens expire*.
    #[serde(default)]
    pub announce_refresh_token_expiration: bool,
    /// *Refreshes*: how long their events are kept.
    #[serde(default)]
    pub refreshes_kept_for: String,
    /// *Decisions and refusals*.
    #[serde(default)]
    pub decisions_kept_for: String,
    /// *Refresh tokens that have ended*.
    #[serde(default)]
    pub ended_tokens_kept_for: String,
    /// The token policy.
    #[serde(flatten)]
    pub policy: TypedPolicy,
}

impl TypedTokenSettings {
    /// What is typed where these are in force.
    pub fn of(settings: &TokenSettings) -> Self {
        let signing = &settings.signing;
        Self {
            access_token_format: settings.access_token_format.name().to_owned(),
            access_token_signing_alg: signing.access_token_signing_alg.to_string(),
            id_token_signed_response_alg: signing.id_token_signed_response_alg.to_string(),
            signing_algorithms: signing.signing_algorithms.iter().map(ToString::to_string).collect(),
            dpop_nonce_required: settings.dpop_nonce_required,
            announce_refresh_token_expiration: settings.announce_refresh_token_expiration,
            refreshes_kept_for: settings.retention.refreshes_kept_for.short(),
            decisions_kept_for: settings.retention.decisions_kept_for.short(),
            ended_tokens_kept_for: settings.retention.ended_tokens_kept_for.short(),
            policy: TypedPolicy::of(&settings.policy()),
        }
    }
}

impl TypedTokenSettings {
    /// The same with the checkboxes that a browser does not send, as they are not ticked.
    #[must_use]
    pub fn with_unticked(self) -> Self {
        Self { policy: self.policy.with_unticked(), ..self }
    }

    /// The lifetimes of refresh tokens.
    pub fn lifetimes(&self) -> TypedLifetimes {
        self.policy.lifetimes()
    }

    /// Reads them. A page that was opened before it had the fields about signing or history leaves these as they are.
    ///
    /// # Errors
    /// Every problem at once.
    pub fn parse(&self, in_force: &TokenSettings) -> Result<TokenSettings, ApiError> {
        let mut problems = Problems::default();
        let policy = self.policy.read(&mut problems);
        let settings = TokenSettings {
            ttls: policy.ttls,
            refresh: policy.refresh,
            access_token_format: problems.read("access_token_format", self.access_token_format.parse(), AccessTokenFormat::default()),
            signing: if self.id_token_signed_response_alg.is_empty() {
                in_force.signing.clone()
            } else {
                self.signing(&mut problems, &in_force.signing)
            },
            dpop_nonce_required: self.dpop_nonce_required,
            announce_refresh_token_expiration: self.announce_refresh_token_expiration,
            claim_mappings: in_force.claim_mappings.clone(),
            retention: if self.refreshes_kept_for.is_empty() {
                in_force.retention
            } else {
                self.retention(&mut problems, in_force.retention)
            },
        };
        problems.finish(settings)
    }

    fn retention(&self, problems: &mut Problems, in_force: Retention) -> Retention {
        let mut read = |field, text: &str, in_force| problems.read(field, KeptFor::parse(text), in_force);
        Retention {
            refreshes_kept_for: read("refreshes_kept_for", &self.refreshes_kept_for, in_force.refreshes_kept_for),
            decisions_kept_for: read("decisions_kept_for", &self.decisions_kept_for, in_force.decisions_kept_for),
            ended_tokens_kept_for: read("ended_tokens_kept_for", &self.ended_tokens_kept_for, in_force.ended_tokens_kept_for),
        }
    }

    fn signing(&self, problems: &mut Problems, in_force: &SigningSettings) -> SigningSettings {
        let mut read = |field, text: &str, in_force| problems.read(field, text.parse(), in_force);
        let id_tokens = read("id_token_signed_response_alg", &self.id_token_signed_response_alg, in_force.id_token_signed_response_alg);
        let access_tokens = read("access_token_signing_alg", &self.access_token_signing_alg, in_force.access_token_signing_alg);
        let algorithms = self.signing_algorithms.iter();
        SigningSettings {
            signing_algorithms: algorithms.filter_map(|text| problems.take("signing_algorithms", text.parse())).collect(),
            id_token_signed_response_alg: id_tokens,
            access_token_signing_alg: access_tokens,
            // On a page of its own.
            signing_keys_rotate_every: in_force.signing_keys_rotate_every,
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::settings::tokens::TokenTtls;

    use super::*;

    #[test]
    fn what_is_shown_reads_back_as_what_is_in_force() {
        let none = TokenSettings { ttls: TokenTtls { refresh_token_ttl: None, ..TokenTtls::default() }, ..TokenSettings::default() };
        let opaque =
            TokenSettings { access_token_format: AccessTokenFormat::Opaque, dpop_nonce_required: true, ..TokenSettings::default() };
        let silent = TokenSettings { announce_refresh_token_expiration: false, ..TokenSettings::default() };
        for settings in [none, opaque, silent, TokenSettings::default()] {
            assert_eq!(TypedTokenSettings::of(&settings).parse(&TokenSettings::default()), Ok(settings));
        }
    }

    #[test]
    fn every_problem_is_told_at_once() {
        let in_force = TypedTokenSettings::of(&TokenSettings::default());
        let policy = in_force.policy.clone().with_lifetimes(TypedLifetimes::new("soon", "11y"));
        let typed = TypedTokenSettings { access_token_format: "paper".to_owned(), policy, ..in_force };
        let error = typed.parse(&TokenSettings::default()).unwrap_err();
        let fields: Vec<_> = error.problems().iter().map(|at| at.field.as_str()).collect();
        assert_eq!(fields, ["refresh_token_ttl", "refresh_token_idle_ttl", "access_token_format"]);
    }

    #[test]
    fn a_form_reads_back_as_it_was_sent() {
        for dpop_nonce_required in [false, true] {
            let typed = TypedTokenSettings::of(&TokenSettings { dpop_nonce_required, ..TokenSettings::default() });
            let sent = serde_qs::to_string(&typed).unwrap();
            assert!(sent.contains("rotation=always"), "{sent}");
            let read: TypedTokenSettings = serde_qs::from_str(&sent).unwrap();
            assert_eq!(serde_qs::to_string(&read).unwrap(), sent);
        }
    }
}
