//! The chain of audit lines, and how each was done. Lines of before get their place from the server, beside its work.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, blob, blob_null, json_binary_null, uuid},
    sea_orm::DbBackend,
};

use crate::m0001_configuration::index;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLE: &str = "audit_events";
/// Of the lines that have no place yet, in the order in which the database got them.
const UNCHAINED: &str = "audit_events_unchained";
const UNCHAINED_ARE: &str = "number IS NULL";
const INDEXES: [(&str, &[&str]); 3] = [
    ("audit_events_by_chain", &["tenant_id", "number"]),
    ("audit_events_by_actor", &["tenant_id", "actor", "id"]),
    ("audit_events_by_target", &["tenant_id", "target_id", "id"]),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    /// An index is made beside the writes of nodes that serve only outside a transaction. Each step can be taken again.
    fn use_transaction(&self) -> Option<bool> {
        Some(false)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(audit_chains()).await?;
        for mut column in columns() {
            if !manager.has_column(TABLE, column.get_column_name()).await? {
                manager.alter_table(Table::alter().table(TABLE).add_column(&mut column).to_owned()).await?;
            }
        }
        let connection = manager.get_connection();
        if manager.get_database_backend() == DbBackend::Postgres {
            let unchained = format!("{UNCHAINED} ON {TABLE} (written NULLS FIRST, id) WHERE {UNCHAINED_ARE}");
            let others = INDEXES.iter().map(|(name, columns)| format!("{name} ON {TABLE} ({})", columns.join(", ")));
            for (name, index) in [(UNCHAINED, unchained)].into_iter().chain(INDEXES.iter().map(|(name, _)| *name).zip(others)) {
                // One that was left unfinished is of no use.
                connection.execute_unprepared(&format!("DROP INDEX IF EXISTS {name}")).await?;
                connection.execute_unprepared(&format!("CREATE INDEX CONCURRENTLY {index}")).await?;
            }
            return Ok(());
        }
        let unchained = index(UNCHAINED, TABLE, &["written", "id"]).and_where(Expr::cust(UNCHAINED_ARE)).if_not_exists().to_owned();
        manager.create_index(unchained).await?;
        for (name, columns) in INDEXES {
            manager.create_index(index(name, TABLE, columns).if_not_exists().to_owned()).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (name, _) in INDEXES.into_iter().chain([(UNCHAINED, [].as_slice())]) {
            manager.get_connection().execute_unprepared(&format!("DROP INDEX IF EXISTS {name}")).await?;
        }
        for column in columns() {
            let name = column.get_column_name();
            if manager.has_column(TABLE, name.clone()).await? {
                manager.alter_table(Table::alter().table(TABLE).drop_column(Alias::new(name)).to_owned()).await?;
            }
        }
        manager.drop_table(Table::drop().table("audit_chains").if_exists().to_owned()).await
    }
}

fn columns() -> [ColumnDef; 5] {
    [json_binary_null("context"), big_integer_null("written"), big_integer_null("number"), blob_null("previous_hash"), blob_null("hash")]
}

fn audit_chains() -> TableCreateStatement {
    Table::create()
        .table("audit_chains")
        .if_not_exists()
        .col(uuid("owner").primary_key())
        .col(big_integer("number"))
        .col(blob("hash"))
        .col(big_integer("anchor_number"))
        .col(blob("anchor_hash"))
        .col(blob("seal"))
        .to_owned()
}
