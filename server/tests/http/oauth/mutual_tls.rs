//! Clients with certificates that a proxy passes on (RFC 8705, RFC 9440), from the console and the admin API to the endpoints.

use std::{
    env, fs, io,
    sync::{Arc, Mutex},
};

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use domain::{
    client::TokenEndpointAuthMethod,
    client_certificate::{CertificateSubject, SubjectKind},
    client_keys::JwkSet,
};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DistinguishedName, DnType, IsCa, KeyPair};
use serde_json::{Value, json};
use server::{Listener, Peer, config::Key};

use crate::{
    shop::{REDIRECT_URI, Shop, VERIFIER, encode},
    support::{Answer, TestServer},
};

const PROXY: &str = "10.0.0.1";
const STRANGER: &str = "203.0.113.7";
const SUBJECT: &str = "CN=shop.example.com,O=Example";
/// What a proxy that lets any certificate pass is said to do, and one that does not.
const UNVERIFIED: (Key, &str) = (Key::MtlsFromProxies, "unverified");
const VERIFIED: (Key, &str) = (Key::MtlsFromProxies, "verified");

fn params() -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::OrganizationName, "Example");
    params.distinguished_name.push(DnType::CommonName, "shop.example.com");
    params
}

fn of_authority(name: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params
}

/// A certificate as a proxy passes it on (RFC 9440 §2.2).
fn passed_on(certificate: &[u8]) -> String {
    format!(":{}:", STANDARD.encode(certificate))
}

/// A certificate that the client has made by itself, and its key.
fn made() -> (Vec<u8>, KeyPair) {
    let key = KeyPair::generate().unwrap();
    (params().self_signed(&key).unwrap().der().to_vec(), key)
}

fn jwks(keys: &[&KeyPair]) -> JwkSet {
    let jwk = |key: &&KeyPair| {
        let (x, y) = key.public_key_raw().split_first().unwrap().1.split_at(32);
        json!({ "kty": "EC", "crv": "P-256", "x": URL_SAFE_NO_PAD.encode(x), "y": URL_SAFE_NO_PAD.encode(y) })
    };
    JwkSet::of(&keys.iter().map(jwk).collect::<Vec<Value>>()).unwrap()
}

/// Sends a request that comes from an address, with these headers.
async fn send(shop: &Shop, from: &str, headers: &[(&str, &str)], request: Request<Body>) -> Answer {
    send_at(Listener::Public, shop, from, headers, request).await
}

/// The same at this listener.
async fn send_at(listener: Listener, shop: &Shop, from: &str, headers: &[(&str, &str)], request: Request<Body>) -> Answer {
    let mut request = request;
    for (name, value) in headers {
        request.headers_mut().append(name.parse::<header::HeaderName>().unwrap(), value.parse().unwrap());
    }
    request.extensions_mut().insert(Peer { address: from.parse().unwrap(), listener });
    shop.server.send(request).await
}

/// Posts a form as the shop's client, which has no secret.
async fn ask(shop: &Shop, from: &str, headers: &[(&str, &str)], endpoint: &str, form: &[(&str, &str)]) -> Answer {
    send(shop, from, headers, posted(shop, endpoint, form)).await
}

/// A form of the shop's client, which has no secret.
fn posted(shop: &Shop, endpoint: &str, form: &[(&str, &str)]) -> Request<Body> {
    let id = shop.client.id.to_string();
    let form = encode(&[form, &[("client_id", &id)]].concat());
    let request = Request::post(shop.path(endpoint)).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    request.body(Body::from(form)).unwrap()
}

async fn userinfo(shop: &Shop, from: &str, headers: &[(&str, &str)], token: &str) -> Answer {
    let request = Request::get(shop.path("/userinfo")).header(header::AUTHORIZATION, format!("Bearer {token}"));
    send(shop, from, headers, request.body(Body::empty()).unwrap()).await
}

/// A shop at a server with these settings, whose client is known by the subject of its certificate.
async fn by_subject(settings: &[(Key, &str)]) -> Shop {
    let mut shop = Shop::at(TestServer::behind_proxy(settings).await).await;
    shop.set_client(|settings| {
        settings.token_endpoint_auth_method = TokenEndpointAuthMethod::TlsClientAuth;
        settings.tls_client_auth_subject = Some(CertificateSubject::parse(SubjectKind::DistinguishedName, SUBJECT).unwrap());
        settings.tls_client_certificate_bound_access_tokens = true;
    })
    .await;
    shop
}

