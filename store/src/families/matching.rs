//! The revocation of families that a filter means, a few at a time.

use domain::{family::Revocation, id::WorkspaceId, view::FamilyFilter};
use engine::storage::EventIds;
use sea_orm::{ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, prelude::Uuid};

use super::{
    filter::{Wanted, wanted},
    revocation::{lock_live, revoke_live},
};
use crate::{
    Error, Writing,
    entity::token_family::{Column, Entity},
};

/// How many families one step looks at.
const LOOKED_AT: u64 = 1_000;

/// What a step has come to.
pub(crate) struct RevokedSome {
    /// How many families it has looked at.
    pub(crate) looked_at: u64,
    /// How many of them it has revoked.
    pub(crate) revoked: u64,
    /// The last one that it has looked at; none where it was the last of all.
    pub(crate) last: Option<Uuid>,
}

/// Looks at the next families in the order of their identifiers, among those that satisfy a condition, and revokes those that the filter means and that
/// live.
pub(crate) async fn revoke_some(
    connection: &Writing,
    workspace: WorkspaceId,
    filter: &FamilyFilter,
    next: Condition,
    end: Revocation,
    event_ids: EventIds,
) -> Result<RevokedSome, Error> {
    let Wanted { found, among } = wanted(filter, end.at);
    let found = found.add(next);
    let next = Entity::find().filter(Column::WorkspaceId.eq(workspace.as_uuid())).filter(found.clone()).select_only().column(Column::Id);
    let last: Option<Uuid> = next.clone().order_by_asc(Column::Id).offset(LOOKED_AT - 1).limit(1).into_tuple().one(connection).await?;
    let looked_at = if last.is_some() { LOOKED_AT } else { next.count(connection).await? };
    let these = found.add_option(among).add_option(last.map(|last| Column::Id.lte(last)));
    let revoked = revoke_live(lock_live(connection, workspace, these, end.at), |_| true, end, &mut event_ids.iter()).await?;
    Ok(RevokedSome { looked_at, revoked, last })
}
