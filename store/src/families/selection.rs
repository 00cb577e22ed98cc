//! Which families an administrator ends.

use std::collections::HashSet;

use domain::id::{ClientId, FamilyId, LoginSessionId, UserId};
use engine::family::Authorization;
use sea_orm::{ColumnTrait, Condition};

use crate::entity::token_family::Column;

/// The families that are ended.
#[derive(Debug, Clone, Copy)]
pub enum FamiliesOf<'a> {
    /// This one.
    Itself(FamilyId),
    /// Those of a client, of a user, or of a user at a client; all of the workspace where neither is named.
    Owner(Option<ClientId>, Option<UserId>),
    /// None of this user, whose codes end all the same.
    NoneOf(UserId),
    /// Those of a user at these clients, and those at any client that end with a login session.
    UserAt(UserId, &'a HashSet<ClientId>),
    /// The same, but for those that end with this session.
    UserAtBut(UserId, &'a HashSet<ClientId>, LoginSessionId),
}

impl FamiliesOf<'_> {
    /// Selects all families of a client.
    pub const fn client(client: ClientId) -> Self {
        Self::Owner(Some(client), None)
    }

    /// Selects all families of a user.
    pub const fn user(user: UserId) -> Self {
        Self::Owner(None, Some(user))
    }

    /// Returns the condition on rows that may be selected.
    pub(crate) fn condition(self) -> Condition {
        match self {
            Self::Itself(family) => Condition::all().add(Column::Id.eq(family.as_uuid())),
            Self::Owner(client, user) => Condition::all()
                .add_option(client.map(|client| Column::ClientId.eq(client.as_uuid())))
                .add_option(user.map(|user| Column::UserId.eq(user.as_uuid()))),
            Self::UserAt(user, _) | Self::UserAtBut(user, ..) | Self::NoneOf(user) => {
                Condition::all().add(Column::UserId.eq(user.as_uuid()))
            }
        }
    }

    /// Returns whether a family that satisfies the condition is selected.
    pub(super) fn selects(self, family: &Authorization) -> bool {
        match self {
            Self::Itself(_) | Self::Owner(..) => true,
            Self::NoneOf(_) => false,
            Self::UserAt(_, clients) => family.ends_with_session || clients.contains(&family.client_id),
            Self::UserAtBut(_, clients, session) => {
                family.ends_with_session && family.login_session_id != session || clients.contains(&family.client_id)
            }
        }
    }
}
