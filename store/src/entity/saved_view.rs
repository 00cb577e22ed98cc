//! `saved_views`

use domain::{
    clock::Timestamp,
    id::{AdministratorId, SavedViewId, WorkspaceId},
    name::Name,
    saved_view::SavedView,
};
use sea_orm::{Set, entity::prelude::*};

use crate::{Error, column::Column as In};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "saved_views")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub workspace_id: Uuid,
    pub administrator_id: Uuid,
    pub name: String,
    pub query: String,
    pub created_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Returns the row of a saved view.
pub(crate) fn row(view: &SavedView) -> ActiveModel {
    // Destructured, so that a new field does not compile before it has its column.
    let SavedView { id, workspace_id, administrator_id, name, query, created_at } = view;
    ActiveModel {
        id: Set(id.as_uuid()),
        workspace_id: Set(workspace_id.as_uuid()),
        administrator_id: Set(administrator_id.as_uuid()),
        name: Set(name.to_string()),
        query: Set(query.clone()),
        created_at: Set(created_at.as_millis()),
    }
}

impl TryFrom<Model> for SavedView {
    type Error = Error;

    fn try_from(row: Model) -> Result<Self, Error> {
        Ok(Self {
            id: SavedViewId::from_uuid(row.id),
            workspace_id: WorkspaceId::from_uuid(row.workspace_id),
            administrator_id: AdministratorId::from_uuid(row.administrator_id),
            name: In("saved_views", "name").parse(Name::try_from(row.name))?,
            query: row.query,
            created_at: Timestamp::from_millis(row.created_at),
        })
    }
}
