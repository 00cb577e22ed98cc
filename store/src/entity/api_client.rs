//! `api_clients`

use domain::{
    api_client::ApiClient,
    id::{ClientId, TenantId, WorkspaceId},
};
use sea_orm::{Set, entity::prelude::*};

use super::role_assignment::role_columns;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "api_clients")]
pub struct Model {
    /// The client.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Its system workspace.
    pub home_id: Uuid,
    pub role: Option<String>,
    pub role_id: Option<Uuid>,
    pub tenant_id: Option<Uuid>,
    pub workspace_id: Option<Uuid>,
    pub client_id: Option<Uuid>,
    pub created_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub(crate) fn row(client: &ApiClient) -> ActiveModel {
    let (role, role_id) = role_columns(client.role);
    ActiveModel {
        id: Set(client.id.as_uuid()),
        home_id: Set(client.workspace_id.as_uuid()),
        role: Set(role),
        role_id: Set(role_id),
        tenant_id: Set(client.level.tenant().map(TenantId::as_uuid)),
        workspace_id: Set(client.level.workspace().map(WorkspaceId::as_uuid)),
        client_id: Set(client.level.client().map(ClientId::as_uuid)),
        created_at: Set(client.created_at.as_millis()),
    }
}
