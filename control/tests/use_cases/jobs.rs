//! Jobs: what a filter means is revoked in small steps, whoever works on it, and nothing else.

use std::{collections::BTreeSet, sync::Arc};

use control::Error;
use domain::{
    audit::{AuditAction, AuditEvent},
    binding::Binding,
    client::{Client, ClientType},
    clock::{Clock, Timestamp},
    family::{FamilyState, FamilySummary, RevocationReason},
    id::FamilyId,
    job::{Job, JobStatus, MOST_RUNNING, Task},
    lifetime::IdleTtl,
    page::Window,
    problem::Problem,
    scope::Scope,
    thumbprint::Thumbprint,
    user::User,
    view::{FamilyFilter, NewWorkspace},
};
use engine::storage::EventIds;
use store::{Working, bulk::Rows};

use crate::installation::{TestControl, on_both_databases};

const DAY: i64 = 24 * 3600;

impl TestControl {
    /// Works on jobs until there is none left.
    async fn work(&self) {
        while self.control.work_on_next_job().await.unwrap() {}
    }

    async fn all_families(&self) -> Vec<FamilySummary> {
        let window = Window { limit: 100, ..Window::from(None) };
        self.operator().list_families(&self.path, &FamilyFilter::default(), window).await.unwrap().items
    }

    /// Refresh tokens that differ in all that a filter can ask for.
    async fn various(&self) -> [(Client, User); 2] {
        let owners = [
            (self.client("Shop", ClientType::ServerSideWeb).await, self.user("alice").await),
            (self.client("Page", ClientType::SinglePage).await, self.user("bob").await),
        ];
        for number in 0..24_i64 {
            let (client, user) = &owners[usize::from(number % 2 == 0)];
            let begun = self.clock.now();
            let id = self
                .family_with(client, user, |family| {
                    family.authorization.scopes = if number % 3 == 0 { "openid orders" } else { "orders.read" }.parse().unwrap();
                    family.authorization.bound_to = match number % 8 {
                        1 => Some(Binding::Key(Thumbprint::from_bytes([7; 32]))),
                        5 => Some(Binding::Certificate(Thumbprint::from_bytes([7; 32]))),
                        _ => None,
                    };
                    family.position.last_used_at = begun.plus_seconds(-number * DAY);
                    family.position.idle_ttl = IdleTtl::from_seconds(if number % 5 == 0 { 12 * DAY } else { 0 }).unwrap();
                    family.position.expires_at = begun.plus_seconds((number - 3) * DAY);
                })
                .await;
            match number {
                7 => drop(self.operator().revoke_family(&self.path, id, control::Sessions::Stay).await.unwrap()),
                11 => drop(self.operator().revoke_families(&self.path, None, Some(user.id), control::Sessions::Stay).await.unwrap()),
                _ => {}
            }
        }
        owners
    }

    /// Many refresh tokens of one client.
    async fn many(&self, count: usize) -> Client {
        let (client, user) = (self.client("Shop", ClientType::ServerSideWeb).await, self.user("alice").await);
        let family = self.code(&client, &user).await.family.unwrap();
        let one = || {
            let mut family = family.clone();
            family.authorization.id = FamilyId::new(family.authorization.created_at, self.bytes());
            family.position.idle_ttl = IdleTtl::from_seconds(0).unwrap();
            family
        };
        self.store.store().load(Rows::Families((0..count).map(|_| one()).collect())).await.unwrap();
        self.clock.advance_seconds(1);
        client
    }

    /// Takes the next job over, as a node does.
    async fn take_job(&self) -> Option<Working> {
        self.store.store().take_job(Arc::clone(&self.clock) as Arc<dyn Clock>).await.unwrap()
    }

    /// Does one step of it.
    async fn step(&self, working: &mut Working) -> Result<bool, store::Error> {
        let Task::RevokeFamilies(filter) = working.job().task.clone();
        let ids = EventIds::new(self.clock.now(), self.bytes());
        working.revoke_some(&filter, ids, |_| panic!("there are more")).await
    }

    async fn live(&self) -> u64 {
        self.operator().count_some_families(&self.path, &FamilyFilter::live()).await.unwrap().number
    }

    async fn told_of(&self, job: &Job) -> Vec<AuditEvent> {
        self.trail().await.into_iter().filter(|event| event.target_id == job.id.to_string()).collect()
    }
}

