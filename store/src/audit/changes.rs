//! The latest changes of something, as settings pages and figures ask for them.

use domain::{
    audit::{AuditAction, AuditEvent},
    clock::Timestamp,
    id::AuditEventId,
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::{
    Access, Error, WorkspaceStore,
    entity::audit_event::{Column, Entity},
    paging::{ROWS, read},
};

/// The most changes of settings that are read at once.
pub const CHANGES: u64 = 1000;

/// Changes of settings in a workspace.
#[derive(Debug, Clone)]
pub struct SettingsChanges {
    /// The latest lines; newest first.
    pub lines: Vec<AuditEvent>,
    /// They are all that there are since this time.
    pub all_since: Timestamp,
}

impl<C: Access> WorkspaceStore<'_, C> {
    /// Returns the latest audit lines about one target since a point in time, at most a page of them; newest first.
    pub async fn list_changes_of(&self, target_id: &str, since: Timestamp) -> Result<Vec<AuditEvent>, Error> {
        let first = AuditEventId::new(since, [0; 10]);
        let query = Entity::find()
            .filter(Column::WorkspaceId.eq(self.id()))
            .filter(Column::Id.gte(first.as_uuid()))
            .filter(Column::TargetId.eq(target_id));
        read(query.order_by_desc(Column::Id).limit(ROWS).all(self.connection).await?)
    }

    /// Returns the latest audit lines about one target, whenever they were written, but for no more than so many; newest first.
    pub async fn list_latest_lines_about(&self, target_id: &str, most: u64) -> Result<Vec<AuditEvent>, Error> {
        let query = Entity::find()
            .filter(Column::TenantId.eq(self.workspace().tenant_id.as_uuid()))
            .filter(Column::TargetId.eq(target_id))
            .order_by_desc(Column::Id)
            .limit(most);
        let lines: Vec<AuditEvent> = read(query.all(self.connection).await?)?;
        Ok(lines.into_iter().filter(|line| line.workspace_id == Some(self.workspace().id)).collect())
    }

    /// Returns the changes of the token settings and of the settings of clients since a point in time, no more than the latest
    /// [`CHANGES`] of them.
    pub async fn list_settings_changes(&self, since: Timestamp) -> Result<SettingsChanges, Error> {
        let first = AuditEventId::new(since, [0; 10]);
        let is = |action: AuditAction| Column::Action.eq(action.code());
        let query = Entity::find()
            .filter(Column::WorkspaceId.eq(self.id()))
            .filter(Column::Id.gte(first.as_uuid()))
            .filter(Condition::any().add(is(AuditAction::TokenSettingsUpdated)).add(is(AuditAction::ClientUpdated)));
        let lines: Vec<AuditEvent> = read(query.order_by_desc(Column::Id).limit(CHANGES).all(self.connection).await?)?;
        let is_full = lines.len() as u64 >= CHANGES;
        let all_since = lines.last().filter(|_| is_full).map_or(since, |oldest| oldest.at);
        Ok(SettingsChanges { lines, all_since })
    }
}
