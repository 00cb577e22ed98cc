//! A policy that is changed while refresh tokens live: told before, done as it was decided.

use std::time::Duration;

use control::{ClientTokenPolicy, Error, Sessions};
use domain::{
    client::{Client, ClientType},
    clock::Clock,
    family::{EndRule, FamilyState},
    id::FamilyId,
    impact::{Reach, Shortening},
    lifetime::{IdleTtl, RefreshTokenTtl},
    policy::{RefreshOverrides, Rotation},
    problem::Problem,
    settings::tokens::{TokenSettings, TokenTtls, TtlOverrides},
};
use engine::storage::{CodeOutcome, CodeStorage as _, FamilyStorage as _, RefreshOutcome};

use crate::installation::{TestControl, on_both_databases};

const DAY: i64 = 24 * 3600;

fn settings(ttl: &str, idle: &str) -> TokenSettings {
    let mut settings = TokenSettings::default();
    settings.ttls.refresh_token_ttl = TokenTtls::parse_refresh_token_ttl(ttl).unwrap();
    settings.refresh.refresh_token_idle_ttl = IdleTtl::parse(idle).unwrap();
    settings
}

fn own(ttl: Option<&str>, idle: Option<&str>, reach: Option<Reach>) -> ClientTokenPolicy {
    let ttl = TtlOverrides { refresh_token_ttl: ttl.map(|ttl| Some(RefreshTokenTtl::parse(ttl).unwrap())), ..TtlOverrides::default() };
    let refresh =
        RefreshOverrides { refresh_token_idle_ttl: idle.map(|idle| IdleTtl::parse(idle).unwrap()), ..RefreshOverrides::default() };
    ClientTokenPolicy { token_ttls: ttl, refresh, reach }
}

impl TestControl {
    async fn version(&self) -> i64 {
        self.operator().load_workspace(&self.path).await.unwrap().version
    }

    async fn set_tokens(&self, tokens: TokenSettings, reach: Option<Reach>) -> Result<(), Error> {
        self.operator().set_token_settings(&self.path, self.version().await, tokens, reach).await.map(drop)
    }

    async fn set_policy(&self, client: &Client, policy: ClientTokenPolicy) -> Result<Client, Error> {
        let version = self.operator().load_client(&self.path, client.id).await.unwrap().client.version;
        self.operator().set_client_token_policy(&self.path, client.id, version, policy).await
    }

    /// In how many seconds a family ends, by which rule, and whether it lives.
    async fn end(&self, family: FamilyId) -> (i64, EndRule, FamilyState) {
        let summary = self.family_summary(family).await;
        let now = self.clock.now();
        (summary.expires_at.seconds_since(now), summary.ends_by, summary.state(now))
    }

    /// What the last audit line says was changed.
    async fn last_changes(&self) -> Vec<(String, String, String)> {
        let last = self.trail().await.pop().unwrap();
        last.changes.into_iter().map(|change| (change.field, change.from, change.to)).collect()
    }
}

fn change(field: &str, from: &str, to: &str) -> (String, String, String) {
    (field.to_owned(), from.to_owned(), to.to_owned())
}

