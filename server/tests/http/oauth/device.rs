//! A device without a browser, and the browser of its user (RFC 8628).

use axum::http::StatusCode;
use domain::grant_type::GrantType;
use serde_json::json;

use crate::{
    shop::{Shop, encode, hidden},
    support::Answer,
};

const GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";
const PASSWORD: &str = "alice-likes-tokens";

/// A shop whose client may let devices ask.
async fn shop() -> Shop {
    let mut shop = Shop::open().await;
    shop.set_client(|settings| {
        settings.grant_types.insert(GrantType::DeviceCode);
    })
    .await;
    shop
}

impl Shop {
    /// A device begins: its device code and its user code.
    async fn device(&self) -> (String, String) {
        let answer = self.ask("/device/authorization", &[("scope", "openid offline_access")]).await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
        (answer.text("device_code").unwrap(), answer.text("user_code").unwrap())
    }

    async fn poll(&self, device_code: &str) -> Answer {
        self.ask("/oauth2/token", &[("grant_type", GRANT), ("device_code", device_code)]).await
    }

    /// Sends the form of the page for codes.
    async fn enter(&self, cookies: &str, user_code: &str) -> Answer {
        let page = self.server.get_with(&self.path("/device"), cookies).await;
        let form = encode(&[("form", &hidden(&page, "form")), ("user_code", user_code)]);
        self.server.post(&self.path("/device"), cookies, &form).await
    }

    /// Answers the page that asks about the device.
    async fn decide(&self, cookies: &str, page: &Answer, decision: &str) -> Answer {
        let form = encode(&[("form", &hidden(page, "form")), ("interaction", &hidden(page, "interaction")), ("decision", decision)]);
        self.server.post(&self.path("/consent"), cookies, &form).await
    }

    /// Has Alice enter the code of a device, sign in and allow it.
    pub(crate) async fn allow_device(&self, user_code: &str) {
        let sign_in = self.enter("", user_code).await;
        let (cookies, asked) = self.sign_in_by(&sign_in).await;
        let allowed = self.decide(&cookies, &asked, "allow").await;
        assert_eq!(allowed.status, StatusCode::OK, "{allowed:?}");
    }

    /// Signs Alice in by the page that asks for it: her cookies, and the page that she is led to.
    async fn sign_in_by(&self, page: &Answer) -> (String, Answer) {
        let (interaction, code_entry) = (hidden(page, "interaction"), page.cookies());
        let form = encode(&[("interaction", &interaction), ("identifier", "alice@example.com"), ("password", PASSWORD)]);
        let signed_in = self.server.post(&self.path("/login"), &code_entry, &form).await;
        assert_eq!(signed_in.status, StatusCode::SEE_OTHER, "{signed_in:?}");
        let base = self.server.installation.configuration.public_url.join("");
        let next = signed_in.header("location").trim_start_matches(base.trim_end_matches('/')).to_owned();
        let cookies = format!("{code_entry}; {}", signed_in.cookies());
        let page = self.server.get_with(&next, &cookies).await;
        (cookies, page)
    }
}

