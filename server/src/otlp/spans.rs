//! Spans on their way to the collector: a queue of bounded length, which nobody waits for, and a task that delivers them in batches.

use std::{future::pending, mem, time::Duration};

use opentelemetry::Context;
use opentelemetry_proto::{
    tonic::collector::trace::v1::{ExportTraceServiceRequest, ExportTraceServiceResponse},
    transform::{common::tonic::ResourceAttributesWithSchema, trace::tonic::group_spans_by_resource_and_scope},
};
use opentelemetry_sdk::{
    error::OTelSdkResult,
    trace::{Span, SpanData, SpanProcessor},
};
use prost::Message as _;
use tokio::{
    sync::{mpsc, watch},
    time::timeout,
};

use super::collector::{Collector, Signal};
use crate::metrics::count::{self, SpanOutcome};

/// How many spans wait at most, and how many are delivered at once: what OpenTelemetry's specification has for batches.
const WAITING: usize = 2048;
const BATCH: usize = 512;
/// How long a batch gathers.
const GATHER: Duration = Duration::from_secs(2);

/// Takes the spans that have ended.
#[derive(Debug)]
pub(super) struct Queue(mpsc::Sender<SpanData>);

/// Delivers them.
pub(super) struct Delivery {
    spans: mpsc::Receiver<SpanData>,
    collector: Collector,
    resource: ResourceAttributesWithSchema,
}

/// Creates an empty queue.
pub(super) fn queue() -> (Queue, mpsc::Receiver<SpanData>) {
    let (sender, receiver) = mpsc::channel(WAITING);
    (Queue(sender), receiver)
}

impl SpanProcessor for Queue {
    fn on_start(&self, _: &mut Span, _: &Context) {}

    /// Never waits: a span that finds no room is dropped and counted.
    fn on_end(&self, span: SpanData) {
        if self.0.try_send(span).is_err() {
            count::spans(SpanOutcome::QueueFull, 1);
        }
    }

    fn force_flush(&self) -> OTelSdkResult {
        Ok(())
    }

    fn shutdown_with_timeout(&self, _: Duration) -> OTelSdkResult {
        Ok(())
    }
}

impl Delivery {
    pub(super) const fn new(spans: mpsc::Receiver<SpanData>, collector: Collector, resource: ResourceAttributesWithSchema) -> Self {
        Self { spans, collector, resource }
    }

    /// Delivers spans until it is to stop, and then those that still wait.
    pub(super) async fn run(mut self, mut stop: watch::Receiver<bool>) {
        let mut batch = Vec::new();
        loop {
            tokio::select! {
                biased;
                _ = stop.wait_for(|stop| *stop) => break,
                () = self.gather(&mut batch) => {}
            }
            self.deliver(mem::take(&mut batch)).await;
        }
        self.spans.close();
        loop {
            let room = BATCH.saturating_sub(batch.len());
            self.spans.recv_many(&mut batch, room).await;
            if batch.is_empty() {
                return;
            }
            self.deliver(mem::take(&mut batch)).await;
        }
    }

    /// Gathers a batch, for a time from its first span on. What was gathered stays in it when this is given up.
    async fn gather(&mut self, batch: &mut Vec<SpanData>) {
        if self.spans.recv_many(batch, BATCH).await == 0 {
            // Nothing that could end a span is left.
            return pending().await;
        }
        let more = async {
            while batch.len() < BATCH {
                let room = BATCH - batch.len();
                if self.spans.recv_many(batch, room).await == 0 {
                    break;
                }
            }
        };
        // Either way there is a batch.
        let _ = timeout(GATHER, more).await;
    }

    async fn deliver(&self, batch: Vec<SpanData>) {
        let spans = u64::try_from(batch.len()).unwrap_or(u64::MAX);
        let request = ExportTraceServiceRequest { resource_spans: group_spans_by_resource_and_scope(batch, &self.resource) };
        match self.collector.deliver(Signal::Traces, request.encode_to_vec().into()).await {
            Ok(answer) => {
                let rejected = rejected(&answer).min(spans);
                count::spans(SpanOutcome::Rejected, rejected);
                count::spans(SpanOutcome::Delivered, spans - rejected);
            }
            Err(_) => count::spans(SpanOutcome::NotDelivered, spans),
        }
    }
}

/// How many spans the collector did not want, by its answer.
fn rejected(answer: &[u8]) -> u64 {
    let answer = ExportTraceServiceResponse::decode(answer).unwrap_or_default();
    answer.partial_success.map_or(0, |partial| u64::try_from(partial.rejected_spans).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use opentelemetry::trace::{Span as _, Tracer as _, TracerProvider as _};
    use opentelemetry_sdk::trace::SdkTracerProvider;

    use super::*;

    #[tokio::test]
    async fn a_queue_that_is_full_drops_what_comes_and_keeps_nobody_waiting() {
        let (queue, mut spans) = queue();
        let provider = SdkTracerProvider::builder().with_span_processor(queue).build();
        let tracer = provider.tracer("test");
        for _ in 0..WAITING + 10 {
            tracer.start("span").end();
        }
        let mut taken = Vec::new();
        assert_eq!(spans.recv_many(&mut taken, 2 * WAITING).await, WAITING);
    }

    #[test]
    fn an_answer_says_how_many_were_rejected() {
        use opentelemetry_proto::tonic::collector::trace::v1::ExportTracePartialSuccess;

        let partial_success = Some(ExportTracePartialSuccess { rejected_spans: 3, error_message: String::new() });
        assert_eq!(rejected(&ExportTraceServiceResponse { partial_success }.encode_to_vec()), 3);
        assert_eq!((rejected(b""), rejected(b"<html>")), (0, 0));
    }
}
