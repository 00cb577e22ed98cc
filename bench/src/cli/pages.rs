//! `regrant-bench pages`

use std::{fs, path::PathBuf};

use bench::{
    clock::now,
    database::Database,
    error::Error,
    pages::{PageTimes, create_administrator, visit},
    process::Server,
    seed::{Plan, Scale, seed},
};

/// The most that a page may take, in milliseconds.
const MOST: u128 = 200;
/// The most that the search over everything may take, in milliseconds.
const MOST_OF_SEARCH: u128 = 100;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    places: super::places::Arguments,
    /// How much is seeded: `tiny`, `small` or `full`
    #[arg(long, default_value = "full")]
    scale: Scale,
    /// Another number of token families
    #[arg(long)]
    families: Option<u64>,
    /// A database that was seeded before, instead of a new one; its plan is needed, too
    #[arg(long, requires = "plan")]
    database_url: Option<String>,
    /// The plan that `seed` saved
    #[arg(long)]
    plan: Option<PathBuf>,
}

pub(super) async fn run(arguments: Arguments) -> Result<(), Error> {
    let places = arguments.places.places();
    let (plan, database) = if let (Some(url), Some(plan)) = (arguments.database_url, arguments.plan) {
        (Plan::read(&plan)?, Database::open(url).await?)
    } else {
        let scale = arguments.families.map_or(arguments.scale, |families| arguments.scale.with_families(families));
        let server = places.postgres.first().ok_or_else(|| Error::other("no PostgreSQL server was named"))?;
        let (plan, database) = (Plan::new(scale, now())?, Database::postgres(server, "regrant_bench").await?);
        seed(&database.store, &plan, &mut |line| println!("{line}")).await?;
        database.settle().await?;
        (plan, database)
    };
    let folder = places.folder.join("regrant");
    fs::create_dir_all(&folder).map_err(Error::io(folder.display()))?;
    let settings = [
        ("REGRANT_DATABASE_URL", database.url.clone()),
        ("REGRANT_MASTER_KEY", plan.master_key().to_owned()),
        ("REGRANT_DATA_DIR", folder.display().to_string()),
        ("REGRANT_LOG_LEVEL", "warn".to_owned()),
    ];
    let server = Server::regrant(&places.server, &folder, &settings).await?;
    println!("started in {:.2} s, {} MiB", server.started_in.as_secs_f64(), server.processes().memory() >> 20);
    let link = create_administrator(&places.server, &settings)?;
    let from = ["/console".to_owned(), format!("/console{}", plan.path(0))];
    let times = visit(server.address, &link, &from).await?;
    let most = |times: &PageTimes| if times.is_search() { MOST_OF_SEARCH } else { MOST };
    let slow = times.iter().filter(|times| times.longest().as_millis() > most(times)).count();
    for page in &times {
        println!("{:>6.0} ms median {:>6.0} ms longest {:>8} B  {}", millis(page.median()), millis(page.longest()), page.bytes, page.page);
    }
    println!(
        "{} pages, {slow} of them over {MOST} ms, or {MOST_OF_SEARCH} ms for a search; {} MiB afterwards",
        times.len(),
        server.processes().memory() >> 20
    );
    drop(server);
    database.close().await
}

fn millis(duration: std::time::Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}
