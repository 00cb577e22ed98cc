//! What a run found.

use serde::{Deserialize, Serialize};

use super::machine::Machine;
use crate::{bare::BareMeasurement, measure::Measurement, seed::Scale};

/// The results of a run.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Results {
    /// The day, as `2026-11-28`.
    pub day: String,
    /// What it ran on.
    pub machine: Machine,
    /// How much the servers logged.
    pub log_level: String,
    /// How much was seeded.
    pub scale: Scale,
    /// The load generator by itself.
    pub generator: Generator,
    /// The size of each seeded database, in bytes.
    pub sizes: Vec<(String, i64)>,
    /// How each server started.
    pub starts: Vec<Start>,
    /// What was measured.
    pub measurements: Vec<Measurement>,
    /// The bare statement, on each PostgreSQL.
    pub bare: Vec<(String, BareMeasurement)>,
}

/// The load generator on a server that does nothing.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub struct Generator {
    /// Requests per second.
    pub rate: f64,
    /// CPU time for a request, in microseconds.
    pub cpu: f64,
}

/// A server that started.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Start {
    /// Its name.
    pub subject: String,
    /// How long it took to listen, in seconds.
    pub seconds: f64,
    /// Its memory before anything was asked, in bytes.
    pub idle_memory: u64,
}

impl Measurement {
    /// Returns the measurement in one line for the terminal.
    pub fn line(&self) -> String {
        let Self { subject, scenario, connections, rate, latency, cpu, memory, disk, .. } = self;
        let offered = self.offered.map(|offered| format!(" ({offered:.0}/s offered)")).unwrap_or_default();
        let database = cpu.database.map(|database| format!(" + database {database:.0}")).unwrap_or_default();
        let mebibytes = memory / (1 << 20);
        let rotated = if self.rotated > 0 { format!(", {} of {} rotated", self.rotated, self.answers) } else { String::new() };
        let problem = self.problem.as_ref().map(|problem| format!("\n    INVALID: {problem}")).unwrap_or_default();
        format!(
            "{subject}, {scenario}, {connections} connections{offered}: {rate:.0}/s, p50 {:.1} p90 {:.1} p99 {:.1} ms, \
             CPU µs: server {:.0}{database}, load {:.0}; RSS {mebibytes} MiB, disk {disk:.0} B{rotated}{problem}",
            latency.p50, latency.p90, latency.p99, cpu.server, cpu.load
        )
    }
}
