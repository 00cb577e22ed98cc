//! `session_clients`

use domain::{
    clock::Timestamp,
    id::{ClientId, LoginSessionId, SessionClientId, UserId, WorkspaceId},
};
use engine::storage::SessionClient;
use sea_orm::{Set, entity::prelude::*};

use crate::{
    Error,
    column::{Column as In, sector_text},
};

/// The part of a client in a login session, and once that was ended, what the client is to be told.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "session_clients")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub workspace_id: Uuid,
    pub login_session_id: Uuid,
    pub client_id: Uuid,
    pub user_id: Uuid,
    /// Whether it is told of the session, and not of the user.
    pub by_session: bool,
    /// When the session expires.
    pub expires_at: i64,
    pub ended_at: Option<i64>,
    /// When the client is to be told next; none while the session is open.
    pub due_at: Option<i64>,
    /// How often it was told in vain.
    pub failures: i64,
    /// The sector of a pairwise subject, empty of a public one; none of a part from before this was kept.
    pub sector: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub(crate) fn row(client: &SessionClient) -> ActiveModel {
    let SessionClient { id, workspace_id, login_session_id, client_id, user_id, sector, by_session, expires_at, ended_at } = client;
    ActiveModel {
        id: Set(id.as_uuid()),
        workspace_id: Set(workspace_id.as_uuid()),
        login_session_id: Set(login_session_id.as_uuid()),
        client_id: Set(client_id.as_uuid()),
        user_id: Set(user_id.as_uuid()),
        by_session: Set(*by_session),
        expires_at: Set(expires_at.as_millis()),
        ended_at: Set(ended_at.map(Timestamp::as_millis)),
        due_at: Set(ended_at.map(Timestamp::as_millis)),
        failures: Set(0),
        sector: Set(sector_text(sector)),
    }
}

impl TryFrom<Model> for SessionClient {
    type Error = Error;

    fn try_from(row: Model) -> Result<Self, Error> {
        Ok(Self {
            id: SessionClientId::from_uuid(row.id),
            workspace_id: WorkspaceId::from_uuid(row.workspace_id),
            login_session_id: LoginSessionId::from_uuid(row.login_session_id),
            client_id: ClientId::from_uuid(row.client_id),
            user_id: UserId::from_uuid(row.user_id),
            sector: In("session_clients", "sector").sector(row.sector)?,
            by_session: row.by_session,
            expires_at: Timestamp::from_millis(row.expires_at),
            ended_at: row.ended_at.map(Timestamp::from_millis),
        })
    }
}
