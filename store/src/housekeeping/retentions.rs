//! How long each workspace keeps its history.

use std::collections::HashMap;

use domain::settings::retention::{KeptFor, Retention};
use sea_orm::{ColumnTrait, EntityTrait, JsonValue, QueryFilter, QuerySelect, prelude::Uuid};

use crate::{
    Error, EventClass, Store,
    column::Column as In,
    entity::workspace::{Column, Entity},
};

/// The retentions of all workspaces.
#[derive(Debug, Default)]
pub(super) struct Retentions(HashMap<Uuid, Retention>);

/// The shortest and the longest of several periods, in seconds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    pub(super) shortest: i64,
    pub(super) longest: i64,
}

impl Retentions {
    pub(super) async fn load(store: &Store) -> Result<Self, Error> {
        let rows = Entity::find().select_only().columns([Column::Id, Column::Tokens]).filter(Column::DeletedAt.is_null());
        let rows: Vec<(Uuid, JsonValue)> = rows.into_tuple().all(store.reader()).await?;
        let read = rows.into_iter().map(|(id, tokens)| Ok((id, In("workspaces", "tokens").json(tokens)?)));
        Ok(Self(read.collect::<Result<_, Error>>()?))
    }

    /// Returns for how many seconds a workspace keeps something; nothing of a workspace that was deleted.
    pub(super) fn seconds(&self, workspace: Uuid, of: impl Fn(&Retention) -> KeptFor) -> i64 {
        self.0.get(&workspace).map_or(0, |retention| of(retention).as_seconds())
    }

    /// Returns the shortest and the longest period for which a workspace keeps something; the default's where there is no workspace.
    pub(super) fn span(&self, of: impl Fn(&Retention) -> KeptFor) -> Span {
        let all = || self.0.values().map(|retention| of(retention).as_seconds());
        let default = of(&Retention::default()).as_seconds();
        Span { shortest: all().min().unwrap_or(default), longest: all().max().unwrap_or(default) }
    }
}

/// Returns the period of a class of events.
pub(super) const fn of_class(class: EventClass) -> fn(&Retention) -> KeptFor {
    match class {
        EventClass::Uses => |retention| retention.refreshes_kept_for,
        EventClass::Rest => |retention| retention.decisions_kept_for,
    }
}

/// Returns the period of tokens that have ended.
pub(super) const fn of_ended(retention: &Retention) -> KeptFor {
    retention.ended_tokens_kept_for
}
