//! The secrets of a client in the database: two at a time, each change from the version that was read, and what ends by the clock.

use domain::{
    client::Client,
    client_secret::{ClientSecret, ClientSecrets, PreviousClientSecret},
    clock::Timestamp,
};
use engine::{
    contract::{Failure, Fixture as _, START, Seed, seeded},
    keys::{HashedSecret, OutdatedSecret, SecretUse},
    storage::{ClientRecord, Directory as _, PreviousSecret, SecretHash},
};
use store::{Error, NewSecret, SecretUpdate, Transaction, testing::TestStore};

/// The secret of this number, made so many seconds after the start.
fn secret(byte: u8) -> NewSecret {
    let hashed = HashedSecret { hash: [byte; 32], version: 2 };
    NewSecret { hashed, fingerprint: format!("{byte:08x}"), created_at: until(i64::from(byte)) }
}

fn until(seconds: i64) -> Timestamp {
    START.plus_seconds(seconds)
}

async fn update(fixture: &TestStore, seed: &Seed, version: i64, secret: SecretUpdate) -> Result<Client, Error> {
    let transaction = fixture.store().begin().await?;
    let held = transaction.lock_workspace(seed.tenant.id, &seed.workspace.slug).await?.ok_or(Error::Stale)?;
    let updated = held.store().update_client(&Client { version, ..seed.client.client.clone() }, secret).await?;
    held.commit().await?;
    Ok(updated)
}

async fn shown(fixture: &TestStore, seed: &Seed) -> Result<ClientSecrets, Failure> {
    let held = fixture.store().begin().await?.lock_workspace(seed.tenant.id, &seed.workspace.slug).await?.ok_or("it is there")?;
    Ok(held.store().find_client_secrets(seed.client.client.id).await?.ok_or("it has secrets")?)
}

/// The hashes that a client is checked against, and until when the second works.
async fn stored(fixture: &TestStore, seed: &Seed) -> Result<(Option<SecretHash>, Option<PreviousSecret>), Failure> {
    let storage = fixture.storage();
    let ClientRecord { secret_hash, previous_secret, .. } =
        storage.find_client(seed.workspace.id, seed.client.client.id).await?.ok_or("it is there")?;
    Ok((secret_hash, previous_secret))
}

async fn commit(fixture: &TestStore, act: impl AsyncFnOnce(&Transaction) -> Result<(), Error>) -> Result<(), Failure> {
    let transaction = fixture.store().begin().await?;
    act(&transaction).await?;
    Ok(transaction.commit().await?)
}

#[tokio::test]
async fn the_current_secret_becomes_the_previous_one_with_the_same_write() -> Result<(), Failure> {
    for fixture in TestStore::both().await? {
        let seed = seeded(&fixture).await?;
        let first = seed.client.secret_hash.ok_or("it has one")?;
        update(&fixture, &seed, 1, SecretUpdate::Replace(secret(1), Some(until(60)))).await?;
        let kept = |hash, seconds| Some(PreviousSecret { hash, until: until(seconds), used_at: None });
        let used = Some(PreviousSecret { hash: first, until: until(60), used_at: seed.client.secret_used_at });
        assert_eq!(stored(&fixture, &seed).await?, (Some([1; 32]), used), "with when it was used");

        let stale = update(&fixture, &seed, 1, SecretUpdate::Replace(secret(2), None)).await;
        assert!(matches!(stale, Err(Error::Stale)), "{stale:?}");
        update(&fixture, &seed, 2, SecretUpdate::Replace(secret(3), Some(until(90)))).await?;
        assert_eq!(stored(&fixture, &seed).await?, (Some([3; 32]), kept([1; 32], 90)));
        let before = shown(&fixture, &seed).await?;
        let made = |version, byte: u8| {
            let created_at = Some(until(i64::from(byte)));
            ClientSecret { version, fingerprint: Some(format!("{byte:08x}")), created_at, used_at: None }
        };
        let previous = PreviousClientSecret { secret: made(2, 1), until: until(90) };
        assert_eq!(before, ClientSecrets { current: made(3, 3), previous: Some(previous) });
        assert_eq!(before.clone().at(until(89)).previous, before.previous);
        assert_eq!(before.at(until(90)).previous, None);

        update(&fixture, &seed, 3, SecretUpdate::Keep).await?;
        assert_eq!(stored(&fixture, &seed).await?, (Some([3; 32]), kept([1; 32], 90)), "other changes leave both");
        update(&fixture, &seed, 4, SecretUpdate::DropPrevious).await?;
        assert_eq!(stored(&fixture, &seed).await?, (Some([3; 32]), None));
        update(&fixture, &seed, 5, SecretUpdate::Replace(secret(4), None)).await?;
        assert_eq!(stored(&fixture, &seed).await?, (Some([4; 32]), None));
        update(&fixture, &seed, 6, SecretUpdate::Replace(secret(5), Some(until(60)))).await?;
        update(&fixture, &seed, 7, SecretUpdate::Drop).await?;
        assert_eq!(stored(&fixture, &seed).await?, (None, None));

        let other = fixture.storage().find_client(seed.workspace.id, seed.other_client.client.id).await?.ok_or("it is there")?;
        assert_eq!((other.secret_hash, other.previous_secret), (seed.other_client.secret_hash, seed.other_client.previous_secret));
    }
    Ok(())
}

