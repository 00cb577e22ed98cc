//! `clients`

use domain::{
    client::Client,
    client_secret::{ClientSecret, ClientSecrets, PreviousClientSecret},
    clock::Timestamp,
    id::{ClientId, WorkspaceId},
};
use engine::{
    keys::HashedSecret,
    storage::{ClientRecord, PreviousSecret, SecretHash},
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
    /// Counts the secrets.
    pub secret_version: i64,
    /// None where an earlier version of Regrant stored it, as when it was made.
    pub secret_fingerprint: Option<String>,
    pub secret_created_at: Option<i64>,
    pub secret_used_at: Option<i64>,
    /// The secret before the current one, if it works for a while.
    #[sea_orm(column_type = "Blob", nullable)]
    pub previous_secret_hash: Option<Vec<u8>>,
    pub previous_secret_key_version: Option<i16>,
    pub previous_secret_fingerprint: Option<String>,
    pub previous_secret_created_at: Option<i64>,
    pub previous_secret_until: Option<i64>,
    pub previous_secret_used_at: Option<i64>,
    #[sea_orm(column_type = "JsonBinary")]
    pub settings: Json,
    pub created_at: i64,
    pub version: i64,
    pub epoch: i64,
    /// What it is known by, and when that was read; none of a client that has its identifier from this server.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub document: Option<Json>,
    pub registered_itself: bool,
    /// Whether somebody else than the client itself has changed it since it was made: it does not end where nobody uses it.
    pub kept: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Returns the row of a client with its first secret, if it has one.
pub(crate) fn row(client: &Client, secret: Option<HashedSecret>) -> Result<ActiveModel, Error> {
    Ok(ActiveModel {
        id: Set(client.id.as_uuid()),
        workspace_id: Set(client.workspace_id.as_uuid()),
        name: Set(client.settings.name.to_string()),
        status: Set(client.status.code().to_owned()),
        secret_hash: Set(secret.map(|secret| secret.hash.into())),
        secret_key_version: Set(secret.map(|secret| secret.version.into())),
        secret_version: Set(i64::from(secret.is_some())),
        secret_fingerprint: Set(None),
        secret_created_at: Set(secret.map(|_| client.created_at.as_millis())),
        secret_used_at: Set(None),
        previous_secret_hash: Set(None),
        previous_secret_key_version: Set(None),
        previous_secret_fingerprint: Set(None),
        previous_secret_created_at: Set(None),
        previous_secret_until: Set(None),
        previous_secret_used_at: Set(None),
        settings: Set(to_json(&client.settings)?),
        created_at: Set(client.created_at.as_millis()),
        version: Set(client.version),
        epoch: Set(client.epoch),
        document: Set(client.document.as_ref().map(to_json).transpose()?),
        registered_itself: Set(client.registered_itself),
        kept: Set(false),
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
            document: row.document.map(|document| In("clients", "document").json(document)).transpose()?,
            registered_itself: row.registered_itself,
        })
    }
}

impl TryFrom<Model> for ClientRecord {
    type Error = Error;

    fn try_from(mut row: Model) -> Result<Self, Error> {
        let hash = |name, hash: Option<Vec<u8>>| In("clients", name).parse(hash.map(SecretHash::try_from).transpose());
        let secret_hash = hash("secret_hash", row.secret_hash.take())?;
        let previous = hash("previous_secret_hash", row.previous_secret_hash.take())?;
        let used_at = row.previous_secret_used_at.map(Timestamp::from_millis);
        let previous_secret = previous.zip(row.previous_secret_until).map(|(hash, until)| {
            let until = Timestamp::from_millis(until);
            PreviousSecret { hash, until, used_at }
        });
        let secret_used_at = row.secret_used_at.map(Timestamp::from_millis);
        Ok(Self { secret_hash, secret_used_at, previous_secret, client: row.try_into()? })
    }
}

impl From<Model> for ClientSecrets {
    fn from(row: Model) -> Self {
        let time = |millis: Option<i64>| millis.map(Timestamp::from_millis);
        let current = ClientSecret {
            version: row.secret_version,
            fingerprint: row.secret_fingerprint,
            created_at: time(row.secret_created_at),
            used_at: time(row.secret_used_at),
        };
        let previous = row.previous_secret_hash.zip(time(row.previous_secret_until)).map(|(_, until)| {
            let secret = ClientSecret {
                // It was the current one before.
                version: row.secret_version - 1,
                fingerprint: row.previous_secret_fingerprint,
                created_at: time(row.previous_secret_created_at),
                used_at: time(row.previous_secret_used_at),
            };
            PreviousClientSecret { secret, until }
        });
        Self { current, previous }
    }
}
