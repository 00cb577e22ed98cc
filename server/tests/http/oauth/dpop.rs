//! Proofs of possession (RFC 9449) and resource indicators (RFC 8707) over HTTP: which headers they come in, and which go out.

use std::sync::atomic::{AtomicU32, Ordering};

use aws_lc_rs::{
    digest,
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};
use axum::{
    body::Body,
    http::{HeaderValue, Method, Request, StatusCode, header},
};
use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use domain::{clock::Clock, settings::tokens::TokenSettings};
use serde_json::{Value, json};

use crate::{
    shop::{REDIRECT_URI, Shop, VERIFIER, encode, hidden},
    support::Answer,
};

const BASE: &str = "http://127.0.0.1:8080";

/// A client's key.
pub(crate) struct Key {
    pair: EcdsaKeyPair,
    made: AtomicU32,
}

impl Key {
    pub(crate) fn new() -> Self {
        Self { pair: EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap(), made: AtomicU32::new(0) }
    }

    fn proof(&self, shop: &Shop, method: &str, below: &str, access_token: Option<&str>, nonce: Option<&str>) -> String {
        self.proof_at(shop, method, &format!("{BASE}{}", shop.path(below)), access_token, nonce)
    }

    pub(crate) fn proof_at(&self, shop: &Shop, method: &str, htu: &str, access_token: Option<&str>, nonce: Option<&str>) -> String {
        let header = json!({"typ": "dpop+jwt", "alg": "ES256", "jwk": self.jwk()});
        let jti = format!("proof-{}", self.made.fetch_add(1, Ordering::SeqCst));
        let iat = shop.server.clock.now().as_seconds();
        let ath = access_token.map(|token| URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, token.as_bytes())));
        let mut claims = json!({"jti": jti, "htm": method, "htu": htu, "iat": iat});
        claims.as_object_mut().unwrap().extend(ath.map(|ath| ("ath".to_owned(), ath.into())));
        claims.as_object_mut().unwrap().extend(nonce.map(|nonce| ("nonce".to_owned(), nonce.into())));
        self.sign(&header, &claims)
    }

    /// Its public half.
    pub(crate) fn jwk(&self) -> Value {
        // An uncompressed point: a byte that says so, and two halves (SEC 1 §2.3.3).
        let (x, y) = self.pair.public_key().as_ref().split_first().unwrap().1.split_at(32);
        let [x, y] = [x, y].map(|part| URL_SAFE_NO_PAD.encode(part));
        json!({"kty": "EC", "crv": "P-256", "x": x, "y": y})
    }

    /// A JWT that it signs by ES256.
    pub(crate) fn sign(&self, header: &Value, claims: &Value) -> String {
        let message = [header, claims].map(|part| URL_SAFE_NO_PAD.encode(part.to_string())).join(".");
        let signature = self.pair.sign(&SystemRandom::new(), message.as_bytes()).unwrap();
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    /// What a client signs to authenticate, for a minute.
    pub(crate) fn assertion(&self, shop: &Shop, client: &str) -> String {
        let jti = format!("assertion-{}", self.made.fetch_add(1, Ordering::SeqCst));
        let (now, issuer) = (shop.server.clock.now().as_seconds(), format!("{BASE}{}", shop.path("")));
        let header = json!({"typ": "client-authentication+jwt", "alg": "ES256"});
        self.sign(&header, &json!({"iss": client, "sub": client, "aud": issuer, "iat": now, "exp": now + 60, "jti": jti}))
    }
}

/// Asks for tokens with these `DPoP` headers.
async fn tokens(shop: &Shop, form: &[(&str, &str)], proofs: &[&str]) -> Answer {
    let credentials = STANDARD.encode(format!("{}:{}", shop.client.id, shop.secret));
    let request = Request::post(shop.path("/oauth2/token"))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::AUTHORIZATION, format!("Basic {credentials}"));
    let request = proofs.iter().fold(request, |request, proof| request.header("DPoP", *proof));
    shop.server.send(request.body(Body::from(encode(form))).unwrap()).await
}

async fn userinfo(shop: &Shop, authorization: &str, proof: Option<&str>) -> Answer {
    let request = Request::get(shop.path("/userinfo")).header(header::AUTHORIZATION, authorization);
    let request = proof.into_iter().fold(request, |request, proof| request.header("DPoP", proof));
    shop.server.send(request.body(Body::empty()).unwrap()).await
}

