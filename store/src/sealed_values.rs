//! Values that are sealed under the master key beside the signing keys: whose they are, and how they are brought to its current version.

use domain::id::{AdministratorId, TenantId, UserId};
use engine::second_factor::{sealed_for_administrator, sealed_for_user};
use sea_orm::{
    ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    prelude::Uuid,
    sea_query::{Expr, ExprTrait as _},
};

use crate::{
    Error, Store, Transaction,
    entity::{administrator_second_factor, mail_server, user_second_factor},
};

/// What is sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sealed {
    /// The password of a tenant's mail server.
    MailPassword(TenantId),
    /// The secret of an administrator's authenticator app.
    AdministratorSecondFactor(AdministratorId),
    /// The secret of a user's authenticator app.
    UserSecondFactor(UserId),
}

impl Sealed {
    /// Returns the purpose that it is sealed for, so that a row that was moved to another owner cannot be opened there.
    pub fn purpose(self) -> String {
        match self {
            Self::MailPassword(tenant) => format!("mail-password {tenant}"),
            Self::AdministratorSecondFactor(administrator) => sealed_for_administrator(administrator),
            Self::UserSecondFactor(user) => sealed_for_user(user),
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

impl Store {
    /// Returns sealed values that are not under this version of the master key; at most so many of each kind.
    pub async fn list_sealed_values_not_under(&self, version: u8, limit: u64) -> Result<Vec<SealedValue>, Error> {
        let mut values = self.mail_passwords_not_under(version, limit).await?;
        values.extend(self.second_factors_not_under(version, limit).await?);
        values.extend(self.user_second_factors_not_under(version, limit).await?);
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

        let secrets = Entity::find().filter(sealed_under().ne(vec![version])).order_by_asc(Column::AdministratorId).limit(limit);
        let columns = secrets.select_only().columns([Column::AdministratorId, Column::SealedSecret]);
        let rows: Vec<(Uuid, Vec<u8>)> = columns.into_tuple().all(self.reader()).await?;
        let of = |administrator| Sealed::AdministratorSecondFactor(AdministratorId::from_uuid(administrator));
        Ok(rows.into_iter().map(|(administrator, sealed)| SealedValue { of: of(administrator), sealed }).collect())
    }

    async fn user_second_factors_not_under(&self, version: u8, limit: u64) -> Result<Vec<SealedValue>, Error> {
        use user_second_factor::{Column, Entity, sealed_under};

        let secrets = Entity::find().filter(sealed_under().ne(vec![version])).order_by_asc(Column::UserId).limit(limit);
        let columns = secrets.select_only().columns([Column::UserId, Column::SealedSecret]);
        let rows: Vec<(Uuid, Vec<u8>)> = columns.into_tuple().all(self.reader()).await?;
        let of = |user| Sealed::UserSecondFactor(UserId::from_uuid(user));
        Ok(rows.into_iter().map(|(user, sealed)| SealedValue { of: of(user), sealed }).collect())
    }

    /// Counts the sealed values under this version of the master key.
    pub async fn count_sealed_values_under(&self, version: u8) -> Result<u64, Error> {
        let passwords = mail_server::Entity::find().filter(mail_server::sealed_under().eq(vec![version]));
        let secrets = administrator_second_factor::Entity::find().filter(administrator_second_factor::sealed_under().eq(vec![version]));
        let of_users = user_second_factor::Entity::find().filter(user_second_factor::sealed_under().eq(vec![version]));
        let counts = [passwords.count(self.reader()).await?, secrets.count(self.reader()).await?, of_users.count(self.reader()).await?];
        Ok(counts.into_iter().sum())
    }
}

impl Transaction {
    /// Replaces the bytes of a sealed value. Does nothing if they are not the ones that were read.
    pub async fn replace_sealed_value(&self, read: &SealedValue, resealed: Vec<u8>) -> Result<(), Error> {
        match read.of {
            Sealed::MailPassword(tenant) => {
                mail_server::Entity::update_many()
                    .col_expr(mail_server::Column::SealedPassword, Expr::value(resealed))
                    .filter(mail_server::Column::TenantId.eq(tenant.as_uuid()))
                    .filter(mail_server::Column::SealedPassword.eq(read.sealed.clone()))
                    .exec(self.connection())
                    .await?;
            }
            Sealed::AdministratorSecondFactor(administrator) => {
                use administrator_second_factor::{Column, Entity};

                Entity::update_many()
                    .col_expr(Column::SealedSecret, Expr::value(resealed))
                    .filter(Column::AdministratorId.eq(administrator.as_uuid()))
                    .filter(Column::SealedSecret.eq(read.sealed.clone()))
                    .exec(self.connection())
                    .await?;
            }
            Sealed::UserSecondFactor(user) => {
                use user_second_factor::{Column, Entity};

                Entity::update_many()
                    .col_expr(Column::SealedSecret, Expr::value(resealed))
                    .filter(Column::UserId.eq(user.as_uuid()))
                    .filter(Column::SealedSecret.eq(read.sealed.clone()))
                    .exec(self.connection())
                    .await?;
            }
        }
        Ok(())
    }
}
