//! Fills a database directly, at any scale.
//!
//! Nothing about a seeded installation has to be remembered but its [`Plan`]: every identifier follows from a number, and every refresh
//! token from its family and generation.

mod plan;
mod pool;
mod rows;
mod scale;

use std::time::Instant;

use migrations::{Migrator, MigratorTrait as _};
use store::{Store, bulk::Rows};

pub(crate) use self::plan::SpecialClient;
pub use self::{plan::Plan, pool::Pool, scale::Scale};
use crate::error::Error;

/// How many rows are made and written at a time.
const BATCH: u64 = 20_000;

/// Migrates an empty database and writes everything that the plan says into it. `progress` is told what was written.
pub async fn seed(store: &Store, plan: &Plan, progress: &mut dyn FnMut(String)) -> Result<(), Error> {
    Migrator::up(store.connection_for_migrations(), None).await?;
    store.make_event_partitions(plan.seeded_at).await?;
    let scale = plan.scale;
    store.load(Rows::Tenants(collect(scale.tenants, |index| plan.tenant(index))?)).await?;
    let mut step = Step { store, progress };
    step.write("workspaces", scale.workspaces, |index| plan.workspace(index), Rows::Workspaces).await?;
    let per_workspace = u64::try_from(domain::service::defaults().len()).unwrap_or_default();
    step.write("services", scale.workspaces * per_workspace, |index| plan.service(index), Rows::Services).await?;
    let keys = plan.signing_keys()?;
    step.write("signing keys", scale.workspaces * plan::KEYS, |index| plan.signing_key(&keys, index), Rows::SigningKeys).await?;
    step.write("clients", scale.clients, |index| plan.client(index), Rows::Clients).await?;
    step.store.load(Rows::Clients(plan.special_clients()?)).await?;
    step.write("users", scale.users, |index| plan.user(index), Rows::Users).await?;
    for pool in Pool::ALL {
        let name = format!("families ({})", pool.name());
        step.write(&name, plan.families(pool), |index| plan.family(pool, index), Rows::Families).await?;
    }
    step.write("authorization codes", scale.special, |index| plan.code(index), Rows::Codes).await
}

struct Step<'a> {
    store: &'a Store,
    progress: &'a mut dyn FnMut(String),
}

impl Step<'_> {
    async fn write<T>(
        &mut self,
        name: &str,
        count: u64,
        make: impl Fn(u64) -> Result<T, Error>,
        rows: impl Fn(Vec<T>) -> Rows,
    ) -> Result<(), Error> {
        let began = Instant::now();
        let mut written = 0;
        while written < count {
            let next = count.min(written + BATCH);
            let batch = (written..next).map(&make).collect::<Result<Vec<T>, Error>>()?;
            self.store.load(rows(batch)).await?;
            written = next;
        }
        (self.progress)(format!("{count} {name} in {:.1} s", began.elapsed().as_secs_f64()));
        Ok(())
    }
}

fn collect<T>(count: u64, make: impl Fn(u64) -> Result<T, Error>) -> Result<Vec<T>, Error> {
    (0..count).map(make).collect()
}
