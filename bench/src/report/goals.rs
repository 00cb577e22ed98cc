//! What a run is measured by.

use super::results::Results;
use crate::{measure::Measurement, run::Scenario};

/// A figure and its goal.
#[derive(Debug, Clone, PartialEq)]
pub struct Goal {
    /// What is measured.
    pub what: String,
    /// The figure.
    pub figure: f64,
    /// Its unit; empty for a ratio.
    pub unit: &'static str,
    /// The bound.
    pub bound: f64,
    /// Whether the figure must be at least the bound, and not at most.
    pub at_least: bool,
}

impl Goal {
    /// Returns whether it is reached.
    pub fn is_reached(&self) -> bool {
        if self.at_least { self.figure >= self.bound } else { self.figure <= self.bound }
    }

    /// Returns the goal in words.
    pub fn bound_in_words(&self) -> String {
        format!("{} {}{}", if self.at_least { "at least" } else { "at most" }, self.bound, self.unit)
    }

    /// Returns the figure with its unit.
    pub fn figure_in_words(&self) -> String {
        format!("{:.2}{}", self.figure, self.unit)
    }

    /// Returns all of it in one line.
    pub fn line(&self) -> String {
        let reached = if self.is_reached() { "reached" } else { "missed" };
        format!("{}: {} ({}: {reached})", self.what, self.figure_in_words(), self.bound_in_words())
    }
}

/// With how many connections the bare statement is compared.
const BARE_AT: [usize; 2] = [16, 64];
/// And another server.
const PEER_AT: usize = 16;

/// Returns the figures that a run has goals for. Invalid measurements have none.
pub fn goals(results: &Results) -> Vec<Goal> {
    let valid = || results.measurements.iter().filter(|measured| measured.problem.is_none());
    let refreshes = || valid().filter(|measured| measured.scenario == Scenario::Refresh.name());
    let regrant = |measured: &&Measurement| measured.subject.starts_with("Regrant");
    let ratio = |what: String, figure: f64, bound: f64| Goal { what, figure, unit: "", bound, at_least: true };
    let mut goals = Vec::new();
    for measured in refreshes().filter(regrant) {
        let Measurement { subject, connections, rate, .. } = measured;
        for (version, bare) in &results.bare {
            let is_asked = BARE_AT.contains(connections);
            if is_asked && subject.ends_with(version.as_str()) && bare.connections == *connections && bare.rate > 0.0 {
                goals.push(ratio(format!("{subject} / bare statement, {connections} connections"), rate / bare.rate, 0.6));
            }
        }
        let peers = refreshes().filter(|peer| !regrant(peer) && peer.connections == *connections);
        for peer in peers.filter(|peer| *connections == PEER_AT && shares_database(&peer.subject, subject)) {
            goals.push(ratio(format!("{subject} / {}, {connections} connections", peer.subject), rate / peer.rate.max(1.0), 8.0));
        }
        if subject.contains("SQLite") {
            for other in
                refreshes().filter(regrant).filter(|other| other.subject.contains("PostgreSQL") && other.connections == *connections)
            {
                goals.push(ratio(format!("{subject} / {}, {connections} connections", other.subject), rate / other.rate.max(1.0), 1.0));
            }
        }
    }
    let most = |what: String, figure: f64, unit: &'static str, bound: f64| Goal { what, figure, unit, bound, at_least: false };
    for measured in valid().filter(regrant) {
        let subject = &measured.subject;
        if measured.offered.is_some() {
            goals.push(most(format!("{subject}, p99 at half the peak"), measured.latency.p99, " ms", 10.0));
        }
        if measured.scenario == Scenario::Refresh.name() && measured.connections == 16 {
            goals.push(most(format!("{subject}, CPU of the server for a refresh"), measured.cpu.server, " µs", 150.0));
            if let Some(forged) = valid().find(|other| other.subject == *subject && other.scenario == Scenario::Forged.name()) {
                let figure = forged.cpu.sum() / measured.cpu.sum().max(f64::MIN_POSITIVE);
                goals.push(most(format!("{subject}, CPU of server and database for a forged token / for a refresh"), figure, "", 0.1));
            }
        }
    }
    for start in results.starts.iter().filter(|start| start.subject.starts_with("Regrant")) {
        goals.push(most(format!("{}, start", start.subject), start.seconds, " s", 1.0));
        #[expect(clippy::cast_precision_loss, reason = "a process has far fewer bytes than an f64 counts exactly")]
        let memory = start.idle_memory as f64 / 1e6;
        goals.push(most(format!("{}, memory when idle", start.subject), memory, " MB", 80.0));
    }
    goals
}

/// Returns whether both names end with the same database.
fn shares_database(one: &str, other: &str) -> bool {
    one.rsplit_once(" on ").zip(other.rsplit_once(" on ")).is_some_and(|((_, one), (_, other))| one == other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        bare::BareMeasurement,
        measure::{Cpu, Latency},
    };

    fn refresh(subject: &str, rate: f64, problem: Option<&str>) -> Measurement {
        Measurement {
            scenario: Scenario::Refresh.name().to_owned(),
            subject: subject.to_owned(),
            connections: 16,
            offered: None,
            seconds: 1.0,
            answers: 100,
            rotated: 100,
            repeated: 0,
            rate,
            latency: Latency { p50: 1.0, p90: 2.0, p99: 3.0, max: 4.0 },
            cpu: Cpu { server: 200.0, database: None, load: 20.0 },
            memory: 1,
            disk: 0.0,
            log: None,
            problem: problem.map(str::to_owned),
        }
    }

    fn lines(results: &Results) -> Vec<String> {
        goals(results).iter().map(Goal::line).collect()
    }

    #[test]
    fn figures_are_compared_on_the_same_database_and_connections() {
        let bare = BareMeasurement { connections: 16, rate: 2000.0, latency: 1.0 };
        let measurements = vec![
            refresh("Regrant on PostgreSQL 15.1", 1000.0, None),
            refresh("peer on PostgreSQL 15.1", 100.0, None),
            refresh("Regrant on SQLite 3", 1500.0, None),
        ];
        let results = Results { measurements, bare: vec![("PostgreSQL 15.1".to_owned(), bare)], ..Results::default() };
        assert_eq!(
            lines(&results),
            [
                "Regrant on PostgreSQL 15.1 / bare statement, 16 connections: 0.50 (at least 0.6: missed)",
                "Regrant on PostgreSQL 15.1 / peer on PostgreSQL 15.1, 16 connections: 10.00 (at least 8: reached)",
                "Regrant on SQLite 3 / Regrant on PostgreSQL 15.1, 16 connections: 1.50 (at least 1: reached)",
                "Regrant on PostgreSQL 15.1, CPU of the server for a refresh: 200.00 µs (at most 150 µs: missed)",
                "Regrant on SQLite 3, CPU of the server for a refresh: 200.00 µs (at most 150 µs: missed)",
            ]
        );
    }

    #[test]
    fn an_invalid_measurement_reaches_nothing() {
        let measurements = vec![refresh("Regrant on SQLite 3", 1000.0, Some("half of it were repeats"))];
        assert_eq!(goals(&Results { measurements, ..Results::default() }), []);
    }
}
