//! The log of a server that sends traces.

use std::io::{IsTerminal as _, stderr};

use cli::log::filter;
use tracing_subscriber::{Layer as _, fmt, layer::SubscriberExt as _, registry, util::SubscriberInitExt as _};

use crate::{
    config::{LogFormat, LogLevel},
    otlp::TracesLayer,
};

/// Writes the log to standard error from now on, with spans for traces beside it: neither sees anything of the other.
pub(super) fn start_log(level: LogLevel, format: LogFormat, traces: TracesLayer) {
    let (spans, lines) = (registry().with(traces), fmt::layer().with_writer(stderr).with_target(false));
    let _ = match format {
        LogFormat::Text => spans.with(lines.with_ansi(stderr().is_terminal()).with_filter(filter(level))).try_init(),
        LogFormat::Json => spans.with(lines.json().flatten_event(true).with_span_list(false).with_filter(filter(level))).try_init(),
    };
}
