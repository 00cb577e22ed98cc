//! Traces and metrics for an OpenTelemetry collector, by OTLP. Off unless `otlp_endpoint` is set: then there is no layer for spans, so none is
//! made, and no task.
//!
//! Nothing here keeps a request waiting. A span that has ended goes into a queue of bounded length or is dropped and counted ([`spans`]);
//! metrics are those that Prometheus reads ([`metrics`]). What is said in a span is decided where it is made: [`crate::layers::trace`], the
//! token endpoint, the pool for passwords, and `store`.

mod caller;
mod collector;
mod exposition;
mod layer;
mod metrics;
mod names;
mod sampling;
mod spans;

use std::{sync::Arc, time::Duration};

use domain::clock::Clock;
use engine::random::{self, Random};
use opentelemetry::{KeyValue, trace::TracerProvider as _};
use opentelemetry_proto::{tonic::resource, transform::common::tonic::ResourceAttributesWithSchema};
use opentelemetry_sdk::{
    Resource,
    trace::{Sampler, SdkTracer, SdkTracerProvider, SpanData, SpanLimits},
};
use prost::Message as _;
use tokio::{
    sync::{mpsc, watch},
    task::JoinHandle,
    time::{MissedTickBehavior, interval, timeout},
};

pub(crate) use self::{
    caller::Caller,
    collector::{Collector, CollectorError, Signal},
    layer::{BEGINNING, TracesLayer},
    sampling::Sampling,
};
use crate::{config::Otlp, metrics::Metrics};

/// How long the end of the process waits for what is still to be delivered.
const FLUSH: Duration = Duration::from_secs(5);

/// An export that is prepared. It goes nowhere before it is started.
pub(crate) struct Export {
    settings: Otlp,
    collector: Collector,
    resource: Resource,
    traces: Option<Traces>,
}

struct Traces {
    tracer: SdkTracer,
    ended: mpsc::Receiver<SpanData>,
}

/// An export under way.
pub(crate) struct Running {
    traces: Option<Task>,
    reports: Task,
}

/// A task that does what is left once it is to stop.
struct Task {
    stop: watch::Sender<bool>,
    running: JoinHandle<()>,
}

/// What a report of metrics takes from the process.
pub(crate) struct Reported {
    /// The metrics.
    pub(crate) metrics: Metrics,
    /// The time of each report.
    pub(crate) clock: Arc<dyn Clock>,
    /// The scheme of the server's public address.
    pub(crate) scheme: &'static str,
}

impl Export {
    /// Prepares the export that a configuration asks for.
    pub(crate) fn open(settings: &Otlp, random: &dyn Random) -> Result<Self, CollectorError> {
        let collector = Collector::open(settings)?;
        let resource = resource(settings, random);
        let traces = (settings.trace_sample_ratio > 0.0).then(|| {
            let (queue, ended) = spans::queue();
            let provider = SdkTracerProvider::builder()
                .with_span_processor(queue)
                // Which requests are traced is decided before there is a span.
                .with_sampler(Sampler::AlwaysOn)
                .with_span_limits(SpanLimits::default())
                .with_resource(resource.clone())
                .build();
            Traces { tracer: provider.tracer(names::SCOPE), ended }
        });
        Ok(Self { settings: settings.clone(), collector, resource, traces })
    }

    /// Returns the layer that makes spans; none where no request is traced.
    pub(crate) fn layer(&self) -> Option<TracesLayer> {
        self.traces.as_ref().map(|traces| layer::of(traces.tracer.clone()))
    }

    /// Returns which requests are traced; none where none is.
    pub(crate) fn sampling(&self, random: Arc<dyn Random>) -> Option<Sampling> {
        self.traces.is_some().then(|| Sampling::new(self.settings.trace_sample_ratio, random))
    }

    /// Begins to deliver.
    pub(crate) fn start(self, reported: Reported) -> Running {
        let Self { settings, collector, resource, traces } = self;
        let attributes = || ResourceAttributesWithSchema::from(&resource);
        let traces = traces.map(|traces| {
            crate::metrics::count::describe_spans();
            let delivery = spans::Delivery::new(traces.ended, collector.clone(), attributes());
            Task::spawn(|stop| delivery.run(stop))
        });
        let resource = resource::v1::Resource { attributes: attributes().attributes.0, ..Default::default() };
        let reports = Reports { collector, resource, every: settings.metrics_interval, reported };
        Running { traces, reports: Task::spawn(|stop| report(reports, stop)) }
    }
}

impl Running {
    /// Delivers what is left, for a few seconds at most: first the spans, so that the last report counts them.
    pub(crate) async fn finish(self) {
        let all = async {
            if let Some(traces) = self.traces {
                traces.finish().await;
            }
            self.reports.finish().await;
        };
        if timeout(FLUSH, all).await.is_err() {
            tracing::warn!("the collector did not take the last traces and metrics in time");
        }
    }
}

impl Task {
    fn spawn<F: Future<Output = ()> + Send + 'static>(task: impl FnOnce(watch::Receiver<bool>) -> F) -> Self {
        let (stop, stopped) = watch::channel(false);
        Self { stop, running: tokio::spawn(task(stopped)) }
    }

    async fn finish(self) {
        self.stop.send_replace(true);
        // One that panicked has nothing left.
        let _ = self.running.await;
    }
}

struct Reports {
    collector: Collector,
    resource: resource::v1::Resource,
    every: Duration,
    reported: Reported,
}

/// Reports metrics now and then, and once more at the end.
async fn report(reports: Reports, mut stop: watch::Receiver<bool>) {
    let Reports { collector, resource, every, reported: Reported { metrics, clock, scheme } } = reports;
    let nanoseconds = || u64::try_from(clock.now().as_millis()).unwrap_or_default().saturating_mul(1_000_000);
    let began = nanoseconds();
    let mut ticks = interval(every);
    // What is reported are sums since the beginning, so that a report that was left out is not missed.
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    ticks.tick().await;
    let mut stopped = false;
    while !stopped {
        stopped = tokio::select! {
            biased;
            _ = stop.wait_for(|stop| *stop) => true,
            _ = ticks.tick() => false,
        };
        let text = metrics.text().await;
        let report = metrics::report(&text, resource.clone(), metrics::Period { began, now: nanoseconds() }, scheme);
        // The log has what does not arrive, and the next report says the same and more.
        let _ = collector.deliver(Signal::Metrics, report.encode_to_vec().into()).await;
    }
}

/// What all spans and metrics of this process have in common. Nothing is read from the environment here: the configuration has done it.
fn resource(settings: &Otlp, random: &dyn Random) -> Resource {
    let instance = format!("{:032x}", u128::from_le_bytes(random::bytes(random)));
    let pid = i64::from(std::process::id());
    let ours = [
        KeyValue::new("service.instance.id", instance),
        KeyValue::new("service.version", env!("CARGO_PKG_VERSION")),
        KeyValue::new("process.pid", pid),
        KeyValue::new("telemetry.sdk.name", "opentelemetry"),
        KeyValue::new("telemetry.sdk.language", "rust"),
    ];
    #[cfg(unix)]
    let host = Some(KeyValue::new("host.name", rustix::system::uname().nodename().to_string_lossy().into_owned()));
    #[cfg(not(unix))]
    let host: Option<KeyValue> = None;
    let given = settings.resource_attributes.iter().map(|(name, value)| KeyValue::new(name.to_owned(), value.to_owned()));
    // The last one of a name counts.
    let named = KeyValue::new("service.name", settings.service_name.clone());
    Resource::builder_empty().with_attributes(ours.into_iter().chain(host).chain(given).chain([named])).build()
}
