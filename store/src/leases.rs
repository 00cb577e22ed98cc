//! Leases: what one node at a time does.
//!
//! A lease is a row with a number that grows with each holder. Every step of the work writes this row in its own transaction, with the
//! number that the holder got: after another node has taken the lease, no step of the earlier one is committed.

use std::sync::Arc;

use domain::clock::{Clock, Timestamp};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, Set,
    sea_query::{Expr, ExprTrait as _, OnConflict},
};

use crate::{
    Error, Store, Transaction,
    entity::lease::{ActiveModel, Column, Entity, Model},
};

/// The name of the row that is locked by whoever counts or compares what is the whole installation's. Nobody has it as a lease.
const INSTALLATION: &str = "installation";

/// What a lease is for, and for how many seconds after a step it is held: much longer than a step takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Work {
    pub(crate) name: &'static str,
    pub(crate) seconds: i64,
}

/// Returns the condition that no node has something, by the time until which one has it after a step, so many seconds long. Also where that is longer
/// than anything is taken for: its holder's clock was wrong.
pub(crate) fn is_free(until: impl ColumnTrait, seconds: i64, now: Timestamp) -> Condition {
    Condition::any().add(until.lte(now.as_millis())).add(until.gt(now.plus_seconds(2 * seconds).as_millis()))
}

/// A lease that this node has.
#[derive(Clone)]
pub(crate) struct Lease {
    store: Store,
    clock: Arc<dyn Clock>,
    work: Work,
    fence: i64,
}

impl std::fmt::Debug for Lease {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Lease").field("work", &self.work).field("fence", &self.fence).finish_non_exhaustive()
    }
}

impl Store {
    /// Takes a lease, and returns it with its row. `None` while another node has it.
    pub(crate) async fn take_lease(&self, work: Work, clock: Arc<dyn Clock>) -> Result<Option<(Lease, Model)>, Error> {
        let now = clock.now();
        let transaction = self.begin().await?;
        let connection = transaction.connection();
        let first = ActiveModel { name: Set(work.name.to_owned()), fence: Set(0), until: Set(0), ..ActiveModel::default() };
        let keep = OnConflict::column(Column::Name).do_nothing().to_owned();
        Entity::insert(first).on_conflict(keep).exec_without_returning(connection).await?;
        let taken = Entity::update_many()
            .col_expr(Column::Fence, Expr::col(Column::Fence).add(1))
            .col_expr(Column::Until, Expr::val(now.plus_seconds(work.seconds).as_millis()))
            .filter(Column::Name.eq(work.name))
            .filter(is_free(Column::Until, work.seconds, now))
            .exec(connection)
            .await?;
        if taken.rows_affected == 0 {
            return Ok(None);
        }
        let Some(row) = Entity::find_by_id(work.name).one(connection).await? else { return Ok(None) };
        transaction.commit().await?;
        Ok(Some((Lease { store: self.clone(), clock, work, fence: row.fence }, row)))
    }

    /// Returns until when a lease is held, by whichever node; `None` where it was never taken.
    pub(crate) async fn lease_held_until(&self, work: Work) -> Result<Option<Timestamp>, Error> {
        let row = Entity::find_by_id(work.name).one(self.reader()).await?;
        Ok(row.map(|row| Timestamp::from_millis(row.until)))
    }
}

impl Transaction {
    /// Waits for other transactions that do this, and has later ones wait until the end of this one: what is the whole installation's, and in
    /// no tenant, can be counted and compared.
    pub async fn hold_installation(&self) -> Result<(), Error> {
        let connection = self.connection();
        let first = ActiveModel { name: Set(INSTALLATION.to_owned()), fence: Set(0), until: Set(0), ..ActiveModel::default() };
        let keep = OnConflict::column(Column::Name).do_nothing().to_owned();
        Entity::insert(first).on_conflict(keep).exec_without_returning(connection).await?;
        Entity::find_by_id(INSTALLATION).lock_exclusive().one(connection).await?;
        Ok(())
    }
}

impl Lease {
    /// The time.
    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Begins a step.
    ///
    /// # Errors
    /// [`Error::Stale`] if another node has taken the lease.
    pub(crate) async fn begin(&self) -> Result<Transaction, Error> {
        let transaction = self.store.begin().await?;
        let until = Expr::val(self.now().plus_seconds(self.work.seconds).as_millis());
        let held = Entity::update_many()
            .col_expr(Column::Until, until)
            .filter(Column::Name.eq(self.work.name))
            .filter(Column::Fence.eq(self.fence));
        if held.exec(transaction.connection()).await?.rows_affected == 1 { Ok(transaction) } else { Err(Error::Stale) }
    }

    /// Releases the lease: another node can take it at once.
    ///
    /// # Errors
    /// [`Error::Stale`] if another node has taken it.
    pub(crate) async fn release(&self) -> Result<(), Error> {
        let transaction = self.begin().await?;
        let released = Entity::update_many().col_expr(Column::Until, Expr::val(0_i64)).filter(Column::Name.eq(self.work.name));
        released.exec(transaction.connection()).await?;
        transaction.commit().await
    }
}
