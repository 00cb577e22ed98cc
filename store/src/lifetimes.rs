//! Shorter lifetimes for families that live: what they would do, and the doing of it.

use std::collections::HashMap;

use domain::{
    clock::Timestamp,
    family::EndRule,
    id::ClientId,
    impact::{ClientImpact, Shortening},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait},
};

use crate::{
    Access, Error, WorkspaceStore, Writing,
    at_once::{AtOnce, texts_of},
    endings::lock_families,
    entity::{
        client,
        token_family::{Column, Entity, live, rule_number},
    },
    families::count_by_client,
};

impl<C: Access> WorkspaceStore<'_, C> {
    /// What shorter lifetimes would do to the live families of these clients; of those alone that have such families.
    pub async fn impact(&self, clients: &[ClientId], to: Shortening, now: Timestamp) -> Result<Vec<ClientImpact>, Error> {
        let mut impacts = Vec::new();
        for clients in AtOnce::of(clients) {
            let shortened = Entity::find()
                .filter(Column::WorkspaceId.eq(self.id()))
                .filter(of(clients))
                .filter(live(now))
                .filter(Condition::any().add(ends_later(to)).add(idles_longer(to)));
            let over: HashMap<_, _> =
                count_by_client(shortened.clone().filter(over(to, now)), self.connection).await?.into_iter().collect();
            let shortened = count_by_client(shortened, self.connection).await?;
            let names = self.client_names(shortened.iter().map(|(client, _)| *client)).await?;
            impacts.extend(shortened.into_iter().map(|(client, shortened)| ClientImpact {
                client_id: client,
                client_name: names.get(&client).cloned().unwrap_or_default(),
                shortened,
                over: over.get(&client).copied().unwrap_or_default(),
            }));
        }
        Ok(impacts)
    }

    /// What clients are called.
    pub async fn client_names(&self, clients: impl Iterator<Item = ClientId> + Send) -> Result<HashMap<ClientId, String>, Error> {
        let here = Condition::all().add(client::Column::WorkspaceId.eq(self.id()));
        let columns = [client::Column::Id, client::Column::Name];
        let names = texts_of::<client::Entity>(self.connection, here, columns, clients.map(ClientId::as_uuid)).await?;
        Ok(names.into_iter().map(|(id, name)| (ClientId::from_uuid(id), name)).collect())
    }
}

impl WorkspaceStore<'_, Writing> {
    /// Gives the live families of these clients shorter lifetimes. No end moves later.
    pub async fn shorten_families(&self, clients: &[ClientId], to: Shortening, now: Timestamp) -> Result<(), Error> {
        for clients in AtOnce::of(clients) {
            let of_these = || of(clients).add(Column::WorkspaceId.eq(self.id())).add(live(now));
            // Locked in one order, so that no two transactions wait for one another.
            let affected = of_these().add(Condition::any().add(ends_later(to)).add(idles_longer(to)));
            lock_families(self.connection, affected).await?;
            if let Some(absolute) = to.absolute {
                Entity::update_many()
                    .col_expr(Column::ExpiresAt, Expr::col(Column::CreatedAt).add(absolute * 1000))
                    .col_expr(Column::ExpiresBy, rule_number(EndRule::Policy).into())
                    .filter(of_these())
                    .filter(ends_later(to))
                    .exec(self.connection)
                    .await?;
            }
            if let Some(idle) = to.idle {
                // Bounded to ten years, which are far fewer seconds than fit.
                Entity::update_many()
                    .col_expr(Column::IdleTtl, i32::try_from(idle).unwrap_or(i32::MAX).into())
                    .filter(of_these())
                    .filter(idles_longer(to))
                    .exec(self.connection)
                    .await?;
            }
        }
        Ok(())
    }
}

fn of(clients: AtOnce<'_, ClientId>) -> Condition {
    clients.holds(Column::ClientId, |client| client.as_uuid())
}

/// Families whose absolute end is later than these lifetimes allow; none where they do not say.
fn ends_later(to: Shortening) -> Condition {
    match to.absolute {
        Some(absolute) => Condition::all().add(Expr::col(Column::ExpiresAt).sub(Expr::col(Column::CreatedAt)).gt(absolute * 1000)),
        None => never(),
    }
}

/// Families that may stay unused for longer than these lifetimes allow; none where they do not say.
fn idles_longer(to: Shortening) -> Condition {
    match to.idle {
        Some(idle) => Condition::any().add(Column::IdleTtl.is_null()).add(Column::IdleTtl.gt(idle)),
        None => never(),
    }
}

/// Families whose time is over by these lifetimes.
fn over(to: Shortening, now: Timestamp) -> Condition {
    let before = |seconds: i64| now.plus_seconds(-seconds).as_millis();
    Condition::any()
        .add(never())
        .add_option(to.absolute.map(|absolute| Column::CreatedAt.lte(before(absolute))))
        .add_option(to.idle.map(|idle| Column::LastUsedAt.lte(before(idle))))
}

/// No row. An empty condition would be every row.
fn never() -> Condition {
    Condition::all().add(Expr::val(1).eq(0))
}
