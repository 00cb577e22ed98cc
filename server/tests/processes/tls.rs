//! A node that speaks TLS itself.

use std::{
    fs,
    net::SocketAddr,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use rustls::{
    ClientConfig, RootCertStore,
    crypto::aws_lc_rs,
    pki_types::{CertificateDer, ServerName},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};
use tokio_rustls::TlsConnector;

use crate::{database::Database, process::Process, shop::DeployedShop};

/// Writes a certificate for `localhost` and its key, as a tool that renews them does.
pub(crate) fn renew(directory: &Path) -> CertificateDer<'static> {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    for (name, text) in [("tls.key", made.signing_key.serialize_pem()), ("tls.pem", made.cert.pem())] {
        let draft = directory.join("draft");
        fs::write(&draft, text).unwrap();
        #[cfg(unix)]
        fs::set_permissions(&draft, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
        fs::rename(draft, directory.join(name)).unwrap();
    }
    made.cert.der().clone()
}

/// What a client that trusts this certificate alone is answered.
async fn get(address: SocketAddr, trusted: &CertificateDer<'static>, path: &str) -> std::io::Result<String> {
    let mut roots = RootCertStore::empty();
    roots.add(trusted.clone()).unwrap();
    let builder = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()));
    let config = builder.with_safe_default_protocol_versions().unwrap().with_root_certificates(roots).with_no_client_auth();
    let stream = TcpStream::connect(address).await?;
    let mut stream = TlsConnector::from(Arc::new(config)).connect(ServerName::try_from("localhost").unwrap(), stream).await?;
    stream.write_all(format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    Ok(answer)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_certificate_is_replaced_without_a_restart() {
    let shop = DeployedShop::open(Database::sqlite()).await;
    let directory = shop.database().directory().clone();
    let first = renew(&directory);
    let file = |name: &str| directory.join(name).display().to_string();
    let settings = [
        ("REGRANT_TLS_CERTIFICATE_FILE", file("tls.pem")),
        ("REGRANT_TLS_KEY_FILE", file("tls.key")),
        ("REGRANT_PUBLIC_URL", "https://localhost".to_owned()),
    ];
    let node = Process::start_with(&shop, &settings);
    let answer = get(node.address(), &first, "/acme/shop/.well-known/openid-configuration").await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK") && answer.contains("\"issuer\":\"https://localhost/acme/shop\""), "{answer}");
    assert!(answer.contains("strict-transport-security"), "{answer}");

    // Plain HTTP is no way in, and a client that says nothing is let go of.
    let mut plain = TcpStream::connect(node.address()).await.unwrap();
    plain.write_all(b"GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n").await.unwrap();
    let mut answer = Vec::new();
    let _ = plain.read_to_end(&mut answer).await;
    assert!(!answer.starts_with(b"HTTP/"), "{answer:?}");

    let second = renew(&directory);
    let began = Instant::now();
    while get(node.address(), &second, "/health/live").await.is_err() {
        assert!(began.elapsed() < Duration::from_secs(30), "the new certificate is used");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    assert!(get(node.address(), &first, "/health/live").await.is_err(), "the old one is not any more");

    // One that cannot be used leaves the one before in use.
    fs::write(directory.join("tls.pem"), "nothing").unwrap();
    tokio::time::sleep(Duration::from_secs(11)).await;
    assert!(get(node.address(), &second, "/health/live").await.is_ok());
}
