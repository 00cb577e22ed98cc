//! Templates of workspaces: settings that a new one can start with. They are data, one line each, written as the admin API writes a workspace.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};

use crate::{
    lifetime::Lifetime,
    name::Name,
    policy::{PolicyValue, TokenPolicy},
    settings::{
        authorization::AuthorizationSettings, client_documents::DocumentMode, registration::RegistrationMode, security::SecuritySettings,
        sign_in::SignInSettings, tokens::TokenSettings,
    },
    trusted_issuer::TrustedIssuers,
    wire::server::Server,
    workspace::WorkspaceSettings,
};

/// The name of the template that leaves every setting as it is by default.
pub const STANDARD: &str = "standard";

static TEMPLATES: LazyLock<Vec<WorkspaceTemplate>> =
    LazyLock::new(|| include_str!("workspace_templates.jsonl").lines().filter_map(WorkspaceTemplate::read).collect());

/// A template.
#[derive(Debug, Clone)]
pub struct WorkspaceTemplate {
    /// The value on the wire.
    pub name: String,
    /// The label in the console.
    pub label: String,
    /// What it is for, in a sentence.
    pub description: String,
    authorization: AuthorizationSettings,
    tokens: TokenSettings,
    sign_in: SignInSettings,
}

/// A setting of a template that is not the default, as people read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateSetting {
    /// Its label.
    pub label: String,
    /// Its value.
    pub value: String,
}

/// A line of the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    name: String,
    label: String,
    description: String,
    settings: Map<String, Json>,
}

