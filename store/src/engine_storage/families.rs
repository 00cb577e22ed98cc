//! Token families: every move of one is a compare-and-swap on its row.

use std::time::Instant;

use domain::{
    clock::Timestamp,
    id::{FamilyId, UserId, WorkspaceId},
};
use engine::{
    family::{Family, Transition},
    storage::{Advance, Basis, FamilyRevocation, revoked_event},
};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select, Set};
use tokio::time::sleep;

use super::{
    doubt::Doubt,
    rotation_window::{RunningTime, Window},
};
use crate::{
    Error, Store, Transaction, basis,
    entity::token_family::{ActiveModel, Column, Entity, live, reason_number, row},
};

pub(super) async fn find(connection: &impl ConnectionTrait, workspace: WorkspaceId, family: FamilyId) -> Result<Option<Family>, Error> {
    read(Entity::find(), connection, workspace, family).await
}

/// Reads the row and keeps everybody else from changing it. On SQLite the transaction itself does: there is one writer.
async fn find_locked(transaction: &Transaction, workspace: WorkspaceId, family: FamilyId) -> Result<Option<Family>, Error> {
    read(Entity::find().lock_exclusive(), transaction.connection(), workspace, family).await
}

async fn read(
    select: Select<Entity>,
    connection: &impl ConnectionTrait,
    workspace: WorkspaceId,
    family: FamilyId,
) -> Result<Option<Family>, Error> {
    select.filter(is(workspace, family)).one(connection).await?.map(Family::try_from).transpose()
}

fn is(workspace: WorkspaceId, family: FamilyId) -> Condition {
    Condition::all().add(Column::WorkspaceId.eq(workspace.as_uuid())).add(Column::Id.eq(family.as_uuid()))
}

pub(super) async fn list_live(store: &Store, workspace: WorkspaceId, user: UserId, now: Timestamp) -> Result<Vec<Family>, Error> {
    let query = Entity::find()
        .filter(Column::WorkspaceId.eq(workspace.as_uuid()))
        .filter(Column::UserId.eq(user.as_uuid()))
        .filter(live(now))
        .order_by_desc(Column::Id);
    query.all(store.reader()).await?.into_iter().map(Family::try_from).collect()
}

/// Makes the move that a presentation asks for. A rotation that was committed late has some time to move its own time before what it
/// replaced is taken for stolen.
pub(super) async fn advance(store: &Store, doubt: &Doubt, advance: Advance) -> Result<(Transition, Option<Family>), Error> {
    let (workspace, id) = (advance.workspace_id, advance.family_id);
    let time = RunningTime::from(advance.presentation.now);
    let present = |family: &Family| family.present(advance.presentation.under_way_until(time.now(), family));
    // Read without a transaction first: a dead token that is sent again and again must not take the writer.
    let Some(mut seen) = find(store.reader(), workspace, id).await? else {
        return Ok((Transition::Gone, None));
    };
    let (mut transition, mut next) = present(&seen);
    let mut looks = 0;
    while seen.is_in_doubt(transition, advance.presentation)
        && let Some(pause) = doubt.pause(looks)
    {
        sleep(pause).await;
        looks += 1;
        let Some(again) = find(store.reader(), workspace, id).await? else {
            return Ok((Transition::Gone, None));
        };
        (transition, next) = present(&again);
        seen = again;
    }
    if transition == Transition::Gone {
        return Ok((transition, Some(next)));
    }
    let began = Instant::now();
    let moved = make(store, time, advance, Move { transition, before: seen, next }).await;
    doubt.note(began.elapsed());
    moved
}

/// Makes the move that was decided on, or the one that is due where somebody else was quicker.
async fn make(
    store: &Store,
    time: RunningTime,
    advance: Advance,
    Move { transition, before: seen, next }: Move,
) -> Result<(Transition, Option<Family>), Error> {
    let (workspace, id) = (advance.workspace_id, advance.family_id);
    let present = |family: &Family| family.present(advance.presentation.under_way_until(time.now(), family));
    let transaction = store.begin().await?;
    if swap(&transaction, &advance.basis, &seen, &next).await? {
        return settle(store, time, transaction, advance, Move { transition, before: seen, next }).await;
    }
    if !basis::hold(&transaction, &advance.basis).await? {
        return Ok((Transition::BasisChanged, Some(seen)));
    }
    // Somebody else was quicker. Under the lock nobody can be quicker again.
    let Some(before) = find_locked(&transaction, workspace, id).await? else {
        return Ok((Transition::Gone, None));
    };
    let (transition, next) = present(&before.clone().rotated_after(&seen, advance.presentation.now));
    if transition == Transition::Gone {
        return Ok((transition, Some(before)));
    }
    if swap(&transaction, &advance.basis, &before, &next).await? {
        settle(store, time, transaction, advance, Move { transition, before, next }).await
    } else {
        Err(DbErr::RecordNotUpdated.into())
    }
}

