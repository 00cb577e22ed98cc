//! Reuses of refresh tokens: what they tell, how they are marked as handled, and how long they are kept.

use control::{Error, MOST_SELECTED};
use domain::{
    audit::{ActorKind, AuditAction, AuditEvent},
    client::ClientType,
    clock::Clock as _,
    id::TokenEventId,
    page::{Edge, Window},
    permission::Extent,
    problem::Problem,
    reuse::{ReuseFilter, ReuseLine},
    role::BuiltInRole,
    settings::retention::Retention,
    view::NewWorkspace,
    workspace::WorkspacePath,
};
use store::{Forgetting, ReuseProgress};

use crate::installation::{TestControl, on_both_databases, slug};

const DAY: i64 = 24 * 3600;

fn open() -> ReuseFilter {
    ReuseFilter { handled: Some(false), ..ReuseFilter::default() }
}

fn handled() -> ReuseFilter {
    ReuseFilter { handled: Some(true), ..ReuseFilter::default() }
}

impl TestControl {
    /// The identifiers of the reuses that a filter finds.
    async fn reuses(&self, filter: &ReuseFilter) -> Vec<TokenEventId> {
        let page = self.operator().list_reuses(&self.path, filter, None).await.unwrap();
        page.items.into_iter().map(|line| line.reuse.id).collect()
    }

    async fn load(&self, id: TokenEventId) -> ReuseLine {
        self.operator().load_reuse(&self.path, id).await.unwrap()
    }

    /// The lines of this action, the oldest first.
    async fn lines(&self, action: AuditAction) -> Vec<AuditEvent> {
        self.trail().await.into_iter().filter(|event| event.action == action).collect()
    }

    /// How many reuses of the last day the overview warns of.
    async fn warned_of(&self) -> u64 {
        self.operator().load_overview(&self.path, control::Counting::Bounded).await.unwrap().open_reuses
    }

    /// Deletes the reuses that are kept no longer. Returns how many.
    async fn delete_reuses(&self) -> u64 {
        let round = self.store.store().begin_housekeeping(self.clock.clone()).await.unwrap().unwrap();
        let (mut progress, mut all) = (ReuseProgress::default(), 0);
        while let Some(deleted) = round.delete_reuses(&mut progress).await.unwrap() {
            all += deleted;
        }
        round.finish().await.unwrap();
        all
    }
}

fn problem<T: std::fmt::Debug>(result: Result<T, Error>) -> (&'static str, Problem) {
    match result {
        Err(Error::Invalid(problems)) => (problems[0].field, problems[0].problem),
        other => panic!("it cannot be marked: {other:?}"),
    }
}

