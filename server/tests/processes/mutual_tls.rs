//! A node whose second port asks clients for certificates (RFC 8705 §5).

use std::{
    fs,
    net::{Ipv4Addr, SocketAddr, TcpListener},
    sync::Arc,
    time::{Duration, Instant},
};

use control::Actor;
use domain::{
    client::{ClientSettings, ClientType, TokenEndpointAuthMethod},
    client_certificate::{CertificateSubject, SubjectKind},
    client_keys::JwkSet,
    name::Slug,
    workspace::WorkspacePath,
};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use rustls::{
    ClientConfig, RootCertStore, SignatureScheme,
    client::ResolvesClientCert,
    crypto::aws_lc_rs::{self, sign::any_supported_type},
    pki_types::{CertificateDer, PrivateKeyDer, ServerName},
    sign::CertifiedKey,
};
use serde_json::json;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};
use tokio_rustls::TlsConnector;

use crate::{database::Database, process::Process, shop::DeployedShop, tls::renew};

/// A certificate, and a key that may be its own.
#[derive(Debug)]
struct Identity(Arc<CertifiedKey>);

impl Identity {
    fn new(certificate: &CertificateDer<'static>, key: &KeyPair) -> Self {
        let key = any_supported_type(&PrivateKeyDer::try_from(key.serialize_der()).unwrap()).unwrap();
        Self(Arc::new(CertifiedKey::new(vec![certificate.clone()], key)))
    }
}

impl ResolvesClientCert for Identity {
    fn resolve(&self, _: &[&[u8]], _: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.0))
    }

    fn has_certs(&self) -> bool {
        true
    }
}

/// A server, and the certificate that it has.
struct Port {
    address: SocketAddr,
    trusted: CertificateDer<'static>,
}

impl Port {
    /// What is answered to whoever presents this, if it is asked for.
    async fn send(&self, identity: Option<&Arc<Identity>>, request: &str) -> std::io::Result<String> {
        let mut roots = RootCertStore::empty();
        roots.add(self.trusted.clone()).unwrap();
        let builder = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()));
        let builder = builder.with_safe_default_protocol_versions().unwrap().with_root_certificates(roots);
        let config = match identity {
            Some(identity) => builder.with_client_cert_resolver(Arc::<Identity>::clone(identity)),
            None => builder.with_no_client_auth(),
        };
        let stream = TcpStream::connect(self.address).await?;
        let mut stream = TlsConnector::from(Arc::new(config)).connect(ServerName::try_from("localhost").unwrap(), stream).await?;
        stream.write_all(request.as_bytes()).await?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await?;
        Ok(answer)
    }

    async fn get(&self, path: &str) -> String {
        self.send(None, &format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")).await.unwrap()
    }

    /// Posts a form, as whoever has this.
    async fn post(&self, identity: Option<&Arc<Identity>>, path: &str, form: &str) -> std::io::Result<String> {
        self.post_with(identity, "Connection: close", path, form).await
    }

    /// The same with this line in its head.
    async fn post_with(&self, identity: Option<&Arc<Identity>>, line: &str, path: &str, form: &str) -> std::io::Result<String> {
        let head = format!("Host: localhost\r\n{line}\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded");
        let length = form.len();
        self.send(identity, &format!("POST /acme/shop{path} HTTP/1.1\r\n{head}\r\nContent-Length: {length}\r\n\r\n{form}")).await
    }

    async fn token(&self, identity: Option<&Arc<Identity>>, client: &str) -> std::io::Result<String> {
        self.post(identity, "/oauth2/token", &format!("grant_type=client_credentials&client_id={client}")).await
    }
}

/// Creates a service that is so; its identifier.
async fn service(shop: &DeployedShop, name: &str, settle: impl FnOnce(&mut ClientSettings)) -> String {
    let installation = shop.installation().await;
    let operator = installation.control().acting_as(Actor::CommandLine);
    let path = WorkspacePath::new(Slug::parse("acme").unwrap(), Slug::parse("shop").unwrap());
    let made = operator.create_client(&path, name, ClientType::Service).await.unwrap().client;
    let mut settings = made.settings.clone();
    settle(&mut settings);
    operator.set_client(&path, made.id, made.version, settings).await.unwrap();
    installation.store.clone().close().await.unwrap();
    made.id.to_string()
}

fn params(name: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name);
    params
}

/// The member of a token response.
fn access_token(answer: &str) -> &str {
    answer.split("\"access_token\":\"").nth(1).unwrap_or_else(|| panic!("there is a token: {answer}")).split('"').next().unwrap()
}

