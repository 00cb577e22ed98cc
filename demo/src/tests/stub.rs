//! An authorization server as small as it can be, that rotates refresh tokens and ends the family on reuse.

use std::{
    fmt::Write as _,
    sync::{Arc, Mutex},
};

use axum::{
    Json, Router,
    extract::State,
    http::{HeaderMap, StatusCode, header::AUTHORIZATION},
    routing::{get, post},
};
use openidconnect::{
    JsonWebKeyId, PkceCodeChallenge, PkceCodeVerifier, PrivateSigningKey as _,
    core::{CoreEdDsaPrivateSigningKey, CoreHmacKey, CoreIdToken, CoreIdTokenClaims, CoreJwsSigningAlgorithm},
};
use serde_json::{Value, json};

pub(super) const SECRET: &str = "a secret of 32 bytes: +&%/ and so";
pub(super) const CODE: &str = "the-code-that-came-through-the-browser";

/// What a test turns.
pub(super) struct Stub {
    pub(super) issuer: String,
    pub(super) nonce: String,
    pub(super) challenge: String,
    pub(super) subject: &'static str,
    pub(super) signing_secret: &'static str,
    pub(super) gives_refresh_tokens: bool,
    pub(super) generation: u32,
    /// Whether it can be asked about tokens.
    pub(super) introspects: bool,
    /// What it says of a token then.
    pub(super) introspection: Value,
    ended: bool,
}

pub(super) type Shared = Arc<Mutex<Stub>>;

/// Starts it on a free port of this machine.
pub(super) async fn start() -> Shared {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let stub = Arc::new(Mutex::new(Stub {
        issuer: format!("http://{}/acme/main", listener.local_addr().unwrap()),
        nonce: String::new(),
        challenge: String::new(),
        subject: "ada",
        signing_secret: SECRET,
        gives_refresh_tokens: true,
        generation: 0,
        introspects: false,
        introspection: json!({ "active": false }),
        ended: false,
    }));
    let router = Router::new()
        .route("/acme/main/.well-known/openid-configuration", get(discovery))
        .route("/acme/main/jwks", get(async || Json(json!({ "keys": [signing_key().as_verification_key()] }))))
        .route("/acme/main/token", post(token))
        .route("/acme/main/userinfo", get(async || Json(json!({ "sub": "mallory" }))))
        .route("/acme/main/introspect", post(introspect))
        .with_state(Arc::clone(&stub));
    tokio::spawn(async move { axum::serve(listener, router).await });
    stub
}

/// The refresh token of a generation.
pub(super) fn refresh_token(generation: u32) -> String {
    format!("rt1.{}{generation:06}", "family".repeat(6))
}

/// The key that signs access tokens (RFC 8410 §10.3).
pub(super) fn signing_key() -> CoreEdDsaPrivateSigningKey {
    const PEM: &str =
        "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE KEY-----\n";
    CoreEdDsaPrivateSigningKey::from_ed25519_pem(PEM, Some(JsonWebKeyId::new("first".to_owned()))).unwrap()
}

/// Only the API may ask, by its own secret.
async fn introspect(State(stub): State<Shared>, headers: HeaderMap) -> (StatusCode, Json<Value>) {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    let expected = format!("Basic {}", STANDARD.encode("api:of-the-api"));
    if headers.get(AUTHORIZATION).map(|value| value.to_str().unwrap()) != Some(&expected) {
        return refusal("invalid_client");
    }
    (StatusCode::OK, Json(stub.lock().unwrap().introspection.clone()))
}

async fn discovery(State(stub): State<Shared>) -> Json<Value> {
    let (issuer, introspects) = {
        let stub = stub.lock().unwrap();
        (stub.issuer.clone(), stub.introspects)
    };
    Json(json!({
        "introspection_endpoint": introspects.then(|| format!("{issuer}/introspect")),
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "userinfo_endpoint": format!("{issuer}/userinfo"),
        "end_session_endpoint": format!("{issuer}/logout"),
        "jwks_uri": format!("{issuer}/jwks"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["HS256"],
        "authorization_response_iss_parameter_supported": true,
    }))
}

async fn token(State(stub): State<Shared>, headers: HeaderMap, body: String) -> (StatusCode, Json<Value>) {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    let mut stub = stub.lock().unwrap();
    let encoded: String = form_urlencoded::byte_serialize(SECRET.as_bytes()).collect();
    let expected = format!("Basic {}", STANDARD.encode(format!("shop:{encoded}")));
    if headers.get(AUTHORIZATION).map(|value| value.to_str().unwrap()) != Some(&expected) {
        return refusal("invalid_client");
    }
    let field = |name: &str| form_urlencoded::parse(body.as_bytes()).find(|(field, _)| field == name).map(|(_, value)| value.into_owned());
    match field("grant_type").as_deref() {
        Some("authorization_code") => {
            let verifier = PkceCodeVerifier::new(field("code_verifier").unwrap());
            let proved = PkceCodeChallenge::from_code_verifier_sha256(&verifier).as_str() == stub.challenge;
            if field("code").as_deref() != Some(CODE) || !proved {
                return refusal("invalid_grant");
            }
        }
        Some("refresh_token") => {
            if stub.ended || field("refresh_token") != Some(refresh_token(stub.generation)) {
                stub.ended = true;
                return refusal("invalid_grant");
            }
            stub.generation += 1;
        }
        _ => return refusal("unsupported_grant_type"),
    }
    let mut access_token = "access-token-".to_owned();
    write!(access_token, "{:040}", stub.generation).unwrap();
    let mut answer = json!({ "access_token": access_token, "token_type": "Bearer", "expires_in": 3600, "scope": "openid profile" });
    answer["id_token"] = json!(id_token(&stub));
    if stub.gives_refresh_tokens {
        answer["refresh_token"] = json!(refresh_token(stub.generation));
    }
    (StatusCode::OK, Json(answer))
}

fn id_token(stub: &Stub) -> String {
    // 2100-01-01: the crate that verifies it looks at the machine's clock.
    let claims: CoreIdTokenClaims = serde_json::from_value(json!({
        "iss": stub.issuer, "aud": ["shop"], "exp": 4_102_444_800_i64, "iat": 0, "sub": stub.subject, "nonce": stub.nonce, "name": "Ada Lovelace",
    }))
    .unwrap();
    let key = CoreHmacKey::new(stub.signing_secret.as_bytes().to_vec());
    CoreIdToken::new(claims, &key, CoreJwsSigningAlgorithm::HmacSha256, None, None).unwrap().to_string()
}

fn refusal(error: &str) -> (StatusCode, Json<Value>) {
    (StatusCode::BAD_REQUEST, Json(json!({ "error": error, "error_description": "as the stub says" })))
}
