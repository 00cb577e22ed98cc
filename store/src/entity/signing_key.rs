//! `signing_keys`

use domain::{
    clock::Timestamp,
    id::{KeyId, WorkspaceId},
};
use engine::storage::SealedSigningKey;
use sea_orm::{Set, entity::prelude::*};

use crate::{Error, column::Column as In};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "signing_keys")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub workspace_id: Uuid,
    pub algorithm: String,
    #[sea_orm(column_type = "Blob")]
    pub public_key: Vec<u8>,
    #[sea_orm(column_type = "Blob")]
    pub sealed_private_key: Vec<u8>,
    pub created_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Returns the version of the master key that a private key is sealed under, as bytes: a sealed value begins with it.
pub(crate) fn sealed_under() -> Expr {
    Expr::cust("substr(sealed_private_key, 1, 1)")
}

pub(crate) fn row(key: SealedSigningKey) -> ActiveModel {
    ActiveModel {
        id: Set(key.id.as_uuid()),
        workspace_id: Set(key.workspace_id.as_uuid()),
        algorithm: Set(key.algorithm.name().to_owned()),
        public_key: Set(key.public_key),
        sealed_private_key: Set(key.sealed_private_key),
        created_at: Set(key.created_at.as_millis()),
    }
}

impl TryFrom<Model> for SealedSigningKey {
    type Error = Error;

    fn try_from(row: Model) -> Result<Self, Error> {
        Ok(Self {
            id: KeyId::from_uuid(row.id),
            workspace_id: WorkspaceId::from_uuid(row.workspace_id),
            algorithm: In("signing_keys", "algorithm").parse(row.algorithm.parse())?,
            public_key: row.public_key,
            sealed_private_key: row.sealed_private_key,
            created_at: Timestamp::from_millis(row.created_at),
        })
    }
}
