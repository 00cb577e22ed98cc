//! `master_keys`: the keys that a database was used with, by their fingerprints.

use domain::clock::Timestamp;
use engine::keys::Fingerprint;
use sea_orm::{Set, entity::prelude::*};

use crate::Error;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "master_keys")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub version: i16,
    #[sea_orm(column_type = "Blob")]
    pub fingerprint: Vec<u8>,
    pub recorded_at: i64,
    /// When it becomes, or became, the current one; none if it never was.
    pub activated_at: Option<i64>,
    pub retired_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub(crate) fn row(fingerprint: Fingerprint, now: Timestamp) -> ActiveModel {
    ActiveModel {
        version: Set(fingerprint.version.into()),
        fingerprint: Set(fingerprint.value.into()),
        recorded_at: Set(now.as_millis()),
        activated_at: Set(None),
        retired_at: Set(None),
    }
}

/// Reads a fingerprint.
pub(crate) fn fingerprint(version: i16, value: Vec<u8>) -> Result<Fingerprint, Error> {
    let corrupt = |column| Error::Corrupt { table: "master_keys", column };
    Ok(Fingerprint {
        version: version.try_into().map_err(|_| corrupt("version"))?,
        value: value.try_into().map_err(|_| corrupt("fingerprint"))?,
    })
}
