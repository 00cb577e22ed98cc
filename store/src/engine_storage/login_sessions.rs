//! Login sessions of users, and what they agreed to.

use domain::{
    audit::AuditEvent,
    clock::Timestamp,
    id::{ClientId, LoginSessionId, UserId, WorkspaceId},
};
use engine::storage::{Consent, EndedSessions, LoginSession, SecretHash, SessionEnd};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, prelude::Uuid, sea_query::OnConflict};

use super::families;
use crate::{
    Error, Store, Transaction,
    entity::{consent, login_session, token_family},
};

pub(super) async fn insert(store: &Store, session: &LoginSession, audit: AuditEvent) -> Result<(), Error> {
    let transaction = store.begin().await?;
    login_session::Entity::insert(login_session::row(session)).exec_without_returning(transaction.connection()).await?;
    transaction.append_audit(audit).await?;
    transaction.commit().await
}

pub(super) async fn find(store: &Store, workspace: WorkspaceId, token_hash: &SecretHash) -> Result<Option<LoginSession>, Error> {
    let row = login_session::Entity::find()
        .filter(login_session::Column::TokenHash.eq(token_hash.to_vec()))
        .filter(login_session::Column::WorkspaceId.eq(workspace.as_uuid()))
        .filter(login_session::Column::EndedAt.is_null())
        .one(store.reader())
        .await?;
    row.map(LoginSession::try_from).transpose()
}

pub(super) async fn list(store: &Store, workspace: WorkspaceId, user: UserId, now: Timestamp) -> Result<Vec<LoginSession>, Error> {
    let rows = login_session::Entity::find()
        .filter(open_of(workspace, user))
        .filter(login_session::Column::ExpiresAt.gt(now.as_millis()))
        .order_by_desc(login_session::Column::Id)
        .all(store.reader())
        .await?;
    rows.into_iter().map(LoginSession::try_from).collect()
}

pub(super) async fn end(store: &Store, end: SessionEnd) -> Result<bool, Error> {
    let (sessions, families_of) = match end.sessions {
        EndedSessions::Itself(id) => (login_session::Column::Id.eq(id.as_uuid()), token_family::Column::LoginSessionId.eq(id.as_uuid())),
        EndedSessions::AllBut(id) => (login_session::Column::Id.ne(id.as_uuid()), token_family::Column::LoginSessionId.ne(id.as_uuid())),
    };
    let transaction = store.begin().await?;
    // Locked one after the other in their order, so that two who end them do not wait for one another.
    let ids: Vec<Uuid> = login_session::Entity::find()
        .select_only()
        .column(login_session::Column::Id)
        .filter(open_of(end.workspace_id, end.user_id))
        .filter(sessions)
        .order_by_asc(login_session::Column::Id)
        .lock_exclusive()
        .into_tuple()
        .all(transaction.connection())
        .await?;
    login_session::Entity::update_many()
        .col_expr(login_session::Column::EndedAt, end.at.as_millis().into())
        .filter(login_session::Column::Id.is_in(ids.iter().copied()))
        .exec(transaction.connection())
        .await?;
    let with_them = Condition::all().add(families_of).add(token_family::Column::EndsWithSession.eq(true));
    let ended = families::lock_live(&transaction, end.workspace_id, end.user_id, with_them, end.at).await?;
    if ids.is_empty() && ended.is_empty() {
        return Ok(false);
    }
    families::end(&transaction, &ended, end.revocation(), end.event_ids).await?;
    transaction.append_audit(end.audit).await?;
    transaction.commit().await?;
    Ok(true)
}

/// Is a session still open? Then it stays so until the end of the transaction.
pub(super) async fn hold_open(transaction: &Transaction, workspace: WorkspaceId, session: LoginSessionId) -> Result<bool, Error> {
    let open = login_session::Entity::find().filter(is_open(workspace, session)).lock_shared().one(transaction.connection()).await?;
    Ok(open.is_some())
}

fn is_open(workspace: WorkspaceId, session: LoginSessionId) -> Condition {
    Condition::all()
        .add(login_session::Column::Id.eq(session.as_uuid()))
        .add(login_session::Column::WorkspaceId.eq(workspace.as_uuid()))
        .add(login_session::Column::EndedAt.is_null())
}

fn open_of(workspace: WorkspaceId, user: UserId) -> Condition {
    Condition::all()
        .add(login_session::Column::WorkspaceId.eq(workspace.as_uuid()))
        .add(login_session::Column::UserId.eq(user.as_uuid()))
        .add(login_session::Column::EndedAt.is_null())
}

pub(super) async fn find_consent(store: &Store, workspace: WorkspaceId, user: UserId, client: ClientId) -> Result<Option<Consent>, Error> {
    let row = consent::Entity::find_by_id((workspace.as_uuid(), user.as_uuid(), client.as_uuid())).one(store.reader()).await?;
    row.map(Consent::try_from).transpose()
}

pub(super) async fn list_consents(store: &Store, workspace: WorkspaceId, user: UserId) -> Result<Vec<Consent>, Error> {
    let rows = consent::Entity::find()
        .filter(consent::Column::WorkspaceId.eq(workspace.as_uuid()))
        .filter(consent::Column::UserId.eq(user.as_uuid()))
        .order_by_desc(consent::Column::GivenAt)
        .order_by_desc(consent::Column::ClientId)
        .all(store.reader())
        .await?;
    rows.into_iter().map(Consent::try_from).collect()
}

pub(super) async fn save_consent(store: &Store, consent: Consent, audit: AuditEvent) -> Result<(), Error> {
    let replace = OnConflict::columns([consent::Column::WorkspaceId, consent::Column::UserId, consent::Column::ClientId])
        .update_columns([consent::Column::Scopes, consent::Column::Resources, consent::Column::OfflineSeconds, consent::Column::GivenAt])
        .to_owned();
    let transaction = store.begin().await?;
    consent::Entity::insert(consent::row(consent)).on_conflict(replace).exec_without_returning(transaction.connection()).await?;
    transaction.append_audit(audit).await?;
    transaction.commit().await
}
