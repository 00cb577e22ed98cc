//! What clients call users, from the console and the admin API to the tokens and back.

use domain::subject_type::SubjectType;
use serde_json::{Value, json};

use crate::shop::{REDIRECT_URI, Shop};

/// Clauses: 265, 266.
#[tokio::test]
async fn the_console_takes_what_a_client_calls_users_and_says_at_the_field_what_is_wrong() {
    let shop = Shop::open().await;
    let cookies = shop.server.sign_in().await.cookies();
    let page = format!("/console/acme/shop/clients/{}/oauth", shop.client.id);
    let (id, version) = (shop.client.id.to_string(), shop.client.version.to_string());
    let two = format!("{REDIRECT_URI}\nhttps://www.example.com/callback");
    let press = async |uris: &str, sector: &str| {
        let fields = [
            ("client", id.as_str()),
            ("version", version.as_str()),
            ("typed[grant_types][]", "authorization_code"),
            ("typed[grant_types][]", "refresh_token"),
            ("typed[redirect_uris]", uris),
            ("typed[token_endpoint_auth_method]", "client_secret_basic"),
            ("typed[subject_type]", "pairwise"),
            ("typed[sector_identifier]", sector),
        ];
        let pressed = shop.press(&cookies, &page, "set_client_oauth", &fields).await;
        assert!(pressed.status.is_redirection(), "{pressed:?}");
        pressed.header("location").to_owned()
    };
    for (uris, sector, sentence) in [
        (two.as_str(), "", "Type the host whose clients are to have one name for a user."),
        (REDIRECT_URI, "https://example.com", "Type the name of a host"),
    ] {
        let shown = shop.server.get_with(&press(uris, sector).await, &cookies).await;
        assert!(shown.body.contains(sentence), "{sector}: {shown:?}");
    }
    let saved = press(&two, "example.com").await;
    assert!(saved.contains("done=saved"), "{saved}");
    let settings = shop.operator().load_client(&shop.path, shop.client.id).await.unwrap().client.settings;
    let sector = settings.sector().map(|sector| sector.to_string());
    assert_eq!((settings.subject_type, sector.as_deref()), (SubjectType::Pairwise, Some("example.com")));
}

/// Clauses: 267.
#[tokio::test]
async fn support_finds_a_user_by_what_a_client_calls_them() {
    let mut shop = Shop::open().await;
    shop.set_client(|settings| settings.subject_type = SubjectType::Pairwise).await;
    let tokens = shop.exchange(&shop.code("openid offline_access").await).await;
    let claims = tokens.text("id_token").map(|token| claims(&token)).unwrap();
    let called = claims["sub"].as_str().unwrap();
    let users = shop.operator().list_users(&shop.path, "", None).await.unwrap().items;
    let alice = users.first().unwrap();
    assert_ne!(called, alice.id.to_string());
    let refreshed = shop.refresh(&tokens.text("refresh_token").unwrap()).await;
    assert_eq!(refreshed.text("id_token").map(|token| self::claims(&token)["sub"].clone()), Some(json!(called)));
    let found = shop.operator().list_users(&shop.path, &format!(" {called} "), None).await.unwrap();
    assert_eq!(found.items.iter().map(|user| user.id).collect::<Vec<_>>(), [alice.id]);
    let cookies = shop.server.sign_in().await.cookies();
    let page = shop.server.get_with(&format!("/console/acme/shop/users?q={called}"), &cookies).await;
    assert!(page.body.contains("alice@example.com"), "{page:?}");
}

fn claims(jwt: &str) -> Value {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(jwt.split('.').nth(1).unwrap()).unwrap()).unwrap()
}
