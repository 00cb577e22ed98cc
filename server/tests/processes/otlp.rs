//! What a node sends to an OpenTelemetry collector, and what it does without one that answers.

use std::{
    fs,
    net::{Ipv4Addr, TcpListener},
    sync::Arc,
    time::{Duration, Instant},
};

use opentelemetry_proto::tonic::{
    metrics::v1::{AggregationTemporality, metric::Data},
    trace::v1::span::SpanKind,
};
use rustls::{
    ServerConfig,
    crypto::aws_lc_rs,
    pki_types::{PrivateKeyDer, pem::PemObject as _},
};

use crate::{
    browser::Browser,
    collector::{Collector, Seen},
    database::Database,
    on_both_databases,
    process::Process,
    secrets::hex,
    shop::{DeployedShop, PASSWORD, USER},
};

const TOKEN: &str = "a-collector-s-own-token-of-some-length";
const TOKEN_ROUTE: &str = "/{tenant}/{workspace}/oauth2/token";
const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
const PARENT: &str = "b7ad6b7169203331";

fn settings(collector: &Collector, ratio: &str) -> Vec<(&'static str, String)> {
    vec![
        ("REGRANT_OTLP_ENDPOINT", collector.endpoint()),
        ("REGRANT_OTLP_HEADERS", format!("authorization=Bearer%20{TOKEN}")),
        ("REGRANT_OTLP_TRACE_SAMPLE_RATIO", ratio.to_owned()),
        // What is reported comes with the end of the process.
        ("REGRANT_OTLP_METRICS_INTERVAL", "3600".to_owned()),
    ]
}

/// Ends a node and waits until it has: with its end, all that it had to tell was told.
async fn end(node: &mut Process) {
    let began = Instant::now();
    node.terminate();
    while node.ended().is_none() {
        assert!(began.elapsed() < Duration::from_secs(40), "it ends");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(node.ended(), Some(true));
}

fn one<'a>(spans: &'a [Seen], what: &str, is: impl Fn(&&Seen) -> bool) -> &'a Seen {
    let found: Vec<_> = spans.iter().filter(is).collect();
    assert_eq!(found.len(), 1, "{what} in {spans:#?}");
    found[0]
}

