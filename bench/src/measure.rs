//! One measurement: a load, and what it took of the machine.

use std::{net::SocketAddr, time::Duration};

use serde::{Deserialize, Serialize};

use crate::{
    database::Database,
    error::Error,
    load::{Shared, Tally, closed, open},
    process::{Processes, cpu_of_this_thread},
};

/// The part of a refresh's answers that must be rotations.
const ROTATIONS: f64 = 0.99;
/// How long a load runs before it is measured.
const WARM_UP: Duration = Duration::from_secs(1);

/// A server that is asked.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// Its name in the report.
    pub name: &'a str,
    /// Where it listens.
    pub address: SocketAddr,
    /// Its processes.
    pub processes: Processes,
    /// The database below it.
    pub database: &'a Database,
}

/// How it is asked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Load {
    /// How many connections there are.
    pub connections: usize,
    /// Requests per second that arrive; none where each connection asks again as soon as it was answered.
    pub offered: Option<f64>,
    /// For how long.
    pub length: Duration,
    /// Whether every answer must be a rotation.
    pub rotations: bool,
}

/// What was measured.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Measurement {
    /// What was asked.
    pub scenario: String,
    /// Who was asked.
    pub subject: String,
    /// Over how many connections.
    pub connections: usize,
    /// Requests per second that arrived, in an open loop.
    pub offered: Option<f64>,
    /// How long it took, in seconds.
    pub seconds: f64,
    /// How many answers there were.
    pub answers: u64,
    /// How many of them were rotations.
    pub rotated: u64,
    /// How many of them brought the same refresh token again.
    pub repeated: u64,
    /// Answers per second.
    pub rate: f64,
    /// Latencies in milliseconds.
    pub latency: Latency,
    /// CPU time for an answer, in microseconds.
    pub cpu: Cpu,
    /// The memory of the server afterwards, in bytes.
    pub memory: u64,
    /// What tables and indexes grew by for an answer, in bytes.
    pub disk: f64,
    /// What PostgreSQL wrote to its log for an answer, in bytes.
    pub log: Option<f64>,
    /// Why the measurement is invalid.
    pub problem: Option<String>,
}

/// Latencies in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Latency {
    /// The median.
    pub p50: f64,
    /// Of nine in ten.
    pub p90: f64,
    /// Of 99 in 100.
    pub p99: f64,
    /// The longest.
    pub max: f64,
}

/// CPU time for an answer, in microseconds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Cpu {
    /// Of the server.
    pub server: f64,
    /// Of a database in processes of its own.
    pub database: Option<f64>,
    /// Of the load generator.
    pub load: f64,
}

impl Cpu {
    /// Returns what an answer costs whoever runs server and database.
    pub fn sum(&self) -> f64 {
        self.server + self.database.unwrap_or_default()
    }
}

/// What counts up while a load runs.
struct Counters {
    server: f64,
    database: Option<f64>,
    load: f64,
    size: i64,
    log: Option<i64>,
}

impl Counters {
    async fn read(subject: &Subject<'_>, database: Option<Processes>) -> Result<Self, Error> {
        Ok(Self {
            size: subject.database.size().await?,
            log: subject.database.log_position().await?,
            server: subject.processes.cpu(),
            database: database.map(Processes::cpu),
            load: cpu_of_this_thread(),
        })
    }
}

/// Runs a load after a moment of warming up, and measures it.
pub async fn measure(subject: Subject<'_>, scenario: &str, work: &Shared, load: Load) -> Result<Measurement, Error> {
    let database = subject.database.processes().await?;
    let warming = closed(subject.address, work, load.connections, WARM_UP.min(load.length)).await?;
    let before = Counters::read(&subject, database).await?;
    let tally = match load.offered {
        Some(rate) => open(subject.address, work, load.connections, rate, load.length).await?,
        None => closed(subject.address, work, load.connections, load.length).await?,
    };
    let after = Counters::read(&subject, database).await?;
    let problem = problem(&warming, load).or_else(|| problem(&tally, load));
    Ok(measurement(&subject, scenario, load, &tally, problem, (&before, &after)))
}

fn problem(tally: &Tally, load: Load) -> Option<String> {
    if tally.unexpected > 0 {
        let first = tally.first_unexpected.as_deref().unwrap_or_default();
        return Some(format!("{} of {} answers were unexpected; the first: {first}", tally.unexpected, tally.answers()));
    }
    if tally.answers() == 0 {
        return Some("there was nothing to ask".to_owned());
    }
    let (rotated, answers) = (count(tally.rotated), count(tally.answers()));
    (load.rotations && rotated < answers * ROTATIONS).then(|| format!("only {rotated} of {answers} answers were rotations"))
}

fn measurement(
    subject: &Subject<'_>,
    scenario: &str,
    load: Load,
    tally: &Tally,
    problem: Option<String>,
    (before, after): (&Counters, &Counters),
) -> Measurement {
    let answers = count(tally.answers()).max(1.0);
    let each = |seconds: f64| seconds * 1e6 / answers;
    let bytes = |before: i64, after: i64| count(u64::try_from(after - before).unwrap_or_default()) / answers;
    Measurement {
        scenario: scenario.to_owned(),
        subject: subject.name.to_owned(),
        connections: load.connections,
        offered: load.offered,
        seconds: tally.elapsed.as_secs_f64(),
        answers: tally.answers(),
        rotated: tally.rotated,
        repeated: tally.repeated,
        rate: tally.rate(),
        latency: Latency {
            p50: tally.percentile(50.0),
            p90: tally.percentile(90.0),
            p99: tally.percentile(99.0),
            max: tally.percentile(100.0),
        },
        cpu: Cpu {
            server: each(after.server - before.server),
            database: before.database.zip(after.database).map(|(before, after)| each(after - before)),
            load: each(after.load - before.load),
        },
        memory: subject.processes.memory(),
        disk: bytes(before.size, after.size),
        log: before.log.zip(after.log).map(|(before, after)| bytes(before, after)),
        problem,
    }
}

#[expect(clippy::cast_precision_loss, reason = "there are far fewer answers and bytes than an f64 counts exactly")]
const fn count(number: u64) -> f64 {
    number as f64
}
