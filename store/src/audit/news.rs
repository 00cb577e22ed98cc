//! The audit trail, as it comes: in the order of the chain.

use domain::{
    audit::AuditEvent,
    audit_news::{AuditNews, NumberedLine},
    view::AuditLine,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::lines::Places;
use crate::{
    Access, Error, TenantStore,
    entity::audit_event::{Column, Entity, Model},
};

impl<C: Access> TenantStore<'_, C> {
    /// Returns the tenant's lines with numbers above this one, in their order; so many at most. A line gets its number after it was committed,
    /// and a higher one than every line that has one by then: whoever asks with the last number that they have seen misses none.
    ///
    /// A line that this version cannot read, because a later one wrote it, is passed over.
    pub async fn list_audit_news(&self, after: i64, most: u64) -> Result<AuditNews, Error> {
        let rows = Entity::find()
            .filter(Column::TenantId.eq(self.tenant.as_uuid()))
            .filter(Column::Number.gt(after))
            .order_by_asc(Column::Number)
            .limit(most)
            .all(self.connection)
            .await?;
        let until = rows.last().and_then(|row| row.number).unwrap_or(after);
        let more = u64::try_from(rows.len()).is_ok_and(|read| read >= most);
        let events: Vec<(i64, AuditEvent)> = rows.into_iter().filter_map(numbered).collect();
        if events.is_empty() {
            return Ok(AuditNews { lines: Vec::new(), until, more });
        }
        let places = Places::of(self.connection, events.iter().map(|(_, event)| (event.tenant_id, event.workspace_id))).await?;
        let line = |(number, event): (i64, AuditEvent)| NumberedLine {
            number,
            line: AuditLine { tenant: places.tenant(event.tenant_id), workspace: places.workspace(event.workspace_id), event },
        };
        Ok(AuditNews { lines: events.into_iter().map(line).collect(), until, more })
    }
}

fn numbered(row: Model) -> Option<(i64, AuditEvent)> {
    let (number, id) = (row.number?, row.id);
    let read = AuditEvent::try_from(row);
    if read.is_err() {
        tracing::debug!(number, %id, "an audit line cannot be read, and is passed over");
    }
    Some((number, read.ok()?))
}
