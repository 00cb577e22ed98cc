//! The store passes the engine's contract, on both databases.

mod sqlite {
    engine::storage_contract!(store::testing::TestStore::sqlite());
}

mod postgres {
    engine::storage_contract!(store::testing::TestStore::postgres());
}
