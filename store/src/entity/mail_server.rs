//! `mail_servers`

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "mail_servers")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(column_type = "JsonBinary")]
    pub settings: Json,
    /// The password, sealed under the master key.
    #[sea_orm(column_type = "Blob", nullable)]
    pub sealed_password: Option<Vec<u8>>,
    pub version: i64,
    /// When a mail was not taken, if none was since.
    pub failed_at: Option<i64>,
    pub failure: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Returns the version of the master key that a password is sealed under, as bytes: a sealed value begins with it.
pub(crate) fn sealed_under() -> Expr {
    Expr::cust("substr(sealed_password, 1, 1)")
}
