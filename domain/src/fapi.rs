//! FAPI 2.0, clause by clause: what a workspace and its clients hold of the Security Profile and of Message Signing, and where it is set.
//!
//! What the server does for every workspace is there, too: who reads the list wants to know of each clause what it rests on.

use serde::{Deserialize, Serialize};

use crate::{
    client::{ClientSettings, ClientType},
    client_keys::ClientAlgorithm,
    explanation::Switch,
    grant_type::GrantType,
    in_force,
    policy::Rotation,
    redirect_uri::RedirectUri,
    settings::{
        security::{LONGEST_CODE_SECONDS, is_asymmetric},
        tokens::{AccessTokenFormat, TokenSettings},
    },
    signing::SigningAlgorithm,
    workspace::Workspace,
};

/// A document of FAPI 2.0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Document {
    /// FAPI 2.0 Security Profile.
    SecurityProfile,
    /// FAPI 2.0 Message Signing, which adds to it.
    MessageSigning,
}

impl Document {
    /// Both.
    pub const ALL: [Self; 2] = [Self::SecurityProfile, Self::MessageSigning];

    /// The value on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::SecurityProfile => "security_profile",
            Self::MessageSigning => "message_signing",
        }
    }

    /// What it is called.
    pub const fn title(self) -> &'static str {
        match self {
            Self::SecurityProfile => "FAPI 2.0 Security Profile",
            Self::MessageSigning => "FAPI 2.0 Message Signing",
        }
    }
}

macro_rules! clauses {
    ($($(#[$doc:meta])* $name:ident { code: $code:literal, document: $document:ident, section: $section:literal, asks: $asks:literal, })*) => {
        /// A clause.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Clause { $($(#[$doc])* $name,)* }

        impl Clause {
            /// All of them, in the order of their sections.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The stable name.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// The document that it is in.
            pub const fn document(self) -> Document {
                match self { $(Self::$name => Document::$document,)* }
            }

            /// The section of the document.
            pub const fn section(self) -> &'static str {
                match self { $(Self::$name => $section,)* }
            }

            /// What it asks, in a sentence.
            pub const fn asks(self) -> &'static str {
                match self { $(Self::$name => $asks,)* }
            }
        }
    };
}