/// Clauses: 225, 227, 228, 230, 231, 236.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_second_port_asks_for_certificates_and_the_first_does_not() {
    use base64::{
        Engine as _,
        engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
    };

    let shop = DeployedShop::open(Database::sqlite()).await;
    let directory = shop.database().directory().clone();
    let trusted = renew(&directory);
    let mut of_authority = params("Example CA");
    of_authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(of_authority, KeyPair::generate().unwrap()).unwrap();
    fs::write(directory.join("ca.pem"), authority.pem()).unwrap();
    let [first_key, second_key] = [(), ()].map(|()| KeyPair::generate().unwrap());
    let issued = params("job").signed_by(&first_key, &authority).unwrap();
    let made = params("job").self_signed(&second_key).unwrap();
    let by_authority = Arc::new(Identity::new(issued.der(), &first_key));
    let by_itself = Arc::new(Identity::new(made.der(), &second_key));
    let stolen = Arc::new(Identity::new(issued.der(), &second_key));

    let job = service(&shop, "Job", |settings| {
        settings.token_endpoint_auth_method = TokenEndpointAuthMethod::TlsClientAuth;
        settings.tls_client_auth_subject = Some(CertificateSubject::parse(SubjectKind::DistinguishedName, "CN=job").unwrap());
        settings.tls_client_certificate_bound_access_tokens = true;
    })
    .await;
    let (x, y) = second_key.public_key_raw()[1..].split_at(32);
    let jwk = json!({ "kty": "EC", "crv": "P-256", "x": URL_SAFE_NO_PAD.encode(x), "y": URL_SAFE_NO_PAD.encode(y) });
    let own = service(&shop, "Own", |settings| {
        settings.token_endpoint_auth_method = TokenEndpointAuthMethod::SelfSignedTlsClientAuth;
        settings.keys.jwks = Some(JwkSet::of(&[jwk]).unwrap());
    })
    .await;

    let address = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|listener| listener.local_addr()).unwrap();
    let file = |name: &str| directory.join(name).display().to_string();
    let settings = [
        ("REGRANT_TLS_CERTIFICATE_FILE", file("tls.pem")),
        ("REGRANT_TLS_KEY_FILE", file("tls.key")),
        ("REGRANT_PUBLIC_URL", "https://localhost".to_owned()),
        ("REGRANT_MTLS_LISTEN", address.to_string()),
        ("REGRANT_MTLS_CA_FILE", file("ca.pem")),
        ("REGRANT_TRUSTED_PROXIES", "127.0.0.1".to_owned()),
        ("REGRANT_MTLS_FROM_PROXIES", "verified".to_owned()),
    ];
    let node = Process::start_with(&shop, &settings);
    let (usual, second) = (Port { address: node.address(), trusted: trusted.clone() }, Port { address, trusted });
    let began = Instant::now();
    while TcpStream::connect(address).await.is_err() {
        assert!(began.elapsed() < Duration::from_secs(30), "the second port is there");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let metadata = usual.get("/acme/shop/.well-known/openid-configuration").await;
    let alias = format!("\"token_endpoint\":\"https://localhost:{}/acme/shop/oauth2/token\"", address.port());
    assert!(metadata.contains(&alias) && metadata.contains("\"tls_client_auth\""), "{metadata}");

    let refused = |answer: String| assert!(answer.starts_with("HTTP/1.1 400 ") && answer.contains("\"invalid_client\""), "{answer}");
    let tokens = second.token(Some(&by_authority), &job).await.unwrap();
    let token = access_token(&tokens);
    refused(second.token(Some(&by_itself), &job).await.unwrap());
    refused(second.token(None, &job).await.unwrap());
    refused(usual.token(Some(&by_authority), &job).await.unwrap());
    access_token(&second.token(Some(&by_itself), &own).await.unwrap());
    refused(second.token(Some(&by_authority), &own).await.unwrap());
    let without_its_key = second.token(Some(&stolen), &job).await;
    assert!(without_its_key.is_err(), "{without_its_key:?}");

    // What a proxy says at the first port, whoever sends bytes to the second says.
    let line = format!("Client-Cert: :{}:", STANDARD.encode(issued.der()));
    let form = format!("grant_type=client_credentials&client_id={job}");
    access_token(&usual.post_with(None, &line, "/oauth2/token", &form).await.unwrap());
    refused(second.post_with(None, &line, "/oauth2/token", &form).await.unwrap());
    refused(second.post_with(Some(&by_itself), &line, "/oauth2/token", &form).await.unwrap());

    let asked = format!("client_id={job}&token={token}");
    let seen = second.post(Some(&by_authority), "/oauth2/introspect", &asked).await.unwrap();
    assert!(seen.contains("\"active\":true") && seen.contains("\"cnf\":{\"x5t#S256\":\""), "{seen}");
    for (path, status) in [
        ("/acme/shop/.well-known/openid-configuration", "200"),
        ("/acme/shop/.well-known/jwks.json", "200"),
        ("/health/ready", "200"),
        ("/api/admin/acme/servers", "401"),
        ("/acme/shop/oauth2/authorize", "404"),
        ("/console", "404"),
        ("/", "404"),
    ] {
        let answer = second.get(path).await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{path}: {answer}");
    }
}
