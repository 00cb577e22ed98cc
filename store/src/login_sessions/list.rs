//! Login sessions of users, as an administrator sees them.

use std::collections::{BTreeSet, HashMap};

use domain::{
    clock::Timestamp,
    id::{ClientId, UserId},
    view::UserSession,
};
use engine::storage::LoginSession;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select, prelude::Uuid};

use super::open::open_in;
use crate::{
    Access, Error, WorkspaceStore,
    batch::Batch,
    entity::{
        authorization_code,
        login_session::{Column, Entity},
        token_family,
    },
    paging::read,
};

/// How many sessions of a user are listed.
const LISTED: u64 = 50;

/// A use of a session: the session, the client that was authorized, and when.
type Use = (Uuid, Uuid, i64);

impl<C: Access> WorkspaceStore<'_, C> {
    fn open_sessions(&self, now: Timestamp) -> Select<Entity> {
        Entity::find().filter(open_in(self.id())).filter(Column::ExpiresAt.gt(now.as_millis()))
    }

    /// Counts the sessions of a user that have neither ended nor expired.
    pub async fn count_login_sessions(&self, user: UserId, now: Timestamp) -> Result<u64, Error> {
        Ok(self.open_sessions(now).filter(Column::UserId.eq(user.as_uuid())).count(self.connection).await?)
    }

    /// Returns the sessions of a user that have neither ended nor expired, newest first, with the clients that were authorized in them as
    /// far as is known: those that have refresh tokens of the session, or an access token that may be valid.
    pub async fn list_login_sessions(&self, user: UserId, now: Timestamp) -> Result<Vec<UserSession>, Error> {
        let rows = self.open_sessions(now).filter(Column::UserId.eq(user.as_uuid())).order_by_desc(Column::Id).limit(LISTED);
        let sessions: Vec<LoginSession> = read(rows.all(self.connection).await?)?;
        let mut by_session: HashMap<Uuid, Vec<Use>> = HashMap::new();
        for used in self.uses_of(user, &sessions).await? {
            by_session.entry(used.0).or_default().push(used);
        }
        let clients: BTreeSet<_> = by_session.values().flatten().map(|(_, client, _)| ClientId::from_uuid(*client)).collect();
        let names = self.client_names(clients.into_iter()).await?;
        let sessions = sessions.into_iter().map(|session| {
            let found = by_session.remove(&session.id.as_uuid()).unwrap_or_default();
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

    /// Returns the uses of these sessions.
    async fn uses_of(&self, user: UserId, sessions: &[LoginSession]) -> Result<Vec<Use>, Error> {
        let mut found = Vec::new();
        let ids: Vec<_> = sessions.iter().map(|session| session.id.as_uuid()).collect();
        for batch in Batch::split(&ids) {
            let families = token_family::Entity::find()
                .select_only()
                .columns([token_family::Column::LoginSessionId, token_family::Column::ClientId, token_family::Column::CreatedAt])
                .filter(token_family::Column::UserId.eq(user.as_uuid()))
                .filter(batch.contains(token_family::Column::LoginSessionId, |id| *id));
            found.extend(families.into_tuple::<Use>().all(self.connection).await?);
            let codes = authorization_code::Entity::find()
                .select_only()
                .columns([
                    authorization_code::Column::LoginSessionId,
                    authorization_code::Column::ClientId,
                    authorization_code::Column::RedeemedAt,
                ])
                .filter(authorization_code::Column::UserId.eq(user.as_uuid()))
                .filter(batch.contains(authorization_code::Column::LoginSessionId, |id| *id))
                .filter(authorization_code::Column::RedeemedAt.is_not_null());
            found.extend(codes.into_tuple::<Use>().all(self.connection).await?);
        }
        Ok(found)
    }
}
