//! The marks of reuses. What a mark rests on is in its statement: of two at once, one finds that the other was there.

use domain::{id::TokenEventId, reuse::Handled};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait as _},
};

use crate::{
    Error, WorkspaceStore, Writing,
    batch::among,
    entity::reuse::{Column, Entity, mark},
};

impl WorkspaceStore<'_, Writing> {
    /// Marks reuses as handled, of those that nobody has handled. Returns how many.
    pub async fn mark_reuses(&self, ids: &[TokenEventId], handled: &Handled) -> Result<u64, Error> {
        let open = Entity::update_many()
            .set(mark(Some(handled)))
            .col_expr(Column::Version, Expr::col(Column::Version).add(1))
            .filter(Column::WorkspaceId.eq(self.id()))
            .filter(among(Some(ids), Column::Id, |id| id.as_uuid()))
            .filter(Column::HandledAt.is_null());
        Ok(open.exec(self.connection).await?.rows_affected)
    }

    /// Replaces the mark of a reuse, or takes it back, in the version that was read. [`Error::Stale`] where it has another version, or no mark.
    pub async fn set_reuse_mark(&self, id: TokenEventId, version: i64, handled: Option<&Handled>) -> Result<(), Error> {
        let marked = Entity::update_many()
            .set(mark(handled))
            .col_expr(Column::Version, Expr::col(Column::Version).add(1))
            .filter(Column::WorkspaceId.eq(self.id()))
            .filter(Column::Id.eq(id.as_uuid()))
            .filter(Column::Version.eq(version))
            .filter(Column::HandledAt.is_not_null());
        if marked.exec(self.connection).await?.rows_affected == 1 { Ok(()) } else { Err(Error::Stale) }
    }
}
