//! `token_events`, which the versions before write

use domain::{
    clock::Timestamp,
    id::{ClientId, FamilyId, TokenEventId, UserId, WorkspaceId},
    token_event::TokenEvent,
};
use sea_orm::{Set, entity::prelude::*};

use crate::{
    Error,
    column::{Column as In, to_json},
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "token_events")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub workspace_id: Uuid,
    pub client_id: Uuid,
    pub user_id: Option<Uuid>,
    pub family_id: Option<Uuid>,
    pub at: i64,
    pub kind: String,
    pub scopes: String,
    pub left_out: String,
    /// The fields of the kind.
    #[sea_orm(column_type = "JsonBinary")]
    pub detail: Json,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// The tag of the kind, which has a column.
const TAG: &str = "kind";

pub(crate) fn row(event: TokenEvent) -> Result<ActiveModel, Error> {
    let mut detail = to_json(&event.kind)?;
    if let Some(fields) = detail.as_object_mut() {
        fields.remove(TAG);
    }
    Ok(ActiveModel {
        id: Set(event.id.as_uuid()),
        workspace_id: Set(event.workspace_id.as_uuid()),
        client_id: Set(event.client_id.as_uuid()),
        user_id: Set(event.user_id.map(UserId::as_uuid)),
        family_id: Set(event.family_id.map(FamilyId::as_uuid)),
        at: Set(event.at.as_millis()),
        kind: Set(event.kind.code().to_owned()),
        scopes: Set(event.scopes.into()),
        left_out: Set(event.left_out.into()),
        detail: Set(detail),
    })
}

impl TryFrom<Model> for TokenEvent {
    type Error = Error;

    fn try_from(mut row: Model) -> Result<Self, Error> {
        if let Some(fields) = row.detail.as_object_mut() {
            fields.insert(TAG.to_owned(), row.kind.into());
        }
        Ok(Self {
            id: TokenEventId::from_uuid(row.id),
            workspace_id: WorkspaceId::from_uuid(row.workspace_id),
            client_id: ClientId::from_uuid(row.client_id),
            user_id: row.user_id.map(UserId::from_uuid),
            family_id: row.family_id.map(FamilyId::from_uuid),
            at: Timestamp::from_millis(row.at),
            scopes: In("token_events", "scopes").parse(row.scopes.parse())?,
            left_out: In("token_events", "left_out").parse(row.left_out.parse())?,
            kind: In("token_events", "detail").json(row.detail)?,
        })
    }
}
