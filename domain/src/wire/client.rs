//! Clients.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use serde_json::Value as Json;

use crate::{
    authorization_details::DetailsTypeName,
    client::{self, ClientSettings, ClientStatus, ClientType, TokenEndpointAuthMethod},
    client_certificate::{CertificateSubject, CertificateSubjectError, SubjectKind},
    client_keys::{ClientAlgorithm, ClientKeys, JwkSet, JwksError},
    client_uri::{BackchannelLogoutUri, JwksUri},
    clock::Timestamp,
    grant_type::GrantType,
    id::ClientId,
    name::Name,
    policy::{SentPolicy, SentTtls},
    problem::Problem,
    redirect_uri::RedirectUri,
    scope::Scope,
    signing::{SigningAlgorithm, SigningOverrides},
    subject_type::{SectorIdentifier, SubjectType},
    wire::{
        policy_fields::policy_pointer,
        reading::{Misfit, Reading},
        resource::Resource,
        sent::Sent,
        token_exchange::{TokenExchange, exchange_pointer},
        types::sent,
    },
};

sent! {
    /// A client: an application or a program that asks for tokens. What is not sent is as in a new client of its type.
    pub struct Client told [client_id client_id_url client_status created_at client_secret] needed [client_name application_types] {
        /// Its identifier, which is not a secret.
        pub client_id: Sent<ClientId>,
        /// The address of its document, which is the `client_id` that it names itself by; none of a client without one. Its settings are the document's.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub client_id_url: Option<String>,
        /// Whether it can be used. It is enabled and disabled by operations of their own.
        pub client_status: Sent<ClientStatus>,
        /// When it was made.
        pub created_at: Sent<Timestamp>,
        /// Its name.
        pub client_name: Sent<Name>,
        /// What kind of application it is: one value, which stays as it was made.
        pub application_types: Vec<Sent<ClientType>>,
        /// The grant types that it may use, where its workspace allows them, too.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub grant_types: Option<Vec<Sent<GrantType>>>,
        /// The scopes that it may ask for: those of the workspace's services.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub scopes: Option<Vec<Sent<Scope>>>,
        /// Where users may be sent back to after signing in; at most 50.
        pub redirect_uris: Vec<Sent<RedirectUri>>,
        /// Where users may be sent after signing out; at most 50.
        pub post_logout_redirect_uris: Vec<Sent<RedirectUri>>,
        /// Where it is told that users were signed out: `https`, or `http` on the server's own machine.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub backchannel_logout_uri: Option<Sent<BackchannelLogoutUri>>,
        /// Whether it is told which session has ended (`sid`). Otherwise it ends all that the user has with it.
        pub backchannel_logout_session_required: bool,
        /// How it authenticates at the token endpoint.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub token_endpoint_auth_method: Option<Sent<TokenEndpointAuthMethod>>,
        /// The public keys that it authenticates by with `private_key_jwt`, those of its certificates with `self_signed_tls_client_auth`, and those
        /// that its request objects are verified by; not beside `jwks_uri`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub jwks: Option<KeySet>,
        /// Where it publishes them: `https`, or `http` on the server's own machine.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub jwks_uri: Option<Sent<JwksUri>>,
        /// The one algorithm that it may sign its assertions by. Otherwise it is any that its keys are for.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub token_endpoint_auth_signing_alg: Option<Sent<ClientAlgorithm>>,
        /// The subject of its certificate with `tls_client_auth` (RFC 8705), as RFC 4514 writes it. Of this and the four members that follow there
        /// is one at most.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub tls_client_auth_subject_dn: Option<String>,
        /// In place of that, a host name among the certificate's alternative names.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub tls_client_auth_san_dns: Option<String>,
        /// In place of that, a URI among them.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub tls_client_auth_san_uri: Option<String>,
        /// In place of that, an IP address among them.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub tls_client_auth_san_ip: Option<String>,
        /// In place of that, an e-mail address among them.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub tls_client_auth_san_email: Option<String>,
        /// Whether its secret must come in that way, and not in the other one.
        pub require_registered_auth_method: bool,
        /// Whether it is the operator's own, so that users are not asked for consent.
        pub trusted: bool,
        /// Whether it only gets tokens that are bound to a key (RFC 9449).
        pub dpop_bound_access_tokens: bool,
        /// Whether it only gets tokens that are bound to the certificate that it presents (RFC 8705).
        pub tls_client_certificate_bound_access_tokens: bool,
        /// Whether each of its authorization requests has to be pushed first (RFC 9126), also where the workspace does not require it.
        pub require_pushed_authorization_requests: bool,
        /// Whether it has to sign each of its authorization requests by its keys (RFC 9101), also where the workspace does not require it.
        pub require_signed_request_object: bool,
        /// Whether it only gets introspection answers that are signed (RFC 9701).
        pub require_signed_introspection: bool,
        /// What it may exchange, where it has the grant type of token exchange (RFC 8693).
        pub token_exchange: TokenExchange,
        /// Whether it calls users by their identifiers (`public`), as all clients do, or by names that its sector alone has for them (`pairwise`).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub subject_type: Option<Sent<SubjectType>>,
        /// Its sector with pairwise subjects, a host. Without one it is the host of its redirect URIs, which then have one.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub sector_identifier: Option<Sent<SectorIdentifier>>,
        /// The authorization details types that it may ask for (RFC 9396): those of the workspace.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        pub authorization_details_types: Vec<Sent<DetailsTypeName>>,
        /// What signs its ID tokens, in place of the workspace's choice.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub id_token_signed_response_alg: Option<Sent<SigningAlgorithm>>,
        /// What signs its access tokens, in place of the workspace's choice.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub access_token_signing_alg: Option<Sent<SigningAlgorithm>>,
        /// What signs the authorization responses that it asks to be signed (JARM), in place of what signs its ID tokens.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub authorization_signed_response_alg: Option<Sent<SigningAlgorithm>>,
        /// What signs the introspection answers that it asks to be signed (RFC 9701), in place of what signs its ID tokens.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub introspection_signed_response_alg: Option<Sent<SigningAlgorithm>>,
        /// Lifetimes of its own, each in place of the workspace's.
        pub token_ttls: SentTtls,
        /// A refresh-token policy of its own, each value in place of the workspace's.
        pub refresh_token_policy: SentPolicy,
        /// Its secret, in the answer that creates it alone: only its hash is stored.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub client_secret: Option<String>,
    }

    /// A JSON Web Key Set (RFC 7517): 1 to 10 public keys of a client, for signatures. There are EC keys on P-256 and P-384, Ed25519 keys and RSA
    /// keys; of each, `kid` and `alg` are kept beside the key itself.
    pub struct KeySet needed [keys] {
        /// The keys.
        pub keys: Vec<Json>,
    }

    /// How the copy of a client is to be.
    pub struct DuplicateClient {
        /// Its name; without one it is the client's, with "(copy)" behind it.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub client_name: Option<String>,
    }
}

