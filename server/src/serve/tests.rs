//! Over real sockets, with limits of milliseconds.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::{
    Router,
    body::{Body, Bytes},
    routing::{get, post},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::{Semaphore, watch},
    task::JoinHandle,
};

use super::{Limits, serve, shutdown::Shutdown};
use crate::config::AddressRange;

/// So long that no test waits for it.
const LONG: Duration = Duration::from_hours(1);
const SHORT: Duration = Duration::from_millis(50);
const GET: &str = "GET / HTTP/1.1\r\nHost: here\r\n\r\n";

fn limits() -> Limits {
    Limits {
        header: LONG,
        body: LONG,
        idle: LONG,
        write: LONG,
        connections: 100,
        connections_per_address: 100,
        trusted_proxies: Arc::new([]),
    }
}

struct Server {
    address: SocketAddr,
    stop: watch::Sender<bool>,
    running: JoinHandle<()>,
    /// Lets `/held` answer.
    gate: Arc<Semaphore>,
    /// Requests that have come to `/held`.
    held: Arc<AtomicUsize>,
}

impl Server {
    async fn start(limits: Limits) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, requested) = watch::channel(false);
        let (gate, held) = (Arc::new(Semaphore::new(0)), Arc::new(AtomicUsize::new(0)));
        let (open, count) = (Arc::clone(&gate), Arc::clone(&held));
        let router = Router::new()
            .route("/", get(async || "well\n"))
            .route("/echo", post(async |body: Bytes| body))
            .route("/long", get(async || Body::from(vec![b'x'; 64 * 1024 * 1024])))
            .route(
                "/held",
                get(async move || {
                    count.fetch_add(1, Ordering::SeqCst);
                    open.acquire().await.unwrap().forget();
                    "at last\n"
                }),
            );
        let running = tokio::spawn(async move { serve(listener, router, limits, &Shutdown::of(requested)).await });
        Self { address, stop, running, gate, held }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// Sends something and reads all that comes until the server closes the connection.
    async fn ends_with(&self, sent: &str) -> String {
        let mut stream = self.connect().await;
        stream.write_all(sent.as_bytes()).await.unwrap();
        read_to_end(stream).await
    }

    async fn answers(&self) {
        let answer = self.ends_with("GET / HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n").await;
        assert!(answer.starts_with("HTTP/1.1 200 ") && answer.ends_with("well\n"), "{answer}");
    }

    /// A request that is being worked at.
    async fn hold(&self) -> TcpStream {
        let before = self.held.load(Ordering::SeqCst);
        let mut stream = self.connect().await;
        stream.write_all(b"GET /held HTTP/1.1\r\nHost: here\r\n\r\n").await.unwrap();
        while self.held.load(Ordering::SeqCst) == before {
            tokio::task::yield_now().await;
        }
        stream
    }
}

/// What comes until the connection ends, in whatever way.
async fn read_to_end(mut stream: TcpStream) -> String {
    let mut read = Vec::new();
    let mut buffer = [0; 4096];
    while let Ok(bytes @ 1..) = stream.read(&mut buffer).await {
        read.extend_from_slice(&buffer[..bytes]);
    }
    String::from_utf8_lossy(&read).into_owned()
}

/// Reads one answer, whose connection stays open.
async fn read_answer(stream: &mut TcpStream, end: &str) -> String {
    let mut read = String::new();
    while !read.ends_with(end) {
        let mut buffer = [0; 1024];
        let bytes = stream.read(&mut buffer).await.unwrap();
        assert!(bytes > 0, "{read}");
        read.push_str(std::str::from_utf8(&buffer[..bytes]).unwrap());
    }
    read
}

/// Clauses: 119.
#[tokio::test]
async fn a_request_that_is_not_complete_in_time_is_ended_with_408() {
    let server = Server::start(Limits { header: SHORT, body: SHORT, ..limits() }).await;
    for half in ["GET / HT", "GET / HTTP/1.1\r\nHost: he", "POST /echo HTTP/1.1\r\nHost: here\r\nContent-Length: 9\r\n\r\nhalf"] {
        let answer = server.ends_with(half).await;
        assert!(answer.starts_with("HTTP/1.1 408 ") && answer.contains("\r\nConnection: close\r\n"), "{half}: {answer}");
    }
    let whole = "POST /echo HTTP/1.1\r\nHost: here\r\nConnection: close\r\nContent-Length: 5\r\n\r\nwhole";
    assert!(server.ends_with(whole).await.ends_with("whole"));
}

#[tokio::test]
async fn a_connection_opened_in_advance_hears_nothing_that_it_could_take_for_an_answer() {
    let server = Server::start(Limits { header: SHORT, ..limits() }).await;
    assert_eq!(read_to_end(server.connect().await).await, "");
}