/// What a filter means, said a second time.
fn is_meant(filter: &FamilyFilter, family: &FamilySummary, now: Timestamp) -> bool {
    let state = family.state(now);
    filter.client.is_none_or(|client| family.client_id == client)
        && filter.user.is_none_or(|user| family.user_id == user)
        && filter.state.is_none_or(|wanted| state == wanted)
        && filter.began_before.is_none_or(|before| family.created_at < before)
        && filter.unused_since.is_none_or(|since| family.last_used_at < since)
        && filter.expires_before.is_none_or(|before| state == FamilyState::Live && family.expires_at <= before)
        && filter.ended_because.is_none_or(|reason| family.revoked.is_some_and(|revoked| revoked.reason == reason))
        && filter.scope.as_ref().is_none_or(|scope| family.scopes.contains(scope.as_str()))
        && filter.key_bound.is_none_or(|bound| family.bound_to.is_some() == bound)
}

fn ids<'a>(families: impl IntoIterator<Item = &'a FamilySummary>) -> BTreeSet<FamilyId> {
    families.into_iter().map(|family| family.id).collect()
}

/// Filters by each of their parts, and by several.
fn filters(installation: &TestControl, owners: &[(Client, User); 2], families: &[FamilySummary]) -> Vec<FamilyFilter> {
    let now = installation.clock.now();
    let all = FamilyFilter::default;
    let scope = |text: &str| Some(Scope::parse(text).unwrap());
    vec![
        all(),
        FamilyFilter::live(),
        FamilyFilter { client: Some(owners[0].0.id), ..all() },
        FamilyFilter { user: Some(owners[1].1.id), ..FamilyFilter::live() },
        FamilyFilter { began_before: Some(families[12].created_at), ..all() },
        FamilyFilter { unused_since: Some(now.plus_seconds(-9 * DAY)), ..all() },
        FamilyFilter { unused_since: Some(now.plus_seconds(-9 * DAY)), ..FamilyFilter::live() },
        FamilyFilter { expires_before: Some(now.plus_seconds(6 * DAY)), ..all() },
        FamilyFilter { ended_because: Some(RevocationReason::Administrator), ..all() },
        FamilyFilter { ended_because: Some(RevocationReason::Logout), ..all() },
        FamilyFilter { scope: scope("orders"), ..all() },
        FamilyFilter { scope: scope("orders.read"), ..FamilyFilter::live() },
        FamilyFilter { key_bound: Some(true), ..all() },
        FamilyFilter { key_bound: Some(false), state: Some(FamilyState::Expired), ..all() },
        FamilyFilter {
            client: Some(owners[1].0.id),
            scope: scope("orders"),
            key_bound: Some(false),
            unused_since: Some(now.plus_seconds(-2 * DAY)),
            ..FamilyFilter::live()
        },
    ]
}

