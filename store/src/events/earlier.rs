//! The table of the versions before, `token_events`, while a node of such a version may serve.
//!
//! Such a node writes its events there, and the housekeeping moves them to where this version reads them. Two things of it rest on that
//! table, and so are still written there: the access tokens that clients get for themselves. By their events a node of either version
//! finds out whether there are any to end, and they are moved when none can be valid any more. The version that drops the table writes
//! them with the others.

use std::collections::HashMap;

use domain::{
    clock::Timestamp,
    id::{ClientId, FamilyId, TokenEventId},
    lifetime::AccessTokenTtl,
    scope::Scopes,
    token_event::{TokenEvent, TokenEventKind},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
    prelude::Uuid,
    sea_query::{Expr, LockBehavior, LockType},
};

use crate::{
    Error, Housekeeping, Transaction,
    batch::{Batch, insert_all},
    column::Column as In,
    entity::{
        earlier_token_event::{Column, Entity, row},
        token_event, token_family,
    },
    paging::read,
};

/// Word for word the condition of the index over decisions.
const DECISIONS: &str = "kind IN ('issued', 'withheld', 'refused', 'reused')";
/// The kinds of events with which access tokens were issued. Some may be of a node of an earlier version, and not moved yet.
const ISSUING: [&str; 7] = ["client_credentials", "issued", "withheld", "rotated", "repeated", "retried", "kept"];
/// How many events are moved in one transaction.
const MOVED_AT_ONCE: u64 = 500;

/// Writes the event of an access token that a client got for itself.
pub(super) async fn append(transaction: &Transaction, event: TokenEvent) -> Result<(), Error> {
    Entity::insert(row(event)?).exec_without_returning(transaction.connection()).await?;
    Ok(())
}

/// Counts the access tokens that a client, or each of a workspace, got for itself and that may still be valid.
pub(crate) async fn count_own_access_tokens(
    connection: &impl ConnectionTrait,
    workspace: Uuid,
    client: Option<ClientId>,
    now: Timestamp,
) -> Result<u64, Error> {
    let issued = Entity::find()
        .filter(Column::WorkspaceId.eq(workspace))
        .filter(Column::Kind.eq(TokenEventKind::ClientCredentials.code()))
        .filter(Column::At.gt(now.plus_seconds(-AccessTokenTtl::LONGEST.as_seconds()).as_millis()))
        .filter(Condition::all().add_option(client.map(|client| Column::ClientId.eq(client.as_uuid()))));
    Ok(issued.count(connection).await?)
}

/// Returns when access tokens were issued between two times, and to which client; at most so many.
pub(super) async fn list_issuances(
    connection: &impl ConnectionTrait,
    workspace: Uuid,
    since: Timestamp,
    until: Timestamp,
    most: u64,
) -> Result<Vec<(Timestamp, ClientId)>, Error> {
    let issued = Entity::find()
        .select_only()
        .columns([Column::At, Column::ClientId])
        .filter(Column::WorkspaceId.eq(workspace))
        .filter(Batch::fixed(&ISSUING).contains(Column::Kind, |kind| *kind))
        .filter(Column::At.gte(since.as_millis()))
        .filter(Column::At.lt(until.as_millis()))
        .limit(most);
    let rows: Vec<(i64, Uuid)> = issued.into_tuple().all(connection).await?;
    Ok(rows.into_iter().map(|(at, client)| (Timestamp::from_millis(at), ClientId::from_uuid(client))).collect())
}

pub(super) async fn list_family_events(
    connection: &impl ConnectionTrait,
    workspace: Uuid,
    family: FamilyId,
    most: u64,
) -> Result<Vec<TokenEvent>, Error> {
    let query = Entity::find().filter(Column::WorkspaceId.eq(workspace)).filter(Column::FamilyId.eq(family.as_uuid()));
    read(query.order_by_desc(Column::Id).limit(most).all(connection).await?)
}

pub(super) async fn list_decisions(
    connection: &impl ConnectionTrait,
    workspace: Uuid,
    client: ClientId,
    most: u64,
) -> Result<Vec<TokenEvent>, Error> {
    read(decisions(workspace, client).order_by_desc(Column::Id).limit(most).all(connection).await?)
}

pub(super) async fn find_decision(
    connection: &impl ConnectionTrait,
    workspace: Uuid,
    client: ClientId,
    id: TokenEventId,
) -> Result<Option<TokenEvent>, Error> {
    decisions(workspace, client).filter(Column::Id.eq(id.as_uuid())).one(connection).await?.map(TokenEvent::try_from).transpose()
}

fn decisions(workspace: Uuid, client: ClientId) -> Select<Entity> {
    Entity::find().filter(Column::WorkspaceId.eq(workspace)).filter(Column::ClientId.eq(client.as_uuid())).filter(Expr::cust(DECISIONS))
}

impl Housekeeping {
    /// Moves some events of the versions before to where this version reads them. Returns how many there were.
    pub async fn move_earlier_events(&self) -> Result<u64, Error> {
        let dead = self.now.plus_seconds(-AccessTokenTtl::LONGEST.as_seconds()).as_millis();
        let others = Column::Kind.ne(TokenEventKind::ClientCredentials.code());
        let moving = Entity::find().filter(Condition::any().add(others).add(Column::At.lte(dead))).order_by_asc(Column::Id);
        if moving.clone().limit(1).one(self.store.reader()).await?.is_none() {
            return Ok(0);
        }
        let transaction = self.begin().await?;
        let connection = transaction.connection();
        // Rows that another node moves at this moment are left to it.
        let rows = moving.limit(MOVED_AT_ONCE).lock_with_behavior(LockType::Update, LockBehavior::SkipLocked).all(connection).await?;
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let families: Vec<Uuid> = rows.iter().filter_map(|row| row.family_id).collect();
        let scopes = scopes_of(connection, &families).await?;
        let moved = read::<_, TokenEvent>(rows)?.into_iter().map(|event| {
            let of_family = event.family_id.and_then(|family| scopes.get(&family.as_uuid()));
            token_event::row_beside(event, of_family)
        });
        insert_all(connection, moved.collect::<Result<Vec<_>, Error>>()?).await?;
        for ids in Batch::split(&ids) {
            Entity::delete_many().filter(ids.contains(Column::Id, |id| *id)).exec(connection).await?;
        }
        transaction.commit().await?;
        Ok(ids.len() as u64)
    }
}

async fn scopes_of(connection: &impl ConnectionTrait, families: &[Uuid]) -> Result<HashMap<Uuid, Scopes>, Error> {
    let mut scopes = HashMap::new();
    for families in Batch::split(families) {
        let rows = token_family::Entity::find()
            .select_only()
            .columns([token_family::Column::Id, token_family::Column::Scopes])
            .filter(families.contains(token_family::Column::Id, |id| *id));
        for (id, text) in rows.into_tuple::<(Uuid, String)>().all(connection).await? {
            scopes.insert(id, In("token_families", "scopes").parse(text.parse())?);
        }
    }
    Ok(scopes)
}
