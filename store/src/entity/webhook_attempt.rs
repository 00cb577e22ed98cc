//! `webhook_attempts`

use domain::{id::WebhookAttemptId, webhook::WebhookAttempt};
use sea_orm::{Set, entity::prelude::*};

use super::token_event::time_of;
use crate::{
    Error,
    column::{Coded, Column as In},
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "webhook_attempts")]
pub struct Model {
    /// Begins with the time.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub webhook_id: Uuid,
    pub kind: String,
    pub event_id: String,
    pub event_type: String,
    pub number: Option<i64>,
    pub millis: i64,
    pub status: Option<i16>,
    pub failure: Option<String>,
    pub answer: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub(crate) fn row(webhook: Uuid, attempt: WebhookAttempt) -> ActiveModel {
    ActiveModel {
        id: Set(attempt.id.as_uuid()),
        webhook_id: Set(webhook),
        kind: Set(attempt.kind.code().to_owned()),
        event_id: Set(attempt.event_id),
        event_type: Set(attempt.event_type),
        number: Set(attempt.number),
        millis: Set(attempt.millis),
        status: Set(attempt.status.and_then(|status| i16::try_from(status).ok())),
        failure: Set(attempt.failure),
        answer: Set(attempt.answer),
    }
}

impl TryFrom<Model> for WebhookAttempt {
    type Error = Error;

    fn try_from(row: Model) -> Result<Self, Error> {
        Ok(Self {
            id: WebhookAttemptId::from_uuid(row.id),
            kind: In("webhook_attempts", "kind").code(&row.kind)?,
            event_id: row.event_id,
            event_type: row.event_type,
            number: row.number,
            at: time_of(row.id),
            millis: row.millis,
            status: row.status.and_then(|status| u16::try_from(status).ok()),
            failure: row.failure,
            answer: row.answer,
        })
    }
}
