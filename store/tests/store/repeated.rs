//! What PostgreSQL ends in favour of another transaction is run again: at whatever statement, COMMIT included, once, and to a bound.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use domain::audit::AuditAction;
use engine::{
    contract::{Failure, Fixture as _, START, Seed, seeded},
    storage::Directory as _,
};
use store::{
    EngineStorage, Error, FailureKind, Store,
    testing::{
        TestStore,
        wire::{Fate, OnItsWay, Wire},
    },
};

/// What becomes of the first statement that matches.
async fn store_that(fixture: &TestStore, matches: fn(&str) -> bool, skips: usize, fate: Fate) -> Result<Store, Failure> {
    let left = AtomicUsize::new(skips);
    let is_done = AtomicBool::new(false);
    let judge = move |statement: OnItsWay<'_>| {
        if is_done.load(Ordering::SeqCst)
            || !matches(statement.sql)
            || left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok()
        {
            return Fate::Passes;
        }
        is_done.store(true, Ordering::SeqCst);
        fate
    };
    let url = fixture.url();
    let wire = Wire::before(&url, judge).await?;
    Ok(Store::connect(wire.url()).await?)
}

async fn write(store: &Store, seed: &Seed) -> Result<(), Error> {
    let transaction = store.begin().await?;
    for action in [AuditAction::ClientCreated, AuditAction::ClientUpdated] {
        transaction.append_audit(seed.audit(action, START)).await?;
    }
    transaction.commit().await
}

fn kind(error: &Error) -> Option<FailureKind> {
    if let Error::Database(failure) = error { Some(failure.kind()) } else { None }
}

/// Which statement is meant, and how many like it come before.
type StepOfAWrite = (fn(&str) -> bool, usize);

/// BEGIN, two lines of the audit trail, COMMIT.
const STEPS: [StepOfAWrite; 4] =
    [(|sql| sql.starts_with("BEGIN; "), 0), (|sql| sql.starts_with("INSERT"), 0), (|sql| sql.starts_with("INSERT"), 1), (is_commit, 0)];

