//! `user_passkeys`

use domain::{
    clock::Timestamp,
    id::{PasskeyId, UserId},
    name::Name,
};
use engine::passkey::Passkey;
use sea_orm::{Set, entity::prelude::*};

use crate::{Error, column::Column as In};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "user_passkeys")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(column_type = "Blob")]
    pub credential: Vec<u8>,
    #[sea_orm(column_type = "Blob")]
    pub public_key: Vec<u8>,
    pub sign_count: i64,
    pub name: String,
    pub synced: bool,
    pub created_at: i64,
    pub last_used_at: Option<i64>,
    pub challenged_at: i64,
    pub workspace_id: Uuid,
    pub user_id: Uuid,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub(crate) fn row(workspace: Uuid, user: UserId, passkey: &Passkey) -> ActiveModel {
    ActiveModel {
        id: Set(passkey.id.as_uuid()),
        credential: Set(passkey.credential.clone()),
        public_key: Set(passkey.public_key.clone()),
        sign_count: Set(passkey.sign_count.into()),
        name: Set(passkey.name.to_string()),
        synced: Set(passkey.synced),
        created_at: Set(passkey.created_at.as_millis()),
        last_used_at: Set(passkey.last_used_at.map(Timestamp::as_millis)),
        challenged_at: Set(passkey.challenged_at.as_millis()),
        workspace_id: Set(workspace),
        user_id: Set(user.as_uuid()),
    }
}

impl TryFrom<Model> for Passkey {
    type Error = Error;

    fn try_from(row: Model) -> Result<Self, Error> {
        Ok(Self {
            id: PasskeyId::from_uuid(row.id),
            credential: row.credential,
            public_key: row.public_key,
            sign_count: In("user_passkeys", "sign_count").parse(u32::try_from(row.sign_count))?,
            name: In("user_passkeys", "name").parse(Name::try_from(row.name))?,
            synced: row.synced,
            created_at: Timestamp::from_millis(row.created_at),
            last_used_at: row.last_used_at.map(Timestamp::from_millis),
            challenged_at: Timestamp::from_millis(row.challenged_at),
        })
    }
}