on_both_databases! {
    async fn what_a_filter_means_is_listed_and_counted(installation) {
        let owners = installation.various().await;
        let (families, now) = (installation.all_families().await, installation.clock.now());
        assert_eq!(families.len(), 24);
        for filter in filters(&installation, &owners, &families) {
            let meant: Vec<_> = families.iter().filter(|family| is_meant(&filter, family, now)).collect();
            let window = Window { limit: 100, ..Window::from(None) };
            let listed = installation.operator().list_families(&installation.path, &filter, window).await.unwrap();
            assert_eq!((ids(&listed.items), &listed.next), (ids(meant.iter().copied()), &None), "{filter:?}");
            let counted = installation.operator().count_some_families(&installation.path, &filter).await.unwrap();
            assert_eq!((counted.number, counted.at_least), (meant.len() as u64, false), "{filter:?}");
        }
    }

    async fn a_job_revokes_what_is_live_and_meant_and_had_begun_and_nothing_else(installation) {
        let owners = installation.various().await;
        let families = installation.all_families().await;
        for filter in filters(&installation, &owners, &families).into_iter().filter(|filter| !filter.is_everything()).rev() {
            let (before, now) = (installation.all_families().await, installation.clock.now());
            let filter = FamilyFilter { state: None, ..filter };
            let meant = |family: &&FamilySummary| is_meant(&filter, family, now) && family.state(now) == FamilyState::Live;
            let meant = ids(before.iter().filter(meant));
            let job = installation.operator().start_revocation(&installation.path, &filter).await.unwrap();
            assert_eq!((job.status, job.expected.number), (JobStatus::Running, meant.len() as u64), "{filter:?}");
            installation.clock.advance_seconds(1);
            let later = installation.family(&owners[0].0, &owners[0].1).await;
            installation.work().await;

            let after = installation.all_families().await;
            let ended = |family: &&FamilySummary| family.revoked.is_some() && !before.iter().any(|one| one.id == family.id && one.revoked.is_some());
            assert_eq!(ids(after.iter().filter(ended)), meant, "{filter:?}");
            for id in meant {
                let view = installation.operator().load_family(&installation.path, id).await.unwrap();
                assert_eq!(view.summary.revoked.unwrap().reason, RevocationReason::Administrator);
                assert!(matches!(view.events[0].kind, domain::token_event::TokenEventKind::Revoked { .. }), "with its event");
            }
            assert_eq!(installation.family_summary(later).await.revoked, None, "it began afterwards");
            let done = installation.operator().load_job(&installation.path, job.id).await.unwrap();
            assert_eq!((done.status, done.done, done.expected), (JobStatus::Done, job.expected.number, job.expected));
            let told: Vec<_> = installation.told_of(&job).await.into_iter().map(|event| event.action).collect();
            assert_eq!(told, [AuditAction::JobStarted, AuditAction::JobDone]);
            installation.operator().revoke_family(&installation.path, later, control::Sessions::Stay).await.unwrap();
        }
    }

    async fn a_job_goes_on_where_a_node_that_was_lost_had_come_to_and_that_node_does_no_more(installation) {
        let client = installation.many(2_500).await;
        let filter = FamilyFilter { key_bound: Some(false), client: Some(client.id), ..FamilyFilter::default() };
        let job = installation.operator().start_revocation(&installation.path, &filter).await.unwrap();
        let mut lost = installation.take_job().await.unwrap();
        assert!(installation.step(&mut lost).await.unwrap());
        assert_eq!(installation.live().await, 1_500);
        assert!(installation.take_job().await.is_none(), "it is the other node's");
        installation.work().await;
        assert_eq!(installation.live().await, 1_500);
        installation.clock.advance_seconds(61);
        installation.work().await;
        let done = installation.operator().load_job(&installation.path, job.id).await.unwrap();
        assert_eq!((done.status, done.done, done.looked_at, installation.live().await), (JobStatus::Done, 2_500, 2_500, 0));
        assert!(matches!(installation.step(&mut lost).await, Err(store::Error::Stale)));
        assert_eq!(installation.told_of(&job).await.len(), 2, "it is done once");
    }

    async fn a_job_that_is_stopped_does_no_step_more_and_what_it_has_done_stays(installation) {
        let client = installation.many(2_500).await;
        let (operator, path) = (installation.operator(), &installation.path);
        let filter = FamilyFilter { key_bound: Some(false), client: Some(client.id), ..FamilyFilter::default() };
        let job = operator.start_revocation(path, &filter).await.unwrap();
        let mut working = installation.take_job().await.unwrap();
        assert!(installation.step(&mut working).await.unwrap());
        let stopped = operator.stop_job(path, job.id).await.unwrap();
        assert_eq!((stopped.status, stopped.done), (JobStatus::Stopped, 1_000));
        assert!(matches!(installation.step(&mut working).await, Err(store::Error::Stale)));
        installation.clock.advance_seconds(61);
        installation.work().await;
        assert_eq!(installation.live().await, 1_500);
        assert_eq!(operator.stop_job(path, job.id).await.unwrap(), stopped, "it stays as it is");
        let told: Vec<_> = installation.told_of(&job).await.into_iter().map(|event| event.action).collect();
        assert_eq!(told, [AuditAction::JobStarted, AuditAction::JobStopped]);
    }

    async fn a_job_is_told_which_are_meant_and_few_run_at_a_time(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        let refused = operator.start_revocation(path, &FamilyFilter::live()).await;
        assert!(matches!(&refused, Err(Error::Invalid(problems)) if problems.iter().any(|problem| problem.problem == Problem::NothingChosen)), "{refused:?}");
        let filter = FamilyFilter { key_bound: Some(true), ..FamilyFilter::default() };
        for _ in 0..MOST_RUNNING {
            operator.start_revocation(path, &filter).await.unwrap();
            installation.clock.advance_seconds(1);
        }
        assert!(matches!(operator.start_revocation(path, &filter).await, Err(Error::Invalid(_))));
        installation.work().await;
        let jobs = operator.list_jobs(path, None).await.unwrap().items;
        assert_eq!(jobs.len(), MOST_RUNNING as usize);
        assert!(jobs.iter().all(|job| job.status == JobStatus::Done) && jobs.is_sorted_by(|one, next| one.id > next.id));
        operator.start_revocation(path, &filter).await.unwrap();
    }

    async fn the_job_of_a_workspace_that_is_deleted_goes_with_it(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        let filter = FamilyFilter { key_bound: Some(true), ..FamilyFilter::default() };
        operator.start_revocation(path, &filter).await.unwrap();
        operator.delete_workspace(path, "Main").await.unwrap();
        assert!(installation.take_job().await.is_none());

        let new = NewWorkspace { name: "Main".to_owned(), slug: "main".to_owned() };
        operator.create_workspace(&path.tenant, new).await.unwrap();
        let next = operator.start_revocation(path, &filter).await.unwrap();
        installation.work().await;
        assert_eq!(operator.load_job(path, next.id).await.unwrap().status, JobStatus::Done, "it does not stand in the way of others");
    }
}
