//! Usual refreshes, in shared statements.

mod postgres;
mod sqlite;

use std::time::Instant;

use domain::id::FamilyId;
use engine::{
    family::{Presentation, Transition},
    storage::{Refreshed, UsualRefresh},
};
use metrics::histogram;
use sea_orm::{ColumnTrait, DbBackend, EntityTrait, QueryFilter};

use super::{
    find::{find, is},
    recheck::Recheck,
    rotation_window::{RunningTime, Window},
};
use crate::{
    Error, Failure, Store,
    entity::{token_event::kind, token_family::Entity, user},
    read_back::kept_event,
    shared::{Answer, Asker, Request},
};

/// The metric that records how many refreshes shared a statement.
pub const REFRESHES_PER_STATEMENT: &str = "regrant_refreshes_per_statement";

/// A usual refresh that waits for its statement.
pub(crate) struct SharedRefresh {
    refresh: UsualRefresh,
    time: RunningTime,
    recheck: Recheck,
}

impl SharedRefresh {
    /// Creates the request. Where its statement stalls, that is noted here.
    pub(super) const fn new(refresh: UsualRefresh, recheck: Recheck) -> Self {
        Self { time: RunningTime::new(refresh.presentation.now, refresh.since), refresh, recheck }
    }
}

impl Request for SharedRefresh {
    type Key = FamilyId;
    type Answer = Refreshed;

    const NAME: &'static str = "shared refresh";
    const OPERATION: &'static str = "UPDATE token_families";

    fn key(&self) -> FamilyId {
        self.refresh.family_id
    }

    /// Lets the refresh begin now where it has waited for long: a rotation must not record a time at which its response could not leave.
    fn leave(&mut self) {
        let now = self.time.now();
        if Window::of_rotation(&self.refresh).is_late(now) {
            self.refresh.presentation.now = now;
        }
    }

    async fn run(store: &Store, asked: &[&Self]) -> Result<Vec<Option<Refreshed>>, Failure> {
        histogram!(REFRESHES_PER_STATEMENT).record(f64::from(u32::try_from(asked.len()).unwrap_or(u32::MAX)));
        let refreshes: Vec<_> = asked.iter().map(|asked| &asked.refresh).collect();
        let began = Instant::now();
        let outcomes = match store.backend() {
            DbBackend::Postgres => postgres::refresh_all(store, &refreshes).await,
            _ => sqlite::refresh_all(store, &refreshes).await,
        };
        if let Some(one) = asked.first() {
            one.recheck.note(began.elapsed());
        }
        outcomes
    }

    /// Answers once the retry window of a rotation begins when the response can leave.
    fn answer(self, store: &Store, refreshed: Option<Refreshed>, to: Asker<Refreshed>) {
        let window = Window::of_rotation(&self.refresh);
        let rotated = refreshed.as_ref().is_some_and(|refreshed| refreshed.transition == Transition::Rotated);
        if !rotated || !window.is_late(self.time.now()) {
            return to.answer(Ok(refreshed));
        }
        let (store, time) = (store.clone(), self.time);
        tokio::spawn(async move { to.answer(window.begin(&store, time).await.map(|_| refreshed)) });
    }

    fn fail(self, store: &Store, failure: &Failure, to: Asker<Refreshed>) {
        let Self { refresh, time, .. } = self;
        if !failure.leaves_open() {
            return to.answer(Ok(None));
        }
        // It may have been committed. The token that was presented gets the same answer again then, but for a rotation without a window.
        let Presentation { rotate, retry, .. } = refresh.presentation;
        if rotate && retry.window.as_seconds() == 0 && failure.is_lost() {
            let (store, failure) = (store.clone(), failure.clone());
            tokio::spawn(async move { to.answer(made(&store, &refresh).await.map_err(|_| failure.into())) });
            return;
        }
        if rotate {
            Window::of_rotation(&refresh).begin_later(store.clone(), time);
        }
        to.answer(if failure.is_lost() { Ok(None) } else { Err(failure.clone().into()) });
    }
}

/// Reads back a refresh with rotation whose statement lost its answer; `None` where it was not made.
async fn made(store: &Store, refresh: &UsualRefresh) -> Answer<Refreshed> {
    let (workspace, id) = (refresh.workspace.0, refresh.family_id);
    let Some(event) = kept_event(store, Entity::find().filter(is(workspace, id)), refresh.event_id).await? else { return Ok(None) };
    let gone = || Error::from(Failure::unreadable(&"the family of a refresh, or its user, is gone"));
    let family = find(store.reader(), workspace, id).await?.ok_or_else(gone)?;
    let user = user::of_workspace(workspace.as_uuid()).filter(user::Column::Id.eq(family.authorization.user_id.as_uuid()));
    let user = user.one(store.reader()).await?.ok_or_else(gone)?;
    let transition = kind::transition(event.kind).ok_or_else(gone)?;
    // Others may have moved the family on since.
    let is_successor = matches!(transition, Transition::Rotated | Transition::Retried);
    let generation = refresh.presentation.generation + i64::from(is_successor);
    Ok(Some(Refreshed { generation, ..refresh.refreshed(transition, &family, user.try_into()?) }))
}
