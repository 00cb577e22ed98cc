//! Signing keys in the database: one of a kind, moved from where they were read, and those of earlier versions.

use domain::{
    clock::Timestamp,
    id::KeyId,
    signing::SigningAlgorithm::{EdDsa, Es256, Rs256},
    signing_key::{KeyLife, KeyRecord, KeyState, LEEWAY, Urgency},
};
use engine::{
    contract::{Failure, Fixture, START, Seed, seeded, unique},
    storage::SealedSigningKey,
};
use migrations::{Migrator, MigratorTrait as _};
use sea_orm::{ConnectionTrait, Statement};
use store::{Error, WorkspaceTransaction, testing::TestStore};

async fn held(fixture: &TestStore, seed: &Seed) -> Result<WorkspaceTransaction, Failure> {
    let transaction = fixture.store().begin().await?;
    Ok(transaction.lock_workspace(seed.tenant.id, &seed.workspace.slug).await?.ok_or("the workspace is there")?)
}

fn find(keys: &[KeyRecord], id: KeyId) -> Result<KeyRecord, Failure> {
    Ok(*keys.iter().find(|key| key.id == id).ok_or("the key is there")?)
}

#[tokio::test]
async fn a_key_moves_only_from_where_it_was_read() -> Result<(), Failure> {
    for fixture in TestStore::both().await? {
        let seed = seeded(&fixture).await?;
        let held = held(&fixture, &seed).await?;
        let store = held.store();
        let current = find(&store.list_signing_keys().await?, seed.signing_keys[2].id)?;
        let retired = current.life.retire(START.plus_seconds(100), 60)?;
        store.move_signing_key(&current, retired).await?;
        assert_eq!(find(&store.list_signing_keys().await?, current.id)?.life, retired);
        let again = store.move_signing_key(&current, current.life.revoke(START)?).await;
        assert!(matches!(again, Err(Error::Stale)), "{again:?}");
        assert!(matches!(store.delete_signing_key(&current).await, Err(Error::Stale)));
        store.delete_signing_key(&KeyRecord { life: retired, ..current }).await?;
        assert!(find(&store.list_signing_keys().await?, current.id).is_err());
        held.commit().await?;
    }
    Ok(())
}

#[tokio::test]
async fn an_algorithm_has_one_key_that_signs_and_one_that_is_next() -> Result<(), Failure> {
    for fixture in TestStore::both().await? {
        let seed = seeded(&fixture).await?;
        let another = |life| SealedSigningKey { id: KeyId::new(START, unique()), life, ..seed.signing_keys[2].clone() };
        for life in [KeyLife::first(START), KeyLife::next(START)] {
            let held = held(&fixture, &seed).await?;
            let second = held.store().insert_signing_key(another(life)).await;
            assert!(matches!(second, Err(Error::Conflict)), "{second:?}");
        }
        let held = held(&fixture, &seed).await?;
        for life in [KeyLife::first(START).retire(START, 60)?, KeyLife::next(START).revoke(START)?] {
            held.store().insert_signing_key(another(life)).await?;
        }
        let other = SealedSigningKey { algorithm: Rs256, ..another(KeyLife::first(START)) };
        held.store().insert_signing_key(other).await?;
    }
    Ok(())
}

#[tokio::test]
async fn only_keys_that_a_node_may_sign_with_stay_published_for_longer() -> Result<(), Failure> {
    for fixture in TestStore::both().await? {
        let seed = seeded(&fixture).await?;
        let [retired, revoked, current, other, next] = [0, 1, 2, 3, 4].map(|index| seed.signing_keys[index].id);
        let until = START.plus_seconds(1_000_000);
        // The retired one was retired a minute after the start.
        for (now, longer) in [(START.plus_seconds(60 + LEEWAY), vec![current]), (START.plus_seconds(59 + LEEWAY), vec![retired, current])] {
            let held = held(&fixture, &seed).await?;
            held.store().keep_published(Es256, until, now).await?;
            held.store().keep_published(Rs256, until, now).await?;
            held.store().keep_published(Es256, START, now).await?;
            let keys = held.store().list_signing_keys().await?;
            for id in [retired, revoked, current, other, next] {
                assert_eq!(find(&keys, id)?.life.published_until == until, longer.contains(&id), "{id}");
            }
        }
    }
    Ok(())
}