/// The two challenges of an answer.
fn challenges(answer: &Answer) -> Vec<&str> {
    answer.headers.get_all(header::WWW_AUTHENTICATE).iter().map(|challenge| challenge.to_str().unwrap()).collect()
}

async fn with_nonces(shop: &Shop) {
    let operator = shop.operator();
    let version = operator.load_workspace(&shop.path).await.unwrap().version;
    let tokens = TokenSettings { dpop_nonce_required: true, ..TokenSettings::default() };
    operator.set_token_settings(&shop.path, version, tokens, None).await.unwrap();
}

/// Clauses: 81.
#[tokio::test]
async fn a_nonce_goes_out_with_every_answer_to_a_proof_and_is_asked_for_where_it_is_required() {
    let shop = Shop::open().await;
    let key = Key::new();
    let proof = |nonce: Option<&str>| key.proof(&shop, "POST", "/oauth2/token", None, nonce);
    let code = shop.code("openid offline_access").await;
    let exchange = [("grant_type", "authorization_code"), ("code", &code), ("redirect_uri", REDIRECT_URI), ("code_verifier", VERIFIER)];
    with_nonces(&shop).await;

    let refused = tokens(&shop, &exchange, &[&proof(None)]).await;
    assert_eq!(refused.refusal(), (400, "use_dpop_nonce".to_owned()));
    let nonce = refused.header("dpop-nonce").to_owned();
    assert!(!nonce.is_empty());
    assert_eq!(refused.header("cache-control"), "no-store");

    let answer = tokens(&shop, &exchange, &[&proof(Some(&nonce))]).await;
    assert_eq!(answer.text("token_type").as_deref(), Some("DPoP"), "{answer:?}");
    assert_eq!(answer.header("dpop-nonce"), nonce, "the one of these five minutes");
    shop.server.clock.advance_seconds(300);
    let refresh = [("grant_type", "refresh_token"), ("refresh_token", &answer.text("refresh_token").unwrap())];
    let refreshed = tokens(&shop, &refresh, &[&proof(Some(&nonce))]).await;
    assert_eq!(refreshed.status, StatusCode::OK, "{refreshed:?}");
    assert!(![&nonce, ""].contains(&refreshed.header("dpop-nonce")), "the next one rides on success");
    assert_eq!(tokens(&shop, &refresh, &[]).await.header("dpop-nonce"), "", "nobody asked");
}

/// Clauses: 80.
#[tokio::test]
async fn one_proof_in_one_header() {
    let shop = Shop::open().await;
    let key = Key::new();
    let proof = || key.proof(&shop, "POST", "/oauth2/token", None, None);
    let refresh = [("grant_type", "refresh_token"), ("refresh_token", &*shop.refresh_token().await)];
    for proofs in [&[&*proof(), &*proof()][..], &[&format!("{}, {}", proof(), proof())], &[""], &["x"]] {
        let answer = tokens(&shop, &refresh, proofs).await;
        assert_eq!(answer.refusal(), (400, "invalid_dpop_proof".to_owned()), "{proofs:?}");
        assert_ne!(answer.header("dpop-nonce"), "");
    }
    assert_eq!(tokens(&shop, &refresh, &[&proof()]).await.status, StatusCode::OK);
}

const ALGORITHMS: &str = "DPoP algs=\"ES256 ES384 EdDSA Ed25519 PS256 RS256\"";

