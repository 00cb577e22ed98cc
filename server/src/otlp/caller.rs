//! The trace that a request says it belongs to (W3C Trace Context).

use axum::http::HeaderMap;
use opentelemetry::{
    propagation::{Extractor, TextMapPropagator as _},
    trace::{SpanContext, TraceContextExt as _},
};
use opentelemetry_sdk::propagation::TraceContextPropagator;

const TRACEPARENT: &str = "traceparent";

/// Who asks, as far as traces are concerned.
#[derive(Debug)]
pub(crate) enum Caller {
    /// Somebody who says nothing of a trace that can be read.
    Untraced,
    /// Somebody who may write what they like. Their trace is linked to, and decides nothing.
    Stranger(SpanContext),
    /// A trusted proxy. Its trace goes on here.
    Trusted(SpanContext),
}

impl Caller {
    /// Reads the header of a request; `is_trusted` says whether its peer is.
    pub(crate) fn of(headers: &HeaderMap, is_trusted: impl FnOnce() -> bool) -> Self {
        let Some(context) = context(headers) else { return Self::Untraced };
        if is_trusted() { Self::Trusted(context) } else { Self::Stranger(context) }
    }
}

fn context(headers: &HeaderMap) -> Option<SpanContext> {
    if !headers.contains_key(TRACEPARENT) {
        return None;
    }
    let context = TraceContextPropagator::new().extract(&Parent(headers)).span().span_context().clone();
    context.is_valid().then_some(context)
}

/// The one header that is read. `tracestate` is text of any vendor, which would be handed on to the collector.
struct Parent<'a>(&'a HeaderMap);

impl Extractor for Parent<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        let mut lines = self.0.get_all(TRACEPARENT).iter();
        let line = lines.next().filter(|_| key == TRACEPARENT)?;
        // W3C Trace Context §3.3.1: of several none is right.
        if lines.next().is_some() { None } else { line.to_str().ok() }
    }

    fn keys(&self) -> Vec<&str> {
        vec![TRACEPARENT]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    fn read(lines: &[(&'static str, &str)]) -> Option<SpanContext> {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(*name, value.parse().unwrap());
        }
        context(&headers)
    }

    #[test]
    fn a_trace_is_read_without_what_a_vendor_adds_to_it() {
        let context = read(&[(TRACEPARENT, ONE), ("tracestate", "vendor=hunter2")]).unwrap();
        assert_eq!(context.trace_id().to_string(), "0af7651916cd43dd8448eb211c80319c");
        assert!(context.is_sampled() && context.is_remote());
        assert_eq!(context.trace_state().header(), "");
    }

    #[test]
    fn what_is_no_trace_or_several_is_none() {
        assert!(read(&[]).is_none());
        assert!(read(&[(TRACEPARENT, ONE), (TRACEPARENT, ONE)]).is_none());
        for wrong in
            ["", "00", "00-00000000000000000000000000000000-b7ad6b7169203331-01", "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"]
        {
            assert!(read(&[(TRACEPARENT, wrong)]).is_none(), "{wrong}");
        }
        // A longer trace ID than there is.
        assert!(read(&[(TRACEPARENT, "00-0af7651916cd43dd8448eb211c80319c00-b7ad6b7169203331-01")]).is_none());
    }
}