#[tokio::test]
async fn a_client_that_sends_a_byte_now_and_then_gains_no_time() {
    let server = Server::start(Limits { header: SHORT, ..limits() }).await;
    let (mut reader, mut writer) = server.connect().await.into_split();
    let drip = tokio::spawn(async move {
        // Each byte is one more reason to go on waiting, for a server that reckons from the last one.
        let mut now_and_then = tokio::time::interval(SHORT / 10);
        while writer.write_all(b"G").await.is_ok() {
            now_and_then.tick().await;
        }
    });
    let mut answer = [0; 13];
    reader.read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"HTTP/1.1 408 ");
    drip.abort();
}

#[tokio::test]
async fn a_connection_that_rests_is_closed_and_one_that_is_used_is_not() {
    let server = Server::start(Limits { idle: SHORT, ..limits() }).await;
    let mut stream = server.connect().await;
    for _ in 0..3 {
        stream.write_all(GET.as_bytes()).await.unwrap();
        read_answer(&mut stream, "well\n").await;
    }
    assert_eq!(read_to_end(stream).await, "", "there is nothing to say to it");
}

#[tokio::test]
async fn whoever_takes_nothing_of_an_answer_is_let_go() {
    let server = Server::start(Limits { write: SHORT, ..limits() }).await;
    let mut stream = server.connect().await;
    stream.write_all(b"GET /long HTTP/1.1\r\nHost: here\r\n\r\n").await.unwrap();
    // Nothing is read: the place is free again once the server has given up, and only then does the stop come to its end.
    server.stop.send(true).unwrap();
    server.running.await.unwrap();
    assert!(read_to_end(stream).await.len() < 64 * 1024 * 1024);
}

#[tokio::test]
async fn an_answer_that_is_taken_arrives_whole() {
    let server = Server::start(Limits { write: SHORT, ..limits() }).await;
    let answer = server.ends_with("GET /long HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n").await;
    assert!(answer.len() > 64 * 1024 * 1024, "{}", answer.len());
}

#[tokio::test]
async fn silent_connections_beyond_the_limit_keep_nobody_out() {
    for limits in [Limits { connections: 8, ..limits() }, Limits { connections_per_address: 8, ..limits() }] {
        let server = Server::start(limits).await;
        let mut silent = Vec::new();
        for _ in 0..50 {
            silent.push(server.connect().await);
            server.answers().await;
        }
        assert_eq!(read_to_end(silent.remove(0)).await, "", "the one that waited longest makes room");
    }
}

/// Clauses: 118.
#[tokio::test]
async fn where_every_connection_is_at_work_a_further_one_is_refused_in_words() {
    let server = Server::start(Limits { connections_per_address: 2, ..limits() }).await;
    let held = [server.hold().await, server.hold().await];
    let refused = server.ends_with(GET).await;
    assert!(refused.starts_with("HTTP/1.1 503 ") && refused.contains("\r\nConnection: close\r\n"), "{refused}");
    assert!(refused.contains("\r\nRetry-After: 5\r\n"), "{refused}");
    server.gate.add_permits(2);
    for mut stream in held {
        assert!(read_answer(&mut stream, "at last\n").await.starts_with("HTTP/1.1 200 "), "nothing was cut off");
    }
    server.answers().await;
}

#[tokio::test]
async fn a_trusted_proxy_has_as_many_connections_as_there_are() {
    let trusted_proxies = AddressRange::parse_list("127.0.0.1").unwrap().into();
    let server = Server::start(Limits { connections: 3, connections_per_address: 1, trusted_proxies, ..limits() }).await;
    let _held = [server.hold().await, server.hold().await];
    server.answers().await;
    let _third = server.hold().await;
    assert!(server.ends_with(GET).await.starts_with("HTTP/1.1 503 "), "the number in all holds for it, too");
}

#[tokio::test]
async fn a_stop_waits_for_requests_under_way_and_for_nothing_else() {
    let server = Server::start(limits()).await;
    let silent = server.connect().await;
    let mut half = server.connect().await;
    half.write_all(b"GET / HTTP/1.1\r\nHo").await.unwrap();
    let mut rests = server.connect().await;
    rests.write_all(GET.as_bytes()).await.unwrap();
    read_answer(&mut rests, "well\n").await;
    let mut held = server.hold().await;

    server.stop.send(true).unwrap();
    for stream in [silent, half, rests] {
        assert!(!read_to_end(stream).await.contains(" 200 "));
    }
    assert!(!server.running.is_finished(), "a request is under way");
    server.gate.add_permits(1);
    let answer = read_answer(&mut held, "at last\n").await;
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    assert_eq!(read_to_end(held).await, "", "it was the last one");
    server.running.await.unwrap();
    assert!(TcpStream::connect(server.address).await.is_err());
}
