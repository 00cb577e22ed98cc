//! The chain of audit lines: that each line gets one place in the order of the commits, that what was done to it shows, and that it can be checked
//! when its oldest lines are gone.

use std::sync::Arc;

use domain::{
    audit::{AuditAction, AuditEvent},
    audit_chain::{AuditChain, Link, StoredLine},
    audit_context::AuditContext,
    chain_check::{AuditChainView, Broken, ChainCheck},
    clock::{FixedClock, Timestamp},
    digest::Digest,
    id::{AuditEventId, TenantId},
    page::{Edge, Window},
    view::AuditFilter,
};
use engine::{
    contract::{Failure, Fixture as _, START, Seed, seeded, unique},
    keys::{KeyRing, MasterKeys},
    random::SeededRandom,
};
use sea_orm::{ConnectionTrait as _, Statement};
use store::{Chaining, Error, PassedLines, Store, testing::TestStore};

const DAY: i64 = 24 * 3600;

fn keys() -> Result<KeyRing, Failure> {
    Ok(KeyRing::new(MasterKeys::parse(&MasterKeys::new_file(&SeededRandom::new(5)))?))
}

async fn write(store: &Store, lines: impl IntoIterator<Item = AuditEvent>) -> Result<(), Error> {
    let transaction = store.begin().await?;
    for line in lines {
        transaction.append_audit(line).await?;
    }
    transaction.commit().await
}

async fn begin(store: &Store, at: Timestamp) -> Result<Option<Chaining>, Error> {
    store.begin_chaining(Arc::new(FixedClock::at(at))).await
}

/// Chains all lines that wait, and returns how many there were.
async fn chain_all(store: &Store, keys: &KeyRing) -> Result<u64, Failure> {
    let work = begin(store, START).await?.ok_or("nobody else chains")?;
    let mut all = 0;
    loop {
        match work.chain_some(Timestamp::from_millis(0), keys).await? {
            0 => break,
            some => all += some,
        }
    }
    // As if it had ended.
    run(store, "UPDATE leases SET until = 0").await?;
    Ok(all)
}

async fn run(store: &Store, statement: &str) -> Result<(), Failure> {
    store.connection_for_migrations().execute_unprepared(statement).await?;
    Ok(())
}

async fn chain_of(store: &Store, keys: &KeyRing, tenant: Option<TenantId>) -> Result<AuditChainView, Failure> {
    Ok(store.find_audit_chain(tenant, keys).await?)
}

async fn check(store: &Store, keys: &KeyRing, tenant: Option<TenantId>) -> Result<ChainCheck, Failure> {
    Ok(store.check_audit_chain(tenant, None, u64::MAX, keys).await?)
}

/// All lines of an export, page by page.
async fn export(store: &Store, tenant: Option<TenantId>, filter: &AuditFilter) -> Result<Vec<StoredLine>, Failure> {
    let (mut after, mut lines) = (None, Vec::new());
    loop {
        let window = Window { limit: 100, ..Window::from(after) };
        let page = store.export_audit(tenant.map(|tenant| (tenant, None)), filter, window).await?;
        lines.extend(page.items);
        after = page.next.map(|next| next.parse::<AuditEventId>()).transpose()?;
        if after.is_none() {
            return Ok(lines);
        }
    }
}

/// The numbers and targets of a tenant's lines, by number.
async fn targets(fixture: &TestStore, tenant: TenantId) -> Result<Vec<(i64, String)>, Failure> {
    let lines = export(fixture.store(), Some(tenant), &AuditFilter::default()).await?;
    let mut targets: Vec<_> = lines.into_iter().map(|line| (line.place.map_or(0, |(_, link)| link.number), line.record.target)).collect();
    targets.sort();
    Ok(targets)
}

fn of_last_hundred() -> AuditFilter {
    AuditFilter { since: Some(START.plus_seconds(10_200)), ..AuditFilter::default() }
}

