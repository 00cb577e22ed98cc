//! `nodes`: the servers that run on this database.

use domain::clock::Timestamp;
use sea_orm::{Set, entity::prelude::*};

use crate::NodeRecord;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "nodes")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub name: String,
    pub seen_at: i64,
    /// With commas.
    pub key_versions: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub(crate) fn row(node: &NodeRecord) -> ActiveModel {
    let versions: Vec<_> = node.key_versions.iter().map(u8::to_string).collect();
    ActiveModel {
        id: Set(node.id.clone()),
        name: Set(node.name.clone()),
        seen_at: Set(node.seen_at.as_millis()),
        key_versions: Set(versions.join(",")),
    }
}

impl From<Model> for NodeRecord {
    fn from(row: Model) -> Self {
        Self {
            id: row.id,
            name: row.name,
            seen_at: Timestamp::from_millis(row.seen_at),
            key_versions: row.key_versions.split(',').filter_map(|version| version.parse().ok()).collect(),
        }
    }
}
