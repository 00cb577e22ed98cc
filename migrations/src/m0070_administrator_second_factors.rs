//! Second factors of administrators, and whether a tenant requires one of those who administer it.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, blob, boolean, uuid},
};

use crate::m0001_configuration::goes_with;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(second_factors()).await?;
        let mut required = boolean("second_factor_required").default(false).to_owned();
        manager.alter_table(Table::alter().table("tenants").add_column(&mut required).to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table("tenants").drop_column("second_factor_required").to_owned()).await?;
        manager.drop_table(Table::drop().table("administrator_second_factors").to_owned()).await
    }
}

/// A row for each administrator who has an authenticator app. The hashes of the recovery codes stand one after the other.
fn second_factors() -> TableCreateStatement {
    Table::create()
        .table("administrator_second_factors")
        .col(uuid("administrator_id").primary_key())
        .col(blob("sealed_secret"))
        .col(big_integer("last_step"))
        .col(blob("recovery_codes"))
        .col(big_integer("enrolled_at"))
        .col(big_integer("version"))
        .foreign_key(&mut goes_with("administrator_second_factors", "administrator_id", "administrators"))
        .to_owned()
}
