//! The end of login sessions by an administrator.

use domain::{
    family::Revocation,
    id::{LoginSessionId, UserId},
};
use engine::storage::EventIds;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

use super::open::end_open;
use crate::{
    Error, FamiliesOf, WorkspaceStore, Writing,
    batch::Batch,
    entity::{login_session::Column, token_family},
    families::{lock_live, revoke_live},
};

/// The login sessions that are ended.
#[derive(Debug, Clone, Copy)]
pub enum SessionsOf<'a> {
    /// This one, of this user.
    Itself(UserId, LoginSessionId),
    /// All of a user.
    User(UserId),
    /// All of a user but this one.
    Others(UserId, LoginSessionId),
    /// Those that live families began in.
    Families(FamiliesOf<'a>),
}

/// What was ended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct EndedSessions {
    /// Sessions.
    pub sessions: u64,
    /// Live families that ended with them.
    pub families: u64,
}

impl WorkspaceStore<'_, Writing> {
    /// Ends login sessions, and the live families that end with them.
    pub async fn end_login_sessions(&self, of: SessionsOf<'_>, end: Revocation, event_ids: EventIds) -> Result<EndedSessions, Error> {
        let selected = match of {
            SessionsOf::Itself(user, session) => {
                Condition::all().add(Column::UserId.eq(user.as_uuid())).add(Column::Id.eq(session.as_uuid()))
            }
            SessionsOf::User(user) => Condition::all().add(Column::UserId.eq(user.as_uuid())),
            SessionsOf::Others(user, session) => {
                Condition::all().add(Column::UserId.eq(user.as_uuid())).add(Column::Id.ne(session.as_uuid()))
            }
            SessionsOf::Families(families) => {
                let begun_in = token_family::Entity::find()
                    .select_only()
                    .column(token_family::Column::LoginSessionId)
                    .filter(token_family::Column::WorkspaceId.eq(self.id()))
                    .filter(families.condition())
                    .filter(token_family::is_live(end.at));
                Condition::all().add(Column::Id.in_subquery(begun_in.into_query()))
            }
        };
        let sessions = end_open(self.connection, self.id(), selected, end.at).await?;
        let mut ended = EndedSessions { sessions: sessions.len() as u64, families: 0 };
        let mut event_ids = event_ids.iter();
        for batch in Batch::split(&sessions) {
            let with_them = batch
                .contains(token_family::Column::LoginSessionId, |session| *session)
                .add(token_family::Column::EndsWithSession.eq(true));
            let live = lock_live(self.connection, self.workspace().id, with_them, end.at);
            ended.families += revoke_live(live, |_| true, end, &mut event_ids).await?;
        }
        Ok(ended)
    }
}