impl Resource for Client {
    fn pointer(field: &str) -> String {
        match field {
            "name" => "/client_name".to_owned(),
            "client_type" => "/application_types/0".to_owned(),
            "tls_client_auth_subject" => format!("/{}", SubjectKind::DistinguishedName.name()),
            field => policy_pointer(field).or_else(|| exchange_pointer(field)).unwrap_or_else(|| format!("/{field}")),
        }
    }
}

impl Resource for DuplicateClient {
    fn pointer(_: &str) -> String {
        "/client_name".to_owned()
    }
}

impl From<&client::Client> for Client {
    fn from(client: &client::Client) -> Self {
        let ClientSettings {
            name,
            client_type,
            grant_types,
            scopes,
            redirect_uris,
            post_logout_redirect_uris,
            backchannel_logout_uri,
            backchannel_logout_session_required,
            token_endpoint_auth_method,
            keys,
            tls_client_auth_subject,
            require_registered_auth_method,
            trusted,
            token_ttls,
            refresh,
            dpop_bound_access_tokens,
            tls_client_certificate_bound_access_tokens,
            require_pushed_authorization_requests,
            require_signed_request_object,
            require_signed_introspection,
            token_exchange,
            subject_type,
            sector_identifier,
            authorization_details_types,
            signing,
        } = &client.settings;
        let subject = |kind| tls_client_auth_subject.as_ref().filter(|subject| subject.kind() == kind).map(ToString::to_string);
        Self {
            client_id: Sent::of(&client.id),
            client_id_url: client.document.as_ref().map(|document| document.url.to_string()),
            client_status: Sent::of(&client.status),
            created_at: Sent::of(&client.created_at),
            client_name: Sent::of(name),
            application_types: vec![Sent::of(client_type)],
            grant_types: Some(grant_types.iter().map(Sent::of).collect()),
            scopes: Some(scopes.iter().map(Sent::of).collect()),
            redirect_uris: redirect_uris.iter().map(Sent::of).collect(),
            post_logout_redirect_uris: post_logout_redirect_uris.iter().map(Sent::of).collect(),
            backchannel_logout_uri: backchannel_logout_uri.as_ref().map(Sent::of),
            backchannel_logout_session_required: *backchannel_logout_session_required,
            token_endpoint_auth_method: Some(Sent::of(token_endpoint_auth_method)),
            jwks: keys.jwks.as_ref().map(|jwks| KeySet { keys: jwks.to_json() }),
            jwks_uri: keys.jwks_uri.as_ref().map(Sent::of),
            token_endpoint_auth_signing_alg: keys.token_endpoint_auth_signing_alg.as_ref().map(Sent::of),
            tls_client_auth_subject_dn: subject(SubjectKind::DistinguishedName),
            tls_client_auth_san_dns: subject(SubjectKind::HostName),
            tls_client_auth_san_uri: subject(SubjectKind::Uri),
            tls_client_auth_san_ip: subject(SubjectKind::IpAddress),
            tls_client_auth_san_email: subject(SubjectKind::Email),
            require_registered_auth_method: *require_registered_auth_method,
            trusted: *trusted,
            dpop_bound_access_tokens: *dpop_bound_access_tokens,
            tls_client_certificate_bound_access_tokens: *tls_client_certificate_bound_access_tokens,
            require_pushed_authorization_requests: *require_pushed_authorization_requests,
            require_signed_request_object: *require_signed_request_object,
            require_signed_introspection: *require_signed_introspection,
            token_exchange: token_exchange.into(),
            subject_type: Some(Sent::of(subject_type)),
            sector_identifier: sector_identifier.as_ref().map(Sent::of),
            authorization_details_types: authorization_details_types.iter().map(Sent::of).collect(),
            id_token_signed_response_alg: signing.id_token_signed_response_alg.as_ref().map(Sent::of),
            access_token_signing_alg: signing.access_token_signing_alg.as_ref().map(Sent::of),
            authorization_signed_response_alg: signing.authorization_signed_response_alg.as_ref().map(Sent::of),
            introspection_signed_response_alg: signing.introspection_signed_response_alg.as_ref().map(Sent::of),
            token_ttls: SentTtls::of_own(token_ttls),
            refresh_token_policy: SentPolicy::of_own(refresh),
            client_secret: None,
        }
    }
}