/// Clauses: 95, 180, 181, 182, 190.
#[tokio::test]
async fn a_device_gets_tokens_when_its_user_has_entered_its_code_signed_in_and_allowed_it() {
    let shop = shop().await;
    let begun = shop.ask("/device/authorization", &[("scope", "openid offline_access")]).await;
    assert_eq!((begun.status, begun.header("cache-control"), begun.header("pragma")), (StatusCode::OK, "no-store", "no-cache"));
    let (device_code, user_code) = (begun.text("device_code").unwrap(), begun.text("user_code").unwrap());
    let page = "http://127.0.0.1:8080/acme/shop/device";
    assert_eq!(
        begun.json(),
        json!({
            "device_code": device_code,
            "user_code": user_code,
            "verification_uri": page,
            "verification_uri_complete": format!("{page}?user_code={user_code}"),
            "expires_in": 600,
            "interval": 5,
        })
    );
    assert_eq!(shop.poll(&device_code).await.refusal(), (400, "authorization_pending".to_owned()));
    assert_eq!(shop.poll(&device_code).await.refusal(), (400, "slow_down".to_owned()));

    let sign_in = shop.enter("", &user_code.to_lowercase().replace('-', " ")).await;
    assert_eq!(sign_in.status, StatusCode::OK, "{sign_in:?}");
    assert!(sign_in.body.contains("to continue to"), "{sign_in:?}");
    let (cookies, asked) = shop.sign_in_by(&sign_in).await;
    assert_eq!(asked.status, StatusCode::OK, "{asked:?}");
    for said in ["Shop", "alice@example.com", &user_code, "If somebody sent you the code, deny it", "Keep access while you are away"] {
        assert!(asked.body.contains(said), "{said}: {asked:?}");
    }
    assert!(asked.body.contains(&format!("<p class=\"device-code\">{user_code}</p>")), "on a line of its own: {asked:?}");
    assert!(!asked.body.contains("<script"), "it works without");
    let allowed = shop.decide(&cookies, &asked, "allow").await;
    assert_eq!(allowed.status, StatusCode::OK, "{allowed:?}");
    assert!(allowed.body.contains("The device is connected"), "{allowed:?}");

    let tokens = shop.poll(&device_code).await;
    assert_eq!((tokens.status, tokens.header("cache-control")), (StatusCode::OK, "no-store"));
    assert_eq!(tokens.text("scope").as_deref(), Some("offline_access openid"));
    let refreshed = shop.refresh(&tokens.text("refresh_token").unwrap()).await;
    assert_eq!(refreshed.status, StatusCode::OK, "{refreshed:?}");
    assert_eq!(shop.poll(&device_code).await.refusal(), (400, "invalid_grant".to_owned()));
    // A second click, or the page loaded again.
    let again = shop.decide(&cookies, &asked, "allow").await;
    assert_eq!(again.status, StatusCode::OK, "{again:?}");
    assert!(again.body.contains("The device is connected"), "{again:?}");
    let (_, second) = shop.device().await;
    let (others, _) = shop.sign_in_by(&shop.enter(&sign_in.cookies(), &second).await).await;
    let over = shop.decide(&others, &asked, "allow").await;
    assert_eq!(over.status, StatusCode::BAD_REQUEST, "{over:?}");
    assert!(over.body.contains("This code does not work any more"), "{over:?}");
}

/// Clauses: 188.
#[tokio::test]
async fn a_page_that_somebody_sent_asks_for_the_code_and_not_whether_to_allow_it() {
    let shop = shop().await;
    // Alice is signed in here. Somebody else has typed the code of their own device, and sends her what follows.
    let (_, first) = shop.device().await;
    let (alice, _) = shop.sign_in_by(&shop.enter("", &first).await).await;
    let (device_code, user_code) = shop.device().await;
    let sent = hidden(&shop.enter("", &user_code).await, "interaction");
    for cookies in [alice.as_str(), ""] {
        let page = shop.server.get_with(&format!("{}?interaction={sent}", shop.path("/login")), cookies).await;
        assert_eq!(page.status, StatusCode::CONFLICT, "{page:?}");
        assert!(page.body.contains("name=\"user_code\"") && !page.body.contains(&user_code), "{page:?}");
        assert!(page.body.contains("If somebody sent you here, go no further"), "{page:?}");
    }
    let form = encode(&[("interaction", &sent), ("identifier", "alice@example.com"), ("password", PASSWORD)]);
    let posted = shop.server.post(&shop.path("/login"), "", &form).await;
    assert_eq!(posted.status, StatusCode::CONFLICT, "nobody signs in for it: {posted:?}");
    assert_eq!(shop.poll(&device_code).await.refusal().1, "authorization_pending");
    // Whoever has the device before them goes on.
    let asked = shop.enter(&alice, &user_code).await;
    assert!(asked.body.contains("on your device?"), "{asked:?}");
}

/// Clauses: 95.
#[tokio::test]
async fn a_device_whose_user_denies_it_learns_so_and_one_that_nobody_comes_to_expires() {
    let shop = shop().await;
    let (device_code, user_code) = shop.device().await;
    let (cookies, asked) = shop.sign_in_by(&shop.enter("", &user_code).await).await;
    let denied = shop.decide(&cookies, &asked, "deny").await;
    assert!(denied.body.contains("The device gets no access"), "{denied:?}");
    assert_eq!(shop.poll(&device_code).await.refusal(), (400, "access_denied".to_owned()));

    let (device_code, user_code) = shop.device().await;
    shop.server.clock.advance_seconds(600);
    assert_eq!(shop.poll(&device_code).await.refusal(), (400, "expired_token".to_owned()));
    let late = shop.enter(&cookies, &user_code).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY, "{late:?}");
    assert!(late.body.contains("No device waits for this code") && late.body.contains(&user_code), "what was typed stays: {late:?}");
}

