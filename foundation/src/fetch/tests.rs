//! What is refused, and what bounds hold, against servers on this machine: 127.0.0.2 stands for a public address, and 127.0.0.1 for one that only
//! this machine reaches.

use std::{
    collections::HashMap,
    io,
    net::{IpAddr, SocketAddr},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use axum::http::{HeaderMap, Method, StatusCode};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::{
    ClientConfig, RootCertStore, ServerConfig,
    crypto::aws_lc_rs,
    pki_types::{PrivateKeyDer, pem::PemObject as _},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};
use tokio_rustls::TlsAcceptor;
use url::Url;

use super::{
    Answer, Bounds, FetchError, Fetcher, Sent, Tls,
    destination::Allowed,
    resolver::{Resolve, System},
};
use crate::config::AddressRange;

const PUBLIC: &str = "127.0.0.2";
const PRIVATE: &str = "127.0.0.1";

/// Names with the addresses that each question is answered with, one after the other; the last one again and again.
#[derive(Default)]
struct Names(HashMap<&'static str, Vec<Vec<IpAddr>>>, AtomicUsize);

#[async_trait]
impl Resolve for Names {
    async fn resolve(&self, name: &str) -> io::Result<Vec<IpAddr>> {
        let asked = self.1.fetch_add(1, Ordering::SeqCst);
        let answers = self.0.get(name).ok_or(io::ErrorKind::NotFound)?;
        Ok(answers.get(asked).or(answers.last()).cloned().unwrap_or_default())
    }
}

fn address(text: &str) -> IpAddr {
    text.parse().unwrap()
}

fn fetcher(names: &[(&'static str, &[&[&str]])]) -> Fetcher {
    let answers = |answers: &[&[&str]]| answers.iter().map(|answer| answer.iter().map(|text| address(text)).collect()).collect();
    let names = names.iter().map(|(name, all)| (*name, answers(all))).collect();
    let tls = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider())).with_safe_default_protocol_versions().unwrap();
    Fetcher {
        tls: Tls::Of(Arc::new(tls.with_root_certificates(RootCertStore::empty()).with_no_client_auth())),
        allowed: Allowed::of(&AddressRange::parse_list(PUBLIC).unwrap()),
        resolver: Arc::new(Names(names, AtomicUsize::new(0))),
    }
}

/// A server that answers every request with these bytes. Returns its port, and what it was sent.
async fn server(at: &str, answer: impl Fn(u16) -> Vec<u8> + Send + 'static) -> (u16, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind(SocketAddr::new(address(at), 0)).await.unwrap();
    let (port, asked) = (listener.local_addr().unwrap().port(), Arc::new(Mutex::new(Vec::new())));
    let log = Arc::clone(&asked);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let asked = head(&mut stream).await;
            log.lock().unwrap().push(asked);
            let _ = stream.write_all(&answer(port)).await;
        }
    });
    (port, asked)
}

/// Reads the head of a request.
async fn head(stream: &mut TcpStream) -> String {
    let mut read = Vec::new();
    while !read.ends_with(b"\r\n\r\n") {
        match stream.read_u8().await {
            Ok(byte) => read.push(byte),
            Err(_) => break,
        }
    }
    String::from_utf8(read).unwrap()
}

