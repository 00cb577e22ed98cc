//! Moves of a family: each is a compare-and-swap of its whole position.

use std::time::Instant;

use engine::{
    family::{Family, Position, Transition},
    storage::{Basis, PresentRefreshToken, RefreshOutcome},
};
use sea_orm::{ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryTrait};
use tokio::time::sleep;

use super::{
    find::{find, find_locked, is},
    recheck::Recheck,
    rotation_window::{RunningTime, Window},
};
use crate::{
    Error, Store, Transaction, basis,
    entity::token_family::{Entity, position_row, stands_at},
    read_back::commit,
};

/// A presentation and the time of its request.
struct Request {
    present: PresentRefreshToken,
    time: RunningTime,
}

/// A move on its way into the database.
struct Move {
    transition: Transition,
    before: Family,
    position: Position,
}

impl Request {
    /// Returns the move that is due for a family at this position.
    fn due_at(&self, position: &Position) -> Option<(Transition, Position)> {
        position.present(self.present.presentation.in_progress_until(self.time.now(), position))
    }
}

/// Makes the move of a presentation. A rotation that was committed late has some time to move its own time before the token it replaced
/// is taken for a stolen one.
pub(super) async fn present(store: &Store, recheck: &Recheck, present: PresentRefreshToken) -> Result<RefreshOutcome, Error> {
    let request = Request { time: RunningTime::new(present.presentation.now, present.since), present };
    let (workspace, id, presentation) = (request.present.workspace_id, request.present.family_id, request.present.presentation);
    let mut rechecks = 0;
    let due = loop {
        // Read without a transaction first: a dead token that is sent again and again must not take the writer.
        let Some(seen) = find(store.reader(), workspace, id).await? else { return Ok(RefreshOutcome::Unknown) };
        let Some((transition, position)) = request.due_at(&seen.position) else {
            return Ok(RefreshOutcome::without_move(seen, presentation));
        };
        if seen.position.is_in_doubt(transition, presentation)
            && let Some(pause) = recheck.pause(rechecks)
        {
            sleep(pause).await;
            rechecks += 1;
        } else {
            break Move { transition, before: seen, position };
        }
    };
    let started = Instant::now();
    let outcome = make(store, request, due).await;
    recheck.note(started.elapsed());
    outcome
}

/// Makes the move that is due, or the one that is due where another request was faster.
async fn make(store: &Store, request: Request, due: Move) -> Result<RefreshOutcome, Error> {
    let basis = request.present.basis;
    let transaction = store.begin().await?;
    if swap(&transaction, &basis, &due).await? {
        return settle(store, transaction, request, due).await;
    }
    if !basis::lock(&transaction, &basis).await? {
        return Ok(RefreshOutcome::BasisChanged);
    }
    // Another request was faster. Under the lock none can be faster again.
    let Some(before) = find_locked(&transaction, request.present.workspace_id, request.present.family_id).await? else {
        return Ok(RefreshOutcome::Unknown);
    };
    let rotated_after = before.position.rotated_after(&due.before.position, request.present.presentation.now);
    let Some((transition, position)) = request.due_at(&rotated_after) else {
        return Ok(RefreshOutcome::without_move(before, request.present.presentation));
    };
    let due = Move { transition, before, position };
    if swap(&transaction, &basis, &due).await? {
        settle(store, transaction, request, due).await
    } else {
        Err(DbErr::RecordNotUpdated.into())
    }
}

/// Writes the position after a move, if the family still stands where it stood before and the basis of the move holds. So no move crosses
/// another one, a revocation, or a lifetime that is lowered.
async fn swap(transaction: &Transaction, basis: &Basis, due: &Move) -> Result<bool, Error> {
    let update = Entity::update_many()
        .set(position_row(&due.position))
        .filter(is(due.before.authorization.workspace_id, due.before.authorization.id))
        .filter(stands_at(&due.before.position))
        .into_query();
    let swapped = transaction.connection().execute(&basis::update_where_holds(update, basis)).await?;
    Ok(swapped.rows_affected() == 1)
}

/// Writes what belongs to a move and commits both before the client gets a response. A window that begins with the move begins when the
/// response can leave, and not before.
async fn settle(store: &Store, transaction: Transaction, request: Request, due: Move) -> Result<RefreshOutcome, Error> {
    let Request { present, time } = request;
    let Move { transition, before, position } = due;
    let (retry_window, rotates) = (present.presentation.retry.window, position.rotated_at != before.position.rotated_at);
    let (row, event_id) = (Entity::find().filter(is(present.workspace_id, present.family_id)), present.event_id);
    let mut family = Family { position, ..before };
    let event = present.event(transition, &family);
    if transition == Transition::Reused {
        transaction.append_reuse(&event, present.reuse_audit.context.address).await?;
        transaction.append_audit(present.reuse_audit).await?;
    }
    transaction.append_token_event(event).await?;
    let committed = commit(store, transaction, row, event_id).await;
    if !rotates {
        committed?;
        return Ok(RefreshOutcome::Moved(transition, family));
    }
    let window = Window::of(&family, retry_window);
    if let Err(error) = committed {
        // The rotation may have been committed, and the client gets no response.
        if !error.is_aborted() {
            window.begin_later(store.clone(), time);
        }
        return Err(error);
    }
    family.position.rotated_at = window.begin(store, time).await?;
    Ok(RefreshOutcome::Moved(transition, family))
}
