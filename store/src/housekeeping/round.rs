//! A round of the housekeeping, which one node at a time makes.
//!
//! The node has a lease, a row with a number that grows with each holder. Every step of the round writes this row in its own transaction,
//! with the number it got: after another node has taken the lease, no step of the earlier one is committed.

use std::sync::Arc;

use domain::clock::{Clock, Timestamp};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait},
};

use tokio::sync::OnceCell;

use super::retentions::Retentions;
use crate::{
    Error, Store, Transaction,
    entity::lease::{Column, Entity, HOUSEKEEPING},
};

/// How many rows one step deletes.
pub(crate) const ROWS_AT_ONCE: u64 = 500;
/// How long a lease lasts after a step: much longer than a step takes.
const LEASE: i64 = 60;

/// A round of the housekeeping, while this node has the lease.
pub struct Housekeeping {
    pub(crate) store: Store,
    clock: Arc<dyn Clock>,
    fence: i64,
    /// The time of the round: what is over at this time is deleted.
    pub(crate) now: Timestamp,
    /// The time of the last round, of whichever node; `None` before the first one.
    pub(super) last: Option<Timestamp>,
    retentions: OnceCell<Retentions>,
}

impl std::fmt::Debug for Housekeeping {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Housekeeping").field("fence", &self.fence).field("now", &self.now).finish_non_exhaustive()
    }
}

impl Store {
    /// Begins a round of the housekeeping. Returns `None` while another node has the lease.
    pub async fn begin_housekeeping(&self, clock: Arc<dyn Clock>) -> Result<Option<Housekeeping>, Error> {
        let now = clock.now();
        let transaction = self.begin().await?;
        let connection = transaction.connection();
        let taken = Entity::update_many()
            .col_expr(Column::Fence, Expr::col(Column::Fence).add(1))
            .col_expr(Column::Until, Expr::val(now.plus_seconds(LEASE).as_millis()))
            .filter(Column::Name.eq(HOUSEKEEPING))
            // Also one that lasts for longer than any is taken for: its holder's clock was wrong.
            .filter(Column::Until.lte(now.as_millis()).or(Column::Until.gt(now.plus_seconds(2 * LEASE).as_millis())))
            .exec(connection)
            .await?;
        if taken.rows_affected == 0 {
            return Ok(None);
        }
        let Some(lease) = Entity::find_by_id(HOUSEKEEPING).one(connection).await? else { return Ok(None) };
        transaction.commit().await?;
        let last = lease.last_round_at.map(Timestamp::from_millis);
        Ok(Some(Housekeeping { store: self.clone(), clock, fence: lease.fence, now, last, retentions: OnceCell::new() }))
    }

    /// Confirms the time: the next round of the housekeeping deletes whatever is over at this time, however much that is.
    pub async fn confirm_housekeeping(&self, now: Timestamp) -> Result<(), Error> {
        let transaction = self.begin().await?;
        let last = Expr::val(now.as_millis());
        let row = Entity::update_many().col_expr(Column::LastRoundAt, last).filter(Column::Name.eq(HOUSEKEEPING));
        row.exec(transaction.connection()).await?;
        transaction.commit().await
    }
}

impl Housekeeping {
    /// Begins a step.
    ///
    /// # Errors
    /// [`Error::Stale`] if another node has taken the lease.
    pub(crate) async fn begin(&self) -> Result<Transaction, Error> {
        let transaction = self.store.begin().await?;
        let until = Expr::val(self.clock.now().plus_seconds(LEASE).as_millis());
        let held =
            Entity::update_many().col_expr(Column::Until, until).filter(Column::Name.eq(HOUSEKEEPING)).filter(Column::Fence.eq(self.fence));
        if held.exec(transaction.connection()).await?.rows_affected == 1 { Ok(transaction) } else { Err(Error::Stale) }
    }

    /// Returns the retentions of all workspaces, as they were when the round first asked.
    pub(super) async fn retentions(&self) -> Result<&Retentions, Error> {
        self.retentions.get_or_try_init(|| Retentions::load(&self.store)).await
    }

    /// Ends the round, so that the next one begins from its time, and releases the lease.
    ///
    /// # Errors
    /// [`Error::Stale`] if another node has taken the lease.
    pub async fn finish(self) -> Result<(), Error> {
        self.release(Some(self.now)).await
    }

    /// Releases the lease of a round that deleted nothing.
    ///
    /// # Errors
    /// [`Error::Stale`] if another node has taken the lease.
    pub async fn abandon(self) -> Result<(), Error> {
        self.release(self.last).await
    }

    async fn release(&self, last: Option<Timestamp>) -> Result<(), Error> {
        let transaction = self.begin().await?;
        let released = Entity::update_many()
            .col_expr(Column::Until, Expr::val(0_i64))
            .col_expr(Column::LastRoundAt, Expr::val(last.map(Timestamp::as_millis)))
            .filter(Column::Name.eq(HOUSEKEEPING));
        released.exec(transaction.connection()).await?;
        transaction.commit().await
    }
}
