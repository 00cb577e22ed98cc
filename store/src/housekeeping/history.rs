//! Events are kept for their time.

use std::collections::HashMap;

use domain::clock::Timestamp;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, prelude::Uuid};

use super::{
    retentions::of_class,
    round::{Housekeeping, ROWS_AT_ONCE},
};
use crate::{
    Error, EventClass,
    batch::Batch,
    entity::{token_event, token_family},
    events::first_at,
};

/// The longest span of time that one step looks at, in milliseconds: a day.
const WIDEST: i64 = 24 * 3600 * 1000;
/// The shortest, a minute.
const NARROWEST: i64 = 60 * 1000;
/// After how many seconds a pass begins anew, for workspaces that shorten their retention: a day.
const PASS: i64 = 24 * 3600;

/// How far a pass over the events of a class has come; a process keeps it between rounds.
#[derive(Debug)]
pub struct Progress {
    class: EventClass,
    began: Option<Timestamp>,
    after: Uuid,
    width: i64,
}

impl Progress {
    /// Begins a pass over the events of a class.
    pub const fn of(class: EventClass) -> Self {
        Self { class, began: None, after: Uuid::nil(), width: NARROWEST }
    }
}

impl Housekeeping {
    /// Drops the partitions of events that no workspace keeps any longer. Returns how many.
    pub async fn drop_event_partitions(&self) -> Result<usize, Error> {
        let retentions = self.retentions().await?;
        let mut dropped = 0;
        for class in EventClass::ALL {
            let longest = retentions.span(of_class(class)).longest;
            // The lease is renewed, and lost where another node has taken it.
            self.begin().await?.commit().await?;
            dropped += self.store.drop_event_partitions(class, self.now.plus_seconds(-longest)).await?.len();
        }
        Ok(dropped)
    }

    /// Deletes some events that their workspace keeps no longer; none that the drop of a partition deletes. Returns how many, or `None`
    /// where nothing is left to do.
    pub async fn delete_events(&self, progress: &mut Progress) -> Result<Option<u64>, Error> {
        let class = progress.class;
        let retentions = self.retentions().await?;
        let span = retentions.span(of_class(class));
        let divided = self.store.has_event_partitions(class).await?;
        if divided {
            let deleted = self.delete_stray_events(class, self.now.plus_seconds(-span.longest)).await?;
            if deleted > 0 || span.shortest == span.longest {
                return Ok(Some(deleted).filter(|deleted| *deleted > 0));
            }
        }
        let first = self.now.plus_seconds(-span.longest).plus_seconds(-class.span());
        if progress.began.is_none_or(|began| self.now.seconds_since(began) > PASS) {
            *progress =
                Progress { began: Some(self.now), after: if divided { first_at(first) } else { Uuid::nil() }, ..Progress::of(class) };
        }
        let end = self.now.plus_seconds(-span.shortest);
        self.delete_events_before(progress, end, |workspace| {
            let kept = retentions.seconds(workspace, of_class(class));
            // A partition is dropped when the longest period is over.
            if divided && kept == span.longest { None } else { Some(self.now.plus_seconds(-kept)) }
        })
        .await
    }

    /// Looks at the next events before a point in time, and deletes those that happened before that of their workspace.
    async fn delete_events_before(
        &self,
        progress: &mut Progress,
        end: Timestamp,
        kept_since: impl Fn(Uuid) -> Option<Timestamp>,
    ) -> Result<Option<u64>, Error> {
        use token_event::{Column, Entity};

        let of_class = progress.class.condition();
        if progress.after.is_nil() {
            let oldest = Entity::find().select_only().column(Column::Id).filter(of_class.clone()).order_by_asc(Column::Id).limit(1);
            let Some(oldest) = oldest.into_tuple::<Uuid>().one(self.store.reader()).await? else { return Ok(None) };
            progress.after = Uuid::from_u128(oldest.as_u128().saturating_sub(1));
        }
        let from = token_event::time_of(progress.after);
        if from >= end {
            return Ok(None);
        }
        let until = first_at(end.min(Timestamp::from_millis(from.as_millis() + progress.width)));
        let rows: Vec<(Uuid, Option<Uuid>, Option<Uuid>)> = Entity::find()
            .select_only()
            .columns([Column::Id, Column::WorkspaceId, Column::FamilyId])
            .filter(of_class.clone())
            .filter(Column::Id.gt(progress.after))
            .filter(Column::Id.lt(until))
            .order_by_asc(Column::Id)
            .limit(ROWS_AT_ONCE)
            .into_tuple()
            .all(self.store.reader())
            .await?;
        let full = rows.len() as u64 >= ROWS_AT_ONCE;
        progress.width = if full { (progress.width / 2).max(NARROWEST) } else { (progress.width * 2).min(WIDEST) };
        let next = rows.last().map(|(id, ..)| *id).filter(|_| full).unwrap_or(until);
        let families = self.workspaces_of(rows.iter().filter_map(|(_, _, family)| *family)).await?;
        let is_due = |(id, workspace, family): &(Uuid, Option<Uuid>, Option<Uuid>)| {
            let workspace = workspace.or(family.and_then(|family| families.get(&family).copied()));
            // Of a family that is gone nobody sees an event.
            workspace.is_none_or(|workspace| kept_since(workspace).is_some_and(|since| token_event::time_of(*id) < since))
        };
        let due: Vec<Uuid> = rows.into_iter().filter(is_due).map(|(id, ..)| id).collect();
        if let (Some(batch), Some(first), Some(last)) = (Batch::split(&due).next(), due.first(), due.last()) {
            let transaction = self.begin().await?;
            let within = of_class.add(Column::Id.between(*first, *last)).add(batch.contains(Column::Id, |id| *id));
            Entity::delete_many().filter(within).exec(transaction.connection()).await?;
            transaction.commit().await?;
        }
        progress.after = next;
        Ok(Some(due.len() as u64))
    }

    async fn workspaces_of(&self, families: impl Iterator<Item = Uuid>) -> Result<HashMap<Uuid, Uuid>, Error> {
        use token_family::{Column, Entity};

        let (families, mut workspaces): (Vec<_>, _) = (families.collect(), HashMap::new());
        for families in Batch::split(&families) {
            let rows =
                Entity::find().select_only().columns([Column::Id, Column::WorkspaceId]).filter(families.contains(Column::Id, |id| *id));
            workspaces.extend(rows.into_tuple::<(Uuid, Uuid)>().all(self.store.reader()).await?);
        }
        Ok(workspaces)
    }

    /// Deletes some events in a default partition, which is never dropped.
    async fn delete_stray_events(&self, class: EventClass, before: Timestamp) -> Result<u64, Error> {
        let (table, before) = (class.default_partition(), first_at(before));
        let some = format!("SELECT id FROM {table} WHERE id < '{before}' LIMIT {ROWS_AT_ONCE}");
        let transaction = self.begin().await?;
        let statement = format!("DELETE FROM {table} WHERE id < '{before}' AND id IN ({some})");
        let deleted = transaction.connection().execute_unprepared(&statement).await?.rows_affected();
        transaction.commit().await?;
        Ok(deleted)
    }
}
