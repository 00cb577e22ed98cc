//! The report as a page, with its plots.

use std::{fs, path::Path};

use super::{
    goals::goals,
    plot::{Series, draw},
    results::Results,
};
use crate::{error::Error, measure::Measurement, run::Scenario};

/// The plots of a report: file, title, unit and figure.
type Plot = (&'static str, &'static str, &'static str, fn(&Measurement) -> f64);

const PLOTS: [Plot; 3] = [
    ("refreshes.svg", "Refreshes a second", "refreshes a second", |measured| measured.rate),
    ("p99.svg", "Latency that 99 of 100 refreshes do not exceed", "milliseconds", |measured| measured.latency.p99),
    ("cpu.svg", "CPU time of the server for a refresh", "microseconds", |measured| measured.cpu.server),
];

/// Writes the page, and its plots into a folder of the same name beside it.
pub fn write(results: &Results, page: &Path) -> Result<(), Error> {
    let folder = page.with_extension("");
    fs::create_dir_all(&folder).map_err(Error::io(folder.display()))?;
    for (file, title, unit, figure) in PLOTS {
        let mut series = lines(results, figure);
        if file == "refreshes.svg" {
            series.extend(bare(results));
        }
        let path = folder.join(file);
        fs::write(&path, draw(title, unit, &series)).map_err(Error::io(path.display()))?;
    }
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    fs::write(page, text(results, &name)).map_err(Error::io(page.display()))
}

/// Returns a line for each server, over the numbers of connections.
fn lines(results: &Results, figure: fn(&Measurement) -> f64) -> Vec<Series> {
    let mut lines: Vec<Series> = Vec::new();
    for measured in
        results.measurements.iter().filter(|measured| measured.scenario == Scenario::Refresh.name() && measured.problem.is_none())
    {
        let point = (measured.connections, figure(measured));
        match lines.iter_mut().find(|line| line.name == measured.subject) {
            Some(line) => line.points.push(point),
            None => lines.push(Series { name: measured.subject.clone(), points: vec![point] }),
        }
    }
    lines
}

fn bare(results: &Results) -> Vec<Series> {
    let mut lines: Vec<Series> = Vec::new();
    for (version, measured) in &results.bare {
        let (name, point) = (format!("bare statement, {version}"), (measured.connections, measured.rate));
        match lines.iter_mut().find(|line| line.name == name) {
            Some(line) => line.points.push(point),
            None => lines.push(Series { name, points: vec![point] }),
        }
    }
    lines
}

fn text(results: &Results, folder: &str) -> String {
    let machine = &results.machine;
    let scale = &results.scale;
    let mut lines = vec![
        "# Performance".to_owned(),
        String::new(),
        "Written by `cargo xtask bench`: everything on this page is from one run on one machine, where servers, databases and load generator share \
         the processor."
            .to_owned(),
        String::new(),
        format!(
            "Day: {}. Machine: {} cores of {}, {} GiB, Linux {}; load average {:.1} before the run. Durable commits everywhere: `synchronous_commit` and `fsync` on, SQLite's WAL \
             with `synchronous=FULL`. Servers log at `{}`.",
            results.day, machine.cores, machine.processor, machine.memory, machine.kernel, machine.load_average, results.log_level
        ),
        String::new(),
        format!(
            "Seeded: {} tenants, {} workspaces, {} clients, {} users, {} token families and {} of each special kind. Each refresh is a rotation \
             of another family: a run in which fewer than 99 of 100 answers are rotations is invalid.",
            scale.tenants, scale.workspaces, scale.clients, scale.users, scale.families, scale.special
        ),
        String::new(),
        format!(
            "The load generator by itself, on a server that does nothing: {:.0} requests a second, {:.0} µs of CPU a request.",
            results.generator.rate, results.generator.cpu
        ),
        String::new(),
        "## Goals".to_owned(),
        String::new(),
        "What stands in the way where one is missed is told by a profile: [where the time of a refresh goes](profile.md)."
            .to_owned(),
        String::new(),
        "| what | measured | goal | |".to_owned(),
        "|---|---|---|---|".to_owned(),
    ];
    lines.extend(goals(results).iter().map(|goal| {
        let reached = if goal.is_reached() { "reached" } else { "missed" };
        format!("| {} | {} | {} | {reached} |", goal.what, goal.figure_in_words(), goal.bound_in_words())
    }));
    lines.extend([String::new(), "## Plots".to_owned(), String::new()]);
    lines.extend(PLOTS.iter().map(|(file, title, ..)| format!("![{title}]({folder}/{file})\n")));
    lines.extend([
        "## Measurements".to_owned(),
        String::new(),
        "Latencies in milliseconds, CPU in microseconds an answer, sizes in bytes an answer: *disk* is what tables and indexes grew by, *WAL* what \
         PostgreSQL wrote to its log. *offered* is a rate of arrivals that does not wait for answers."
            .to_owned(),
        String::new(),
        "| server | scenario | connections | a second | p50 | p90 | p99 | CPU server | CPU database | CPU load | memory, MiB | disk | WAL |".to_owned(),
        "|---|---|---|---|---|---|---|---|---|---|---|---|---|".to_owned(),
    ]);
    lines.extend(results.measurements.iter().map(row));
    if !results.bare.is_empty() {
        lines.extend([
            String::new(),
            "The bare statement (pgbench, prepared): one family is moved and one event inserted, on the same tables.".to_owned(),
            String::new(),
            "| database | connections | a second | mean latency, ms |".to_owned(),
            "|---|---|---|---|".to_owned(),
        ]);
        let row = |(version, bare): &(String, crate::bare::BareMeasurement)| {
            format!("| {version} | {} | {:.0} | {:.2} |", bare.connections, bare.rate, bare.latency)
        };
        lines.extend(results.bare.iter().map(row));
    }
    lines.extend([String::new(), "## Sizes".to_owned(), String::new(), "| database | seeded, MiB |".to_owned(), "|---|---|".to_owned()]);
    lines.extend(results.sizes.iter().map(|(name, size)| format!("| {name} | {} |", size >> 20)));
    lines.push(String::new());
    lines.join("\n")
}

fn row(measured: &Measurement) -> String {
    let Measurement { subject, scenario, connections, rate, latency, cpu, memory, disk, log, .. } = measured;
    let offered = measured.offered.map(|offered| format!(" ({offered:.0}/s offered)")).unwrap_or_default();
    let optional = |figure: Option<f64>| figure.map(|figure| format!("{figure:.0}")).unwrap_or_default();
    let rate = measured.problem.as_ref().map_or_else(|| format!("{rate:.0}"), |_| "invalid".to_owned());
    format!(
        "| {subject} | {scenario}{offered} | {connections} | {rate} | {:.1} | {:.1} | {:.1} | {:.0} | {} | {:.0} | {} | {disk:.0} | {} |",
        latency.p50,
        latency.p90,
        latency.p99,
        cpu.server,
        optional(cpu.database),
        cpu.load,
        memory >> 20,
        optional(*log)
    )
}
