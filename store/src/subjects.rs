//! The identifiers that become the `sub` of tokens: those of users, and of clients that act for themselves. They are one space, so that a token of
//! a client is never taken for one of a user (RFC 9700 §4.15).

use std::collections::HashSet;

use sea_orm::{EntityTrait, QueryFilter, QuerySelect, prelude::Uuid};

use crate::{
    Access, Error,
    batch::Batch,
    entity::{client, user},
};

/// Returns which of these identifiers clients have, or users have or had until they were deleted, in whatever workspace of the installation.
pub(crate) async fn taken(connection: &impl Access, ids: &[Uuid]) -> Result<HashSet<Uuid>, Error> {
    let mut taken: HashSet<Uuid> = HashSet::new();
    for ids in Batch::split(ids) {
        let clients = client::Entity::find().filter(ids.contains(client::Column::Id, |id| *id)).select_only().column(client::Column::Id);
        taken.extend(clients.into_tuple::<Uuid>().all(connection).await?);
        let users = user::of_all_times().filter(ids.contains(user::Column::Id, |id| *id)).select_only().column(user::Column::Id);
        taken.extend(users.into_tuple::<Uuid>().all(connection).await?);
    }
    Ok(taken)
}
