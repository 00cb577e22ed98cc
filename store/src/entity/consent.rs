//! `consents`

use domain::{
    clock::Timestamp,
    id::{ClientId, UserId, WorkspaceId},
};
use engine::storage::Consent;
use sea_orm::{Set, entity::prelude::*};

use crate::{
    Error,
    column::{Column as In, details_text},
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "consents")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub client_id: Uuid,
    pub scopes: String,
    pub resources: String,
    /// None where there are none.
    pub authorization_details: Option<String>,
    pub given_at: i64,
    pub offline_seconds: Option<i64>,
    /// None of one from before this was kept: it began when it was given.
    pub begun_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub(crate) fn row(consent: Consent) -> ActiveModel {
    ActiveModel {
        workspace_id: Set(consent.workspace_id.as_uuid()),
        user_id: Set(consent.user_id.as_uuid()),
        client_id: Set(consent.client_id.as_uuid()),
        scopes: Set(consent.scopes.into()),
        resources: Set(consent.resources.into()),
        authorization_details: Set(details_text(&consent.authorization_details)),
        given_at: Set(consent.given_at.as_millis()),
        offline_seconds: Set(consent.offline_seconds),
        begun_at: Set(Some(consent.begun_at.as_millis())),
    }
}

impl TryFrom<Model> for Consent {
    type Error = Error;

    fn try_from(row: Model) -> Result<Self, Error> {
        Ok(Self {
            workspace_id: WorkspaceId::from_uuid(row.workspace_id),
            user_id: UserId::from_uuid(row.user_id),
            client_id: ClientId::from_uuid(row.client_id),
            scopes: In("consents", "scopes").parse(row.scopes.parse())?,
            resources: In("consents", "resources").parse(row.resources.parse())?,
            authorization_details: In("consents", "authorization_details").details(row.authorization_details)?,
            given_at: Timestamp::from_millis(row.given_at),
            offline_seconds: row.offline_seconds,
            begun_at: Timestamp::from_millis(row.begun_at.unwrap_or(row.given_at)),
        })
    }
}