fn ok(body: &str) -> Vec<u8> {
    format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

fn moved(to: &str) -> Vec<u8> {
    format!("HTTP/1.1 302 Found\r\nlocation: {to}\r\ncontent-length: 0\r\n\r\n").into_bytes()
}

async fn get_within(fetcher: &Fetcher, url: &str, bounds: Bounds) -> Result<Answer, FetchError> {
    let sent = Sent { method: Method::GET, headers: HeaderMap::new(), body: Vec::new().into() };
    fetcher.send(&Url::parse(url).unwrap(), &sent, bounds).await
}

async fn get(fetcher: &Fetcher, url: &str) -> Result<Answer, FetchError> {
    get_within(fetcher, url, Bounds::default()).await
}

/// Asserts that an address is refused for where it leads, before anything is sent.
async fn is_private(fetcher: &Fetcher, url: &str, expected: &str) {
    match get(fetcher, url).await {
        Err(FetchError::Private(found)) => assert_eq!(found, address(expected), "{url}"),
        other => panic!("{url}: {other:?}"),
    }
}

#[tokio::test]
async fn what_is_asked_for_arrives() {
    let (port, asked) = server(PUBLIC, |_| ok("hello")).await;
    let fetcher = fetcher(&[("hooks.example", &[&[PUBLIC]])]);
    let answer = get(&fetcher, &format!("http://hooks.example:{port}/a%20b?c=d#e")).await.unwrap();
    assert_eq!((answer.status, &*answer.body, answer.whole), (StatusCode::OK, b"hello".as_slice(), true));
    let head = asked.lock().unwrap().pop().unwrap();
    assert!(head.starts_with("GET /a%20b?c=d HTTP/1.1\r\n"), "{head}");
    assert!(head.contains(&format!("host: hooks.example:{port}\r\n")) && head.contains("connection: close\r\n"), "{head}");
    let sent = Sent { method: Method::POST, headers: HeaderMap::new(), body: "{}".into() };
    fetcher.send(&Url::parse(&format!("http://hooks.example:{port}/")).unwrap(), &sent, Bounds::default()).await.unwrap();
    assert!(asked.lock().unwrap().pop().unwrap().contains("content-length: 2\r\n"));
}

#[tokio::test]
async fn loopback_private_and_link_local_addresses_are_refused_by_name() {
    for private in
        [PRIVATE, "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "::1", "fe80::1", "fd00::1"]
    {
        is_private(&fetcher(&[("inside.example", &[&[private]])]), "https://inside.example/", private).await;
    }
    // One address of several is enough.
    is_private(&fetcher(&[("both.example", &[&["8.8.8.8", PRIVATE]])]), "https://both.example/", PRIVATE).await;
    // As this machine knows it.
    let own = Fetcher { resolver: Arc::new(System), ..fetcher(&[]) };
    assert!(matches!(get(&own, "https://localhost/").await, Err(FetchError::Private(found)) if found.is_loopback()));
}

#[tokio::test]
async fn such_addresses_are_refused_as_literals_in_every_spelling() {
    let fetcher = fetcher(&[]);
    for (literal, private) in [
        ("127.0.0.1", PRIVATE),
        ("127.1", PRIVATE),
        ("0x7f.0.0.1", PRIVATE),
        ("2130706433", PRIVATE),
        ("0177.0.0.1", PRIVATE),
        ("127%2e0.0.1", PRIVATE),
        ("\u{ff11}27.0.0.1", PRIVATE),
        ("[::1]", "::1"),
        ("[0:0:0:0:0:0:0:1]", "::1"),
        ("169.254.169.254", "169.254.169.254"),
    ] {
        is_private(&fetcher, &format!("https://{literal}:8443/"), private).await;
    }
}

#[tokio::test]
async fn ipv6_addresses_that_hold_an_ipv4_address_are_refused() {
    for inside in ["::ffff:10.0.0.1", "::ffff:127.0.0.1", "::8.8.8.8", "64:ff9b::10.0.0.1", "64:ff9b:1::a00:1", "2002:a00:1::"] {
        is_private(&fetcher(&[("mapped.example", &[&[inside]])]), "https://mapped.example/", inside).await;
        is_private(&fetcher(&[]), &format!("https://[{inside}]/"), inside).await;
    }
}

#[tokio::test]
async fn a_redirect_to_such_an_address_is_refused_and_to_another_server_as_well() {
    let (inside, reached) = server(PRIVATE, |_| ok("secret")).await;
    let (port, _) = server(PUBLIC, move |_| moved(&format!("http://{PRIVATE}:{inside}/"))).await;
    let fetcher = fetcher(&[("hooks.example", &[&[PUBLIC]]), ("other.example", &[&[PUBLIC]])]);
    let outcome = get(&fetcher, &format!("http://hooks.example:{port}/")).await;
    assert!(matches!(outcome, Err(FetchError::Elsewhere)), "{outcome:?}");
    let (port, _) = server(PUBLIC, |port| moved(&format!("http://other.example:{port}/"))).await;
    let outcome = get(&fetcher, &format!("http://hooks.example:{port}/")).await;
    assert!(matches!(outcome, Err(FetchError::Elsewhere)), "{outcome:?}");
    assert!(reached.lock().unwrap().is_empty());
    // Within the server it is followed, but not for ever.
    let (port, asked) = server(PUBLIC, |_| moved("/next")).await;
    let outcome = get(&fetcher, &format!("http://hooks.example:{port}/")).await;
    assert!(matches!(outcome, Err(FetchError::Redirects)) && asked.lock().unwrap().len() == 4, "{outcome:?}");
    // What posts something takes a redirect for the answer.
    let sent = Sent { method: Method::POST, headers: HeaderMap::new(), body: "{}".into() };
    let answer = fetcher.send(&Url::parse(&format!("http://hooks.example:{port}/")).unwrap(), &sent, Bounds::default()).await.unwrap();
    assert_eq!(answer.status, StatusCode::FOUND);
}

#[tokio::test]
async fn a_name_that_changes_its_answer_leads_where_it_was_checked_to_lead() {
    // The first answer is checked and used, the second one would lead inside.
    let (port, asked) = server(PUBLIC, |_| ok("outside")).await;
    let (inside, reached) = server(PRIVATE, |_| ok("inside")).await;
    let changing = fetcher(&[("rebind.example", &[&[PUBLIC], &[PRIVATE]])]);
    assert_eq!(&*get(&changing, &format!("http://rebind.example:{port}/")).await.unwrap().body, b"outside");
    is_private(&changing, &format!("http://rebind.example:{inside}/"), PRIVATE).await;
    // Between the two requests of a redirect it is asked again, and checked again.
    let (port, _) = server(PUBLIC, |_| moved("/next")).await;
    is_private(&fetcher(&[("rebind.example", &[&[PUBLIC], &[PRIVATE]])]), &format!("http://rebind.example:{port}/"), PRIVATE).await;
    assert_eq!((asked.lock().unwrap().len(), reached.lock().unwrap().len()), (1, 0));
}

#[tokio::test]
async fn huge_and_endless_bodies_are_cut_off() {
    let bounds = Bounds { body: 1_000, ..Bounds::default() };
    let fetcher = fetcher(&[("hooks.example", &[&[PUBLIC]])]);
    let (port, _) = server(PUBLIC, |_| ok(&"x".repeat(1_000_000))).await;
    let huge = get_within(&fetcher, &format!("http://hooks.example:{port}/"), bounds).await.unwrap();
    assert_eq!((huge.body.len(), huge.whole), (1_000, false));
    // Without an end, in pieces.
    let endless = |_| [b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n".as_slice(), &b"5\r\nxxxxx\r\n".repeat(100_000)].concat();
    let (port, _) = server(PUBLIC, endless).await;
    let endless = get_within(&fetcher, &format!("http://hooks.example:{port}/"), bounds).await.unwrap();
    assert_eq!((endless.body.len(), endless.whole), (1_000, false));
    let exact = server(PUBLIC, |_| ok(&"x".repeat(1_000))).await.0;
    assert!(get_within(&fetcher, &format!("http://hooks.example:{exact}/"), bounds).await.unwrap().whole);
    // Heads have a bound, too.
    let (port, _) = server(PUBLIC, |_| format!("HTTP/1.1 200 OK\r\nx: {}\r\n\r\n", "x".repeat(100_000)).into_bytes()).await;
    assert!(matches!(get(&fetcher, &format!("http://hooks.example:{port}/")).await, Err(FetchError::Http(_))));
}

/// A server that sends the beginning of an answer, and then nothing.
async fn stalling(begins: &'static [u8]) -> u16 {
    let listener = TcpListener::bind(SocketAddr::new(address(PUBLIC), 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        let mut open = Vec::new();
        while let Ok((mut stream, _)) = listener.accept().await {
            head(&mut stream).await;
            stream.write_all(begins).await.unwrap();
            open.push(stream);
        }
    });
    port
}

#[tokio::test]
async fn slow_answers_are_cut_off() {
    let fetcher = fetcher(&[("hooks.example", &[&[PUBLIC]])]);
    let short = Duration::from_millis(50);
    let port = stalling(b"").await;
    let bounds = Bounds { total: short, ..Bounds::default() };
    assert!(matches!(get_within(&fetcher, &format!("http://hooks.example:{port}/"), bounds).await, Err(FetchError::Late)), "no head");
    let port = stalling(b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf").await;
    let bounds = Bounds { idle: short, ..Bounds::default() };
    let half = get_within(&fetcher, &format!("http://hooks.example:{port}/"), bounds).await.unwrap();
    assert_eq!((&*half.body, half.whole), (b"half".as_slice(), false), "a pause within the body");
    // Nobody takes the connection any further: TLS is not answered.
    let port = stalling(b"").await;
    let bounds = Bounds { connecting: short, ..Bounds::default() };
    assert!(matches!(get_within(&fetcher, &format!("https://hooks.example:{port}/"), bounds).await, Err(FetchError::Late)));
}

#[tokio::test]
async fn what_is_no_address_to_ask_is_refused() {
    let fetcher = fetcher(&[("hooks.example", &[&[PUBLIC]]), ("public.example", &[&["8.8.8.8"]])]);
    for url in
        ["ftp://hooks.example/", "file:///etc/passwd", "http://ann@hooks.example/", "https://:secret@hooks.example/", "data:text/plain,x"]
    {
        assert!(matches!(get(&fetcher, url).await, Err(FetchError::Address)), "{url}");
    }
    assert!(matches!(get(&fetcher, "http://public.example/").await, Err(FetchError::Plain)));
    assert!(matches!(get(&fetcher, "https://nobody.example/").await, Err(FetchError::Unresolved(_))));
}

#[tokio::test]
async fn over_tls_the_certificate_must_be_of_the_name_that_was_asked_for() {
    let mut authority = CertificateParams::new(Vec::new()).unwrap();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(authority, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new(vec!["hooks.example".to_owned()]).unwrap().signed_by(&key, &authority).unwrap();
    let provider = Arc::new(aws_lc_rs::default_provider());
    let config = ServerConfig::builder_with_provider(Arc::clone(&provider)).with_safe_default_protocol_versions().unwrap();
    let private = PrivateKeyDer::from_pem_slice(key.serialize_pem().as_bytes()).unwrap();
    let config = config.with_no_client_auth().with_single_cert(vec![certificate.der().clone()], private).unwrap();
    let listener = TcpListener::bind(SocketAddr::new(address(PUBLIC), 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        let acceptor = TlsAcceptor::from(Arc::new(config));
        while let Ok((stream, _)) = listener.accept().await {
            if let Ok(mut stream) = acceptor.accept(stream).await {
                let _ = stream.read_u8().await;
                let _ = stream.write_all(&ok("sealed")).await;
                let _ = stream.shutdown().await;
            }
        }
    });
    let mut roots = RootCertStore::empty();
    roots.add(authority.der().clone()).unwrap();
    let tls = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let tls = Tls::Of(Arc::new(tls.with_root_certificates(roots).with_no_client_auth()));
    let names: [(&str, &[&[&str]]); 2] = [("hooks.example", &[&[PUBLIC]]), ("other.example", &[&[PUBLIC]])];
    let trusting = Fetcher { tls, ..fetcher(&names) };
    assert_eq!(&*get(&trusting, &format!("https://hooks.example:{port}/")).await.unwrap().body, b"sealed");
    assert!(matches!(get(&trusting, &format!("https://other.example:{port}/")).await, Err(FetchError::Unreachable(_))));
    assert!(
        matches!(get(&fetcher(&names), &format!("https://hooks.example:{port}/")).await, Err(FetchError::Unreachable(_))),
        "nobody vouches"
    );
}
