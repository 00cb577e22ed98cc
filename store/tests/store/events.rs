//! The rows of events: how small they are, how those of an earlier version become them, and how they are kept in partitions.

use std::sync::Arc;

use domain::{
    clock::{FixedClock, Timestamp},
    decision::Condition,
    id::{ClientId, TokenEventId},
    page::{Edge, Window},
    token_event::{TokenEvent, TokenEventKind},
    view::{DecisionFilter, DecisionOutcome},
};
use engine::{
    contract::{Failure, Fixture as _, START, Seed, event, seeded, store_family, unique},
    storage::EventStorage as _,
};
use migrations::{Migrator, MigratorTrait as _};
use sea_orm::{ConnectionTrait, DbBackend, Statement, prelude::Uuid};
use store::{EventClass, testing::TestStore};

const DAY: i64 = 24 * 3600;

async fn number(fixture: &TestStore, expression: &str) -> Result<i64, Failure> {
    let connection = fixture.store().connection_for_migrations();
    let query = Statement::from_string(connection.get_database_backend(), format!("SELECT {expression} AS number"));
    Ok(connection.query_one_raw(query).await?.ok_or("a row")?.try_get("", "number")?)
}

async fn count(fixture: &TestStore, of: &str) -> Result<i64, Failure> {
    number(fixture, &format!("(SELECT count(*) FROM {of})")).await
}

async fn execute(fixture: &TestStore, statement: &str) -> Result<u64, Failure> {
    Ok(fixture.store().connection_for_migrations().execute_unprepared(statement).await?.rows_affected())
}

/// Moves some events of the version before. Returns how many.
async fn move_earlier(fixture: &TestStore, at: Timestamp) -> Result<u64, Failure> {
    let round = fixture.store().begin_housekeeping(Arc::new(FixedClock::at(at))).await?.ok_or("no other round")?;
    let moved = round.move_earlier_events().await?;
    round.finish().await?;
    Ok(moved)
}

/// Writes an event with the statement of a node of the version before.
async fn write_as_before(fixture: &TestStore, event: &TokenEvent) -> Result<(), Failure> {
    let mut detail = serde_json::to_value(&event.kind)?;
    detail.as_object_mut().ok_or("an object")?.remove("kind");
    let connection = fixture.store().connection_for_migrations();
    let statement = r#"INSERT INTO "token_events" ("id", "workspace_id", "client_id", "user_id", "family_id", "at", "kind", "scopes", "left_out", "detail") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"#;
    let values = [
        event.id.as_uuid().into(),
        event.workspace_id.as_uuid().into(),
        event.client_id.as_uuid().into(),
        event.user_id.map(domain::id::UserId::as_uuid).into(),
        event.family_id.map(domain::id::FamilyId::as_uuid).into(),
        event.at.as_millis().into(),
        event.kind.code().into(),
        String::from(event.scopes.clone()).into(),
        String::from(event.left_out.clone()).into(),
        detail.into(),
    ];
    connection.execute_raw(Statement::from_sql_and_values(connection.get_database_backend(), statement, values)).await?;
    Ok(())
}

/// Returns an event of each kind of a family's life, a second after the other, as often as given.
fn life(family: &engine::family::Family, times: i64) -> Result<Vec<TokenEvent>, Failure> {
    let mut events = Vec::new();
    for number in 0..times {
        let kind = match number % 4 {
            0 => TokenEventKind::Rotated { generation: number },
            1 => TokenEventKind::Repeated { generation: number },
            2 => TokenEventKind::Kept { generation: number },
            _ => TokenEventKind::Issued { grounds: domain::decision::Grounds::OfflineAccess },
        };
        let mut event = event(family, START.plus_seconds(number), kind);
        if number % 3 == 0 {
            event.scopes = "openid".parse()?;
        }
        events.push(event);
    }
    Ok(events)
}

