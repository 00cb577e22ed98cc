//! The page of API clients.

use axum::http::StatusCode;

use crate::{
    shop::{Shop, encode},
    support::Answer,
};

const PAGE: &str = "/console/acme/-/administrators/api-clients";

async fn create(shop: &Shop, cookies: &str, role: &str) -> Answer {
    let typed = [("tenant", "acme"), ("typed[name]", "Nightly"), ("typed[role]", role), ("typed[workspace]", "shop")];
    shop.server.post("/console/api/create_api_client", cookies, &encode(&typed)).await
}

#[tokio::test]
async fn an_api_client_is_created_on_its_page_which_shows_its_secret_once_with_commands_that_use_it() {
    let shop = Shop::open().await;
    let cookies = shop.server.sign_in().await.cookies();
    let list = shop.server.get_with("/console/acme/-/administrators", &cookies).await;
    assert!(list.body.contains(&format!("href=\"{PAGE}\"")), "{}", list.body);

    let created = create(&shop, &cookies, "manager").await;
    assert_eq!(
        (created.status, created.header("location")),
        (StatusCode::FOUND, &*format!("{PAGE}?done=api_client_created")),
        "{created:?}"
    );
    let sent_along = created.cookies();
    let page = shop.server.get_with(PAGE, &format!("{cookies}; {sent_along}")).await;
    let shown = sent_along.split("; ").find(|cookie| cookie.contains("shown-once")).unwrap();
    let (_, secret) = shown.rsplit_once('.').unwrap();
    for said in [
        secret,
        "Manager of Acme › Shop",
        "/acme/system/oauth2/token",
        "resource=http://127.0.0.1:8080/api/admin",
        "grant_type=client_credentials",
    ] {
        assert!(page.body.contains(said), "{said} in {}", page.body);
    }
    let again = shop.server.get_with(PAGE, &cookies).await;
    assert!(again.body.contains("Nightly") && !again.body.contains(secret), "it is shown once");

    let refused = create(&shop, &cookies, "").await;
    assert!(!refused.header("location").contains("done="), "{refused:?}");
}

#[tokio::test]
async fn an_api_client_and_its_workspace_say_what_they_are_and_it_is_not_duplicated() {
    let shop = Shop::open().await;
    let cookies = shop.server.sign_in().await.cookies();
    create(&shop, &cookies, "manager").await;
    let list = shop.server.get_with(PAGE, &cookies).await;
    let (_, rest) = list.body.split_once("href=\"/console/acme/system/clients/").unwrap();
    let id = rest.split('"').next().unwrap();
    let client = shop.server.get_with(&format!("/console/acme/system/clients/{id}"), &cookies).await;
    for said in ["This is an API client.", "Manager of Acme › Shop", "Its secret is replaced here"] {
        assert!(client.body.contains(said), "{said} in {}", client.body);
    }
    assert!(!client.body.contains("Duplicate client"), "{}", client.body);
    let form = encode(&[("path[tenant]", "acme"), ("path[workspace]", "system"), ("client", id)]);
    let refused = shop.server.post("/console/api/duplicate_client", &cookies, &form).await;
    assert!(!refused.header("location").contains("done="), "{refused:?}");
    let overview = shop.server.get_with("/console/acme/system", &cookies).await;
    assert!(overview.body.contains("system workspace"), "{}", overview.body);
    for page in ["/console/acme/shop".to_owned(), format!("/console/acme/shop/clients/{}", shop.client.id)] {
        let other = shop.server.get_with(&page, &cookies).await;
        assert!(other.status == StatusCode::OK && !other.body.contains("API client") && !other.body.contains("system workspace"), "{page}");
    }
    let workspaces = shop.server.get_with("/console/acme", &cookies).await;
    let mut badges = workspaces.body.split("class=\"badge\"").skip(1);
    assert!(badges.any(|rest| rest.chars().take(60).collect::<String>().contains("System")), "{}", workspaces.body);
}
