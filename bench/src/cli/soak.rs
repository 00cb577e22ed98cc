//! `regrant-bench soak`

use std::{fs, rc::Rc};

use bench::{
    clock::now,
    database::Database,
    error::Error,
    measure::Subject,
    process::Server,
    scenario::Site,
    seed::{Plan, Scale, seed},
    soak::{SLICE, soak},
};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    places: super::places::Arguments,
    /// For how long
    #[arg(long, default_value_t = 60)]
    minutes: u64,
    /// How much is seeded: `tiny`, `small` or `full`
    #[arg(long, default_value = "small")]
    scale: Scale,
    /// On SQLite
    #[arg(long)]
    sqlite: bool,
}

pub(super) async fn run(arguments: Arguments) -> Result<(), Error> {
    let places = arguments.places.places();
    let folder = places.folder.join("soak");
    // What an earlier run left there.
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).map_err(Error::io(folder.display()))?;
    let database = if arguments.sqlite {
        Database::sqlite(&folder).await?
    } else {
        let server = places.postgres.first().ok_or_else(|| Error::other("no PostgreSQL server was named"))?;
        Database::postgres(server, "regrant_bench").await?
    };
    let plan = Rc::new(Plan::new(arguments.scale, now())?);
    seed(&database.store, &plan, &mut |line| println!("{line}")).await?;
    database.settle().await?;
    let settings = [
        ("REGRANT_DATABASE_URL", database.url.clone()),
        ("REGRANT_MASTER_KEY", plan.master_key().to_owned()),
        ("REGRANT_DATA_DIR", folder.display().to_string()),
        ("REGRANT_LOG_LEVEL", "warn".to_owned()),
    ];
    let server = Server::regrant(&places.server, &folder, &settings).await?;
    println!("idle: {} MiB", server.processes().memory() >> 20);
    let site = Site { address: server.address, plan };
    let subject = Subject { name: "Regrant", address: server.address, processes: server.processes(), database: &database };
    let slices = arguments.minutes.saturating_mul(60).div_ceil(SLICE.as_secs()).max(1);
    let all = soak(&site, subject, slices, &mut |slice| {
        println!(
            "{:>5} s: {:.0}/s, p50 {:.1} p99 {:.1} ms, {:.1} MiB, database {} MiB",
            slice.seconds,
            slice.rate,
            slice.p50,
            slice.p99,
            mebibytes(slice.memory),
            slice.size >> 20
        );
    })
    .await?;
    if let (Some(first), Some(last)) = (all.first(), all.last()) {
        println!("memory: {:.1} MiB after the first minute, {:.1} MiB at the end", mebibytes(first.memory), mebibytes(last.memory));
    }
    let path = folder.join("soak.json");
    fs::write(&path, serde_json::to_string_pretty(&all)?).map_err(Error::io(path.display()))?;
    drop(server);
    database.close().await
}

#[expect(clippy::cast_precision_loss, reason = "a process has far fewer bytes than an f64 counts exactly")]
fn mebibytes(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}