/// Clauses: 225, 230, 231, 235.
#[tokio::test]
async fn a_certificate_counts_from_a_trusted_proxy_alone() {
    let shop = by_subject(&[VERIFIED]).await;
    let (own, other) = (passed_on(&made().0), passed_on(&made().0));
    let (own, other) = (("client-cert", own.as_str()), ("client-cert", other.as_str()));
    let code = shop.code("openid offline_access").await;
    let form = [("grant_type", "authorization_code"), ("code", &code), ("redirect_uri", REDIRECT_URI), ("code_verifier", VERIFIER)];
    let refused = (400, "invalid_client".to_owned());
    assert_eq!(ask(&shop, STRANGER, &[own], "/oauth2/token", &form).await.refusal(), refused, "anybody can send a header");
    assert_eq!(ask(&shop, "127.0.0.1", &[own], "/oauth2/token", &form).await.refusal(), refused);
    assert_eq!(ask(&shop, PROXY, &[], "/oauth2/token", &form).await.refusal(), refused);
    assert_eq!(ask(&shop, PROXY, &[own, own], "/oauth2/token", &form).await.refusal(), refused, "one may be the client's own");
    assert_eq!(ask(&shop, PROXY, &[("client-cert", "nonsense")], "/oauth2/token", &form).await.refusal(), refused);
    assert_eq!(ask(&shop, PROXY, &[("client-cert", ":AAAA:")], "/oauth2/token", &form).await.refusal(), refused);
    let tokens = ask(&shop, PROXY, &[own], "/oauth2/token", &form).await;
    let token = tokens.text("access_token").unwrap_or_else(|| panic!("there is an access token: {tokens:?}"));
    assert_eq!(tokens.text("token_type").as_deref(), Some("Bearer"));

    let seen = ask(&shop, PROXY, &[own], "/oauth2/introspect", &[("token", &token)]).await.json();
    assert_eq!(seen["cnf"]["x5t#S256"].as_str().map(str::len), Some(43), "{seen}");
    assert_eq!(userinfo(&shop, PROXY, &[own], &token).await.status, StatusCode::OK);
    for (from, headers) in [(PROXY, &[][..]), (PROXY, &[other][..]), (STRANGER, &[own][..])] {
        let answer = userinfo(&shop, from, headers, &token).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{answer:?}");
        assert!(answer.header("www-authenticate").contains("invalid_token"), "{answer:?}");
    }
}

/// Clauses: 235, 236.
#[tokio::test]
async fn at_the_second_port_no_header_counts_whoever_passes_the_connection_on() {
    let shop = by_subject(&[VERIFIED]).await;
    let own = passed_on(&made().0);
    let headers = [("client-cert", own.as_str())];
    let asked = || posted(&shop, "/oauth2/introspect", &[("token", "x")]);
    assert_eq!(send_at(Listener::Public, &shop, PROXY, &headers, asked()).await.status, StatusCode::OK);
    for from in [PROXY, STRANGER] {
        let answer = send_at(Listener::ForClients, &shop, from, &headers, asked()).await;
        assert_eq!(answer.refusal(), (400, "invalid_client".to_owned()), "{from}");
    }
    let page = Request::get(shop.authorization("openid")).body(Body::empty()).unwrap();
    assert_eq!(send_at(Listener::ForClients, &shop, PROXY, &[], page).await.status, StatusCode::NOT_FOUND, "it shows no pages");
}

