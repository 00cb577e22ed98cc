//! Lists: found, sorted and in pages.

use domain::{
    audit::AuditAction,
    client::ClientType,
    page::{Edge, PAGE_SIZE, Page, Window},
    view::{AuditFilter, FamilyFilter, NewUser, NewWorkspace},
};

use crate::installation::{PASSWORD, on_both_databases};

fn names<T>(page: &Page<T>, name: impl Fn(&T) -> &str) -> Vec<&str> {
    page.items.iter().map(name).collect()
}

on_both_databases! {
    async fn a_search_takes_every_character_for_itself_and_no_regard_to_case(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        for name in ["Shop 100%", "Shop 1000", "a_b", "aXb", "wow!", "Übung", "c\\d"] {
            operator.create_client(path, name, ClientType::Service).await.unwrap();
            installation.clock.advance_seconds(1);
        }
        for (search, found) in [
            ("SHOP", vec!["Shop 1000", "Shop 100%"]),
            ("100%", vec!["Shop 100%"]),
            ("A_B", vec!["a_b"]),
            (" w! ", vec!["wow!"]),
            ("Übung", vec!["Übung"]),
            ("\\", vec!["c\\d"]),
            ("nothing", vec![]),
        ] {
            let page = operator.list_clients(path, search, None).await.unwrap();
            assert_eq!(names(&page, |client| client.settings.name.as_str()), found, "{search}");
        }
        let shop = operator.list_clients(path, "100%", None).await.unwrap().items.remove(0);
        let by_id = operator.list_clients(path, &shop.id.to_string(), None).await.unwrap();
        assert_eq!(by_id.items, [shop]);
    }

    async fn pages_follow_one_another_without_a_gap(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        let shop = installation.client("Shop", ClientType::ServerSideWeb).await;
        let page = installation.client("Page", ClientType::SinglePage).await;
        let alice = installation.user("alice").await;
        let mut made = Vec::new();
        for _ in 0..=PAGE_SIZE {
            made.push(installation.family(&shop, &alice).await);
        }
        installation.family(&page, &alice).await;
        made.reverse();

        let filter = FamilyFilter { client: Some(shop.id), user: Some(alice.id), ..FamilyFilter::default() };
        let first = operator.list_families(path, &filter, None).await.unwrap();
        let after = first.next.as_ref().unwrap().parse().unwrap();
        let second = operator.list_families(path, &filter, Some(after)).await.unwrap();
        assert_eq!(second.next, None);
        let seen: Vec<_> = first.items.iter().chain(&second.items).map(|family| family.id).collect();
        assert_eq!(seen, made);
        assert_eq!((first.items[0].client_name.as_str(), first.items[0].user_words()), ("Shop", "alice"));
        assert_eq!(first.previous, None);
        let before = Window { edge: Edge::Before(second.previous.unwrap().parse().unwrap()), ..Window::from(None) };
        let back = operator.list_families(path, &filter, before).await.unwrap();
        assert_eq!((back.items, back.previous), (first.items.clone(), None));
        let oldest = operator.list_families(path, &filter, Window { reversed: true, ..Window::from(None) }).await.unwrap();
        assert_eq!(oldest.items[0].id, *made.last().unwrap(), "the other way round");
    }

    async fn where_only_some_is_searched_the_pages_before_are_found_again(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        for number in 0..50 {
            operator.create_client(path, &format!("Client {number}"), ClientType::Service).await.unwrap();
            installation.clock.advance_seconds(1);
        }
        let filter = AuditFilter { action: Some(AuditAction::ClientCreated), ..AuditFilter::default() };
        let list = async |edge| {
            let window = Window { edge, limit: 20, reversed: false, counted: false };
            operator.list_audit_events(&path.tenant, Some(&path.workspace), filter.clone(), window).await.unwrap()
        };
        let first = list(Edge::Start).await;
        let second = list(Edge::After(first.next.as_ref().unwrap().parse().unwrap())).await;
        let third = list(Edge::After(second.next.as_ref().unwrap().parse().unwrap())).await;
        assert_eq!((third.items.len(), third.next.as_deref()), (10, None));
        let back = list(Edge::Before(third.previous.as_ref().unwrap().parse().unwrap())).await;
        assert_eq!((&back.items, &back.next), (&second.items, &second.next));
        let front = list(Edge::Before(back.previous.as_ref().unwrap().parse().unwrap())).await;
        assert_eq!((front.items, front.previous), (first.items, None));
    }

    async fn each_word_of_a_search_is_found_somewhere(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        let new = NewUser { identifier: "hml@example.com".to_owned(), name: "Hana Maria Lindqvist".to_owned(), email: String::new(), password: PASSWORD.to_owned() };
        operator.create_user(path, new).await.unwrap();
        for (search, found) in [("hana lindqvist", 1), ("Lindqvist hml", 1), ("hana lindgren", 0)] {
            assert_eq!(operator.list_users(path, search, None).await.unwrap().items.len(), found, "{search}");
        }
    }

    async fn workspaces_stand_by_their_address_with_how_many_clients_they_have(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        installation.client("Shop", ClientType::ServerSideWeb).await;
        for number in 0..PAGE_SIZE {
            let new = NewWorkspace { name: format!("Region {number}"), slug: format!("region-{number:02}") };
            operator.create_workspace(&path.tenant, new).await.unwrap();
        }
        let first = operator.list_workspaces(&path.tenant, "", None).await.unwrap();
        assert_eq!((first.total, first.items[0].slug.as_str(), first.items[0].clients), (Some(21), "main", 1));
        let after = first.next.unwrap().parse().unwrap();
        let second = operator.list_workspaces(&path.tenant, "", Some(after)).await.unwrap();
        assert_eq!(names(&second, |workspace| workspace.slug.as_str()), ["region-19"]);
        assert_eq!(operator.list_workspaces(&path.tenant, "REGION-07", None).await.unwrap().items.len(), 1);
    }
}
