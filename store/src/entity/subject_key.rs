//! `subject_keys`

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "subject_keys")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: Uuid,
    /// The key by which the workspace names its users to sectors, sealed under the master key.
    #[sea_orm(column_type = "Blob")]
    pub sealed_key: Vec<u8>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Returns the version of the master key that a key is sealed under, as bytes: a sealed value begins with it.
pub(crate) fn sealed_under() -> Expr {
    Expr::cust("substr(sealed_key, 1, 1)")
}
