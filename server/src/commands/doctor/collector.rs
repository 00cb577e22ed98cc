//! The OpenTelemetry collector: whether it takes what is sent to it.

use super::finding::Findings;
use crate::{
    config::Configuration,
    otlp::{Collector, Signal},
};

/// Checks the collector, if there is one. It is sent an empty message of each kind.
pub(super) async fn check(configuration: &Configuration, findings: &mut Findings) {
    let Some(otlp) = &configuration.otlp else { return };
    let collector = match Collector::open(otlp) {
        Ok(collector) => collector,
        Err(error) => return findings.problem(error.to_string()),
    };
    let is_sent = |signal: &Signal| *signal == Signal::Metrics || otlp.trace_sample_ratio > 0.0;
    for signal in Signal::ALL.into_iter().filter(is_sent) {
        let (what, address) = (signal.name(), collector.address(signal));
        match collector.check(signal).await {
            Ok(()) => findings.fine(format!("The collector takes {what} at {address}.")),
            Err(failure) => findings.problem(format!(
                "The collector does not take {what} at {address}: {failure}. Check `otlp_endpoint`, which is the port for OTLP over HTTP (4318 \
                 in most collectors), and the headers."
            )),
        }
    }
}