clauses! {
    /// TLS.
    Tls {
        code: "tls",
        document: SecurityProfile,
        section: "5.2.1",
        asks: "The issuer and its endpoints are reached by TLS alone.",
    }
    /// Metadata.
    Metadata {
        code: "metadata",
        document: SecurityProfile,
        section: "5.3.2.1",
        asks: "The metadata are published.",
    }
    /// No passwords for tokens.
    NoPasswordGrant {
        code: "no_password_grant",
        document: SecurityProfile,
        section: "5.3.2.1",
        asks: "Passwords are not exchanged for tokens: there is no such grant, and no implicit one.",
    }
    /// Authentication of clients.
    ClientAuthentication {
        code: "client_authentication",
        document: SecurityProfile,
        section: "5.3.2.1",
        asks: "Clients are confidential, and authenticate by private_key_jwt or mutual TLS.",
    }
    /// Bound access tokens.
    BoundAccessTokens {
        code: "bound_access_tokens",
        document: SecurityProfile,
        section: "5.3.2.1",
        asks: "Access tokens are bound to a key (DPoP) or a certificate (mutual TLS).",
    }
    /// No open redirector.
    NoOpenRedirector {
        code: "no_open_redirector",
        document: SecurityProfile,
        section: "5.3.2.1",
        asks: "Users are sent to registered addresses alone.",
    }
    /// The audience of assertions.
    AssertionAudience {
        code: "assertion_audience",
        document: SecurityProfile,
        section: "5.3.2.1",
        asks: "Client assertions are taken whose audience is the issuer, as a text, and no others.",
    }
    /// No rotation.
    NoRotation {
        code: "no_rotation",
        document: SecurityProfile,
        section: "5.3.2.1",
        asks: "Refresh tokens of clients that authenticate do not rotate.",
    }
    /// The nonce of a proof.
    DpopNonce {
        code: "dpop_nonce",
        document: SecurityProfile,
        section: "5.3.2.1",
        asks: "A proof of possession may have to have a nonce of the server.",
    }
    /// The lifetime of codes.
    CodeLifetime {
        code: "code_lifetime",
        document: SecurityProfile,
        section: "5.3.2.1",
        asks: "Authorization codes live for 60 seconds at most.",
    }
    /// Codes that are bound.
    CodeBinding {
        code: "code_binding",
        document: SecurityProfile,
        section: "5.3.2.1",
        asks: "An authorization code can be bound to a DPoP key.",
    }
    /// Clocks that differ.
    Clocks {
        code: "clocks",
        document: SecurityProfile,
        section: "5.3.2.1",
        asks: "A JWT from up to 10 seconds ahead is taken, and one from more than 60 seconds ahead is refused.",
    }
    /// The code grant.
    CodeGrant {
        code: "code_grant",
        document: SecurityProfile,
        section: "5.3.2.2",
        asks: "Users sign in by the authorization code grant.",
    }
    /// Pushed requests.
    PushedRequests {
        code: "pushed_requests",
        document: SecurityProfile,
        section: "5.3.2.2",
        asks: "Authorization requests are pushed by clients that authenticate, and no others are taken.",
    }
    /// PKCE.
    Pkce {
        code: "pkce",
        document: SecurityProfile,
        section: "5.3.2.2",
        asks: "Each authorization request has PKCE with S256.",
    }
    /// Named redirect URIs.
    NamedRedirectUri {
        code: "named_redirect_uri",
        document: SecurityProfile,
        section: "5.3.2.2",
        asks: "Each pushed request names its redirect URI.",
    }
    /// The issuer in answers.
    ResponseIssuer {
        code: "response_issuer",
        document: SecurityProfile,
        section: "5.3.2.2",
        asks: "Authorization responses name the issuer (iss).",
    }
    /// Encrypted connections to clients.
    EncryptedRedirects {
        code: "encrypted_redirects",
        document: SecurityProfile,
        section: "5.3.2.2",
        asks: "Redirect URIs are https, but for loopback addresses of native applications.",
    }
    /// Codes are used once.
    CodeOnce {
        code: "code_once",
        document: SecurityProfile,
        section: "5.3.2.2",
        asks: "An authorization code that was used is refused.",
    }
    /// Redirects without what was posted.
    SeeOther {
        code: "see_other",
        document: SecurityProfile,
        section: "5.3.2.2",
        asks: "What users type is not sent on by a redirect: it is answered with 303, never with 307.",
    }
    /// The lifetime of a `request_uri`.
    RequestUriLifetime {
        code: "request_uri_lifetime",
        document: SecurityProfile,
        section: "5.3.2.2",
        asks: "A request_uri expires in less than 600 seconds.",
    }
    /// What clients sign by.
    ClientAlgorithms {
        code: "client_algorithms",
        document: SecurityProfile,
        section: "5.4.1",
        asks: "JWTs of clients are taken that are signed by ES256, PS256 or EdDSA, and no others.",
    }
    /// What the server signs by.
    ServerAlgorithms {
        code: "server_algorithms",
        document: SecurityProfile,
        section: "5.4.1",
        asks: "JWTs of the server are signed by ES256, PS256 or EdDSA.",
    }
    /// The strength of keys and secrets.
    Strength {
        code: "strength",
        document: SecurityProfile,
        section: "5.4.1",
        asks: "RSA keys have 2,048 bits at least, keys of curves 224, and tokens and codes 128 bits of chance.",
    }
    /// Requests that are signed.
    SignedRequests {
        code: "signed_requests",
        document: MessageSigning,
        section: "5.3.1",
        asks: "Authorization requests are signed by their clients, and no others are taken.",
    }
    /// When signed requests are good.
    RequestTimes {
        code: "request_times",
        document: MessageSigning,
        section: "5.3.1",
        asks: "Request objects have the issuer for audience, an nbf, and an exp at most 60 minutes later.",
    }
    /// Answers that are signed.
    SignedResponses {
        code: "signed_responses",
        document: MessageSigning,
        section: "5.4.1",
        asks: "Authorization responses are signed (JARM).",
    }
}

/// How a clause stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It holds in every workspace.
    Always,
    /// It holds, by a setting.
    Holds,
    /// It does not hold.
    Fails,
}

impl Standing {
    /// The value on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Always => "always",
            Self::Holds => "holds",
            Self::Fails => "fails",
        }
    }

    /// The label in the console.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Always => "Always holds",
            Self::Holds => "Holds",
            Self::Fails => "Does not hold",
        }
    }
}

/// A clause, how it stands, and the setting that it depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The clause.
    pub clause: Clause,
    /// How it stands.
    pub standing: Standing,
    /// Where it is changed; none of what always holds.
    pub switch: Option<Switch>,
}

impl Finding {
    const fn always(clause: Clause) -> Self {
        Self { clause, standing: Standing::Always, switch: None }
    }

    const fn by(switch: Switch, clause: Clause, holds: bool) -> Self {
        Self { clause, standing: if holds { Standing::Holds } else { Standing::Fails }, switch: Some(switch) }
    }

