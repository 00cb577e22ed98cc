//! `invitations`

use domain::{
    administrator::Invitation,
    clock::Timestamp,
    id::{AdministratorId, ClientId, InvitationId, TenantId, WorkspaceId},
    user::UserIdentifier,
};
use engine::storage::SecretHash;
use sea_orm::{Set, entity::prelude::*};

use super::role_assignment::{read_level, read_role, role_columns};
use crate::{Error, column::Column as In};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "invitations")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub email: String,
    pub role: Option<String>,
    pub role_id: Option<Uuid>,
    pub tenant_id: Option<Uuid>,
    pub workspace_id: Option<Uuid>,
    pub client_id: Option<Uuid>,
    #[sea_orm(column_type = "Blob", unique)]
    pub token_hash: Vec<u8>,
    pub invited_by: Option<Uuid>,
    pub created_at: i64,
    pub expires_at: i64,
    /// The tag of the language in which it was mailed; none where it was not.
    pub language: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub(crate) fn row(invitation: &Invitation, hash: SecretHash) -> ActiveModel {
    let (role, role_id) = role_columns(invitation.role);
    ActiveModel {
        id: Set(invitation.id.as_uuid()),
        email: Set(invitation.email.to_string()),
        role: Set(role),
        role_id: Set(role_id),
        tenant_id: Set(invitation.level.tenant().map(TenantId::as_uuid)),
        workspace_id: Set(invitation.level.workspace().map(WorkspaceId::as_uuid)),
        client_id: Set(invitation.level.client().map(ClientId::as_uuid)),
        token_hash: Set(hash.into()),
        invited_by: Set(invitation.invited_by.map(AdministratorId::as_uuid)),
        created_at: Set(invitation.created_at.as_millis()),
        expires_at: Set(invitation.expires_at.as_millis()),
        language: Set(None),
    }
}

impl TryFrom<Model> for Invitation {
    type Error = Error;

    fn try_from(row: Model) -> Result<Self, Error> {
        Ok(Self {
            id: InvitationId::from_uuid(row.id),
            email: In("invitations", "email").parse(UserIdentifier::parse(&row.email))?,
            role: read_role(In("invitations", "role"), row.role.as_deref(), row.role_id)?,
            level: read_level(In("invitations", "tenant_id"), row.tenant_id, row.workspace_id, row.client_id)?,
            invited_by: row.invited_by.map(AdministratorId::from_uuid),
            created_at: Timestamp::from_millis(row.created_at),
            expires_at: Timestamp::from_millis(row.expires_at),
        })
    }
}
