use super::*;

const ED: &str = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";

fn terms() -> MetadataTerms {
    MetadataTerms {
        grant_types: GrantType::ALL.into(),
        methods: TokenEndpointAuthMethod::ALL.into(),
        scopes: "email offline_access openid orders.read profile".parse().unwrap(),
        signing_algorithms: [SigningAlgorithm::Rs256, SigningAlgorithm::Es256].into(),
        details_types: [details_type("payment")].into(),
        subject: OwnSubject::default(),
    }
}

fn details_type(name: &str) -> DetailsTypeName {
    DetailsTypeName::parse(name).unwrap()
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(object) => object,
        other => panic!("{other}"),
    }
}

fn read(document: Value) -> Result<ClientMetadata, MetadataError> {
    ClientMetadata::read(&object(document), &terms())
}

fn web(more: Value) -> Value {
    let mut document = object(json!({ "redirect_uris": ["https://app.example.com/callback"] }));
    document.extend(object(more));
    document.into()
}

fn refused(document: Value) -> (&'static str, &'static str, String) {
    let error = read(document).unwrap_err();
    let description = error.description();
    assert!(description.starts_with(error.member) && description.is_ascii(), "{description}");
    (error.code.name(), error.member, description)
}

/// Clauses: 96, 238.
#[test]
fn a_document_with_nothing_but_an_address_gets_the_defaults_of_the_standard() {
    let ClientMetadata { settings, about } = read(web(json!({}))).unwrap();
    assert_eq!(settings.token_endpoint_auth_method, TokenEndpointAuthMethod::ClientSecretBasic);
    assert_eq!(settings.grant_types, [GrantType::AuthorizationCode].into());
    assert_eq!(settings.client_type, ClientType::ServerSideWeb);
    assert_eq!(settings.scopes, terms().scopes);
    assert_eq!(settings.name.as_str(), "https://app.example.com");
    assert!(!settings.trusted);
    assert_eq!(about, ClientAbout::default());
}

#[test]
fn what_is_registered_reads_back_as_it_is_written() {
    // Of a key that is for signing alone, this is kept.
    let key = json!({ "kty": "OKP", "crv": "Ed25519", "x": ED, "kid": "1", "use": "sig" });
    for document in [
        web(json!({})),
        web(json!({
            "client_name": "Shop", "client_uri": "https://app.example.com/", "logo_uri": "https://app.example.com/logo.png",
            "tos_uri": "https://app.example.com/tos", "policy_uri": "https://app.example.com/privacy", "contacts": ["ops@example.com"],
            "software_id": "shop", "software_version": "2.1", "grant_types": ["authorization_code", "refresh_token"],
            "response_types": ["code"], "scope": "openid offline_access", "token_endpoint_auth_method": "private_key_jwt",
            "token_endpoint_auth_signing_alg": "EdDSA", "jwks": { "keys": [key] }, "id_token_signed_response_alg": "ES256",
            "authorization_signed_response_alg": "ES256", "introspection_signed_response_alg": "ES256", "dpop_bound_access_tokens": true,
            "require_pushed_authorization_requests": true, "require_signed_request_object": true, "post_logout_redirect_uris": ["https://app.example.com/"],
            "backchannel_logout_uri": "https://app.example.com/logout", "backchannel_logout_session_required": true,
        })),
        json!({ "redirect_uris": ["http://127.0.0.1/callback"], "token_endpoint_auth_method": "none" }),
        json!({ "grant_types": ["client_credentials"], "token_endpoint_auth_method": "tls_client_auth", "tls_client_auth_san_dns": "a.example.com" }),
        web(json!({ "token_endpoint_auth_method": "self_signed_tls_client_auth", "jwks_uri": "https://app.example.com/jwks.json",
            "tls_client_certificate_bound_access_tokens": true })),
        web(json!({ "subject_type": "pairwise", "authorization_details_types": ["payment"] })),
        web(json!({ "subject_type": "pairwise", "sector_identifier_uri": "https://example.com/redirects.json" })),
    ] {
        let registered = read(document.clone()).unwrap();
        let written = registered.to_document();
        assert_eq!(ClientMetadata::read(&written, &terms()), Ok(registered), "{document}");
        for (member, value) in document.as_object().unwrap() {
            let said = &written[member];
            assert!(said == value || member == "scope", "{member}: {said} for {value}");
        }
    }
}

