//! `pushed_requests`

use domain::{
    clock::Timestamp,
    id::{ClientId, WorkspaceId},
};
use engine::storage::PushedRequest;
use sea_orm::{Set, entity::prelude::*};

use crate::{Error, column::Column as In};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "pushed_requests")]
pub struct Model {
    /// A hash of the reference, which is not stored itself.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Blob")]
    pub hash: Vec<u8>,
    pub workspace_id: Uuid,
    pub client_id: Uuid,
    /// The parameters, as a query; empty once it was answered.
    pub query: String,
    /// Whether the client signed them.
    pub signed: bool,
    pub expires_at: i64,
    pub opened_at: Option<i64>,
    pub used_at: Option<i64>,
    /// Where it came from, if its client does not authenticate.
    #[sea_orm(column_type = "Blob", nullable)]
    pub site: Option<Vec<u8>>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub(crate) fn row(request: PushedRequest) -> ActiveModel {
    let PushedRequest { hash, workspace_id, client_id, query, is_signed, expires_at, opened_at, used_at, site } = request;
    ActiveModel {
        hash: Set(hash.into()),
        workspace_id: Set(workspace_id.as_uuid()),
        client_id: Set(client_id.as_uuid()),
        query: Set(query),
        signed: Set(is_signed),
        expires_at: Set(expires_at.as_millis()),
        opened_at: Set(opened_at.map(Timestamp::as_millis)),
        used_at: Set(used_at.map(Timestamp::as_millis)),
        site: Set(site.map(|site| site.as_bytes().to_vec())),
    }
}

impl TryFrom<Model> for PushedRequest {
    type Error = Error;

    fn try_from(row: Model) -> Result<Self, Error> {
        Ok(Self {
            hash: In("pushed_requests", "hash").parse(row.hash.try_into())?,
            workspace_id: WorkspaceId::from_uuid(row.workspace_id),
            client_id: ClientId::from_uuid(row.client_id),
            query: row.query,
            is_signed: row.signed,
            expires_at: Timestamp::from_millis(row.expires_at),
            opened_at: row.opened_at.map(Timestamp::from_millis),
            used_at: row.used_at.map(Timestamp::from_millis),
            site: In("pushed_requests", "site").site(row.site)?,
        })
    }
}
