//! `leases`

use sea_orm::entity::prelude::*;

/// The name of the lease of the housekeeping.
pub(crate) const HOUSEKEEPING: &str = "housekeeping";

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "leases")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    /// Grows with each holder.
    pub fence: i64,
    pub until: i64,
    pub last_round_at: Option<i64>,
    /// Until when events are among the figures.
    pub counted_until: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
