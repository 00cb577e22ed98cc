//! The configuration that the engine reads.

use domain::{
    id::{ClientId, UserId, WorkspaceId},
    name::Slug,
    service::Service,
    user::{User, UserIdentifier},
    workspace::Workspace,
};
use engine::storage::{ClientRecord, Directory, SealedSigningKey, StorageError, UserRecord};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::{
    EngineStorage,
    engine_storage::during,
    entity::{client, service, signing_key, tenant, user, workspace},
    paging::read,
    sign_in_names::find_user_by_name,
};

impl Directory for EngineStorage {
    fn configuration_epoch(&self) -> u64 {
        self.store.configuration_epoch()
    }

    async fn find_workspace(&self, tenant: &Slug, workspace: &Slug) -> Result<Option<Workspace>, StorageError> {
        during("find_workspace", async {
            let query = workspace::Entity::find()
                .inner_join(tenant::Entity)
                .filter(tenant::Column::Slug.eq(tenant.as_str()))
                .filter(workspace::Column::Slug.eq(workspace.as_str()));
            query.one(self.store.reader()).await?.map(Workspace::try_from).transpose()
        })
        .await
    }

    async fn find_client(&self, workspace: WorkspaceId, client: ClientId) -> Result<Option<ClientRecord>, StorageError> {
        during("find_client", async {
            let query = client::Entity::find_by_id(client.as_uuid()).filter(client::Column::WorkspaceId.eq(workspace.as_uuid()));
            query.one(self.store.reader()).await?.map(ClientRecord::try_from).transpose()
        })
        .await
    }

    async fn find_user(&self, workspace: WorkspaceId, user: UserId) -> Result<Option<User>, StorageError> {
        during("find_user", async {
            let query = user::of_workspace(workspace.as_uuid()).filter(user::Column::Id.eq(user.as_uuid()));
            query.one(self.store.reader()).await?.map(User::try_from).transpose()
        })
        .await
    }

    async fn find_user_by_identifier(
        &self,
        workspace: WorkspaceId,
        identifier: &UserIdentifier,
    ) -> Result<Option<UserRecord>, StorageError> {
        during("find_user_by_identifier", async {
            let found = find_user_by_name(self.store.reader(), workspace.as_uuid(), identifier).await?;
            found.map(UserRecord::try_from).transpose()
        })
        .await
    }

    async fn list_services(&self, workspace: WorkspaceId) -> Result<Vec<Service>, StorageError> {
        during("list_services", async {
            let query = service::Entity::find()
                .filter(service::Column::WorkspaceId.eq(workspace.as_uuid()))
                .order_by_asc(service::Column::Position)
                .order_by_asc(service::Column::Id);
            read(query.all(self.store.reader()).await?)
        })
        .await
    }

    async fn list_signing_keys(&self, workspace: WorkspaceId) -> Result<Vec<SealedSigningKey>, StorageError> {
        during("list_signing_keys", async {
            let query = signing_key::Entity::find()
                .filter(signing_key::Column::WorkspaceId.eq(workspace.as_uuid()))
                .order_by_desc(signing_key::Column::Id);
            read(query.all(self.store.reader()).await?)
        })
        .await
    }
}
