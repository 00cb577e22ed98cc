//! Login sessions of users, and what they agreed to.

use domain::{
    audit::AuditEvent,
    id::{ClientId, LoginSessionId, UserId, WorkspaceId},
};
use engine::storage::{Consent, LoginSession, SecretHash, SessionEnd};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, sea_query::OnConflict};

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

pub(super) async fn end(store: &Store, end: SessionEnd) -> Result<(), Error> {
    let session = is_open(end.workspace_id, end.session_id);
    let transaction = store.begin().await?;
    let Some(row) = login_session::Entity::find().filter(session.clone()).lock_exclusive().one(transaction.connection()).await? else {
        return Ok(());
    };
    login_session::Entity::update_many()
        .col_expr(login_session::Column::EndedAt, end.at.as_millis().into())
        .filter(session)
        .exec(transaction.connection())
        .await?;
    let with_it = Condition::all()
        .add(token_family::Column::LoginSessionId.eq(end.session_id.as_uuid()))
        .add(token_family::Column::EndsWithSession.eq(true));
    // By the user, for whom there is an index.
    let ended = families::lock_live(&transaction, end.workspace_id, UserId::from_uuid(row.user_id), with_it, end.at).await?;
    families::end(&transaction, &ended, end.revocation(), end.event_ids).await?;
    transaction.append_audit(end.audit).await?;
    transaction.commit().await
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

pub(super) async fn find_consent(store: &Store, workspace: WorkspaceId, user: UserId, client: ClientId) -> Result<Option<Consent>, Error> {
    let row = consent::Entity::find_by_id((workspace.as_uuid(), user.as_uuid(), client.as_uuid())).one(store.reader()).await?;
    row.map(Consent::try_from).transpose()
}

pub(super) async fn save_consent(store: &Store, consent: Consent, audit: AuditEvent) -> Result<(), Error> {
    let replace = OnConflict::columns([consent::Column::WorkspaceId, consent::Column::UserId, consent::Column::ClientId])
        .update_columns([consent::Column::Scopes, consent::Column::GivenAt])
        .to_owned();
    let transaction = store.begin().await?;
    consent::Entity::insert(consent::row(consent)).on_conflict(replace).exec_without_returning(transaction.connection()).await?;
    transaction.append_audit(audit).await?;
    transaction.commit().await
}
