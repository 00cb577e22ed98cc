//! The figures of a workspace.

use domain::clock::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, Statement};

use super::partitions::first_at;
use crate::{
    Access, Error, WorkspaceStore,
    batch::Batch,
    entity::{earlier_token_event, token_event},
};

/// The kinds of a refresh in the table of the versions before.
const EARLIER_REFRESHES: [&str; 4] = ["rotated", "repeated", "retried", "kept"];
/// Word for word those of `engine_events`.
const REFRESHES: &str = "SELECT count(*) AS many FROM engine_events JOIN token_families ON token_families.id = family_id \
                         WHERE kind IN (4, 5, 6, 7) AND engine_events.id >= $1 AND token_families.workspace_id = $2";

impl<C: Access> WorkspaceStore<'_, C> {
    /// Counts the refreshes since a point in time.
    pub async fn count_refreshes(&self, since: Timestamp) -> Result<u64, Error> {
        let values = [first_at(since).into(), self.id().into()];
        let query = Statement::from_sql_and_values(self.connection.get_database_backend(), REFRESHES, values);
        let many: i64 = match self.connection.query_one_raw(query).await? {
            Some(row) => row.try_get("", "many")?,
            None => 0,
        };
        Ok(u64::try_from(many).unwrap_or_default() + self.count_earlier(&EARLIER_REFRESHES, since).await?)
    }

    /// Counts the refresh tokens that came back too late since a point in time.
    pub async fn count_reuses(&self, since: Timestamp) -> Result<u64, Error> {
        let query = token_event::Entity::find()
            .filter(token_event::Column::WorkspaceId.eq(self.id()))
            .filter(token_event::Column::Kind.eq(token_event::kind::REUSED))
            .filter(token_event::Column::Id.gte(first_at(since)));
        Ok(query.count(self.connection).await? + self.count_earlier(&["reused"], since).await?)
    }

    async fn count_earlier<const N: usize>(&self, kinds: &[&'static str; N], since: Timestamp) -> Result<u64, Error> {
        let query = earlier_token_event::Entity::find()
            .filter(earlier_token_event::Column::WorkspaceId.eq(self.id()))
            .filter(Batch::fixed(kinds).contains(earlier_token_event::Column::Kind, |kind| *kind))
            .filter(earlier_token_event::Column::At.gt(since.as_millis()));
        Ok(query.count(self.connection).await?)
    }
}