#[test]
fn a_client_is_of_the_type_that_its_document_describes() {
    let public = |more: Value| {
        let mut document = json!({ "token_endpoint_auth_method": "none" });
        document.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        read(document).unwrap().settings.client_type
    };
    let at = |uris: &[&str]| json!({ "redirect_uris": uris });
    assert_eq!(public(at(&["https://app.example.com/callback"])), ClientType::SinglePage);
    assert_eq!(public(at(&["http://localhost:6274/callback"])), ClientType::MobileDesktop);
    assert_eq!(public(at(&["https://app.example.com/callback", "com.example.app:/callback"])), ClientType::MobileDesktop);
    assert_eq!(public(json!({ "redirect_uris": ["http://localhost:3000/callback"], "application_type": "web" })), ClientType::SinglePage);
    assert_eq!(public(json!({ "grant_types": [GrantType::DeviceCode.name()] })), ClientType::MobileDesktop);
    assert_eq!(read(json!({ "grant_types": ["client_credentials"] })).unwrap().settings.client_type, ClientType::Service);
}

/// Clauses: 239.
#[test]
fn what_is_not_allowed_is_left_out_and_what_is_not_known_is_ignored() {
    let narrow = MetadataTerms { grant_types: [GrantType::AuthorizationCode].into(), ..terms() };
    let document = web(json!({
        "grant_types": ["authorization_code", "refresh_token", "implicit", "client_credentials"],
        "response_types": ["code", "code id_token"],
        "scope": "openid payments admin",
        "client_name": "Shop", "client_name#de": 7, "unheard_of": { "a": [1] },
        "default_max_age": 60, "require_auth_time": true, "default_acr_values": ["mfa"],
        "trusted": true, "token_ttls": { "refresh_token_ttl": "8760h" },
    }));
    let registered = ClientMetadata::read(document.as_object().unwrap(), &narrow).unwrap();
    assert_eq!(registered.settings.grant_types, narrow.grant_types);
    assert_eq!(registered.settings.scopes, "openid".parse().unwrap());
    assert!(!registered.settings.trusted);
    let written = Value::Object(registered.to_document());
    assert_eq!(
        (&written["response_types"], &written["scope"], &written["client_name#de"]),
        (&json!(["code"]), &json!("openid"), &Value::Null)
    );
}

#[test]
fn a_member_that_is_null_is_not_there() {
    let nothing = web(json!({ "client_name": null, "scope": null, "grant_types": null, "jwks": null, "software_statement": null }));
    assert_eq!(read(nothing), read(web(json!({}))));
}