impl Client {
    /// Reads its settings.
    ///
    /// # Errors
    /// All that does not fit.
    pub fn settings(&self) -> Result<ClientSettings, Vec<Misfit>> {
        let mut reading = Reading::default();
        let name = reading.take("/client_name", &self.client_name);
        let client_type = match self.application_types.as_slice() {
            [one] => reading.take("/application_types/0", one),
            [] => {
                reading.note("/application_types", Problem::Missing);
                None
            }
            [..] => {
                reading.note("/application_types", Problem::TooMany { most: 1 });
                None
            }
        };
        let Some((name, client_type)) = name.zip(client_type) else { return reading.done(None) };
        let usual = ClientSettings::defaults(name, client_type);
        let signing = SigningOverrides {
            id_token_signed_response_alg: reading.optional("/id_token_signed_response_alg", self.id_token_signed_response_alg.as_ref()),
            access_token_signing_alg: reading.optional("/access_token_signing_alg", self.access_token_signing_alg.as_ref()),
            authorization_signed_response_alg: reading
                .optional("/authorization_signed_response_alg", self.authorization_signed_response_alg.as_ref()),
            introspection_signed_response_alg: reading
                .optional("/introspection_signed_response_alg", self.introspection_signed_response_alg.as_ref()),
        };
        let types = Some(&self.authorization_details_types);
        let settings = ClientSettings {
            grant_types: reading.all("/grant_types", self.grant_types.as_ref(), usual.grant_types),
            scopes: reading.all("/scopes", self.scopes.as_ref(), usual.scopes),
            redirect_uris: addresses(&mut reading, "/redirect_uris", &self.redirect_uris),
            post_logout_redirect_uris: addresses(&mut reading, "/post_logout_redirect_uris", &self.post_logout_redirect_uris),
            backchannel_logout_uri: reading.optional("/backchannel_logout_uri", self.backchannel_logout_uri.as_ref()),
            backchannel_logout_session_required: self.backchannel_logout_session_required,
            token_endpoint_auth_method: reading.or(
                "/token_endpoint_auth_method",
                self.token_endpoint_auth_method.as_ref(),
                usual.token_endpoint_auth_method,
            ),
            keys: self.keys(&mut reading),
            tls_client_auth_subject: self.subject(&mut reading),
            require_registered_auth_method: self.require_registered_auth_method,
            trusted: self.trusted,
            token_ttls: self.token_ttls.read_own(|name, error| reading.note(format!("/token_ttls/{name}"), error)),
            refresh: self.refresh_token_policy.read_own(|name, error| reading.note(format!("/refresh_token_policy/{name}"), error)),
            dpop_bound_access_tokens: self.dpop_bound_access_tokens,
            tls_client_certificate_bound_access_tokens: self.tls_client_certificate_bound_access_tokens,
            require_pushed_authorization_requests: self.require_pushed_authorization_requests,
            require_signed_request_object: self.require_signed_request_object,
            require_signed_introspection: self.require_signed_introspection,
            token_exchange: self.token_exchange.read("/token_exchange", &mut reading),
            subject_type: reading.or("/subject_type", self.subject_type.as_ref(), usual.subject_type),
            sector_identifier: reading.optional("/sector_identifier", self.sector_identifier.as_ref()),
            authorization_details_types: reading.all("/authorization_details_types", types, BTreeSet::new()),
            signing,
            name: usual.name,
            client_type,
        };
        reading.done(Some(settings))
    }
}

