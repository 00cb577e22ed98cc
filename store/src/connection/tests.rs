//! Access outside a transaction.

use sea_orm::{ConnectionTrait as _, EntityTrait as _, Statement};

use crate::{entity::tenant, testing::TestStore};

#[tokio::test]
async fn outside_a_transaction_nothing_is_written() {
    let fixture = TestStore::sqlite().await.unwrap();
    let reader = fixture.store().reader();
    assert!(reader.execute_unprepared("DELETE FROM tenants").await.is_err());
    assert!(tenant::Entity::delete_many().exec(reader).await.is_err());
    let with_rows = Statement::from_string(reader.get_database_backend(), "DELETE FROM tenants RETURNING id");
    assert!(reader.query_all_raw(with_rows).await.is_err());
    assert!(tenant::Entity::find().one(reader).await.unwrap().is_none());
}
