//! The spans of statements (OpenTelemetry's conventions for database client spans): which database, what kind of statement, on which table.
//! Never its text, and never a value.

use engine::TRACES;
use sea_orm::DbBackend;
use tracing::{Instrument as _, Span, field::Empty, info_span};

use super::failure::{Failure, operation};

/// `db.system.name` of SQLite.
pub(super) const SQLITE: &str = "sqlite";
/// `db.system.name` of PostgreSQL.
pub(super) const POSTGRESQL: &str = "postgresql";

/// Runs a statement within its span.
pub(super) async fn statement<T>(system: &'static str, sql: &str, doing: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let span = info_span!(
        target: TRACES,
        "statement",
        otel.name = Empty,
        otel.kind = "client",
        otel.status_code = Empty,
        db.system.name = system,
        db.operation.name = Empty,
        db.collection.name = Empty,
        "error.type" = Empty,
    );
    if !span.is_disabled() {
        name(&span, sql);
    }
    let done = doing.instrument(span.clone()).await;
    if let Err(failure) = &done {
        fail(&span, failure);
    }
    done
}

/// Names a statement, as `UPDATE clients`.
fn name(span: &Span, sql: &str) {
    let operation = operation(sql);
    span.record("otel.name", operation.as_str());
    match operation.split_once(' ') {
        Some((verb, table)) => {
            span.record("db.operation.name", verb);
            span.record("db.collection.name", table);
        }
        None => {
            span.record("db.operation.name", operation.as_str());
        }
    }
}

fn fail(span: &Span, failure: &Failure) {
    span.record("otel.status_code", "ERROR");
    span.record("error.type", tracing::field::debug(failure.kind()));
}

/// Begins the span of a request that waits for a shared statement. The time before the statement's own span is that of the queue.
pub(crate) fn shared(name: &'static str) -> Span {
    info_span!(target: TRACES, "shared", otel.name = name)
}

/// Ends the span of such a request: a span ends where it is left for the last time, and this one was entered to begin the statement's.
pub(crate) fn answered(request: Span) {
    request.in_scope(|| ());
    drop(request);
}

/// The statement of several requests, in the trace of each one that is traced.
pub(crate) struct SharedStatement(Vec<Span>);

impl SharedStatement {
    /// Begins the statement of so many requests, which wait within these spans. Its operation is a verb and a table.
    pub(crate) fn begin<'a>(backend: DbBackend, operation: &'static str, waiting: impl Iterator<Item = &'a Span>, size: usize) -> Self {
        let (verb, table) = operation.split_once(' ').unwrap_or((operation, ""));
        let system = if backend == DbBackend::Postgres { POSTGRESQL } else { SQLITE };
        let begin = |waiting: &Span| {
            waiting.in_scope(|| {
                info_span!(
                    target: TRACES,
                    "shared statement",
                    otel.name = operation,
                    otel.kind = "client",
                    otel.status_code = Empty,
                    db.system.name = system,
                    db.operation.name = verb,
                    db.collection.name = table,
                    // The convention has it for two and more.
                    db.operation.batch.size = i64::try_from(size).ok().filter(|size| *size > 1),
                    "error.type" = Empty,
                )
            })
        };
        Self(waiting.filter(|span| !span.is_disabled()).map(begin).collect())
    }

    /// Ends it.
    pub(crate) fn end(self, failure: Option<&Failure>) {
        if let Some(failure) = failure {
            self.0.iter().for_each(|span| fail(span, failure));
        }
    }
}
