//! `audit_events`

use domain::{
    audit::{AuditAction, AuditEvent},
    audit_chain::{AuditRecord, ChainedRecord, Link},
    clock::Timestamp,
    digest::Digest,
    id::{AuditEventId, TenantId, WorkspaceId},
};
use sea_orm::{
    DbBackend, Iterable as _, Set,
    entity::prelude::*,
    sea_query::{Expr, InsertStatement, Query},
};

use crate::{
    Error,
    column::{Coded, Column as In, to_json},
};

/// The order in which the database gets lines: by PostgreSQL's own clock in microseconds, because the clocks of nodes differ; on SQLite, which
/// has one writer, by their number. No sequence: engines that keep their rows on several machines have none, or none in order.
const WRITTEN_ON_POSTGRES: &str = "CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS bigint)";
const WRITTEN_ON_SQLITE: &str = "(SELECT coalesce(max(rowid), 0) + 1 FROM audit_events)";

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
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub context: Option<Json>,
    /// Lines of a transaction that was committed before another one began come before those of that one; none for lines of earlier versions.
    pub written: Option<i64>,
    /// Its number in the chain of its tenant. It has one, and the two hashes, soon after it was written.
    pub number: Option<i64>,
    #[sea_orm(column_type = "Blob", nullable)]
    pub previous_hash: Option<Vec<u8>>,
    #[sea_orm(column_type = "Blob", nullable)]
    pub hash: Option<Vec<u8>>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Returns the statement that writes a line.
pub(crate) fn insert(event: AuditEvent, backend: DbBackend) -> Result<InsertStatement, Error> {
    let row = row(event)?;
    let columns: Vec<Column> = Column::iter().filter(|column| row.get(*column).is_set()).collect();
    let values: Vec<Expr> = columns.iter().filter_map(|column| row.get(*column).into_value()).map(Into::into).collect();
    let written = if backend == DbBackend::Sqlite { WRITTEN_ON_SQLITE } else { WRITTEN_ON_POSTGRES };
    let mut insert = Query::insert();
    insert.into_table(Entity).columns(columns.into_iter().chain([Column::Written]));
    insert.values(values.into_iter().chain([Expr::cust(written)])).map_err(|error| DbErr::Custom(error.to_string()))?;
    Ok(insert)
}

fn row(event: AuditEvent) -> Result<ActiveModel, Error> {
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
        context: Set(if event.context.is_empty() { None } else { Some(to_json(&event.context)?) }),
        ..Default::default()
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
            context: row.context.map(|context| In("audit_events", "context").json(context)).transpose()?.unwrap_or_default(),
        })
    }
}

/// A line as it is stored, with codes that this version may not know.
impl From<Model> for AuditRecord {
    fn from(row: Model) -> Self {
        Self {
            id: AuditEventId::from_uuid(row.id),
            tenant_id: row.tenant_id.map(TenantId::from_uuid),
            workspace_id: row.workspace_id.map(WorkspaceId::from_uuid),
            at: Timestamp::from_millis(row.at),
            actor_kind: row.actor_kind,
            actor: row.actor,
            action: row.action,
            target: row.target,
            target_id: row.target_id,
            changes: row.changes,
            context: row.context,
        }
    }
}

impl Model {
    /// Returns the line with its place in the chain, as it is stored; none where it has no place yet. In place of bytes that are no hash stands
    /// that of nothing, which no line has.
    pub(crate) fn chained(self) -> Option<ChainedRecord> {
        let digest = |bytes: Option<&[u8]>| bytes.and_then(|bytes| Digest::try_from(bytes).ok()).unwrap_or(Digest::ZERO);
        let (hash, previous_hash) = (digest(self.hash.as_deref()), digest(self.previous_hash.as_deref()));
        let number = self.number?;
        Some(ChainedRecord { record: self.into(), previous_hash, link: Link { number, hash } })
    }
}
