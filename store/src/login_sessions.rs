//! Login sessions of users, as an administrator sees and ends them.

use std::collections::{BTreeSet, HashMap};

use domain::{
    clock::Timestamp,
    family::Revocation,
    id::{ClientId, LoginSessionId, UserId},
    view::UserSession,
};
use engine::storage::{EventIds, LoginSession};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select, prelude::Uuid,
};

use crate::{
    Access, Error, FamiliesOf, WorkspaceStore, Writing,
    at_once::AtOnce,
    endings::{end_families, end_sessions},
    entity::{
        authorization_code,
        login_session::{Column, Entity},
        token_family,
    },
    paging::read,
};

/// How many sessions of a user are listed.
const LISTED: u64 = 50;

/// Which login sessions are ended.
#[derive(Debug, Clone, Copy)]
pub enum SessionsOf<'a> {
    /// This one, of this user.
    Itself(UserId, LoginSessionId),
    /// All of a user.
    User(UserId),
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

/// What a session led to: when, and at which client.
type Use = (Uuid, Uuid, i64);

impl<C: Access> WorkspaceStore<'_, C> {
    fn open_sessions(&self, now: Timestamp) -> Select<Entity> {
        Entity::find()
            .filter(Column::WorkspaceId.eq(self.id()))
            .filter(Column::EndedAt.is_null())
            .filter(Column::ExpiresAt.gt(now.as_millis()))
    }

    /// How many sessions of a user are open.
    pub async fn count_login_sessions(&self, user: UserId, now: Timestamp) -> Result<u64, Error> {
        Ok(self.open_sessions(now).filter(Column::UserId.eq(user.as_uuid())).count(self.connection).await?)
    }

    /// The open sessions of a user, the newest first, with the clients that were authorized in them as far as is known: those that have
    /// refresh tokens from there, or an access token that may live.
    pub async fn list_login_sessions(&self, user: UserId, now: Timestamp) -> Result<Vec<UserSession>, Error> {
        let rows = self.open_sessions(now).filter(Column::UserId.eq(user.as_uuid())).order_by_desc(Column::Id).limit(LISTED);
        let sessions: Vec<LoginSession> = read(rows.all(self.connection).await?)?;
        let mut led_to: HashMap<Uuid, Vec<Use>> = HashMap::new();
        for used in self.led_to(user, &sessions).await? {
            led_to.entry(used.0).or_default().push(used);
        }
        let clients: BTreeSet<_> = led_to.values().flatten().map(|(_, client, _)| ClientId::from_uuid(*client)).collect();
        let names = self.client_names(clients.into_iter()).await?;
        let sessions = sessions.into_iter().map(|session| {
            let found = led_to.remove(&session.id.as_uuid()).unwrap_or_default();
            let last = found.iter().map(|(.., at)| Timestamp::from_millis(*at)).max();
            let clients: BTreeSet<_> =
                found.into_iter().filter_map(|(_, client, _)| names.get(&ClientId::from_uuid(client)).cloned()).collect();
            UserSession {
                id: session.id,
                browser: session.origin.browser,
                address: session.origin.address.map(|address| address.to_string()),
                started_at: session.auth_time,
                last_seen_at: last.filter(|last| *last > session.auth_time).unwrap_or(session.auth_time),
                expires_at: session.expires_at,
                clients: clients.into_iter().collect(),
            }
        });
        Ok(sessions.collect())
    }

    /// What these sessions led to.
    async fn led_to(&self, user: UserId, sessions: &[LoginSession]) -> Result<Vec<Use>, Error> {
        let mut found = Vec::new();
        let ids: Vec<_> = sessions.iter().map(|session| session.id.as_uuid()).collect();
        for part in AtOnce::of(&ids) {
            let families = token_family::Entity::find()
                .select_only()
                .columns([token_family::Column::LoginSessionId, token_family::Column::ClientId, token_family::Column::CreatedAt])
                .filter(token_family::Column::UserId.eq(user.as_uuid()))
                .filter(part.holds(token_family::Column::LoginSessionId, |id| *id));
            found.extend(families.into_tuple::<Use>().all(self.connection).await?);
            let codes = authorization_code::Entity::find()
                .select_only()
                .columns([
                    authorization_code::Column::LoginSessionId,
                    authorization_code::Column::ClientId,
                    authorization_code::Column::RedeemedAt,
                ])
                .filter(authorization_code::Column::UserId.eq(user.as_uuid()))
                .filter(part.holds(authorization_code::Column::LoginSessionId, |id| *id))
                .filter(authorization_code::Column::RedeemedAt.is_not_null());
            found.extend(codes.into_tuple::<Use>().all(self.connection).await?);
        }
        Ok(found)
    }
}

impl SessionsOf<'_> {
    fn condition(self, workspace: Uuid, now: Timestamp) -> Condition {
        let of = Condition::all().add(Column::WorkspaceId.eq(workspace)).add(Column::EndedAt.is_null());
        match self {
            Self::Itself(user, session) => of.add(Column::UserId.eq(user.as_uuid())).add(Column::Id.eq(session.as_uuid())),
            Self::User(user) => of.add(Column::UserId.eq(user.as_uuid())),
            Self::Families(families) => {
                let begun_in = token_family::Entity::find()
                    .select_only()
                    .column(token_family::Column::LoginSessionId)
                    .filter(token_family::Column::WorkspaceId.eq(workspace))
                    .filter(families.condition())
                    .filter(token_family::live(now));
                of.add(Column::Id.in_subquery(begun_in.into_query()))
            }
        }
    }
}

impl WorkspaceStore<'_, Writing> {
    /// Ends login sessions, and the live families that end with them.
    pub async fn end_login_sessions(&self, of: SessionsOf<'_>, end: Revocation, event_ids: EventIds) -> Result<EndedSessions, Error> {
        let sessions = end_sessions(self.connection, of.condition(self.id(), end.at), end.at).await?;
        let mut ended = EndedSessions { sessions: sessions.len() as u64, families: 0 };
        let mut event_ids = event_ids.iter();
        for part in AtOnce::of(&sessions) {
            let with_them =
                part.holds(token_family::Column::LoginSessionId, |session| *session).add(token_family::Column::EndsWithSession.eq(true));
            let workspace = self.workspace().id;
            ended.families += end_families(self.connection, workspace, with_them, |_| true, end, &mut event_ids).await?;
        }
        Ok(ended)
    }
}