/// Clauses: 240.
#[test]
fn what_cannot_be_registered_is_refused_by_the_name_of_its_member() {
    for (document, code, member) in [
        (json!({}), "invalid_redirect_uri", "redirect_uris"),
        (json!({ "redirect_uris": [] }), "invalid_redirect_uri", "redirect_uris"),
        (json!({ "redirect_uris": "https://app.example.com/" }), "invalid_redirect_uri", "redirect_uris"),
        (json!({ "redirect_uris": ["https://app.example.com/#a"] }), "invalid_redirect_uri", "redirect_uris"),
        (json!({ "redirect_uris": ["http://app.example.com/"] }), "invalid_redirect_uri", "redirect_uris"),
        (json!({ "redirect_uris": ["javascript:alert(1)"] }), "invalid_redirect_uri", "redirect_uris"),
        (json!({ "redirect_uris": vec!["https://a.example/"; 21] }), "invalid_redirect_uri", "redirect_uris"),
        (web(json!({ "software_statement": "eyJ" })), "unapproved_software_statement", "software_statement"),
        (web(json!({ "post_logout_redirect_uris": ["/"] })), "invalid_client_metadata", "post_logout_redirect_uris"),
        (web(json!({ "token_endpoint_auth_method": "client_secret_jwt" })), "invalid_client_metadata", "token_endpoint_auth_method"),
        (web(json!({ "token_endpoint_auth_method": 1 })), "invalid_client_metadata", "token_endpoint_auth_method"),
        (web(json!({ "token_endpoint_auth_method": "private_key_jwt" })), "invalid_client_metadata", "jwks"),
        (web(json!({ "token_endpoint_auth_method": "tls_client_auth" })), "invalid_client_metadata", "tls_client_auth_subject_dn"),
        (web(json!({ "grant_types": ["implicit"] })), "invalid_client_metadata", "grant_types"),
        (web(json!({ "grant_types": ["refresh_token"] })), "invalid_client_metadata", "grant_types"),
        (web(json!({ "grant_types": [1] })), "invalid_client_metadata", "grant_types"),
        (
            web(json!({ "grant_types": ["client_credentials"], "token_endpoint_auth_method": "none" })),
            "invalid_client_metadata",
            "grant_types",
        ),
        (web(json!({ "response_types": ["token"] })), "invalid_client_metadata", "response_types"),
        (json!({ "grant_types": ["client_credentials"], "response_types": ["code"] }), "invalid_client_metadata", "response_types"),
        (web(json!({ "application_type": "desktop" })), "invalid_client_metadata", "application_type"),
        (web(json!({ "client_name": "a\u{202e}b" })), "invalid_client_metadata", "client_name"),
        (web(json!({ "client_name": "a".repeat(101) })), "invalid_client_metadata", "client_name"),
        (web(json!({ "client_uri": "javascript:alert(1)" })), "invalid_client_metadata", "client_uri"),
        (web(json!({ "logo_uri": "http://app.example.com/logo.png" })), "invalid_client_metadata", "logo_uri"),
        (web(json!({ "contacts": ["a\nb"] })), "invalid_client_metadata", "contacts"),
        (web(json!({ "contacts": vec!["a@example.com"; 11] })), "invalid_client_metadata", "contacts"),
        (web(json!({ "software_version": "1".repeat(101) })), "invalid_client_metadata", "software_version"),
        (web(json!({ "scope": "a\"b" })), "invalid_client_metadata", "scope"),
        (web(json!({ "scope": "a ".repeat(2_001) })), "invalid_client_metadata", "scope"),
        (web(json!({ "scope": ["openid"] })), "invalid_client_metadata", "scope"),
        (web(json!({ "jwks": "x" })), "invalid_client_metadata", "jwks"),
        (web(json!({ "jwks": { "keys": [{ "kty": "oct", "k": "AAAA" }] } })), "invalid_client_metadata", "jwks"),
        (web(json!({ "jwks_uri": "http://app.example.com/jwks" })), "invalid_client_metadata", "jwks_uri"),
        (
            web(json!({ "jwks_uri": "https://app.example.com/jwks", "jwks": { "keys": [{ "kty": "OKP", "crv": "Ed25519", "x": ED }] } })),
            "invalid_client_metadata",
            "jwks_uri",
        ),
        (web(json!({ "token_endpoint_auth_signing_alg": "HS256" })), "invalid_client_metadata", "token_endpoint_auth_signing_alg"),
        (
            web(json!({ "tls_client_auth_subject_dn": "CN=a", "tls_client_auth_san_dns": "a.example" })),
            "invalid_client_metadata",
            "tls_client_auth_san_dns",
        ),
        (web(json!({ "dpop_bound_access_tokens": "yes" })), "invalid_client_metadata", "dpop_bound_access_tokens"),
        (
            web(json!({ "dpop_bound_access_tokens": true, "tls_client_certificate_bound_access_tokens": true })),
            "invalid_client_metadata",
            "tls_client_certificate_bound_access_tokens",
        ),
        (web(json!({ "require_signed_request_object": true })), "invalid_client_metadata", "jwks"),
        (web(json!({ "backchannel_logout_uri": "http://app.example.com/" })), "invalid_client_metadata", "backchannel_logout_uri"),
        (web(json!({ "id_token_signed_response_alg": "PS256" })), "invalid_client_metadata", "id_token_signed_response_alg"),
        (web(json!({ "id_token_signed_response_alg": "none" })), "invalid_client_metadata", "id_token_signed_response_alg"),
        (web(json!({ "id_token_encrypted_response_alg": "RSA-OAEP" })), "invalid_client_metadata", "id_token_encrypted_response_alg"),
        (web(json!({ "subject_type": "secret" })), "invalid_client_metadata", "subject_type"),
        (
            json!({ "redirect_uris": ["https://a.example/", "https://b.example/"], "subject_type": "pairwise" }),
            "invalid_client_metadata",
            "subject_type",
        ),
        (json!({ "redirect_uris": ["http://127.0.0.1/"], "subject_type": "pairwise" }), "invalid_client_metadata", "subject_type"),
        (json!({ "grant_types": ["client_credentials"], "subject_type": "pairwise" }), "invalid_client_metadata", "subject_type"),
        (
            web(
                json!({ "subject_type": "pairwise", "grant_types": ["authorization_code", "urn:ietf:params:oauth:grant-type:device_code"] }),
            ),
            "invalid_client_metadata",
            "subject_type",
        ),
        (
            web(
                json!({ "sector_identifier_uri": "https://example.com/", "grant_types": ["authorization_code", "urn:ietf:params:oauth:grant-type:device_code"] }),
            ),
            "invalid_client_metadata",
            "sector_identifier_uri",
        ),
        (web(json!({ "sector_identifier_uri": "http://app.example.com/" })), "invalid_client_metadata", "sector_identifier_uri"),
        (web(json!({ "sector_identifier_uri": "http://127.0.0.1/" })), "invalid_client_metadata", "sector_identifier_uri"),
        (web(json!({ "sector_identifier_uri": ["https://app.example.com/"] })), "invalid_client_metadata", "sector_identifier_uri"),
        (web(json!({ "authorization_details_types": "payment" })), "invalid_client_metadata", "authorization_details_types"),
    ] {
        let (refused_code, refused_member, _) = refused(document.clone());
        assert_eq!((refused_code, refused_member), (code, member), "{document}");
    }
    let (_, _, description) = refused(web(json!({ "grant_types": ["implicit"], "token_endpoint_auth_method": "none" })));
    assert_eq!(
        description,
        "grant_types: This cannot be registered here. Allowed: authorization_code, urn:ietf:params:oauth:grant-type:device_code, refresh_token."
    );
}

