//! `console_sessions`

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "console_sessions")]
pub struct Model {
    /// A hash of the cookie's value, which is not stored itself.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Blob")]
    pub id_hash: Vec<u8>,
    #[sea_orm(column_type = "JsonBinary")]
    pub data: Json,
    pub expires_at: i64,
    /// The administrator who signed in, if any.
    pub administrator_id: Option<Uuid>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
