//! The API beside the application: whom it lets in, and what it says to the others.

use std::sync::Arc;

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{
        Request, StatusCode,
        header::{AUTHORIZATION, HOST, WWW_AUTHENTICATE},
    },
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    clock::{FixedClock, Timestamp},
    secret::Secret,
};
use openidconnect::{PrivateSigningKey as _, core::CoreJwsSigningAlgorithm};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use super::stub::{self, SECRET, signing_key};
use crate::{ApiClient, Configuration, router};

const NOW: i64 = 1_795_491_720;
const API: &str = "http://127.0.0.1:9000/api";
const METADATA: &str = "http://127.0.0.1:9000/.well-known/oauth-protected-resource/api";

struct Api {
    router: Router,
    stub: stub::Shared,
}

struct Answer {
    status: StatusCode,
    challenges: Vec<String>,
    json: Value,
}

/// A JWT, signed by the key of the authorization server.
fn jwt(header: &Value, claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let message = format!("{}.{}", part(header), part(claims));
    let signature = signing_key().sign(&CoreJwsSigningAlgorithm::EdDsa, message.as_bytes()).unwrap();
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
}

impl Api {
    async fn open() -> Self {
        let stub = stub::start().await;
        stub.lock().unwrap().introspects = true;
        let configuration = Configuration {
            issuer: stub.lock().unwrap().issuer.parse().unwrap(),
            client_id: "shop".to_owned(),
            client_secret: Secret::new(SECRET.to_owned()),
            public_url: "http://127.0.0.1:9000".parse().unwrap(),
            api: Some(ApiClient { client_id: "api".to_owned(), client_secret: Secret::new("of-the-api".to_owned()) }),
        };
        let router = router(configuration, Arc::new(FixedClock::at(Timestamp::from_millis(NOW * 1000)))).unwrap();
        Self { router, stub }
    }

    async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let request = Request::get(path).header(HOST, "127.0.0.1:9000");
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        let response = self.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        let challenges = response.headers().get_all(WWW_AUTHENTICATE).iter().map(|value| value.to_str().unwrap().to_owned()).collect();
        let status = response.status();
        let body = to_bytes(response.into_body(), 1_000_000).await.unwrap();
        Answer { status, challenges, json: serde_json::from_slice(&body).unwrap_or_default() }
    }

    async fn with(&self, path: &str, token: &str) -> Answer {
        self.get(path, &[(AUTHORIZATION.as_str(), &format!("Bearer {token}"))]).await
    }

    /// What an access token for the API says, with this in place of or beside the usual.
    fn claims(&self, more: &[(&str, Value)]) -> Value {
        let issuer = self.stub.lock().unwrap().issuer.clone();
        let mut claims =
            json!({ "iss": issuer, "aud": API, "exp": NOW + 60, "sub": "ada", "client_id": "shop", "scope": "openid orders:read" });
        for (name, value) in more {
            claims[*name] = value.clone();
        }
        claims
    }

    fn token(&self, more: &[(&str, Value)]) -> String {
        jwt(&json!({ "typ": "at+jwt", "alg": "EdDSA", "kid": "first" }), &self.claims(more))
    }
}

/// Clauses: 300.
#[tokio::test]
async fn the_api_publishes_what_there_is_to_know_of_it_where_its_address_says() {
    let api = Api::open().await;
    let metadata = api.get("/.well-known/oauth-protected-resource/api", &[]).await;
    assert_eq!((metadata.status, &metadata.json["resource"]), (StatusCode::OK, &json!(API)));
    assert_eq!(metadata.json["authorization_servers"], json!([api.stub.lock().unwrap().issuer]));
    assert_eq!(metadata.json["scopes_supported"], json!(["orders:read"]));
    assert_eq!(metadata.json["bearer_methods_supported"], json!(["header"]));
}

/// Clauses: 300.
#[tokio::test]
async fn whoever_has_no_token_is_told_where_the_metadata_are_and_nothing_else() {
    let api = Api::open().await;
    for (name, value) in [("x-nothing", ""), ("authorization", "Basic YTpi")] {
        let answer = api.get("/api/orders", &[(name, value)]).await;
        assert_eq!((answer.status, &answer.json), (StatusCode::UNAUTHORIZED, &Value::Null), "{value}");
        assert_eq!(answer.challenges[0], format!("Bearer resource_metadata=\"{METADATA}\""));
        assert!(answer.challenges[1].starts_with(&format!("DPoP resource_metadata=\"{METADATA}\", algs=")), "{:?}", answer.challenges);
    }
}

