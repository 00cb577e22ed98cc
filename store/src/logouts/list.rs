//! How clients take that they are told of sign-outs, as an administrator sees it.

use domain::{clock::Timestamp, id::ClientId, logout::LogoutDelivery};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

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
            recent: receiver.recent()?,
        }))
    }

    /// Returns the clients that do not take what they are told, the longest first; at most so many.
    pub async fn failing_logout_receivers(&self, most: u64) -> Result<Vec<ClientId>, Error> {
        let failing = logout_receiver::Entity::find()
            .filter(logout_receiver::Column::WorkspaceId.eq(self.id()))
            .filter(logout_receiver::Column::FailingSince.is_not_null())
            .order_by_asc(logout_receiver::Column::FailingSince)
            .limit(most);
        Ok(failing.all(self.connection).await?.into_iter().map(|row| ClientId::from_uuid(row.client_id)).collect())
    }
}
