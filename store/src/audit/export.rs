//! The audit trail, as it is exported: word for word, oldest first.

use domain::{
    audit_chain::{AuditRecord, ChainedRecord, Link},
    digest::Digest,
    id::{AuditEventId, TenantId, WorkspaceId},
    view::AuditFilter,
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, prelude::Uuid};

use super::list::{LOOKED_AT, Lines, Places};
use crate::{
    Error, Store,
    entity::audit_event::{Column, Entity, Model},
};

/// How many lines are exported at once.
const LINES_AT_ONCE: u64 = 500;

/// A line as it is stored, with where it was written.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredLine {
    /// The line.
    pub record: AuditRecord,
    /// The hash of the line before it in its chain, and its own place; none where it has no place yet.
    pub place: Option<(Digest, Link)>,
    /// The tenant's address.
    pub tenant: Option<String>,
    /// The workspace's address within the tenant.
    pub workspace: Option<String>,
}

/// Some lines of an export.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredLines {
    /// The lines, oldest first.
    pub lines: Vec<StoredLine>,
    /// After which one it goes on; none at the end.
    pub next: Option<AuditEventId>,
}

impl Store {
    /// Returns the next audit lines of a tenant or one of its workspaces, or of the whole installation where none is named.
    pub async fn export_audit(
        &self,
        of: Option<(TenantId, Option<WorkspaceId>)>,
        filter: &AuditFilter,
        after: Option<AuditEventId>,
    ) -> Result<StoredLines, Error> {
        let Lines { found, among } = match of {
            Some((tenant, workspace)) => Lines::of_tenant(tenant, workspace, filter),
            None => Lines::of_installation(filter),
        };
        let after = Condition::all().add_option(after.map(|after| Column::Id.gt(after.as_uuid())));
        let found = Entity::find().filter(found).filter(after).order_by_asc(Column::Id);
        let last: Option<Uuid> = match among {
            Some(_) => {
                let last = found.clone().select_only().column(Column::Id).offset(LOOKED_AT - 1).limit(1);
                last.into_tuple().one(self.reader()).await?
            }
            None => None,
        };
        let looked_at = Condition::all().add_option(among).add_option(last.map(|last| Column::Id.lte(last)));
        let rows = found.filter(looked_at).limit(LINES_AT_ONCE).all(self.reader()).await?;
        let full = rows.len() as u64 >= LINES_AT_ONCE;
        let next = rows.last().map(|row| row.id).filter(|_| full).or(last).map(AuditEventId::from_uuid);
        let lines = rows.into_iter().map(stored).collect::<Result<Vec<_>, Error>>()?;
        let places = Places::of(self.reader(), lines.iter().map(|(record, _)| (record.tenant_id, record.workspace_id))).await?;
        let located = |(record, place): (AuditRecord, _)| StoredLine {
            tenant: places.tenant(record.tenant_id),
            workspace: places.workspace(record.workspace_id),
            record,
            place,
        };
        Ok(StoredLines { lines: lines.into_iter().map(located).collect(), next })
    }
}

fn stored(row: Model) -> Result<(AuditRecord, Option<(Digest, Link)>), Error> {
    if row.number.is_none() {
        return Ok((row.into(), None));
    }
    let ChainedRecord { record, previous_hash, link } = row.try_into()?;
    Ok((record, Some((previous_hash, link))))
}
