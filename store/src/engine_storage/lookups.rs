//! What the engine reads of the configuration.

use domain::{
    id::{ClientId, UserId, WorkspaceId},
    name::Slug,
    service::Service,
    user::{User, UserIdentifier},
    workspace::Workspace,
};
use engine::storage::{ClientRecord, SealedSigningKey, UserRecord};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::{
    Error, Store,
    entity::{client, service, signing_key, tenant, user, workspace},
};

pub(super) async fn find_workspace(store: &Store, tenant: &Slug, workspace: &Slug) -> Result<Option<Workspace>, Error> {
    let row = workspace::Entity::find()
        .inner_join(tenant::Entity)
        .filter(tenant::Column::Slug.eq(tenant.as_str()))
        .filter(workspace::Column::Slug.eq(workspace.as_str()))
        .one(store.reader())
        .await?;
    row.map(Workspace::try_from).transpose()
}

pub(super) async fn find_client(store: &Store, workspace: WorkspaceId, client: ClientId) -> Result<Option<ClientRecord>, Error> {
    let row = client::Entity::find_by_id(client.as_uuid())
        .filter(client::Column::WorkspaceId.eq(workspace.as_uuid()))
        .one(store.reader())
        .await?;
    row.map(ClientRecord::try_from).transpose()
}

pub(super) async fn find_user(store: &Store, workspace: WorkspaceId, user: UserId) -> Result<Option<User>, Error> {
    let row = user::of_workspace(workspace.as_uuid()).filter(user::Column::Id.eq(user.as_uuid())).one(store.reader()).await?;
    row.map(User::try_from).transpose()
}

pub(super) async fn find_user_by_identifier(
    store: &Store,
    workspace: WorkspaceId,
    identifier: &UserIdentifier,
) -> Result<Option<UserRecord>, Error> {
    crate::users::find_by_sign_in_name(store.reader(), workspace.as_uuid(), identifier).await?.map(UserRecord::try_from).transpose()
}

pub(super) async fn list_services(store: &Store, workspace: WorkspaceId) -> Result<Vec<Service>, Error> {
    let rows = service::Entity::find()
        .filter(service::Column::WorkspaceId.eq(workspace.as_uuid()))
        .order_by_asc(service::Column::Position)
        .order_by_asc(service::Column::Id)
        .all(store.reader())
        .await?;
    rows.into_iter().map(Service::try_from).collect()
}

pub(super) async fn list_signing_keys(store: &Store, workspace: WorkspaceId) -> Result<Vec<SealedSigningKey>, Error> {
    let rows = signing_key::Entity::find()
        .filter(signing_key::Column::WorkspaceId.eq(workspace.as_uuid()))
        .order_by_desc(signing_key::Column::CreatedAt)
        .order_by_desc(signing_key::Column::Id)
        .all(store.reader())
        .await?;
    rows.into_iter().map(SealedSigningKey::try_from).collect()
}
