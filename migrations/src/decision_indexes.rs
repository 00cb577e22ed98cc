//! The indexes of decisions and refusals among the events: partial ones, that are made again whenever there are more kinds of decisions.

use sea_orm_migration::{
    prelude::*,
    sea_orm::{DbBackend, Statement},
};

use crate::{m0001_configuration::index, m0042_small_events::has_partitions};

/// The table that decisions are in, and where it is divided the part of it.
const TABLE: &str = "engine_events";
const DIVIDED: &str = "engine_events_rest";

/// Indexes with one condition.
pub(crate) struct DecisionIndexes {
    /// Word for word the condition of the store's query: SQLite uses a partial index only for the same words.
    pub(crate) condition: &'static str,
    /// Their names, each with the column that it begins with.
    pub(crate) names: &'static [(&'static str, &'static str)],
    /// What stands between the names of a partition and of a column in the name of a partition's own.
    pub(crate) of_partition: &'static str,
}

impl DecisionIndexes {
    /// Makes them beside the writes of nodes that serve, which goes outside a transaction alone. Each step can be taken again.
    pub(crate) async fn make(&self, manager: &SchemaManager<'_>) -> Result<(), DbErr> {
        let divided = has_partitions(manager).await?;
        for (name, column) in self.names {
            if divided {
                self.make_divided(manager.get_connection(), name, column).await?;
            } else if manager.get_database_backend() == DbBackend::Postgres {
                self.make_one(manager.get_connection(), name, TABLE, column).await?;
            } else {
                self.make_in_sqlite(manager, name, column).await?;
            }
        }
        Ok(())
    }

    /// Makes them again that a later version has dropped: nobody writes meanwhile.
    pub(crate) async fn make_again(&self, manager: &SchemaManager<'_>) -> Result<(), DbErr> {
        let table = if has_partitions(manager).await? { DIVIDED } else { TABLE };
        for (name, column) in self.names {
            if manager.get_database_backend() == DbBackend::Postgres {
                let create = format!("CREATE INDEX IF NOT EXISTS {name} ON {table} ({column}, id) WHERE {}", self.condition);
                manager.get_connection().execute_unprepared(&create).await?;
            } else {
                self.make_in_sqlite(manager, name, column).await?;
            }
        }
        Ok(())
    }

    /// Drops them.
    pub(crate) async fn drop(&self, manager: &SchemaManager<'_>) -> Result<(), DbErr> {
        for (name, _) in self.names {
            manager.get_connection().execute_unprepared(&format!("DROP INDEX IF EXISTS {name}")).await?;
        }
        Ok(())
    }

    async fn make_in_sqlite(&self, manager: &SchemaManager<'_>, name: &'static str, column: &'static str) -> Result<(), DbErr> {
        let index = index(name, TABLE, &[column, "id"]).and_where(Expr::cust(self.condition)).if_not_exists().to_owned();
        manager.create_index(index).await
    }

    /// Makes an index of a table.
    async fn make_one(&self, connection: &SchemaManagerConnection<'_>, name: &str, table: &str, column: &str) -> Result<(), DbErr> {
        // One that was left unfinished is of no use.
        connection.execute_unprepared(&format!("DROP INDEX IF EXISTS {name}")).await?;
        let create = format!("CREATE INDEX CONCURRENTLY {name} ON {table} ({column}, id) WHERE {}", self.condition);
        connection.execute_unprepared(&create).await?;
        Ok(())
    }

    /// Makes an index of the divided table: first its frame, which partitions that are made from now on take over, then that of each partition,
    /// beside the writes.
    async fn make_divided(&self, connection: &SchemaManagerConnection<'_>, name: &str, column: &str) -> Result<(), DbErr> {
        let frame = format!("CREATE INDEX IF NOT EXISTS {name} ON ONLY {DIVIDED} ({column}, id) WHERE {}", self.condition);
        connection.execute_unprepared(&frame).await?;
        // Those that have none in this frame yet.
        let lacking = format!(
            "SELECT child.relname::text AS name FROM pg_inherits JOIN pg_class AS child ON child.oid = inhrelid \
             WHERE inhparent = to_regclass('{DIVIDED}') AND NOT EXISTS (SELECT 1 FROM pg_inherits AS of_index \
             JOIN pg_index ON pg_index.indexrelid = of_index.inhrelid \
             WHERE of_index.inhparent = to_regclass('{name}') AND pg_index.indrelid = child.oid)"
        );
        for row in connection.query_all_raw(Statement::from_string(DbBackend::Postgres, lacking)).await? {
            let partition: String = row.try_get("", "name")?;
            let own = format!("{partition}_{}_{column}", self.of_partition);
            self.make_one(connection, &own, &partition, column).await?;
            connection.execute_unprepared(&format!("ALTER INDEX {name} ATTACH PARTITION {own}")).await?;
        }
        Ok(())
    }
}
