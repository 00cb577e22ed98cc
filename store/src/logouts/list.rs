//! How clients take that they are told of sign-outs, as an administrator sees it.

use domain::{clock::Timestamp, id::ClientId, logout::LogoutDelivery};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::{
    Access, Error, WorkspaceStore,
    counts::count_some,
    entity::{logout_receiver, session_client},
};

impl<C: Access> WorkspaceStore<'_, C> {
    /// Returns how a client takes that it is told of sign-outs; none of one that was never to be told of any.
    pub async fn find_logout_delivery(&self, client: ClientId) -> Result<Option<LogoutDelivery>, Error> {
        let receiver = logout_receiver::Entity::find_by_id(client.as_uuid()).filter(logout_receiver::Column::WorkspaceId.eq(self.id()));
        let Some(receiver) = receiver.one(self.connection).await? else { return Ok(None) };
        let waiting = session_client::Entity::find()
            .filter(session_client::Column::ClientId.eq(client.as_uuid()))
            .filter(session_client::Column::DueAt.is_not_null());
        Ok(Some(LogoutDelivery {
            waiting: count_some(waiting, self.connection).await?,
            progress: receiver.progress(),
            last: receiver.last(),
            delivered_at: receiver.delivered_at.map(Timestamp::from_millis),
        }))
    }
}
