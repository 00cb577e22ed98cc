//! The store's promises when its database is slow, silent, full, restarted, or blocked by another process.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use domain::{
    audit::AuditAction,
    id::{LoginSessionId, UserId},
};
use engine::{
    contract::{Failure, Fixture, START, Seed, seeded, unique},
    storage::{Basis, Directory as _, LoginSession, SessionOrigin, SessionStart, SessionStorage as _},
};
use sea_orm::ConnectionTrait;
use store::{
    Address, EngineStorage, Error, FailureKind, Limits, Store,
    testing::{TestStore, black_hole::BlackHole},
};

/// Short deadlines.
const LIMITS: Limits = Limits {
    acquire: Duration::from_secs(1),
    statement: Duration::from_millis(400),
    lock: Duration::from_millis(200),
    idle: Duration::from_mins(1),
    life: Duration::from_mins(1),
};

async fn write(store: &Store, seed: &Seed) -> Result<(), Error> {
    let transaction = store.begin().await?;
    transaction.append_audit(seed.audit(AuditAction::ClientCreated, START)).await?;
    transaction.commit().await
}

/// The file of a SQLite database.
fn file_of(fixture: &TestStore) -> String {
    fixture.url().trim_start_matches("sqlite://").trim_end_matches("?mode=rwc").to_owned()
}