    /// Returns whether the clause does not hold.
    pub const fn fails(&self) -> bool {
        matches!(self.standing, Standing::Fails)
    }
}

/// Returns how each clause stands in a workspace with this issuer, but for those that each client answers for.
pub fn of_workspace(workspace: &Workspace, issuer: &str) -> Vec<Finding> {
    let (authorization, tokens) = (&workspace.authorization, &workspace.tokens);
    let security = authorization.security;
    let asked = |clause, holds| Some(Finding::by(Switch::WorkspaceSecurity, clause, holds));
    let of_tokens = |clause, holds| Some(Finding::by(Switch::WorkspaceTokens, clause, holds));
    let finding = |clause| match clause {
        Clause::Tls => Some(Finding::by(Switch::Installation, clause, issuer.starts_with("https://"))),
        Clause::ClientAuthentication => asked(clause, security.require_asymmetric_client_authentication),
        Clause::BoundAccessTokens => asked(clause, security.require_bound_access_tokens),
        Clause::AssertionAudience | Clause::ClientAlgorithms | Clause::RequestTimes => asked(clause, security.require_strict_client_jwts),
        Clause::NoRotation => of_tokens(clause, tokens.refresh.rotation != Rotation::Always),
        Clause::CodeLifetime => of_tokens(clause, tokens.ttls.authorization_code_ttl.as_seconds() <= LONGEST_CODE_SECONDS),
        Clause::CodeGrant => {
            Some(Finding::by(Switch::WorkspaceGrantTypes, clause, authorization.allows(GrantType::AuthorizationCode)))
        }
        Clause::PushedRequests => {
            asked(clause, authorization.require_pushed_authorization_requests && security.require_asymmetric_client_authentication)
        }
        Clause::Pkce => asked(clause, security.require_pkce),
        Clause::NamedRedirectUri => asked(clause, security.require_redirect_uri),
        Clause::ServerAlgorithms => of_tokens(clause, tokens.signing.signing_algorithms.iter().all(|algorithm| algorithm.is_of_fapi())),
        Clause::SignedRequests => asked(clause, authorization.require_signed_request_object),
        Clause::SignedResponses => asked(clause, security.require_signed_authorization_response),
        Clause::EncryptedRedirects => None,
        Clause::Metadata
        | Clause::NoPasswordGrant
        | Clause::NoOpenRedirector
        | Clause::DpopNonce
        | Clause::CodeBinding
        | Clause::Clocks
        | Clause::ResponseIssuer
        | Clause::CodeOnce
        | Clause::SeeOther
        | Clause::RequestUriLifetime
        | Clause::Strength => Some(Finding::always(clause)),
    };
    Clause::ALL.iter().copied().filter_map(finding).collect()
}

/// Returns how the clauses stand that a client answers for, by its own settings and by what its workspace asks of it.
pub fn of_client(workspace: &Workspace, client: &ClientSettings) -> Vec<Finding> {
    let (authorization, tokens) = (&workspace.authorization, &workspace.tokens);
    let of_client = |clause, holds| Some(Finding::by(Switch::ClientOauth, clause, holds));
    let of_policy = |clause, holds| Some(Finding::by(Switch::ClientTokens, clause, holds));
    let has_users = client.client_type.has_users();
    let finding = |clause| match clause {
        Clause::ClientAuthentication => of_client(clause, is_asymmetric(client.token_endpoint_auth_method)),
        Clause::BoundAccessTokens => {
            of_client(clause, client.has_bound_tokens() || authorization.security.require_bound_access_tokens)
        }
        Clause::ClientAlgorithms => {
            of_client(clause, client.keys.token_endpoint_auth_signing_alg.is_none_or(ClientAlgorithm::is_of_fapi))
        }
        Clause::ServerAlgorithms => of_client(clause, is_signed_as_asked(tokens, client)),
        Clause::NoRotation if has_users => of_policy(clause, !in_force::rotates(&in_force::policy(tokens, client), client)),
        Clause::CodeLifetime if has_users => {
            of_policy(clause, in_force::ttls(tokens, client).authorization_code_ttl.as_seconds() <= LONGEST_CODE_SECONDS)
        }
        Clause::PushedRequests if has_users => {
            of_client(clause, authorization.require_pushed_authorization_requests || client.require_pushed_authorization_requests)
        }
        Clause::EncryptedRedirects if has_users => {
            of_client(clause, client.redirect_uris.iter().all(|uri| is_encrypted(client.client_type, uri)))
        }
        Clause::SignedRequests if has_users => {
            let has_keys = client.keys.jwks.is_some() || client.keys.jwks_uri.is_some();
            let has_to = authorization.require_signed_request_object || client.require_signed_request_object;
            of_client(clause, has_keys && has_to)
        }
        _ => None,
    };
    Clause::ALL.iter().copied().filter_map(finding).collect()
}