#[tokio::test]
async fn keys_in_every_state_are_sealed_anew_and_another_workspace_has_its_own() -> Result<(), Failure> {
    for fixture in TestStore::both().await? {
        let seed = seeded(&fixture).await?;
        let found = fixture.store().list_signing_keys_not_under(1, 100).await?;
        assert_eq!(found.len(), seed.signing_keys.len(), "sealed under version 7, whatever their state");
        let stranger = Seed::new("globex", "main")?;
        fixture.seed(stranger.clone()).await?;
        let held = held(&fixture, &stranger).await?;
        assert!(held.store().list_signing_keys().await?.iter().all(|key| stranger.signing_keys.iter().any(|own| own.id == key.id)));
        let foreign = KeyRecord { id: seed.signing_keys[2].id, algorithm: Es256, life: seed.signing_keys[2].life };
        let moved = held.store().move_signing_key(&foreign, foreign.life.revoke(START)?).await;
        assert!(matches!(moved, Err(Error::Stale)), "{moved:?}");
        drop(held);
        let all = fixture.store().list_signing_keys_after(None, 1).await?.ok_or("there are workspaces")?;
        assert_eq!((all.len(), all[0].0.id, all[0].1.len()), (1, seed.workspace.id.min(stranger.workspace.id), 5));
        let rest = fixture.store().list_signing_keys_after(Some(all[0].0.id), 10).await?.ok_or("there is another")?;
        assert_eq!(rest.len(), 1);
        assert!(fixture.store().list_signing_keys_after(Some(rest[0].0.id), 10).await?.is_none());
    }
    Ok(())
}

/// Makes a key as an earlier version does.
async fn insert_as_before(fixture: &TestStore, seed: &Seed, algorithm: &str, at: Timestamp) -> Result<KeyId, Failure> {
    let id = KeyId::new(at, unique());
    let connection = fixture.store().connection_for_migrations();
    let insert = "INSERT INTO signing_keys (id, workspace_id, algorithm, public_key, sealed_private_key, created_at) VALUES ($1, $2, $3, $4, $5, $6)";
    let values = [
        id.as_uuid().into(),
        seed.workspace.id.as_uuid().into(),
        algorithm.into(),
        vec![4_u8].into(),
        vec![1_u8].into(),
        at.as_millis().into(),
    ];
    connection.execute_raw(Statement::from_sql_and_values(connection.get_database_backend(), insert, values)).await?;
    Ok(id)
}

#[tokio::test]
async fn keys_of_earlier_versions_sign_and_of_several_the_newest() -> Result<(), Failure> {
    for fixture in TestStore::both().await? {
        let seed = Seed { signing_keys: Vec::new(), ..Seed::new("acme", "main")? };
        fixture.seed(seed.clone()).await?;
        let connection = fixture.store().connection_for_migrations();
        let after = Migrator::names().iter().rev().take_while(|name| !name.starts_with("m0047")).count() + 1;
        Migrator::down(connection, Some(u32::try_from(after)?)).await?;
        let old = insert_as_before(&fixture, &seed, "ES256", START).await?;
        let newest = insert_as_before(&fixture, &seed, "ES256", START.plus_seconds(1)).await?;
        let alone = insert_as_before(&fixture, &seed, "RS256", START).await?;
        Migrator::up(connection, None).await?;
        let held = held(&fixture, &seed).await?;
        let keys = held.store().list_signing_keys().await?;
        let first = |since| KeyState::Current { since };
        assert_eq!(find(&keys, newest)?.life.state, first(START.plus_seconds(1)));
        assert_eq!(
            find(&keys, alone)?.life,
            KeyLife { published_until: find(&keys, alone)?.life.published_until, ..KeyLife::first(START) }
        );
        let old = find(&keys, old)?.life;
        let KeyState::Retired { since, at } = old.state else { return Err(format!("{old:?}").into()) };
        assert_eq!((since, old.published_until.seconds_since(at)), (START, 2 * 24 * 3600), "whatever it signed has expired then");
        drop(held);

        // A server of an earlier version goes on while this one is there.
        let late = insert_as_before(&fixture, &seed, "EdDSA", START.plus_seconds(9)).await?;
        let held = self::held(&fixture, &seed).await?;
        let late = find(&held.store().list_signing_keys().await?, late)?;
        assert_eq!((late.algorithm, late.life.state, late.life.published_at), (EdDsa, first(START.plus_seconds(9)), START.plus_seconds(9)));
        held.store().move_signing_key(&late, late.life.retire(START.plus_seconds(10), 60)?).await?;
        let next = SealedSigningKey { id: KeyId::new(START, unique()), algorithm: EdDsa, life: KeyLife::next(START), ..sealed(&seed)? };
        held.store().insert_signing_key(next.clone()).await?;
        let next = KeyRecord { id: next.id, algorithm: EdDsa, life: next.life };
        held.store().move_signing_key(&next, next.life.activate(START.plus_seconds(11), Urgency::AtOnce)?).await?;
        held.commit().await?;
        // It signs by the key that was made last, as it sees it.
        let newest = "SELECT id FROM signing_keys WHERE algorithm = 'EdDSA' ORDER BY created_at DESC LIMIT 1";
        let row = connection.query_one_raw(Statement::from_string(connection.get_database_backend(), newest)).await?.ok_or("a key")?;
        assert_eq!(KeyId::from_uuid(row.try_get("", "id")?), next.id);
    }
    Ok(())
}

fn sealed(seed: &Seed) -> Result<SealedSigningKey, Failure> {
    let workspace_id = seed.workspace.id;
    let of = Seed::new("other", "main")?.signing_keys.remove(0);
    Ok(SealedSigningKey { workspace_id, ..of })
}
