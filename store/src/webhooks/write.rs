//! Webhooks as administrators change them. Each change takes the webhook from the node that delivers to it, so that it holds from the next event on.

use domain::{
    clock::Timestamp,
    id::WebhookId,
    webhook::{Webhook, WebhookRequest},
};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QuerySelect, Set, UpdateMany,
    sea_query::{Expr, ExprTrait as _},
};

use crate::{
    Error, TenantStore, Writing,
    column::{Coded, to_json},
    entity::{
        webhook::{ActiveModel, Column, Entity, progress_row, row},
        webhook_request,
    },
};

/// A new secret of a webhook, sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewWebhookSecret {
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
    pub async fn set_webhook_secret(&self, id: WebhookId, secret: NewWebhookSecret) -> Result<(), Error> {
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
