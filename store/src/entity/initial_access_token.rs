//! `initial_access_tokens`

use domain::{client_registration::InitialAccessToken, clock::Timestamp, id::InitialAccessTokenId, name::Name};
use engine::storage::SecretHash;
use sea_orm::{Set, entity::prelude::*};

use crate::{Error, column::Column as In};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "initial_access_tokens")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub workspace_id: Uuid,
    pub name: String,
    #[sea_orm(column_type = "Blob", unique)]
    pub token_hash: Vec<u8>,
    pub created_by: String,
    pub created_at: i64,
    pub expires_at: i64,
    /// How many clients it can register.
    pub uses: i32,
    /// How many it has registered.
    pub used: i32,
    /// The administrator or API client that made it; none of the command line, nor where only the name was kept.
    pub created_by_id: Option<Uuid>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub(crate) fn row(workspace: Uuid, token: &InitialAccessToken, maker: Option<Uuid>, hash: SecretHash) -> ActiveModel {
    ActiveModel {
        id: Set(token.id.as_uuid()),
        workspace_id: Set(workspace),
        name: Set(token.name.to_string()),
        token_hash: Set(hash.into()),
        created_by: Set(token.created_by.clone()),
        created_at: Set(token.created_at.as_millis()),
        expires_at: Set(token.expires_at.as_millis()),
        uses: Set(token.uses.into()),
        used: Set(token.used.into()),
        created_by_id: Set(maker),
    }
}

impl TryFrom<Model> for InitialAccessToken {
    type Error = Error;

    fn try_from(row: Model) -> Result<Self, Error> {
        Ok(Self {
            id: InitialAccessTokenId::from_uuid(row.id),
            name: In("initial_access_tokens", "name").parse(Name::try_from(row.name))?,
            created_by: row.created_by,
            created_at: Timestamp::from_millis(row.created_at),
            expires_at: Timestamp::from_millis(row.expires_at),
            uses: In("initial_access_tokens", "uses").parse(row.uses.try_into())?,
            used: In("initial_access_tokens", "used").parse(row.used.try_into())?,
        })
    }
}
