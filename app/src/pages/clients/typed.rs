mod values;

use std::collections::BTreeSet;

use domain::{
    client::ClientSettings,
    client_certificate::{CertificateSubject, SubjectKind},
    client_keys::{ClientAlgorithm, ClientKeys, JwkSet},
    client_uri::{BackchannelLogoutUri, JwksUri},
    grant_type::GrantType,
    problem::Problem,
    signing::SigningOverrides,
    token_exchange::TokenExchangePolicy,
};
use serde::{Deserialize, Serialize};

use self::values::{algorithm, lines, own, typed, uris};
use super::exchange_lines;
use crate::{
    api::{ApiError, Problems},
    form::of_some_pages,
};

/// A client's OAuth settings as they are typed.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a checkbox of its own")]
pub struct TypedOauth {
    /// *Grant types*: those that are ticked.
    #[serde(default)]
    pub grant_types: BTreeSet<String>,
    /// The one that is chosen in the drop-down, to be added.
    #[serde(default)]
    pub add_grant_type: String,
    /// *Redirect URIs*, one a line.
    #[serde(default)]
    pub redirect_uris: String,
    /// *Post-logout redirect URIs*, one a line.
    #[serde(default)]
    pub post_logout_redirect_uris: String,
    /// *Back-channel logout URI*, or empty.
    #[serde(default)]
    pub backchannel_logout_uri: String,
    /// *Which session was ended*.
    #[serde(default)]
    pub backchannel_logout_session_required: bool,
    /// *Token endpoint authentication method*.
    pub token_endpoint_auth_method: String,
    /// *Public keys*: a JSON Web Key Set, keys or certificates in PEM, or empty.
    #[serde(default)]
    pub jwks: String,
    /// *Address of the public keys*, or empty.
    #[serde(default)]
    pub jwks_uri: String,
    /// *Assertions are signed by*; empty where it is each that the keys are for.
    #[serde(default)]
    pub token_endpoint_auth_signing_alg: String,
    /// What of its certificate a client is known by; none where the page does not ask for it.
    #[serde(default, deserialize_with = "of_some_pages")]
    pub tls_client_auth_subject_kind: Option<String>,
    /// *Subject*, or empty; none where the page does not ask for it.
    #[serde(default, deserialize_with = "of_some_pages")]
    pub tls_client_auth_subject: Option<String>,
    /// *Accept this method only*.
    #[serde(default)]
    pub require_registered_auth_method: bool,
    /// *Trusted*.
    #[serde(default)]
    pub trusted: bool,
    /// *DPoP-bound access tokens*.
    #[serde(default)]
    pub dpop_bound_access_tokens: bool,
    /// *Certificate-bound access tokens*.
    #[serde(default)]
    pub tls_client_certificate_bound_access_tokens: bool,
    /// *Require pushed authorization requests*.
    #[serde(default)]
    pub require_pushed_authorization_requests: bool,
    /// *Require signed request objects*.
    #[serde(default)]
    pub require_signed_request_object: bool,
    /// *ID tokens are signed by*; empty where it is what the workspace says.
    #[serde(default)]
    pub id_token_signed_response_alg: String,
    /// *Access tokens are signed by*; empty where it is what the workspace says.
    #[serde(default)]
    pub access_token_signing_alg: String,
    /// *Authorization responses are signed by*; empty where it is what signs its ID tokens.
    #[serde(default)]
    pub authorization_signed_response_alg: String,
    /// *Introspection answers are signed by*; empty where it is what signs its ID tokens.
    #[serde(default)]
    pub introspection_signed_response_alg: String,
    /// *Signed introspection answers only*.
    #[serde(default)]
    pub require_signed_introspection: bool,
    /// *Of every client*: whose access tokens it may exchange.
    #[serde(default)]
    pub subject_any_client: bool,
    /// *Clients whose tokens it may exchange*, one a line.
    #[serde(default)]
    pub subject_clients: String,
    /// *Resource servers that it is*, one a line.
    #[serde(default)]
    pub subject_audiences: String,
    /// *Resource servers that it may ask for*, one a line.
    #[serde(default)]
    pub exchange_targets: String,
    /// *Impersonation*.
    #[serde(default)]
    pub impersonation: bool,
    /// *Subject type*; none where the page does not ask for it.
    #[serde(default, deserialize_with = "of_some_pages")]
    pub subject_type: Option<String>,
    /// *Sector*, or empty; none where the page does not ask for it.
    #[serde(default, deserialize_with = "of_some_pages")]
    pub sector_identifier: Option<String>,
}

