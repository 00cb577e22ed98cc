//! Clients.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value as Json;

use crate::{
    client::{self, ClientSettings, ClientStatus, ClientType, TokenEndpointAuthMethod},
    client_certificate::{CertificateSubject, CertificateSubjectError, SubjectKind},
    client_keys::{ClientAlgorithm, ClientKeys, JwkSet, JwksError, JwksUri},
    client_secret::{self, KEEP_PREVIOUS, KeepPrevious},
    clock::Timestamp,
    grant_type::GrantType,
    id::ClientId,
    in_force,
    name::Name,
    policy::{Origin, SentPolicy, SentTtls},
    problem::Problem,
    redirect_uri::RedirectUri,
    scope::Scope,
    signing::{SigningAlgorithm, SigningOverrides},
    wire::{
        policy_fields::policy_pointer,
        reading::{Misfit, Reading},
        resource::Resource,
        sent::Sent,
        types::{sent, told},
    },
    workspace::Workspace,
};

sent! {
    /// A client: an application or a program that asks for tokens. What is not sent is as in a new client of its type.
    pub struct Client told [client_id client_status created_at client_secret] needed [client_name application_types] {
        /// Its identifier, which is not a secret.
        pub client_id: Sent<ClientId>,
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
        /// How it authenticates at the token endpoint.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub token_endpoint_auth_method: Option<Sent<TokenEndpointAuthMethod>>,
        /// The public keys that it authenticates by with `private_key_jwt`, or those of its certificates with `self_signed_tls_client_auth`; not
        /// beside `jwks_uri`.
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
        /// What signs its ID tokens, in place of the workspace's choice.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub id_token_signed_response_alg: Option<Sent<SigningAlgorithm>>,
        /// What signs its access tokens, in place of the workspace's choice.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub access_token_signing_alg: Option<Sent<SigningAlgorithm>>,
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

    /// How a secret is replaced.
    pub struct RotateSecret {
        /// For how long the secret before it goes on working: up to 30 days, `0s` for not at all; a day if it is not sent.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub keep_previous_for: Option<Sent<KeepPrevious>>,
    }

    /// How the copy of a client is to be.
    pub struct DuplicateClient {
        /// Its name; without one it is the client's, with "(copy)" behind it.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub client_name: Option<String>,
    }
}

told! {
    /// A new secret.
    pub struct ClientSecret {
        /// The client.
        pub client_id: Sent<ClientId>,
        /// Its secret, shown only once: only its hash is stored.
        pub client_secret: String,
    }

    /// The secrets of a client; none where it does not authenticate.
    pub struct ClientSecrets {
        /// The current one.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub current: Option<SecretRecord>,
        /// The one before it, while it works.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub previous: Option<SecretRecord>,
        /// Until when the one before works.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub previous_until: Option<Sent<Timestamp>>,
    }

    /// What is known of a secret.
    pub struct SecretRecord {
        /// Its number among the client's secrets, from 1.
        pub secret_version: i64,
        /// Tells it from others: 8 hexadecimal digits.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub secret_fingerprint: Option<String>,
        /// When it was made.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub created_at: Option<Sent<Timestamp>>,
        /// When the client last authenticated by it, to about an hour.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub used_at: Option<Sent<Timestamp>>,
    }

    /// The lifetimes and the refresh-token policy that are in force for a client.
    pub struct ClientTokenPolicy {
        /// The lifetimes, by their names.
        pub token_ttls: BTreeMap<String, EffectiveValue>,
        /// The refresh-token policy, by the names of its values.
        pub refresh_token_policy: BTreeMap<String, EffectiveValue>,
    }

    /// A value that is in force.
    pub struct EffectiveValue {
        /// The value, as it is sent.
        pub value: Json,
        /// Whose it is: `workspace` or `client`.
        pub origin: String,
    }
}

impl Resource for Client {
    fn pointer(field: &str) -> String {
        match field {
            "name" => "/client_name".to_owned(),
            "client_type" => "/application_types/0".to_owned(),
            "tls_client_auth_subject" => format!("/{}", SubjectKind::DistinguishedName.name()),
            field => policy_pointer(field).unwrap_or_else(|| format!("/{field}")),
        }
    }
}

impl Resource for DuplicateClient {
    fn pointer(_: &str) -> String {
        "/client_name".to_owned()
    }
}

impl Resource for RotateSecret {
    fn pointer(_: &str) -> String {
        "/keep_previous_for".to_owned()
    }
}

impl RotateSecret {
    /// Reads for how long the secret before goes on working.
    ///
    /// # Errors
    /// Where it is no such time.
    pub fn read(&self) -> Result<KeepPrevious, Vec<Misfit>> {
        let mut reading = Reading::default();
        let keep = reading.or("/keep_previous_for", self.keep_previous_for.as_ref(), KEEP_PREVIOUS);
        reading.done(Some(keep))
    }
}

impl From<Option<&client_secret::ClientSecrets>> for ClientSecrets {
    fn from(secrets: Option<&client_secret::ClientSecrets>) -> Self {
        let previous = secrets.and_then(|secrets| secrets.previous.as_ref());
        Self {
            current: secrets.map(|secrets| (&secrets.current).into()),
            previous: previous.map(|previous| (&previous.secret).into()),
            previous_until: previous.map(|previous| Sent::of(&previous.until)),
        }
    }
}

impl From<&client_secret::ClientSecret> for SecretRecord {
    fn from(secret: &client_secret::ClientSecret) -> Self {
        Self {
            secret_version: secret.version,
            secret_fingerprint: secret.fingerprint.clone(),
            created_at: secret.created_at.as_ref().map(Sent::of),
            used_at: secret.used_at.as_ref().map(Sent::of),
        }
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
            signing,
        } = &client.settings;
        let subject = |kind| tls_client_auth_subject.as_ref().filter(|subject| subject.kind() == kind).map(ToString::to_string);
        Self {
            client_id: Sent::of(&client.id),
            client_status: Sent::of(&client.status),
            created_at: Sent::of(&client.created_at),
            client_name: Sent::of(name),
            application_types: vec![Sent::of(client_type)],
            grant_types: Some(grant_types.iter().map(Sent::of).collect()),
            scopes: Some(scopes.iter().map(Sent::of).collect()),
            redirect_uris: redirect_uris.iter().map(Sent::of).collect(),
            post_logout_redirect_uris: post_logout_redirect_uris.iter().map(Sent::of).collect(),
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
            id_token_signed_response_alg: signing.id_token_signed_response_alg.as_ref().map(Sent::of),
            access_token_signing_alg: signing.access_token_signing_alg.as_ref().map(Sent::of),
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
        };
        let settings = ClientSettings {
            grant_types: reading.all("/grant_types", self.grant_types.as_ref(), usual.grant_types),
            scopes: reading.all("/scopes", self.scopes.as_ref(), usual.scopes),
            redirect_uris: addresses(&mut reading, "/redirect_uris", &self.redirect_uris),
            post_logout_redirect_uris: addresses(&mut reading, "/post_logout_redirect_uris", &self.post_logout_redirect_uris),
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
fn key_set(reading: &mut Reading, pointer: &str, set: &KeySet) -> Option<JwkSet> {
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

impl ClientTokenPolicy {
    /// Returns what is in force for a client in its workspace.
    pub fn of(workspace: &Workspace, client: &client::Client) -> Self {
        let (tokens, settings) = (&workspace.tokens, &client.settings);
        let (ttls, own_ttls) = (SentTtls::of(&in_force::ttls(tokens, settings)), SentTtls::of_own(&settings.token_ttls));
        let (policy, own_policy) = (SentPolicy::of(&in_force::policy(tokens, settings)), SentPolicy::of_own(&settings.refresh));
        Self { token_ttls: effective(&ttls, &own_ttls), refresh_token_policy: effective(&policy, &own_policy) }
    }
}

/// Returns each value in force, with its origin.
fn effective<T: Serialize>(in_force: &T, own: &T) -> BTreeMap<String, EffectiveValue> {
    let members = |values: &T| serde_json::to_value(values).ok().and_then(|values| values.as_object().cloned()).unwrap_or_default();
    let own = members(own);
    let value = |(name, value): (String, Json)| {
        let origin = if own.contains_key(&name) { Origin::Client } else { Origin::Workspace };
        (name, EffectiveValue { value, origin: origin.name().to_owned() })
    };
    members(in_force).into_iter().map(value).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        id::WorkspaceId,
        lifetime::RefreshTokenTtl,
        policy::{FamilyLimit, Rotation},
    };

    fn of(settings: ClientSettings) -> client::Client {
        let now = Timestamp::from_millis(0);
        let (id, workspace_id) = (ClientId::new(now, [1; 10]), WorkspaceId::new(now, [2; 10]));
        client::Client { id, workspace_id, created_at: now, version: 1, epoch: 0, status: ClientStatus::Active, settings }
    }

    fn settings() -> impl Strategy<Value = ClientSettings> {
        let lists = (
            prop::sample::subsequence(GrantType::ALL.to_vec(), 0..=4),
            prop::collection::btree_set("[a-z]{1,8}", 0..4),
            prop::collection::vec("https://[a-z]{1,8}\\.example/[a-z]{0,5}", 0..3),
        );
        let own = (
            prop::option::of(prop::option::of(60..1_000_000_i64)),
            prop::option::of(prop::sample::select(Rotation::ALL.to_vec())),
            prop::option::of(0..=1000_u16),
            prop::option::of(prop::sample::select(SigningAlgorithm::ALL.to_vec())),
        );
        let switches = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>(), prop::option::of(any::<bool>()));
        ("[A-Z][a-z]{0,8}", prop::sample::select(ClientType::ALL.to_vec()), lists, own, switches).prop_map(
            |(name, client_type, (grants, scopes, uris), (ttl, rotation, limit, algorithm), (trusted, bound, strict, pushed, logout))| {
                let subjects = [
                    (SubjectKind::DistinguishedName, "CN=shop\\, 1,O=Example"),
                    (SubjectKind::HostName, "shop.example.com"),
                    (SubjectKind::Uri, "spiffe://example.com/shop"),
                    (SubjectKind::IpAddress, "2001:db8::7"),
                    (SubjectKind::Email, "shop@example.com"),
                ];
                let mut settings = ClientSettings::defaults(Name::parse(&name).unwrap(), client_type);
                settings.grant_types = grants.into_iter().collect();
                settings.scopes = scopes.iter().map(|scope| Scope::parse(scope).unwrap()).collect();
                settings.redirect_uris = uris.iter().map(|uri| RedirectUri::parse(uri).unwrap()).collect();
                settings.token_ttls.refresh_token_ttl = ttl.map(|ttl| ttl.map(|seconds| RefreshTokenTtl::from_seconds(seconds).unwrap()));
                settings.refresh.rotation = rotation;
                settings.refresh.family_limit = limit.map(|limit| FamilyLimit::try_from(limit).unwrap());
                settings.refresh.end_on_logout = logout;
                settings.require_pushed_authorization_requests = pushed;
                settings.tls_client_certificate_bound_access_tokens = !bound && pushed;
                let subject = subjects.get(settings.scopes.iter().count() + usize::from(strict));
                settings.tls_client_auth_subject = subject.map(|(kind, text)| CertificateSubject::parse(*kind, text).unwrap());
                settings.signing.id_token_signed_response_alg = algorithm;
                if strict {
                    let key = serde_json::json!({ "kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo", "kid": "a" });
                    settings.keys.jwks = Some(JwkSet::of(&[key]).unwrap());
                    settings.keys.token_endpoint_auth_signing_alg = Some(ClientAlgorithm::EdDsa);
                } else {
                    settings.keys.jwks_uri = Some(JwksUri::parse("https://app.example/jwks").unwrap());
                }
                (settings.trusted, settings.dpop_bound_access_tokens, settings.require_registered_auth_method) = (trusted, bound, strict);
                settings
            },
        )
    }

    proptest! {
        #[test]
        fn a_client_that_is_sent_back_as_it_was_told_is_the_same(settings in settings()) {
            let told = serde_json::to_string(&Client::from(&of(settings.clone()))).unwrap();
            let sent: Client = serde_json::from_str(&told).unwrap();
            prop_assert_eq!(sent.settings().unwrap(), settings);
        }
    }

    #[test]
    fn every_value_that_does_not_fit_is_told_by_its_pointer() {
        let sent: Client = serde_json::from_value(serde_json::json!({
            "client_name": "Shop",
            "application_types": ["server_side_web"],
            "grant_types": ["refresh_token", "password"],
            "redirect_uris": ["https://shop.example/callback", "/callback"],
            "token_ttls": { "refresh_token_ttl": "soon" },
            "refresh_token_policy": { "rotation": "sometimes", "family_limit": 70_000 },
        }))
        .unwrap();
        let misfits: Vec<_> = sent.settings().unwrap_err().into_iter().map(|misfit| misfit.pointer).collect();
        let expected = ["/grant_types/1", "/redirect_uris/1", "/token_ttls/refresh_token_ttl", "/refresh_token_policy/rotation"];
        assert_eq!(misfits, [&expected[..], &["/refresh_token_policy/family_limit"]].concat());
        let keys = serde_json::json!({ "client_name": "Shop", "application_types": ["service"], "jwks": { "keys": [{ "kty": "oct" }] } });
        let keys: Client = serde_json::from_value(keys).unwrap();
        assert_eq!(keys.settings().unwrap_err()[0].pointer, "/jwks/keys/0");
        for (more, pointer, error) in [
            (
                serde_json::json!({ "tls_client_auth_san_dns": "*.example.com" }),
                "/tls_client_auth_san_dns",
                CertificateSubjectError::HostName,
            ),
            (
                serde_json::json!({ "tls_client_auth_subject_dn": "CN=Shop", "tls_client_auth_san_ip": "192.0.2.7" }),
                "/tls_client_auth_san_ip",
                CertificateSubjectError::Several,
            ),
        ] {
            let mut sent = serde_json::json!({ "client_name": "Shop", "application_types": ["service"] });
            sent.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            let sent: Client = serde_json::from_value(sent).unwrap();
            assert_eq!(sent.settings().unwrap_err(), [Misfit { pointer: pointer.to_owned(), problem: error.into() }]);
        }
        let nothing = Client::default().settings().unwrap_err();
        assert_eq!(nothing.iter().map(|misfit| misfit.pointer.as_str()).collect::<Vec<_>>(), ["/client_name", "/application_types"]);
    }

    #[test]
    fn what_is_not_sent_is_as_in_a_new_client_of_its_type() {
        for client_type in ClientType::ALL {
            let sent = serde_json::json!({ "client_name": "Shop", "application_types": [client_type.name()] });
            let read = serde_json::from_value::<Client>(sent).unwrap().settings().unwrap();
            assert_eq!(read, ClientSettings::defaults(Name::parse("Shop").unwrap(), client_type));
        }
    }
}