fn is_commit(sql: &str) -> bool {
    sql.starts_with("COMMIT")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_transaction_that_is_ended_for_another_is_done_once_whichever_statement_it_happens_at() -> Result<(), Failure> {
    let fixture = TestStore::postgres().await?;
    let seed = seeded(&fixture).await?;
    let mut written = 0;
    for code in ["40001", "40P01"] {
        for (matches, skips) in STEPS {
            let store = store_that(&fixture, matches, skips, Fate::Fails(code)).await?;
            write(&store, &seed).await?;
            written += 2;
            assert_eq!(fixture.audit_events(seed.workspace.id).await?.len(), written, "{code}");
            store.close().await?;
        }
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_transaction_whose_connection_is_cut_before_its_commit_is_done_once_and_at_its_commit_its_outcome_is_not_known()
-> Result<(), Failure> {
    let fixture = TestStore::postgres().await?;
    let seed = seeded(&fixture).await?;
    let mut written = 0;
    for (matches, skips) in &STEPS[..3] {
        let store = store_that(&fixture, *matches, *skips, Fate::IsCut).await?;
        write(&store, &seed).await?;
        written += 2;
        assert_eq!(fixture.audit_events(seed.workspace.id).await?.len(), written);
    }
    for (fate, kept) in [(Fate::IsCut, 0), (Fate::LosesItsAnswer, 2)] {
        let store = store_that(&fixture, is_commit, 0, fate).await?;
        let error = write(&store, &seed).await.unwrap_err();
        assert_eq!(kind(&error), Some(FailureKind::Lost), "{error:?}");
        written += kept;
        assert_eq!(fixture.audit_events(seed.workspace.id).await?.len(), written, "{fate:?}: it is not done twice");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_transaction_is_not_repeated_once_something_that_it_has_read_is_another() -> Result<(), Failure> {
    let fixture = TestStore::postgres().await?;
    let seed = seeded(&fixture).await?;
    // The COMMIT waits at the proxy until somebody else has written.
    let (reached, goes_on) = (Arc::new(tokio::sync::Notify::new()), Arc::new(Mutex::new(None)));
    let (at_commit, commits) = (Arc::clone(&reached), AtomicUsize::new(0));
    let (gate, waits) = std::sync::mpsc::channel::<()>();
    drop(goes_on.lock().map(|mut goes_on| *goes_on = Some(waits)));
    let judge = move |statement: OnItsWay<'_>| {
        if !statement.is_commit() || commits.fetch_add(1, Ordering::SeqCst) > 0 {
            return Fate::Passes;
        }
        at_commit.notify_one();
        let waits = goes_on.lock().ok().and_then(|mut goes_on| goes_on.take());
        tokio::task::block_in_place(|| waits.map(|waits| waits.recv_timeout(Duration::from_secs(10))));
        Fate::Fails("40001")
    };
    let url = fixture.url();
    let wire = Wire::before(&url, judge).await?;
    let store = Store::connect(wire.url()).await?;
    let transaction = store.begin().await?;
    // Without a lock, as all is read on an engine that finds conflicts at the COMMIT.
    assert_eq!(transaction.tenants().list().await?.len(), 1);
    transaction.append_audit(seed.audit(AuditAction::ClientUpdated, START)).await?;
    let committing = tokio::spawn(transaction.commit());
    reached.notified().await;
    fixture.seed(Seed::new("other", "shop")?).await?;
    gate.send(())?;
    let error = committing.await?.unwrap_err();
    assert_eq!(kind(&error), Some(FailureKind::Aborted), "{error:?}");
    assert!(fixture.audit_events(seed.workspace.id).await?.is_empty());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_ended_again_and_again_fails_after_eleven_tries() -> Result<(), Failure> {
    let fixture = TestStore::postgres().await?;
    let seed = seeded(&fixture).await?;
    let commits = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&commits);
    let judge = move |statement: OnItsWay<'_>| {
        if statement.is_commit() {
            count.fetch_add(1, Ordering::SeqCst);
            return Fate::Fails("40001");
        }
        Fate::Passes
    };
    let url = fixture.url();
    let wire = Wire::before(&url, judge).await?;
    let error = write(&Store::connect(wire.url()).await?, &seed).await.unwrap_err();
    assert_eq!(kind(&error), Some(FailureKind::Aborted), "{error:?}");
    assert_eq!(commits.load(Ordering::SeqCst), 11);
    assert!(fixture.audit_events(seed.workspace.id).await?.is_empty());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_read_that_is_ended_or_cut_off_is_read_again() -> Result<(), Failure> {
    let fixture = TestStore::postgres().await?;
    let seed = seeded(&fixture).await?;
    for fate in [Fate::Fails("40001"), Fate::IsCut, Fate::LosesItsAnswer] {
        let store = store_that(&fixture, |sql| sql.starts_with("SELECT \"workspaces\""), 0, fate).await?;
        let found = EngineStorage::new(store).find_workspace(&seed.tenant.slug, &seed.workspace.slug).await?;
        assert!(found.is_some(), "{fate:?}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_transactions_that_block_each_other_both_are_done() -> Result<(), Failure> {
    let fixture = TestStore::postgres().await?;
    let (one, other) = (seeded(&fixture).await?, Seed::new("other", "shop")?);
    fixture.seed(other.clone()).await?;
    let both_hold_one = Arc::new(tokio::sync::Barrier::new(2));
    let orders = [[one.tenant.id, other.tenant.id], [other.tenant.id, one.tenant.id]];
    let blocking = orders.map(|[first, second]| {
        let (store, seed, both_hold_one) = (fixture.store().clone(), one.clone(), Arc::clone(&both_hold_one));
        tokio::spawn(async move {
            let transaction = store.begin().await?;
            assert!(transaction.tenants().lock_alone(first).await?);
            both_hold_one.wait().await;
            assert!(transaction.tenants().lock_alone(second).await?);
            transaction.append_audit(seed.audit(AuditAction::ClientUpdated, START)).await?;
            transaction.commit().await
        })
    });
    for blocked in blocking {
        blocked.await??;
    }
    assert_eq!(fixture.audit_events(one.workspace.id).await?.len(), 2);
    Ok(())
}
