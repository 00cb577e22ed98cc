//! A refresh or a code exchange whose COMMIT is lost on its way, or loses its answer, is made once and answered.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use domain::{audit::AuditEvent, id::WorkspaceId, policy::LimitRule, token_event::TokenEvent};
use engine::{
    contract::{Change, Failure, Fixture, START, Seed, code, hash, moved, redemption, retry, seeded, store_family, unique_seed},
    family::{Family, Transition},
    storage::{
        CodeOutcome, CodeRedemption, CodeStorage as _, EventIds, FamilyCap, FamilyStorage as _, Refreshed, SessionClient, StorageError,
        Written,
    },
};
use store::{
    EngineStorage, Store,
    testing::{
        TestStore,
        wire::{Fate, OnItsWay, Wire},
    },
};
use tokio::sync::Notify;

/// What becomes of a statement.
const FATES: [Fate; 2] = [Fate::IsCut, Fate::LosesItsAnswer];

/// The database, as a node sees it behind a network that loses one statement.
struct Node {
    database: Arc<TestStore>,
    storage: EngineStorage,
}

impl Node {
    /// The statement is the one that matches after so many that do.
    async fn losing(database: &Arc<TestStore>, matches: fn(&str) -> bool, skipped: usize, fate: Fate) -> Result<Self, Failure> {
        let seen = AtomicUsize::new(0);
        let judge = move |statement: OnItsWay<'_>| {
            let is_meant = matches(statement.sql) && seen.fetch_add(1, Ordering::SeqCst) == skipped;
            if is_meant { fate } else { Fate::Passes }
        };
        let wire = Wire::before(&database.url(), judge).await?;
        Ok(Self { database: Arc::clone(database), storage: EngineStorage::new(Store::connect(wire.url()).await?) })
    }
}

impl Fixture for Node {
    type Storage = EngineStorage;

    fn storage(&self) -> &EngineStorage {
        &self.storage
    }

    async fn seed(&self, seed: Seed) -> Result<(), StorageError> {
        self.database.seed(seed).await
    }

    async fn change(&self, seed: &Seed, change: Change) -> Result<(), StorageError> {
        self.database.change(seed, change).await
    }

    async fn token_events(&self, workspace: WorkspaceId) -> Result<Vec<TokenEvent>, StorageError> {
        self.database.token_events(workspace).await
    }

    async fn audit_events(&self, workspace: WorkspaceId) -> Result<Vec<AuditEvent>, StorageError> {
        self.database.audit_events(workspace).await
    }

    async fn session_clients(&self, workspace: WorkspaceId) -> Result<Vec<SessionClient>, StorageError> {
        self.database.session_clients(workspace).await
    }
}

fn is_commit(sql: &str) -> bool {
    sql.starts_with("COMMIT")
}

/// Returns whether a statement is one that several requests may share.
fn is_shared(sql: &str) -> bool {
    sql.starts_with("WITH asked")
}

