//! An OpenTelemetry collector: what it received, as it came and as it is read.

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::{Request, State},
    http::{HeaderMap, StatusCode, Uri},
};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use opentelemetry_proto::tonic::{
    collector::{metrics::v1::ExportMetricsServiceRequest, trace::v1::ExportTraceServiceRequest},
    common::v1::{KeyValue, any_value::Value},
    metrics::v1::{Metric, metric::Data, number_data_point},
    trace::v1::{Span, span::SpanKind},
};
use prost::Message as _;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tower::ServiceExt as _;

#[derive(Clone, Default)]
pub(crate) struct Collector {
    received: Arc<Mutex<Vec<(String, HeaderMap, Bytes)>>>,
    address: Option<SocketAddr>,
}

impl Collector {
    /// Takes whatever is sent to it, for as long as the test runs.
    pub(crate) async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let collector = Self { address: Some(listener.local_addr().unwrap()), ..Self::default() };
        let router = Router::new().fallback(take).with_state(collector.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        collector
    }

    /// The same over TLS.
    pub(crate) async fn open_over_tls(tls: TlsAcceptor) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let collector = Self { address: Some(listener.local_addr().unwrap()), ..Self::default() };
        let router = Router::new().fallback(take).with_state(collector.clone());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (tls, router) = (tls.clone(), router.clone());
                tokio::spawn(async move {
                    // Whoever does not trust its certificate goes away.
                    let Ok(stream) = tls.accept(stream).await else { return };
                    let service = service_fn(|request: Request<Incoming>| router.clone().oneshot(request.map(Body::new)));
                    let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
                });
            }
        });
        collector
    }

    pub(crate) fn port(&self) -> u16 {
        self.address.unwrap().port()
    }

    pub(crate) fn endpoint(&self) -> String {
        format!("http://{}", self.address.unwrap())
    }

    /// What was sent to an address, with its headers.
    pub(crate) fn received(&self, path: &str) -> Vec<(HeaderMap, Bytes)> {
        let received = self.received.lock().unwrap();
        received.iter().filter(|(to, ..)| to == path).map(|(_, headers, body)| (headers.clone(), body.clone())).collect()
    }

    /// Each byte that was sent.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        self.received.lock().unwrap().iter().flat_map(|(.., body)| body.to_vec()).collect()
    }

    pub(crate) fn spans(&self) -> Vec<Seen> {
        let mut spans = Vec::new();
        for (_, body) in self.received("/v1/traces") {
            for of_resource in ExportTraceServiceRequest::decode(body).unwrap().resource_spans {
                let resource = attributes(&of_resource.resource.unwrap().attributes);
                let of_scopes = of_resource.scope_spans.into_iter().flat_map(|scope| scope.spans);
                spans.extend(of_scopes.map(|span| Seen { attributes: attributes(&span.attributes), span, resource: resource.clone() }));
            }
        }
        spans
    }

    /// The last report of each metric.
    pub(crate) fn metrics(&self) -> BTreeMap<String, Metric> {
        let mut metrics = BTreeMap::new();
        for (_, body) in self.received("/v1/metrics") {
            for of_resource in ExportMetricsServiceRequest::decode(body).unwrap().resource_metrics {
                let of_scopes = of_resource.scope_metrics.into_iter().flat_map(|scope| scope.metrics);
                metrics.extend(of_scopes.map(|metric| (metric.name.clone(), metric)));
            }
        }
        metrics
    }

    /// What the series of a counter with this attribute came to; 0 where there is none.
    pub(crate) fn counted(&self, metric: &str, name: &str, value: &str) -> f64 {
        let metrics = self.metrics();
        let Some(Data::Sum(sum)) = metrics.get(metric).and_then(|metric| metric.data.as_ref()) else { return 0.0 };
        let of_value = sum.data_points.iter().filter(|point| attributes(&point.attributes).get(name).is_some_and(|is| is == value));
        of_value.map(|point| if let Some(number_data_point::Value::AsDouble(number)) = point.value { number } else { 0.0 }).sum()
    }
}

async fn take(State(collector): State<Collector>, uri: Uri, headers: HeaderMap, body: Bytes) -> StatusCode {
    collector.received.lock().unwrap().push((uri.to_string(), headers, body));
    StatusCode::OK
}

/// A span that was received.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) span: Span,
    pub(crate) attributes: BTreeMap<String, String>,
    pub(crate) resource: BTreeMap<String, String>,
}

impl Seen {
    pub(crate) fn is(&self, name: &str, kind: SpanKind) -> bool {
        self.span.name == name && self.span.kind == i32::from(kind)
    }

    pub(crate) fn has(&self, name: &str, value: &str) -> bool {
        self.attributes.get(name).is_some_and(|is| is == value)
    }

    pub(crate) fn is_child_of(&self, parent: &Self) -> bool {
        self.span.trace_id == parent.span.trace_id && self.span.parent_span_id == parent.span.span_id
    }
}

/// Attributes as text.
pub(crate) fn attributes(attributes: &[KeyValue]) -> BTreeMap<String, String> {
    let text = |attribute: &KeyValue| match attribute.value.as_ref().and_then(|value| value.value.as_ref()) {
        Some(Value::StringValue(text)) => text.clone(),
        Some(Value::IntValue(number)) => number.to_string(),
        other => format!("{other:?}"),
    };
    attributes.iter().map(|attribute| (attribute.key.clone(), text(attribute))).collect()
}
