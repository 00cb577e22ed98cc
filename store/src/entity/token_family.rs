//! `token_families`

use domain::{
    clock::Timestamp,
    family::{Revocation, RevocationReason},
    id::{ClientId, FamilyId, LoginSessionId, UserId, WorkspaceId},
};
use engine::family::Family;
use sea_orm::{Set, entity::prelude::*};

use crate::{Error, column::Column as In};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "token_families")]
pub struct Model {
    pub auth_time: i64,
    pub created_at: i64,
    pub rotated_at: i64,
    pub last_used_at: i64,
    pub expires_at: i64,
    pub generation: i64,
    pub revoked_at: Option<i64>,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub workspace_id: Uuid,
    pub client_id: Uuid,
    pub user_id: Uuid,
    pub login_session_id: Uuid,
    pub retries: i16,
    pub revocation_reason: Option<i16>,
    pub confirmed: bool,
    pub scopes: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::client::Entity", from = "Column::ClientId", to = "super::client::Column::Id")]
    Client,
    #[sea_orm(belongs_to = "super::user::Entity", from = "Column::UserId", to = "super::user::Column::Id")]
    User,
}

impl Related<super::client::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Client.def()
    }
}

impl Related<super::user::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::User.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}

pub(crate) fn row(family: &Family) -> ActiveModel {
    ActiveModel {
        auth_time: Set(family.auth_time.as_millis()),
        created_at: Set(family.created_at.as_millis()),
        rotated_at: Set(family.rotated_at.as_millis()),
        last_used_at: Set(family.last_used_at.as_millis()),
        expires_at: Set(family.expires_at.as_millis()),
        generation: Set(family.generation),
        revoked_at: Set(family.revoked.map(|revocation| revocation.at.as_millis())),
        id: Set(family.id.as_uuid()),
        workspace_id: Set(family.workspace_id.as_uuid()),
        client_id: Set(family.client_id.as_uuid()),
        user_id: Set(family.user_id.as_uuid()),
        login_session_id: Set(family.login_session_id.as_uuid()),
        retries: Set(family.retries.into()),
        revocation_reason: Set(family.revoked.map(|revocation| reason_number(revocation.reason))),
        confirmed: Set(family.confirmed),
        scopes: Set(family.scopes.to_string()),
    }
}

impl TryFrom<Model> for Family {
    type Error = Error;

    fn try_from(row: Model) -> Result<Self, Error> {
        Ok(Self {
            revoked: revocation(row.revoked_at, row.revocation_reason)?,
            id: FamilyId::from_uuid(row.id),
            workspace_id: WorkspaceId::from_uuid(row.workspace_id),
            client_id: ClientId::from_uuid(row.client_id),
            user_id: UserId::from_uuid(row.user_id),
            login_session_id: LoginSessionId::from_uuid(row.login_session_id),
            scopes: In("token_families", "scopes").parse(row.scopes.parse())?,
            auth_time: Timestamp::from_millis(row.auth_time),
            generation: row.generation,
            confirmed: row.confirmed,
            rotated_at: Timestamp::from_millis(row.rotated_at),
            retries: In("token_families", "retries").parse(u8::try_from(row.retries))?,
            created_at: Timestamp::from_millis(row.created_at),
            last_used_at: Timestamp::from_millis(row.last_used_at),
            expires_at: Timestamp::from_millis(row.expires_at),
        })
    }
}

/// The end of a family, from its two columns.
pub(crate) fn revocation(at: Option<i64>, reason: Option<i16>) -> Result<Option<Revocation>, Error> {
    let corrupt = In("token_families", "revocation_reason").corrupt();
    match (at, reason) {
        (None, None) => Ok(None),
        (Some(at), Some(number)) => {
            let reason = RevocationReason::ALL.into_iter().find(|reason| reason_number(*reason) == number).ok_or(corrupt)?;
            Ok(Some(Revocation { at: Timestamp::from_millis(at), reason }))
        }
        _ => Err(corrupt),
    }
}

/// The number a reason is stored as. It never changes its meaning.
pub(crate) const fn reason_number(reason: RevocationReason) -> i16 {
    match reason {
        RevocationReason::RefreshTokenReuse => 1,
        RevocationReason::CodeReuse => 2,
        RevocationReason::Client => 3,
        RevocationReason::Administrator => 4,
        RevocationReason::ClientDisabled => 5,
        RevocationReason::UserDisabled => 6,
        RevocationReason::PasswordChanged => 7,
    }
}
