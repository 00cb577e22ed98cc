//! `administrator_second_factors`

use domain::{clock::Timestamp, id::AdministratorId};
use engine::second_factor::SecondFactor;
use sea_orm::{Set, entity::prelude::*};

use crate::{Error, column::Column as In};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "administrator_second_factors")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub administrator_id: Uuid,
    /// The secret that the authenticator app has, sealed under the master key; empty where there are passkeys alone.
    #[sea_orm(column_type = "Blob")]
    pub sealed_secret: Vec<u8>,
    pub last_step: i64,
    /// The hashes of the recovery codes that are left, one after the other.
    #[sea_orm(column_type = "Blob")]
    pub recovery_codes: Vec<u8>,
    pub enrolled_at: i64,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Returns the version of the master key that a secret is sealed under, as bytes: a sealed value begins with it.
pub(crate) fn sealed_under() -> Expr {
    Expr::cust("substr(sealed_secret, 1, 1)")
}

pub(crate) fn row(administrator: AdministratorId, factor: &SecondFactor) -> ActiveModel {
    ActiveModel {
        administrator_id: Set(administrator.as_uuid()),
        sealed_secret: Set(factor.sealed_secret.clone().unwrap_or_default()),
        last_step: Set(factor.last_step),
        recovery_codes: Set(factor.recovery_codes.concat()),
        enrolled_at: Set(factor.enrolled_at.as_millis()),
        version: Set(factor.version),
    }
}

impl TryFrom<Model> for SecondFactor {
    type Error = Error;

    fn try_from(row: Model) -> Result<Self, Error> {
        Ok(Self {
            recovery_codes: In("administrator_second_factors", "recovery_codes").hashes(&row.recovery_codes)?,
            sealed_secret: Some(row.sealed_secret).filter(|sealed| !sealed.is_empty()),
            last_step: row.last_step,
            enrolled_at: Timestamp::from_millis(row.enrolled_at),
            version: row.version,
        })
    }
}
