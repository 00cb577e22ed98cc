//! Lists in the orders that they can be sorted in, page by page: forwards, backwards, and past what was changed meanwhile.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fmt::Debug;

use domain::{
    client::Client,
    id::{ClientId, UserId},
    name::{Name, Slug},
    page::{Cursor, Edge, Page, Sorted, Window},
    sort::{ClientSort, Sort, UserSort, WorkspaceSort},
    user::{User, UserIdentifier, UserProfile},
    workspace::Workspace,
};
use engine::contract::{Failure, START, Seed, seeded};
use store::{SavedUser, testing::TestStore};

/// Names of which several are there more than once, in one case or another.
const NAMES: [&str; 9] = ["Orders", "shop", "Shop", "orders", "Zoo", "Shop", "a", "Über: x", "shop"];

/// How many items a page has.
const LIMIT: u64 = 4;

/// The edge of a page, as it was answered.
fn read<K: std::str::FromStr<Err: Debug>>(place: &str) -> Cursor<K> {
    place.parse().unwrap()
}

fn window<K>(edge: Edge<Cursor<K>>, reversed: bool) -> Window<Cursor<K>> {
    Window { edge, limit: LIMIT, reversed, counted: false }
}

/// Walks through a list to its end and back. Returns its items, in its order.
async fn walked<K, S, T>(by: S, reversed: bool, list: &impl AsyncFn(Sorted<K, S>) -> Page<T>) -> Vec<T>
where
    K: std::str::FromStr<Err: Debug>,
    S: Sort + Debug,
    T: Clone + Debug + PartialEq,
{
    let page = async |edge| list(Sorted::new(by, window(edge, reversed)).unwrap()).await;
    let first = page(Edge::Start).await;
    assert_eq!(first.previous, None);
    let mut pages = vec![first];
    while let Some(next) = pages.last().unwrap().next.clone() {
        pages.push(page(Edge::After(read(&next))).await);
        assert!(pages.len() < 100, "it has an end");
    }
    let mut back = pages.last().unwrap().clone();
    for expected in pages.iter().rev().skip(1) {
        back = page(Edge::Before(read(back.previous.as_deref().unwrap()))).await;
        assert_eq!(back.items, expected.items, "{by:?} {reversed}");
    }
    assert_eq!(back.previous, None, "{by:?} {reversed}");
    pages.into_iter().flat_map(|page| page.items).collect()
}

fn seed_of(number: usize) -> [u8; 10] {
    [u8::try_from(number).unwrap(); 10]
}

async fn insert_clients(fixture: &TestStore, seed: &Seed) -> Result<(), Failure> {
    let transaction = fixture.store().begin().await?;
    let workspace = transaction.tenant(seed.tenant.id).workspace(&seed.workspace.slug).await?.ok_or("the workspace")?;
    for (number, name) in NAMES.iter().enumerate() {
        let mut client = Client { id: ClientId::new(START.plus_seconds(60), seed_of(number)), ..seed.client.client.clone() };
        client.settings.name = Name::parse(name)?;
        workspace.insert_client(&client, None).await?;
    }
    Ok(transaction.commit().await?)
}

#[tokio::test]
async fn clients_stand_in_each_order_once_also_where_names_are_equal() -> Result<(), Failure> {
    for fixture in TestStore::both().await? {
        let seed = seeded(&fixture).await?;
        insert_clients(&fixture, &seed).await?;
        let workspace = fixture.store().tenant(seed.tenant.id).workspace(&seed.workspace.slug).await?.ok_or("the workspace")?;
        let list = async |asked| workspace.list_clients("", asked, None).await.unwrap();
        for by in ClientSort::ALL.iter().copied() {
            let upward = walked(by, by.descends(), &list).await;
            let mut downward = walked(by, !by.descends(), &list).await;
            downward.reverse();
            assert_eq!(upward, downward, "{by:?}");
            let mut ids: Vec<_> = upward.iter().map(|client| client.id).collect();
            let in_order = ids.is_sorted();
            ids.sort_unstable();
            ids.dedup();
            assert_eq!(ids.len(), upward.len(), "each once");
            assert_eq!(in_order, by == ClientSort::CreatedAt);
        }
        let names: Vec<_> =
            walked(ClientSort::Name, false, &list).await.into_iter().map(|client| client.settings.name.to_string()).collect();
        let shops: Vec<_> = names.iter().filter(|name| name.eq_ignore_ascii_case("shop")).collect();
        assert_eq!(shops, ["Shop", "shop", "Shop", "Shop", "shop"], "in whatever case, in the order in which they were created");
        let place = |sought: &str| names.iter().position(|name| name == sought).unwrap();
        assert!(place("a") < place("Orders") && place("Orders") < place("Shop") && place("Shop") < place("Zoo"), "{names:?}");
    }
    Ok(())
}

