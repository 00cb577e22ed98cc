//! The end of what codes led to: codes that are not redeemed yet, and access tokens that were issued without a family.

use domain::{
    clock::Timestamp,
    id::{ClientId, UserId, WorkspaceId},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{OnConflict, Query},
};

use crate::{
    Error, Writing,
    entity::{authorization_code, denied_access_token},
};

/// The owner of the codes and access tokens that are ended: a client, a user, or a user at a client; the workspace where neither is named.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Owner {
    pub(crate) workspace: WorkspaceId,
    pub(crate) client: Option<ClientId>,
    pub(crate) user: Option<UserId>,
}

impl Owner {
    fn condition(self) -> Condition {
        Condition::all()
            .add(authorization_code::Column::WorkspaceId.eq(self.workspace.as_uuid()))
            .add_option(self.client.map(|client| authorization_code::Column::ClientId.eq(client.as_uuid())))
            .add_option(self.user.map(|user| authorization_code::Column::UserId.eq(user.as_uuid())))
    }
}

/// Deletes the codes that could still begin something. What is ended after that is all that there will be: a faster exchange has
/// committed by then, and a slower one finds no code. Returns how many.
pub(crate) async fn delete_unredeemed(connection: &Writing, owner: Owner) -> Result<u64, Error> {
    let unredeemed = owner.condition().add(authorization_code::Column::RedeemedAt.is_null());
    // Locked in one order first: a deletion alone takes its rows as it finds them.
    let locked = authorization_code::Entity::find().select_only().column(authorization_code::Column::Hash);
    let locked = locked.filter(unredeemed.clone()).order_by_asc(authorization_code::Column::Hash).lock_exclusive();
    locked.into_tuple::<Vec<u8>>().all(connection).await?;
    Ok(authorization_code::Entity::delete_many().filter(unredeemed).exec(connection).await?.rows_affected)
}

/// Denies the access tokens that users got for a client without a family, which would end them. Returns how many were not denied before.
pub(crate) async fn deny_access_tokens(connection: &Writing, owner: Owner, now: Timestamp) -> Result<u64, Error> {
    let tokens = authorization_code::Entity::find()
        .select_only()
        .column(authorization_code::Column::RedeemedAccessTokenId)
        .column(authorization_code::Column::WorkspaceId)
        .column(authorization_code::Column::RedeemedAccessTokenExpiresAt)
        .filter(owner.condition())
        .filter(authorization_code::Column::RedeemedFamilyId.is_null())
        .filter(authorization_code::Column::RedeemedAccessTokenId.is_not_null())
        .filter(authorization_code::Column::RedeemedAccessTokenExpiresAt.gt(now.as_millis()))
        // One order, so that two transactions that deny the same tokens do not wait for one another.
        .order_by_asc(authorization_code::Column::RedeemedAccessTokenId)
        .into_query();
    // Within the database, so that their number does not matter.
    let columns = [denied_access_token::Column::Id, denied_access_token::Column::WorkspaceId, denied_access_token::Column::ExpiresAt];
    let mut denials = Query::insert();
    denials.into_table(denied_access_token::Entity).columns(columns);
    denials.select_from(tokens).map_err(|error| Error::from(DbErr::Custom(error.to_string())))?;
    denials.on_conflict(OnConflict::column(denied_access_token::Column::Id).do_nothing().to_owned());
    Ok(connection.execute(&denials).await?.rows_affected())
}
