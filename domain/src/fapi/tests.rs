//! What holds of the clauses.

use super::*;
use crate::{
    client::TokenEndpointAuthMethod,
    client_keys::JwkSet,
    clock::Timestamp,
    id::{TenantId, WorkspaceId},
    lifetime::constant,
    name::{Name, Slug},
    readiness::{Asked, refused, start_as_asked},
    scope::Scope,
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
        trusted_issuers: settings.trusted_issuers,
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
fn a_client_that_its_workspace_refuses_is_not_ready_and_a_new_one_starts_as_is_asked() {
    let (standard, profile, signing) = (workspace("standard"), workspace("fapi2"), workspace("fapi2_message_signing"));
    let by_secret = ClientSettings::defaults(Name::parse("App").unwrap(), ClientType::ServerSideWeb);
    assert_eq!(refused(&standard, &by_secret), []);
    assert_eq!(refused(&profile, &by_secret), [Asked::Authentication]);
    assert_eq!(refused(&signing, &by_secret), [Asked::Authentication, Asked::RequestKeys]);
    assert_eq!(refused(&signing, &client()), []);
    let mut otherwise = client();
    otherwise.keys.token_endpoint_auth_signing_alg = Some(ClientAlgorithm::Rs256);
    assert_eq!((refused(&standard, &otherwise), refused(&profile, &otherwise)), (vec![], vec![Asked::Algorithm]));
    for client_type in ClientType::ALL {
        let usual = ClientSettings::defaults(Name::parse("App").unwrap(), client_type);
        let mut started = usual.clone();
        start_as_asked(&standard, &mut started);
        assert_eq!(started, usual, "{client_type:?}");
        start_as_asked(&profile, &mut started);
        assert_eq!(refused(&profile, &started).is_empty(), client_type.is_confidential(), "{client_type:?}");
    }
}

#[test]
fn each_clause_is_told_of_by_its_code_which_is_its_name_on_the_wire() {
    for clause in Clause::ALL {
        assert_eq!(serde_json::to_value(clause).unwrap(), clause.code());
        let is_of_clients = matches!(clause, Clause::EncryptedRedirects | Clause::OnlySignedIntrospection);
        let told = of_workspace(&workspace("standard"), ISSUER).iter().any(|finding| finding.clause == *clause);
        assert_eq!(told, !is_of_clients, "{clause:?}");
    }
}

#[test]
fn an_api_that_introspects_gets_signed_answers_alone_where_messages_are_signed() {
    let mut api = client();
    api.scopes.insert(Scope::parse(INTROSPECT_TOKENS).unwrap());
    let (profile, signing) = (workspace("fapi2"), workspace("fapi2_message_signing"));
    assert_eq!(unmet(&profile, &api), []);
    assert_eq!(failing(&unmet(&signing, &api)), [Clause::OnlySignedIntrospection]);
    api.require_signed_introspection = true;
    assert_eq!(unmet(&signing, &api), []);
    api.signing.introspection_signed_response_alg = Some(SigningAlgorithm::Rs256);
    assert_eq!(failing(&of_client(&signing, &api)), [Clause::ServerAlgorithms]);
}
