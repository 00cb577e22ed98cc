//! The store's promises beside the contract: its writer, its transactions, its errors, what it deletes, and how little it stores.

use std::{sync::Arc, time::Duration};

use domain::{
    audit::AuditAction,
    clock::{FixedClock, Timestamp},
    family::RevocationReason,
    id::{AccessTokenId, LoginSessionId},
};
use engine::{
    contract::{Failure, Fixture, START, Seed, devices::device, join, moved, seeded, store_family, unique},
    family::Transition,
    storage::{
        AccessTokenStorage as _, Basis, CodeOutcome, DeviceStart, DeviceStarted, DeviceStorage as _, Directory as _, EndedSessions,
        EventStorage as _, FamilyStorage as _, LoginSession, Pushed, PushedBounds, PushedRequest, PushedRequestStorage as _, SessionOrigin,
        SessionStart, SessionStorage as _, Written,
    },
};
use sea_orm::{ConnectionTrait, Statement};
use store::{Claim, ClaimTerms, EngineStorage, Error, ExpiredRows, Store, testing::TestStore};

async fn begin(fixture: &TestStore, seed: &Seed, session: LoginSession) -> Result<(), Failure> {
    let (basis, audit) = (Basis::of_user(&seed.user.user), seed.audit(AuditAction::UserSignedIn, START));
    let start = SessionStart { session, basis, code: None, passkey: None, audit, replaces: None };
    assert_eq!(fixture.storage().begin_login_session(start).await?, Written::Done);
    Ok(())
}

async fn delete_expired(fixture: &TestStore, at: Timestamp) -> Result<ExpiredRows, Failure> {
    let round = fixture.store().begin_housekeeping(Arc::new(FixedClock::at(at))).await?.ok_or("no other round")?;
    let expired = round.delete_expired().await?;
    round.finish().await?;
    Ok(expired)
}

