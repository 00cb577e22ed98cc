//! What ends what was issued: families with their events, codes on their way, and access tokens that came without a family.
//!
//! However many there are, they are ended a part at a time, in the order of their identifiers, so that two who end the same do not wait
//! for one another.

use domain::{
    clock::Timestamp,
    family::Revocation,
    id::{ClientId, TokenEventId, UserId, WorkspaceId},
};
use engine::{family::Family, storage::revoked_event};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    prelude::Uuid,
    sea_query::{OnConflict, Query},
};

use crate::{
    Error,
    at_once::{AT_ONCE, AtOnce, insert_all},
    entity::{authorization_code, denied_access_token, login_session, token_event, token_family},
    paging::read,
};

/// Ends the live families of a workspace that fulfil a condition and are chosen, each with its event. Returns how many.
pub(crate) async fn end_families(
    connection: &impl ConnectionTrait,
    workspace: WorkspaceId,
    condition: Condition,
    is_chosen: impl Fn(&Family) -> bool + Send,
    end: Revocation,
    event_ids: &mut (impl Iterator<Item = TokenEventId> + Send),
) -> Result<u64, Error> {
    let live = token_family::Entity::find()
        .filter(token_family::Column::WorkspaceId.eq(workspace.as_uuid()))
        .filter(condition)
        .filter(token_family::live(end.at))
        .order_by_asc(token_family::Column::Id)
        .limit(AT_ONCE as u64)
        .lock_exclusive();
    let mut ended = 0;
    let mut after: Option<Uuid> = None;
    loop {
        let query = match after {
            Some(after) => live.clone().filter(token_family::Column::Id.gt(after)),
            None => live.clone(),
        };
        let families: Vec<Family> = read(query.all(connection).await?)?;
        let Some(last) = families.last() else { return Ok(ended) };
        after = Some(last.id.as_uuid());
        let chosen: Vec<Family> = families.into_iter().filter(&is_chosen).collect();
        for part in AtOnce::of(&chosen) {
            token_family::Entity::update_many()
                .set(token_family::ActiveModel {
                    revoked_at: Set(Some(end.at.as_millis())),
                    revocation_reason: Set(Some(token_family::reason_number(end.reason))),
                    ..Default::default()
                })
                .filter(part.holds(token_family::Column::Id, |family| family.id.as_uuid()))
                .exec(connection)
                .await?;
        }
        ended += chosen.len() as u64;
        let events = chosen.iter().zip(event_ids.by_ref()).map(|(family, id)| token_event::row(revoked_event(id, family, end)));
        insert_all(connection, events.collect::<Result<Vec<_>, Error>>()?).await?;
    }
}

/// Keeps everybody else from changing the families that fulfil a condition before the end of the transaction.
pub(crate) async fn lock_families(connection: &impl ConnectionTrait, condition: Condition) -> Result<(), Error> {
    let ids = token_family::Entity::find().select_only().column(token_family::Column::Id).filter(condition);
    let ids = ids.order_by_asc(token_family::Column::Id).limit(AT_ONCE as u64).lock_exclusive();
    let mut after = Condition::all();
    loop {
        let locked: Vec<Uuid> = ids.clone().filter(after).into_tuple().all(connection).await?;
        let Some(last) = locked.last() else { return Ok(()) };
        after = Condition::all().add(token_family::Column::Id.gt(*last));
    }
}

/// Ends the login sessions that fulfil a condition. Returns which.
pub(crate) async fn end_sessions(connection: &impl ConnectionTrait, condition: Condition, now: Timestamp) -> Result<Vec<Uuid>, Error> {
    // Locked in one order first: an update alone takes its rows as it finds them.
    let locked = login_session::Entity::find().select_only().column(login_session::Column::Id);
    let locked = locked.filter(condition.clone()).order_by_asc(login_session::Column::Id).lock_exclusive();
    let ids: Vec<Uuid> = locked.into_tuple().all(connection).await?;
    for part in AtOnce::of(&ids) {
        login_session::Entity::update_many()
            .col_expr(login_session::Column::EndedAt, now.as_millis().into())
            .filter(part.holds(login_session::Column::Id, |id| *id))
            .exec(connection)
            .await?;
    }
    Ok(ids)
}

/// Whose codes and access tokens are ended: those of a client, of a user, or of a user at a client; all of the workspace where neither is
/// named.
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

/// Forgets the codes that could still begin something. What is ended after that is all that there will be: an exchange that was quicker
/// has committed by then, and a slower one finds no code. Returns how many.
pub(crate) async fn forget_codes(connection: &impl ConnectionTrait, owner: Owner) -> Result<u64, Error> {
    let unredeemed = owner.condition().add(authorization_code::Column::RedeemedAt.is_null());
    // Locked in one order first: a deletion alone takes its rows as it finds them.
    let locked = authorization_code::Entity::find().select_only().column(authorization_code::Column::Hash);
    let locked = locked.filter(unredeemed.clone()).order_by_asc(authorization_code::Column::Hash).lock_exclusive();
    locked.into_tuple::<Vec<u8>>().all(connection).await?;
    Ok(authorization_code::Entity::delete_many().filter(unredeemed).exec(connection).await?.rows_affected)
}

/// Refuses the access tokens that users got a client without a family, which would end them. Returns how many were not refused before.
pub(crate) async fn deny_access_tokens(connection: &impl ConnectionTrait, owner: Owner, now: Timestamp) -> Result<u64, Error> {
    let tokens = authorization_code::Entity::find()
        .select_only()
        .column(authorization_code::Column::RedeemedAccessTokenId)
        .column(authorization_code::Column::WorkspaceId)
        .column(authorization_code::Column::RedeemedAccessTokenExpiresAt)
        .filter(owner.condition())
        .filter(authorization_code::Column::RedeemedFamilyId.is_null())
        .filter(authorization_code::Column::RedeemedAccessTokenId.is_not_null())
        .filter(authorization_code::Column::RedeemedAccessTokenExpiresAt.gt(now.as_millis()))
        // One order, so that two who refuse the same do not wait for one another.
        .order_by_asc(authorization_code::Column::RedeemedAccessTokenId)
        .into_query();
    // Within the database, so that their number is nobody's concern.
    let columns = [denied_access_token::Column::Id, denied_access_token::Column::WorkspaceId, denied_access_token::Column::ExpiresAt];
    let mut denials = Query::insert();
    denials.into_table(denied_access_token::Entity).columns(columns);
    denials.select_from(tokens).map_err(|error| Error::from(DbErr::Custom(error.to_string())))?;
    denials.on_conflict(OnConflict::column(denied_access_token::Column::Id).do_nothing().to_owned());
    Ok(connection.execute(&denials).await?.rows_affected())
}
