//! How long figures are kept.

use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait},
};

use super::hours::{HOUR, hour_of};
use crate::{
    Error, Housekeeping, Writing,
    entity::{client_figure, hourly_figure},
};

/// For how long figures of workspaces are kept, in seconds: 400 days, so that a month can be seen beside the same one of the year before.
const KEPT_FOR: i64 = 400 * 24 * HOUR;
/// For how long those of clients are kept: a day more than the longest period that is shown of them. They are many times as many.
const KEPT_OF_CLIENTS_FOR: i64 = 31 * 24 * HOUR;
/// How many figures one step deletes.
const DELETED_AT_ONCE: u64 = 500;

impl Housekeeping {
    /// Deletes some figures of workspaces, of hours that were more than 400 days ago. Returns how many.
    pub async fn delete_figures(&self) -> Result<u64, Error> {
        let transaction = self.begin().await?;
        let over = Condition::all().add(hourly_figure::Column::Hour.lt(hour_of(self.now.plus_seconds(-KEPT_FOR))));
        let deleted = delete_figures(transaction.connection(), over, DELETED_AT_ONCE).await?;
        transaction.commit().await?;
        Ok(deleted)
    }

    /// Deletes some figures of clients, of hours that were more than 31 days ago. Returns how many.
    pub async fn delete_client_figures(&self) -> Result<u64, Error> {
        let transaction = self.begin().await?;
        let over = Condition::all().add(client_figure::Column::Hour.lt(hour_of(self.now.plus_seconds(-KEPT_OF_CLIENTS_FOR))));
        let deleted = delete_client_figures(transaction.connection(), over, DELETED_AT_ONCE).await?;
        transaction.commit().await?;
        Ok(deleted)
    }
}

/// Deletes some of the figures of workspaces that satisfy a condition. Returns how many.
pub(crate) async fn delete_figures(connection: &Writing, of: Condition, most: u64) -> Result<u64, Error> {
    use hourly_figure::{Column, Entity};

    let key = [Column::WorkspaceId, Column::Hour, Column::Kind, Column::Reason];
    let some = Entity::find().select_only().columns(key).filter(of.clone()).limit(most).into_query();
    let these = Expr::tuple(key.map(Expr::col)).in_subquery(some);
    Ok(Entity::delete_many().filter(of).filter(these).exec(connection).await?.rows_affected)
}

/// Deletes some of the figures of clients that satisfy a condition. Returns how many.
pub(crate) async fn delete_client_figures(connection: &Writing, of: Condition, most: u64) -> Result<u64, Error> {
    use client_figure::{Column, Entity};

    let key = [Column::WorkspaceId, Column::ClientId, Column::Hour, Column::Kind, Column::Reason];
    let some = Entity::find().select_only().columns(key).filter(of.clone()).limit(most).into_query();
    let these = Expr::tuple(key.map(Expr::col)).in_subquery(some);
    Ok(Entity::delete_many().filter(of).filter(these).exec(connection).await?.rows_affected)
}
