//! Exchanges of access tokens (RFC 8693): their event, written while all that they rest on stands.

use engine::storage::{Basis, StorageError, TokenExchange, TokenExchangeStorage, Written};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select, prelude::Uuid, sea_query::ExprTrait,
};

use crate::{
    EngineStorage, Error, Transaction, Writing, basis,
    engine_storage::during_write,
    entity::{client, denied_access_token, login_session, token_family, user},
};

impl TokenExchangeStorage for EngineStorage {
    async fn record_exchange(&self, exchange: TokenExchange) -> Result<Written, StorageError> {
        during_write("record_exchange", || async {
            let transaction = self.store.begin().await?;
            if !lock(&transaction, &exchange).await? {
                return Ok(Written::BasisChanged);
            }
            transaction.append_token_event(exchange.event.clone()).await?;
            transaction.commit().await?;
            Ok(Written::Done)
        })
        .await
    }
}

/// Locks the rows that an exchange rests on until the end of the transaction, in the order in which everybody locks them. Returns whether all of
/// them are as they were read. An exchange comes through a few tokens, and so each statement names a few rows.
async fn lock(transaction: &Transaction, exchange: &TokenExchange) -> Result<bool, Error> {
    let connection = transaction.connection();
    let workspace = exchange.workspace.0.as_uuid();
    if !basis::lock(transaction, &Basis { workspace: Some(exchange.workspace), ..Basis::default() }).await? {
        return Ok(false);
    }

    let of = exchange.clients();
    let as_read = of.iter().fold(Condition::any(), |any, one| {
        let itself = client::Column::Id.eq(one.id.as_uuid());
        any.add(itself.and(client::Column::Version.eq(one.version)).and(client::Column::Epoch.eq(one.epoch)))
    });
    let clients = client::Entity::find().filter(client::Column::WorkspaceId.eq(workspace)).filter(as_read);
    if !are_all(connection, clients, client::Column::Id, of.len()).await? {
        return Ok(false);
    }

    let of = exchange.users();
    let as_read = of
        .iter()
        .fold(Condition::any(), |any, (id, version)| any.add(user::Column::Id.eq(id.as_uuid()).and(user::Column::Version.eq(*version))));
    if !are_all(connection, user::of_workspace(workspace).filter(as_read), user::Column::Id, of.len()).await? {
        return Ok(false);
    }

    let of = exchange.sessions();
    let named = of.iter().fold(Condition::any(), |any, id| any.add(login_session::Column::Id.eq(id.as_uuid())));
    let open = login_session::Entity::find().filter(login_session::Column::WorkspaceId.eq(workspace)).filter(login_session::is_open());
    if !are_all(connection, open.filter(named), login_session::Column::Id, of.len()).await? {
        return Ok(false);
    }

    let of = exchange.families();
    let named = of.iter().fold(Condition::any(), |any, id| any.add(token_family::Column::Id.eq(id.as_uuid())));
    let unrevoked = token_family::Entity::find()
        .filter(token_family::Column::WorkspaceId.eq(workspace))
        .filter(token_family::Column::RevokedAt.is_null());
    if !are_all(connection, unrevoked.filter(named), token_family::Column::Id, of.len()).await? {
        return Ok(false);
    }

    // Last, by a snapshot of its own: whoever denied a token before any of the above is seen.
    let of = exchange.tokens();
    let named = of.iter().fold(Condition::any(), |any, id| any.add(denied_access_token::Column::Id.eq(id.as_uuid())));
    let denied = denied_access_token::Entity::find().filter(denied_access_token::Column::WorkspaceId.eq(workspace)).filter(named);
    Ok(of.is_empty() || denied.count(connection).await? == 0)
}

/// Locks the rows that a query finds, and returns whether they are as many as there are to be.
async fn are_all<E: EntityTrait>(connection: &Writing, rows: Select<E>, id: E::Column, wanted: usize) -> Result<bool, Error> {
    if wanted == 0 {
        return Ok(true);
    }
    let found = rows.select_only().column(id).order_by_asc(id).lock_shared().into_tuple::<Uuid>().all(connection).await?;
    Ok(found.len() == wanted)
}