#[tokio::test]
async fn userinfo_names_both_ways_to_present_a_token_and_what_was_wrong_with_the_one_that_was_used() {
    let shop = Shop::open().await;
    let key = Key::new();
    let code = shop.code("openid").await;
    let exchange = [("grant_type", "authorization_code"), ("code", &code), ("redirect_uri", REDIRECT_URI), ("code_verifier", VERIFIER)];
    let answer = tokens(&shop, &exchange, &[&key.proof(&shop, "POST", "/oauth2/token", None, None)]).await;
    let token = answer.text("access_token").unwrap();
    let proof = |nonce: Option<&str>| key.proof(&shop, "GET", "/userinfo", Some(&token), nonce);

    let nobody = shop.server.get(&shop.path("/userinfo")).await;
    assert_eq!((nobody.status, challenges(&nobody)), (StatusCode::UNAUTHORIZED, vec!["Bearer", ALGORITHMS]));
    let bearer = userinfo(&shop, &format!("Bearer {token}"), None).await;
    assert_eq!(bearer.refusal(), (401, "invalid_token".to_owned()));
    assert!(challenges(&bearer)[0].starts_with("Bearer error=\"invalid_token\""), "{bearer:?}");
    assert_eq!(challenges(&bearer)[1], ALGORITHMS);
    let unproved = userinfo(&shop, &format!("DPoP {token}"), None).await;
    assert_eq!(unproved.refusal(), (401, "invalid_dpop_proof".to_owned()));
    assert!(challenges(&unproved)[1].starts_with("DPoP error=\"invalid_dpop_proof\""), "{unproved:?}");
    let proved = userinfo(&shop, &format!("dpop {token}"), Some(&proof(None))).await;
    assert_eq!((proved.status, proved.header("dpop-nonce").len()), (StatusCode::OK, 23), "a scheme has no case: {proved:?}");
    with_nonces(&shop).await;
    let without_nonce = userinfo(&shop, &format!("DPoP {token}"), Some(&proof(None))).await;
    assert_eq!(without_nonce.refusal(), (401, "use_dpop_nonce".to_owned()));
    assert!(challenges(&without_nonce)[1].starts_with("DPoP error=\"use_dpop_nonce\""), "{without_nonce:?}");
    let nonce = without_nonce.header("dpop-nonce").to_owned();
    assert_eq!(userinfo(&shop, &format!("DPoP {token}"), Some(&proof(Some(&nonce)))).await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_application_in_a_browser_may_send_proofs_and_see_nonces() {
    let shop = Shop::open().await;
    for path in ["/oauth2/token", "/userinfo"] {
        let asked = HeaderValue::from_static("authorization,dpop");
        let preflight = Request::builder()
            .method(Method::OPTIONS)
            .uri(shop.path(path))
            .header(header::ORIGIN, "https://app.example.com")
            .header(header::ACCESS_CONTROL_REQUEST_METHOD, "POST")
            .header(header::ACCESS_CONTROL_REQUEST_HEADERS, asked);
        let answer = shop.server.send(preflight.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.header("access-control-allow-headers"), "authorization,dpop", "a * would not cover authorization");
        let request = Request::post(shop.path(path)).header(header::ORIGIN, "https://app.example.com");
        let answer = shop.server.send(request.body(Body::empty()).unwrap()).await;
        assert!(answer.header("access-control-expose-headers").contains("dpop-nonce"), "{answer:?}");
    }
}

/// Clauses: 26.
#[tokio::test]
async fn the_user_is_told_which_resource_servers_the_access_is_for() {
    let shop = Shop::open().await;
    let (operator, path) = (shop.operator(), &shop.path);
    let orders = operator.create_service(path, "Order desk").await.unwrap();
    operator.set_service_resource(path, orders.id, "https://orders.example.com/").await.unwrap();
    let with_resource = |resource: &str| format!("{}&{}", shop.authorization("openid"), encode(&[("resource", resource)]));
    let refused = shop.server.get(&with_resource("https://unknown.example.com/")).await;
    assert!(refused.body.contains("error=invalid_target"), "it is shown before it is sent: {refused:?}");
    let page = shop.server.get(&with_resource("https://orders.example.com/")).await;
    let form = [("interaction", &*hidden(&page, "interaction")), ("identifier", "alice@example.com"), ("password", "alice-likes-tokens")];
    let signed_in = shop.server.post(&shop.path("/login"), "", &encode(&form)).await;
    let consent = shop.server.get_with(signed_in.header("location").trim_start_matches(BASE), &signed_in.cookies()).await;
    assert!(consent.body.contains("Order desk"), "{consent:?}");
}

/// Clauses: 326.
#[tokio::test]
async fn the_challenge_lists_the_algorithms_that_the_workspace_takes() {
    let shop = Shop::open().await;
    let operator = shop.operator();
    let workspace = operator.load_workspace(&shop.path).await.unwrap();
    let mut authorization = workspace.authorization.clone();
    authorization.security.require_strict_client_jwts = true;
    operator.set_authorization_settings(&shop.path, workspace.version, authorization).await.unwrap();
    let nobody = shop.server.get(&shop.path("/userinfo")).await;
    assert_eq!(challenges(&nobody), ["Bearer", "DPoP algs=\"ES256 EdDSA Ed25519 PS256\""]);
    let metadata = shop.server.get(&shop.path("/.well-known/openid-configuration")).await.json();
    assert_eq!(metadata["dpop_signing_alg_values_supported"], json!(["ES256", "EdDSA", "Ed25519", "PS256"]));
}
