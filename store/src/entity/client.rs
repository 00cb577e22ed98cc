//! `clients`

use domain::{
    client::Client,
    clock::Timestamp,
    id::{ClientId, WorkspaceId},
};
use engine::{
    keys::HashedSecret,
    storage::{ClientRecord, SecretHash},
};
use sea_orm::{Set, entity::prelude::*};

use crate::{
    Error,
    column::{Coded, Column as In, to_json},
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "clients")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub workspace_id: Uuid,
    /// The name of the settings, again, to search for.
    pub name: String,
    pub status: String,
    #[sea_orm(column_type = "Blob", nullable)]
    pub secret_hash: Option<Vec<u8>>,
    /// The version of the master key that the secret was hashed under; none without a secret, and where an earlier version of Regrant
    /// stored it.
    pub secret_key_version: Option<i16>,
    #[sea_orm(column_type = "JsonBinary")]
    pub settings: Json,
    pub created_at: i64,
    pub version: i64,
    pub epoch: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub(crate) fn row(client: &Client, secret: Option<HashedSecret>) -> Result<ActiveModel, Error> {
    Ok(ActiveModel {
        id: Set(client.id.as_uuid()),
        workspace_id: Set(client.workspace_id.as_uuid()),
        name: Set(client.settings.name.to_string()),
        status: Set(client.status.code().to_owned()),
        secret_hash: Set(secret.map(|secret| secret.hash.into())),
        secret_key_version: Set(secret.map(|secret| secret.version.into())),
        settings: Set(to_json(&client.settings)?),
        created_at: Set(client.created_at.as_millis()),
        version: Set(client.version),
        epoch: Set(client.epoch),
    })
}

impl TryFrom<Model> for Client {
    type Error = Error;

    fn try_from(row: Model) -> Result<Self, Error> {
        Ok(Self {
            id: ClientId::from_uuid(row.id),
            workspace_id: WorkspaceId::from_uuid(row.workspace_id),
            created_at: Timestamp::from_millis(row.created_at),
            version: row.version,
            epoch: row.epoch,
            status: In("clients", "status").code(&row.status)?,
            settings: In("clients", "settings").json(row.settings)?,
        })
    }
}

impl TryFrom<Model> for ClientRecord {
    type Error = Error;

    fn try_from(mut row: Model) -> Result<Self, Error> {
        let secret_hash = row.secret_hash.take().map(SecretHash::try_from).transpose();
        Ok(Self { secret_hash: In("clients", "secret_hash").parse(secret_hash)?, client: row.try_into()? })
    }
}