#[tokio::test]
async fn a_transaction_that_is_dropped_did_not_happen() -> Result<(), Failure> {
    for fixture in TestStore::both().await? {
        let seed = seeded(&fixture).await?;
        let transaction = fixture.store().begin().await?;
        transaction.append_audit(seed.audit(AuditAction::ClientCreated, START)).await?;
        drop(transaction);
        let transaction = fixture.store().begin().await?;
        transaction.append_audit(seed.audit(AuditAction::ClientDeleted, START)).await?;
        transaction.commit().await?;
        let lines = fixture.audit_events(seed.workspace.id).await?;
        assert_eq!(lines.iter().map(|line| line.action).collect::<Vec<_>>(), [AuditAction::ClientDeleted]);
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn readers_do_not_wait_for_the_writer() -> Result<(), Failure> {
    for fixture in TestStore::both().await? {
        let seed = seeded(&fixture).await?;
        let family = seed.family()?;
        store_family(&fixture, &seed, family.clone()).await?;
        let transaction = fixture.store().begin().await?;
        transaction.append_audit(seed.audit(AuditAction::ClientCreated, START)).await?;
        assert!(fixture.storage().find_family(seed.workspace.id, family.authorization.id).await?.is_some());
        assert!(fixture.audit_events(seed.workspace.id).await?.is_empty(), "what is not committed is not seen");
        transaction.commit().await?;
        assert_eq!(fixture.audit_events(seed.workspace.id).await?.len(), 1);
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn many_writers_take_their_turn_and_none_fails() -> Result<(), Failure> {
    for fixture in TestStore::both().await? {
        let seed = seeded(&fixture).await?;
        let fixture = Arc::new(fixture);
        let writing: Vec<_> = (0..100)
            .map(|_| {
                let (fixture, line) = (Arc::clone(&fixture), seed.audit(AuditAction::UserSignedIn, START));
                tokio::spawn(async move { fixture.storage().record_audit(line).await })
            })
            .collect();
        for written in writing {
            written.await??;
        }
        assert_eq!(fixture.audit_events(seed.workspace.id).await?.len(), 100);
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_on_one_database_give_one_successor_and_no_error() -> Result<(), Failure> {
    for fixture in TestStore::both().await? {
        let seed = seeded(&fixture).await?;
        let family = seed.family()?;
        store_family(&fixture, &seed, family.clone()).await?;
        let nodes = [fixture.engine_storage().clone(), EngineStorage::new(fixture.another().await?)];
        let mut presenting = Vec::new();
        for node in nodes.iter().cycle().take(32) {
            let (node, present) = (node.clone(), seed.present(family.authorization.id, 0, START)?);
            presenting.push(tokio::spawn(async move { node.present_refresh_token(present).await }));
        }
        let mut rotated = 0;
        for presented in presenting {
            let (transition, after) = moved(presented.await??)?;
            assert!(matches!(transition, Transition::Rotated | Transition::Retried));
            assert_eq!(after.position.generation, 1);
            rotated += usize::from(transition == Transition::Rotated);
        }
        assert_eq!(rotated, 1);
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_that_begins_to_write_on_sqlite_waits_for_the_other_one() -> Result<(), Failure> {
    let fixture = TestStore::sqlite().await?;
    let seed = seeded(&fixture).await?;
    let other = fixture.another().await?;
    let first = fixture.store().begin().await?;
    let waiting = tokio::spawn(async move { other.begin().await });
    tokio::time::sleep(Duration::from_millis(200)).await;
    // If it did not wait here, it could read what is about to change, and would fail when it writes.
    assert!(!waiting.is_finished());
    first.append_audit(seed.audit(AuditAction::ClientCreated, START)).await?;
    first.commit().await?;
    let second = waiting.await??;
    second.append_audit(seed.audit(AuditAction::ClientDeleted, START)).await?;
    second.commit().await?;
    assert_eq!(fixture.audit_events(seed.workspace.id).await?.len(), 2);
    Ok(())
}

#[tokio::test]
async fn what_cannot_be_read_is_named_and_no_default_takes_its_place() -> Result<(), Failure> {
    for fixture in TestStore::both().await? {
        let seed = seeded(&fixture).await?;
        let (storage, workspace) = (fixture.storage(), seed.workspace.id);
        let family = seed.family()?;
        store_family(&fixture, &seed, family.clone()).await?;
        for statement in [
            "UPDATE clients SET status = 'asleep'",
            "UPDATE users SET profile = '{}'",
            "UPDATE token_families SET scopes = 'a\"b'",
            "UPDATE workspaces SET tokens = '{\"access_token_ttl\": 1}'",
        ] {
            let connection = fixture.store().connection_for_migrations();
            connection.execute_raw(Statement::from_string(connection.get_database_backend(), statement)).await?;
        }
        let named = |error: engine::storage::StorageError| error.cause.to_string();
        let address = (&seed.tenant.slug, &seed.workspace.slug);
        assert_eq!(
            [
                storage.find_client(workspace, seed.client.client.id).await.map(|_| ()).map_err(named),
                storage.find_user(workspace, seed.user.user.id).await.map(|_| ()).map_err(named),
                storage.find_family(workspace, family.authorization.id).await.map(|_| ()).map_err(named),
                storage.present_refresh_token(seed.present(family.authorization.id, 0, START)?).await.map(|_| ()).map_err(named),
                storage.find_workspace(address.0, address.1).await.map(|_| ()).map_err(named),
            ]
            .map(Result::unwrap_err),
            [
                "the column status of a row of clients cannot be read",
                "the column profile of a row of users cannot be read",
                "the column scopes of a row of token_families cannot be read",
                "the column scopes of a row of token_families cannot be read",
                "the column tokens of a row of workspaces cannot be read",
            ]
        );
    }
    Ok(())
}

#[tokio::test]
async fn a_second_row_of_the_same_name_is_a_conflict() -> Result<(), Failure> {
    for fixture in TestStore::both().await? {
        let seed = seeded(&fixture).await?;
        let again = fixture.seed(Seed { tenant: Seed::new("acme", "main")?.tenant, ..seed }).await.unwrap_err();
        assert!(matches!(again.cause.downcast_ref(), Some(Error::Conflict)), "{again:?}");
    }
    Ok(())
}

#[tokio::test]
async fn an_address_that_names_no_database_is_refused_and_not_repeated() {
    for url in ["mysql://root:hunter2@localhost/regrant", "regrant.db", "", "sqlite::memory:", "postgres://ann:hunter2@host:port/name"] {
        let error = Store::connect(url).await.unwrap_err();
        assert!(matches!(error, Error::Address(_)), "{url}: {error:?}");
        assert!(!format!("{error} {error:?}").contains("hunter2"));
    }
    let missing = Store::connect("sqlite:///nowhere/regrant.db").await.unwrap_err();
    assert!(matches!(missing, Error::Database(_)));
}

#[tokio::test]
async fn what_is_over_is_deleted_and_nothing_else() -> Result<(), Failure> {
    for fixture in TestStore::both().await? {
        let seed = seeded(&fixture).await?;
        let (storage, workspace) = (fixture.engine_storage(), seed.workspace.id);
        // Redeemed at once; its code expires after 10 minutes, and the access token that was issued for it after an hour.
        let family = seed.family()?;
        store_family(&fixture, &seed, family.clone()).await?;
        storage.deny_access_token(workspace, AccessTokenId::new(START, unique()), START.plus_seconds(600)).await?;
        let session = LoginSession {
            id: LoginSessionId::new(START, unique()),
            workspace_id: workspace,
            user_id: seed.user.user.id,
            token_hash: [1; 32],
            auth_time: START,
            signed_in_by: None,
            expires_at: START.plus_seconds(7200),
            origin: SessionOrigin::default(),
        };
        let here = session.id;
        begin(&fixture, &seed, session).await?;
        let in_it = seed.family_with(|family| family.authorization.login_session_id = here)?;
        assert_eq!(join(&fixture, seed.basis(), &seed, in_it, None).await?, CodeOutcome::Redeemed);
        assert!(storage.use_proof(workspace, [4; 32], START.plus_seconds(600)).await?);
        let pushed = PushedRequest {
            hash: [7; 32],
            workspace_id: workspace,
            client_id: seed.client.client.id,
            query: "response_type=code".to_owned(),
            is_signed: false,
            expires_at: START.plus_seconds(600),
            opened_at: None,
            used_at: None,
            site: None,
        };
        let bounds = PushedBounds { waiting: 1, opened: 1 };
        assert_eq!(storage.insert_pushed_request(pushed, bounds, START).await?, Pushed::Stored);
        let basis = Basis::of_client(&seed.workspace, &seed.client.client);
        let start = DeviceStart { request: device(&seed), basis, most: 1 };
        assert_eq!(storage.begin_device_request(start).await?, DeviceStarted::Done);
        let terms = ClaimTerms { now: START, lapsed: START, expires_at: START.plus_seconds(600) };
        fixture.store().claim_key(Claim { key: [5; 32], attempt: [0; 16] }, Vec::new(), terms).await?;
        let mut deleted = Vec::new();
        for seconds in [599, 600, 3600, 7200 + 24 * 3600 + 599, 7200 + 24 * 3600 + 600] {
            let ExpiredRows {
                authorization_codes,
                device_requests,
                denied_access_tokens,
                used_proofs,
                pushed_requests,
                idempotency_keys,
                login_sessions,
                session_clients,
                previous_secrets,
                mails: _,
                user_links: _,
                installation_mails: _,
                administrator_links: _,
            } = delete_expired(&fixture, START.plus_seconds(seconds)).await?;
            deleted.push([
                authorization_codes,
                denied_access_tokens,
                used_proofs,
                pushed_requests,
                idempotency_keys,
                login_sessions,
                previous_secrets,
                device_requests,
                session_clients,
            ]);
        }
        // The two clients each have a previous secret that works for an hour.
        let nothing = [0; 9];
        let at_first = [nothing, [0, 1, 1, 1, 1, 0, 0, 0, 0], [2, 0, 0, 0, 0, 0, 2, 1, 0]];
        // The part of a client goes by the time that it was told for its session.
        assert_eq!(deleted, [&at_first[..], &[[0, 0, 0, 0, 0, 0, 0, 0, 1], [0, 0, 0, 0, 0, 1, 0, 0, 0]]].concat());
        assert_eq!(storage.find_family(workspace, family.authorization.id).await?, Some(family), "a family is no expired row");
        assert_eq!(fixture.audit_events(workspace).await?.len(), 1);
    }
    Ok(())
}

#[tokio::test]
async fn a_family_whose_session_was_forgotten_ends_with_the_others() -> Result<(), Failure> {
    for fixture in TestStore::both().await? {
        let seed = seeded(&fixture).await?;
        let (storage, workspace) = (fixture.engine_storage(), seed.workspace.id);
        let session = |token_hash, expires_at| LoginSession {
            id: LoginSessionId::new(START, unique()),
            workspace_id: workspace,
            user_id: seed.user.user.id,
            token_hash,
            auth_time: START,
            signed_in_by: None,
            expires_at,
            origin: SessionOrigin::default(),
        };
        let (long_ago, here) = (session([1; 32], START.plus_seconds(60)), session([2; 32], START.plus_seconds(36 * 3600)));
        for session in [&long_ago, &here] {
            begin(&fixture, &seed, session.clone()).await?;
        }
        // The family does not end with its session's time, but with a logout.
        let family = seed.family_with(|family| {
            family.authorization.login_session_id = long_ago.id;
            family.authorization.ends_with_session = true;
        })?;
        store_family(&fixture, &seed, family.clone()).await?;
        let now = START.plus_seconds(60 + 24 * 3600 + 600);
        assert_eq!(delete_expired(&fixture, now).await?.login_sessions, 1);
        assert!(storage.end_login_sessions(seed.session_end(EndedSessions::AllBut(here.id), now)).await?);
        let ended = storage.find_family(workspace, family.authorization.id).await?.and_then(|family| family.position.revoked);
        assert_eq!(ended.map(|end| end.reason), Some(RevocationReason::Logout));
        assert_eq!(storage.list_login_sessions(workspace, seed.user.user.id, now).await?, [here]);
    }
    Ok(())
}

/// Measures the bytes of a family with its indexes on PostgreSQL.
#[tokio::test(flavor = "multi_thread")]
async fn a_family_takes_at_most_400_bytes() -> Result<(), Failure> {
    const FAMILIES: i64 = 4_000;
    let fixture = TestStore::postgres().await?;
    let connection = fixture.store().connection_for_migrations();
    // As sign-ins happen: the identifiers ascend, each family is of another user, and ten workspaces and a hundred clients alternate.
    let fill = format!(
        "ALTER TABLE token_families DROP CONSTRAINT token_families_workspace_id_fkey, DROP CONSTRAINT token_families_client_id_fkey,
                                    DROP CONSTRAINT token_families_user_id_fkey;
         INSERT INTO token_families (auth_time, created_at, rotated_at, last_used_at, expires_at, generation, id, workspace_id, client_id,
                                     user_id, login_session_id, expires_by, confirmed, ends_with_session, scopes)
         SELECT 1, 2, 3, 4, 5, 0, lpad(to_hex(number), 32, '0')::uuid, md5((number % 10)::text)::uuid, md5((number % 100)::text)::uuid,
                gen_random_uuid(), gen_random_uuid(), 1, false, false, 'email offline_access openid profile'
         FROM generate_series(1, {FAMILIES}) AS number"
    );
    connection.execute_unprepared(&fill).await?;
    connection.execute_unprepared("VACUUM token_families").await?;
    let size = "SELECT pg_table_size('token_families') AS rows, pg_indexes_size('token_families') AS indexes";
    let sizes = connection.query_one_raw(Statement::from_string(connection.get_database_backend(), size)).await?.unwrap();
    let (rows, indexes): (i64, i64) = (sizes.try_get("", "rows")?, sizes.try_get("", "indexes")?);
    let (row, index) = (rows / FAMILIES, indexes / FAMILIES);
    println!("a family on PostgreSQL: {row} bytes of row, {index} of indexes");
    assert!(row + index <= 400, "{row} + {index} bytes");
    Ok(())
}