on_both_databases! {
    /// Clauses: 108.
    async fn a_lower_lifetime_is_told_by_client_and_shortens_only_when_that_is_decided(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        let shop = installation.client("Shop", ClientType::ServerSideWeb).await;
        let page = installation.client("Page", ClientType::SinglePage).await;
        let own_ttls = installation.client("Own", ClientType::ServerSideWeb).await;
        installation.set_policy(&own_ttls, own(Some("30d"), None, None)).await.unwrap();
        let alice = installation.user("alice").await;
        let old = installation.family(&shop, &alice).await;
        let of_page = installation.family(&page, &alice).await;
        let of_own = installation.family(&own_ttls, &alice).await;
        let gone = installation.family(&shop, &alice).await;
        operator.revoke_family(path, gone, Sessions::Stay).await.unwrap();
        installation.clock.advance_seconds(10 * DAY);
        let young = installation.family(&shop, &alice).await;

        let lower = settings("7d", "0");
        let impact = operator.preview_token_settings(path, &lower).await.unwrap();
        assert_eq!((impact.shortened, impact.over, impact.client_count), (3, 2, 2));
        let told: Vec<_> = impact.clients.iter().map(|client| (client.client_name.as_str(), client.shortened, client.over)).collect();
        assert_eq!(told, [("Shop", 2, 1), ("Page", 1, 1)]);

        let before = installation.trail().await.len();
        assert!(matches!(installation.set_tokens(lower.clone(), None).await, Err(Error::Undecided)));
        assert_eq!(installation.trail().await.len(), before, "nothing was saved");

        installation.set_tokens(lower, Some(Reach::LiveTokens)).await.unwrap();
        assert_eq!(
            installation.last_changes().await,
            [change("refresh_token_ttl", "30d", "7d"), change("live_refresh_tokens_shortened", "", "3"), change("live_refresh_tokens_over_at_once", "", "2")]
        );
        assert_eq!(installation.end(old).await.2, FamilyState::Expired);
        assert_eq!(installation.end(of_page).await, (-3 * DAY - 4, EndRule::Policy, FamilyState::Expired));
        assert_eq!(installation.end(young).await, (7 * DAY - 1, EndRule::Policy, FamilyState::Live));
        assert_eq!(installation.end(of_own).await.1, EndRule::Absolute, "it has lifetimes of its own");
        // What is over is not revoked: nobody ended it, its time did.
        assert_eq!(installation.family_summary(old).await.revoked, None);
    }

    /// Clauses: 108.
    async fn new_tokens_only_leaves_live_ones_their_end_and_no_change_ever_lengthens_one(installation) {
        let shop = installation.client("Shop", ClientType::ServerSideWeb).await;
        let alice = installation.user("alice").await;
        let family = installation.family(&shop, &alice).await;
        let as_it_was = installation.end(family).await;

        installation.set_tokens(settings("7d", "0"), Some(Reach::NewTokens)).await.unwrap();
        assert_eq!(
            installation.last_changes().await,
            [change("refresh_token_ttl", "30d", "7d"), change("live_refresh_tokens_kept_as_they_were", "", "1")]
        );
        assert_eq!(installation.end(family).await, as_it_was);
        // Longer lifetimes need no decision, and reach nothing that lives, whatever is said.
        for (ttl, idle) in [("1y", "0"), ("2y", "1y"), ("2y", "0")] {
            installation.set_tokens(settings(ttl, idle), Some(Reach::LiveTokens)).await.unwrap();
        }
        assert_eq!(installation.end(family).await.0, as_it_was.0);
        installation.set_tokens(settings("3y", "0"), None).await.unwrap();
    }

    /// Clauses: 30, 108.
    async fn an_idle_lifetime_reaches_live_ones_only_when_that_is_decided_and_only_to_shorten(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        let shop = installation.client("Shop", ClientType::ServerSideWeb).await;
        let alice = installation.user("alice").await;
        let unused = installation.family(&shop, &alice).await;
        installation.clock.advance_seconds(2 * DAY);
        let used = installation.family(&shop, &alice).await;

        let policy = own(None, Some("1d"), None);
        let impact = operator.preview_client_token_policy(path, shop.id, &policy).await.unwrap();
        assert_eq!((impact.shortened, impact.over, impact.client_count), (2, 1, 1));
        assert!(matches!(installation.set_policy(&shop, policy).await, Err(Error::Undecided)));
        let mut all = shop.settings.clone();
        all.refresh = policy.refresh;
        let saved_otherwise = operator.set_client(path, shop.id, shop.version, all).await;
        assert!(matches!(saved_otherwise, Err(Error::Undecided)), "no other save passes it by");

        installation.set_policy(&shop, own(None, Some("1d"), Some(Reach::LiveTokens))).await.unwrap();
        assert_eq!(installation.end(unused).await.2, FamilyState::Expired);
        assert_eq!(installation.end(used).await, (DAY - 1, EndRule::Idle, FamilyState::Live));
        // A longer one, and then one between the two: live ones keep what is shorter.
        installation.set_policy(&shop, own(None, Some("20d"), Some(Reach::LiveTokens))).await.unwrap();
        installation.set_policy(&shop, own(None, Some("10d"), Some(Reach::LiveTokens))).await.unwrap();
        assert_eq!(installation.end(used).await.0, DAY - 1);
    }

    /// Clauses: 108.
    async fn no_refresh_tokens_any_more_can_end_those_that_live(installation) {
        let shop = installation.client("Shop", ClientType::ServerSideWeb).await;
        let alice = installation.user("alice").await;
        let family = installation.family(&shop, &alice).await;
        assert!(matches!(installation.set_tokens(settings("0", "0"), None).await, Err(Error::Undecided)));
        installation.set_tokens(settings("0", "0"), Some(Reach::LiveTokens)).await.unwrap();
        assert_eq!(installation.end(family).await, (-1, EndRule::Policy, FamilyState::Expired));
        assert_eq!(installation.last_changes().await.last(), Some(&change("live_refresh_tokens_over_at_once", "", "1")));
    }

    /// Clauses: 108.
    async fn a_code_whose_exchange_had_looked_before_a_lifetime_was_lowered_begins_nothing_by_the_old_one(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        let shop = installation.client("Shop", ClientType::ServerSideWeb).await;
        let alice = installation.user("alice").await;
        let redemption = installation.code(&shop, &alice).await;
        let before = operator.load_workspace(path).await.unwrap();
        let mut tokens = before.tokens.clone();
        tokens.ttls.refresh_token_ttl = TokenTtls::parse_refresh_token_ttl("1h").unwrap();
        operator.set_token_settings(path, before.version, tokens, None).await.unwrap();
        let storage = installation.store.engine_storage();
        assert_eq!(storage.redeem_code(redemption).await.unwrap(), CodeOutcome::BasisChanged);
    }

    /// Clauses: 108.
    async fn a_refresh_that_had_looked_before_a_lifetime_was_lowered_moves_nothing_after_it(installation) {
        let shop = installation.client("Shop", ClientType::ServerSideWeb).await;
        let alice = installation.user("alice").await;
        for to in [Shortening { absolute: Some(0), idle: None }, Shortening { absolute: None, idle: Some(1) }] {
            let family = installation.family(&shop, &alice).await;
            installation.clock.advance_seconds(10);
            let transaction = installation.store.store().begin().await.unwrap();
            let store = transaction.tenant(installation.acme.id).workspace(&installation.path.workspace).await.unwrap().unwrap();
            store.shorten_families(&[shop.id], to, installation.clock.now()).await.unwrap();
            let storage = installation.store.engine_storage().clone();
            let present = installation.present(shop.workspace_id, family);
            let refresh = tokio::spawn(async move { storage.present_refresh_token(present).await });
            // It finds the family alive and waits for its row, or for the writer.
            tokio::time::sleep(Duration::from_millis(200)).await;
            assert!(!refresh.is_finished());
            transaction.commit().await.unwrap();
            let RefreshOutcome::Ended(after) = refresh.await.unwrap().unwrap() else { panic!("{to:?}") };
            assert_eq!(after.position.generation, 0, "{to:?}");
        }
    }
}

