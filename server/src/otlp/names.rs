//! What metrics and their labels are called at a collector: by OpenTelemetry's semantic conventions (1.45) where they have a name for it.

/// What spans and metrics say that they were made by.
pub(super) const SCOPE: &str = "regrant";

/// A metric.
pub(super) struct Name {
    /// Its name for Prometheus.
    pub(super) prometheus: &'static str,
    /// Its name for a collector.
    pub(super) otlp: &'static str,
    /// Its unit, in UCUM.
    pub(super) unit: &'static str,
    pub(super) shape: Shape,
}

/// How its numbers add up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// A sum that only grows.
    Counter,
    /// A sum that also falls.
    UpDown,
    /// The last value.
    Gauge,
    /// Numbers in buckets.
    Histogram,
}

impl Shape {
    #[cfg(test)]
    const fn word(self) -> &'static str {
        match self {
            Self::Counter => "counter",
            Self::UpDown => "up-down counter",
            Self::Gauge => "gauge",
            Self::Histogram => "histogram",
        }
    }
}

const fn name(prometheus: &'static str, otlp: &'static str, unit: &'static str, shape: Shape) -> Name {
    Name { prometheus, otlp, unit, shape }
}

/// Every metric, in the order of docs/metrics.md.
pub(super) const NAMES: [Name; 35] = [
    name("http_server_request_duration_seconds", "http.server.request.duration", "s", Shape::Histogram),
    name("regrant_token_requests_total", "regrant.token.requests", "{request}", Shape::Counter),
    name("regrant_refreshes_total", "regrant.refreshes", "{refresh}", Shape::Counter),
    name("regrant_refreshes_per_statement", "regrant.refreshes_per_statement", "{refresh}", Shape::Histogram),
    name("regrant_token_families_live", "regrant.token_families.live", "{family}", Shape::Gauge),
    name("regrant_configuration_lookups_total", "regrant.configuration.lookups", "{lookup}", Shape::Counter),
    name("regrant_refusals_total", "regrant.refusals", "{request}", Shape::Counter),
    name("regrant_signing_key_changes_total", "regrant.signing_key.changes", "{change}", Shape::Counter),
    name("regrant_previous_client_secrets_used_total", "regrant.previous_client_secrets.used", "{request}", Shape::Counter),
    name("regrant_audit_lines_chained_total", "regrant.audit.lines_chained", "{line}", Shape::Counter),
    name("regrant_audit_chain_lag_seconds", "regrant.audit.chain_lag", "s", Shape::Gauge),
    name("regrant_webhook_deliveries_total", "regrant.webhook.deliveries", "{attempt}", Shape::Counter),
    name("regrant_logout_deliveries_total", "regrant.logout.deliveries", "{attempt}", Shape::Counter),
    name("regrant_client_key_fetches_total", "regrant.client.key.fetches", "{fetch}", Shape::Counter),
    name("regrant_client_registrations_total", "regrant.client.registrations", "{registration}", Shape::Counter),
    name("regrant_ready", "regrant.ready", "1", Shape::Gauge),
    name("regrant_master_key_version", "regrant.master_key.version", "1", Shape::Gauge),
    name("regrant_clock_offset_seconds", "regrant.clock.offset", "s", Shape::Gauge),
    name("regrant_password_queue_waiting", "regrant.password_queue.waiting", "{password}", Shape::UpDown),
    name("regrant_password_queue_running", "regrant.password_queue.running", "{password}", Shape::UpDown),
    name("regrant_password_queue_slots", "regrant.password_queue.slots", "{password}", Shape::UpDown),
    name("db_client_connection_count", "db.client.connection.count", "{connection}", Shape::UpDown),
    name("db_client_connection_max", "db.client.connection.max", "{connection}", Shape::UpDown),
    name("db_client_connection_waits_total", "regrant.db.client.connection.waits", "{wait}", Shape::Counter),
    name("db_client_connection_wait_time_seconds", "db.client.connection.wait_time", "s", Shape::Histogram),
    name("db_client_connection_timeouts_total", "db.client.connection.timeouts", "{timeout}", Shape::Counter),
    name("process_resident_memory_bytes", "process.memory.usage", "By", Shape::UpDown),
    name("process_virtual_memory_bytes", "process.memory.virtual", "By", Shape::UpDown),
    name("process_virtual_memory_max_bytes", "regrant.process.memory.virtual.max", "By", Shape::UpDown),
    name("process_cpu_seconds_total", "process.cpu.time", "s", Shape::Counter),
    name("process_open_fds", "process.unix.file_descriptor.count", "{file_descriptor}", Shape::UpDown),
    name("process_max_fds", "regrant.process.file_descriptor.max", "{file_descriptor}", Shape::UpDown),
    name("process_threads", "process.thread.count", "{thread}", Shape::UpDown),
    name("process_start_time_seconds", "regrant.process.start_time", "s", Shape::Gauge),
    name("regrant_otlp_spans_total", "regrant.otlp.spans", "{span}", Shape::Counter),
];

/// What a label is called as an attribute. One that the conventions do not know is ours.
pub(super) fn attribute(label: &str) -> String {
    match label {
        "http_request_method" => "http.request.method".to_owned(),
        "http_route" => "http.route".to_owned(),
        "http_response_status_code" => "http.response.status_code".to_owned(),
        "pool" => "db.client.connection.pool.name".to_owned(),
        "state" => "db.client.connection.state".to_owned(),
        ours => format!("regrant.{ours}"),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn page(name: &str) -> String {
        std::fs::read_to_string(format!("{}/../docs/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
    }

    #[test]
    fn every_metric_that_prometheus_reads_has_a_name_here() {
        let page = page("metrics.md");
        let rows = page.lines().filter_map(|line| line.strip_prefix("| `")).filter_map(|row| row.split('`').next());
        let documented: BTreeSet<&str> = rows.collect();
        // Those of the export itself are only there where something is exported.
        let named: BTreeSet<&str> = NAMES.iter().map(|name| name.prometheus).filter(|name| !name.starts_with("regrant_otlp_")).collect();
        assert_eq!(named, documented);
    }

    #[test]
    fn the_page_about_the_export_has_a_row_for_each() {
        let page = page("opentelemetry.md");
        for Name { prometheus, otlp, unit, shape } in NAMES {
            let row = format!("| `{otlp}` | {} | `{unit}` | `{prometheus}` |", shape.word());
            assert!(page.contains(&row), "{row}");
        }
        assert_eq!(page.lines().filter(|line| line.ends_with("` |") && line.matches('|').count() == 5).count(), NAMES.len());
    }
}
