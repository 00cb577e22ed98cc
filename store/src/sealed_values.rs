//! Values that are sealed under the master key beside the signing keys: whose they are, and how they are brought to its current version.

use domain::id::{TenantId, WebhookId};
use sea_orm::{
    ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    prelude::Uuid,
    sea_query::{Expr, ExprTrait as _},
};

use crate::{
    Error, Store, Transaction,
    entity::{mail_server, webhook},
};

/// What is sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sealed {
    /// The password of a tenant's mail server.
    MailPassword(TenantId),
    /// The secret of a webhook.
    WebhookSecret(WebhookId),
    /// The secret before it.
    FormerWebhookSecret(WebhookId),
}

impl Sealed {
    /// Returns the purpose that it is sealed for, so that a row that was moved to another owner cannot be opened there.
    pub fn purpose(self) -> String {
        match self {
            Self::MailPassword(tenant) => format!("mail-password {tenant}"),
            Self::WebhookSecret(id) | Self::FormerWebhookSecret(id) => engine::webhook::purpose(id),
        }
    }
}

/// A sealed value as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedValue {
    /// What it is.
    pub of: Sealed,
    /// The sealed bytes.
    pub sealed: Vec<u8>,
}

/// The columns of the two secrets of a webhook.
const WEBHOOK_SECRETS: [(webhook::Column, fn(WebhookId) -> Sealed); 2] =
    [(webhook::Column::SealedSecret, Sealed::WebhookSecret), (webhook::Column::SealedFormerSecret, Sealed::FormerWebhookSecret)];

impl Store {
    /// Returns sealed values that are not under this version of the master key; some of them, as long as there are any.
    pub async fn list_sealed_values_not_under(&self, version: u8, limit: u64) -> Result<Vec<SealedValue>, Error> {
        let mut values = self.list_mail_passwords_not_under(version, limit).await?;
        for (column, of) in WEBHOOK_SECRETS {
            if values.is_empty() {
                let others = webhook::Entity::find()
                    .filter(column.is_not_null())
                    .filter(webhook::sealed_under(column).ne(vec![version]))
                    .order_by_asc(webhook::Column::Id)
                    .limit(limit);
                let rows: Vec<(Uuid, Vec<u8>)> =
                    others.select_only().columns([webhook::Column::Id, column]).into_tuple().all(self.reader()).await?;
                values.extend(rows.into_iter().map(|(id, sealed)| SealedValue { of: of(WebhookId::from_uuid(id)), sealed }));
            }
        }
        Ok(values)
    }

    async fn list_mail_passwords_not_under(&self, version: u8, limit: u64) -> Result<Vec<SealedValue>, Error> {
        use mail_server::{Column, Entity};

        let passwords = Entity::find()
            .filter(Column::SealedPassword.is_not_null())
            .filter(mail_server::sealed_under().ne(vec![version]))
            .order_by_asc(Column::TenantId)
            .limit(limit);
        let columns = passwords.select_only().columns([Column::TenantId, Column::SealedPassword]);
        let rows: Vec<(Uuid, Vec<u8>)> = columns.into_tuple().all(self.reader()).await?;
        let value = |(tenant, sealed)| SealedValue { of: Sealed::MailPassword(TenantId::from_uuid(tenant)), sealed };
        Ok(rows.into_iter().map(value).collect())
    }

    /// Counts the sealed values under this version of the master key.
    pub async fn count_sealed_values_under(&self, version: u8) -> Result<u64, Error> {
        let passwords = mail_server::Entity::find().filter(mail_server::sealed_under().eq(vec![version]));
        let mut count = passwords.count(self.reader()).await?;
        for (column, _) in WEBHOOK_SECRETS {
            let secrets = webhook::Entity::find().filter(webhook::sealed_under(column).eq(vec![version]));
            count += secrets.count(self.reader()).await?;
        }
        Ok(count)
    }
}

impl Transaction {
    /// Replaces the bytes of a sealed value. Does nothing if they are not the ones that were read.
    pub async fn replace_sealed_value(&self, read: &SealedValue, resealed: Vec<u8>) -> Result<(), Error> {
        let (column, id) = match read.of {
            Sealed::MailPassword(tenant) => {
                mail_server::Entity::update_many()
                    .col_expr(mail_server::Column::SealedPassword, Expr::value(resealed))
                    .filter(mail_server::Column::TenantId.eq(tenant.as_uuid()))
                    .filter(mail_server::Column::SealedPassword.eq(read.sealed.clone()))
                    .exec(self.connection())
                    .await?;
                return Ok(());
            }
            Sealed::WebhookSecret(id) => (webhook::Column::SealedSecret, id),
            Sealed::FormerWebhookSecret(id) => (webhook::Column::SealedFormerSecret, id),
        };
        webhook::Entity::update_many()
            .col_expr(column, Expr::value(resealed))
            .filter(webhook::Column::Id.eq(id.as_uuid()))
            .filter(column.eq(read.sealed.clone()))
            .exec(self.connection())
            .await?;
        Ok(())
    }
}
