//! Values that are sealed under the master key beside the signing keys: whose they are, and how they are brought to its current version.

use domain::id::{AdministratorId, TenantId, UserId, WebhookId, WorkspaceId};
use engine::{
    second_factor::{sealed_for_administrator, sealed_for_user},
    subject_key,
};
use sea_orm::{
    ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, UpdateMany,
    prelude::Uuid,
    sea_query::{Expr, ExprTrait as _},
};

use crate::{
    Error, Store, Transaction,
    entity::{self, administrator_second_factor, mail_server, user_second_factor, webhook},
};

/// The secret of a second factor without an authenticator app.
const NOTHING: Vec<u8> = Vec::new();

/// What is sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sealed {
    /// The password of a tenant's mail server.
    MailPassword(TenantId),
    /// The secret of an administrator's authenticator app.
    AdministratorSecondFactor(AdministratorId),
    /// The secret of a user's authenticator app.
    UserSecondFactor(UserId),
    /// The secret of a webhook.
    WebhookSecret(WebhookId),
    /// The secret before it.
    FormerWebhookSecret(WebhookId),
    /// The key by which a workspace names its users to sectors.
    SubjectKey(WorkspaceId),
}

impl Sealed {
    /// Returns the purpose that it is sealed for, so that a row that was moved to another owner cannot be opened there.
    pub fn purpose(self) -> String {
        match self {
            Self::MailPassword(tenant) => format!("mail-password {tenant}"),
            Self::AdministratorSecondFactor(administrator) => sealed_for_administrator(administrator),
            Self::UserSecondFactor(user) => sealed_for_user(user),
            Self::WebhookSecret(id) | Self::FormerWebhookSecret(id) => engine::webhook::purpose(id),
            Self::SubjectKey(workspace) => subject_key::sealed_for(workspace),
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

/// Returns what a secret of a webhook is.
type OfWebhook = fn(WebhookId) -> Sealed;

/// The columns of the two secrets of a webhook.
const WEBHOOK_SECRETS: [(webhook::Column, OfWebhook); 2] =
    [(webhook::Column::SealedSecret, Sealed::WebhookSecret), (webhook::Column::SealedFormerSecret, Sealed::FormerWebhookSecret)];

impl Store {
    /// Returns sealed values that are not under this version of the master key; at most so many of each kind.
    pub async fn list_sealed_values_not_under(&self, version: u8, limit: u64) -> Result<Vec<SealedValue>, Error> {
        let mut values = self.mail_passwords_not_under(version, limit).await?;
        values.extend(self.second_factors_not_under(version, limit).await?);
        values.extend(self.user_second_factors_not_under(version, limit).await?);
        values.extend(self.subject_keys_not_under(version, limit).await?);
        for (column, of) in WEBHOOK_SECRETS {
            let others = webhook::Entity::find()
                .filter(column.is_not_null())
                .filter(webhook::sealed_under(column).ne(vec![version]))
                .order_by_asc(webhook::Column::Id)
                .limit(limit);
            let rows: Vec<(Uuid, Vec<u8>)> =
                others.select_only().columns([webhook::Column::Id, column]).into_tuple().all(self.reader()).await?;
            values.extend(rows.into_iter().map(|(id, sealed)| SealedValue { of: of(WebhookId::from_uuid(id)), sealed }));
        }
        Ok(values)
    }

    async fn mail_passwords_not_under(&self, version: u8, limit: u64) -> Result<Vec<SealedValue>, Error> {
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

    async fn second_factors_not_under(&self, version: u8, limit: u64) -> Result<Vec<SealedValue>, Error> {
        use administrator_second_factor::{Column, Entity, sealed_under};

        let secrets = Entity::find()
            .filter(Column::SealedSecret.ne(NOTHING))
            .filter(sealed_under().ne(vec![version]))
            .order_by_asc(Column::AdministratorId)
            .limit(limit);
        let columns = secrets.select_only().columns([Column::AdministratorId, Column::SealedSecret]);
        let rows: Vec<(Uuid, Vec<u8>)> = columns.into_tuple().all(self.reader()).await?;
        let of = |administrator| Sealed::AdministratorSecondFactor(AdministratorId::from_uuid(administrator));
        Ok(rows.into_iter().map(|(administrator, sealed)| SealedValue { of: of(administrator), sealed }).collect())
    }

    async fn user_second_factors_not_under(&self, version: u8, limit: u64) -> Result<Vec<SealedValue>, Error> {
        use user_second_factor::{Column, Entity, sealed_under};

        let secrets = Entity::find()
            .filter(Column::SealedSecret.ne(NOTHING))
            .filter(sealed_under().ne(vec![version]))
            .order_by_asc(Column::UserId)
            .limit(limit);
        let columns = secrets.select_only().columns([Column::UserId, Column::SealedSecret]);
        let rows: Vec<(Uuid, Vec<u8>)> = columns.into_tuple().all(self.reader()).await?;
        let of = |user| Sealed::UserSecondFactor(UserId::from_uuid(user));
        Ok(rows.into_iter().map(|(user, sealed)| SealedValue { of: of(user), sealed }).collect())
    }

    async fn subject_keys_not_under(&self, version: u8, limit: u64) -> Result<Vec<SealedValue>, Error> {
        use entity::subject_key::{Column, Entity, sealed_under};

        let keys = Entity::find().filter(sealed_under().ne(vec![version])).order_by_asc(Column::WorkspaceId).limit(limit);
        let rows = keys.all(self.reader()).await?;
        let value = |row: entity::subject_key::Model| SealedValue {
            of: Sealed::SubjectKey(WorkspaceId::from_uuid(row.workspace_id)),
            sealed: row.sealed_key,
        };
        Ok(rows.into_iter().map(value).collect())
    }

    /// Counts the sealed values under this version of the master key.
    pub async fn count_sealed_values_under(&self, version: u8) -> Result<u64, Error> {
        let passwords = mail_server::Entity::find().filter(mail_server::sealed_under().eq(vec![version]));
        let secrets = administrator_second_factor::Entity::find().filter(administrator_second_factor::sealed_under().eq(vec![version]));
        let of_users = user_second_factor::Entity::find().filter(user_second_factor::sealed_under().eq(vec![version]));
        let keys = entity::subject_key::Entity::find().filter(entity::subject_key::sealed_under().eq(vec![version]));
        let counts = [passwords.count(self.reader()).await?, secrets.count(self.reader()).await?, of_users.count(self.reader()).await?];
        let mut count: u64 = counts.into_iter().sum();
        count += keys.count(self.reader()).await?;
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
        match read.of {
            Sealed::MailPassword(tenant) => {
                use mail_server::{Column, Entity};

                let found = Entity::update_many().filter(Column::TenantId.eq(tenant.as_uuid()));
                self.reseal(found, Column::SealedPassword, read, resealed).await
            }
            Sealed::AdministratorSecondFactor(administrator) => {
                use administrator_second_factor::{Column, Entity};

                let found = Entity::update_many().filter(Column::AdministratorId.eq(administrator.as_uuid()));
                self.reseal(found, Column::SealedSecret, read, resealed).await
            }
            Sealed::UserSecondFactor(user) => {
                use user_second_factor::{Column, Entity};

                let found = Entity::update_many().filter(Column::UserId.eq(user.as_uuid()));
                self.reseal(found, Column::SealedSecret, read, resealed).await
            }
            Sealed::SubjectKey(workspace) => {
                use entity::subject_key::{Column, Entity};

                let found = Entity::update_many().filter(Column::WorkspaceId.eq(workspace.as_uuid()));
                self.reseal(found, Column::SealedKey, read, resealed).await
            }
            Sealed::WebhookSecret(id) => self.reseal_webhook(id, webhook::Column::SealedSecret, read, resealed).await,
            Sealed::FormerWebhookSecret(id) => self.reseal_webhook(id, webhook::Column::SealedFormerSecret, read, resealed).await,
        }
    }

    async fn reseal_webhook(&self, id: WebhookId, column: webhook::Column, read: &SealedValue, resealed: Vec<u8>) -> Result<(), Error> {
        let found = webhook::Entity::update_many().filter(webhook::Column::Id.eq(id.as_uuid()));
        self.reseal(found, column, read, resealed).await
    }

    async fn reseal<E: EntityTrait>(
        &self,
        found: UpdateMany<E>,
        column: impl ColumnTrait,
        read: &SealedValue,
        resealed: Vec<u8>,
    ) -> Result<(), Error> {
        let update = found.col_expr(column, Expr::value(resealed)).filter(column.eq(read.sealed.clone()));
        update.exec(self.connection()).await?;
        Ok(())
    }
}
