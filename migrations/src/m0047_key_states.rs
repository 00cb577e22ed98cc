//! Where a signing key stands in its life. Keys that there are sign: of several for an algorithm the newest, as before.
//!
//! `created_at` is the time since when a key signs, and 0 of one that does not sign yet. So a server of an earlier version, which signs by the
//! newest key of an algorithm, goes on with the current one while a newer one is published.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null},
    sea_orm::DbBackend,
};

use crate::m0001_configuration::index;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const COLUMNS: [&str; 4] = ["published_at", "published_until", "retired_at", "revoked_at"];
const INDEXES: [(&str, &str); 2] = [
    ("signing_keys_current", "created_at > 0 AND retired_at IS NULL AND revoked_at IS NULL"),
    ("signing_keys_next", "created_at = 0 AND retired_at IS NULL AND revoked_at IS NULL"),
];
/// For how long, in milliseconds, a token lives that was issued before, whatever its lifetime was: a day, and another one in which servers of
/// an earlier version may change lifetimes.
const LONGEST: i64 = 2 * 24 * 3600 * 1000;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in [
            big_integer("published_at").default(0).to_owned(),
            big_integer("published_until").default(0).to_owned(),
            big_integer_null("retired_at"),
            big_integer_null("revoked_at"),
        ] {
            manager.alter_table(Table::alter().table("signing_keys").add_column(column).to_owned()).await?;
        }
        let now = match manager.get_database_backend() {
            DbBackend::Postgres => "CAST(extract(epoch FROM now()) * 1000 AS bigint)",
            _ => "CAST(strftime('%s', 'now') AS INTEGER) * 1000",
        };
        let connection = manager.get_connection();
        connection
            .execute_unprepared(&format!("UPDATE signing_keys SET published_at = created_at, published_until = {now} + {LONGEST}"))
            .await?;
        let newer = "SELECT 1 FROM signing_keys AS newer WHERE newer.workspace_id = signing_keys.workspace_id \
                     AND newer.algorithm = signing_keys.algorithm \
                     AND (newer.created_at, newer.id) > (signing_keys.created_at, signing_keys.id)";
        connection.execute_unprepared(&format!("UPDATE signing_keys SET retired_at = {now} WHERE EXISTS ({newer})")).await?;
        for (name, condition) in INDEXES {
            let create = index(name, "signing_keys", &["workspace_id", "algorithm"]).unique().and_where(Expr::cust(condition)).to_owned();
            manager.create_index(create).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // What earlier versions would accept, or sign by, although it is not for that.
        let others = "DELETE FROM signing_keys WHERE revoked_at IS NOT NULL OR created_at = 0";
        manager.get_connection().execute_unprepared(others).await?;
        for (name, _) in INDEXES {
            manager.drop_index(Index::drop().name(name).table("signing_keys").to_owned()).await?;
        }
        for column in COLUMNS {
            manager.alter_table(Table::alter().table("signing_keys").drop_column(column).to_owned()).await?;
        }
        Ok(())
    }
}