impl TypedOauth {
    /// What is typed where these are in force.
    pub fn of(settings: &ClientSettings) -> Self {
        let exchange = &settings.token_exchange;
        let subject = settings.tls_client_auth_subject.as_ref();
        Self {
            grant_types: settings.grant_types.iter().map(ToString::to_string).collect(),
            add_grant_type: String::new(),
            redirect_uris: lines(&settings.redirect_uris),
            post_logout_redirect_uris: lines(&settings.post_logout_redirect_uris),
            backchannel_logout_uri: settings.backchannel_logout_uri.as_ref().map(ToString::to_string).unwrap_or_default(),
            backchannel_logout_session_required: settings.backchannel_logout_session_required,
            token_endpoint_auth_method: settings.token_endpoint_auth_method.to_string(),
            jwks: settings.keys.jwks.as_ref().map(JwkSet::to_text).unwrap_or_default(),
            jwks_uri: settings.keys.jwks_uri.as_ref().map(ToString::to_string).unwrap_or_default(),
            token_endpoint_auth_signing_alg: settings.keys.token_endpoint_auth_signing_alg.map(|alg| alg.to_string()).unwrap_or_default(),
            tls_client_auth_subject_kind: Some(subject.map_or(SubjectKind::DistinguishedName, CertificateSubject::kind).name().to_owned()),
            tls_client_auth_subject: Some(subject.map(ToString::to_string).unwrap_or_default()),
            require_registered_auth_method: settings.require_registered_auth_method,
            trusted: settings.trusted,
            dpop_bound_access_tokens: settings.dpop_bound_access_tokens,
            tls_client_certificate_bound_access_tokens: settings.tls_client_certificate_bound_access_tokens,
            require_pushed_authorization_requests: settings.require_pushed_authorization_requests,
            require_signed_request_object: settings.require_signed_request_object,
            id_token_signed_response_alg: own(settings.signing.id_token_signed_response_alg),
            access_token_signing_alg: own(settings.signing.access_token_signing_alg),
            authorization_signed_response_alg: own(settings.signing.authorization_signed_response_alg),
            introspection_signed_response_alg: own(settings.signing.introspection_signed_response_alg),
            require_signed_introspection: settings.require_signed_introspection,
            subject_any_client: exchange.subject_any_client,
            subject_clients: lines(&exchange.subject_clients),
            subject_audiences: lines(exchange.subject_audiences.iter()),
            exchange_targets: lines(exchange.exchange_targets.iter()),
            impersonation: exchange.impersonation,
            subject_type: Some(settings.subject_type.to_string()),
            sector_identifier: Some(settings.sector_identifier.as_ref().map(ToString::to_string).unwrap_or_default()),
        }
    }
}

impl TypedOauth {
    /// The same with the grant type of the drop-down among the others: saving adds it, without *Add*.
    #[must_use]
    pub fn with_added(mut self) -> Self {
        let added = std::mem::take(&mut self.add_grant_type);
        if !added.is_empty() {
            self.grant_types.insert(added);
        }
        self
    }

