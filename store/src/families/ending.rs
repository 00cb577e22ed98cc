//! The end of families by an administrator, and of what else was issued to their owner.

use domain::{clock::Timestamp, family::Revocation, id::ClientId};
use engine::storage::EventIds;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait},
};

use super::{
    revocation::{lock_live, revoke_live},
    selection::FamiliesOf,
};
use crate::{
    Error, WorkspaceStore, Writing,
    codes::{Owner, delete_unredeemed, deny_access_tokens},
    entity::client,
    events::{count_exchanged_tokens, count_own_access_tokens},
};

/// What an administrator ended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct EndedTokens {
    /// Live families.
    pub families: u64,
    /// Valid access tokens that were issued without a family.
    pub access_tokens: u64,
    /// Access tokens that clients got for themselves or in exchange for others; some of them may have expired.
    pub own_access_tokens: u64,
}

impl EndedTokens {
    /// Returns whether there was nothing to end.
    pub fn is_none(self) -> bool {
        self == Self::default()
    }
}

impl WorkspaceStore<'_, Writing> {
    /// Ends the selected families that are live, each with its event, and what else was issued to their owner: codes that could still
    /// begin a family, and access tokens that were issued without one.
    pub async fn end_families(&self, of: FamiliesOf<'_>, end: Revocation, event_ids: EventIds) -> Result<EndedTokens, Error> {
        let mut ended = EndedTokens::default();
        let workspace = self.workspace().id;
        let owner = |client, user| Owner { workspace, client, user };
        match of {
            FamiliesOf::Itself(_) => {}
            FamiliesOf::Owner(client, user) => {
                delete_unredeemed(self.connection, owner(client, user)).await?;
                ended.access_tokens = deny_access_tokens(self.connection, owner(client, user), end.at).await?;
                if user.is_none() {
                    ended.own_access_tokens = self.end_own_access_tokens(client, end.at).await?;
                }
            }
            // Where sessions have ended, access tokens that were issued without a family have ended with them.
            FamiliesOf::UserAt(user, _) | FamiliesOf::UserAtBut(user, ..) | FamiliesOf::NoneOf(user) => {
                delete_unredeemed(self.connection, owner(None, Some(user))).await?;
            }
        }
        let live = lock_live(self.connection, workspace, of.condition(), end.at);
        ended.families = revoke_live(live, |family| of.selects(family), end, &mut event_ids.iter()).await?;
        Ok(ended)
    }

    /// Ends all access tokens that a client, or each of the workspace, got for itself or in exchange for others. Returns how many may still have
    /// been valid.
    async fn end_own_access_tokens(&self, client: Option<ClientId>, now: Timestamp) -> Result<u64, Error> {
        let own = count_own_access_tokens(self.connection, self.id(), client, now).await?;
        let issued = own + count_exchanged_tokens(self.connection, self.id(), client, now).await?;
        if issued == 0 {
            return Ok(0);
        }
        client::Entity::update_many()
            .col_expr(client::Column::Epoch, Expr::col(client::Column::Epoch).add(1))
            .filter(client::Column::WorkspaceId.eq(self.id()))
            .filter(Condition::all().add_option(client.map(|client| client::Column::Id.eq(client.as_uuid()))))
            .exec(self.connection)
            .await?;
        Ok(issued)
    }
}
