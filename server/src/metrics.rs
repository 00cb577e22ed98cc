//! Metrics for Prometheus, on a listener of their own, and for a collector ([`crate::otlp`]). What is counted where it happens is in [`count`]; what is read when Prometheus asks is in
//! [`readings`]; what takes long to count is in [`families`]. Every metric has a row in docs/metrics.md, and every label a bounded number of values.

pub(crate) mod count;
mod families;
mod readings;

use std::{sync::Arc, time::Duration};

use axum::{Router, extract::State, http::header, response::IntoResponse, routing::get};
use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};

use self::{families::Families, readings::Readings};
use crate::{installation::Installation, paths};

/// How often what was counted is gathered, so that it takes no memory while nobody asks.
const GATHER: Duration = Duration::from_secs(5);
/// The buckets of times of requests, in seconds, that OpenTelemetry's conventions recommend.
const BUCKETS: [f64; 14] = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0];

/// The buckets of how long a connection is waited for, in seconds, that OpenTelemetry's conventions recommend.
const WAITS: [f64; 9] = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 10.0];
/// The buckets of how many refreshes share a statement. 64 is the most.
const SIZES: [f64; 7] = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0];

/// What was counted since the process began.
#[derive(Clone)]
pub(crate) struct Metrics {
    counted: PrometheusHandle,
    readings: Arc<Readings>,
    families: Families,
}

impl Metrics {
    /// Begins to count, once in a process.
    pub(crate) fn install(installation: &Installation) -> Result<Self, BuildError> {
        let histogram = |name: &str| Matcher::Full(name.to_owned());
        let builder = PrometheusBuilder::new()
            .set_buckets_for_metric(histogram(count::REQUEST_DURATION), &BUCKETS)?
            .set_buckets_for_metric(histogram(store::CONNECTION_WAIT_TIME), &WAITS)?
            .set_buckets_for_metric(histogram(store::REFRESHES_PER_STATEMENT), &SIZES)?;
        let counted = builder.install_recorder()?;
        count::describe();
        Ok(Self { counted, readings: Arc::new(Readings::of(installation)), families: Families::of(installation) })
    }

    /// The router of the metrics' listener.
    pub(crate) fn router(&self) -> Router {
        Router::new().route(paths::METRICS, get(metrics)).with_state(self.clone())
    }

    /// The metrics as Prometheus reads them, as they are now.
    pub(crate) async fn text(&self) -> String {
        self.readings.take().await;
        self.counted.render()
    }

    /// Gathers what was counted, and counts what takes long, for as long as it is polled.
    pub(crate) async fn gather(self) -> std::convert::Infallible {
        let mut ticks = tokio::time::interval(GATHER);
        let upkeep = async {
            loop {
                ticks.tick().await;
                self.counted.run_upkeep();
            }
        };
        tokio::select! {
            never = upkeep => never,
            never = self.families.count() => never,
        }
    }
}

async fn metrics(State(metrics): State<Metrics>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], metrics.text().await)
}
