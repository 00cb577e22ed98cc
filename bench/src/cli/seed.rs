//! `regrant-bench seed`

use std::path::PathBuf;

use bench::{
    clock::now,
    database::Database,
    error::Error,
    seed::{Plan, Scale, seed},
};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The empty database: `sqlite://regrant.db?mode=rwc` or `postgres://user@host/name`
    #[arg(long)]
    database_url: String,
    /// How much: `tiny`, `small` or `full`
    #[arg(long, default_value = "small")]
    scale: Scale,
    /// Another number of token families
    #[arg(long)]
    families: Option<u64>,
    /// Where the plan is saved, by which the other commands know the database; it holds the master key
    #[arg(long, default_value = "bench-plan.json")]
    plan: PathBuf,
}

pub(super) async fn run(arguments: Arguments) -> Result<(), Error> {
    let scale = arguments.families.map_or(arguments.scale, |families| arguments.scale.with_families(families));
    let plan = Plan::new(scale, now())?;
    let database = Database::open(arguments.database_url).await?;
    // Before the rows: without it they are worth nothing.
    plan.save(&arguments.plan)?;
    seed(&database.store, &plan, &mut |line| println!("{line}")).await?;
    database.settle().await?;
    println!("{} bytes; the plan is in {}", database.size().await?, arguments.plan.display());
    database.close().await
}