#[tokio::test]
async fn both_secrets_are_hashed_anew_under_another_master_key() -> Result<(), Failure> {
    for fixture in TestStore::both().await? {
        let seed = seeded(&fixture).await?;
        update(&fixture, &seed, 1, SecretUpdate::Replace(secret(1), Some(until(60)))).await?;
        update(&fixture, &seed, 2, SecretUpdate::Replace(secret(2), Some(until(60)))).await?;
        let counted = async |now| fixture.store().count_client_secrets_under(2, now).await;
        assert_eq!((counted(until(59)).await?, counted(until(60)).await?), (2, 1), "one that is over needs no key");
        for (old, new) in [(1, 11), (2, 12), (3, 13)] {
            let replacement = HashedSecret { hash: [new; 32], version: 3 };
            let outdated = OutdatedSecret { workspace: seed.workspace.id, stored: [old; 32], replacement };
            commit(&fixture, async |transaction| transaction.replace_secret_hash(&outdated).await).await?;
        }
        let previous = PreviousSecret { hash: [11; 32], until: until(60), used_at: None };
        assert_eq!(stored(&fixture, &seed).await?, (Some([12; 32]), Some(previous)));
        assert_eq!(counted(until(0)).await?, 0);
        assert_eq!(shown(&fixture, &seed).await?.current.fingerprint.as_deref(), Some("00000002"), "what people compare stays");
    }
    Ok(())
}

#[tokio::test]
async fn the_last_use_is_recorded_of_the_secret_that_was_used_and_no_version_changes() -> Result<(), Failure> {
    for fixture in TestStore::both().await? {
        let seed = seeded(&fixture).await?;
        update(&fixture, &seed, 1, SecretUpdate::Replace(secret(1), Some(until(60)))).await?;
        update(&fixture, &seed, 2, SecretUpdate::Replace(secret(2), Some(until(60)))).await?;
        let (workspace, client) = (seed.workspace.id, seed.client.client.id);
        // Secret 1 was replaced by 2; 9 is neither.
        let uses = [
            (1, 5, (None, Some(5))),
            (1, 7, (None, Some(7))),
            (1, 6, (None, Some(7))),
            (9, 8, (None, Some(7))),
            (2, 8, (Some(8), Some(7))),
        ];
        for (byte, at, recorded) in uses {
            let noted = SecretUse { workspace, client, stored: [byte; 32], at: until(at) };
            commit(&fixture, async |transaction| transaction.record_secret_use(&noted).await).await?;
            let ClientSecrets { current, previous } = shown(&fixture, &seed).await?;
            let previous = previous.ok_or("it is there")?;
            assert_eq!((current.used_at, previous.secret.used_at), (recorded.0.map(until), recorded.1.map(until)), "{noted:?}");
        }
        update(&fixture, &seed, 3, SecretUpdate::Keep).await?;
    }
    Ok(())
}
