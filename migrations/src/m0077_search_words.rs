//! The words by which clients, users and services are found across the workspaces of a tenant. Those of what is there already are written
//! here; what an older node writes afterwards gets its words when its name is changed.

use std::collections::BTreeSet;

use sea_orm_migration::{
    prelude::*,
    schema::{blob, small_integer, uuid},
    sea_orm::{DbBackend, Statement, Value, prelude::Uuid},
};

use crate::m0001_configuration::{goes_with, index};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLE: &str = "search_words";
const COLUMNS: [&str; 5] = ["workspace_id", "kind", "word", "id", "tenant_id"];
/// How many rows are read at a time.
const READ: u32 = 1000;
/// How many are written in a statement: SQLite takes 32,766 parameters.
const WRITTEN: usize = 4000;

/// Each kind: its number, its table, its columns with names, and the condition of the rows that are found.
const KINDS: [(i16, &str, &[&str], &str); 3] = [
    (1, "clients", &["name"], "1 = 1"),
    (2, "users", &["name", "identifier", "email"], "t.deleted_at IS NULL"),
    (3, "services", &["name"], "1 = 1"),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(search_words()).await?;
        for kind in KINDS {
            fill(manager, kind).await?;
        }
        manager.create_index(index("search_words_by_tenant", TABLE, &["tenant_id", "kind", "word", "id"])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(TABLE).to_owned()).await
    }
}

/// Words are bytes, so that both databases sort them in one way, whatever language they were set up for.
fn search_words() -> TableCreateStatement {
    Table::create()
        .table(TABLE)
        .col(uuid("workspace_id"))
        .col(small_integer("kind"))
        .col(blob("word"))
        .col(uuid("id"))
        .col(uuid("tenant_id"))
        .primary_key(Index::create().col("workspace_id").col("kind").col("word").col("id"))
        .foreign_key(&mut goes_with(TABLE, "workspace_id", "workspaces"))
        .to_owned()
}

/// Writes the words of all rows of a kind.
async fn fill(manager: &SchemaManager<'_>, (kind, table, names, condition): (i16, &str, &[&str], &str)) -> Result<(), DbErr> {
    let (connection, backend) = (manager.get_connection(), manager.get_database_backend());
    let columns: Vec<String> = names.iter().map(|name| format!(", t.{name} AS {name}")).collect();
    let columns = columns.concat();
    let mark = if backend == DbBackend::Postgres { "$1" } else { "?" };
    let text = format!(
        "SELECT t.id AS id, t.workspace_id AS workspace_id, w.tenant_id AS tenant_id{columns} FROM {table} AS t \
         JOIN workspaces AS w ON w.id = t.workspace_id WHERE t.id > {mark} AND w.deleted_at IS NULL AND {condition} ORDER BY t.id LIMIT {READ}"
    );
    let mut last = Uuid::nil();
    loop {
        let rows = connection.query_all_raw(Statement::from_sql_and_values(backend, &text, [last.into()])).await?;
        let mut written: Vec<[Value; 5]> = Vec::new();
        for row in &rows {
            let [id, workspace, tenant] = [row.try_get::<Uuid>("", "id")?, row.try_get("", "workspace_id")?, row.try_get("", "tenant_id")?];
            let mut words = BTreeSet::new();
            for name in names {
                words.extend(row.try_get::<Option<String>>("", name)?.iter().flat_map(|text| words_of(text)));
            }
            written
                .extend(words.into_iter().map(|word| [workspace.into(), kind.into(), word.into_bytes().into(), id.into(), tenant.into()]));
            last = id;
        }
        for some in written.chunks(WRITTEN) {
            let mut insert = Query::insert();
            insert.into_table(TABLE).columns(COLUMNS);
            for row in some {
                insert.values(row.iter().cloned().map(Expr::value)).map_err(|error| DbErr::Custom(error.to_string()))?;
            }
            connection.execute(&insert).await?;
        }
        if rows.len() < READ as usize {
            return Ok(());
        }
    }
}

/// Returns the words of a text, as the store had them when this was written.
fn words_of(text: &str) -> Vec<String> {
    let lower: String = text.chars().flat_map(char::to_lowercase).collect();
    let parts = lower.split(|letter: char| !letter.is_alphanumeric() && !matches!(letter, '@' | '.' | '+'));
    let parts = parts.map(|word| word.trim_matches(['@', '.', '+'])).filter(|word| !word.is_empty());
    parts.map(|word| word.chars().take(32).collect()).collect()
}
