//! The end of what sign-ins to a client have still to bring.

use domain::id::ClientId;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};

use crate::{
    Error, WorkspaceStore, Writing,
    codes::{Owner, delete_unredeemed},
    entity::session_client::{Column, Entity},
};

impl WorkspaceStore<'_, Writing> {
    /// Ends what sign-ins to a client have still to bring, because it is of another sector from now on: codes, and its parts in open sessions. What it is
    /// still to be told of sessions that have ended, it is told by the name that its users had for it then; where that was not kept, it is not told.
    pub async fn end_sign_ins(&self, client: ClientId) -> Result<(), Error> {
        let owner = Owner { workspace: self.workspace().id, client: Some(client), user: None };
        delete_unredeemed(self.connection, owner).await?;
        let of_client = Condition::all().add(Column::WorkspaceId.eq(self.id())).add(Column::ClientId.eq(client.as_uuid()));
        let over = of_client.add(Condition::any().add(Column::EndedAt.is_null()).add(Column::Sector.is_null()));
        Entity::delete_many().filter(over).exec(self.connection).await?;
        Ok(())
    }
}