impl WorkspaceTemplate {
    /// All of them, in the order in which they are offered.
    pub fn all() -> &'static [Self] {
        &TEMPLATES
    }

    /// Returns the template of this name.
    pub fn find(name: &str) -> Option<&'static Self> {
        Self::all().iter().find(|template| template.name == name)
    }

    /// Returns the settings of a workspace of this name that starts with it.
    pub fn settings(&self, name: Name) -> WorkspaceSettings {
        let Self { authorization, tokens, sign_in, .. } = self.clone();
        WorkspaceSettings { name, authorization, tokens, sign_in, trusted_issuers: TrustedIssuers::none() }
    }

    /// Returns what it sets in place of the defaults.
    pub fn sets(&self) -> Vec<TemplateSetting> {
        let (usual, policy) = (TokenPolicy::default(), self.tokens.policy());
        let setting = |label: &str, value: String| TemplateSetting { label: label.to_owned(), value };
        let grants = (self.authorization.grant_types != AuthorizationSettings::default().grant_types).then(|| {
            let labels: Vec<_> = self.authorization.grant_types.iter().map(|grant| grant.label()).collect();
            setting("Allowed grant types", labels.join(", "))
        });
        let pushed = self
            .authorization
            .require_pushed_authorization_requests
            .then(|| setting("Pushed authorization requests", "Required".to_owned()));
        let signed = self.authorization.require_signed_request_object.then(|| setting("Signed request objects", "Required".to_owned()));
        let registration = &self.authorization.registration;
        let registers = (registration.client_registration != RegistrationMode::default())
            .then(|| setting("Client registration", registration.client_registration.label().to_owned()));
        let documents = (registration.client_documents != DocumentMode::default())
            .then(|| setting("Client ID metadata documents", registration.client_documents.label().to_owned()));
        let resources =
            self.authorization.announce_protected_resources.then(|| setting("Resource servers in the metadata", "Named".to_owned()));
        let clients = registers.into_iter().chain(documents).chain(resources);
        let SecuritySettings {
            require_pkce,
            require_redirect_uri,
            require_asymmetric_client_authentication,
            require_bound_access_tokens,
            require_strict_client_jwts,
            require_signed_authorization_response,
        } = self.authorization.security;
        let security = [
            (require_pkce, "PKCE of all clients"),
            (require_redirect_uri, "Redirect URI in each request"),
            (require_asymmetric_client_authentication, "Authentication by key or certificate"),
            (require_bound_access_tokens, "Access tokens bound to a key or certificate"),
            (require_strict_client_jwts, "Strict checks of what clients sign"),
            (require_signed_authorization_response, "Signed authorization responses"),
        ];
        let security = security.into_iter().filter(|(is_on, _)| *is_on).map(|(_, label)| setting(label, "Required".to_owned()));
        let values = PolicyValue::all()
            .filter(|value| value.typed(&usual) != value.typed(&policy))
            .map(|value| setting(value.label, value.words(&policy)));
        let default = TokenSettings::default();
        let format = (self.tokens.access_token_format != default.access_token_format)
            .then(|| setting("Access token format", self.tokens.access_token_format.label().to_owned()));
        let period = self.tokens.signing.signing_keys_rotate_every;
        let keys = (period != default.signing.signing_keys_rotate_every)
            .then(|| setting("Signing keys rotate every", period.map_or_else(|| "Never".to_owned(), Lifetime::words)));
        let algorithms = (self.tokens.signing.signing_algorithms != default.signing.signing_algorithms).then(|| {
            let names: Vec<_> = self.tokens.signing.signing_algorithms.iter().map(|algorithm| algorithm.name()).collect();
            setting("Allowed signing algorithms", names.join(", "))
        });
        let id_tokens = (self.tokens.signing.id_token_signed_response_alg != default.signing.id_token_signed_response_alg)
            .then(|| setting("ID tokens are signed by", self.tokens.signing.id_token_signed_response_alg.name().to_owned()));
        let nonce = self.tokens.dpop_nonce_required.then(|| setting("DPoP nonce", "Required".to_owned()));
        let expiration = (self.tokens.announce_refresh_token_expiration != default.announce_refresh_token_expiration)
            .then(|| setting("Clients are told when refresh tokens expire", "No".to_owned()));
        let strength = self.sign_in.minimum_password_strength;
        let passwords = (strength != SignInSettings::default().minimum_password_strength)
            .then(|| setting("Minimum password strength", strength.label().to_owned()));
        let of_tokens = format.into_iter().chain(algorithms).chain(id_tokens).chain(keys).chain(nonce).chain(expiration);
        grants
            .into_iter()
            .chain(pushed)
            .chain(signed)
            .chain(security)
            .chain(clients)
            .chain(values)
            .chain(of_tokens)
            .chain(passwords)
            .collect()
    }

    fn read(line: &str) -> Option<Self> {
        let Line { name, label, description, mut settings } = serde_json::from_str(line).ok()?;
        settings.insert("id".to_owned(), json!("template"));
        settings.insert("name".to_owned(), json!(label));
        let server: Server = serde_json::from_value(Json::Object(settings)).ok()?;
        let (_, WorkspaceSettings { authorization, tokens, sign_in, .. }) = server.read().ok()?;
        Some(Self { name, label, description, authorization, tokens, sign_in })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy_violation;

    #[test]
    fn every_line_is_a_template_that_a_workspace_may_have() {
        let names: Vec<_> = WorkspaceTemplate::all().iter().map(|template| template.name.as_str()).collect();
        assert_eq!(
            names,
            [STANDARD, "single_page_and_mobile", "confidential_web", "high_security", "fapi2", "fapi2_message_signing", "mcp"]
        );
        assert_eq!(include_str!("workspace_templates.jsonl").lines().count(), names.len());
        for template in WorkspaceTemplate::all() {
            assert_eq!(policy_violation::check_workspace(&template.tokens), Ok(()), "{}", template.name);
            assert_eq!(WorkspaceTemplate::find(&template.name).unwrap().label, template.label);
        }
    }

    #[test]
    fn a_template_says_all_that_it_sets() {
        assert_eq!(WorkspaceTemplate::find(STANDARD).unwrap().sets(), []);
        for template in WorkspaceTemplate::all() {
            // All that is told of, back to the default.
            let usual = TokenSettings::default();
            let mut tokens = template.tokens.clone();
            (tokens.ttls, tokens.refresh) = (usual.ttls, usual.refresh);
            tokens.access_token_format = usual.access_token_format;
            tokens.signing.signing_algorithms = usual.signing.signing_algorithms.clone();
            tokens.signing.id_token_signed_response_alg = usual.signing.id_token_signed_response_alg;
            tokens.signing.signing_keys_rotate_every = usual.signing.signing_keys_rotate_every;
            tokens.dpop_nonce_required = usual.dpop_nonce_required;
            tokens.announce_refresh_token_expiration = usual.announce_refresh_token_expiration;
            assert_eq!(tokens, usual, "{}", template.name);
            let default = SignInSettings::default();
            let sign_in = SignInSettings { minimum_password_strength: default.minimum_password_strength, ..template.sign_in.clone() };
            assert_eq!(sign_in, default, "{}", template.name);
        }
        let high = WorkspaceTemplate::find("high_security").unwrap().sets();
        let value = |label: &str| high.iter().find(|setting| setting.label == label).map(|setting| setting.value.clone());
        assert_eq!(value("Refresh token TTL").as_deref(), Some("1 day"));
        assert_eq!(value("Access token format").as_deref(), Some("Opaque"));
        let [profile, signing] = ["fapi2", "fapi2_message_signing"].map(|name| WorkspaceTemplate::find(name).unwrap().sets());
        assert_eq!(profile.iter().filter(|setting| setting.value == "Required").count(), 6);
        assert_eq!(signing.iter().filter(|setting| setting.value == "Required").count(), 8);
        assert!(profile.iter().all(|setting| signing.contains(setting)));
        let mcp = WorkspaceTemplate::find("mcp").unwrap().sets();
        let told = |label: &str| mcp.iter().find(|setting| setting.label == label).map(|setting| setting.value.as_str());
        assert_eq!((told("Client registration"), told("Client ID metadata documents")), (Some("Open to everybody"), Some("At any host")));
        assert_eq!((told("PKCE of all clients"), told("Resource servers in the metadata")), (Some("Required"), Some("Named")));
    }
}