#[tokio::test]
async fn a_list_goes_on_where_a_page_ended_also_if_that_item_is_renamed_or_gone() -> Result<(), Failure> {
    for fixture in TestStore::both().await? {
        let seed = seeded(&fixture).await?;
        insert_clients(&fixture, &seed).await?;
        let store = fixture.store();
        let list = async |edge| {
            let workspace = store.tenant(seed.tenant.id).workspace(&seed.workspace.slug).await.unwrap().unwrap();
            workspace.list_clients("", Sorted::new(ClientSort::Name, window(edge, false)).unwrap(), None).await.unwrap()
        };
        let first = list(Edge::Start).await;
        let second = list(Edge::After(read(first.next.as_deref().unwrap()))).await;

        let transaction = store.begin().await?;
        let workspace = transaction.tenant(seed.tenant.id).workspace(&seed.workspace.slug).await?.ok_or("the workspace")?;
        let mut renamed = first.items.last().unwrap().clone();
        renamed.settings.name = Name::parse("zzz")?;
        workspace.update_client(&renamed, store::SecretUpdate::Keep).await?;
        transaction.commit().await?;
        assert_eq!(list(Edge::After(read(first.next.as_deref().unwrap()))).await.items, second.items, "renamed");

        let transaction = store.begin().await?;
        let workspace = transaction.tenant(seed.tenant.id).workspace(&seed.workspace.slug).await?.ok_or("the workspace")?;
        let gone = second.items.first().unwrap();
        workspace.delete_client(gone.id, gone.version).await?;
        transaction.commit().await?;
        let before = list(Edge::Before(read(second.previous.as_deref().unwrap()))).await;
        assert_eq!(before.items, first.items[..first.items.len() - 1], "the one that was renamed stands elsewhere");
    }
    Ok(())
}

#[tokio::test]
async fn users_stand_by_what_they_sign_in_with_or_by_their_names() -> Result<(), Failure> {
    for fixture in TestStore::both().await? {
        let seed = seeded(&fixture).await?;
        let transaction = fixture.store().begin().await?;
        let workspace = transaction.tenant(seed.tenant.id).workspace(&seed.workspace.slug).await?.ok_or("the workspace")?;
        for (number, name) in NAMES.iter().enumerate() {
            let user = User {
                id: UserId::new(START.plus_seconds(60), seed_of(number)),
                // In the opposite order; with what separates a key from a value.
                identifier: UserIdentifier::parse(&format!("user:{}", 99 - number))?,
                profile: UserProfile::named(Name::parse(name)?),
                ..seed.user.user.clone()
            };
            assert!(matches!(workspace.insert_user(&user, None).await?, SavedUser::Saved(_)));
        }
        transaction.commit().await?;
        let workspace = fixture.store().tenant(seed.tenant.id).workspace(&seed.workspace.slug).await?.ok_or("the workspace")?;
        let list = async |asked| workspace.list_users("", asked).await.unwrap();
        for by in UserSort::ALL.iter().copied() {
            let upward = walked(by, by.descends(), &list).await;
            let mut downward = walked(by, !by.descends(), &list).await;
            downward.reverse();
            assert_eq!(upward, downward, "{by:?}");
            assert_eq!(upward.len(), NAMES.len() + 2);
        }
        let of = |users: Vec<User>| users.into_iter().map(|user| user.identifier.to_string()).filter(|name| name.starts_with("user:"));
        let by_identifier: Vec<_> = of(walked(UserSort::Identifier, false, &list).await).collect();
        assert!(by_identifier.is_sorted(), "{by_identifier:?}");
        let found = workspace.list_users("SHOP user:9", Sorted::new(UserSort::Name, window(Edge::Start, false)).unwrap()).await?;
        assert_eq!(found.items.len(), 4, "each word somewhere: {found:?}");
    }
    Ok(())
}

#[tokio::test]
async fn workspaces_stand_by_their_address_their_name_or_their_age() -> Result<(), Failure> {
    for fixture in TestStore::both().await? {
        let seed = seeded(&fixture).await?;
        let transaction = fixture.store().begin().await?;
        for (number, name) in (1_u8..).zip(NAMES) {
            let workspace = Workspace {
                id: domain::id::WorkspaceId::new(START, [number; 10]),
                slug: Slug::parse(&format!("region-{number}"))?,
                name: Name::parse(name)?,
                // Some at the same time.
                created_at: START.plus_seconds(i64::from(number % 3)),
                ..seed.workspace.clone()
            };
            transaction.tenant(seed.tenant.id).insert_workspace(&workspace, &[], Vec::new()).await?;
        }
        transaction.commit().await?;
        let tenant = fixture.store().tenant(seed.tenant.id);
        let list = async |asked| tenant.list_workspaces("", asked, None).await.unwrap().map(|one| (one.created_at, one.slug.to_string()));
        for by in WorkspaceSort::ALL.iter().copied() {
            let upward = walked(by, by.descends(), &list).await;
            let mut downward = walked(by, !by.descends(), &list).await;
            downward.reverse();
            assert_eq!(upward, downward, "{by:?}");
            assert_eq!(upward.len(), NAMES.len() + 1);
            if by == WorkspaceSort::CreatedAt {
                assert!(upward.is_sorted(), "the oldest first, and at the same time by their addresses: {upward:?}");
            }
        }
    }
    Ok(())
}