on_both_databases! {
    async fn what_is_suspended_without_offline_access_is_counted_by_the_scope_and_no_other(installation) {
        let shop = installation.client("Shop", ClientType::ServerSideWeb).await;
        let alice = installation.user("alice").await;
        for scopes in ["offline_access", "email offline_access openid", "my.offline_access openid", "offline-access", "openid"] {
            installation.family_with(&shop, &alice, |family| family.authorization.scopes = scopes.parse().unwrap()).await;
        }
        let view = installation.operator().load_client(&installation.path, shop.id).await.unwrap();
        assert_eq!((view.live_families, view.offline_families), (5, 2));
    }
}

#[tokio::test]
async fn a_policy_of_a_clients_own_is_refused_at_the_field_that_breaks_the_rule() {
    let installation = TestControl::new().await;
    let page = installation.client("Page", ClientType::SinglePage).await;
    let refused = async |policy: ClientTokenPolicy| match installation.set_policy(&page, policy).await {
        Err(Error::Invalid(problems)) => problems.into_iter().map(|at| (at.field, at.problem)).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    let with = |refresh| ClientTokenPolicy { token_ttls: TtlOverrides::default(), refresh, reach: None };
    let fields = |problems: Vec<(&'static str, Problem)>| problems.into_iter().map(|(field, _)| field).collect::<Vec<_>>();
    let none = RefreshOverrides::default();
    assert_eq!(fields(refused(with(RefreshOverrides { rotation: Some(Rotation::Never), ..none })).await), ["rotation"]);
    assert_eq!(fields(refused(with(RefreshOverrides { retry_until_first_use: Some(true), ..none })).await), ["retry_until_first_use"]);
    assert_eq!(fields(refused(own(None, Some("31d"), None)).await), ["refresh_token_idle_ttl"]);

    installation.set_tokens(settings("30d", "14d"), None).await.unwrap();
    assert_eq!(fields(refused(own(Some("7d"), None, None)).await), ["refresh_token_ttl"]);
    installation.set_policy(&page, own(Some("7d"), Some("0"), None)).await.unwrap();
}
