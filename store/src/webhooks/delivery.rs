//! The delivery of events: one node at a time to a webhook, in the order of the chain of the tenant's audit lines.

use std::sync::Arc;

use domain::{
    audit::AuditEvent,
    audit_chain::ChainedRecord,
    clock::{Clock, Timestamp},
    id::{TenantId, WebhookAttemptId, WebhookId},
    webhook::{Progress, Webhook, WebhookAttempt, WebhookRequest, WebhookStatus},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait as _, Set,
    prelude::Uuid,
    sea_query::{Expr, ExprTrait as _},
};

use crate::{
    Error, Housekeeping, Store,
    column::Coded,
    entity::{
        audit_event,
        webhook::{ActiveModel, Column, Entity, progress_row},
        webhook_attempt, webhook_request,
    },
    events::first_at,
    housekeeping::ROWS_AT_ONCE,
    leases::is_free,
};

/// How long a node has a webhook after a step, in seconds: much longer than an attempt takes.
const HELD: i64 = 60;
/// How many lines are looked at at once.
const LINES_AT_ONCE: u64 = 100;
/// How many requests of administrators are looked at at once.
const REQUESTS_AT_ONCE: u64 = 20;
/// There are lines that the webhook has not come to.
const BEHIND: &str = "handled < (SELECT audit_chains.number FROM audit_chains WHERE audit_chains.owner = webhooks.tenant_id)";

/// A webhook that this node delivers to for the time being.
pub struct Delivering {
    store: Store,
    clock: Arc<dyn Clock>,
    fence: i64,
    webhook: Webhook,
    sealed_secrets: Vec<Vec<u8>>,
}

impl std::fmt::Debug for Delivering {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Delivering").field("webhook", &self.webhook.id).field("fence", &self.fence).finish_non_exhaustive()
    }
}

/// What a step has come to.
#[derive(Debug, Default)]
pub struct Outcome {
    /// How far the webhook has come.
    pub progress: Option<Progress>,
    /// The attempt that was made.
    pub attempt: Option<WebhookAttempt>,
    /// The request that was met.
    pub met: Option<WebhookAttemptId>,
    /// That it is given up, with the audit line.
    pub given_up: Option<AuditEvent>,
}

impl Store {
    /// Returns webhooks to which something is to be sent now and that no node has, each with its tenant; those that had their turn longest ago
    /// come first.
    pub async fn list_due_webhooks(&self, now: Timestamp, most: u64) -> Result<Vec<(WebhookId, TenantId)>, Error> {
        let asked = webhook_request::Entity::find().select_only().column(webhook_request::Column::WebhookId);
        let behind = Condition::all()
            .add(Column::Status.eq(WebhookStatus::Active.code()))
            .add(Column::DueAt.lte(now.as_millis()))
            .add(Expr::cust(BEHIND));
        let due = Entity::find()
            .select_only()
            .columns([Column::Id, Column::TenantId])
            .filter(is_free(Column::HeldUntil, HELD, now))
            .filter(Condition::any().add(behind).add(Column::Id.in_subquery(asked.into_query())))
            .order_by_asc(Column::HeldUntil)
            .order_by_asc(Column::DueAt)
            .limit(most);
        let due: Vec<(Uuid, Uuid)> = due.into_tuple().all(self.reader()).await?;
        Ok(due.into_iter().map(|(id, tenant)| (WebhookId::from_uuid(id), TenantId::from_uuid(tenant))).collect())
    }

    /// Takes a webhook over. Returns `None` where another node has it, or it is gone.
    pub async fn take_webhook(&self, id: WebhookId, clock: Arc<dyn Clock>) -> Result<Option<Delivering>, Error> {
        let now = clock.now();
        let transaction = self.begin().await?;
        let taken = Entity::update_many()
            .col_expr(Column::Fence, Expr::col(Column::Fence).add(1))
            .col_expr(Column::HeldUntil, Expr::val(now.plus_seconds(HELD).as_millis()))
            .filter(Column::Id.eq(id.as_uuid()))
            .filter(is_free(Column::HeldUntil, HELD, now))
            .exec(transaction.connection())
            .await?;
        if taken.rows_affected == 0 {
            return Ok(None);
        }
        let Some(row) = Entity::find_by_id(id.as_uuid()).one(transaction.connection()).await? else { return Ok(None) };
        transaction.commit().await?;
        let fence = row.fence;
        let former = row.sealed_former_secret.clone().filter(|_| row.former_secret_until.is_some_and(|until| until > now.as_millis()));
        let sealed_secrets = [row.sealed_secret.clone()].into_iter().chain(former).collect();
        Ok(Some(Delivering { store: self.clone(), clock, fence, webhook: row.try_into()?, sealed_secrets }))
    }
}

