//! `role_assignments`

use domain::{
    administrator::Assignment,
    clock::Timestamp,
    grants::Level,
    id::{AdministratorId, AssignmentId, ClientId, RoleId, TenantId, WorkspaceId},
    role::{BuiltInRole, RoleRef},
};
use sea_orm::{Set, entity::prelude::*};

use crate::{Error, column::Column as In};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "role_assignments")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub administrator_id: Uuid,
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

/// Returns the values of the columns `role` and `role_id`.
pub(crate) fn role_columns(role: RoleRef) -> (Option<String>, Option<Uuid>) {
    match role {
        RoleRef::BuiltIn(role) => (Some(role.name().to_owned()), None),
        RoleRef::Own(id) => (None, Some(id.as_uuid())),
    }
}

/// Reads the columns `role` and `role_id`.
pub(crate) fn read_role(column: In, role: Option<&str>, role_id: Option<Uuid>) -> Result<RoleRef, Error> {
    let built_in = role.and_then(BuiltInRole::from_name).map(RoleRef::BuiltIn);
    built_in.or_else(|| role_id.map(RoleId::from_uuid).map(RoleRef::Own)).ok_or(column.corrupt())
}

/// Reads the columns of a level: the innermost that is set says which.
pub(crate) fn read_level(column: In, tenant: Option<Uuid>, workspace: Option<Uuid>, client: Option<Uuid>) -> Result<Level, Error> {
    let ids = (tenant.map(TenantId::from_uuid), workspace.map(WorkspaceId::from_uuid), client.map(ClientId::from_uuid));
    match ids {
        (None, None, None) => Ok(Level::Installation),
        (Some(tenant), None, None) => Ok(Level::Tenant(tenant)),
        (Some(tenant), Some(workspace), None) => Ok(Level::Workspace(tenant, workspace)),
        (Some(tenant), Some(workspace), Some(client)) => Ok(Level::Client(tenant, workspace, client)),
        _ => Err(column.corrupt()),
    }
}

pub(crate) fn row(assignment: &Assignment) -> ActiveModel {
    let (role, role_id) = role_columns(assignment.role);
    ActiveModel {
        id: Set(assignment.id.as_uuid()),
        administrator_id: Set(assignment.administrator_id.as_uuid()),
        role: Set(role),
        role_id: Set(role_id),
        tenant_id: Set(assignment.level.tenant().map(TenantId::as_uuid)),
        workspace_id: Set(assignment.level.workspace().map(WorkspaceId::as_uuid)),
        client_id: Set(assignment.level.client().map(ClientId::as_uuid)),
        created_at: Set(assignment.created_at.as_millis()),
    }
}

impl TryFrom<Model> for Assignment {
    type Error = Error;

    fn try_from(row: Model) -> Result<Self, Error> {
        Ok(Self {
            id: AssignmentId::from_uuid(row.id),
            administrator_id: AdministratorId::from_uuid(row.administrator_id),
            role: read_role(In("role_assignments", "role"), row.role.as_deref(), row.role_id)?,
            level: read_level(In("role_assignments", "tenant_id"), row.tenant_id, row.workspace_id, row.client_id)?,
            created_at: Timestamp::from_millis(row.created_at),
        })
    }
}
