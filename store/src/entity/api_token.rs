//! `api_tokens`

use domain::{
    administrator::ApiToken,
    clock::Timestamp,
    id::{AdministratorId, ApiTokenId},
    name::Name,
};
use engine::storage::SecretHash;
use sea_orm::{JsonValue, Set, entity::prelude::*};

use super::role::actions;
use crate::{
    Error,
    column::{Column as In, to_json},
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "api_tokens")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub administrator_id: Uuid,
    pub name: String,
    #[sea_orm(column_type = "Blob", unique)]
    pub token_hash: Vec<u8>,
    pub created_at: i64,
    pub expires_at: i64,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub scope: Option<JsonValue>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub(crate) fn row(token: &ApiToken, hash: SecretHash) -> Result<ActiveModel, Error> {
    Ok(ActiveModel {
        id: Set(token.id.as_uuid()),
        administrator_id: Set(token.administrator_id.as_uuid()),
        name: Set(token.name.to_string()),
        token_hash: Set(hash.into()),
        created_at: Set(token.created_at.as_millis()),
        expires_at: Set(token.expires_at.as_millis()),
        scope: Set(token.scope.as_ref().map(to_json).transpose()?),
    })
}

impl TryFrom<Model> for ApiToken {
    type Error = Error;

    fn try_from(row: Model) -> Result<Self, Error> {
        Ok(Self {
            id: ApiTokenId::from_uuid(row.id),
            administrator_id: AdministratorId::from_uuid(row.administrator_id),
            name: In("api_tokens", "name").parse(Name::try_from(row.name))?,
            scope: row.scope.map(|scope| actions(In("api_tokens", "scope"), scope)).transpose()?,
            created_at: Timestamp::from_millis(row.created_at),
            expires_at: Timestamp::from_millis(row.expires_at),
        })
    }
}