/// Returns what a client does not hold of what its workspace asks for: of the Security Profile where the workspace asks for all that it can ask for,
/// of Message Signing where it asks for signed requests, too; and else of what each of its settings says by itself.
pub fn unmet(workspace: &Workspace, client: &ClientSettings) -> Vec<Finding> {
    let is_asked = |clause: Clause| match clause {
        Clause::ClientAuthentication => workspace.authorization.security.require_asymmetric_client_authentication,
        Clause::ClientAlgorithms => workspace.authorization.security.require_strict_client_jwts,
        Clause::SignedRequests => workspace.authorization.require_signed_request_object,
        _ => asks_for_profile(workspace),
    };
    of_client(workspace, client).into_iter().filter(|finding| finding.fails() && is_asked(finding.clause)).collect()
}

/// Returns whether a workspace asks its clients for all that the Security Profile asks of them.
pub const fn asks_for_profile(workspace: &Workspace) -> bool {
    let (authorization, security) = (&workspace.authorization, &workspace.authorization.security);
    authorization.require_pushed_authorization_requests
        && security.require_pkce
        && security.require_redirect_uri
        && security.require_asymmetric_client_authentication
        && security.require_bound_access_tokens
        && security.require_strict_client_jwts
}

fn is_signed_as_asked(tokens: &TokenSettings, client: &ClientSettings) -> bool {
    let access_token = (tokens.access_token_format == AccessTokenFormat::Jwt).then(|| in_force::access_token_algorithm(tokens, client));
    let of_users = client
        .client_type
        .has_users()
        .then(|| [in_force::id_token_algorithm(tokens, client), in_force::authorization_response_algorithm(tokens, client)]);
    access_token.into_iter().chain(of_users.into_iter().flatten()).all(SigningAlgorithm::is_of_fapi)
}

