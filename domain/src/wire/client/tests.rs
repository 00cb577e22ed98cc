//! Clients as they are sent and told.

use proptest::prelude::*;

use super::*;
use crate::{
    authorization_details::DetailsTypeName,
    id::WorkspaceId,
    lifetime::RefreshTokenTtl,
    policy::{FamilyLimit, Rotation},
    resource::Resources,
    token_exchange::TokenExchangePolicy,
};

fn of(settings: ClientSettings) -> client::Client {
    let now = Timestamp::from_millis(0);
    let (id, workspace_id) = (ClientId::new(now, [1; 10]), WorkspaceId::new(now, [2; 10]));
    client::Client {
        id,
        workspace_id,
        created_at: now,
        version: 1,
        epoch: 0,
        document: None,
        registered_itself: false,
        status: ClientStatus::Active,
        settings,
    }
}

fn settings() -> impl Strategy<Value = ClientSettings> {
    let lists = (
        prop::sample::subsequence(GrantType::ALL.to_vec(), 0..=6),
        prop::collection::btree_set("[a-z]{1,8}", 0..4),
        prop::collection::vec("https://[a-z]{1,8}\\.example/[a-z]{0,5}", 0..3),
    );
    let own = (
        prop::option::of(prop::option::of(60..1_000_000_i64)),
        prop::option::of(prop::sample::select(Rotation::ALL.to_vec())),
        prop::option::of(0..=1000_u16),
        prop::option::of(prop::sample::select(SigningAlgorithm::ALL.to_vec())),
    );
    let switches = (any::<bool>(), any::<bool>(), any::<bool>(), any::<[bool; 2]>(), prop::option::of(any::<bool>()));
    ("[A-Z][a-z]{0,8}", prop::sample::select(ClientType::ALL.to_vec()), lists, own, switches).prop_map(
        |(name, client_type, (grants, scopes, uris), (ttl, rotation, limit, algorithm), (trusted, bound, strict, requests, logout))| {
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
            [settings.require_pushed_authorization_requests, settings.require_signed_request_object] = requests;
            settings.backchannel_logout_session_required = bound;
            settings.tls_client_certificate_bound_access_tokens = !bound && settings.require_pushed_authorization_requests;
            let subject = subjects.get(settings.scopes.iter().count() + usize::from(strict));
            settings.tls_client_auth_subject = subject.map(|(kind, text)| CertificateSubject::parse(*kind, text).unwrap());
            if settings.require_pushed_authorization_requests {
                let both: Resources = "https://billing.example/ https://orders.example/".parse().unwrap();
                settings.token_exchange = TokenExchangePolicy {
                    subject_any_client: strict,
                    subject_clients: [ClientId::new(Timestamp::from_millis(0), [7; 10])].into(),
                    subject_audiences: both.clone(),
                    exchange_targets: both,
                    impersonation: trusted,
                };
                settings.authorization_details_types = ["payment", "account"].map(|name| DetailsTypeName::parse(name).unwrap()).into();
            }
            settings.subject_type = if bound { SubjectType::Pairwise } else { SubjectType::Public };
            settings.sector_identifier = strict.then(|| SectorIdentifier::parse("shop.example").unwrap());
            settings.signing.id_token_signed_response_alg = algorithm;
            settings.signing.authorization_signed_response_alg = algorithm.filter(|_| bound);
            settings.signing.introspection_signed_response_alg = algorithm.filter(|_| trusted);
            settings.require_signed_introspection = strict;
            if strict {
                let key =
                    serde_json::json!({ "kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo", "kid": "a" });
                settings.keys.jwks = Some(JwkSet::of(&[key]).unwrap());
                settings.keys.token_endpoint_auth_signing_alg = Some(ClientAlgorithm::EdDsa);
                settings.backchannel_logout_uri = Some(BackchannelLogoutUri::parse("https://app.example/logout").unwrap());
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
        "backchannel_logout_uri": "http://shop.example/logout",
        "token_ttls": { "refresh_token_ttl": "soon" },
        "refresh_token_policy": { "rotation": "sometimes", "family_limit": 70_000 },
        "token_exchange": { "subject_clients": ["x"], "exchange_targets": ["https://orders.example/", "orders"] },
    }))
    .unwrap();
    let misfits: Vec<_> = sent.settings().unwrap_err().into_iter().map(|misfit| misfit.pointer).collect();
    let expected = ["/grant_types/1", "/redirect_uris/1", "/backchannel_logout_uri", "/token_ttls/refresh_token_ttl"];
    let policy = ["/refresh_token_policy/rotation", "/refresh_token_policy/family_limit"];
    let exchange = ["/token_exchange/subject_clients/0", "/token_exchange/exchange_targets/1"];
    assert_eq!(misfits, [&expected[..], &policy, &exchange].concat());
    let keys = serde_json::json!({ "client_name": "Shop", "application_types": ["service"], "jwks": { "keys": [{ "kty": "oct" }] } });
    let keys: Client = serde_json::from_value(keys).unwrap();
    assert_eq!(keys.settings().unwrap_err()[0].pointer, "/jwks/keys/0");
    for (more, pointer, error) in [
        (serde_json::json!({ "tls_client_auth_san_dns": "*.example.com" }), "/tls_client_auth_san_dns", CertificateSubjectError::HostName),
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