fn kind(error: &Error) -> Option<FailureKind> {
    if let Error::Database(failure) = error { Some(failure.kind()) } else { None }
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_statement_that_failed_nothing_of_its_transaction_is_kept_and_the_next_is_whole() -> Result<(), Failure> {
    for fixture in TestStore::both().await? {
        let seed = seeded(&fixture).await?;
        for _ in 0..30 {
            let transaction = fixture.store().begin().await?;
            let line = seed.audit(AuditAction::ClientDeleted, START);
            transaction.append_audit(line.clone()).await?;
            assert!(matches!(transaction.append_audit(line).await, Err(Error::Conflict)), "the same line twice");
            let further = transaction.append_audit(seed.audit(AuditAction::ClientDeleted, START)).await;
            assert_eq!(further.as_ref().err().and_then(kind), Some(FailureKind::Ended), "{further:?}");
            assert_eq!(transaction.commit().await.as_ref().err().and_then(kind), Some(FailureKind::Ended));
            write(fixture.store(), &seed).await?;
        }
        let lines = fixture.audit_events(seed.workspace.id).await?;
        assert_eq!(lines.iter().filter(|line| line.action == AuditAction::ClientCreated).count(), 30);
        assert_eq!(lines.len(), 30);
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_write_that_is_given_up_at_any_moment_is_kept_whole_or_not_at_all_and_is_in_nobodys_way() -> Result<(), Failure> {
    for fixture in TestStore::both().await? {
        let seed = seeded(&fixture).await?;
        let mut answered = 0;
        for micros in (0..6000).step_by(100) {
            let given_up = tokio::time::timeout(Duration::from_micros(micros), async {
                let transaction = fixture.store().begin().await?;
                transaction.append_audit(seed.audit(AuditAction::ClientDeleted, START)).await?;
                transaction.append_audit(seed.audit(AuditAction::ClientDeleted, START)).await?;
                transaction.commit().await
            });
            if given_up.await.is_ok_and(|written| written.is_ok()) {
                answered += 2;
            }
            write(fixture.store(), &seed).await?;
        }
        let lines = fixture.audit_events(seed.workspace.id).await?;
        let kept = lines.iter().filter(|line| line.action == AuditAction::ClientDeleted).count();
        assert!(kept >= answered && kept % 2 == 0, "{kept} kept, {answered} answered");
        assert_eq!(lines.len() - kept, 60);
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_restart_of_postgresql_no_request_pays_for_the_dead_connections() -> Result<(), Failure> {
    let fixture = TestStore::postgres().await?;
    let seed = Arc::new(seeded(&fixture).await?);
    let storage = EngineStorage::new(fixture.store().clone());
    for round in 0..3 {
        // All connections are open, and none has been idle for long.
        let mut open = Vec::new();
        for _ in 0..12 {
            open.push(fixture.store().begin().await?);
        }
        drop(open);
        tokio::time::sleep(Duration::from_millis(100)).await;
        fixture.end_connections().await?;
        let asking: Vec<_> = (0..60)
            .map(|number| {
                let (storage, seed, store) = (storage.clone(), Arc::clone(&seed), fixture.store().clone());
                tokio::spawn(async move {
                    if number % 2 == 0 {
                        let found = storage.find_workspace(&seed.tenant.slug, &seed.workspace.slug).await;
                        found.map(|_| ()).map_err(|error| error.cause.to_string())
                    } else {
                        write(&store, &seed).await.map_err(|error| error.to_string())
                    }
                })
            })
            .collect();
        for asked in asking {
            assert_eq!(asked.await?, Ok(()), "round {round}");
        }
    }
    assert_eq!(fixture.audit_events(seed.workspace.id).await?.len(), 90);
    println!("0 of 180 requests failed after 3 restarts with all connections open");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_falls_silent_holds_nobody_longer_than_the_deadline() -> Result<(), Failure> {
    let fixture = TestStore::postgres().await?;
    let seed = seeded(&fixture).await?;
    let hole = BlackHole::before(&fixture.url()).await?;
    let store = Store::open(&Address::parse(hole.url())?, LIMITS).await?;
    let storage = EngineStorage::new(store.clone());
    write(&store, &seed).await?;
    // In the middle of a transaction: the outcome is a failure, and its connection is closed.
    let transaction = store.begin().await?;
    transaction.append_audit(seed.audit(AuditAction::ClientDeleted, START)).await?;
    hole.swallow(true);
    let began = Instant::now();
    let committed = transaction.commit().await;
    assert_eq!(committed.as_ref().err().and_then(kind), Some(FailureKind::Silent), "{committed:?}");
    assert!(began.elapsed() < Duration::from_secs(2), "{:?}", began.elapsed());
    let began = Instant::now();
    assert!(write(&store, &seed).await.is_err());
    assert!(storage.find_workspace(&seed.tenant.slug, &seed.workspace.slug).await.is_err());
    assert!(began.elapsed() < Duration::from_secs(4), "{:?}", began.elapsed());
    let began = Instant::now();
    assert!(store.check_health(&[]).await.is_err());
    assert!(began.elapsed() <= Duration::from_secs(1), "{:?}", began.elapsed());
    hole.swallow(false);
    write(&store, &seed).await?;
    assert!(storage.find_workspace(&seed.tenant.slug, &seed.workspace.slug).await?.is_some());
    Ok(())
}

#[tokio::test]
async fn a_port_where_nobody_listens_is_said_at_once() -> Result<(), Failure> {
    let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let began = Instant::now();
    let refused = Store::connect(&format!("postgres://ann:hunter2@127.0.0.1:{port}/name")).await.unwrap_err();
    assert!(began.elapsed() < Duration::from_secs(1), "{:?}", began.elapsed());
    let Error::Database(failure) = refused else { panic!("{refused:?}") };
    assert!(failure.to_string().starts_with(&format!("connect to 127.0.0.1:{port}: the database cannot be reached: ")), "{failure}");
    assert!(failure.to_string().contains("refused"), "{failure}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn of_several_servers_the_one_that_takes_writes_is_used() -> Result<(), Failure> {
    let fixture = TestStore::postgres().await?;
    let seed = seeded(&fixture).await?;
    let url = fixture.url();
    let (start, server) = url.rsplit_once('@').unwrap_or(("", ""));
    let (server, database) = server.split_once('/').unwrap_or(("", ""));
    let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let store = Store::connect(&format!("{start}@127.0.0.1:{port},{server}/{database}")).await?;
    write(&store, &seed).await?;
    store.connection_for_migrations().execute_unprepared("SELECT 1").await?;
    drop(store.acquire_migration_lock().await?);
    // A server that accepts no writes is skipped, and without another one the store does not open.
    let read_only = format!("ALTER DATABASE {database} SET default_transaction_read_only = on");
    fixture.store().connection_for_migrations().execute_unprepared(&read_only).await?;
    let none = Store::connect(&format!("{start}@127.0.0.1:{port},{server}/{database}")).await.unwrap_err();
    let Error::Database(failure) = none else { panic!("{none:?}") };
    assert!(failure.to_string().contains("refused") && failure.to_string().contains("read-only"), "{failure}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lock_that_somebody_else_holds_is_waited_for_until_its_deadline() -> Result<(), Failure> {
    for fixture in TestStore::both().await? {
        let seed = seeded(&fixture).await?;
        let store = Store::open(&Address::parse(&fixture.url())?, LIMITS).await?;
        let connection = fixture.store().connection_for_migrations();
        let sqlite = fixture.url().starts_with("sqlite");
        connection.execute_unprepared(if sqlite { "BEGIN IMMEDIATE" } else { "BEGIN; LOCK TABLE audit_events" }).await?;
        let began = Instant::now();
        let error = write(&store, &seed).await.unwrap_err();
        assert_eq!(kind(&error), Some(FailureKind::Locked), "{error:?}");
        connection.execute_unprepared("ROLLBACK").await?;
        assert!(began.elapsed() < Duration::from_secs(2), "{:?}", began.elapsed());
        write(&store, &seed).await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn all_writers_in_use_are_told_in_time_and_keep_nobody_from_reading() -> Result<(), Failure> {
    let fixture = TestStore::postgres().await?;
    let names: Vec<String> = migrations::Migrator::names();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let store = Store::open(&Address::parse(&fixture.url())?, LIMITS).await?;
    let mut open = Vec::new();
    while open.len() < 12 {
        open.push(store.begin().await?);
    }
    let began = Instant::now();
    assert_eq!(kind(&store.begin().await.unwrap_err()), Some(FailureKind::Exhausted));
    assert!(began.elapsed() < Duration::from_secs(2), "{:?}", began.elapsed());
    let began = Instant::now();
    assert!(store.tenants().list().await?.is_empty());
    assert_eq!(store.check_health(&names).await, Ok(Vec::new()));
    assert!(began.elapsed() < Duration::from_secs(1), "{:?}", began.elapsed());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_health_check_sees_what_stands_in_the_way_of_a_write() -> Result<(), Failure> {
    let names: Vec<String> = migrations::Migrator::names();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    for fixture in TestStore::both().await? {
        seeded(&fixture).await?;
        let check = async |names: &[&str]| {
            let store = fixture.another().await?;
            Ok::<_, Error>(store.check_health(names).await.map_err(|failure| failure.kind()))
        };
        assert_eq!(check(&names).await?, Ok(Vec::new()));
        assert_eq!(check(&names[..names.len() - 1]).await?, Ok(Vec::new()), "a later version has extended the schema");
        assert_eq!(check(&[names.as_slice(), &["m9999_later"]].concat()).await?, Err(FailureKind::Schema));
        let connection = fixture.store().connection_for_migrations();
        assert_eq!(
            connection
                .query_all_raw(sea_orm::Statement::from_string(connection.get_database_backend(), "SELECT 1 FROM health_probes"))
                .await?
                .len(),
            0
        );
    }
    let fixture = TestStore::postgres().await?;
    let database = fixture.url().rsplit('/').next().unwrap_or_default().to_owned();
    let read_only = format!("ALTER DATABASE {database} SET default_transaction_read_only = on");
    fixture.store().connection_for_migrations().execute_unprepared(&read_only).await?;
    let seen = fixture.another().await?.check_health(&names).await;
    assert_eq!(seen.map_err(|failure| failure.kind()), Err(FailureKind::ReadOnly));
    // A file that is replaced while the server has it open would lose every write.
    let fixture = TestStore::sqlite().await?;
    let store = fixture.another().await?;
    assert_eq!(store.check_health(&names).await, Ok(Vec::new()));
    let path = file_of(&fixture);
    std::fs::copy(&path, format!("{path}.copy"))?;
    std::fs::rename(format!("{path}.copy"), &path)?;
    assert_eq!(store.check_health(&names).await.map_err(|failure| failure.kind()), Err(FailureKind::Lost));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_written_is_soon_in_the_file_of_sqlite_itself() -> Result<(), Failure> {
    let fixture = TestStore::sqlite().await?;
    let seed = seeded(&fixture).await?;
    let store = fixture.store();
    for _ in 0..100 {
        write(store, &seed).await?;
    }
    let path = file_of(&fixture);
    let alone = format!("{path}.alone");
    let deadline = Instant::now() + Duration::from_mins(1);
    // A copy of the file without its log.
    loop {
        std::fs::copy(&path, &alone)?;
        let copy = Store::connect(&format!("sqlite://{alone}")).await?;
        let lines = copy
            .connection_for_migrations()
            .query_one_raw(sea_orm::Statement::from_string(sea_orm::DbBackend::Sqlite, "SELECT count(*) AS lines FROM audit_events"));
        let lines: i64 = lines.await.ok().flatten().and_then(|row| row.try_get("", "lines").ok()).unwrap_or_default();
        copy.close().await?;
        if lines > 0 {
            return Ok(());
        }
        assert!(Instant::now() < deadline, "the log alone has it still");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_of_sqlite_shrinks_after_a_long_reader() -> Result<(), Failure> {
    let fixture = TestStore::sqlite().await?;
    let seed = seeded(&fixture).await?;
    let path = file_of(&fixture);
    let size = || std::fs::metadata(format!("{path}-wal")).map_or(0, |file| file.len());
    let reader = fixture.store().connection_for_migrations();
    reader.execute_unprepared("BEGIN; SELECT count(*) FROM audit_events").await?;
    let line = "x".repeat(100_000);
    for _ in 0..500 {
        let transaction = fixture.store().begin().await?;
        let mut event = seed.audit(AuditAction::ClientCreated, START);
        event.target.clone_from(&line);
        transaction.append_audit(event).await?;
        transaction.commit().await?;
    }
    let grown = size();
    fixture.store().maintain().await?;
    assert!(grown > 45_000_000 && size() >= grown, "the reader keeps it: {grown}");
    reader.execute_unprepared("COMMIT").await?;
    fixture.store().maintain().await?;
    assert_eq!(size(), 0);
    Ok(())
}

#[tokio::test]
async fn a_failure_names_what_was_tried_and_repeats_no_value() -> Result<(), Failure> {
    for fixture in TestStore::both().await? {
        let seed = seeded(&fixture).await?;
        let session = LoginSession {
            id: LoginSessionId::new(START, unique()),
            workspace_id: seed.workspace.id,
            user_id: UserId::new(START, unique()),
            token_hash: [1; 32],
            auth_time: START,
            signed_in_by: None,
            expires_at: START,
            origin: SessionOrigin::default(),
        };
        let user = session.user_id.to_string();
        let (basis, audit) = (Basis::of_user(&seed.user.user), seed.audit(AuditAction::UserSignedIn, START));
        let start = SessionStart { session, basis, code: None, passkey: None, audit, replaces: None };
        let error = fixture.storage().begin_login_session(start).await.unwrap_err();
        assert_eq!(error.operation, "begin_login_session");
        let Some(Error::Database(failure)) = error.cause.downcast_ref() else { panic!("{error:?}") };
        assert!(failure.to_string().starts_with("INSERT login_sessions: the database refused: "), "{failure}");
        assert!(!format!("{error:?} {failure} {failure:?}").contains(&user), "{failure:?}");
    }
    Ok(())
}