/// A node of the version before has filled the database, and goes on serving after the migration.
#[tokio::test(flavor = "multi_thread")]
async fn events_of_a_node_of_the_version_before_are_all_there_once() -> Result<(), Failure> {
    for fixture in TestStore::both().await? {
        let seed = seeded(&fixture).await?;
        let family = seed.family()?;
        store_family(&fixture, &seed, family.clone()).await?;
        let connection = fixture.store().connection_for_migrations();
        let names = Migrator::names();
        let since = names.iter().position(|name| name == "m0042_small_events").ok_or("the migration")?;
        Migrator::down(connection, Some(u32::try_from(names.len() - since)?)).await?;
        let mut written = life(&family, 1200)?;
        for event in &written {
            write_as_before(&fixture, event).await?;
        }
        Migrator::up(connection, None).await?;

        // Before, between and after the steps of the housekeeping it writes on, and reads its own table.
        let now = START.plus_seconds(1300);
        let later = |number: i64, kind| TokenEvent {
            id: TokenEventId::new(now.plus_seconds(number), unique()),
            at: now.plus_seconds(number),
            kind,
            ..written[3].clone()
        };
        let later: Vec<_> = (0..4).map(|number| later(number, TokenEventKind::Rotated { generation: 2000 + number })).collect();
        let own = TokenEvent {
            id: TokenEventId::new(now, unique()),
            at: now,
            family_id: None,
            user_id: None,
            kind: TokenEventKind::ClientCredentials,
            ..written[3].clone()
        };
        write_as_before(&fixture, &own).await?;
        let mut steps = Vec::new();
        for event in &later {
            write_as_before(&fixture, event).await?;
            steps.push(move_earlier(&fixture, now).await?);
            assert!(count(&fixture, "token_events WHERE kind <> '' AND scopes <> '?' AND left_out = ''").await? > 0);
        }
        assert_eq!(steps, [500, 500, 203, 1]);
        written.extend(later);
        written.push(own.clone());
        written.sort_by_key(|event| event.id);
        assert_eq!(fixture.token_events(seed.workspace.id).await?, written);

        // The access token that the client got for itself stays where a node of either version finds it, until it cannot be valid.
        assert_eq!(count(&fixture, "token_events").await?, 1);
        assert_eq!(move_earlier(&fixture, now.plus_seconds(DAY)).await?, 1);
        assert_eq!((count(&fixture, "token_events").await?, count(&fixture, "engine_events").await?), (0, 1205));
        assert_eq!(fixture.token_events(seed.workspace.id).await?, written);
        assert_eq!(move_earlier(&fixture, now.plus_seconds(DAY)).await?, 0);
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_show_events_of_both_tables_newest_first() -> Result<(), Failure> {
    for fixture in TestStore::both().await? {
        let seed = seeded(&fixture).await?;
        let family = seed.family()?;
        store_family(&fixture, &seed, family.clone()).await?;
        let written = life(&family, 8)?;
        for event in &written {
            if event.at.as_seconds() % 2 == 0 {
                write_as_before(&fixture, event).await?;
            } else {
                fixture.storage().record_event(event.clone()).await?;
            }
        }
        let store = fixture.store().tenant(seed.tenant.id).workspace(&seed.workspace.slug).await?.ok_or("the workspace")?;
        let shown = store.list_family_events(family.authorization.id).await?;
        let mut expected: Vec<_> = fixture.token_events(seed.workspace.id).await?;
        expected.reverse();
        assert_eq!(shown, expected);
        let decisions: Vec<_> = expected.into_iter().filter(|event| matches!(event.kind, TokenEventKind::Issued { .. })).collect();
        assert_eq!(decisions.len(), 3);
        assert_eq!(store.list_decisions(seed.client.client.id, 50).await?, decisions);
        assert_eq!(store.list_decisions(seed.client.client.id, 2).await?, decisions[..2]);
        for decision in decisions {
            assert_eq!(store.find_decision(seed.client.client.id, decision.id).await?.as_ref(), Some(&decision));
            assert_eq!(store.find_decision(seed.other_client.client.id, decision.id).await?, None);
        }
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn all_events_of_a_deleted_workspace_are_deleted() -> Result<(), Failure> {
    for fixture in TestStore::both().await? {
        let (seed, other) = (seeded(&fixture).await?, Seed::new("evil", "other")?);
        fixture.seed(other.clone()).await?;
        for seed in [&seed, &other] {
            let family = seed.family()?;
            store_family(&fixture, seed, family.clone()).await?;
            for event in life(&family, 8)? {
                fixture.storage().record_event(event.clone()).await?;
            }
            let withheld = TokenEventKind::Withheld { conditions: vec![domain::decision::Condition::Requested] };
            let event = life(&family, 1)?.remove(0);
            fixture.storage().record_event(TokenEvent { kind: withheld, family_id: None, ..event.clone() }).await?;
            let refused = TokenEventKind::Refused { reason: "scope_not_granted".to_owned(), assertion: None };
            let (id, client_id) = (TokenEventId::new(START, unique()), seed.other_client.client.id);
            fixture.storage().record_event(TokenEvent { id, kind: refused, client_id, family_id: None, ..event.clone() }).await?;
            write_as_before(&fixture, &event).await?;
        }
        let kept = fixture.token_events(other.workspace.id).await?;
        let transaction = fixture.store().begin().await?;
        let workspace = transaction.tenant(seed.tenant.id).workspace(&seed.workspace.slug).await?.ok_or("the workspace")?;
        // Its events outlive a client.
        let other_client = &seed.other_client.client;
        workspace.delete_client(other_client.id, other_client.version).await?;
        workspace.delete_workspace(START).await?;
        transaction.commit().await?;
        let round = fixture.store().begin_housekeeping(Arc::new(FixedClock::at(START))).await?.ok_or("no other round")?;
        while round.delete_remains().await? {}
        assert!(fixture.token_events(seed.workspace.id).await?.is_empty());
        assert_eq!((count(&fixture, "engine_events").await?, count(&fixture, "token_events").await?), (11, 1));
        assert_eq!(fixture.token_events(other.workspace.id).await?, kept);
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refresh_that_issued_the_family_s_scopes_is_four_columns() -> Result<(), Failure> {
    for fixture in TestStore::both().await? {
        let seed = seeded(&fixture).await?;
        let family = seed.family()?;
        store_family(&fixture, &seed, family.clone()).await?;
        let event = life(&family, 5)?.remove(4);
        let (id, of) = match fixture.store().connection_for_migrations().get_database_backend() {
            DbBackend::Sqlite => {
                (format!("X'{}'", event.id.as_uuid().simple()), format!("X'{}'", family.authorization.id.as_uuid().simple()))
            }
            _ => (format!("'{}'", event.id), format!("'{}'", family.authorization.id)),
        };
        execute(&fixture, &format!("INSERT INTO engine_events (id, family_id, kind, generation) VALUES ({id}, {of}, 4, 4)")).await?;
        assert!(fixture.token_events(seed.workspace.id).await?.contains(&event), "{event:?}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn partitions_are_made_ahead_of_time_and_dropped_whole() -> Result<(), Failure> {
    let fixture = TestStore::postgres().await?;
    let seed = seeded(&fixture).await?;
    let family = seed.family()?;
    store_family(&fixture, &seed, family.clone()).await?;
    let store = fixture.store();
    // The event of the family's beginning is in a default partition, and so the partition of its time is not made.
    assert_eq!(store.make_event_partitions(START).await?, 5);
    assert_eq!(store.make_event_partitions(START).await?, 0);
    assert_eq!(store.make_event_partitions(START.plus_seconds(7 * DAY)).await?, 1, "a week later, one more week");
    for (generation, days) in [0, 8, 15, 400].into_iter().enumerate() {
        let event = TokenEventKind::Rotated { generation: i64::try_from(generation)? };
        let at = START.plus_seconds(days * DAY);
        let of = life(&family, 1)?.remove(0);
        fixture.storage().record_event(TokenEvent { id: TokenEventId::new(at, unique()), at, kind: event, ..of }).await?;
    }
    assert_eq!(count(&fixture, "engine_events_uses_default").await?, 1, "a time that nobody expected");
    // Each is dropped when the last event that it can have is old enough, and not before.
    let mut left = Vec::new();
    for days in [0, 8, 15, 22] {
        store.drop_event_partitions(EventClass::Uses, START.plus_seconds(days * DAY)).await?;
        left.push(count(&fixture, "engine_events_uses").await?);
    }
    assert_eq!(left, [4, 3, 2, 1]);
    assert_eq!(count(&fixture, "engine_events_uses_default").await?, 1);
    assert!(count(&fixture, "engine_events_rest").await? > 0, "what is kept for longer");
    Ok(())
}

/// Measures the bytes of a rotation with its indexes on PostgreSQL.
#[tokio::test(flavor = "multi_thread")]
async fn a_rotation_takes_at_most_100_bytes() -> Result<(), Failure> {
    let (families, rotations) = (20_000, 200_000);
    let fixture = TestStore::postgres().await?;
    // As refreshes happen: the identifiers ascend, and families follow in no order, each ten times within its partition.
    let fill = format!(
        "INSERT INTO engine_events (id, family_id, kind, generation)
         SELECT (lpad(to_hex(number), 12, '0') || '7' || substr(md5(number::text), 1, 3) || '8' || substr(md5(number::text), 4, 15))::uuid,
                md5((hashint4(number)::bigint % {families})::text)::uuid, 4, 7
         FROM generate_series(1, {rotations}) AS number"
    );
    execute(&fixture, &fill).await?;
    execute(&fixture, "VACUUM engine_events").await?;
    let size = |what: &str| format!("(SELECT sum({what}(relid))::bigint FROM pg_partition_tree('engine_events') WHERE isleaf)");
    let (row, index) = (number(&fixture, &size("pg_table_size")).await?, number(&fixture, &size("pg_indexes_size")).await?);
    println!("a rotation on PostgreSQL: {} bytes of row, {} of indexes", row / rotations, index / rotations);
    assert!((row + index) / rotations <= 100, "{row} + {index} bytes");
    Ok(())
}

#[test]
fn an_event_s_identifier_has_its_time() -> Result<(), Failure> {
    let id: Uuid = TokenEventId::new(START, unique()).as_uuid();
    assert_eq!(i64::try_from(id.as_u128() >> 80)?, START.as_millis());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn decisions_are_found_by_client_user_outcome_reason_and_time() -> Result<(), Failure> {
    for fixture in TestStore::both().await? {
        let seed = seeded(&fixture).await?;
        let family = seed.family()?;
        store_family(&fixture, &seed, family.clone()).await?;
        let another = ClientId::new(START, [9; 10]);
        for number in 0..50 {
            let kind = match number % 6 {
                0 => TokenEventKind::Issued { grounds: domain::decision::Grounds::OfflineAccess },
                1 => TokenEventKind::Withheld { conditions: vec![Condition::Requested, Condition::Limit] },
                2 => TokenEventKind::Refused { reason: "refresh_token_unknown".to_owned(), assertion: None },
                3 => TokenEventKind::Reused { presented: 1, generation: 2 },
                4 => TokenEventKind::Exchanged { subject_client: another, actor: None },
                _ => TokenEventKind::Rotated { generation: number },
            };
            let mut event = event(&family, START.plus_seconds(number), kind);
            if number % 6 == 2 {
                (event.client_id, event.user_id, event.family_id) = (another, None, None);
            }
            fixture.engine_storage().record_event(event).await?;
        }
        let asserted = TokenEventKind::Asserted { issuer: "https://idp.example.com".to_owned() };
        fixture.engine_storage().record_event(event(&family, START.plus_seconds(60), asserted)).await?;
        let store = fixture.store().tenant(seed.tenant.id).workspace(&seed.workspace.slug).await?.ok_or("the workspace")?;
        let found = async |filter: DecisionFilter| {
            let window = Window { limit: 100, ..Window::from(None) };
            let page = store.search_decisions(&filter, window).await?;
            assert_eq!(page.next, None);
            let mut seconds: Vec<_> = page.items.iter().map(|event| event.at.seconds_since(START)).collect();
            // The family began with an event of its own.
            seconds.dedup();
            Ok::<Vec<i64>, Failure>(seconds)
        };
        // Each kind but one was noted again and again, and the last one once, afterwards.
        let of = |which: &[i64]| {
            let last = which.contains(&5).then_some(60);
            let others = (0..50).rev().filter(|number| number % 6 != 5 && which.contains(&(number % 6)));
            last.into_iter().chain(others).collect::<Vec<i64>>()
        };
        let any = DecisionFilter::default;
        assert_eq!(found(any()).await?, of(&[0, 1, 2, 3, 4, 5]));
        assert_eq!(found(DecisionFilter { client: Some(another), ..any() }).await?, of(&[2]));
        assert_eq!(found(DecisionFilter { user: Some(seed.user.user.id), ..any() }).await?, of(&[0, 1, 3, 4, 5]));
        for (outcome, which) in DecisionOutcome::ALL.into_iter().zip(0..) {
            assert_eq!(found(DecisionFilter { outcome: Some(outcome), ..any() }).await?, of(&[which]), "{outcome:?}");
        }
        for (reason, which) in [
            ("refresh_token_unknown", 2),
            (Condition::Limit.code(), 1),
            (Condition::Requested.code(), 1),
            (Condition::Consented.code(), 99),
            ("%", 99),
        ] {
            assert_eq!(found(DecisionFilter { reason: Some(reason.to_owned()), ..any() }).await?, of(&[which]), "{reason}");
        }
        let (since, until) = (Some(START.plus_seconds(10)), Some(START.plus_seconds(15)));
        assert_eq!(found(DecisionFilter { since, until, ..any() }).await?, [14, 13, 12, 10]);

        let page = store.search_decisions(&any(), Window::from(None)).await?;
        assert_eq!(page.items.len(), 20);
        let after = page.next.ok_or("another page")?.parse::<TokenEventId>()?;
        assert_eq!(store.search_decisions(&any(), Window::from(Some(after))).await?.items.len(), 20);
        let before = Window { edge: Edge::Before(after), ..Window::from(None) };
        let back = store.search_decisions(&DecisionFilter { outcome: Some(DecisionOutcome::Refused), ..any() }, before).await?;
        assert!(back.items.iter().map(|event| event.at.seconds_since(START)).eq([44, 38, 32]), "{back:?}");
    }
    Ok(())
}
