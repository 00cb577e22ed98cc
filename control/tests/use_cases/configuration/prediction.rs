//! What a plan says of refresh tokens is what applying it does, whatever is changed at once.

use std::{cell::Cell, collections::BTreeMap};

use control::Error;
use domain::{
    client::{Client, ClientType},
    configuration::Terms,
    family::FamilyState,
    id::ClientId,
    impact::Reach,
    page::{LARGEST_PAGE, Window},
    user::User,
    view::FamilyFilter,
};
use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};
use serde_json::{Value, json};
use store::testing::TestStore;

use super::{declared, exported};
use crate::installation::TestControl;

const DAY: i64 = 24 * 3600;

/// What is changed about a client.
#[derive(Debug, Clone, Copy)]
enum ClientStep {
    Keep,
    Rename,
    Disable,
    Delete,
    OwnTtl(&'static str),
    OwnIdle(&'static str),
    NoRefreshTokens,
}

/// What is there, and what is changed at once.
#[derive(Debug, Clone)]
struct Case {
    /// By whom refresh tokens were issued, and how many days ago: of three clients.
    families: Vec<(usize, i64)>,
    ttl: Option<&'static str>,
    idle: Option<&'static str>,
    refreshes: bool,
    clients: [ClientStep; 3],
    reach: Reach,
}

fn cases() -> impl Strategy<Value = Case> {
    let ttl = prop::sample::select(vec!["0s", "1d", "7d", "20d", "60d"]);
    let idle = prop::sample::select(vec!["1h", "2d", "9d"]);
    let step = prop_oneof![
        3 => Just(ClientStep::Keep),
        1 => Just(ClientStep::Rename),
        1 => Just(ClientStep::Disable),
        1 => Just(ClientStep::Delete),
        2 => prop::sample::select(vec!["1d", "5d", "90d"]).prop_map(ClientStep::OwnTtl),
        2 => prop::sample::select(vec!["1h", "3d", "0s"]).prop_map(ClientStep::OwnIdle),
        1 => Just(ClientStep::NoRefreshTokens),
    ];
    let families = prop::collection::vec((0..3_usize, prop::sample::select(vec![0, 1, 3, 8, 15, 25])), 0..10);
    let reach = prop::sample::select(Reach::ALL.to_vec());
    let of =
        (families, prop::option::of(ttl), prop::option::of(idle), prop::bool::weighted(0.9), [step.clone(), step.clone(), step], reach);
    of.prop_map(|(families, ttl, idle, refreshes, clients, reach)| Case { families, ttl, idle, refreshes, clients, reach })
}

impl Case {
    /// Issues the refresh tokens, the oldest first.
    async fn issue(&self, installation: &TestControl, clients: &[Client; 3], user: &User) {
        let mut families = self.families.clone();
        families.sort_by_key(|(_, age)| -age);
        let mut age = 30;
        for (client, days_ago) in families {
            installation.clock.advance_seconds((age - days_ago) * DAY);
            age = days_ago;
            installation.family(&clients[client], user).await;
        }
        installation.clock.advance_seconds(age * DAY);
    }

    /// Changes the document.
    fn change(&self, document: &mut Value) {
        let server = &mut document["servers"][0];
        if let Some(ttl) = self.ttl {
            server["token_ttls"] = json!({ "refresh_token_ttl": ttl });
        }
        if let Some(idle) = self.idle {
            server["refresh_token_policy"] = json!({ "refresh_token_idle_ttl": idle });
        }
        if !self.refreshes {
            server["grant_types"] = json!(["authorization_code", "client_credentials"]);
        }
        let clients = server["clients"].as_array_mut().unwrap();
        for (client, step) in clients.iter_mut().zip(self.clients) {
            match step {
                ClientStep::Keep | ClientStep::Delete => {}
                ClientStep::Rename => client["client_name"] = json!("Renamed"),
                ClientStep::Disable => client["client_status"] = json!("inactive"),
                ClientStep::OwnTtl(ttl) => client["token_ttls"] = json!({ "refresh_token_ttl": ttl }),
                ClientStep::OwnIdle(idle) => client["refresh_token_policy"] = json!({ "refresh_token_idle_ttl": idle }),
                ClientStep::NoRefreshTokens => client["grant_types"] = json!(["authorization_code"]),
            }
        }
        let kept = clients.iter().zip(self.clients).filter(|(_, step)| !matches!(step, ClientStep::Delete));
        *clients = kept.map(|(client, _)| client.clone()).collect();
    }
}

/// How many refresh tokens live, by client.
async fn live(installation: &TestControl) -> BTreeMap<ClientId, u64> {
    let filter = FamilyFilter { state: Some(FamilyState::Live), ..FamilyFilter::default() };
    let window = Window { limit: LARGEST_PAGE, ..Window::from(None) };
    let page = installation.operator().list_families(&installation.path, &filter, window).await.unwrap();
    let mut live = BTreeMap::new();
    for family in page.items {
        *live.entry(family.client_id).or_default() += 1;
    }
    live
}

/// Plans a case and applies it. Returns whether there was something to apply.
async fn holds(store: TestStore, case: &Case) -> bool {
    let installation = TestControl::on(store).await;
    let operator = installation.operator();
    let types = [ClientType::ServerSideWeb, ClientType::SinglePage, ClientType::MobileDesktop];
    let mut clients = Vec::new();
    for client_type in types {
        clients.push(installation.client(client_type.label(), client_type).await);
        installation.clock.advance_seconds(1);
    }
    let clients: [Client; 3] = clients.try_into().unwrap();
    case.issue(&installation, &clients, &installation.user("alice").await).await;
    let mut document = exported(&installation).await;
    case.change(&mut document);
    let (declared, terms) = (declared(&document), Terms { prune: true, reach: Some(case.reach) });

    let before = live(&installation).await;
    let plan = match operator.plan_configuration(&declared, terms).await {
        // An idle lifetime that is longer than the absolute one.
        Err(Error::Unfit(_)) => return false,
        plan => plan.unwrap(),
    };
    assert_eq!(live(&installation).await, before, "a plan changes nothing");
    let applied = operator.apply_configuration(&declared, terms, Some(&plan.id)).await.unwrap();
    assert_eq!(applied.plan, plan);
    let after = live(&installation).await;
    for client in &clients {
        let count = |live: &BTreeMap<ClientId, u64>| live.get(&client.id).copied().unwrap_or_default();
        let told: u64 = plan.tokens.iter().filter(|of| of.client_id == client.id).map(|of| of.tokens.ended).sum();
        assert_eq!(count(&before) - count(&after), told, "{}: {plan:?}", client.settings.name);
    }
    let by_change: u64 = plan.changes.iter().map(|change| change.tokens.ended).sum();
    assert_eq!(by_change, plan.total().ended, "each is told with one change: {plan:?}");
    let again = operator.plan_configuration(&declared, terms).await.unwrap();
    assert!(again.is_empty(), "{again:?}");
    true
}

#[test]
fn a_plan_predicts_how_many_refresh_tokens_of_each_client_applying_it_ends() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let (sqlite, postgres) = (Cell::new(0), Cell::new(0));
    let mut runner = TestRunner::new(Config { cases: 16, failure_persistence: None, ..Config::default() });
    let held = runner.run(&cases(), |case| {
        runtime.block_on(async {
            sqlite.set(sqlite.get() + usize::from(Box::pin(holds(TestStore::sqlite().await.unwrap(), &case)).await));
            postgres.set(postgres.get() + usize::from(Box::pin(holds(TestStore::postgres().await.unwrap(), &case)).await));
        });
        Ok(())
    });
    held.unwrap();
    assert!(sqlite.get() > 4 && sqlite == postgres, "{sqlite:?} {postgres:?}");
}