/// The kinds of the family's events, oldest first.
async fn codes(database: &TestStore, family: &Family) -> Result<Vec<&'static str>, Failure> {
    let events = database.token_events(family.authorization.workspace_id).await?;
    let of_family = events.iter().filter(|event| event.family_id == Some(family.authorization.id));
    Ok(of_family.map(|event| event.kind.code()).collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refresh_is_made_once_and_answered() -> Result<(), Failure> {
    let database = Arc::new(TestStore::postgres().await?);
    let seed = seeded(&*database).await?;
    for fate in FATES {
        let family = seed.family()?;
        store_family(&*database, &seed, family.clone()).await?;
        let node = Node::losing(&database, is_commit, 0, fate).await?;
        let (transition, after) = moved(node.storage.present_refresh_token(seed.present(family.authorization.id, 0, START)?).await?)?;
        assert_eq!((transition, after.position.generation), (Transition::Rotated, 1), "{fate:?}");
        let found = database.engine_storage().find_family(seed.workspace.id, family.authorization.id).await?;
        assert_eq!(found, Some(after), "{fate:?}");
        assert_eq!(codes(&database, &family).await?, ["issued", "rotated"], "{fate:?}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn reuse_ends_its_family_once_and_is_told() -> Result<(), Failure> {
    let database = Arc::new(TestStore::postgres().await?);
    let seed = seeded(&*database).await?;
    for (number, fate) in (1..).zip(FATES) {
        let family = seed.family_with(|family| family.position.generation = 2)?;
        store_family(&*database, &seed, family.clone()).await?;
        let node = Node::losing(&database, is_commit, 0, fate).await?;
        let (transition, _) = moved(node.storage.present_refresh_token(seed.present(family.authorization.id, 0, START)?).await?)?;
        assert_eq!(transition, Transition::Reused, "{fate:?}");
        assert_eq!(codes(&database, &family).await?, ["issued", "reused"], "{fate:?}");
        assert_eq!(database.audit_events(seed.workspace.id).await?.len(), number, "{fate:?}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_exchanged_once_and_answered() -> Result<(), Failure> {
    let database = Arc::new(TestStore::postgres().await?);
    let seed = seeded(&*database).await?;
    for fate in FATES {
        let node = Node::losing(&database, is_shared, 0, fate).await?;
        let family = seed.family()?;
        store_family(&node, &seed, family.clone()).await?;
        let found = database.engine_storage().find_family(seed.workspace.id, family.authorization.id).await?;
        assert_eq!(found.as_ref(), Some(&family), "{fate:?}");
        assert_eq!(codes(&database, &family).await?, ["issued"], "{fate:?}");
    }
    Ok(())
}

/// A limit of families takes a transaction of several statements.
#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_exchanged_once_and_answered_where_families_are_limited() -> Result<(), Failure> {
    let database = Arc::new(TestStore::postgres().await?);
    let seed = seeded(&*database).await?;
    for fate in FATES {
        let family = seed.family()?;
        let code = code(&seed, &family, hash());
        assert_eq!(database.engine_storage().insert_code(code.clone(), seed.basis()).await?, Written::Done);
        let node = Node::losing(&database, is_commit, 0, fate).await?;
        let cap = Some(FamilyCap { most: 9, rule: LimitRule::Refuse, event_ids: EventIds::new(START, unique_seed()) });
        let redemption = CodeRedemption { cap, ..redemption(&seed, code.hash, family.clone()) };
        assert_eq!(node.storage.redeem_code(redemption).await?, CodeOutcome::Redeemed, "{fate:?}");
        let found = database.engine_storage().find_family(seed.workspace.id, family.authorization.id).await?;
        assert_eq!(found.as_ref(), Some(&family), "{fate:?}");
        assert_eq!(codes(&database, &family).await?, ["issued"], "{fate:?}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_usual_refresh_without_a_window_is_read_back_too() -> Result<(), Failure> {
    let database = Arc::new(TestStore::postgres().await?);
    let seed = seeded(&*database).await?;
    for (fate, is_made) in [(Fate::IsCut, false), (Fate::LosesItsAnswer, true)] {
        let family = seed.family()?;
        store_family(&*database, &seed, family.clone()).await?;
        let node = Node::losing(&database, is_shared, 0, fate).await?;
        let mut refresh = seed.refresh(family.authorization.id, 0, START)?;
        refresh.presentation.retry = retry(0)?;
        let expected = Refreshed { generation: 1, ..refresh.refreshed(Transition::Rotated, &family, seed.user.user.clone()) };
        assert_eq!(node.storage.refresh_as_usual(refresh).await?, is_made.then_some(expected), "{fate:?}");
        assert_eq!(codes(&database, &family).await?.len(), if is_made { 2 } else { 1 }, "{fate:?}: one event a move");
    }
    Ok(())
}

/// The server gets the COMMIT long after its connection was lost, and holds the row of the family until then.
#[tokio::test(flavor = "multi_thread")]
async fn a_commit_that_arrives_late_is_waited_for() -> Result<(), Failure> {
    static NOW: Notify = Notify::const_new();
    let database = Arc::new(TestStore::postgres().await?);
    let seed = seeded(&*database).await?;
    let family = seed.family()?;
    store_family(&*database, &seed, family.clone()).await?;
    let node = Node::losing(&database, is_commit, 0, Fate::ArrivesLate(&NOW)).await?;
    let present = seed.present(family.authorization.id, 0, START)?;
    let storage = node.storage.clone();
    let refresh = tokio::spawn(async move { storage.present_refresh_token(present).await });
    database.until_waiting(1).await?;
    assert!(!refresh.is_finished());
    NOW.notify_one();
    let (transition, after) = moved(refresh.await??)?;
    assert_eq!((transition, after.position.generation), (Transition::Rotated, 1));
    assert_eq!(codes(&database, &family).await?, ["issued", "rotated"]);
    Ok(())
}
