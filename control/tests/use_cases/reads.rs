//! What a page reads does not grow with what is there: the rows that PostgreSQL reads are counted, by whatever plan it reads them.

use std::{future::Future, iter};

use control::Counting;
use domain::{
    activity::Period,
    client::{Client, ClientType},
    clock::Clock,
    explanation::Question,
    family::FamilyState,
    id::{ClientId, FamilyId, WorkspaceId},
    page::COUNTED_UP_TO,
    view::FamilyFilter,
    workspace::Workspace,
};
use store::{bulk::Rows, testing::TestStore};

use crate::installation::{TestControl, slug};

/// How many families each of two clients has.
const MANY: usize = 30_000;
/// What lists and look-ups read beside what is counted.
const FEW: u64 = 500;

/// Returns how many families a page reads.
async fn read<T>(installation: &TestControl, page: impl Future<Output = Result<T, control::Error>>) -> u64 {
    let before = installation.store.rows_read("token_families").await.unwrap();
    page.await.unwrap();
    installation.store.rows_read("token_families").await.unwrap() - before
}

#[tokio::test(flavor = "multi_thread")]
async fn no_page_reads_more_refresh_tokens_than_it_counts_to_however_many_there_are() {
    let installation = TestControl::on(TestStore::postgres().await.unwrap()).await;
    installation.store.prefers_indexes().await.unwrap();
    let (operator, path) = (installation.operator(), &installation.path);
    let [shop, page] =
        [installation.client("Shop", ClientType::ServerSideWeb).await, installation.client("Page", ClientType::SinglePage).await];
    let [alice, bob, carol] = [installation.user("alice").await, installation.user("bob").await, installation.user("carol").await];
    let mut families = Vec::new();
    for (client, user, many) in [(&shop, &alice, MANY), (&page, &bob, MANY), (&shop, &carol, 5)] {
        let family = installation.code(client, user).await.family.unwrap();
        families.extend((0..many).map(|_| {
            let mut family = family.clone();
            family.authorization.id = FamilyId::new(family.authorization.created_at, installation.bytes());
            family
        }));
    }
    let of_carol = families.last().unwrap().authorization.id;
    installation.store.store().load(Rows::Families(families)).await.unwrap();
    installation.store.analyze("token_families").await.unwrap();

    let filter = |client, user, state| FamilyFilter { client, user, state, ..FamilyFilter::default() };
    let (shops, alices, carols) = (Some(shop.id), Some(alice.id), Some(carol.id));
    let live = Some(FamilyState::Live);
    for (client, user) in [(None, None), (shops, None), (None, alices), (shops, alices), (None, carols)] {
        for state in [None, live, Some(FamilyState::Revoked)] {
            let listed = read(&installation, operator.list_families(path, &filter(client, user, state), None)).await;
            assert!(listed <= FEW, "{listed} for a list of {client:?} {user:?} {state:?}");
        }
        let counted = read(&installation, operator.count_some_families(path, &filter(client, user, live))).await;
        assert!(counted <= COUNTED_UP_TO + FEW, "{counted} for a count of {client:?} {user:?}");
    }

    // No index finds these: the newest are looked at, once for the bound and once for what is asked for.
    for filter in [
        FamilyFilter { key_bound: Some(true), ..FamilyFilter::default() },
        FamilyFilter { unused_since: Some(Clock::now(&*installation.clock).plus_seconds(-3600)), ..FamilyFilter::live() },
    ] {
        let listed = read(&installation, operator.list_families(path, &filter, None)).await;
        assert!(listed <= 2 * COUNTED_UP_TO + FEW, "{listed} for a list of {filter:?}");
        let counted = read(&installation, operator.count_some_families(path, &filter)).await;
        assert!(counted <= 2 * COUNTED_UP_TO + FEW, "{counted} for a count of {filter:?}");
        assert!(operator.count_some_families(path, &filter).await.unwrap().at_least);
        assert!(operator.list_families(path, &filter, None).await.unwrap().next.is_some(), "it goes on");
    }

    let of_client = read(&installation, operator.load_client(path, shop.id)).await;
    assert!(of_client <= 2 * COUNTED_UP_TO + FEW, "{of_client} for a client");
    let of_user = read(&installation, operator.load_user(path, alice.id)).await;
    assert!(of_user <= COUNTED_UP_TO + FEW, "{of_user} for a user");
    let of_user_with_few = read(&installation, operator.load_user(path, carol.id)).await;
    assert!(of_user_with_few <= FEW, "{of_user_with_few} for a user with few");
    let overview = read(&installation, operator.load_overview(path, Counting::Bounded)).await;
    assert!(overview <= COUNTED_UP_TO + FEW, "{overview} for the overview");
    let activity = read(&installation, operator.load_client_activity(path, shop.id, Period::Month)).await;
    assert!(activity <= FEW, "{activity} for what happened at a client");
    let family = read(&installation, operator.load_family(path, of_carol)).await;
    assert!(family <= FEW, "{family} for a family");
    let question = Question { family_id: Some(of_carol), ..Question::default() };
    let explained = read(&installation, Box::pin(operator.explain(path, shop.id, &question))).await;
    assert!(explained <= FEW, "{explained} for an explanation");

    // What is counted to the bound says that there are more.
    let view = operator.load_user(path, alice.id).await.unwrap();
    assert_eq!((view.live, view.clients.len(), view.clients[0].live), (COUNTED_UP_TO + 1, 1, COUNTED_UP_TO + 1));
    let view = operator.load_client(path, page.id).await.unwrap();
    assert_eq!(view.live_families, COUNTED_UP_TO + 1);
    assert_eq!(operator.load_overview(path, Counting::Exact).await.unwrap().live_families, 2 * MANY as u64 + 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_of_workspaces_counts_clients_to_a_bound() {
    let installation = TestControl::on(TestStore::postgres().await.unwrap()).await;
    installation.store.prefers_indexes().await.unwrap();
    let (operator, path) = (installation.operator(), &installation.path);
    let client = installation.client("Shop", ClientType::ServerSideWeb).await;
    let main = operator.load_workspace(path).await.unwrap();
    // Spread as in an installation that has grown: a planner that knew one workspace alone would look for others everywhere.
    let others: Vec<_> = (10..40_u8)
        .map(|number| Workspace {
            id: WorkspaceId::new(main.created_at, installation.bytes()),
            slug: slug(&format!("other-{number}")),
            ..main.clone()
        })
        .collect();
    let many = usize::try_from(2 * COUNTED_UP_TO).unwrap();
    let homes = iter::repeat_n(main.id, many).chain(others.iter().map(|workspace| workspace.id));
    let clients = homes.map(|workspace_id| {
        let id = ClientId::new(client.created_at, installation.bytes());
        (Client { id, workspace_id, ..client.clone() }, None)
    });
    let clients = Rows::Clients(clients.collect());
    installation.store.store().load(Rows::Workspaces(others)).await.unwrap();
    installation.store.store().load(clients).await.unwrap();
    installation.store.analyze("clients").await.unwrap();

    let before = installation.store.rows_read("clients").await.unwrap();
    let listed = operator.list_workspaces(&path.tenant, "", None).await.unwrap();
    let read = installation.store.rows_read("clients").await.unwrap() - before;
    assert!(read <= COUNTED_UP_TO + FEW, "{read}");
    let clients: Vec<_> = listed.items.iter().map(|workspace| (workspace.slug.as_str(), workspace.clients)).collect();
    assert_eq!(clients[..3], [("main", COUNTED_UP_TO + 1), ("other-10", 1), ("other-11", 1)]);
}
