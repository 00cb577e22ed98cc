//! Reuses of refresh tokens: how they are recorded, found, marked as handled and deleted.

mod deletion;
mod list;
mod mark;

use std::net::IpAddr;

use domain::{
    reuse::Reuse,
    token_event::{TokenEvent, TokenEventKind},
};
use sea_orm::EntityTrait;

pub(crate) use self::deletion::delete_reuses;
use crate::{
    Error, Transaction,
    entity::reuse::{Entity, row},
};

impl Transaction {
    /// Records a reuse by its event, in the transaction of its move. Another event is none.
    pub async fn append_reuse(&self, event: &TokenEvent, address: Option<IpAddr>) -> Result<(), Error> {
        let TokenEventKind::Reused { presented, generation } = event.kind else { return Ok(()) };
        let Some((family_id, user_id)) = event.family_id.zip(event.user_id) else { return Ok(()) };
        let reuse = Reuse {
            id: event.id,
            workspace_id: event.workspace_id,
            family_id,
            client_id: event.client_id,
            user_id,
            presented,
            generation,
            address,
            handled: None,
            version: 0,
        };
        Entity::insert(row(reuse)).exec_without_returning(self.connection()).await?;
        Ok(())
    }
}
