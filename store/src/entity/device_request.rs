//! `device_requests`

use domain::{
    clock::Timestamp,
    id::{ClientId, WorkspaceId},
};
use engine::storage::DeviceRequest;
use sea_orm::{Set, entity::prelude::*};

use crate::{
    Error,
    column::{Coded as _, Column as In, details_text},
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "device_requests")]
pub struct Model {
    /// A hash of the device code, which is not stored itself.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Blob")]
    pub hash: Vec<u8>,
    /// A keyed hash of the user code.
    #[sea_orm(column_type = "Blob")]
    pub user_code_hash: Vec<u8>,
    pub workspace_id: Uuid,
    pub client_id: Uuid,
    pub scopes: String,
    pub left_out: String,
    pub offline_requested: bool,
    #[sea_orm(column_type = "Blob", nullable)]
    pub dpop_jkt: Option<Vec<u8>>,
    pub resources: String,
    /// None where there are none.
    pub authorization_details: Option<String>,
    pub address: Option<String>,
    pub created_at: i64,
    pub expires_at: i64,
    pub poll_seconds: i64,
    pub polled_at: Option<i64>,
    pub state: String,
    /// Where it came from, if its client does not authenticate.
    #[sea_orm(column_type = "Blob", nullable)]
    pub site: Option<Vec<u8>>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub(crate) fn row(request: DeviceRequest) -> ActiveModel {
    ActiveModel {
        hash: Set(request.hash.into()),
        user_code_hash: Set(request.user_code_hash.into()),
        workspace_id: Set(request.workspace_id.as_uuid()),
        client_id: Set(request.client_id.as_uuid()),
        scopes: Set(request.scopes.into()),
        left_out: Set(request.left_out.into()),
        offline_requested: Set(request.offline_requested),
        dpop_jkt: Set(request.dpop_jkt.map(|thumbprint| thumbprint.as_bytes().to_vec())),
        resources: Set(request.resources.into()),
        authorization_details: Set(details_text(&request.authorization_details)),
        address: Set(request.address.map(|address| address.to_string())),
        created_at: Set(request.created_at.as_millis()),
        expires_at: Set(request.expires_at.as_millis()),
        poll_seconds: Set(request.interval),
        polled_at: Set(request.polled_at.map(Timestamp::as_millis)),
        state: Set(request.state.code().to_owned()),
        site: Set(request.site.map(|site| site.as_bytes().to_vec())),
    }
}

impl TryFrom<Model> for DeviceRequest {
    type Error = Error;

    fn try_from(row: Model) -> Result<Self, Error> {
        Ok(Self {
            hash: In("device_requests", "hash").parse(row.hash.try_into())?,
            user_code_hash: In("device_requests", "user_code_hash").parse(row.user_code_hash.try_into())?,
            workspace_id: WorkspaceId::from_uuid(row.workspace_id),
            client_id: ClientId::from_uuid(row.client_id),
            scopes: In("device_requests", "scopes").parse(row.scopes.parse())?,
            left_out: In("device_requests", "left_out").parse(row.left_out.parse())?,
            offline_requested: row.offline_requested,
            dpop_jkt: In("device_requests", "dpop_jkt").thumbprint(row.dpop_jkt)?,
            resources: In("device_requests", "resources").parse(row.resources.parse())?,
            authorization_details: In("device_requests", "authorization_details").details(row.authorization_details)?,
            address: In("device_requests", "address").parse(row.address.map(|address| address.parse()).transpose())?,
            created_at: Timestamp::from_millis(row.created_at),
            expires_at: Timestamp::from_millis(row.expires_at),
            interval: row.poll_seconds,
            polled_at: row.polled_at.map(Timestamp::from_millis),
            state: In("device_requests", "state").code(&row.state)?,
            site: In("device_requests", "site").site(row.site)?,
        })
    }
}
