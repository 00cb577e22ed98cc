//! Webhooks as administrators change them. Each change takes the webhook from the node that delivers to it, so that it holds from the next event on.

use domain::{
    clock::Timestamp,
    id::WebhookId,
    webhook::{Webhook, WebhookRequest},
};
use sea_orm::{
    ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect, Set, UpdateMany,
    prelude::Uuid,
    sea_query::{Expr, ExprTrait as _},
};

use crate::{
    Error, Store, TenantStore, Transaction, Writing,
    column::{Coded, to_json},
    entity::{
        webhook::{ActiveModel, Column, Entity, progress_row, row},
        webhook_request,
    },
};

/// A new secret of a webhook, sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSecret {
    /// The secret.
    pub sealed: Vec<u8>,
    /// Until when the former one signs, too.
    pub former_until: Timestamp,
}

impl TenantStore<'_, Writing> {
    /// Locks a webhook until the end of the transaction, and returns it.
    pub async fn lock_webhook(&self, id: WebhookId) -> Result<Option<Webhook>, Error> {
        let query = Entity::find_by_id(id.as_uuid()).filter(Column::TenantId.eq(self.tenant.as_uuid()));
        query.lock_exclusive().one(self.connection).await?.map(Webhook::try_from).transpose()
    }

    /// Stores a new webhook with its secret.
    pub async fn insert_webhook(&self, webhook: &Webhook, sealed_secret: Vec<u8>) -> Result<(), Error> {
        let webhook = Webhook { tenant_id: self.tenant, ..webhook.clone() };
        Entity::insert(row(&webhook, sealed_secret)?).exec_without_returning(self.connection).await?;
        Ok(())
    }

    /// Saves the settings, the status and the progress of a webhook that was locked. Returns it with its next version.
    pub async fn update_webhook(&self, webhook: &Webhook) -> Result<Webhook, Error> {
        let row = ActiveModel {
            settings: Set(to_json(&webhook.settings)?),
            status: Set(webhook.status.code().to_owned()),
            ..progress_row(&webhook.progress)
        };
        self.change(webhook.id, Entity::update_many().set(row)).await?;
        Ok(Webhook { version: webhook.version + 1, ..webhook.clone() })
    }

    /// Replaces the secret of a webhook that was locked.
    pub async fn set_webhook_secret(&self, id: WebhookId, secret: NewSecret) -> Result<(), Error> {
        let update = Entity::update_many()
            .col_expr(Column::SealedFormerSecret, Expr::col(Column::SealedSecret))
            .col_expr(Column::SealedSecret, Expr::value(secret.sealed))
            .col_expr(Column::FormerSecretUntil, Expr::value(secret.former_until.as_millis()));
        self.change(id, update).await
    }

    async fn change(&self, id: WebhookId, update: UpdateMany<Entity>) -> Result<(), Error> {
        update
            .col_expr(Column::Version, Expr::col(Column::Version).add(1))
            .col_expr(Column::Fence, Expr::col(Column::Fence).add(1))
            .col_expr(Column::HeldUntil, Expr::val(0_i64))
            .filter(Column::Id.eq(id.as_uuid()))
            .filter(Column::TenantId.eq(self.tenant.as_uuid()))
            .exec(self.connection)
            .await?;
        Ok(())
    }

    /// Deletes a webhook with its attempts.
    pub async fn delete_webhook(&self, id: WebhookId) -> Result<(), Error> {
        let query = Entity::delete_many().filter(Column::Id.eq(id.as_uuid())).filter(Column::TenantId.eq(self.tenant.as_uuid()));
        query.exec(self.connection).await?;
        Ok(())
    }

    /// Has something sent to a webhook of the tenant, which was locked, once.
    pub async fn insert_webhook_request(&self, webhook: &Webhook, request: &WebhookRequest) -> Result<(), Error> {
        let row = webhook_request::row(webhook.id.as_uuid(), request);
        webhook_request::Entity::insert(row).exec_without_returning(self.connection).await?;
        Ok(())
    }
}

impl Store {
    /// Returns secrets of webhooks that are not sealed under this version of the master key, at most so many.
    pub async fn list_webhook_secrets_not_under(&self, version: u8, limit: u64) -> Result<Vec<(WebhookId, Vec<u8>)>, Error> {
        let query = Entity::find().select_only().columns([Column::Id, Column::SealedSecret]).filter(sealed_under().ne(vec![version]));
        let rows: Vec<(Uuid, Vec<u8>)> = query.limit(limit).into_tuple().all(self.reader()).await?;
        Ok(rows.into_iter().map(|(id, sealed)| (WebhookId::from_uuid(id), sealed)).collect())
    }

    /// Counts the webhooks whose secret is sealed under this version of the master key.
    pub async fn count_webhook_secrets_under(&self, version: u8) -> Result<u64, Error> {
        Ok(Entity::find().filter(sealed_under().eq(vec![version])).count(self.reader()).await?)
    }
}

impl Transaction {
    /// Replaces the sealed secret of a webhook. Does nothing if it is not the one that was read. The former one, if there is one, signs no more.
    pub async fn replace_webhook_secret(&self, id: WebhookId, read: Vec<u8>, resealed: Vec<u8>) -> Result<(), Error> {
        Entity::update_many()
            .col_expr(Column::SealedSecret, Expr::value(resealed))
            .col_expr(Column::SealedFormerSecret, Expr::value(None::<Vec<u8>>))
            .col_expr(Column::FormerSecretUntil, Expr::value(None::<i64>))
            .filter(Column::Id.eq(id.as_uuid()))
            .filter(Column::SealedSecret.eq(read))
            .exec(self.connection())
            .await?;
        Ok(())
    }
}

/// Returns the version of the master key that a secret is sealed under, as bytes.
fn sealed_under() -> Expr {
    Expr::cust("substr(sealed_secret, 1, 1)")
}
