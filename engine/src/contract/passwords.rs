//! Statements about the hashes of passwords.
#![expect(missing_docs, clippy::missing_panics_doc, reason = "a statement is what its name says, and panics where it does not hold")]

use std::sync::Arc;

use super::{
    fixture::{Change, Fixture},
    given::{renewal, two_workspaces},
    seed::Failure,
};
use crate::storage::{Directory as _, HashRenewal, PasswordStorage as _};

pub async fn the_hash_of_a_password_is_renewed_where_it_is_the_one_that_was_checked<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, other) = two_workspaces(&*fixture).await?;
    let (storage, workspace) = (fixture.storage(), seed.workspace.id);
    let hash = async || {
        let found = storage.find_user_by_identifier(workspace, &seed.user.user.identifier).await?;
        Ok::<_, Failure>(found.and_then(|record| record.password_hash))
    };
    let before = hash().await?.unwrap_or_default();
    assert!(!storage.renew_password_hash(renewal(&seed, "another", "renewed")).await?, "it was not the one that was checked");
    let elsewhere = HashRenewal { workspace_id: other.workspace.id, ..renewal(&seed, &before, "renewed") };
    assert!(!storage.renew_password_hash(elsewhere).await?, "another workspace's user");
    assert_eq!((hash().await?, fixture.audit_events(workspace).await?.len()), (Some(before.clone()), 0));

    assert!(storage.renew_password_hash(renewal(&seed, &before, "renewed")).await?);
    assert_eq!((hash().await?.as_deref(), fixture.audit_events(workspace).await?.len()), (Some("renewed"), 1));
    let user = storage.find_user(workspace, seed.user.user.id).await?;
    assert_eq!(user.map(|user| user.version), Some(seed.user.user.version), "it is the same password");
    assert!(!storage.renew_password_hash(renewal(&seed, &before, "again")).await?, "once");

    fixture.change(&seed, Change::Password).await?;
    assert!(!storage.renew_password_hash(renewal(&seed, "renewed", "too late")).await?, "a new password stays");
    assert_ne!(hash().await?.as_deref(), Some("too late"));
    Ok(())
}
