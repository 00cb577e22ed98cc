//! `workspaces`

use domain::{
    clock::Timestamp,
    id::{TenantId, WorkspaceId},
    name::{Name, Slug},
    workspace::Workspace,
};
use sea_orm::{ActiveValue::NotSet, Set, entity::prelude::*};

use crate::{
    Error,
    column::{Column as In, to_json},
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "workspaces")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub tenant_id: Uuid,
    pub slug: String,
    pub name: String,
    pub created_at: i64,
    pub version: i64,
    #[sea_orm(column_type = "JsonBinary")]
    pub authorization: Json,
    #[sea_orm(column_type = "JsonBinary")]
    pub tokens: Json,
    pub deleted_at: Option<i64>,
    /// None where an earlier version created the workspace, and nothing was chosen since.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub sign_in: Option<Json>,
    /// Whether it is the system workspace of its tenant, whose access tokens are for the admin API.
    pub is_system: bool,
    /// None where there never was one.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub trusted_issuers: Option<Json>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::tenant::Entity", from = "Column::TenantId", to = "super::tenant::Column::Id")]
    Tenant,
}

impl Related<super::tenant::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Tenant.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}

pub(crate) fn row(workspace: &Workspace) -> Result<ActiveModel, Error> {
    Ok(ActiveModel {
        id: Set(workspace.id.as_uuid()),
        tenant_id: Set(workspace.tenant_id.as_uuid()),
        slug: Set(workspace.slug.to_string()),
        name: Set(workspace.name.to_string()),
        created_at: Set(workspace.created_at.as_millis()),
        version: Set(workspace.version),
        authorization: Set(to_json(&workspace.authorization)?),
        tokens: Set(to_json(&workspace.tokens)?),
        deleted_at: NotSet,
        sign_in: Set(Some(to_json(&workspace.sign_in)?)),
        is_system: NotSet,
        trusted_issuers: Set(some_trusted(workspace)?),
    })
}

/// Returns the trusted issuers, where there are any.
fn some_trusted(workspace: &Workspace) -> Result<Option<Json>, Error> {
    if workspace.trusted_issuers.is_empty() { Ok(None) } else { to_json(&workspace.trusted_issuers).map(Some) }
}

impl TryFrom<Model> for Workspace {
    type Error = Error;

    fn try_from(row: Model) -> Result<Self, Error> {
        Ok(Self {
            id: WorkspaceId::from_uuid(row.id),
            tenant_id: TenantId::from_uuid(row.tenant_id),
            slug: In("workspaces", "slug").parse(Slug::parse(&row.slug))?,
            name: In("workspaces", "name").parse(Name::try_from(row.name))?,
            created_at: Timestamp::from_millis(row.created_at),
            version: row.version,
            authorization: In("workspaces", "authorization").json(row.authorization)?,
            tokens: In("workspaces", "tokens").json(row.tokens)?,
            sign_in: row.sign_in.map(|sign_in| In("workspaces", "sign_in").json(sign_in)).transpose()?.unwrap_or_default(),
            trusted_issuers: {
                let issuers = row.trusted_issuers.map(|issuers| In("workspaces", "trusted_issuers").json(issuers));
                issuers.transpose()?.unwrap_or_default()
            },
        })
    }
}
