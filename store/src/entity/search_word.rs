//! `search_words`

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "search_words")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: Uuid,
    /// What has the word: a client, a user or a service.
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: i16,
    /// The word in UTF-8, as bytes: both databases sort them in one way.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Blob")]
    pub word: Vec<u8>,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The tenant of the workspace.
    pub tenant_id: Uuid,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
