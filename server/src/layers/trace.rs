//! The server span of each request that is traced (OpenTelemetry's conventions for HTTP spans). It says which route was asked for, and not
//! which address: paths and queries hold what a stranger typed, codes and tokens among it. For the same reason it does not name the browser,
//! and as a personal matter not the client's address.

use std::sync::Arc;

use axum::{
    Router,
    extract::{MatchedPath, Request, State},
    http::Version,
    middleware::{self, Next},
    response::Response,
};
use opentelemetry::{Context, trace::TraceContextExt as _};
use tracing::{Instrument as _, Span, field::Empty, info_span};
use tracing_opentelemetry::OpenTelemetrySpanExt as _;

use super::{client_address::Proxies, request_log::X_REQUEST_ID};
use crate::{
    config::{Configuration, PublicUrl},
    metrics::count,
    otlp::{BEGINNING, Caller, Sampling},
    peer::Peer,
};

/// Traces requests around a router.
pub(crate) fn around(router: Router, sampling: Sampling, configuration: &Configuration) -> Router {
    let traces =
        Traces { sampling, proxies: Proxies::trusting(&configuration.trusted_proxies), public_url: configuration.public_url.clone() };
    router.layer(middleware::from_fn_with_state(Arc::new(traces), observe))
}

struct Traces {
    sampling: Sampling,
    proxies: Proxies,
    public_url: PublicUrl,
}

async fn observe(State(traces): State<Arc<Traces>>, request: Request, next: Next) -> Response {
    let caller = Caller::of(request.headers(), || traces.proxies.trusts(Peer::of(request.extensions())));
    if !traces.sampling.takes(&caller) {
        return next.run(request).await;
    }
    let span = begin(&request, &traces.public_url);
    match caller {
        Caller::Trusted(context) => drop(span.set_parent(Context::new().with_remote_span_context(context))),
        // Our own trace, by which the stranger's can be found.
        Caller::Stranger(context) => span.add_link(context),
        Caller::Untraced => {}
    }
    let response = next.run(request).instrument(span.clone()).await;
    end(&span, &response);
    response
}

fn begin(request: &Request, public_url: &PublicUrl) -> Span {
    let method = count::known(request.method());
    let route = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
    // The convention for names: a method that is not known is no part of one.
    let named = if method == "_OTHER" { "HTTP" } else { method };
    let name = route.map_or_else(|| named.to_owned(), |route| format!("{named} {route}"));
    let url = public_url.url();
    info_span!(
        target: BEGINNING,
        "request",
        otel.name = name,
        otel.kind = "server",
        otel.status_code = Empty,
        http.request.method = method,
        http.route = route,
        http.response.status_code = Empty,
        url.scheme = url.scheme(),
        server.address = url.host_str(),
        server.port = url.port_or_known_default().map(i64::from),
        network.protocol.version = version(request.version()),
        "error.type" = Empty,
        regrant.request_id = Empty,
    )
}

fn end(span: &Span, response: &Response) {
    let status = response.status();
    span.record("http.response.status_code", i64::from(status.as_u16()));
    if status.is_server_error() {
        span.record("otel.status_code", "ERROR");
        span.record("error.type", status.as_str());
    }
    // By this the lines of the log are found.
    if let Some(id) = response.headers().get(X_REQUEST_ID).and_then(|id| id.to_str().ok()) {
        span.record("regrant.request_id", id);
    }
}

fn version(version: Version) -> &'static str {
    if version == Version::HTTP_10 { "1.0" } else { "1.1" }
}
