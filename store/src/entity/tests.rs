//! The entities are the tables that the migrations make, on both databases.

use std::collections::BTreeMap;

use engine::contract::Seed;
use migrations::{Migrator, MigratorTrait};
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, Iterable, Statement};

use crate::{Error, testing::TestStore};

/// Each column, and whether it may be null.
type Columns = BTreeMap<String, bool>;

async fn of_table(connection: &impl ConnectionTrait, table: &str) -> Columns {
    let statement = match connection.get_database_backend() {
        // In SQLite a column of the primary key may be null unless it says otherwise.
        DbBackend::Sqlite => format!("SELECT name, \"notnull\" = 0 AND pk = 0 AS nullable FROM pragma_table_info('{table}')"),
        _ => format!(
            "SELECT column_name AS name, is_nullable = 'YES' AS nullable FROM information_schema.columns WHERE table_name = '{table}'"
        ),
    };
    let rows = connection.query_all_raw(Statement::from_string(connection.get_database_backend(), statement)).await.unwrap();
    rows.iter().map(|row| (row.try_get("", "name").unwrap(), row.try_get("", "nullable").unwrap())).collect()
}

async fn matches<E: EntityTrait>(entity: E, connection: &impl ConnectionTrait) {
    let columns = E::Column::iter().map(|column| (sea_orm::IdenStatic::as_str(&column).to_owned(), column.def().is_null())).collect();
    assert_eq!(of_table(connection, entity.table_name()).await, columns, "{}", entity.table_name());
    // Empty, or what a migration has put there.
    assert!(E::find().all(connection).await.unwrap().len() <= 1);
}

async fn all_match(connection: &impl ConnectionTrait) {
    matches(super::administrator::Entity, connection).await;
    matches(super::administrator_link::Entity, connection).await;
    matches(super::administrator_passkey::Entity, connection).await;
    matches(super::administrator_second_factor::Entity, connection).await;
    matches(super::api_client::Entity, connection).await;
    matches(super::api_token::Entity, connection).await;
    matches(super::audit_chain::Entity, connection).await;
    matches(super::audit_event::Entity, connection).await;
    matches(super::authorization_code::Entity, connection).await;
    matches(super::client::Entity, connection).await;
    matches(super::client_registration::Entity, connection).await;
    matches(super::consent::Entity, connection).await;
    matches(super::console_session::Entity, connection).await;
    matches(super::denied_access_token::Entity, connection).await;
    matches(super::device_request::Entity, connection).await;
    matches(super::earlier_token_event::Entity, connection).await;
    matches(super::hourly_figure::Entity, connection).await;
    matches(super::idempotency_key::Entity, connection).await;
    matches(super::initial_access_token::Entity, connection).await;
    matches(super::installation_mail::Entity, connection).await;
    matches(super::invitation::Entity, connection).await;
    matches(super::lease::Entity, connection).await;
    matches(super::linked_subject::Entity, connection).await;
    matches(super::login_session::Entity, connection).await;
    matches(super::logout_receiver::Entity, connection).await;
    matches(super::mail::Entity, connection).await;
    matches(super::mail_server::Entity, connection).await;
    matches(super::master_key::Entity, connection).await;
    matches(super::node::Entity, connection).await;
    matches(super::pushed_request::Entity, connection).await;
    matches(super::reuse::Entity, connection).await;
    matches(super::role::Entity, connection).await;
    matches(super::role_assignment::Entity, connection).await;
    matches(super::search_word::Entity, connection).await;
    matches(super::service::Entity, connection).await;
    matches(super::session_client::Entity, connection).await;
    matches(super::sign_in_name::Entity, connection).await;
    matches(super::signing_key::Entity, connection).await;
    matches(super::subject_key::Entity, connection).await;
    matches(super::tenant::Entity, connection).await;
    matches(super::token_event::Entity, connection).await;
    matches(super::token_family::Entity, connection).await;
    matches(super::used_proof::Entity, connection).await;
    matches(super::user::Entity, connection).await;
    matches(super::user_link::Entity, connection).await;
    matches(super::user_passkey::Entity, connection).await;
    matches(super::user_second_factor::Entity, connection).await;
    matches(super::job::Entity, connection).await;
    matches(super::client_failure::Entity, connection).await;
    matches(super::client_figure::Entity, connection).await;
    matches(super::saved_view::Entity, connection).await;
    matches(super::webhook::Entity, connection).await;
    matches(super::webhook_attempt::Entity, connection).await;
    matches(super::webhook_request::Entity, connection).await;
    matches(super::workspace::Entity, connection).await;
}

async fn goes_up_down_and_up(test_store: TestStore) {
    let connection = test_store.store().connection_for_migrations();
    all_match(connection).await;
    Migrator::down(connection, None).await.unwrap();
    assert!(of_table(connection, "token_families").await.is_empty());
    assert!(of_table(connection, "tenants").await.is_empty());
    Migrator::up(connection, None).await.unwrap();
    all_match(connection).await;
}

#[tokio::test]
async fn the_entities_are_the_schema_of_sqlite() {
    goes_up_down_and_up(TestStore::sqlite().await.unwrap()).await;
}

#[tokio::test]
async fn the_entities_are_the_schema_of_postgresql() {
    goes_up_down_and_up(TestStore::postgres().await.unwrap()).await;
}

#[test]
fn the_row_of_a_family_has_every_column_and_a_position_nine_of_them() {
    use super::token_family::{Column, position_row, row};

    let family = Seed::new("acme", "main").unwrap().family().unwrap();
    let set = |row: &super::token_family::ActiveModel| Column::iter().filter(|column| row.get(*column).is_set()).count();
    assert_eq!((set(&row(&family)), set(&position_row(&family.position))), (Column::iter().count(), 9));
}

#[test]
fn each_reason_for_a_revocation_reads_back() {
    for reason in domain::family::RevocationReason::ALL {
        let end = super::token_family::revocation(Some(5), Some(super::token_family::reason_number(reason))).unwrap().unwrap();
        assert_eq!((end.at.as_millis(), end.reason), (5, reason));
    }
    for columns in [(None, Some(1)), (Some(5), None), (Some(5), Some(0)), (Some(5), Some(13))] {
        let error = super::token_family::revocation(columns.0, columns.1).unwrap_err();
        assert!(matches!(error, Error::Corrupt { table: "token_families", column: "revocation_reason" }));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn those_who_migrate_at_once_wait_for_one_another() {
    for test_store in [TestStore::sqlite().await.unwrap(), TestStore::postgres().await.unwrap()] {
        Migrator::down(test_store.store().connection_for_migrations(), None).await.unwrap();
        let mut nodes = tokio::task::JoinSet::new();
        for _ in 0..4 {
            let node = test_store.another().await.unwrap();
            nodes.spawn(async move {
                let _alone = node.acquire_migration_lock().await.unwrap();
                Migrator::up(node.connection_for_migrations(), None).await.unwrap();
            });
        }
        while let Some(node) = nodes.join_next().await {
            node.unwrap();
        }
        all_match(test_store.store().connection_for_migrations()).await;
    }
}
