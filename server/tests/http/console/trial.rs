//! A test sign-in of a client: each request and its answer, and nothing of it left.

use axum::http::StatusCode;
use domain::{
    audit::AuditAction,
    client::ClientType,
    family::FamilyState,
    view::{AuditFilter, FamilyFilter},
};

use crate::{
    shop::{Shop, encode},
    support::Answer,
};

impl Shop {
    fn try_page(&self) -> String {
        format!("/console/acme/shop/clients/{}/try", self.client.id)
    }

    /// Begins a test; the address that the browser is sent to.
    async fn begin(&self, cookies: &str) -> String {
        let answer = self.press(cookies, &self.try_page(), "start_trial", &[("client", &self.client.id.to_string())]).await;
        assert_eq!(answer.status, StatusCode::FOUND, "{answer:?}");
        answer.header("location").to_owned()
    }

    /// Lets Alice sign in, and goes on with the test in this session.
    async fn go_on(&self, cookies: &str, request: &str) -> (String, Answer) {
        let back = self.answer_to(request).await;
        let page = back.trim_start_matches("http://127.0.0.1:8080").to_owned();
        assert!(page.starts_with(&self.try_page()), "{back}");
        let shown = self.server.get_with(&page, cookies).await;
        (page, shown)
    }

    async fn states(&self) -> Vec<FamilyState> {
        let families = self.operator().list_families(&self.path, &FamilyFilter::default(), None).await.unwrap();
        families.items.iter().map(|family| family.state(self.operator().now())).collect()
    }
}

#[tokio::test]
async fn a_test_shows_each_request_and_leaves_no_token_behind() {
    let shop = Shop::open().await;
    let cookies = shop.server.sign_in().await.cookies();
    let page = shop.server.get_with(&shop.try_page(), &cookies).await;
    assert!(page.body.contains("Test sign-in") && !page.body.contains("Result"), "{}", page.body);

    let request = shop.begin(&cookies).await;
    assert!(request.starts_with("http://127.0.0.1:8080/acme/shop/oauth2/authorize?"), "{request}");
    let (address, result) = shop.go_on(&cookies, &request).await;
    assert_eq!(result.status, StatusCode::OK);
    for said in [
        "It works: a user signed in, and the client got tokens and refreshed them.",
        "Exchange of the code",
        "grant_type: refresh_token",
        "The refresh token was replaced.",
        "UserInfo",
        "alice@example.com",
        "Introspection",
        "Revocation",
        "What the test has brought is ended.",
        "Answer: 200 OK",
        "Answer: 200 OK, without a body",
        "Claims of id_token in answer 2",
        "auth_time: ",
        "/acme/shop/oidc/logout",
        "(the client secret)",
    ] {
        assert!(result.body.contains(said), "{said} in {}", result.body);
    }
    let code = url::Url::parse(&format!("http://127.0.0.1:8080{address}")).unwrap();
    let code = code.query_pairs().find(|(name, _)| name == "code").unwrap().1.into_owned();
    assert!(!result.body.contains(&code) && !result.body.contains(&shop.secret), "what is secret is shortened");
    assert_eq!(shop.states().await, [FamilyState::Revoked]);

    let again = shop.server.get_with(&address, &cookies).await;
    assert!(again.body.contains("Reloading the page runs nothing again"), "a code is good once: {}", again.body);
    assert!(again.body.contains("It works: a user signed in") && again.body.contains("Revocation"), "{}", again.body);
    shop.server.clock.advance_seconds(10 * 60);
    let late = shop.server.get_with(&address, &cookies).await;
    assert!(late.body.contains("This test is over") && !late.body.contains("Revocation"), "{}", late.body);
    let filter = AuditFilter { action: Some(AuditAction::ClientTested), ..AuditFilter::default() };
    let lines = shop.operator().list_audit_events(&shop.path.tenant, Some(&shop.path.workspace), filter, None).await.unwrap();
    assert_eq!(lines.items.len(), 1);
    let client = shop.operator().load_client(&shop.path, shop.client.id).await.unwrap().client;
    assert_eq!(client.settings, shop.client.settings, "nothing is registered for it");
}