    /// Reads them into a client's settings; tells of every problem at once.
    pub fn parse(&self, settings: ClientSettings) -> Result<ClientSettings, ApiError> {
        let mut problems = Problems::default();
        let grant_types = self.grant_types.iter().filter_map(|text| problems.take::<GrantType, _>("grant_types", text.parse())).collect();
        let method = problems.take("token_endpoint_auth_method", self.token_endpoint_auth_method.parse());
        let settings = ClientSettings {
            grant_types,
            redirect_uris: uris(&mut problems, "redirect_uris", &self.redirect_uris),
            post_logout_redirect_uris: uris(&mut problems, "post_logout_redirect_uris", &self.post_logout_redirect_uris),
            backchannel_logout_uri: typed(&self.backchannel_logout_uri)
                .and_then(|text| problems.take("backchannel_logout_uri", BackchannelLogoutUri::parse(text))),
            backchannel_logout_session_required: self.backchannel_logout_session_required,
            token_endpoint_auth_method: method.unwrap_or(settings.token_endpoint_auth_method),
            keys: self.keys(&mut problems),
            tls_client_auth_subject: self.subject(&mut problems, &settings),
            require_registered_auth_method: self.require_registered_auth_method,
            trusted: self.trusted,
            dpop_bound_access_tokens: self.dpop_bound_access_tokens,
            tls_client_certificate_bound_access_tokens: self.tls_client_certificate_bound_access_tokens,
            require_pushed_authorization_requests: self.require_pushed_authorization_requests,
            require_signed_request_object: self.require_signed_request_object,
            signing: SigningOverrides {
                id_token_signed_response_alg: algorithm(&mut problems, "id_token_signed_response_alg", &self.id_token_signed_response_alg),
                access_token_signing_alg: algorithm(&mut problems, "access_token_signing_alg", &self.access_token_signing_alg),
                authorization_signed_response_alg: algorithm(
                    &mut problems,
                    "authorization_signed_response_alg",
                    &self.authorization_signed_response_alg,
                ),
                introspection_signed_response_alg: algorithm(
                    &mut problems,
                    "introspection_signed_response_alg",
                    &self.introspection_signed_response_alg,
                ),
            },
            require_signed_introspection: self.require_signed_introspection,
            token_exchange: self.exchange(&mut problems, &settings),
            subject_type: self.read_subject_type(&mut problems, &settings),
            sector_identifier: self.read_sector(&mut problems, &settings),
            ..settings
        };
        if settings.lacks_redirect_uri() && self.redirect_uris.trim().is_empty() {
            problems.take("redirect_uris", Err::<(), _>(Problem::RedirectUriMissing));
        }
        problems.finish(settings)
    }
}

impl TypedOauth {
    fn keys(&self, problems: &mut Problems) -> ClientKeys {
        ClientKeys {
            jwks: typed(&self.jwks).and_then(|text| problems.take("jwks", control::read_keys(text))),
            jwks_uri: typed(&self.jwks_uri).and_then(|text| problems.take("jwks_uri", JwksUri::parse(text))),
            token_endpoint_auth_signing_alg: typed(&self.token_endpoint_auth_signing_alg)
                .and_then(|text| problems.take("token_endpoint_auth_signing_alg", text.parse::<ClientAlgorithm>())),
        }
    }
}

impl TypedOauth {
    fn subject(&self, problems: &mut Problems, settings: &ClientSettings) -> Option<CertificateSubject> {
        let (Some(kind), Some(text)) = (&self.tls_client_auth_subject_kind, &self.tls_client_auth_subject) else {
            return settings.tls_client_auth_subject.clone();
        };
        if text.trim().is_empty() {
            return None;
        }
        let kind = problems.take("tls_client_auth_subject_kind", kind.parse())?;
        problems.take("tls_client_auth_subject", CertificateSubject::parse(kind, text))
    }