/// Clauses: 300.
#[tokio::test]
async fn a_jwt_is_checked_by_its_type_its_signature_and_its_claims() {
    let api = Api::open().await;
    let several = [("aud", json!(["https://other.example/", API]))];
    for good in [api.token(&[]), api.token(&several)] {
        let answer = api.with("/api/orders", &good).await;
        assert_eq!((answer.status, &answer.json["checked"], &answer.json["sub"]), (StatusCode::OK, &json!("local"), &json!("ada")));
    }
    let header = |typ: &str, alg: &str, kid: &str| json!({ "typ": typ, "alg": alg, "kid": kid });
    let usual = api.claims(&[]);
    let good = api.token(&[]);
    let (message, _) = good.rsplit_once('.').unwrap();
    for (what, token) in [
        ("another type, as of an ID token", jwt(&header("JWT", "EdDSA", "first"), &usual)),
        ("the answer to an introspection", jwt(&header("token-introspection+jwt", "EdDSA", "first"), &usual)),
        ("no type", jwt(&json!({ "alg": "EdDSA", "kid": "first" }), &usual)),
        ("another algorithm", jwt(&header("at+jwt", "HS256", "first"), &usual)),
        ("no algorithm", jwt(&header("at+jwt", "none", "first"), &usual)),
        ("an unknown key", jwt(&header("at+jwt", "EdDSA", "second"), &usual)),
        ("another signature", format!("{message}.{}", URL_SAFE_NO_PAD.encode([7; 64]))),
        ("no signature", format!("{message}.")),
        ("an opaque one", "at1.opaque".to_owned()),
        ("another issuer", api.token(&[("iss", json!("https://other.example"))])),
        ("for the issuer", api.token(&[("aud", usual["iss"].clone())])),
        ("for nobody", api.token(&[("aud", json!([]))])),
        ("over", api.token(&[("exp", json!(NOW))])),
        ("without an end", api.token(&[("exp", Value::Null)])),
    ] {
        let answer = api.with("/api/orders", &token).await;
        assert_eq!((answer.status, &answer.json["error"]), (StatusCode::UNAUTHORIZED, &json!("invalid_token")), "{what}");
        let [challenge] = answer.challenges.as_slice() else { panic!("{what}: {:?}", answer.challenges) };
        assert!(challenge.starts_with("Bearer error=\"invalid_token\"") && challenge.contains(METADATA), "{what}: {challenge}");
    }
    let other = api.with("/api/orders", &api.token(&[("scope", json!("openid orders:readall"))])).await;
    assert_eq!((other.status, &other.json["error"]), (StatusCode::FORBIDDEN, &json!("insufficient_scope")));
    assert!(other.challenges[0].contains("scope=\"orders:read\""), "{:?}", other.challenges);
}

/// Clauses: 300.
#[tokio::test]
async fn whoever_asks_learns_of_a_token_that_was_ended_and_who_looks_at_it_does_not() {
    let api = Api::open().await;
    let ended = api.token(&[]);
    assert_eq!(api.with("/api/orders/asked", &ended).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(api.with("/api/orders", &ended).await.status, StatusCode::OK, "it has its signature, and nobody was asked");
    let says = |more: &[(&str, Value)]| {
        let answer = api.claims(&[&[("active", json!(true))][..], more].concat());
        api.stub.lock().unwrap().introspection = answer;
    };
    says(&[]);
    let answer = api.with("/api/orders/asked", "at1.opaque").await;
    assert_eq!((answer.status, &answer.json["checked"]), (StatusCode::OK, &json!("asked")));
    for (more, status) in [
        ([("aud", json!("https://other.example/"))], 401),
        ([("aud", Value::Null)], 401),
        ([("scope", json!("openid"))], 403),
        ([("active", json!("yes"))], 503),
    ] {
        says(&more);
        assert_eq!(api.with("/api/orders/asked", "at1.opaque").await.status.as_u16(), status, "{more:?}");
    }
}

/// Clauses: 300.
#[tokio::test]
async fn a_bound_token_is_taken_from_who_proves_the_key_and_once_for_each_proof() {
    let api = Api::open().await;
    let jwk = serde_json::to_value(signing_key().as_verification_key()).unwrap();
    let member = |name: &str| jwk[name].as_str().unwrap().to_owned();
    // RFC 7638, by hand.
    let hashed = |text: &str| {
        use sha2::Digest as _;
        URL_SAFE_NO_PAD.encode(sha2::Sha256::digest(text))
    };
    let jkt = hashed(&format!(r#"{{"crv":"{}","kty":"{}","x":"{}"}}"#, member("crv"), member("kty"), member("x")));
    let token = api.token(&[("cnf", json!({ "jkt": jkt }))]);
    let public = json!({ "kty": member("kty"), "crv": member("crv"), "x": member("x") });
    let proof = |more: &[(&str, Value)]| {
        let mut claims = json!({ "jti": "one", "htm": "GET", "htu": format!("{API}/orders"), "iat": NOW, "ath": hashed(&token) });
        for (name, value) in more {
            claims[*name] = value.clone();
        }
        jwt(&json!({ "typ": "dpop+jwt", "alg": "EdDSA", "jwk": public }), &claims)
    };
    let present = async |proof: &str| {
        let authorization = format!("DPoP {token}");
        api.get("/api/orders", &[("authorization", authorization.as_str()), ("dpop", proof)]).await
    };
    for wrong in [
        [("htm", json!("POST"))],
        [("htu", json!(format!("{API}/orders/asked")))],
        [("ath", json!(hashed("another")))],
        [("iat", json!(NOW - 61))],
        [("iat", json!(NOW + 61))],
        [("jti", json!(""))],
    ] {
        let answer = present(&proof(&wrong)).await;
        assert_eq!((answer.status, &answer.json["error"]), (StatusCode::UNAUTHORIZED, &json!("invalid_dpop_proof")), "{wrong:?}");
        assert!(answer.challenges[0].starts_with("DPoP error="), "{:?}", answer.challenges);
    }
    assert_eq!(present(&proof(&[])).await.status, StatusCode::OK);
    assert_eq!(present(&proof(&[])).await.status, StatusCode::UNAUTHORIZED, "a proof is good once");
    assert_eq!(present(&proof(&[("jti", json!("two"))])).await.status, StatusCode::OK);
    assert_eq!(api.with("/api/orders", &token).await.status, StatusCode::UNAUTHORIZED, "it is not for whoever has it");
    let unbound = format!("DPoP {}", api.token(&[]));
    let answer = api.get("/api/orders", &[("authorization", unbound.as_str()), ("dpop", &proof(&[("jti", json!("three"))]))]).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    let by_certificate = api.token(&[("cnf", json!({ "x5t#S256": "x" }))]);
    assert_eq!(api.with("/api/orders", &by_certificate).await.status, StatusCode::UNAUTHORIZED);
}