/// Clauses: 183.
#[tokio::test]
async fn a_code_in_the_address_is_filled_in_and_does_nothing_by_itself() {
    let shop = shop().await;
    let (_, user_code) = shop.device().await;
    let page = shop.server.get(&format!("{}?user_code={user_code}", shop.path("/device"))).await;
    assert!(page.body.contains(&format!("value=\"{user_code}\"")), "{page:?}");
    assert!(page.body.contains("Go on only if your device shows this code"), "{page:?}");
    let nonsense = shop.server.get(&format!("{}?user_code=%3Cscript%3E", shop.path("/device"))).await;
    assert!(nonsense.body.contains("name=\"user_code\" type=\"text\" value=\"\""), "{nonsense:?}");
}

/// Clauses: 185.
#[tokio::test]
async fn a_code_that_is_wrong_says_so_at_its_field_and_after_ten_there_is_a_wait() {
    let shop = shop().await;
    let nothing = shop.enter("", "").await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nothing.body.contains("It has eight letters and no vowels") && nothing.body.contains("aria-invalid"), "{nothing:?}");
    for _ in 0..10 {
        assert_eq!(shop.enter("", "BBBB-BBBB").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let refused = shop.enter("", "BBBB-BBBB").await;
    assert_eq!((refused.status, refused.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, "60"));
    assert!(refused.body.contains("Too many codes were wrong"), "{refused:?}");
}

/// Clauses: 185.
#[tokio::test]
async fn a_user_whose_browser_is_known_connects_a_device_while_strangers_guess() {
    let shop = shop().await;
    let (_, first) = shop.device().await;
    let (cookies, _) = shop.sign_in_by(&shop.enter("", &first).await).await;
    let (_, user_code) = shop.device().await;
    for _ in 0..10 {
        assert_eq!(shop.enter("", "BBBB-BBBB").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert_eq!(shop.enter("", &user_code).await.status, StatusCode::TOO_MANY_REQUESTS);
    let asked = shop.enter(&cookies, &user_code).await;
    assert!(asked.body.contains("on your device?"), "{asked:?}");
    // Signed out, the browser is known still.
    let known: Vec<_> = cookies.split("; ").filter(|cookie| cookie.contains("regrant-device-")).collect();
    assert_eq!(known.len(), 1, "{cookies}");
    let sign_in = shop.enter(&known.join("; "), &user_code).await;
    assert!(sign_in.body.contains("to continue to"), "{sign_in:?}");
}

/// Clauses: 188.
#[tokio::test]
async fn who_is_signed_in_is_asked_too_and_a_page_of_another_session_decides_nothing() {
    let shop = shop().await;
    let (_, first) = shop.device().await;
    let (cookies, _) = shop.sign_in_by(&shop.enter("", &first).await).await;
    let (device_code, user_code) = shop.device().await;
    let asked = shop.enter(&cookies, &user_code).await;
    assert!(asked.body.contains("on your device?"), "{asked:?}");
    let (others, _) = shop.sign_in_by(&shop.enter("", &first).await).await;
    let foreign = shop.decide(&others, &asked, "allow").await;
    assert!(foreign.body.contains("If somebody sent you here, go no further"), "asked for the code: {foreign:?}");
    assert_eq!(shop.poll(&device_code).await.refusal().1, "authorization_pending");
}

/// Clauses: 180.
#[tokio::test]
async fn the_endpoint_authenticates_its_clients_and_a_workspace_without_the_grant_offers_no_page() {
    let shop = shop().await;
    let id = shop.client.id.to_string();
    assert_eq!(shop.ask_as((&id, "wrong"), "/device/authorization", &[]).await.refusal(), (401, "invalid_client".to_owned()));
    let (other, secret) = shop.another_client().await;
    let refused = shop.ask_as((&other, &secret), "/device/authorization", &[]).await;
    assert_eq!(refused.refusal(), (400, "unauthorized_client".to_owned()));
    let grant_types = [GrantType::AuthorizationCode].into();
    let without = domain::settings::authorization::AuthorizationSettings { grant_types, ..Default::default() };
    let version = shop.operator().load_workspace(&shop.path).await.unwrap().version;
    shop.operator().set_authorization_settings(&shop.path, version, without).await.unwrap();
    assert_eq!(shop.server.get(&shop.path("/device")).await.status, StatusCode::FORBIDDEN);
}
