//! Lists: found, sorted and in pages.

use domain::{
    client::ClientType,
    page::{PAGE_SIZE, Page},
    view::{FamilyFilter, NewWorkspace},
};

use crate::installation::on_both_databases;

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
