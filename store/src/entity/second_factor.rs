//! `second_factors`

use engine::storage::SecondFactor;
use sea_orm::{Set, entity::prelude::*};

use crate::{Error, column::Column as In};

/// The length of a hash.
const HASH: usize = 32;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "second_factors")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: Uuid,
    pub workspace_id: Uuid,
    /// The secret that the authenticator app has, sealed under the master key.
    #[sea_orm(column_type = "Blob")]
    pub sealed_secret: Vec<u8>,
    pub last_step: i64,
    /// The hashes of the recovery codes that are left, one after the other.
    #[sea_orm(column_type = "Blob")]
    pub recovery_codes: Vec<u8>,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Returns the version of the master key that a secret is sealed under, as bytes: a sealed value begins with it.
pub(crate) fn sealed_under() -> Expr {
    Expr::cust("substr(sealed_secret, 1, 1)")
}

pub(crate) fn row(factor: &SecondFactor) -> ActiveModel {
    ActiveModel {
        sealed_secret: Set(factor.sealed_secret.clone()),
        last_step: Set(factor.last_step),
        recovery_codes: Set(factor.recovery_codes.concat()),
        version: Set(factor.version),
        ..Default::default()
    }
}

impl TryFrom<Model> for SecondFactor {
    type Error = Error;

    fn try_from(row: Model) -> Result<Self, Error> {
        let (hashes, rest) = row.recovery_codes.as_chunks::<HASH>();
        if !rest.is_empty() {
            return Err(In("second_factors", "recovery_codes").corrupt());
        }
        Ok(Self { sealed_secret: row.sealed_secret, last_step: row.last_step, recovery_codes: hashes.to_vec(), version: row.version })
    }
}
