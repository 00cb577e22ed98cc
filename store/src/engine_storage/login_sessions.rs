//! Login sessions of users, and what they agreed to.

use domain::{
    audit::AuditEvent,
    id::{ClientId, LoginSessionId, UserId, WorkspaceId},
};
use engine::storage::{Consent, LoginSession, SecretHash};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::OnConflict};

use crate::{
    Error, Store,
    entity::{consent, login_session},
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

pub(super) async fn end(store: &Store, workspace: WorkspaceId, session: LoginSessionId, audit: AuditEvent) -> Result<(), Error> {
    let transaction = store.begin().await?;
    let ended = login_session::Entity::update_many()
        .col_expr(login_session::Column::EndedAt, audit.at.as_millis().into())
        .filter(login_session::Column::Id.eq(session.as_uuid()))
        .filter(login_session::Column::WorkspaceId.eq(workspace.as_uuid()))
        .filter(login_session::Column::EndedAt.is_null())
        .exec(transaction.connection())
        .await?;
    if ended.rows_affected == 0 {
        return Ok(());
    }
    transaction.append_audit(audit).await?;
    transaction.commit().await
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
