//! Statements about the configuration that the engine reads.
#![expect(missing_docs, clippy::missing_panics_doc, reason = "a statement is what its name says, and panics where it does not hold")]

use std::sync::Arc;

use domain::{name::Slug, user::UserIdentifier};

use super::{fixture::Fixture, given::two_workspaces, seed::Failure};
use crate::storage::{Directory as _, SealedSigningKey};

pub async fn the_configuration_is_read_as_it_was_written<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, _) = two_workspaces(&*fixture).await?;
    let (storage, workspace) = (fixture.storage(), seed.workspace.id);
    assert_eq!(storage.find_workspace(&seed.tenant.slug, &seed.workspace.slug).await?, Some(seed.workspace.clone()));
    let client = storage.find_client(workspace, seed.client.client.id).await?.ok_or("the client is there")?;
    assert_eq!((client.client, client.secret_hash), (seed.client.client, seed.client.secret_hash));
    assert_eq!((client.secret_used_at, client.previous_secret), (seed.client.secret_used_at, seed.client.previous_secret));
    assert_eq!(storage.find_user(workspace, seed.user.user.id).await?.as_ref(), Some(&seed.user.user));
    let user = storage.find_user_by_identifier(workspace, &seed.user.user.identifier).await?.ok_or("the user is there")?;
    assert_eq!((user.user, user.password_hash), (seed.user.user, seed.user.password_hash));
    assert_eq!(storage.list_services(workspace).await?, seed.services);
    let keys = storage.list_signing_keys(workspace).await?;
    let ids = |keys: &[SealedSigningKey]| keys.iter().map(|key| key.id).collect::<Vec<_>>();
    assert_eq!(ids(&keys), ids(&seed.signing_keys).into_iter().rev().collect::<Vec<_>>(), "newest first");
    for key in keys {
        let written = seed.signing_keys.iter().find(|written| written.id == key.id).ok_or("the key was written")?;
        let parts = (key.algorithm, key.public_key, key.sealed_private_key, key.life);
        assert_eq!(parts, (written.algorithm, written.public_key.clone(), written.sealed_private_key.clone(), written.life));
    }
    Ok(())
}

pub async fn no_configuration_is_reached_through_another_workspace<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, other) = two_workspaces(&*fixture).await?;
    let (storage, stranger) = (fixture.storage(), other.workspace.id);
    assert!(storage.find_workspace(&other.tenant.slug, &seed.workspace.slug).await?.is_none());
    assert!(storage.find_workspace(&Slug::parse("nobody")?, &seed.workspace.slug).await?.is_none());
    assert!(storage.find_client(stranger, seed.client.client.id).await?.is_none());
    assert!(storage.find_user(stranger, seed.user.user.id).await?.is_none());
    // The same identifier is a user of its own in each workspace.
    let namesake = storage.find_user_by_identifier(stranger, &seed.user.user.identifier).await?;
    assert_eq!(namesake.map(|record| record.user.id), Some(other.user.user.id));
    assert!(storage.find_user_by_identifier(stranger, &UserIdentifier::parse("bob")?).await?.is_none());
    assert!(storage.list_services(stranger).await?.iter().all(|service| service.workspace_id == stranger));
    assert!(storage.list_signing_keys(stranger).await?.iter().all(|key| key.workspace_id == stranger));
    Ok(())
}
