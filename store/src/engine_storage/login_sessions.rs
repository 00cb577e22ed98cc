//! Login sessions of users, and what they agreed to.

use domain::{
    audit::AuditEvent,
    clock::Timestamp,
    id::{ClientId, LoginSessionId, UserId, WorkspaceId},
};
use engine::storage::{Basis, Consent, EndedSessions, LoginSession, SecretHash, SessionEnd, SessionStart, Written};
use sea_orm::{ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, sea_query::OnConflict};

use crate::{
    Error, Store, Transaction, basis,
    endings::{end_families, end_sessions},
    entity::{consent, login_session, token_family},
};

pub(super) async fn begin(store: &Store, start: SessionStart) -> Result<Written, Error> {
    let SessionStart { session, basis, audit, replaces } = start;
    let transaction = store.begin().await?;
    if !basis::hold(&transaction, &basis).await? {
        return Ok(Written::BasisChanged);
    }
    if let Some(end) = replaces {
        end_within(&transaction, end).await?;
    }
    login_session::Entity::insert(login_session::row(&session)).exec_without_returning(transaction.connection()).await?;
    transaction.append_audit(audit).await?;
    transaction.commit().await?;
    Ok(Written::Done)
}

pub(super) async fn is_open(store: &Store, workspace: WorkspaceId, session: LoginSessionId) -> Result<bool, Error> {
    let open = login_session::Entity::find_by_id(session.as_uuid())
        .filter(login_session::Column::WorkspaceId.eq(workspace.as_uuid()))
        .filter(login_session::Column::EndedAt.is_null());
    Ok(open.count(store.reader()).await? > 0)
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
    let transaction = store.begin().await?;
    let ended = end_within(&transaction, end).await?;
    if ended {
        transaction.commit().await?;
    }
    Ok(ended)
}

/// Ends sessions and what ends with them; `false`, and nothing written, where there was nothing to end.
async fn end_within(transaction: &Transaction, end: SessionEnd) -> Result<bool, Error> {
    let (sessions, families_of) = match end.sessions {
        EndedSessions::Itself(id) => (login_session::Column::Id.eq(id.as_uuid()), token_family::Column::LoginSessionId.eq(id.as_uuid())),
        EndedSessions::AllBut(id) => (login_session::Column::Id.ne(id.as_uuid()), token_family::Column::LoginSessionId.ne(id.as_uuid())),
    };
    let (connection, revocation) = (transaction.connection(), end.revocation());
    let sessions = end_sessions(connection, open_of(end.workspace_id, end.user_id).add(sessions), end.at).await?;
    let with_them = Condition::all()
        .add(token_family::Column::UserId.eq(end.user_id.as_uuid()))
        .add(families_of)
        .add(token_family::Column::EndsWithSession.eq(true));
    let families = end_families(connection, end.workspace_id, with_them, |_| true, revocation, &mut end.event_ids.iter()).await?;
    if sessions.is_empty() && families == 0 {
        return Ok(false);
    }
    transaction.append_audit(end.audit).await?;
    Ok(true)
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

pub(super) async fn save_consent(store: &Store, consent: Consent, basis: Basis, audit: AuditEvent) -> Result<Written, Error> {
    let replace = OnConflict::columns([consent::Column::WorkspaceId, consent::Column::UserId, consent::Column::ClientId])
        .update_columns([consent::Column::Scopes, consent::Column::Resources, consent::Column::OfflineSeconds, consent::Column::GivenAt])
        .to_owned();
    let transaction = store.begin().await?;
    if !basis::hold(&transaction, &basis).await? {
        return Ok(Written::BasisChanged);
    }
    consent::Entity::insert(consent::row(consent)).on_conflict(replace).exec_without_returning(transaction.connection()).await?;
    transaction.append_audit(audit).await?;
    transaction.commit().await?;
    Ok(Written::Done)
}