on_both_databases! {
    async fn a_reuse_tells_the_client_the_user_the_token_and_where_it_came_from(installation) {
        let (client, user) = (installation.client("Shop", ClientType::ServerSideWeb).await, installation.user("alice").await);
        installation.family(&client, &user).await;
        assert_eq!((installation.reuses(&ReuseFilter::default()).await, installation.warned_of().await), (Vec::new(), 0));
        let before = installation.clock.now();
        let id = installation.reuse(&client, &user).await;
        let line = installation.load(id).await;
        assert_eq!((line.client_name.as_str(), line.user_words(), line.token_words().as_str()), ("Shop", "alice", "token 1 of 3"));
        assert_eq!(line.reuse.address, Some("203.0.113.7".parse().unwrap()));
        assert!(line.reuse.at() > before && line.reuse.handled.is_none());
        let view = installation.operator().load_family(&installation.path, line.reuse.family_id).await.unwrap();
        assert_eq!(view.reuse.as_ref(), Some(&line.reuse), "the refresh token's own page tells it");
        assert_eq!(installation.operator().find_reuses(&installation.path, &[line.reuse.family_id]).await.unwrap(), [line]);
        assert_eq!(installation.warned_of().await, 1);
    }

    async fn what_is_handled_is_told_by_whom_and_when_and_can_be_opened_again(installation) {
        let (client, user) = (installation.client("Shop", ClientType::ServerSideWeb).await, installation.user("alice").await);
        let (first, second) = (installation.reuse(&client, &user).await, installation.reuse(&client, &user).await);
        let ada = installation.operator_as(BuiltInRole::Support, Some(&installation.acme)).await;
        let (path, now) = (&installation.path, installation.clock.now());
        ada.handle_reuses(path, &[first], " Lost phone.\r\nSigned out. ").await.unwrap();
        let line = installation.load(first).await;
        let mark = line.reuse.handled.clone().unwrap();
        assert_eq!((mark.by.as_str(), mark.by_kind, mark.at), ("support@acme.example.com", ActorKind::Administrator, now));
        assert_eq!(mark.note.as_str(), "Lost phone.\nSigned out.");
        assert_eq!((installation.reuses(&open()).await, installation.reuses(&handled()).await), (vec![second], vec![first]));
        assert_eq!(installation.reuses(&ReuseFilter::default()).await, [second, first], "the newest first");
        assert_eq!(installation.warned_of().await, 1);
        let told = &installation.lines(AuditAction::ReuseHandled).await[0];
        assert_eq!((told.target.as_str(), &told.target_id), ("Shop · alice", &line.reuse.family_id.to_string()));
        assert_eq!((told.changes[0].field.as_str(), told.changes[0].to.as_str()), ("note", "Lost phone.\nSigned out."));

        ada.handle_reuses(path, &[second], "").await.unwrap();
        assert_eq!(installation.warned_of().await, 0);
        ada.reopen_reuse(path, first, line.reuse.version).await.unwrap();
        assert!(installation.load(first).await.reuse.handled.is_none());
        assert_eq!(installation.warned_of().await, 1);
        let told = &installation.lines(AuditAction::ReuseReopened).await[0];
        assert_eq!(told.changes[0].from, "support@acme.example.com");
        ada.reopen_reuse(path, first, 0).await.unwrap();
        assert_eq!(installation.lines(AuditAction::ReuseReopened).await.len(), 1, "it is open already");
    }

    async fn the_second_of_two_changes_nothing_and_finds_who_was_faster(installation) {
        let (client, user) = (installation.client("Shop", ClientType::ServerSideWeb).await, installation.user("alice").await);
        let (first, second) = (installation.reuse(&client, &user).await, installation.reuse(&client, &user).await);
        let ada = installation.operator_as(BuiltInRole::Support, Some(&installation.acme)).await;
        let bob = installation.operator_as(BuiltInRole::Manager, Some(&installation.acme)).await;
        let path = &installation.path;
        ada.handle_reuses(path, &[first], "Lost phone").await.unwrap();
        assert!(matches!(bob.handle_reuses(path, &[second, first], "A test").await, Err(Error::Stale)));
        let seen = bob.load_selected_reuses(path, &[first, second]).await.unwrap();
        let by: Vec<_> = seen.iter().map(|line| line.reuse.handled.as_ref().map(|mark| mark.by.as_str())).collect();
        assert_eq!(by, [None, Some("support@acme.example.com")], "the newest first, and nothing of bob's");

        // Whoever read the mark before it was replaced does not take the new one back.
        installation.clock.advance_seconds(1);
        let read = installation.load(first).await.reuse.version;
        let replaced = bob.set_reuse_note(path, first, read, "Stolen phone").await.unwrap();
        assert_eq!(replaced.reuse.handled.unwrap().by, "manager@acme.example.com");
        assert!(matches!(ada.reopen_reuse(path, first, read).await, Err(Error::Stale)));
        assert!(matches!(ada.set_reuse_note(path, first, read, "Mine").await, Err(Error::Stale)));
        assert!(matches!(ada.set_reuse_note(path, second, 0, "Mine").await, Err(Error::Stale)), "nobody has handled it");
        let told = installation.lines(AuditAction::ReuseHandled).await;
        assert_eq!(told.iter().map(|line| line.changes[0].to.as_str()).collect::<Vec<_>>(), ["Lost phone", "Stolen phone"]);

        // All at once: one of them.
        let racing: Vec<_> = (0..8)
            .map(|number| {
                let (operator, path) = (installation.operator(), installation.path.clone());
                tokio::spawn(async move { operator.handle_reuses(&path, &[second], &number.to_string()).await })
            })
            .collect();
        let mut marked = 0;
        for raced in racing {
            match raced.await.unwrap() {
                Ok(()) => marked += 1,
                Err(Error::Stale) => {}
                Err(error) => panic!("{error}"),
            }
        }
        assert_eq!((marked, installation.lines(AuditAction::ReuseHandled).await.len()), (1, 3));
    }

    async fn what_cannot_be_marked_is_refused_at_its_place_and_nothing_is_marked(installation) {
        let (client, user) = (installation.client("Shop", ClientType::ServerSideWeb).await, installation.user("alice").await);
        let id = installation.reuse(&client, &user).await;
        let (operator, path) = (installation.operator(), &installation.path);
        assert_eq!(problem(operator.handle_reuses(path, &[id], &"ü".repeat(501)).await), ("note", Problem::TooLong { most: 500 }));
        assert_eq!(problem(operator.handle_reuses(path, &[id], "\u{202e}x").await), ("note", Problem::InvisibleCharacter));
        assert_eq!(problem(operator.handle_reuses(path, &[], "").await), ("reuses", Problem::NothingChosen));
        let many = vec![id; MOST_SELECTED + 1];
        assert_eq!(problem(operator.handle_reuses(path, &many, "").await), ("reuses", Problem::TooMany { most: 100 }));
        assert_eq!(problem(operator.load_selected_reuses(path, &many).await), ("reuses", Problem::TooMany { most: 100 }));
        let unknown = TokenEventId::new(installation.clock.now(), installation.bytes());
        assert!(matches!(operator.handle_reuses(path, &[id, unknown], "").await, Err(Error::NotFound)));
        assert_eq!((installation.reuses(&open()).await, installation.lines(AuditAction::ReuseHandled).await.len()), (vec![id], 0));
        operator.handle_reuses(path, &[id, id], "").await.unwrap();
        assert_eq!(installation.lines(AuditAction::ReuseHandled).await.len(), 1, "each once");
    }

    async fn a_reuse_is_seen_and_marked_where_its_client_is(installation) {
        let (other, user) = (installation.client("Page", ClientType::SinglePage).await, installation.user("alice").await);
        let foreign = installation.reuse(&other, &user).await;
        let support = installation.operator_at(BuiltInRole::Support, Extent::Client).await;
        let path = &installation.path;
        let own = support.list_clients(path, "", None).await.unwrap().items.remove(0);
        let allowed = installation.reuse(&own, &user).await;
        for answer in [support.handle_reuses(path, &[foreign], "").await, support.handle_reuses(path, &[allowed, foreign], "").await] {
            assert!(matches!(answer, Err(Error::NotFound | Error::Forbidden(_))), "{answer:?}");
        }
        assert!(support.load_reuse(path, foreign).await.is_err() && support.load_selected_reuses(path, &[allowed, foreign]).await.is_err());
        let of = |client| ReuseFilter { client: Some(client), ..ReuseFilter::default() };
        assert!(support.list_reuses(path, &of(other.id), None).await.is_err());
        assert_eq!(support.list_reuses(path, &of(own.id), None).await.unwrap().items.len(), 1);
        assert_eq!(installation.reuses(&open()).await.len(), 2);
        support.handle_reuses(path, &[allowed], "").await.unwrap();

        // Of another workspace it is not there, and of another tenant neither.
        let ada = installation.operator_as(BuiltInRole::Administrator, Some(&installation.acme)).await;
        let new = NewWorkspace { name: "Second".to_owned(), slug: "second".to_owned() };
        ada.create_workspace(&path.tenant, new).await.unwrap();
        let second = WorkspacePath::new(path.tenant.clone(), slug("second"));
        assert!(matches!(ada.load_reuse(&second, foreign).await, Err(Error::NotFound)));
        assert!(matches!(ada.handle_reuses(&second, &[foreign], "").await, Err(Error::NotFound)));
        assert_eq!(ada.load_selected_reuses(&second, &[foreign]).await.unwrap(), []);
        let globex = installation.operator().create_tenant("globex", "Globex").await.unwrap();
        let stranger = installation.operator_as(BuiltInRole::Owner, Some(&globex)).await;
        assert!(matches!(stranger.list_reuses(path, &open(), None).await, Err(Error::NotFound)));
        assert!(matches!(stranger.handle_reuses(path, &[foreign], "").await, Err(Error::NotFound)));
    }

    async fn pages_of_what_is_open_lead_on_by_their_last_reuse(installation) {
        let (client, user) = (installation.client("Shop", ClientType::ServerSideWeb).await, installation.user("alice").await);
        let mut all = Vec::new();
        for _ in 0..5 {
            all.insert(0, installation.reuse(&client, &user).await);
        }
        let (operator, path) = (installation.operator(), &installation.path);
        operator.handle_reuses(path, &[all[1]], "").await.unwrap();
        let of_client = ReuseFilter { client: Some(client.id), user: Some(user.id), ..open() };
        for filter in [open(), of_client] {
            let (mut seen, mut edge) = (Vec::new(), Edge::Start);
            loop {
                let window = Window { edge, limit: 2, reversed: false, counted: false };
                let page = operator.list_reuses(path, &filter, window).await.unwrap();
                seen.extend(page.items.iter().map(|line| line.reuse.id));
                match page.next {
                    Some(next) => edge = Edge::After(next.parse().unwrap()),
                    None => break,
                }
            }
            assert_eq!(seen, [all[0], all[2], all[3], all[4]]);
        }
        let at = |id: TokenEventId| id.made_at();
        let between = ReuseFilter { since: Some(at(all[3])), until: Some(at(all[1])), ..ReuseFilter::default() };
        assert_eq!(installation.reuses(&between).await, [all[2], all[3]]);
    }

    async fn reuses_are_kept_as_long_as_their_events_and_go_with_their_user_and_client(installation) {
        let (shop, page) = (installation.client("Shop", ClientType::ServerSideWeb).await, installation.client("Page", ClientType::SinglePage).await);
        let (alice, bob) = (installation.user("alice").await, installation.user("bob").await);
        let (of_alice, of_bob) = (installation.reuse(&shop, &alice).await, installation.reuse(&shop, &bob).await);
        let of_page = installation.reuse(&page, &bob).await;
        let (operator, path) = (installation.operator(), &installation.path);
        operator.handle_reuses(path, &[of_alice, of_page], "Known").await.unwrap();
        operator.delete_user(path, alice.id, alice.version, "alice").await.unwrap();
        assert_eq!(installation.reuses(&ReuseFilter::default()).await, [of_page, of_bob]);
        operator.delete_client(path, page.id, page.version).await.unwrap();
        assert_eq!(installation.reuses(&ReuseFilter::default()).await, [of_bob]);

        let kept = Retention::default().decisions_kept_for.as_seconds();
        installation.clock.advance_seconds(kept - DAY);
        assert_eq!((installation.delete_reuses().await, installation.reuses(&open()).await), (0, vec![of_bob]));
        assert_eq!(installation.warned_of().await, 0, "it is older than a day");
        installation.clock.advance_seconds(2 * DAY);
        assert_eq!((installation.delete_reuses().await, installation.reuses(&open()).await), (1, Vec::new()));
    }

    async fn a_reuse_goes_with_its_refresh_token_and_with_its_workspace(installation) {
        let (client, user) = (installation.client("Shop", ClientType::ServerSideWeb).await, installation.user("alice").await);
        installation.reuse(&client, &user).await;
        let ended = Retention::default().ended_tokens_kept_for.as_seconds();
        installation.clock.advance_seconds(30 * DAY + ended + DAY);
        let round = installation.store.store().begin_housekeeping(installation.clock.clone()).await.unwrap().unwrap();
        let mut progress = Forgetting::default();
        while round.forget_families(&mut progress).await.unwrap().is_some() {}
        round.finish().await.unwrap();
        assert_eq!(installation.reuses(&ReuseFilter::default()).await, []);

        let id = installation.reuse(&client, &user).await;
        installation.operator().delete_workspace(&installation.path, "Main").await.unwrap();
        assert!(matches!(installation.operator().load_reuse(&installation.path, id).await, Err(Error::NotFound)));
        let round = installation.store.store().begin_housekeeping(installation.clock.clone()).await.unwrap().unwrap();
        while round.delete_remains().await.unwrap() {}
        round.finish().await.unwrap();
    }
}
