//! Shorter lifetimes for live families: their effect, and their application.

use domain::{
    clock::Timestamp,
    family::EndRule,
    id::ClientId,
    impact::{ClientImpact, Shortening},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, Select,
    prelude::Uuid,
    sea_query::{Expr, ExprTrait, Func},
};

use super::revocation::lock_live;
use crate::{
    Access, Error, WorkspaceStore, Writing,
    batch::Batch,
    entity::token_family::{Column, Entity, is_live, rule_number},
};

impl<C: Access> WorkspaceStore<'_, C> {
    /// Returns the effect of shorter lifetimes on the live families of these clients, for those that have such families.
    pub async fn impact(&self, clients: &[ClientId], to: Shortening, now: Timestamp) -> Result<Vec<ClientImpact>, Error> {
        let mut impacts = Vec::new();
        for clients in Batch::split(clients) {
            let counts = self
                .shortened(clients, to, now)
                .select_only()
                .column(Column::ClientId)
                .column_as(Column::Id.count(), "shortened")
                .expr_as(Func::sum(Expr::case(over(to, now), 1).finally(0)), "over")
                .group_by(Column::ClientId);
            let counts: Vec<(Uuid, i64, i64)> = counts.into_tuple().all(self.connection).await?;
            let names = self.client_names(counts.iter().map(|(client, ..)| ClientId::from_uuid(*client))).await?;
            impacts.extend(counts.into_iter().map(|(client, shortened, over)| {
                let client_id = ClientId::from_uuid(client);
                ClientImpact {
                    client_id,
                    client_name: names.get(&client_id).cloned().unwrap_or_default(),
                    shortened: u64::try_from(shortened).unwrap_or_default(),
                    over: u64::try_from(over).unwrap_or_default(),
                }
            }));
        }
        Ok(impacts)
    }

    /// Returns whether shorter lifetimes have an effect on any live family of these clients.
    pub async fn has_impact(&self, clients: &[ClientId], to: Shortening, now: Timestamp) -> Result<bool, Error> {
        for clients in Batch::split(clients) {
            let any = self.shortened(clients, to, now).select_only().column(Column::ClientId).limit(1);
            if any.into_tuple::<Uuid>().one(self.connection).await?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Returns the live families of these clients that shorter lifetimes have an effect on.
    fn shortened(&self, clients: Batch<'_, ClientId>, to: Shortening, now: Timestamp) -> Select<Entity> {
        Entity::find()
            .filter(Column::WorkspaceId.eq(self.id()))
            .filter(of(clients))
            .filter(is_live(now))
            .filter(Condition::any().add(ends_later(to)).add(idles_longer(to)))
    }
}

impl WorkspaceStore<'_, Writing> {
    /// Applies shorter lifetimes to the live families of these clients. No end moves later.
    pub async fn shorten_families(&self, clients: &[ClientId], to: Shortening, now: Timestamp) -> Result<(), Error> {
        for clients in Batch::split(clients) {
            let affected = of(clients).add(Condition::any().add(ends_later(to)).add(idles_longer(to)));
            let mut locked = lock_live(self.connection, self.workspace().id, affected, now);
            while locked.next().await?.is_some() {}
            let of_these = || of(clients).add(Column::WorkspaceId.eq(self.id())).add(is_live(now));
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
                // At most ten years, which are far fewer seconds than fit.
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

fn of(clients: Batch<'_, ClientId>) -> Condition {
    clients.contains(Column::ClientId, |client| client.as_uuid())
}

/// Returns the condition of families whose absolute end is later than these lifetimes allow; no row where there is no absolute lifetime.
fn ends_later(to: Shortening) -> Condition {
    match to.absolute {
        Some(absolute) => Condition::all().add(Expr::col(Column::ExpiresAt).sub(Expr::col(Column::CreatedAt)).gt(absolute * 1000)),
        None => never(),
    }
}

/// Returns the condition of families that may stay unused for longer than these lifetimes allow; no row where there is no idle lifetime.
fn idles_longer(to: Shortening) -> Condition {
    match to.idle {
        Some(idle) => Condition::any().add(Column::IdleTtl.is_null()).add(Column::IdleTtl.gt(idle)),
        None => never(),
    }
}

/// Returns the condition of families that have expired by these lifetimes.
fn over(to: Shortening, now: Timestamp) -> Condition {
    let before = |seconds: i64| now.plus_seconds(-seconds).as_millis();
    Condition::any()
        .add(never())
        .add_option(to.absolute.map(|absolute| Column::CreatedAt.lte(before(absolute))))
        .add_option(to.idle.map(|idle| Column::LastUsedAt.lte(before(idle))))
}

/// Returns the condition of no row. An empty condition would be every row.
fn never() -> Condition {
    Condition::all().add(Expr::val(1).eq(0))
}
