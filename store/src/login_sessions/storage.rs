//! The engine's login sessions.

use domain::{
    clock::Timestamp,
    id::{LoginSessionId, UserId, WorkspaceId},
};
use engine::storage::{EndedSessions, LoginSession, SecretHash, SessionEnd, SessionStart, SessionStorage, StorageError, Written};
use sea_orm::{ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, prelude::Uuid};

use super::open::{end_open, open_in};
use crate::{
    EngineStorage, Error, Transaction, basis,
    engine_storage::{during, during_write},
    entity::{
        login_session::{Column, Entity, row},
        token_family,
    },
    families::{lock_live, revoke_live},
    logouts::pass_on,
    paging::read,
    user_passkeys::use_passkey,
    user_second_factors::use_code,
};

impl SessionStorage for EngineStorage {
    async fn begin_login_session(&self, start: SessionStart) -> Result<Written, StorageError> {
        during_write("begin_login_session", || async {
            let goes_on_from = start.goes_on_from();
            let SessionStart { session, basis, code, passkey, audit, replaces } = start.clone();
            let transaction = self.store.begin().await?;
            if !basis::lock(&transaction, &basis).await? {
                return Ok(Written::BasisChanged);
            }
            if let Some(code) = code
                && !use_code(&transaction, session.user_id, &code).await?
            {
                return Ok(Written::BasisChanged);
            }
            if let Some(used) = passkey
                && !use_passkey(&transaction, session.user_id, &used).await?
            {
                return Ok(Written::BasisChanged);
            }
            if let Some(end) = replaces {
                let ended = end_within(&transaction, end).await?.sessions;
                // A session that was ended meanwhile does not go on.
                for from in ended.into_iter().filter(|ended| goes_on_from.is_some_and(|from| from.as_uuid() == *ended)) {
                    pass_on(transaction.connection(), from, &session).await?;
                }
            }
            Entity::insert(row(&session)).exec_without_returning(transaction.connection()).await?;
            transaction.append_audit(audit).await?;
            transaction.commit().await?;
            Ok(Written::Done)
        })
        .await
    }

    async fn find_login_session(&self, workspace: WorkspaceId, token_hash: &SecretHash) -> Result<Option<LoginSession>, StorageError> {
        during("find_login_session", async {
            let query = Entity::find().filter(Column::TokenHash.eq(token_hash.to_vec())).filter(open_in(workspace.as_uuid()));
            query.one(self.store.reader()).await?.map(LoginSession::try_from).transpose()
        })
        .await
    }

    async fn is_session_open(&self, workspace: WorkspaceId, session: LoginSessionId) -> Result<bool, StorageError> {
        during("is_session_open", async {
            let open = Entity::find_by_id(session.as_uuid()).filter(open_in(workspace.as_uuid()));
            Ok(open.count(self.store.reader()).await? > 0)
        })
        .await
    }

    async fn list_login_sessions(&self, workspace: WorkspaceId, user: UserId, now: Timestamp) -> Result<Vec<LoginSession>, StorageError> {
        during("list_login_sessions", async {
            let query = Entity::find()
                .filter(open_in(workspace.as_uuid()))
                .filter(Column::UserId.eq(user.as_uuid()))
                .filter(Column::ExpiresAt.gt(now.as_millis()))
                .order_by_desc(Column::Id);
            read(query.all(self.store.reader()).await?)
        })
        .await
    }

    async fn end_login_sessions(&self, end: SessionEnd) -> Result<bool, StorageError> {
        during_write("end_login_sessions", || async {
            let transaction = self.store.begin().await?;
            let ended = end_within(&transaction, end.clone()).await?.any();
            if ended {
                transaction.commit().await?;
            }
            Ok(ended)
        })
        .await
    }
}

/// What was ended.
struct Ended {
    sessions: Vec<Uuid>,
    families: u64,
}

impl Ended {
    fn any(&self) -> bool {
        !self.sessions.is_empty() || self.families > 0
    }
}

/// Ends sessions and what ends with them. Writes nothing where there was nothing to end.
async fn end_within(transaction: &Transaction, end: SessionEnd) -> Result<Ended, Error> {
    let (these, families_of) = match end.sessions {
        EndedSessions::Itself(id) => (Column::Id.eq(id.as_uuid()), token_family::Column::LoginSessionId.eq(id.as_uuid())),
        EndedSessions::AllBut(id) => (Column::Id.ne(id.as_uuid()), token_family::Column::LoginSessionId.ne(id.as_uuid())),
    };
    let (connection, revocation) = (transaction.connection(), end.revocation());
    let these = Condition::all().add(Column::UserId.eq(end.user_id.as_uuid())).add(these);
    let sessions = end_open(connection, end.workspace_id.as_uuid(), these, end.at).await?;
    let with_them = Condition::all()
        .add(token_family::Column::UserId.eq(end.user_id.as_uuid()))
        .add(families_of)
        .add(token_family::Column::EndsWithSession.eq(true));
    let live = lock_live(connection, end.workspace_id, with_them, end.at);
    let families = revoke_live(live, |_| true, revocation, &mut end.event_ids.iter()).await?;
    let ended = Ended { sessions, families };
    if ended.any() {
        transaction.append_audit(end.audit).await?;
    }
    Ok(ended)
}
