//! Failures as they are written, read and deleted.

use domain::{
    client_failure::{FailureCount, first_kept_day},
    clock::Timestamp,
    id::ClientId,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Statement,
    sea_query::{Expr, ExprTrait},
};

use super::collected::Count;
use crate::{
    Access, Error, Housekeeping, Store, WorkspaceStore, Writing,
    batch::BATCH_SIZE,
    entity::client_failure::{Column, Entity, Model},
};

/// How many rows are deleted in one transaction.
const ROWS_AT_ONCE: u64 = 500;

/// Adds to a count, or begins it, unless the workspace is gone: then there is nobody to tell. Rows of a client that is deleted meanwhile are deleted
/// in time.
const ADD: &str = "\
INSERT INTO client_failures (workspace_id, day, client_id, reason, times, first_at, last_at) \
SELECT id, $2, $3, $4, $5, $6, $7 FROM workspaces WHERE id = $1 \
ON CONFLICT (workspace_id, day, client_id, reason) DO UPDATE SET times = client_failures.times + excluded.times, \
    first_at = CASE WHEN excluded.first_at < client_failures.first_at THEN excluded.first_at ELSE client_failures.first_at END, \
    last_at = CASE WHEN excluded.last_at > client_failures.last_at THEN excluded.last_at ELSE client_failures.last_at END";

impl Store {
    /// Writes the failures that were collected in this process.
    pub async fn write_client_failures(&self) -> Result<(), Error> {
        let mut counts = self.client_failures().take();
        if counts.is_empty() {
            return Ok(());
        }
        // Nodes that write the same rows at once take them in the same order.
        counts.sort_unstable_by_key(|count| (count.workspace, count.day, count.client, count.reason));
        let mut rest = &counts[..];
        while !rest.is_empty() {
            let (batch, after) = rest.split_at(rest.len().min(BATCH_SIZE));
            if let Err(error) = self.write_batch(batch).await {
                self.client_failures().put_back(rest);
                return Err(error);
            }
            rest = after;
        }
        Ok(())
    }

    async fn write_batch(&self, counts: &[Count]) -> Result<(), Error> {
        let transaction = self.begin().await?;
        let connection = transaction.connection();
        for Count { workspace, client, reason, day, times } in counts {
            let values = [
                workspace.as_uuid().into(),
                (*day).into(),
                client.as_uuid().into(),
                (*reason).into(),
                times.number.into(),
                times.first_at.as_millis().into(),
                times.last_at.as_millis().into(),
            ];
            connection.execute_raw(Statement::from_sql_and_values(connection.get_database_backend(), ADD, values)).await?;
        }
        transaction.commit().await
    }
}

impl<C: Access> WorkspaceStore<'_, C> {
    /// Returns the failures of a client, or of each in the workspace, for this reason or all; the newest day first, and the last first on each.
    pub async fn list_client_failures(
        &self,
        client: Option<ClientId>,
        reason: Option<&str>,
        most: u64,
    ) -> Result<Vec<FailureCount>, Error> {
        let found = Entity::find()
            .filter(Column::WorkspaceId.eq(self.id()))
            .filter(Condition::all().add_option(client.map(|client| Column::ClientId.eq(client.as_uuid()))))
            .filter(Condition::all().add_option(reason.map(|reason| Column::Reason.eq(reason))))
            .order_by_desc(Column::Day)
            .order_by_desc(Column::LastAt)
            .limit(most);
        Ok(found.all(self.connection).await?.into_iter().map(count).collect())
    }
}

fn count(row: Model) -> FailureCount {
    FailureCount {
        client_id: ClientId::from_uuid(row.client_id),
        reason: row.reason,
        times: u64::try_from(row.times).unwrap_or_default(),
        first_at: Timestamp::from_millis(row.first_at),
        last_at: Timestamp::from_millis(row.last_at),
    }
}

impl Housekeeping {
    /// Deletes some failures of days that are no longer kept. Returns how many.
    pub async fn delete_client_failures(&self) -> Result<u64, Error> {
        let transaction = self.begin().await?;
        let over = Condition::all().add(Column::Day.lt(first_kept_day(self.now)));
        let deleted = delete_failures(transaction.connection(), over, ROWS_AT_ONCE).await?;
        transaction.commit().await?;
        Ok(deleted)
    }
}

/// Deletes some of the failures that satisfy a condition. Returns how many.
pub(crate) async fn delete_failures(connection: &Writing, of: Condition, most: u64) -> Result<u64, Error> {
    let key = [Column::WorkspaceId, Column::Day, Column::ClientId, Column::Reason];
    let some = Entity::find().select_only().columns(key).filter(of.clone()).limit(most).into_query();
    let these = Expr::tuple(key.map(Expr::col)).in_subquery(some);
    Ok(Entity::delete_many().filter(of).filter(these).exec(connection).await?.rows_affected)
}
