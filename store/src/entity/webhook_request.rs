//! `webhook_requests`

use domain::{id::WebhookAttemptId, webhook::WebhookRequest};
use sea_orm::{Set, entity::prelude::*};

use super::token_event::time_of;

/// Something that an administrator has sent to a webhook once.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "webhook_requests")]
pub struct Model {
    /// Begins with the time.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub webhook_id: Uuid,
    /// The number of the audit line; none for a test.
    pub number: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub(crate) fn row(webhook: Uuid, request: &WebhookRequest) -> ActiveModel {
    ActiveModel { id: Set(request.id.as_uuid()), webhook_id: Set(webhook), number: Set(request.number) }
}

impl From<Model> for WebhookRequest {
    fn from(row: Model) -> Self {
        Self { id: WebhookAttemptId::from_uuid(row.id), number: row.number, at: time_of(row.id) }
    }
}
