//! `webhooks`

use domain::{
    clock::Timestamp,
    id::{TenantId, WebhookId},
    webhook::{Progress, Webhook},
};
use sea_orm::{Set, entity::prelude::*, sea_query::Expr};

use crate::{
    Error,
    column::{Coded, Column as In, to_json},
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "webhooks")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub tenant_id: Uuid,
    #[sea_orm(column_type = "JsonBinary")]
    pub settings: Json,
    pub status: String,
    pub created_at: i64,
    pub version: i64,
    #[sea_orm(column_type = "Blob")]
    pub sealed_secret: Vec<u8>,
    #[sea_orm(column_type = "Blob", nullable)]
    pub sealed_former_secret: Option<Vec<u8>>,
    pub former_secret_until: Option<i64>,
    /// The number of the last audit line that was delivered, or that it is not told of.
    pub handled: i64,
    pub failures: i64,
    pub failing_since: Option<i64>,
    pub due_at: i64,
    /// Lines of before are none that it is told of.
    pub told_since: i64,
    /// Grows with each node that takes it over, and with each change by an administrator.
    pub fence: i64,
    /// Until when a node delivers to it.
    pub held_until: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Returns the version of the master key that one of the two secrets is sealed under, as bytes: a sealed value begins with it.
pub(crate) fn sealed_under(secret: Column) -> Expr {
    Expr::cust(match secret {
        Column::SealedFormerSecret => "substr(sealed_former_secret, 1, 1)",
        _ => "substr(sealed_secret, 1, 1)",
    })
}

pub(crate) fn row(webhook: &Webhook, sealed_secret: Vec<u8>) -> Result<ActiveModel, Error> {
    Ok(ActiveModel {
        id: Set(webhook.id.as_uuid()),
        tenant_id: Set(webhook.tenant_id.as_uuid()),
        settings: Set(to_json(&webhook.settings)?),
        status: Set(webhook.status.code().to_owned()),
        created_at: Set(webhook.created_at.as_millis()),
        version: Set(webhook.version),
        sealed_secret: Set(sealed_secret),
        sealed_former_secret: Set(None),
        former_secret_until: Set(None),
        fence: Set(0),
        held_until: Set(0),
        ..progress_row(&webhook.progress)
    })
}

pub(crate) fn progress_row(progress: &Progress) -> ActiveModel {
    ActiveModel {
        handled: Set(progress.handled),
        failures: Set(progress.failures),
        failing_since: Set(progress.failing_since.map(Timestamp::as_millis)),
        due_at: Set(progress.due_at.as_millis()),
        told_since: Set(progress.told_since.as_millis()),
        ..Default::default()
    }
}

impl TryFrom<Model> for Webhook {
    type Error = Error;

    fn try_from(row: Model) -> Result<Self, Error> {
        Ok(Self {
            id: WebhookId::from_uuid(row.id),
            tenant_id: TenantId::from_uuid(row.tenant_id),
            settings: In("webhooks", "settings").json(row.settings)?,
            status: In("webhooks", "status").code(&row.status)?,
            created_at: Timestamp::from_millis(row.created_at),
            version: row.version,
            progress: Progress {
                handled: row.handled,
                failures: row.failures,
                failing_since: row.failing_since.map(Timestamp::from_millis),
                due_at: Timestamp::from_millis(row.due_at),
                told_since: Timestamp::from_millis(row.told_since),
            },
            former_secret_until: row.former_secret_until.map(Timestamp::from_millis),
        })
    }
}
