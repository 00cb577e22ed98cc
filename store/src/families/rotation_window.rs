//! When a retry window begins: at the earliest moment at which the response to a rotation can have left.
//!
//! A rotation records its time before it is committed. Where the commit stalls (a slow disk, a standby that must acknowledge), the client
//! may give up and ask again long after that time, though no response was ever sent; so the time is moved before the response leaves.
//! Where the outcome of the commit is not known there is no response, and the time is moved as soon as the database answers again. Between
//! commit and move a reader sees the earlier time: before it takes a late request for theft, it reads again a moment later.

use std::time::{Duration, Instant};

use domain::{
    clock::Timestamp,
    id::{FamilyId, WorkspaceId},
    policy::RetryWindow,
};
use engine::{
    family::{Authorization, Family, Presentation},
    storage::UsualRefresh,
};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QuerySelect, Set,
    sea_query::{LockBehavior, LockType},
};
use tokio::{sync::Semaphore, time::sleep};

use crate::{
    Error, Store, Transaction,
    entity::token_family::{ActiveModel, Column, Entity},
};

/// How often a window is moved before a response, where each move is slow again.
const MOST_MOVES: usize = 3;
/// How often, and after which pause, a window whose rotation may have been committed is tried to be moved.
const MOST_TRIES: usize = 3_000;
const NEXT_TRY: Duration = Duration::from_millis(200);
/// How many windows are moved at once in the background: a stall delays many rotations, and they must not take the connections from
/// requests.
static MOVING: Semaphore = Semaphore::const_new(2);

/// The time of a request, running on while the database works.
#[derive(Debug, Clone, Copy)]
pub(super) struct RunningTime {
    start: Timestamp,
    since: Instant,
}

impl RunningTime {
    /// The time of a request that came at `start`, which was `since`.
    pub(super) const fn new(start: Timestamp, since: Instant) -> Self {
        Self { start, since }
    }

    /// Returns the time now.
    pub(super) fn now(self) -> Timestamp {
        let elapsed = i64::try_from(self.since.elapsed().as_millis()).unwrap_or(i64::MAX);
        Timestamp::from_millis(self.start.as_millis().saturating_add(elapsed))
    }
}

/// The window that begins with a rotation.
#[derive(Debug, Clone)]
pub(super) struct Window {
    workspace: WorkspaceId,
    family: FamilyId,
    generation: i64,
    begins: Timestamp,
    length: RetryWindow,
}

impl Window {
    /// Returns the window of the family's current generation.
    pub(super) const fn of(family: &Family, length: RetryWindow) -> Self {
        let Family { authorization: Authorization { workspace_id, id, .. }, position } = family;
        Self { workspace: *workspace_id, family: *id, generation: position.generation, begins: position.rotated_at, length }
    }

    /// Returns the window that begins with a usual refresh, if it is a rotation.
    pub(super) const fn of_rotation(refresh: &UsualRefresh) -> Self {
        let UsualRefresh { workspace: (workspace, _), family_id, presentation, .. } = refresh;
        let Presentation { generation, now, retry, .. } = *presentation;
        Self { workspace: *workspace, family: *family_id, generation: generation + 1, begins: now, length: retry.window }
    }

    /// Begins the window now that the rotation is committed. Where that fails there is no response, and it begins later, in the background.
    pub(super) async fn begin(mut self, store: &Store, time: RunningTime) -> Result<Timestamp, Error> {
        let begun = self.begin_now(store, time).await;
        if begun.is_err() {
            self.begin_later(store.clone(), time);
        }
        begun
    }

    /// Moves the beginning to now, unless less than a tenth of the window has passed since. Returns when it begins.
    async fn begin_now(&mut self, store: &Store, time: RunningTime) -> Result<Timestamp, Error> {
        for _ in 0..MOST_MOVES {
            if !self.is_late(time.now()) {
                break;
            }
            self.move_to(store, time.now()).await?;
        }
        Ok(self.begins)
    }

    /// Moves the beginning once it is known that the rotation was committed, in the background.
    pub(super) fn begin_later(mut self, store: Store, time: RunningTime) {
        tokio::spawn(async move {
            for _ in 0..MOST_TRIES {
                let Ok(permit) = MOVING.acquire().await else { return };
                if matches!(self.move_if_settled(&store, time.now()).await, Ok(true)) {
                    return;
                }
                drop(permit);
                sleep(NEXT_TRY).await;
            }
            tracing::warn!(family = %self.family, "it is not known whether a rotation was committed; its retry window is not moved");
        });
    }

    /// Returns whether more than a tenth of the window has passed.
    pub(super) fn is_late(&self, now: Timestamp) -> bool {
        self.length.as_seconds() > 0 && now.millis_apart(self.begins) > self.length.as_seconds().unsigned_abs() * 100
    }

    /// Moves the beginning where it is not known whether the rotation was committed. Returns `false` where that is still in progress: its
    /// row is locked then, and an update that did not lock it first would see the earlier row and change nothing.
    async fn move_if_settled(&mut self, store: &Store, begins: Timestamp) -> Result<bool, Error> {
        let row = || Entity::find().filter(Column::Id.eq(self.family.as_uuid()));
        let transaction = store.begin().await?;
        let settled = row().lock_with_behavior(LockType::Update, LockBehavior::SkipLocked).one(transaction.connection()).await?;
        if settled.is_none() {
            return Ok(row().one(store.reader()).await?.is_none());
        }
        self.write(&transaction, begins).await?;
        transaction.commit().await?;
        self.begins = begins;
        Ok(true)
    }

    async fn move_to(&mut self, store: &Store, begins: Timestamp) -> Result<(), Error> {
        let transaction = store.begin().await?;
        self.write(&transaction, begins).await?;
        transaction.commit().await?;
        self.begins = begins;
        Ok(())
    }

    /// Writes the beginning, unless the rotation was not committed or the family has moved since.
    async fn write(&self, transaction: &Transaction, begins: Timestamp) -> Result<(), Error> {
        Entity::update_many()
            .set(ActiveModel { rotated_at: Set(begins.as_millis()), ..Default::default() })
            .filter(Column::WorkspaceId.eq(self.workspace.as_uuid()))
            .filter(Column::Id.eq(self.family.as_uuid()))
            .filter(Column::Generation.eq(self.generation))
            .filter(Column::RotatedAt.eq(self.begins.as_millis()))
            .exec(transaction.connection())
            .await?;
        Ok(())
    }
}