/// What is written to the log by one thread.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// The lines with these words.
    fn lines(&self, words: &str) -> Vec<String> {
        let text = String::from_utf8(self.0.lock().unwrap().clone()).unwrap();
        text.lines().filter(|line| line.contains(words)).map(str::to_owned).collect()
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn what_strangers_present_fills_no_log_and_a_warning_names_its_request() {
    let shop = by_subject(&[UNVERIFIED]).await;
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt().with_ansi(false).with_max_level(tracing::Level::WARN).with_writer(move || writer.clone());
    let _guard = tracing::subscriber::set_default(subscriber.finish());
    let own = passed_on(&made().0);
    for (headers, words) in [
        (&[("client-cert", "nonsense")][..], "a `Client-Cert` that"),
        (&[("client-cert", own.as_str()), ("client-cert-chain", "nonsense")], "a `Client-Cert-Chain` that"),
        (&[("client-cert", ":AAAA:")], "a certificate that cannot be read"),
    ] {
        let first = ask(&shop, PROXY, headers, "/oauth2/introspect", &[("token", "x")]).await;
        for _ in 0..5 {
            ask(&shop, PROXY, headers, "/oauth2/introspect", &[("token", "x")]).await;
        }
        let lines = log.lines(words);
        assert_eq!(lines.len(), 1, "{lines:?}");
        let id = first.header("x-request-id");
        assert!(id.len() == 32 && lines[0].contains(id), "{id}: {lines:?}");
    }
    shop.server.clock.advance_seconds(600);
    ask(&shop, PROXY, &[("client-cert", "nonsense")], "/oauth2/introspect", &[("token", "x")]).await;
    let lines = log.lines("a `Client-Cert` that");
    assert!(lines.len() == 2 && lines[1].contains("times=6"), "{lines:?}");
    // Whom a proxy that is not trusted forwards for.
    let forwarded = [("x-forwarded-for", "198.51.100.1")];
    let answer = ask(&shop, STRANGER, &forwarded, "/oauth2/introspect", &[("token", "x")]).await;
    let lines = log.lines("not among the `trusted_proxies`");
    assert!(lines.len() == 1 && lines[0].contains(answer.header("x-request-id")), "{lines:?}");
}

/// Clauses: 235.
#[tokio::test]
async fn no_header_counts_unless_it_is_said_that_proxies_pass_certificates_on() {
    let mut shop = by_subject(&[]).await;
    let own = passed_on(&made().0);
    let own = ("client-cert", own.as_str());
    let refused = (400, "invalid_client".to_owned());
    assert_eq!(ask(&shop, PROXY, &[own], "/oauth2/introspect", &[("token", "x")]).await.refusal(), refused);
    let metadata = shop.server.get(&shop.path("/.well-known/openid-configuration")).await.json();
    assert!(!metadata["token_endpoint_auth_methods_supported"].as_array().unwrap().contains(&json!("tls_client_auth")));
    assert!(metadata.get("tls_client_certificate_bound_access_tokens").is_none());
    // Nor is a client bound by a header that counts for nothing.
    shop.set_client(|settings| {
        settings.token_endpoint_auth_method = TokenEndpointAuthMethod::None;
        settings.tls_client_certificate_bound_access_tokens = true;
    })
    .await;
    let code = shop.code("openid").await;
    let form = [("grant_type", "authorization_code"), ("code", &code), ("redirect_uri", REDIRECT_URI), ("code_verifier", VERIFIER)];
    let answer = ask(&shop, PROXY, &[own], "/oauth2/token", &form).await;
    assert!(answer.text("error_uri").unwrap().ends_with("/errors/certificate_missing"), "{answer:?}");
}

/// Clauses: 227, 228.
#[tokio::test]
async fn where_proxies_verify_nothing_the_server_judges_by_its_own_authorities() {
    let root = CertifiedIssuer::self_signed(of_authority("Root"), KeyPair::generate().unwrap()).unwrap();
    let between = CertifiedIssuer::signed_by(of_authority("Between"), KeyPair::generate().unwrap(), &root).unwrap();
    let path = env::temp_dir().join(format!("regrant-mutual-tls-{}.pem", std::process::id()));
    fs::write(&path, root.pem()).unwrap();
    let mut shop = by_subject(&[UNVERIFIED, (Key::MtlsCaFile, path.to_str().unwrap())]).await;
    assert!(shop.server.installation.client_authorities.read(&path).unwrap());
    fs::remove_file(&path).unwrap();

    let key = KeyPair::generate().unwrap();
    let issued = passed_on(params().signed_by(&key, &root).unwrap().der());
    let below = passed_on(params().signed_by(&key, &between).unwrap().der());
    let chain = passed_on(between.der());
    let (own, own_key) = made();
    let own = passed_on(&own);
    let chain = ("client-cert-chain", chain.as_str());
    let ask = async |shop: &Shop, headers: &[(&str, &str)]| ask(shop, PROXY, headers, "/oauth2/introspect", &[("token", "x")]).await.status;
    assert_eq!(ask(&shop, &[("client-cert", &issued)]).await, StatusCode::OK);
    assert_eq!(ask(&shop, &[("client-cert", &below), chain]).await, StatusCode::OK);
    assert_eq!(ask(&shop, &[("client-cert", &below)]).await, StatusCode::BAD_REQUEST);
    assert_eq!(ask(&shop, &[("client-cert", &own)]).await, StatusCode::BAD_REQUEST, "anybody can write this subject");
    shop.set_client(|settings| {
        settings.token_endpoint_auth_method = TokenEndpointAuthMethod::SelfSignedTlsClientAuth;
        settings.keys.jwks = Some(jwks(&[&own_key]));
    })
    .await;
    assert_eq!(ask(&shop, &[("client-cert", &own)]).await, StatusCode::OK);
    assert_eq!(ask(&shop, &[("client-cert", &issued)]).await, StatusCode::BAD_REQUEST, "its key is not registered");
}

/// Clauses: 234.
#[tokio::test]
async fn the_console_takes_what_a_certificate_is_known_by_and_says_at_the_field_what_is_wrong() {
    let shop = Shop::at(TestServer::behind_proxy(&[VERIFIED, (Key::MtlsPublicUrl, "https://mtls.example.com")]).await).await;
    let cookies = shop.server.sign_in().await.cookies();
    let page = format!("/console/acme/shop/clients/{}/oauth", shop.client.id);
    let shown = shop.server.get_with(&page, &cookies).await;
    for text in ["tls_client_auth", "self_signed_tls_client_auth", "https://mtls.example.com", "Certificate-bound access tokens"] {
        assert!(shown.body.contains(text), "{text}: {shown:?}");
    }
    let (id, version) = (shop.client.id.to_string(), shop.client.version.to_string());
    let press = async |method: &str, kind: &str, subject: &str, more: &[(&str, &str)]| {
        let fields = [
            ("client", id.as_str()),
            ("version", version.as_str()),
            ("typed[grant_types][]", "authorization_code"),
            ("typed[grant_types][]", "refresh_token"),
            ("typed[redirect_uris]", REDIRECT_URI),
            ("typed[token_endpoint_auth_method]", method),
            ("typed[tls_client_auth_subject_kind]", kind),
            ("typed[tls_client_auth_subject]", subject),
            ("typed[tls_client_certificate_bound_access_tokens]", "true"),
        ];
        let pressed = shop.press(&cookies, &page, "set_client_oauth", &[&fields[..], more].concat()).await;
        assert!(pressed.status.is_redirection(), "{pressed:?}");
        pressed.header("location").to_owned()
    };
    let dn = "tls_client_auth_subject_dn";
    for (method, kind, subject, sentence) in [
        ("tls_client_auth", dn, "", "give the subject of the certificate"),
        ("tls_client_auth", dn, "shop.example.com", "Type a distinguished name as RFC 4514 writes it"),
        ("tls_client_auth", "tls_client_auth_san_dns", "*.example.com", "no wildcard"),
        ("self_signed_tls_client_auth", dn, "", "give its public keys, or the address where it publishes them"),
    ] {
        let shown = shop.server.get_with(&press(method, kind, subject, &[]).await, &cookies).await;
        assert!(shown.body.contains(sentence), "{sentence}: {shown:?}");
    }
    let twice = press("tls_client_auth", dn, SUBJECT, &[("typed[dpop_bound_access_tokens]", "true")]).await;
    let shown = shop.server.get_with(&twice, &cookies).await;
    assert!(shown.body.contains("Its tokens can be bound to a key (DPoP) or to its certificate, not to both."), "{shown:?}");
    let saved = press("tls_client_auth", dn, "cn=shop.example.com, o=Example", &[]).await;
    assert!(saved.contains("done=saved"), "{saved}");
    let settings = shop.operator().load_client(&shop.path, shop.client.id).await.unwrap().client.settings;
    assert_eq!(settings.tls_client_auth_subject.map(|subject| subject.to_string()).as_deref(), Some(SUBJECT));
    assert!(settings.tls_client_certificate_bound_access_tokens);
    let overview = shop.server.get_with(&format!("/console/acme/shop/clients/{id}"), &cookies).await;
    assert!(overview.body.contains(SUBJECT) && !overview.body.contains("Only hashes are stored"), "{overview:?}");
}

#[tokio::test]
async fn the_console_offers_no_certificates_where_none_can_be_presented() {
    let shop = Shop::open().await;
    let cookies = shop.server.sign_in().await.cookies();
    let page = shop.server.get_with(&format!("/console/acme/shop/clients/{}/oauth", shop.client.id), &cookies).await;
    assert!(page.body.contains("private_key_jwt") && !page.body.contains("value=\"tls_client_auth\""), "{page:?}");
    let mut shop = shop;
    shop.set_client(|settings| settings.tls_client_certificate_bound_access_tokens = true).await;
    let page = shop.server.get_with(&format!("/console/acme/shop/clients/{}/oauth", shop.client.id), &cookies).await;
    assert!(page.body.contains("This server takes no certificates of clients at present"), "{page:?}");
}
