//! Spans for traces: what a server may export to a collector, beside its log.

/// The target of spans that belong to the trace of a request. Where no request is traced, none is made of them. Their attributes are never
/// secrets, nor anything that a person or a token is known by.
pub const TRACES: &str = "otel";
