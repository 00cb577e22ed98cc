//! `regrant-bench measure`

use std::{path::PathBuf, process::ExitCode, time::Duration};

use bench::{
    error::Error,
    report::{goals, write},
    run::{self, Options, Scenario},
    seed::Scale,
};
use clap::ValueEnum as _;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    places: super::places::Arguments,
    /// Where the results are saved, as JSON
    #[arg(long)]
    results: Option<PathBuf>,
    /// Where the report is written, as Markdown with its plots beside it
    #[arg(long)]
    report: Option<PathBuf>,
    /// Every number of connections, and longer measurements
    #[arg(long)]
    full: bool,
    /// How much is seeded: `tiny`, `small` or `full`
    #[arg(long, default_value = "small")]
    scale: Scale,
    /// Another number of token families
    #[arg(long)]
    families: Option<u64>,
    /// Only these scenarios, separated by commas [default: all]
    #[arg(long, value_delimiter = ',')]
    only: Vec<Scenario>,
    /// Over how many connections refreshes are measured [default: 4,16,64; with --full 1,4,16,64,256]
    #[arg(long, value_delimiter = ',')]
    connections: Vec<usize>,
    /// How long each measurement of refreshes takes, in seconds [default: 6; with --full 20]
    #[arg(long)]
    seconds: Option<u64>,
    /// Without SQLite
    #[arg(long)]
    no_sqlite: bool,
    /// How much the server logs
    #[arg(long, default_value = "warn")]
    log_level: String,
}

pub(super) async fn run(arguments: Arguments) -> Result<ExitCode, Error> {
    let full = arguments.full;
    let or = |given: Vec<usize>, default: &[usize]| if given.is_empty() { default.to_vec() } else { given };
    let seconds = arguments.seconds.unwrap_or(if full { 20 } else { 6 });
    let options = Options {
        scale: arguments.families.map_or(arguments.scale, |families| arguments.scale.with_families(families)),
        connections: or(arguments.connections, if full { &[1, 4, 16, 64, 256] } else { &[4, 16, 64] }),
        length: Duration::from_secs(seconds),
        short: Duration::from_secs(seconds.div_ceil(2)),
        scenarios: if arguments.only.is_empty() { Scenario::value_variants().to_vec() } else { arguments.only },
        sqlite: !arguments.no_sqlite,
        log_level: arguments.log_level,
    };
    let results = run::run(&options, &arguments.places.places(), &mut |line| println!("{line}")).await?;
    if let Some(path) = arguments.results {
        let text = serde_json::to_string_pretty(&results)?;
        std::fs::write(&path, text).map_err(Error::io(path.display()))?;
    }
    for goal in goals(&results) {
        println!("{}", goal.line());
    }
    if let Some(path) = arguments.report {
        write(&results, &path)?;
        println!("the report is in {}", path.display());
    }
    let invalid = results.measurements.iter().filter(|measured| measured.problem.is_some()).count();
    if invalid > 0 {
        println!("{invalid} measurements are invalid");
        return Ok(ExitCode::FAILURE);
    }
    Ok(ExitCode::SUCCESS)
}
