//! A write that had to wait for a row of its basis checks that row again, on PostgreSQL: the waiting is forced.

use std::sync::Arc;

use engine::{
    contract::{Failure, Fixture, START, Seed, moved, seeded, store_family},
    family::Transition,
    storage::{FamilyStorage as _, RefreshOutcome},
};
use sea_orm::{ConnectionTrait, TransactionTrait};
use store::{Transaction, testing::TestStore};

async fn on_postgres() -> Result<(Arc<TestStore>, Seed), Failure> {
    let fixture = TestStore::postgres().await?;
    let seed = seeded(&fixture).await?;
    Ok((Arc::new(fixture), seed))
}

/// Changes the workspace's settings without committing the change.
async fn changed(transaction: &Transaction, seed: &Seed) -> Result<(), Failure> {
    let workspace = transaction.tenant(seed.tenant.id).workspace(&seed.workspace.slug).await?.ok_or("the workspace")?;
    workspace.update_workspace(workspace.workspace()).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refresh_that_waits_for_settings_to_be_saved_moves_nothing_by_those_before() -> Result<(), Failure> {
    let (fixture, seed) = on_postgres().await?;
    let family = seed.family()?;
    store_family(&*fixture, &seed, family.clone()).await?;
    let saving = fixture.store().begin().await?;
    changed(&saving, &seed).await?;
    let refresh = {
        let (fixture, present) = (Arc::clone(&fixture), seed.present(family.authorization.id, 0, START)?);
        tokio::spawn(async move { fixture.storage().present_refresh_token(present).await })
    };
    fixture.until_waiting(1).await?;
    saving.commit().await?;
    assert_eq!(refresh.await??, RefreshOutcome::BasisChanged);
    assert_eq!(fixture.storage().find_family(seed.workspace.id, family.authorization.id).await?, Some(family));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_are_saved_after_a_refresh_that_had_looked_at_them_however_long_it_is_held_up() -> Result<(), Failure> {
    let (fixture, seed) = on_postgres().await?;
    let family = seed.family()?;
    store_family(&*fixture, &seed, family.clone()).await?;
    // Another transaction locks the family's row: the refresh has checked the settings by then, and waits.
    let another = fixture.another().await?;
    let holding = another.connection_for_migrations().begin().await?;
    holding.execute_unprepared(&format!("SELECT FROM token_families WHERE id = '{}' FOR UPDATE", family.authorization.id)).await?;
    let refresh = {
        let (fixture, present) = (Arc::clone(&fixture), seed.present(family.authorization.id, 0, START)?);
        tokio::spawn(async move { fixture.storage().present_refresh_token(present).await })
    };
    fixture.until_waiting(1).await?;
    let saving = {
        let (fixture, seed) = (Arc::clone(&fixture), seed.clone());
        tokio::spawn(async move {
            let transaction = fixture.store().begin().await?;
            changed(&transaction, &seed).await?;
            transaction.commit().await?;
            Ok::<_, Failure>(())
        })
    };
    fixture.until_waiting(2).await?;
    assert!(!saving.is_finished(), "the refresh holds what it decided by");
    holding.rollback().await?;
    assert_eq!(moved(refresh.await??)?.0, Transition::Rotated);
    saving.await??;
    Ok(())
}