#[tokio::test]
async fn a_test_is_of_the_session_that_began_it_and_of_ten_minutes() {
    let shop = Shop::open().await;
    let cookies = shop.server.sign_in().await.cookies();
    let over = "This test is over, or was begun in another session.";
    let request = shop.begin(&cookies).await;
    let elsewhere = shop.server.sign_in_elsewhere().await.cookies();
    let (address, result) = shop.go_on(&elsewhere, &request).await;
    assert!(result.body.contains(over), "{}", result.body);
    assert_eq!(shop.states().await, [], "the code was not used");
    let nobody = shop.server.get(&address).await;
    assert_eq!(nobody.status, StatusCode::SEE_OTHER, "who is not signed in signs in first: {nobody:?}");
    let forged = address.replace("state=", "state=x");
    let forged = shop.server.get_with(&forged, &cookies).await;
    assert!(forged.body.contains(over), "{}", forged.body);

    let request = shop.begin(&cookies).await;
    shop.server.clock.advance_seconds(10 * 60);
    let late = shop.server.get(request.trim_start_matches("http://127.0.0.1:8080")).await;
    assert_eq!(late.status, StatusCode::BAD_REQUEST, "no answer is sent to an address that has ended: {late:?}");
}

#[tokio::test]
async fn the_address_of_a_test_is_no_other_client_s_and_nobody_can_make_one() {
    let shop = Shop::open().await;
    let cookies = shop.server.sign_in().await.cookies();
    let request = shop.begin(&cookies).await;
    let (other, _) = shop.another_client().await;
    let path = request.trim_start_matches("http://127.0.0.1:8080");
    let of_other = shop.server.get(&path.replace(&shop.client.id.to_string(), &other)).await;
    assert_eq!(of_other.status, StatusCode::BAD_REQUEST);
    let made_up = encode(&[("redirect_uri", &format!("http://127.0.0.1:8080{}?trial=AAAA", shop.try_page()))]);
    let made_up = shop.authorization("openid").replace(&encode(&[("redirect_uri", crate::shop::REDIRECT_URI)]), &made_up);
    assert_eq!(shop.server.get(&made_up).await.status, StatusCode::BAD_REQUEST);
    let posted = shop.server.get(&format!("{path}&response_mode=form_post&prompt=none")).await;
    assert!(!posted.body.contains("<form"), "our own pages are not posted to: {posted:?}");
}

#[tokio::test]
async fn a_refused_test_says_what_to_do_and_a_service_is_tested_without_a_user() {
    let mut shop = Shop::open().await;
    let cookies = shop.server.sign_in().await.cookies();
    let request = shop.begin(&cookies).await;
    let scopes = shop.client.settings.scopes.without("offline_access");
    shop.set_client(|settings| settings.scopes = scopes).await;
    let (_, result) = shop.go_on(&cookies, &request).await;
    assert!(result.body.contains("and no refresh token") && result.body.contains("It does not work yet."), "{}", result.body);

    let service = shop.operator().create_client(&shop.path, "Job", ClientType::Service).await.unwrap().client;
    shop.client = service;
    let address = shop.begin(&cookies).await;
    let result = shop.server.get_with(address.trim_start_matches("http://127.0.0.1:8080"), &cookies).await;
    assert!(result.body.contains("It works: the client got a token for itself."), "{}", result.body);
    assert!(result.body.contains("grant_type: client_credentials") && !result.body.contains("UserInfo"), "{}", result.body);
}

#[tokio::test]
async fn tokens_that_are_bound_to_a_key_are_tested_with_a_key_of_the_test_s_own() {
    let mut shop = Shop::open().await;
    shop.set_client(|settings| settings.dpop_bound_access_tokens = true).await;
    let cookies = shop.server.sign_in().await.cookies();
    let request = shop.begin(&cookies).await;
    let (_, result) = shop.go_on(&cookies, &request).await;
    assert!(result.body.contains("token_type: DPoP") && result.body.contains("It works: a user signed in"), "{}", result.body);
}
