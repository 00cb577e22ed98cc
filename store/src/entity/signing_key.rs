//! `signing_keys`

use domain::{
    clock::Timestamp,
    id::{KeyId, WorkspaceId},
    signing_key::{KeyLife, KeyRecord, KeyState},
};
use engine::storage::SealedSigningKey;
use sea_orm::{ActiveValue::NotSet, Condition, FromQueryResult, Set, entity::prelude::*};

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
    /// Since when the key signs; 0 before. Servers of an earlier version sign by the key of an algorithm where it is the latest.
    pub created_at: i64,
    /// Since when it is published; 0 where a server of an earlier version made it, whose keys sign at once.
    pub published_at: i64,
    pub published_until: i64,
    pub retired_at: Option<i64>,
    pub revoked_at: Option<i64>,
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
        ..life_row(key.life)
    }
}

/// Returns the columns of a life, and no others.
pub(crate) fn life_row(life: KeyLife) -> ActiveModel {
    let (since, retired_at, revoked_at) = columns(life.state);
    ActiveModel {
        id: NotSet,
        workspace_id: NotSet,
        algorithm: NotSet,
        public_key: NotSet,
        sealed_private_key: NotSet,
        created_at: Set(since),
        published_at: Set(life.published_at.as_millis()),
        published_until: Set(life.published_until.as_millis()),
        retired_at: Set(retired_at),
        revoked_at: Set(revoked_at),
    }
}

/// Returns the columns of a state: since when, until when, and when it was revoked. What a key did before it was revoked is in the audit
/// trail.
fn columns(state: KeyState) -> (i64, Option<i64>, Option<i64>) {
    match state {
        KeyState::Next => (0, None, None),
        KeyState::Current { since } => (since.as_millis(), None, None),
        KeyState::Retired { since, at } => (since.as_millis(), Some(at.as_millis()), None),
        KeyState::Revoked { at } => (0, None, Some(at.as_millis())),
    }
}

/// Returns the condition that a key stands where this life does.
pub(crate) fn stands_at(life: KeyLife) -> Condition {
    let (since, retired_at, revoked_at) = columns(life.state);
    let same = |column: Column, value: Option<i64>| value.map_or_else(|| column.is_null(), |value| column.eq(value));
    Condition::all()
        .add(Column::CreatedAt.eq(since))
        .add(Column::PublishedUntil.eq(life.published_until.as_millis()))
        .add(same(Column::RetiredAt, retired_at))
        .add(same(Column::RevokedAt, revoked_at))
}

/// Reads a life from its columns.
fn life([since, published_at, published_until]: [i64; 3], retired_at: Option<i64>, revoked_at: Option<i64>) -> KeyLife {
    let time = Timestamp::from_millis;
    let state = match (revoked_at, retired_at) {
        (Some(at), _) => KeyState::Revoked { at: time(at) },
        (None, Some(at)) => KeyState::Retired { since: time(since), at: time(at) },
        (None, None) if since == 0 => KeyState::Next,
        (None, None) => KeyState::Current { since: time(since) },
    };
    let published_at = if published_at == 0 { since } else { published_at };
    KeyLife { published_at: time(published_at), published_until: time(published_until), state }
}

/// A row without what the key signs and verifies with.
#[derive(Debug, FromQueryResult)]
pub(crate) struct Slim {
    pub(crate) workspace_id: Uuid,
    id: Uuid,
    algorithm: String,
    created_at: i64,
    published_at: i64,
    published_until: i64,
    retired_at: Option<i64>,
    revoked_at: Option<i64>,
}

impl Slim {
    /// Its columns.
    pub(crate) const COLUMNS: [Column; 8] = [
        Column::WorkspaceId,
        Column::Id,
        Column::Algorithm,
        Column::CreatedAt,
        Column::PublishedAt,
        Column::PublishedUntil,
        Column::RetiredAt,
        Column::RevokedAt,
    ];
}

impl TryFrom<Slim> for KeyRecord {
    type Error = Error;

    fn try_from(row: Slim) -> Result<Self, Error> {
        Ok(Self {
            id: KeyId::from_uuid(row.id),
            algorithm: In("signing_keys", "algorithm").parse(row.algorithm.parse())?,
            life: life([row.created_at, row.published_at, row.published_until], row.retired_at, row.revoked_at),
        })
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
            life: life([row.created_at, row.published_at, row.published_until], row.retired_at, row.revoked_at),
        })
    }
}