/// A loopback address is on the user's machine (RFC 8252 §7.3), and so is a scheme of an application's own.
fn is_encrypted(client_type: ClientType, uri: &RedirectUri) -> bool {
    client_type == ClientType::MobileDesktop || !uri.as_str().starts_with("http://")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        client::TokenEndpointAuthMethod,
        client_keys::JwkSet,
        clock::Timestamp,
        id::{TenantId, WorkspaceId},
        lifetime::constant,
        name::{Name, Slug},
        workspace_template::WorkspaceTemplate,
    };

    const ISSUER: &str = "https://id.example.com/acme/shop";

    fn workspace(template: &str) -> Workspace {
        let settings = WorkspaceTemplate::find(template).unwrap().settings(Name::parse("Shop").unwrap());
        let at = Timestamp::from_millis(0);
        Workspace {
            id: WorkspaceId::new(at, [0; 10]),
            tenant_id: TenantId::new(at, [0; 10]),
            slug: Slug::parse("shop").unwrap(),
            name: settings.name,
            created_at: at,
            version: 1,
            authorization: settings.authorization,
            tokens: settings.tokens,
            sign_in: settings.sign_in,
        }
    }

    fn client() -> ClientSettings {
        let mut settings = ClientSettings::defaults(Name::parse("App").unwrap(), ClientType::ServerSideWeb);
        let jwks = r#"{"keys": [{"kty": "EC", "crv": "P-256", "x": "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4", "y": "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"}]}"#;
        settings.token_endpoint_auth_method = TokenEndpointAuthMethod::PrivateKeyJwt;
        settings.keys.jwks = Some(JwkSet::parse(jwks).unwrap());
        settings.redirect_uris.push(RedirectUri::parse("https://app.example.com/callback").unwrap());
        settings
    }

    fn failing(findings: &[Finding]) -> Vec<Clause> {
        findings.iter().filter(|finding| finding.fails()).map(|finding| finding.clause).collect()
    }

    /// Clauses: 102, 301.
    #[test]
    fn a_workspace_of_the_template_holds_each_clause_and_so_does_a_client_of_it() {
        let of_requests = [Clause::SignedRequests, Clause::SignedResponses];
        let profile = workspace("fapi2");
        assert_eq!(failing(&of_workspace(&profile, ISSUER)), of_requests, "but for those of Message Signing");
        assert_eq!(failing(&of_client(&profile, &client())), [Clause::SignedRequests]);
        assert_eq!(unmet(&profile, &client()), []);
        let signing = workspace("fapi2_message_signing");
        assert_eq!(failing(&of_workspace(&signing, ISSUER)), []);
        assert_eq!(failing(&of_client(&signing, &client())), []);
        assert!(asks_for_profile(&profile) && asks_for_profile(&signing));
        // Without TLS it is none.
        assert_eq!(failing(&of_workspace(&signing, "http://localhost:8080/acme/shop")), [Clause::Tls]);
    }

    #[test]
    fn each_setting_that_is_taken_back_is_found_by_its_clause_and_leads_to_where_it_is() {
        let changed = |change: fn(&mut Workspace)| {
            let mut workspace = workspace("fapi2_message_signing");
            change(&mut workspace);
            let findings = of_workspace(&workspace, ISSUER);
            assert!(findings.iter().filter(|finding| finding.fails()).all(|finding| finding.switch.is_some()));
            failing(&findings)
        };
        assert_eq!(changed(|workspace| workspace.authorization.security.require_pkce = false), [Clause::Pkce]);
        assert_eq!(changed(|workspace| workspace.authorization.security.require_redirect_uri = false), [Clause::NamedRedirectUri]);
        assert_eq!(changed(|workspace| workspace.authorization.security.require_bound_access_tokens = false), [Clause::BoundAccessTokens]);
        assert_eq!(
            changed(|workspace| workspace.authorization.security.require_asymmetric_client_authentication = false),
            [Clause::ClientAuthentication, Clause::PushedRequests]
        );
        assert_eq!(
            changed(|workspace| workspace.authorization.security.require_strict_client_jwts = false),
            [Clause::AssertionAudience, Clause::ClientAlgorithms, Clause::RequestTimes]
        );
        assert_eq!(changed(|workspace| workspace.authorization.require_pushed_authorization_requests = false), [Clause::PushedRequests]);
        assert_eq!(changed(|workspace| workspace.authorization.require_signed_request_object = false), [Clause::SignedRequests]);
        assert_eq!(changed(|workspace| workspace.tokens.refresh.rotation = Rotation::Always), [Clause::NoRotation]);
        assert_eq!(changed(|workspace| workspace.tokens.ttls.authorization_code_ttl = constant(61)), [Clause::CodeLifetime]);
        assert_eq!(
            changed(|workspace| workspace.tokens.signing.signing_algorithms.extend([SigningAlgorithm::Rs256])),
            [Clause::ServerAlgorithms]
        );
    }

    #[test]
    fn a_client_that_does_not_fit_is_told_what_of_its_settings_does_not_hold() {
        let workspace = workspace("fapi2");
        let changed = |change: fn(&mut ClientSettings)| {
            let mut client = client();
            change(&mut client);
            failing(&unmet(&workspace, &client))
        };
        assert_eq!(
            changed(|client| client.token_endpoint_auth_method = TokenEndpointAuthMethod::ClientSecretBasic),
            [Clause::ClientAuthentication]
        );
        assert_eq!(changed(|client| client.keys.token_endpoint_auth_signing_alg = Some(ClientAlgorithm::Rs256)), [Clause::ClientAlgorithms]);
        assert_eq!(changed(|client| client.refresh.rotation = Some(Rotation::Always)), [Clause::NoRotation]);
        assert_eq!(changed(|client| client.token_ttls.authorization_code_ttl = Some(constant(120))), [Clause::CodeLifetime]);
        assert_eq!(
            changed(|client| client.redirect_uris.push(RedirectUri::parse("http://127.0.0.1:8099/callback").unwrap())),
            [Clause::EncryptedRedirects]
        );
        assert_eq!(changed(|client| client.signing.id_token_signed_response_alg = Some(SigningAlgorithm::Rs256)), [Clause::ServerAlgorithms]);
        // A workspace that asks for one thing is told of that alone.
        let mut one = self::workspace("standard");
        one.authorization.security.require_asymmetric_client_authentication = true;
        let usual = ClientSettings::defaults(Name::parse("App").unwrap(), ClientType::ServerSideWeb);
        assert_eq!(failing(&unmet(&one, &usual)), [Clause::ClientAuthentication]);
        assert_eq!(unmet(&self::workspace("standard"), &usual), []);
    }

    #[test]
    fn each_clause_is_told_of_by_its_code_which_is_its_name_on_the_wire() {
        for clause in Clause::ALL {
            assert_eq!(serde_json::to_value(clause).unwrap(), clause.code());
            let is_of_clients = matches!(clause, Clause::EncryptedRedirects);
            let told = of_workspace(&workspace("standard"), ISSUER).iter().any(|finding| finding.clause == *clause);
            assert_eq!(told, !is_of_clients, "{clause:?}");
        }
    }
}