/// Writes the row as it is after a move, if it is still as it was before and the basis of the move holds. What the family ends by is in
/// the condition too, so that no move crosses a revocation, or a lifetime that is lowered.
async fn swap(transaction: &Transaction, basis: &Basis, before: &Family, after: &Family) -> Result<bool, Error> {
    let next = row(after);
    let changes = ActiveModel {
        generation: next.generation,
        confirmed: next.confirmed,
        rotated_at: next.rotated_at,
        last_used_at: next.last_used_at,
        revoked_at: next.revoked_at,
        revocation_reason: next.revocation_reason,
        ..Default::default()
    };
    let update = Entity::update_many()
        .set(changes)
        .filter(is(before.workspace_id, before.id))
        .filter(Column::Generation.eq(before.generation))
        .filter(Column::Confirmed.eq(before.confirmed))
        .filter(Column::RotatedAt.eq(before.rotated_at.as_millis()))
        .filter(Column::RevokedAt.is_null())
        .filter(Column::ExpiresAt.eq(before.expires_at.as_millis()))
        .filter(idles_as(before))
        .into_query();
    let swapped = transaction.connection().execute(&basis::where_held(update, basis)).await?;
    Ok(swapped.rows_affected() == 1)
}

/// Does the family end without use as it did before?
fn idles_as(before: &Family) -> Condition {
    let idle = before.idle_ttl.as_seconds();
    Condition::all().add(if idle > 0 { Column::IdleTtl.eq(idle) } else { Column::IdleTtl.is_null() })
}

/// A move on its way into the database.
struct Move {
    transition: Transition,
    before: Family,
    next: Family,
}

/// Writes what belongs to a move and commits both, before anybody learns of it. A window that begins with the move begins when the
/// answer can leave, and not before.
async fn settle(
    store: &Store,
    time: RunningTime,
    transaction: Transaction,
    advance: Advance,
    Move { transition, before, next }: Move,
) -> Result<(Transition, Option<Family>), Error> {
    if let Some(event) = advance.event(transition, &next) {
        transaction.append_token_event(event).await?;
    }
    if transition == Transition::Reused {
        transaction.append_audit(advance.reuse_audit).await?;
    }
    if next.rotated_at == before.rotated_at {
        transaction.commit().await?;
        return Ok((transition, Some(next)));
    }
    let mut window = Window::of(&next, advance.presentation.retry.window);
    let begun = match transaction.commit().await {
        Ok(()) => window.begin_now(store, time).await,
        Err(error) => Err(error),
    };
    match begun {
        Ok(begins) => Ok((transition, Some(Family { rotated_at: begins, ..next }))),
        // The rotation may have been committed, and nobody gets an answer.
        Err(error) => {
            window.begin_later(store.clone(), time);
            Err(error)
        }
    }
}

pub(super) async fn confirm(store: &Store, workspace: WorkspaceId, family: FamilyId, generation: i64) -> Result<(), Error> {
    // Most tokens that are used have been used before: then the writer is left alone.
    let open = find(store.reader(), workspace, family).await?.is_some_and(|family| family.generation == generation && !family.confirmed);
    if !open {
        return Ok(());
    }
    let transaction = store.begin().await?;
    Entity::update_many()
        .set(ActiveModel { confirmed: Set(true), ..Default::default() })
        .filter(is(workspace, family))
        .filter(Column::Generation.eq(generation))
        .filter(Column::Confirmed.eq(false))
        .exec(transaction.connection())
        .await?;
    transaction.commit().await
}

pub(super) async fn revoke(store: &Store, revocation: FamilyRevocation) -> Result<bool, Error> {
    let (workspace, id) = (revocation.workspace_id, revocation.family_id);
    let Some(family) = find(store.reader(), workspace, id).await? else {
        return Ok(false);
    };
    if family.revoked.is_some() {
        return Ok(false);
    }
    let transaction = store.begin().await?;
    let revoked = Entity::update_many()
        .set(ActiveModel {
            revoked_at: Set(Some(revocation.revocation.at.as_millis())),
            revocation_reason: Set(Some(reason_number(revocation.revocation.reason))),
            ..Default::default()
        })
        .filter(is(workspace, id))
        .filter(Column::RevokedAt.is_null())
        .exec(transaction.connection())
        .await?;
    if revoked.rows_affected == 0 {
        return Ok(false);
    }
    transaction.append_token_event(revoked_event(revocation.event_id, &family, revocation.revocation)).await?;
    if let Some(audit) = revocation.audit {
        transaction.append_audit(audit).await?;
    }
    transaction.commit().await?;
    Ok(true)
}