/// A trace from the request to the statement, and the metrics of the same; and no secret in either.
async fn a_refresh_is_traced_and_counted_and_no_secret_leaves_the_node(on: Database) {
    let (collector, shop) = (Collector::open().await, DeployedShop::open(on).await);
    shop.remember(TOKEN);
    let system = if shop.database().name() == "SQLite" { "sqlite" } else { "postgresql" };
    let mut node = Process::start_with(&shop, &settings(&collector, "1"));
    let mut browser = Browser::new(&shop);
    assert!(!browser.clone().sign_in(&node, &format!("not-{PASSWORD}")).await);
    let token = browser.login(&node).await.refresh;
    browser.refresh(node.address(), &token).await.unwrap().tokens();
    let forged = format!("{token}x");
    assert!(browser.refresh(node.address(), &forged).await.unwrap().is_refused_as("invalid_grant"));
    // The log goes on beside it. It names each path, also that of the next request.
    shop.its_secrets_are_nowhere().await;
    reqwest::get(format!("http://{}/nothing/{token}?code={token}", node.address())).await.unwrap();
    end(&mut node).await;

    let spans = collector.spans();
    let grant = one(&spans, "the refresh", |seen| seen.is("grant", SpanKind::Internal) && seen.has("regrant.outcome", "rotated"));
    assert!(grant.has("regrant.grant_type", "refresh_token") && grant.has("regrant.result", "success"), "{grant:?}");
    assert!(grant.has("regrant.tenant", "acme") && grant.has("regrant.workspace", "shop"), "{grant:?}");
    let request = one(&spans, "its request", |seen| grant.is_child_of(seen));
    assert!(request.is(&format!("POST {TOKEN_ROUTE}"), SpanKind::Server) && request.span.parent_span_id.is_empty(), "{request:?}");
    for (name, value) in [
        ("http.request.method", "POST"),
        ("http.route", TOKEN_ROUTE),
        ("http.response.status_code", "200"),
        ("url.scheme", "http"),
        ("server.address", "127.0.0.1"),
        ("server.port", "8080"),
        ("network.protocol.version", "1.1"),
    ] {
        assert!(request.has(name, value), "{name} in {request:?}");
    }
    assert!(request.attributes.contains_key("regrant.request_id"), "{request:?}");
    for (name, value) in [("service.name", "regrant"), ("service.version", env!("CARGO_PKG_VERSION"))] {
        assert_eq!(request.resource.get(name).map(String::as_str), Some(value));
    }
    let waiting = one(&spans, "its queue", |seen| seen.is("shared refresh", SpanKind::Internal) && seen.is_child_of(grant));
    let statement = one(&spans, "its statement", |seen| seen.is_child_of(waiting));
    assert!(statement.is("UPDATE token_families", SpanKind::Client) && statement.has("db.system.name", system), "{statement:?}");
    assert!(statement.has("db.operation.name", "UPDATE") && statement.has("db.collection.name", "token_families"), "{statement:?}");
    assert!(spans.iter().any(|seen| seen.is("COMMIT", SpanKind::Client) && seen.has("db.system.name", system)), "a transaction's end");
    let refused = one(&spans, "the forged token", |seen| seen.span.name == "grant" && seen.has("regrant.error", "invalid_grant"));
    assert!(refused.has("regrant.grant_type", "refresh_token") && !refused.has("regrant.result", "success"), "{refused:?}");
    assert_eq!(refused.span.status.as_ref().map_or(0, |status| status.code), 0, "a refusal is no error of the server");
    let hash = spans.iter().find(|seen| seen.span.name == "argon2").unwrap();
    assert!(spans.iter().any(|seen| seen.span.name == "password" && hash.is_child_of(seen)), "a password waits, and is checked");
    let nothing = one(&spans, "no route", |seen| seen.has("http.response.status_code", "404"));
    assert!(nothing.is("GET", SpanKind::Server) && !nothing.attributes.contains_key("http.route"), "{nothing:?}");
    // Nothing of the housekeeping, nor of anything else that no request asked for.
    assert!(spans.iter().all(|seen| seen.span.kind == i32::from(SpanKind::Server) || !seen.span.parent_span_id.is_empty()));

    assert!(collector.counted("regrant.token.requests", "regrant.result", "success") > 1.0, "a code and a refresh");
    assert!((collector.counted("regrant.refreshes", "regrant.outcome", "rotated") - 1.0).abs() < f64::EPSILON);
    let delivered = collector.counted("regrant.otlp.spans", "regrant.outcome", "delivered");
    assert!(delivered > 0.0 && collector.counted("regrant.otlp.spans", "regrant.outcome", "queue_full") < 1.0);
    let metrics = collector.metrics();
    let Some(Data::Histogram(durations)) = &metrics["http.server.request.duration"].data else { panic!("{metrics:?}") };
    assert_eq!(durations.aggregation_temporality, i32::from(AggregationTemporality::Cumulative));
    assert!(durations.data_points.iter().all(|point| point.bucket_counts.iter().sum::<u64>() == point.count && point.count > 0));
    for name in ["process.memory.usage", "db.client.connection.count", "regrant.ready"] {
        assert!(metrics.contains_key(name), "{name} in {:?}", metrics.keys());
    }

    for path in ["/v1/traces", "/v1/metrics"] {
        let received = collector.received(path);
        assert!(!received.is_empty(), "{path}");
        for (headers, _) in received {
            assert_eq!(headers["authorization"], format!("Bearer {TOKEN}").as_str());
            assert_eq!(headers["content-type"], "application/x-protobuf");
        }
    }
    let bytes = collector.bytes();
    assert_eq!(shop.finds_secret_in(&bytes), None, "a secret was sent");
    let text = String::from_utf8_lossy(&bytes);
    assert!(text.contains(TOKEN_ROUTE), "it was read");
    for private in [USER, "Alice", "code=", "/nothing/", "form_token", "cookie", "SELECT 1"] {
        assert!(!text.contains(private), "{private}");
    }
    // Two bytes stand anywhere among random ones, so it is looked for in what is said alone.
    let said = format!("{spans:?}{metrics:?}");
    assert!(said.contains(TOKEN_ROUTE) && !said.contains("$1"), "a statement's text");
}

on_both_databases! {
    a_refresh_is_traced_and_counted_and_no_secret_leaves_the_node
}