    fn exchange(&self, problems: &mut Problems, settings: &ClientSettings) -> TokenExchangePolicy {
        if !settings.client_type.may_have(GrantType::TokenExchange) {
            // Its page does not ask for it.
            return settings.token_exchange.clone();
        }
        TokenExchangePolicy {
            subject_any_client: self.subject_any_client,
            subject_clients: exchange_lines::clients(problems, "subject_clients", &self.subject_clients),
            subject_audiences: exchange_lines::resources(problems, "subject_audiences", &self.subject_audiences),
            exchange_targets: exchange_lines::resources(problems, "exchange_targets", &self.exchange_targets),
            impersonation: self.impersonation,
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::{
        client::{ClientType, TokenEndpointAuthMethod},
        name::Name,
        redirect_uri::RedirectUri,
        signing::SigningAlgorithm,
    };

    use super::*;
    use crate::form::{Opened, Sent};

    fn settings() -> ClientSettings {
        let mut settings = ClientSettings::defaults(Name::parse("Shop").unwrap(), ClientType::ServerSideWeb);
        settings.redirect_uris = vec![RedirectUri::parse("https://shop.example.com/callback").unwrap()];
        settings.refresh.rotation = Some(domain::policy::Rotation::Never);
        settings
    }

    #[test]
    fn what_is_shown_reads_back_as_what_is_in_force() {
        assert_eq!(TypedOauth::of(&settings()).with_added().parse(settings()), Ok(settings()));
    }

    #[test]
    fn keys_are_shown_as_they_are_typed_and_a_private_one_is_refused_at_its_field() {
        let jwks = r#"{"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","kid":"a","alg":"EdDSA"}]}"#;
        let mut by_key = settings();
        by_key.token_endpoint_auth_method = TokenEndpointAuthMethod::PrivateKeyJwt;
        by_key.keys.jwks = Some(control::read_keys(jwks).unwrap());
        by_key.keys.token_endpoint_auth_signing_alg = Some(ClientAlgorithm::EdDsa);
        by_key.require_signed_request_object = true;
        by_key.signing.authorization_signed_response_alg = Some(SigningAlgorithm::Es256);
        by_key.signing.introspection_signed_response_alg = Some(SigningAlgorithm::Ps256);
        by_key.require_signed_introspection = true;
        let typed = TypedOauth::of(&by_key);
        // A browser ends lines by two characters.
        let sent = TypedOauth { jwks: typed.jwks.replace('\n', "\r\n"), ..typed.clone() };
        assert_eq!(sent.parse(settings()), Ok(by_key));
        let private = TypedOauth { jwks: jwks.replace(r#""kid":"a""#, r#""d":"AA""#), ..typed };
        let problems = private.parse(settings()).unwrap_err();
        assert_eq!(problems.problems()[0].field, "jwks");
        assert!(problems.problems()[0].problem.sentence().contains("private key"), "{problems:?}");
    }

    #[test]
    fn where_a_client_is_told_of_sign_outs_is_read_and_refused_at_its_field() {
        let told = ClientSettings {
            backchannel_logout_uri: Some(BackchannelLogoutUri::parse("https://shop.example.com/logout").unwrap()),
            backchannel_logout_session_required: true,
            ..settings()
        };
        assert_eq!(TypedOauth::of(&told).parse(settings()), Ok(told.clone()));
        let none = TypedOauth { backchannel_logout_uri: " ".to_owned(), ..TypedOauth::of(&told) };
        assert_eq!(none.parse(told.clone()).unwrap().backchannel_logout_uri, None);
        let fragment = TypedOauth { backchannel_logout_uri: "https://shop.example.com/#logout".to_owned(), ..TypedOauth::of(&told) };
        assert_eq!(fragment.parse(told).unwrap_err().problems()[0].field, "backchannel_logout_uri");
    }

    #[test]
    fn the_subject_of_a_certificate_is_shown_as_it_is_typed_and_a_wrong_one_is_refused_at_its_field() {
        let mut by_certificate = settings();
        by_certificate.token_endpoint_auth_method = TokenEndpointAuthMethod::TlsClientAuth;
        by_certificate.tls_client_certificate_bound_access_tokens = true;
        for kind in SubjectKind::ALL {
            let text = match kind {
                SubjectKind::DistinguishedName => "CN=shop.example.com,O=Example",
                SubjectKind::HostName => "shop.example.com",
                SubjectKind::Uri => "spiffe://example.com/shop",
                SubjectKind::IpAddress => "192.0.2.7",
                SubjectKind::Email => "shop@example.com",
            };
            by_certificate.tls_client_auth_subject = Some(CertificateSubject::parse(kind, text).unwrap());
            let typed = TypedOauth::of(&by_certificate);
            assert_eq!(
                (typed.tls_client_auth_subject_kind.as_deref(), typed.tls_client_auth_subject.as_deref()),
                (Some(kind.name()), Some(text))
            );
            assert_eq!(typed.parse(settings()), Ok(by_certificate.clone()));
        }
        let wrong = TypedOauth { tls_client_auth_subject: Some("=".to_owned()), ..TypedOauth::of(&settings()) };
        let problems = wrong.parse(settings()).unwrap_err();
        assert_eq!(problems.problems()[0].field, "tls_client_auth_subject");
        let unasked = TypedOauth { tls_client_auth_subject_kind: None, tls_client_auth_subject: None, ..TypedOauth::of(&by_certificate) };
        assert_eq!(unasked.parse(by_certificate.clone()), Ok(by_certificate.clone()), "a page that does not ask for it keeps it");
        // Also where somebody saved meanwhile, and where the page does not say what it showed.
        let merged = Sent { typed: unasked, version: 1, opened: Opened::default() }.merge(2, &TypedOauth::of(&by_certificate));
        assert_eq!((merged.conflicts.len(), merged.typed.parse(by_certificate.clone())), (0, Ok(by_certificate)));
    }

    #[test]
    fn the_grant_type_in_the_drop_down_is_added_by_saving() {
        let typed = TypedOauth { add_grant_type: "refresh_token".to_owned(), ..TypedOauth::of(&settings()) };
        assert!(typed.with_added().parse(settings()).unwrap().grant_types.contains(&GrantType::RefreshToken));
    }

    #[test]
    fn what_it_may_exchange_reads_back_and_a_page_that_does_not_ask_for_it_keeps_it() {
        let shop = "01a2223c-da7d-76d8-bb92-0358af6e13d8";
        let orders = "https://orders.example.com/";
        let mut exchanging = settings();
        exchanging.token_exchange = TokenExchangePolicy {
            subject_clients: [shop.parse().unwrap()].into(),
            subject_audiences: orders.parse().unwrap(),
            impersonation: true,
            ..TokenExchangePolicy::default()
        };
        let typed = TypedOauth::of(&exchanging);
        assert_eq!((typed.subject_clients.as_str(), typed.subject_audiences.as_str()), (shop, orders));
        let sent = TypedOauth { subject_clients: format!(" {shop}\r\n\r\n"), ..typed.clone() };
        assert_eq!(sent.parse(settings()), Ok(exchanging.clone()));
        let wrong = TypedOauth { subject_clients: "shop".to_owned(), exchange_targets: "orders".to_owned(), ..typed };
        let problems = wrong.parse(settings()).unwrap_err();
        assert_eq!(problems.problems().iter().map(|at| at.field.as_str()).collect::<Vec<_>>(), ["subject_clients", "exchange_targets"]);

        exchanging.client_type = ClientType::SinglePage;
        let sent = TypedOauth { subject_clients: String::new(), ..TypedOauth::of(&exchanging) };
        assert_eq!(sent.parse(exchanging.clone()).unwrap().token_exchange, exchanging.token_exchange);
    }

    #[test]
    fn each_address_that_is_none_is_named_by_its_line() {
        let text = "https://a.example\r\n\r\nhttp://b.example\r\nhttps://c.example/#x".to_owned();
        let typed = TypedOauth { redirect_uris: text, ..TypedOauth::of(&settings()) };
        let error = typed.parse(settings()).unwrap_err();
        let sentences: Vec<_> = error.problems().iter().map(|at| at.problem.sentence()).collect();
        assert_eq!(sentences.len(), 2);
        assert!(sentences[0].starts_with("Line 3: "), "{sentences:?}");
        assert!(sentences[1].starts_with("Line 4: "), "{sentences:?}");
    }
}
