//! The layer that makes OpenTelemetry's spans of those that are for traces.

use engine::TRACES;
use opentelemetry_sdk::trace::SdkTracer;
use tracing::{Metadata, level_filters::LevelFilter, subscriber::Interest};
use tracing_subscriber::{Layer, Registry, filter::DynFilterFn, layer::Context};

/// The target of the span that a trace begins with. Whoever makes it has decided that the request is traced.
pub(crate) const BEGINNING: &str = "otel::request";

/// A layer, to be put below all others.
pub(crate) type TracesLayer = Box<dyn Layer<Registry> + Send + Sync>;

/// Returns the layer. Of a request that is not traced it makes nothing: a span within needs one that is there.
pub(super) fn of(tracer: SdkTracer) -> TracesLayer {
    let is_traced = |metadata: &Metadata<'_>, context: &Context<'_, Registry>| {
        is_ours(metadata) && (metadata.target() == BEGINNING || context.lookup_current().is_some())
    };
    // Of all that is not ours, events of libraries above all, it is asked once.
    let interest = |metadata: &'static Metadata<'static>| if is_ours(metadata) { Interest::sometimes() } else { Interest::never() };
    let filter = DynFilterFn::new(is_traced).with_callsite_filter(interest).with_max_level_hint(LevelFilter::INFO);
    tracing_opentelemetry::layer()
        .with_tracer(tracer)
        .with_location(false)
        .with_threads(false)
        .with_target(false)
        .with_context_activation(false)
        .with_tracked_inactivity(false)
        .with_filter(filter)
        .boxed()
}

fn is_ours(metadata: &Metadata<'_>) -> bool {
    metadata.is_span() && [TRACES, BEGINNING].contains(&metadata.target())
}
