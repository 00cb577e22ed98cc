//! Webhooks as administrators see them.

use std::collections::HashMap;

use domain::{
    audit_chain::ChainedRecord,
    clock::Timestamp,
    id::{WebhookAttemptId, WebhookId, WorkspaceId},
    page::{Page, Window},
    webhook::{Webhook, WebhookAttempt},
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, Order, PaginatorTrait as _, QueryFilter, QueryOrder, QuerySelect, QueryTrait as _};

use crate::{
    Access, Error, TenantStore,
    batch::texts_by_id,
    entity::{
        audit_chain, audit_event,
        webhook::{Column, Entity},
        webhook_attempt, webhook_request, workspace,
    },
    events::first_at,
    paging::{cut, page, read},
};

/// Among how many lines the first one since a point in time is looked for: clocks of nodes differ.
const NEAR: u64 = 500;

impl<C: Access> TenantStore<'_, C> {
    /// Returns the webhooks of the tenant, in the order in which they were created.
    pub async fn list_webhooks(&self) -> Result<Vec<Webhook>, Error> {
        let query = Entity::find().filter(Column::TenantId.eq(self.tenant.as_uuid())).order_by_asc(Column::Id);
        read(query.all(self.connection).await?)
    }

    /// Returns the addresses of those of these workspaces of the tenant that were not deleted.
    pub async fn workspace_slugs(&self, ids: impl Iterator<Item = WorkspaceId> + Send) -> Result<HashMap<WorkspaceId, String>, Error> {
        use workspace::Column;

        let own = Condition::all().add(Column::TenantId.eq(self.tenant.as_uuid())).add(Column::DeletedAt.is_null());
        let slugs =
            texts_by_id::<workspace::Entity>(self.connection, own, [Column::Id, Column::Slug], ids.map(WorkspaceId::as_uuid)).await?;
        Ok(slugs.into_iter().map(|(id, slug)| (WorkspaceId::from_uuid(id), slug)).collect())
    }

    /// Returns the webhook with this identifier.
    pub async fn find_webhook(&self, id: WebhookId) -> Result<Option<Webhook>, Error> {
        let query = Entity::find_by_id(id.as_uuid()).filter(Column::TenantId.eq(self.tenant.as_uuid()));
        query.one(self.connection).await?.map(Webhook::try_from).transpose()
    }

    /// Returns a page of the attempts to deliver to a webhook, newest first.
    pub async fn list_webhook_attempts(&self, id: WebhookId, window: Window<WebhookAttemptId>) -> Result<Page<WebhookAttempt>, Error> {
        let window = window.map(WebhookAttemptId::as_uuid);
        let rows = cut(self.attempts(id), webhook_attempt::Column::Id, &Order::Desc, &window).all(self.connection).await?;
        Ok(page(read(rows)?, &window, None, |attempt: &WebhookAttempt| attempt.id.to_string()))
    }

    /// Returns an attempt to deliver to a webhook.
    pub async fn find_webhook_attempt(&self, id: WebhookId, attempt: WebhookAttemptId) -> Result<Option<WebhookAttempt>, Error> {
        let query = self.attempts(id).filter(webhook_attempt::Column::Id.eq(attempt.as_uuid()));
        query.one(self.connection).await?.map(WebhookAttempt::try_from).transpose()
    }

    fn attempts(&self, id: WebhookId) -> sea_orm::Select<webhook_attempt::Entity> {
        let own = Entity::find().select_only().column(Column::Id).filter(Column::TenantId.eq(self.tenant.as_uuid()));
        webhook_attempt::Entity::find()
            .filter(webhook_attempt::Column::WebhookId.eq(id.as_uuid()))
            .filter(webhook_attempt::Column::WebhookId.in_subquery(own.into_query()))
    }

    /// Counts what administrators have sent to a webhook and that waits.
    pub async fn count_webhook_requests(&self, id: WebhookId) -> Result<u64, Error> {
        use webhook_request::{Column, Entity};

        Ok(Entity::find().filter(Column::WebhookId.eq(id.as_uuid())).count(self.connection).await?)
    }

    /// Returns the number of the tenant's last audit line that has one; 0 before the first.
    pub async fn last_audit_number(&self) -> Result<i64, Error> {
        let chain = audit_chain::Entity::find_by_id(self.tenant.as_uuid()).one(self.connection).await?;
        Ok(chain.map_or(0, |chain| chain.number))
    }

    /// Returns the number of the tenant's first audit line since a point in time; none where there is none.
    pub async fn first_audit_number(&self, since: Timestamp) -> Result<Option<i64>, Error> {
        use audit_event::{Column, Entity};

        let near = Entity::find()
            .select_only()
            .column(Column::Number)
            .filter(Column::TenantId.eq(self.tenant.as_uuid()))
            .filter(Column::Id.gte(first_at(since)))
            .filter(Column::Number.is_not_null())
            .order_by_asc(Column::Id)
            .limit(NEAR);
        let near: Vec<i64> = near.into_tuple().all(self.connection).await?;
        Ok(near.into_iter().min())
    }

    /// Returns the tenant's audit line with this number.
    pub async fn find_audit_line(&self, number: i64) -> Result<Option<ChainedRecord>, Error> {
        use audit_event::{Column, Entity};

        let query = Entity::find().filter(Column::TenantId.eq(self.tenant.as_uuid())).filter(Column::Number.eq(number));
        Ok(query.one(self.connection).await?.and_then(audit_event::Model::chained))
    }
}
