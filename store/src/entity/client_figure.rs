//! `client_figures`

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "client_figures")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: Uuid,
    /// The client, which may have been deleted since.
    #[sea_orm(primary_key, auto_increment = false)]
    pub client_id: Uuid,
    /// Hours since 1970.
    #[sea_orm(primary_key, auto_increment = false)]
    pub hour: i64,
    /// See [`kind`](super::token_event::kind).
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: i16,
    /// Of a refusal, its code.
    #[sea_orm(primary_key, auto_increment = false)]
    pub reason: String,
    pub events: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
