//! A whole run: databases are seeded, servers are started and asked, and the database alone for comparison.

mod oidc_provider;
mod options;
mod regrant;

use std::{cell::RefCell, fs, rc::Rc, time::Duration};

pub use self::options::{Options, Places, Scenario};
use crate::{
    bare::Bare,
    clock::now,
    database::Database,
    error::Error,
    load::{Echo, closed, share},
    process::cpu_of_this_thread,
    report::{Generator, Machine, Results},
    scenario::{Families, Refresh, Site},
    seed::{Plan, Pool, seed},
};

/// How long the generator is measured by itself.
const ALONE: Duration = Duration::from_secs(2);
/// Over how many connections.
const ALONE_CONNECTIONS: usize = 16;

/// Runs what the options say, and says on the way what was measured.
pub async fn run(options: &Options, places: &Places, say: &mut dyn FnMut(String)) -> Result<Results, Error> {
    fs::create_dir_all(&places.folder).map_err(Error::io(places.folder.display()))?;
    let plan = Rc::new(Plan::new(options.scale, now())?);
    let mut results = Results {
        day: plan.seeded_at.to_string().chars().take(10).collect(),
        machine: Machine::read(),
        log_level: options.log_level.clone(),
        scale: options.scale,
        generator: alone(&plan).await?,
        ..Results::default()
    };
    say(format!("load generator alone: {:.0}/s, {:.0} µs CPU a request", results.generator.rate, results.generator.cpu));
    for server in &places.postgres {
        let database = Database::postgres(server, "regrant_bench").await?;
        on_database(options, places, &plan, &database, &mut results, say).await?;
        database.close().await?;
        if let Some(program) = places.oidc_provider.as_ref().filter(|_| options.scenarios.contains(&Scenario::OidcProvider)) {
            oidc_provider::measure_all(options, places, program, server, &mut results, say).await?;
        }
    }
    if options.sqlite {
        let folder = places.folder.join("sqlite");
        // What an earlier run left there.
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).map_err(Error::io(folder.display()))?;
        let database = Database::sqlite(&folder).await?;
        on_database(options, places, &plan, &database, &mut results, say).await?;
        database.close().await?;
    }
    Ok(results)
}

async fn on_database(
    options: &Options,
    places: &Places,
    plan: &Rc<Plan>,
    database: &Database,
    results: &mut Results,
    say: &mut dyn FnMut(String),
) -> Result<(), Error> {
    let version = database.version().await?;
    seed(&database.store, plan, &mut |line| say(format!("{version}: {line}"))).await?;
    database.settle().await?;
    results.sizes.push((version, database.size().await?));
    regrant::measure_all(options, places, plan, database, results, say).await?;
    if database.is_postgres() && options.scenarios.contains(&Scenario::Bare) {
        let bare = Bare::prepare(database, plan, &places.postgres_programs, &places.folder).await?;
        for connections in &options.connections {
            let measured = bare.measure(*connections, options.length)?;
            say(format!("{connections} connections, the bare statement: {:.0}/s, {:.2} ms", measured.rate, measured.latency));
            results.bare.push((database.version().await?, measured));
        }
    }
    Ok(())
}

/// Measures the load generator on a server that does nothing, with the requests and answers of a refresh.
async fn alone(plan: &Rc<Plan>) -> Result<Generator, Error> {
    let body = format!(
        r#"{{"access_token":"{0}","id_token":"{0}","refresh_token":"{1}"}}"#,
        "a".repeat(600),
        plan.refresh_token(Pool::Usual, 0, 1)
    );
    let echo = Echo::start(&body)?;
    let site = Site { address: echo.address, plan: Rc::clone(plan) };
    let families = Rc::new(RefCell::new(Families::new(plan, Pool::Usual)));
    let work = share(Refresh::new(site, families));
    let before = cpu_of_this_thread();
    let tally = closed(echo.address, &work, ALONE_CONNECTIONS, ALONE).await?;
    #[expect(clippy::cast_precision_loss, reason = "there are far fewer answers than an f64 counts exactly")]
    let answers = (tally.answers() as f64).max(1.0);
    Ok(Generator { rate: tally.rate(), cpu: (cpu_of_this_thread() - before) * 1e6 / answers })
}
