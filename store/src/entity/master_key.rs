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
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub(crate) fn row(fingerprint: Fingerprint, now: Timestamp) -> ActiveModel {
    ActiveModel { version: Set(fingerprint.version.into()), fingerprint: Set(fingerprint.value.into()), recorded_at: Set(now.as_millis()) }
}

impl TryFrom<Model> for Fingerprint {
    type Error = Error;

    fn try_from(row: Model) -> Result<Self, Error> {
        let corrupt = |column| Error::Corrupt { table: "master_keys", column };
        Ok(Self {
            version: row.version.try_into().map_err(|_| corrupt("version"))?,
            value: row.fingerprint.try_into().map_err(|_| corrupt("fingerprint"))?,
        })
    }
}
