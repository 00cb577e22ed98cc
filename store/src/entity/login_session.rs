//! `login_sessions`

use domain::{
    clock::Timestamp,
    id::{LoginSessionId, UserId, WorkspaceId},
};
use engine::storage::{LoginSession, SessionOrigin};
use sea_orm::{Set, entity::prelude::*};

use crate::{Error, column::Column as In, sign_in_method};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "login_sessions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub workspace_id: Uuid,
    pub user_id: Uuid,
    /// A hash of the cookie's value, which is not stored itself.
    #[sea_orm(column_type = "Blob", unique)]
    pub token_hash: Vec<u8>,
    pub auth_time: i64,
    pub expires_at: i64,
    pub ended_at: Option<i64>,
    pub browser: Option<String>,
    pub address: Option<String>,
    /// None where an earlier version of Regrant stored it.
    pub signed_in_by: Option<i16>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Returns the condition that a session has not been ended.
pub(crate) fn is_open() -> Expr {
    Column::EndedAt.is_null()
}

pub(crate) fn row(session: &LoginSession) -> ActiveModel {
    ActiveModel {
        id: Set(session.id.as_uuid()),
        workspace_id: Set(session.workspace_id.as_uuid()),
        user_id: Set(session.user_id.as_uuid()),
        token_hash: Set(session.token_hash.into()),
        auth_time: Set(session.auth_time.as_millis()),
        expires_at: Set(session.expires_at.as_millis()),
        ended_at: Set(None),
        browser: Set(session.origin.browser.clone()),
        address: Set(session.origin.address.map(|address| address.to_string())),
        signed_in_by: Set(session.signed_in_by.map(sign_in_method::number)),
    }
}

impl TryFrom<Model> for LoginSession {
    type Error = Error;

    fn try_from(row: Model) -> Result<Self, Error> {
        Ok(Self {
            id: LoginSessionId::from_uuid(row.id),
            workspace_id: WorkspaceId::from_uuid(row.workspace_id),
            user_id: UserId::from_uuid(row.user_id),
            token_hash: In("login_sessions", "token_hash").parse(row.token_hash.try_into())?,
            auth_time: Timestamp::from_millis(row.auth_time),
            signed_in_by: sign_in_method::read("login_sessions", row.signed_in_by)?,
            expires_at: Timestamp::from_millis(row.expires_at),
            origin: SessionOrigin {
                browser: row.browser,
                address: In("login_sessions", "address").parse(row.address.map(|address| address.parse()).transpose())?,
            },
        })
    }
}