impl Client {
    fn keys(&self, reading: &mut Reading) -> ClientKeys {
        ClientKeys {
            jwks: self.jwks.as_ref().and_then(|set| key_set(reading, "/jwks", set)),
            jwks_uri: reading.optional("/jwks_uri", self.jwks_uri.as_ref()),
            token_endpoint_auth_signing_alg: reading
                .optional("/token_endpoint_auth_signing_alg", self.token_endpoint_auth_signing_alg.as_ref()),
        }
    }

    /// Reads the subject of its certificate. RFC 8705 §2.1.2: exactly one of the five members says it.
    fn subject(&self, reading: &mut Reading) -> Option<CertificateSubject> {
        let sent = [
            (SubjectKind::DistinguishedName, &self.tls_client_auth_subject_dn),
            (SubjectKind::HostName, &self.tls_client_auth_san_dns),
            (SubjectKind::Uri, &self.tls_client_auth_san_uri),
            (SubjectKind::IpAddress, &self.tls_client_auth_san_ip),
            (SubjectKind::Email, &self.tls_client_auth_san_email),
        ];
        let mut given = sent.into_iter().filter_map(|(kind, text)| Some((kind, text.as_deref()?)));
        let (kind, text) = given.next()?;
        if let Some((second, _)) = given.next() {
            reading.note(format!("/{}", second.name()), CertificateSubjectError::Several);
            return None;
        }
        CertificateSubject::parse(kind, text).map_err(|error| reading.note(format!("/{}", kind.name()), error)).ok()
    }
}

/// Reads keys. A problem with one of them is told by its place.
pub(super) fn key_set(reading: &mut Reading, pointer: &str, set: &KeySet) -> Option<JwkSet> {
    match JwkSet::of(&set.keys) {
        Ok(set) => Some(set),
        Err(error) => {
            let pointer = match error {
                JwksError::Key { place, .. } => format!("{pointer}/keys/{place}"),
                _ => format!("{pointer}/keys"),
            };
            reading.note(pointer, error);
            None
        }
    }
}

/// Reads addresses. A problem says which line it is about, too, as where they are typed.
fn addresses(reading: &mut Reading, pointer: &str, sent: &[Sent<RedirectUri>]) -> Vec<RedirectUri> {
    let mut read = Vec::new();
    for (line, sent) in (0..).zip(sent) {
        match sent.read() {
            Ok(address) => read.push(address),
            Err(Problem::RedirectUri { problem, .. }) => reading.note(format!("{pointer}/{line}"), Problem::RedirectUri { line, problem }),
            Err(problem) => reading.note(format!("{pointer}/{line}"), problem),
        }
    }
    read
}