#[test]
fn a_service_has_no_scopes_of_users() {
    let service = read(json!({ "grant_types": ["client_credentials", "refresh_token"] })).unwrap();
    assert_eq!(service.settings.scopes, "orders.read".parse().unwrap());
    assert_eq!(service.settings.grant_types, [GrantType::ClientCredentials].into());
    assert_eq!(service.settings.name.as_str(), UNNAMED);
}

/// Clauses: 238.
#[test]
fn pairwise_subjects_are_of_the_host_of_the_redirect_uris_or_of_that_of_the_document_that_lists_them() {
    let sector = |document: Value| read(document).unwrap().settings.sector().map(|sector| sector.to_string());
    assert_eq!(sector(web(json!({ "subject_type": "pairwise" }))).as_deref(), Some("app.example.com"));
    let shown = json!({
        "redirect_uris": ["https://a.example/", "https://b.example/", "http://127.0.0.1/"],
        "subject_type": "pairwise", "sector_identifier_uri": "https://Example.com:8443/redirects.json",
    });
    assert_eq!(sector(shown.clone()).as_deref(), Some("example.com"));
    assert_eq!(read(shown).unwrap().about.sector_identifier_uri.unwrap().as_str(), "https://Example.com:8443/redirects.json");
}

#[test]
fn what_an_administrator_has_set_of_subjects_stays() {
    let own = OwnSubject { pairwise: true, sector: Some("shop.example".parse().unwrap()) };
    let terms = MetadataTerms { subject: own, ..terms() };
    for document in [
        web(json!({})),
        web(json!({ "subject_type": "public" })),
        json!({ "redirect_uris": ["https://a.example/", "https://b.example/"], "subject_type": "pairwise" }),
        web(json!({ "sector_identifier_uri": "https://example.com/redirects.json" })),
        web(json!({ "grant_types": ["authorization_code", "urn:ietf:params:oauth:grant-type:device_code"] })),
    ] {
        let ClientMetadata { settings, about } = ClientMetadata::read(&object(document.clone()), &terms).unwrap();
        assert_eq!((settings.subject_type, settings.sector().unwrap().as_str()), (SubjectType::Pairwise, "shop.example"), "{document}");
        assert_eq!(about.sector_identifier_uri, None, "nothing is read: {document}");
    }
}

#[test]
fn types_of_authorization_details_are_those_that_the_client_may_have() {
    let types = |more: Value| read(web(more)).unwrap().settings.authorization_details_types;
    assert_eq!(types(json!({})), [details_type("payment")].into(), "all of them");
    assert_eq!(types(json!({ "authorization_details_types": ["payment", "account", "\u{e4}"] })), [details_type("payment")].into());
    assert_eq!(types(json!({ "authorization_details_types": [] })), BTreeSet::new());
}
