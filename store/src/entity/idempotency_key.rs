//! `idempotency_keys`

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "idempotency_keys")]
pub struct Model {
    /// A hash of the key and of whose it is.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Blob")]
    pub key_hash: Vec<u8>,
    /// What was asked for, sealed.
    #[sea_orm(column_type = "Blob")]
    pub request: Vec<u8>,
    /// Which of those that sent it does it.
    pub attempt: Uuid,
    pub began_at: i64,
    /// When it was done; none while it is under way.
    pub done_at: Option<i64>,
    /// What was answered, sealed.
    #[sea_orm(column_type = "Blob", nullable)]
    pub answer: Option<Vec<u8>>,
    pub expires_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
