//! `audit_events`

use domain::{
    audit::{AuditAction, AuditEvent},
    clock::Timestamp,
    id::{AuditEventId, TenantId, WorkspaceId},
};
use sea_orm::{Set, entity::prelude::*};

use crate::{
    Error,
    column::{Coded, Column as In, to_json},
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_events")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub tenant_id: Option<Uuid>,
    pub workspace_id: Option<Uuid>,
    pub at: i64,
    pub actor_kind: String,
    pub actor: String,
    pub action: String,
    pub target: String,
    pub target_id: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub changes: Json,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub(crate) fn row(event: AuditEvent) -> Result<ActiveModel, Error> {
    Ok(ActiveModel {
        id: Set(event.id.as_uuid()),
        tenant_id: Set(event.tenant_id.map(TenantId::as_uuid)),
        workspace_id: Set(event.workspace_id.map(WorkspaceId::as_uuid)),
        at: Set(event.at.as_millis()),
        actor_kind: Set(event.actor_kind.code().to_owned()),
        actor: Set(event.actor),
        action: Set(event.action.code().to_owned()),
        target: Set(event.target),
        target_id: Set(event.target_id),
        changes: Set(to_json(&event.changes)?),
    })
}

impl TryFrom<Model> for AuditEvent {
    type Error = Error;

    fn try_from(row: Model) -> Result<Self, Error> {
        Ok(Self {
            id: AuditEventId::from_uuid(row.id),
            tenant_id: row.tenant_id.map(TenantId::from_uuid),
            workspace_id: row.workspace_id.map(WorkspaceId::from_uuid),
            at: Timestamp::from_millis(row.at),
            actor_kind: In("audit_events", "actor_kind").code(&row.actor_kind)?,
            actor: row.actor,
            action: AuditAction::from_code(&row.action).ok_or(In("audit_events", "action").corrupt())?,
            target: row.target,
            target_id: row.target_id,
            changes: In("audit_events", "changes").json(row.changes)?,
        })
    }
}