fn line(seed: &Seed, target: &str, at: Timestamp) -> AuditEvent {
    AuditEvent { target: target.to_owned(), ..seed.audit(AuditAction::ClientUpdated, at) }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_tenant_has_a_chain_and_so_have_the_lines_that_belong_to_none() -> Result<(), Failure> {
    let keys = keys()?;
    for fixture in TestStore::both().await? {
        let (acme, evil) = (seeded(&fixture).await?, Seed::new("evil", "other")?);
        fixture.seed(evil.clone()).await?;
        let store = fixture.store();
        let context = AuditContext { address: Some("203.0.113.7".parse()?), ..AuditContext::default() };
        for number in 0..600 {
            let at = START.plus_seconds(number);
            let own = AuditEvent { tenant_id: None, workspace_id: None, ..acme.audit(AuditAction::TenantCreated, at) };
            let told = AuditEvent { context: context.clone(), ..line(&acme, "Ü \"x\"\n", at) };
            write(store, [told, evil.audit(AuditAction::ClientCreated, at), own]).await?;
        }
        assert_eq!(chain_all(store, &keys).await?, 1_800);
        for tenant in [None, Some(acme.tenant.id), Some(evil.tenant.id)] {
            let found = check(store, &keys, tenant).await?;
            assert_eq!((found.broken, found.after, found.intact_until.number), (None, Link::BEGINNING, 600));
            assert_eq!(found.chain.head, found.intact_until);
        }
        // The check looks at so many lines, and goes on where it ended.
        let some = store.check_audit_chain(None, None, 550, &keys).await?;
        assert_eq!((some.broken, some.intact_until.number), (None, 550));
        let rest = store.check_audit_chain(None, some.goes_on_after(), 550, &keys).await?;
        assert_eq!((rest.broken, rest.after, rest.intact_until, rest.goes_on_after()), (None, some.intact_until, rest.chain.head, None));
        let chains = store.list_audit_chains(Window::from(None), &keys).await?;
        let chains: Vec<_> = chains.items.iter().map(|chain| (chain.tenant.as_deref(), chain.chain.head.number, chain.sealed)).collect();
        assert_eq!(chains.len(), 3);
        assert_eq!(chains[0], (None, 600, true), "that of the lines which belong to no tenant is the first");
        assert!(chains.contains(&(Some("acme"), 600, true)) && chains.contains(&(Some("evil"), 600, true)), "{chains:?}");
        assert_eq!(chain_all(store, &keys).await?, 0, "none has a second place");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn lines_that_are_written_at_once_get_one_place_each_while_two_nodes_chain() -> Result<(), Failure> {
    let keys = keys()?;
    for fixture in TestStore::both().await? {
        let seed = seeded(&fixture).await?;
        let nodes = [fixture.another().await?, fixture.another().await?];
        let mut writers = tokio::task::JoinSet::new();
        for writer in 0..8_i64 {
            let (node, seed) = (nodes[usize::try_from(writer % 2)?].clone(), seed.clone());
            writers.spawn(async move {
                for number in 0..25 {
                    write(&node, [line(&seed, &format!("{writer} {number:02}"), START)]).await.unwrap();
                }
            });
        }
        let mut chained = 0;
        while chained < 200 {
            for node in &nodes {
                // Each takes over from the other, whose lease is over.
                run(node, "UPDATE leases SET until = 0").await?;
                let Some(work) = begin(node, START).await? else { continue };
                match work.chain_some(START, &keys).await {
                    Err(Error::Stale) => {}
                    some => chained += some?,
                }
            }
        }
        while let Some(done) = writers.join_next().await {
            done?;
        }
        let targets = targets(&fixture, seed.tenant.id).await?;
        assert!(targets.iter().map(|(number, _)| *number).eq(1..=200));
        // What one writer wrote one after the other is in that order.
        for writer in 0..8 {
            let own = targets.iter().filter(|(_, target)| target.starts_with(&format!("{writer} "))).map(|(_, target)| target.clone());
            assert!(own.eq((0..25).map(|number| format!("{writer} {number:02}"))), "{targets:?}");
        }
        assert_eq!(check(fixture.store(), &keys, Some(seed.tenant.id)).await?.broken, None);
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_is_committed_late_comes_later_and_is_not_passed_over() -> Result<(), Failure> {
    let (fixture, keys) = (TestStore::postgres().await?, keys()?);
    let seed = seeded(&fixture).await?;
    let slow = fixture.store().begin().await?;
    slow.append_audit(line(&seed, "slow", START)).await?;
    write(fixture.store(), [line(&seed, "quick", START.plus_seconds(1))]).await?;
    assert_eq!(chain_all(fixture.store(), &keys).await?, 1);
    slow.commit().await?;
    assert_eq!(chain_all(fixture.store(), &keys).await?, 1);
    assert_eq!(targets(&fixture, seed.tenant.id).await?, [(1, "quick".to_owned()), (2, "slow".to_owned())]);
    Ok(())
}

/// The clock of one node is five seconds ahead: by the times of the lines the first would be the second.
#[tokio::test(flavor = "multi_thread")]
async fn the_order_is_the_database_s_and_not_that_of_the_nodes_clocks() -> Result<(), Failure> {
    let keys = keys()?;
    for fixture in TestStore::both().await? {
        let seed = seeded(&fixture).await?;
        write(fixture.store(), [line(&seed, "first", START.plus_seconds(5)), line(&seed, "of the same write", START)]).await?;
        write(fixture.store(), [line(&seed, "second", START)]).await?;
        chain_all(fixture.store(), &keys).await?;
        let order: Vec<_> = targets(&fixture, seed.tenant.id).await?.into_iter().map(|(_, target)| target).collect();
        assert_eq!(order, ["first", "of the same write", "second"]);
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_that_lost_the_work_chains_nothing() -> Result<(), Failure> {
    let keys = keys()?;
    for fixture in TestStore::both().await? {
        let seed = seeded(&fixture).await?;
        write(fixture.store(), [line(&seed, "x", START)]).await?;
        let another = fixture.another().await?;
        let first = begin(fixture.store(), START).await?.ok_or("the first")?;
        assert!(begin(&another, START.plus_seconds(14)).await?.is_none());
        let second = begin(&another, START.plus_seconds(15)).await?.ok_or("the first one's time is over")?;
        assert!(matches!(first.chain_some(START, &keys).await, Err(Error::Stale)));
        assert_eq!(second.chain_some(START, &keys).await?, 1);
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_done_to_the_stored_lines_shows() -> Result<(), Failure> {
    type Expected = fn(i64, AuditEventId) -> Broken;
    let keys = keys()?;
    let changed: Expected = |number, id| Broken::Changed { number, id };
    let cases: [(&str, i64, Expected); 13] = [
        ("UPDATE audit_events SET actor = 'Nobody' WHERE number = 300", 300, changed),
        ("UPDATE audit_events SET at = at + 1 WHERE number = 300", 300, changed),
        ("UPDATE audit_events SET changes = '[{\"field\": \"a\", \"from\": \"\", \"to\": \"b\"}]' WHERE number = 300", 300, changed),
        ("UPDATE audit_events SET context = '{\"address\": \"203.0.113.7\"}' WHERE number = 300", 300, changed),
        ("UPDATE audit_events SET hash = previous_hash WHERE number = 300", 300, changed),
        ("UPDATE audit_events SET hash = NULL WHERE number = 300", 300, changed),
        ("UPDATE audit_events SET previous_hash = hash WHERE number = 300", 300, |number, id| Broken::Unlinked { number, id }),
        ("DELETE FROM audit_events WHERE number = 300", 300, |number, _| Broken::Missing { number }),
        ("DELETE FROM audit_events WHERE number > 590", 591, |number, _| Broken::Missing { number }),
        ("DELETE FROM audit_events WHERE number <= 10", 1, |number, _| Broken::Missing { number }),
        ("UPDATE audit_events SET number = 300 WHERE number = 301", 300, |number, id| Broken::Added { number, id }),
        ("UPDATE audit_chains SET number = 590, hash = (SELECT hash FROM audit_events WHERE number = 590)", 0, |_, _| Broken::Seal),
        ("DELETE FROM audit_chains", 600, |number, id| Broken::Added { number, id }),
    ];
    for fixture in TestStore::both().await? {
        let seed = seeded(&fixture).await?;
        let tenant = Some(seed.tenant.id);
        let lines: Vec<_> = (0..600).map(|number| line(&seed, &number.to_string(), START.plus_seconds(number))).collect();
        let ids: Vec<_> = lines.iter().map(|line| line.id).collect();
        write(fixture.store(), lines).await?;
        chain_all(fixture.store(), &keys).await?;
        run(fixture.store(), "CREATE TABLE kept_events AS SELECT * FROM audit_events").await?;
        run(fixture.store(), "CREATE TABLE kept_chains AS SELECT * FROM audit_chains").await?;
        for (statement, number, expected) in cases {
            run(fixture.store(), statement).await?;
            let found = check(fixture.store(), &keys, tenant).await?;
            // Of two lines with one number, the second by its identifier was added.
            let index = usize::try_from(number - 1).unwrap_or_default() + usize::from(statement.contains("number = 301"));
            assert_eq!(found.broken, Some(expected(number, ids[index])), "{statement}");
            let all = "id, tenant_id, workspace_id, at, actor_kind, actor, action, target, target_id, changes, context, written, number, \
                       previous_hash, hash";
            run(fixture.store(), "DELETE FROM audit_events").await?;
            run(fixture.store(), &format!("INSERT INTO audit_events ({all}) SELECT {all} FROM kept_events")).await?;
            run(fixture.store(), "DELETE FROM audit_chains").await?;
            let all = "owner, number, hash, anchor_number, anchor_hash, seal";
            run(fixture.store(), &format!("INSERT INTO audit_chains ({all}) SELECT {all} FROM kept_chains")).await?;
            assert_eq!(check(fixture.store(), &keys, tenant).await?.broken, None);
        }
    }
    Ok(())
}

/// Whoever can write to the database can make new hashes, but no seal; and what was noted elsewhere tells a chain that was cut off with its seal.
#[tokio::test(flavor = "multi_thread")]
async fn a_seal_needs_the_master_key_and_a_noted_place_tells_an_end_that_was_cut_off() -> Result<(), Failure> {
    let (fixture, keys) = (TestStore::sqlite().await?, keys()?);
    let seed = seeded(&fixture).await?;
    let (store, tenant) = (fixture.store(), Some(seed.tenant.id));
    write(store, (0..10).map(|number| line(&seed, &number.to_string(), START.plus_seconds(number)))).await?;
    chain_all(store, &keys).await?;
    let early = chain_of(store, &keys, tenant).await?;
    run(store, "CREATE TABLE kept_chains AS SELECT * FROM audit_chains").await?;
    write(store, (10..20).map(|number| line(&seed, &number.to_string(), START.plus_seconds(number)))).await?;
    chain_all(store, &keys).await?;
    let noted = chain_of(store, &keys, tenant).await?.chain.head;
    let check_noted = async |noted| store.check_audit_chain(tenant, Some(noted), u64::MAX, &keys).await;
    assert_eq!(check_noted(noted).await?.broken, None);
    assert_eq!(check_noted(early.chain.head).await?.broken, None, "and the lines after it");
    let other = Link { hash: Digest::ZERO, ..early.chain.head };
    assert_eq!(check_noted(other).await?.broken, Some(Broken::Noted { number: 10 }));

    // The newest lines are taken away, and the chain gets the end and the seal that it had before.
    run(store, "DELETE FROM audit_events WHERE number > 10").await?;
    run(store, "DELETE FROM audit_chains").await?;
    run(store, "INSERT INTO audit_chains SELECT * FROM kept_chains").await?;
    assert_eq!(check(store, &keys, tenant).await?.broken, None, "nothing in the database tells");
    assert_eq!(check_noted(noted).await?.broken, Some(Broken::Missing { number: 11 }));

    // A chain whose end was changed goes on, and stays known as broken until somebody accepts it.
    run(store, "UPDATE audit_chains SET number = 11").await?;
    write(store, [line(&seed, "later", START.plus_seconds(30))]).await?;
    assert_eq!(chain_all(store, &keys).await?, 1);
    assert_eq!(check(store, &keys, tenant).await?.broken, Some(Broken::Seal));
    assert_eq!(store.check_end_of_audit_chain(tenant, &keys).await?.broken, Some(Broken::Seal));
    assert!(!chain_of(store, &keys, tenant).await?.sealed);
    let transaction = store.begin().await?;
    let accepted = transaction.accept_audit_chain(tenant, &keys).await?.ok_or("the chain")?;
    transaction.commit().await?;
    assert_eq!(accepted.head.number, 12);
    assert_eq!(check(store, &keys, tenant).await?.broken, Some(Broken::Missing { number: 11 }), "a line that is gone stays gone");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chain_loses_its_oldest_lines_alone_and_can_still_be_checked() -> Result<(), Failure> {
    let keys = keys()?;
    for fixture in TestStore::both().await? {
        let (seed, other) = (seeded(&fixture).await?, Seed::new("evil", "other")?);
        fixture.seed(other.clone()).await?;
        let (store, tenant) = (fixture.store(), Some(seed.tenant.id));
        // The 701st was written by a node whose clock was behind: it is older than the one before it.
        let at = |number: i64| START.plus_seconds(if number == 700 { 0 } else { number });
        write(store, (0..1_100).map(|number| line(&seed, &number.to_string(), at(number)))).await?;
        write(store, [other.audit(AuditAction::ClientCreated, START)]).await?;
        chain_all(store, &keys).await?;
        // Too young for a place, and too old to be kept: a line of a version without chains.
        write(store, [line(&seed, "unchained", START)]).await?;
        let head = chain_of(store, &keys, tenant).await?.chain.head;
        let round = store.begin_housekeeping(Arc::new(FixedClock::at(START.plus_seconds(400 * DAY)))).await?.ok_or("no other round")?;
        let delete = async |before| {
            let (mut passed, mut deleted) = (PassedLines::default(), 0);
            while let Some(some) = round.delete_audit_events(before, &keys, &mut passed).await? {
                assert!(some <= 500);
                deleted += some;
            }
            Ok::<_, Failure>(deleted)
        };
        assert_eq!(delete(START.plus_seconds(700)).await?, 700 + 1 + 1 + 1, "with the 701st, the other tenant's and the unchained one");
        let found = check(store, &keys, tenant).await?;
        assert_eq!((found.broken, found.after.number, found.intact_until), (None, 701, head));
        assert_eq!(delete(START.plus_seconds(701)).await?, 0);
        assert_eq!(delete(START.plus_seconds(2_000)).await?, 399);
        let AuditChain { anchor, head: end, .. } = check(store, &keys, tenant).await?.chain;
        assert_eq!((anchor, end), (head, head), "nothing is left, and it goes on from there");
        write(store, [line(&seed, "next", START.plus_seconds(3_000))]).await?;
        chain_all(store, &keys).await?;
        assert_eq!(check(store, &keys, tenant).await?.intact_until.number, 1_101);

        run(store, "UPDATE audit_chains SET anchor_number = anchor_number - 1").await?;
        assert_eq!(check(store, &keys, tenant).await?.broken, Some(Broken::Seal), "an anchor is sealed, too");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_changed_does_not_become_intact_by_growing_old() -> Result<(), Failure> {
    let keys = keys()?;
    for fixture in TestStore::both().await? {
        let seed = seeded(&fixture).await?;
        let (store, tenant) = (fixture.store(), Some(seed.tenant.id));
        write(store, (0..20).map(|number| line(&seed, &number.to_string(), START.plus_seconds(number)))).await?;
        chain_all(store, &keys).await?;
        let noted = chain_of(store, &keys, tenant).await?.chain.head;
        write(store, [line(&seed, "later", START.plus_seconds(1_000))]).await?;
        chain_all(store, &keys).await?;
        run(store, "UPDATE audit_events SET target = 'other' WHERE number = 7").await?;
        let round = store.begin_housekeeping(Arc::new(FixedClock::at(START.plus_seconds(400 * DAY)))).await?.ok_or("no other round")?;
        let mut passed = PassedLines::default();
        while round.delete_audit_events(START.plus_seconds(500), &keys, &mut passed).await?.is_some() {}
        let found = check(store, &keys, tenant).await?;
        assert_eq!((found.after.number, found.broken), (20, Some(Broken::Seal)));

        let gone = Link { number: 5, ..noted };
        let noted = store.check_audit_chain(tenant, Some(gone), u64::MAX, &keys).await?;
        assert!(noted.broken.is_some(), "a noted line that is not kept does not count as checked");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_seals_follow_the_master_key() -> Result<(), Failure> {
    let fixture = TestStore::sqlite().await?;
    let seed = seeded(&fixture).await?;
    let (store, tenant) = (fixture.store(), Some(seed.tenant.id));
    let first = MasterKeys::new_file(&SeededRandom::new(5));
    let both = KeyRing::new(MasterKeys::parse(&format!("{first}{}\n", MasterKeys::new_line(2, &SeededRandom::new(6))))?);
    both.adopt(1, &[].into())?;
    write(store, [line(&seed, "x", START)]).await?;
    chain_all(store, &both).await?;
    assert_eq!((store.count_audit_chains_under(1).await?, store.count_audit_chains_under(2).await?), (1, 0));
    both.adopt(2, &[].into())?;
    assert_eq!(check(store, &both, tenant).await?.broken, None);
    assert_eq!((store.reseal_audit_chains(&both).await?, store.reseal_audit_chains(&both).await?), (1, 0));
    assert_eq!((store.count_audit_chains_under(1).await?, store.count_audit_chains_under(2).await?), (0, 1));
    both.adopt(2, &[1].into())?;
    assert_eq!(check(store, &both, tenant).await?.broken, None);
    // At a node that does not have the version the lines of this chain wait, and those of others do not.
    write(store, [line(&seed, "y", START)]).await?;
    let lacking = KeyRing::new(MasterKeys::parse(&first)?);
    let other = AuditEvent { tenant_id: None, workspace_id: None, ..line(&seed, "z", START) };
    write(store, [other]).await?;
    let work = begin(store, START).await?.ok_or("the work")?;
    assert_eq!((work.chain_some(START, &lacking).await?, work.chain_some(START, &lacking).await?), (1, 0));
    assert_eq!(work.chain_some(START, &both).await?, 1);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn lines_are_found_by_actor_action_object_and_time_and_a_search_ends_at_a_bound() -> Result<(), Failure> {
    for fixture in TestStore::both().await? {
        let seed = seeded(&fixture).await?;
        let store = fixture.store();
        let make = |number: i64| AuditEvent {
            id: AuditEventId::new(START.plus_seconds(number), unique()),
            actor: format!("actor {}", number % 7),
            target_id: format!("target {}", number % 11),
            action: if number == 3 { AuditAction::ClientDeleted } else { AuditAction::ClientUpdated },
            ..line(&seed, &number.to_string(), START.plus_seconds(number))
        };
        for hundred in 0..103 {
            write(store, (0..100).map(|number| make(100 * hundred + number))).await?;
        }
        let tenant = store.tenant(seed.tenant.id);
        let found = async |filter: AuditFilter, after| {
            let page = tenant.list_audit_events(None, &filter, Window::from(after)).await?;
            let targets: Vec<i64> = page.items.iter().map(|line| line.target.parse()).collect::<Result<_, _>>()?;
            Ok::<_, Failure>((targets, page.next))
        };
        let of_actor = AuditFilter { actor: Some("actor 2".to_owned()), ..AuditFilter::default() };
        let (targets, next) = found(of_actor.clone(), None).await?;
        assert!(targets.len() == 20 && targets.iter().all(|number| number % 7 == 2) && next.is_some());
        let (since, until) = (Some(START.plus_seconds(100)), Some(START.plus_seconds(200)));
        let among = AuditFilter { target_id: Some("target 5".to_owned()), since, until, ..of_actor };
        let expected = (100..200).rev().filter(|number| number % 7 == 2 && number % 11 == 5).collect();
        assert_eq!(found(among, None).await?, (expected, None));

        // No index finds an action: 10,000 lines are looked at for a page.
        let deleted = AuditFilter { action: Some(AuditAction::ClientDeleted), ..AuditFilter::default() };
        let (targets, next) = found(deleted.clone(), None).await?;
        assert!(targets.is_empty() && next.is_some());
        assert_eq!(found(deleted.clone(), next.and_then(|next| next.parse().ok())).await?, (vec![3], None));
        let exported = export(store, None, &deleted).await?;
        assert_eq!(exported.iter().map(|line| line.record.target.as_str()).collect::<Vec<_>>(), ["3"]);
        assert_eq!((exported[0].tenant.as_deref(), exported[0].workspace.as_deref()), (Some("acme"), Some("main")));
        assert!(export(store, Some(TenantId::new(START, [9; 10])), &AuditFilter::default()).await?.is_empty());
        // From its end, and before a line.
        let last = export(store, Some(seed.tenant.id), &of_last_hundred()).await?;
        let before = Window { edge: Edge::Before(last[2].record.id), limit: 20, reversed: false, counted: false };
        let page = store.export_audit(Some((seed.tenant.id, None)), &of_last_hundred(), before).await?;
        assert_eq!(page.items, last[..2]);
    }
    Ok(())
}

/// Lines that earlier versions wrote come first, in the order of their times.
#[tokio::test(flavor = "multi_thread")]
async fn lines_of_before_the_chain_get_their_place_before_later_ones() -> Result<(), Failure> {
    let keys = keys()?;
    for fixture in TestStore::both().await? {
        let seed = seeded(&fixture).await?;
        let store = fixture.store();
        write(store, [line(&seed, "old 2", START.plus_seconds(2)), line(&seed, "old 1", START.plus_seconds(1))]).await?;
        run(store, "UPDATE audit_events SET written = NULL").await?;
        write(store, [line(&seed, "new", START)]).await?;
        chain_all(store, &keys).await?;
        let order: Vec<_> = targets(&fixture, seed.tenant.id).await?.into_iter().map(|(_, target)| target).collect();
        assert_eq!(order, ["old 1", "old 2", "new"]);
        let waiting = store.count_unchained(START).await?;
        assert_eq!((waiting.lines, waiting.oldest), (0, None));
        let connection = store.connection_for_migrations();
        let query =
            Statement::from_string(connection.get_database_backend(), "SELECT count(*) AS many FROM audit_events WHERE number IS NULL");
        let left: i64 = connection.query_one_raw(query).await?.ok_or("a row")?.try_get("", "many")?;
        assert_eq!(left, 0);
    }
    Ok(())
}