/// Asks for a page with the header of a trace that is, or is not, recorded where it comes from.
async fn ask(node: &Process, flags: &str) {
    let request = reqwest::Client::new().get(format!("http://{}/health/live", node.address()));
    let request = request.header("traceparent", format!("00-{TRACE}-{PARENT}-{flags}")).header("tracestate", "vendor=hunter2hunter2");
    assert_eq!(request.send().await.unwrap().status(), 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stranger_s_trace_is_linked_to_and_a_trusted_proxy_s_goes_on() {
    let shop = DeployedShop::open(Database::sqlite()).await;
    let collector = Collector::open().await;
    let mut node = Process::start_with(&shop, &settings(&collector, "1"));
    ask(&node, "01").await;
    end(&mut node).await;
    let spans = collector.spans();
    let seen = one(&spans, "the request", |seen| seen.has("http.route", "/health/live"));
    assert!(seen.span.parent_span_id.is_empty() && hex(&seen.span.trace_id) != TRACE, "{seen:?}");
    assert_eq!(
        seen.span.links.iter().map(|link| (hex(&link.trace_id), hex(&link.span_id))).collect::<Vec<_>>(),
        [(TRACE.to_owned(), PARENT.to_owned())]
    );
    assert!(!String::from_utf8_lossy(&collector.bytes()).contains("hunter2"), "nor what else was said of it");

    // So few that none is traced but for a caller's sake.
    let rare = "0.000000001";
    let collector = Collector::open().await;
    let mut node = Process::start_with(&shop, &settings(&collector, rare));
    for _ in 0..20 {
        ask(&node, "01").await;
    }
    end(&mut node).await;
    assert_eq!(collector.spans().len(), 0, "a stranger decides nothing");

    let trusted = [settings(&collector, rare), vec![("REGRANT_TRUSTED_PROXIES", "127.0.0.1".to_owned())]].concat();
    let mut node = Process::start_with(&shop, &trusted);
    ask(&node, "00").await;
    ask(&node, "01").await;
    end(&mut node).await;
    let spans = collector.spans();
    let seen = one(&spans, "the one of two", |seen| seen.has("http.route", "/health/live"));
    assert_eq!((hex(&seen.span.trace_id), hex(&seen.span.parent_span_id)), (TRACE.to_owned(), PARENT.to_owned()));
    assert!(!String::from_utf8_lossy(&collector.bytes()).contains("hunter2"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn by_the_standard_s_own_variables_and_without_traces_only_metrics_are_sent() {
    let (shop, collector) = (DeployedShop::open(Database::sqlite()).await, Collector::open().await);
    let settings = [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint()),
        ("OTEL_SERVICE_NAME", "sign-in".to_owned()),
        ("REGRANT_OTLP_TRACE_SAMPLE_RATIO", "0".to_owned()),
    ];
    let mut node = Process::start_with(&shop, &settings);
    ask(&node, "01").await;
    end(&mut node).await;
    assert!(collector.received("/v1/traces").is_empty());
    assert!(collector.metrics().contains_key("http.server.request.duration"));
    assert!(String::from_utf8_lossy(&collector.bytes()).contains("sign-in"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_collector_that_is_away_or_silent_harms_nothing() {
    let shop = DeployedShop::open(Database::sqlite()).await;
    let free = || TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    // One is away; the other takes connections and never answers.
    let (away, silent) = (free().local_addr().unwrap(), free());
    for address in [away, silent.local_addr().unwrap()] {
        let metrics = free().local_addr().unwrap();
        let settings = [
            ("REGRANT_OTLP_ENDPOINT", format!("http://{address}")),
            ("REGRANT_OTLP_TRACE_SAMPLE_RATIO", "1".to_owned()),
            ("REGRANT_OTLP_METRICS_INTERVAL", "1".to_owned()),
            ("REGRANT_METRICS_LISTEN", metrics.to_string()),
        ];
        let mut node = Process::start_with(&shop, &settings);
        let mut browser = Browser::new(&shop);
        let mut token = browser.login(&node).await.refresh;
        for _ in 0..50 {
            let began = Instant::now();
            token = browser.refresh(node.address(), &token).await.unwrap().tokens().refresh;
            assert!(began.elapsed() < Duration::from_secs(5), "it waits for no collector");
        }
        let began = Instant::now();
        let lost = "regrant_otlp_spans_total{outcome=\"not_delivered\"}";
        while !reqwest::get(format!("http://{metrics}/metrics")).await.unwrap().text().await.unwrap().contains(lost) {
            assert!(began.elapsed() < Duration::from_secs(90), "what is lost is counted");
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
        let began = Instant::now();
        end(&mut node).await;
        assert!(began.elapsed() < Duration::from_secs(15), "nor does its end: {:?}", began.elapsed());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn over_tls_nothing_is_sent_to_a_collector_that_the_system_does_not_trust() {
    let shop = DeployedShop::open(Database::sqlite()).await;
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::from_pem_slice(made.signing_key.serialize_pem().as_bytes()).unwrap();
    let builder =
        ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider())).with_safe_default_protocol_versions().unwrap();
    let tls = Arc::new(builder.with_no_client_auth().with_single_cert(vec![made.cert.der().clone()], key).unwrap());
    let collector = Collector::open_over_tls(tls.into()).await;
    let (trusted, other) = (shop.database().directory().join("trusted.pem"), shop.database().directory().join("other.pem"));
    fs::write(&trusted, made.cert.pem()).unwrap();
    fs::write(&other, rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap().cert.pem()).unwrap();
    for (certificates, arrives) in [(other, false), (trusted, true)] {
        let settings = [
            ("REGRANT_OTLP_ENDPOINT", format!("https://localhost:{}", collector.port())),
            // What the system trusts.
            ("SSL_CERT_FILE", certificates.display().to_string()),
        ];
        let mut node = Process::start_with(&shop, &settings);
        end(&mut node).await;
        assert_eq!(collector.metrics().contains_key("regrant.ready"), arrives);
    }
}
