//! `refresh_token_reuses`

use domain::{
    clock::Timestamp,
    id::{ClientId, FamilyId, TokenEventId, UserId, WorkspaceId},
    reuse::{Handled, Reuse, ReuseNote},
};
use sea_orm::{Set, entity::prelude::*};

use crate::{
    Error,
    column::{Coded, Column as In},
};

const TABLE: &str = "refresh_token_reuses";

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "refresh_token_reuses")]
pub struct Model {
    /// The identifier of the event, which begins with its time.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub workspace_id: Uuid,
    pub family_id: Uuid,
    pub client_id: Uuid,
    pub user_id: Uuid,
    pub presented: i64,
    pub generation: i64,
    pub address: Option<String>,
    /// The mark has this time, the kind and the name of who made it and a note, or none of them.
    pub handled_at: Option<i64>,
    pub handled_by_kind: Option<String>,
    pub handled_by: Option<String>,
    pub note: Option<String>,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Returns the row of a reuse.
pub(crate) fn row(reuse: Reuse) -> ActiveModel {
    // Destructured, so that a new field does not compile before it has its column.
    let Reuse { id, workspace_id, family_id, client_id, user_id, presented, generation, address, handled, version } = reuse;
    ActiveModel {
        id: Set(id.as_uuid()),
        workspace_id: Set(workspace_id.as_uuid()),
        family_id: Set(family_id.as_uuid()),
        client_id: Set(client_id.as_uuid()),
        user_id: Set(user_id.as_uuid()),
        presented: Set(presented),
        generation: Set(generation),
        address: Set(address.map(|address| address.to_string())),
        version: Set(version),
        ..mark(handled.as_ref())
    }
}

/// Returns the columns of a mark, or those of none.
pub(crate) fn mark(handled: Option<&Handled>) -> ActiveModel {
    ActiveModel {
        handled_at: Set(handled.map(|handled| handled.at.as_millis())),
        handled_by_kind: Set(handled.map(|handled| handled.by_kind.code().to_owned())),
        handled_by: Set(handled.map(|handled| handled.by.clone())),
        note: Set(handled.map(|handled| handled.note.to_string())),
        ..Default::default()
    }
}

impl TryFrom<Model> for Reuse {
    type Error = Error;

    fn try_from(row: Model) -> Result<Self, Error> {
        let handled = match (row.handled_at, row.handled_by_kind, row.handled_by, row.note) {
            (None, None, None, None) => None,
            (Some(at), Some(kind), Some(by), Some(note)) => Some(Handled {
                at: Timestamp::from_millis(at),
                by_kind: In(TABLE, "handled_by_kind").code(&kind)?,
                by,
                note: In(TABLE, "note").parse(ReuseNote::parse(&note))?,
            }),
            _ => return Err(In(TABLE, "handled_at").corrupt()),
        };
        Ok(Self {
            id: TokenEventId::from_uuid(row.id),
            workspace_id: WorkspaceId::from_uuid(row.workspace_id),
            family_id: FamilyId::from_uuid(row.family_id),
            client_id: ClientId::from_uuid(row.client_id),
            user_id: UserId::from_uuid(row.user_id),
            presented: row.presented,
            generation: row.generation,
            address: In(TABLE, "address").parse(row.address.map(|address| address.parse()).transpose())?,
            handled,
            version: row.version,
        })
    }
}
