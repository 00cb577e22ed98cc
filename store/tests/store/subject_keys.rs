//! The keys by which workspaces name their users to sectors: sealed anew with the rest, and gone with their workspace.

use engine::{
    contract::{Failure, START, seeded},
    storage::SubjectKeyStorage as _,
};
use store::{Sealed, SealedValue, testing::TestStore};

const OLD: [u8; 3] = [1, 2, 3];
const NEW: [u8; 3] = [2, 9, 9];

#[tokio::test]
async fn a_subject_key_is_sealed_anew_where_it_is_still_the_one_that_was_read() -> Result<(), Failure> {
    for fixture in TestStore::both().await? {
        let seed = seeded(&fixture).await?;
        let (storage, workspace) = (fixture.engine_storage(), seed.workspace.id);
        storage.keep_subject_key(workspace, OLD.to_vec()).await?;
        let store = fixture.store();
        let value = SealedValue { of: Sealed::SubjectKey(workspace), sealed: OLD.to_vec() };
        assert_eq!(store.list_sealed_values_not_under(2, 10).await?, std::slice::from_ref(&value));
        assert_eq!((store.count_sealed_values_under(1).await?, store.count_sealed_values_under(2).await?), (1, 0));
        assert!(value.of.purpose().ends_with(&workspace.to_string()), "it is sealed for its workspace");

        let transaction = store.begin().await?;
        transaction.replace_sealed_value(&value, NEW.to_vec()).await?;
        transaction.replace_sealed_value(&value, vec![2, 0, 0]).await?;
        transaction.commit().await?;
        assert_eq!(storage.find_subject_key(workspace).await?, Some(NEW.to_vec()), "the second was read before the first was written");
        assert_eq!(store.list_sealed_values_not_under(2, 10).await?, []);
    }
    Ok(())
}

#[tokio::test]
async fn a_workspace_that_is_deleted_keeps_no_subject_key() -> Result<(), Failure> {
    for fixture in TestStore::both().await? {
        let seed = seeded(&fixture).await?;
        let (storage, workspace) = (fixture.engine_storage(), seed.workspace.id);
        let transaction = fixture.store().begin().await?;
        let found = transaction.tenant(seed.tenant.id).workspace(&seed.workspace.slug).await?.ok_or("the workspace")?;
        found.delete_workspace(START).await?;
        transaction.commit().await?;
        storage.keep_subject_key(workspace, OLD.to_vec()).await?;
        assert_eq!(storage.find_subject_key(workspace).await?, None);
    }
    Ok(())
}
