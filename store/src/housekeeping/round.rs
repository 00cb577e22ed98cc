//! A round of the housekeeping, which one node at a time makes, while it has the [`Lease`].

use std::sync::Arc;

use domain::clock::{Clock, Timestamp};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};

use tokio::sync::OnceCell;

use super::retentions::Retentions;
use crate::{
    Error, Store, Transaction,
    entity::lease::{Column, Entity, HOUSEKEEPING},
    leases::{Lease, Work},
};

/// How many rows one step deletes.
pub(crate) const ROWS_AT_ONCE: u64 = 500;
const WORK: Work = Work { name: HOUSEKEEPING, seconds: 60 };

/// A round of the housekeeping, while this node has the lease.
#[derive(Debug)]
pub struct Housekeeping {
    pub(crate) store: Store,
    lease: Lease,
    /// The time of the round: what is over at this time is deleted.
    pub(crate) now: Timestamp,
    /// The time of the last round, of whichever node; `None` before the first one.
    pub(super) last: Option<Timestamp>,
    retentions: OnceCell<Retentions>,
}

impl Store {
    /// Begins a round of the housekeeping. Returns `None` while another node has the lease.
    pub async fn begin_housekeeping(&self, clock: Arc<dyn Clock>) -> Result<Option<Housekeeping>, Error> {
        let now = clock.now();
        let Some((lease, row)) = self.take_lease(WORK, clock).await? else { return Ok(None) };
        let last = row.last_round_at.map(Timestamp::from_millis);
        Ok(Some(Housekeeping { store: self.clone(), lease, now, last, retentions: OnceCell::new() }))
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
        self.lease.begin().await
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
        let transaction = self.begin().await?;
        let ended = Entity::update_many()
            .col_expr(Column::Until, Expr::val(0_i64))
            .col_expr(Column::LastRoundAt, Expr::val(self.now.as_millis()))
            .filter(Column::Name.eq(HOUSEKEEPING));
        ended.exec(transaction.connection()).await?;
        transaction.commit().await
    }

    /// Releases the lease of a round that deleted nothing.
    ///
    /// # Errors
    /// [`Error::Stale`] if another node has taken the lease.
    pub async fn abandon(self) -> Result<(), Error> {
        self.lease.release().await
    }
}