impl Store {
    /// Lets webhooks go that were taken with these fences, and that nobody else has taken since: another process can take them at once.
    pub async fn release_webhooks(&self, held: &[(WebhookId, i64)], now: Timestamp) -> Result<(), Error> {
        let transaction = self.begin().await?;
        for (id, fence) in held {
            Entity::update_many()
                .col_expr(Column::HeldUntil, Expr::val(now.as_millis()))
                .filter(Column::Id.eq(id.as_uuid()))
                .filter(Column::Fence.eq(*fence))
                .exec(transaction.connection())
                .await?;
        }
        transaction.commit().await
    }
}

impl Delivering {
    /// The webhook, as it was when it was taken over.
    pub const fn webhook(&self) -> &Webhook {
        &self.webhook
    }

    /// What tells it apart from who has the webhook before and after it.
    pub const fn fence(&self) -> i64 {
        self.fence
    }

    /// Its secrets, sealed: the current one, and the former one while that signs.
    pub fn sealed_secrets(&self) -> &[Vec<u8>] {
        &self.sealed_secrets
    }

    /// Returns the next lines after the one with this number; none where it was the last.
    pub async fn lines_after(&self, handled: i64) -> Result<Vec<ChainedRecord>, Error> {
        use audit_event::{Column, Entity};

        let lines = Entity::find().filter(Column::TenantId.eq(self.webhook.tenant_id.as_uuid())).filter(Column::Number.gt(handled));
        let lines = lines.order_by_asc(Column::Number).limit(LINES_AT_ONCE).all(self.store.reader()).await?;
        Ok(lines.into_iter().filter_map(audit_event::Model::chained).collect())
    }

    /// Returns the tenant's audit line with this number.
    pub async fn line(&self, number: i64) -> Result<Option<ChainedRecord>, Error> {
        self.store.tenant(self.webhook.tenant_id).find_audit_line(number).await
    }

    /// Returns what administrators have sent, oldest first.
    pub async fn requests(&self) -> Result<Vec<WebhookRequest>, Error> {
        use webhook_request::{Column, Entity};

        let query = Entity::find().filter(Column::WebhookId.eq(self.webhook.id.as_uuid())).order_by_asc(Column::Id).limit(REQUESTS_AT_ONCE);
        Ok(query.all(self.store.reader()).await?.into_iter().map(WebhookRequest::from).collect())
    }

    /// Records what a step has come to.
    ///
    /// # Errors
    /// [`Error::Stale`] if another node has taken the webhook over, or an administrator has changed it.
    pub async fn record(&self, outcome: Outcome) -> Result<(), Error> {
        let Outcome { progress, attempt, met, given_up } = outcome;
        let transaction = self.store.begin().await?;
        let connection = transaction.connection();
        let held_until = Set(self.clock.now().plus_seconds(HELD).as_millis());
        let mut row = ActiveModel { held_until, ..progress.as_ref().map(progress_row).unwrap_or_default() };
        if given_up.is_some() {
            row.status = Set(WebhookStatus::GivenUp.code().to_owned());
        }
        let own = Entity::update_many().set(row).filter(Column::Id.eq(self.webhook.id.as_uuid())).filter(Column::Fence.eq(self.fence));
        if own.exec(connection).await?.rows_affected != 1 {
            return Err(Error::Stale);
        }
        if let Some(attempt) = attempt {
            let row = webhook_attempt::row(self.webhook.id.as_uuid(), attempt);
            webhook_attempt::Entity::insert(row).exec_without_returning(connection).await?;
        }
        if let Some(met) = met {
            webhook_request::Entity::delete_by_id(met.as_uuid()).exec(connection).await?;
        }
        if let Some(line) = given_up {
            transaction.append_audit(line).await?;
        }
        transaction.commit().await
    }

    /// Lets the webhook go: another node can take it at once. The others have their turn first.
    ///
    /// # Errors
    /// [`Error::Stale`] if another node has taken it over, or an administrator has changed it.
    pub async fn release(self) -> Result<(), Error> {
        let transaction = self.store.begin().await?;
        let own = Entity::update_many()
            .col_expr(Column::HeldUntil, Expr::val(self.clock.now().as_millis()))
            .filter(Column::Id.eq(self.webhook.id.as_uuid()))
            .filter(Column::Fence.eq(self.fence));
        if own.exec(transaction.connection()).await?.rows_affected != 1 {
            return Err(Error::Stale);
        }
        transaction.commit().await
    }
}

impl Housekeeping {
    /// Deletes some attempts that were made before a point in time. Returns how many.
    pub async fn delete_webhook_attempts(&self, before: Timestamp) -> Result<u64, Error> {
        use webhook_attempt::{Column, Entity};

        let some = Entity::find().select_only().column(Column::Id).filter(Column::Id.lt(first_at(before))).limit(ROWS_AT_ONCE);
        let transaction = self.begin().await?;
        let deleted = Entity::delete_many().filter(Column::Id.in_subquery(some.into_query())).exec(transaction.connection()).await?;
        transaction.commit().await?;
        Ok(deleted.rows_affected)
    }
}
