//! A new client, from its form to what its pages say, and requests that its configuration makes fail.

use axum::http::StatusCode;
use domain::{client::ClientType, grant_type::GrantType};

use crate::shop::Shop;

const NEW: &str = "/console/acme/shop/clients/new";
const ELSEWHERE: &str = "https://app.example.com/callback";

impl Shop {
    async fn create(&self, cookies: &str, client_type: &str, redirect_uri: &str, refresh_tokens: bool) -> String {
        let mut fields = vec![("typed[name]", "App"), ("typed[client_type]", client_type), ("typed[redirect_uri]", redirect_uri)];
        if refresh_tokens {
            fields.push(("typed[refresh_tokens]", "true"));
        }
        let answer = self.press(cookies, NEW, "create_client", &fields).await;
        assert_eq!(answer.status, StatusCode::FOUND, "{answer:?}");
        answer.header("location").split('?').next().unwrap().to_owned()
    }
}

#[tokio::test]
async fn a_new_client_can_get_refresh_tokens_at_once() {
    let shop = Shop::open().await;
    let cookies = shop.server.sign_in().await.cookies();
    let form = shop.server.get_with(NEW, &cookies).await;
    assert!(form.body.contains("Issue refresh tokens") && form.body.contains("Redirect URI"), "{}", form.body);
    let ticked = form.body.split("typed[refresh_tokens]").nth(1).unwrap().split('>').next().unwrap();
    assert!(ticked.contains("checked"), "it is ticked: {ticked}");
    for client_type in ["server_side_web", "single_page", "mobile_desktop"] {
        let page = shop.create(&cookies, client_type, ELSEWHERE, true).await;
        let page = shop.server.get_with(&page, &cookies).await;
        assert!(page.body.contains("This client can get refresh tokens."), "{client_type}: {}", page.body);
    }
    let device = shop.create(&cookies, "device", "", true).await;
    let page = shop.server.get_with(&device, &cookies).await;
    assert!(page.body.contains("This client can get refresh tokens."), "{}", page.body);
    let page = shop.server.get_with(&format!("{device}/oauth"), &cookies).await;
    assert!(
        page.body.contains("Device code") && page.body.contains("<small>urn:ietf:params:oauth:grant-type:device_code"),
        "{}",
        page.body
    );
    let page = shop.create(&cookies, "server_side_web", "", false).await;
    let page = shop.server.get_with(&page, &cookies).await;
    assert!(page.body.contains("This client cannot get refresh tokens"), "{}", page.body);
}

#[tokio::test]
async fn what_was_typed_wrong_is_told_at_its_field_and_kept() {
    let shop = Shop::open().await;
    let cookies = shop.server.sign_in().await.cookies();
    let answer = shop
        .press(
            &cookies,
            NEW,
            "create_client",
            &[("typed[name]", "App"), ("typed[client_type]", "service"), ("typed[redirect_uri]", ELSEWHERE)],
        )
        .await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, NEW), "{answer:?}");
    let answer = shop.server.get_with(NEW, &cookies).await;
    assert!(answer.body.contains("Users do not sign in to a service") && answer.body.contains(ELSEWHERE), "{}", answer.body);
}

#[tokio::test]
async fn where_secrets_are_not_taken_a_new_client_is_asked_for_its_keys_and_gets_no_secret() {
    let shop = Shop::open().await;
    let cookies = shop.server.sign_in().await.cookies();
    let usual = shop.server.get_with(NEW, &cookies).await;
    assert!(!usual.body.contains("typed[jwks]") && !usual.body.contains("Not taken in this workspace"), "{}", usual.body);
    let workspace = shop.operator().load_workspace(&shop.path).await.unwrap();
    let mut authorization = workspace.authorization.clone();
    authorization.security.require_asymmetric_client_authentication = true;
    shop.operator().set_authorization_settings(&shop.path, workspace.version, authorization).await.unwrap();
    let form = shop.server.get_with(NEW, &cookies).await;
    assert!(form.body.contains("typed[jwks]") && form.body.contains("Not taken in this workspace"), "{}", form.body);

    let pem = rcgen::KeyPair::generate().unwrap().public_key_pem();
    let press = async |jwks: &str| {
        let fields = [
            ("typed[name]", "App"),
            ("typed[client_type]", "server_side_web"),
            ("typed[redirect_uri]", ELSEWHERE),
            ("typed[refresh_tokens]", "true"),
            ("typed[jwks]", jwks),
        ];
        shop.press(&cookies, NEW, "create_client", &fields).await.header("location").to_owned()
    };
    let refused = shop.server.get_with(&press("").await, &cookies).await;
    assert!(refused.body.contains("give its public keys, or the address where it publishes them"), "{}", refused.body);
    let page = press(&pem).await;
    let page = page.split('?').next().unwrap();
    let made = shop.server.get_with(page, &cookies).await;
    assert!(made.body.contains("This client can get refresh tokens.") && !made.body.contains("it is not shown again"), "{}", made.body);
    let oauth = shop.server.get_with(&format!("{page}/oauth"), &cookies).await;
    assert!(oauth.body.contains("client_secret_basic (not taken in this workspace)"), "{}", oauth.body);
    // The shop's own client has a secret, and is refused wherever it asks.
    let own = shop.server.get_with(&format!("/console/acme/shop/clients/{}", shop.client.id), &cookies).await;
    assert!(own.body.contains("This client gets no tokens:") && !own.body.contains("This client can get refresh tokens."), "{}", own.body);
}

#[tokio::test]
async fn what_the_workspace_forbids_is_said_with_the_way_to_its_switch() {
    let shop = Shop::open().await;
    let cookies = shop.server.sign_in().await.cookies();
    let page = shop.server.get_with(NEW, &cookies).await;
    assert!(!page.body.contains("Until this is changed"), "{}", page.body);
    let workspace = shop.operator().load_workspace(&shop.path).await.unwrap();
    let mut authorization = workspace.authorization.clone();
    authorization.grant_types.remove(&GrantType::RefreshToken);
    shop.operator().set_authorization_settings(&shop.path, workspace.version, authorization).await.unwrap();
    let page = shop.server.get_with(NEW, &cookies).await;
    let notice = page.body.split("Until this is changed").nth(1).unwrap_or_else(|| panic!("{}", page.body));
    assert!(
        notice.contains("The workspace does not allow the Refresh token grant.")
            && notice.contains("/console/acme/shop/settings/authorization")
    );
}

#[tokio::test]
async fn a_wrong_secret_and_an_unregistered_address_are_found_where_people_look() {
    let shop = Shop::open().await;
    let cookies = shop.server.sign_in().await.cookies();
    let (id, explain) = (shop.client.id.to_string(), format!("/console/acme/shop/clients/{}/explain", shop.client.id));
    let before = shop.server.get_with(&explain, &cookies).await;
    assert!(!before.body.contains("Failed by configuration"), "{}", before.body);
    for _ in 0..14 {
        let refused = shop.ask_as((&id, "a-secret-of-somebody-else"), "/oauth2/token", &[("grant_type", "client_credentials")]).await;
        assert_eq!(refused.refusal(), (401, "invalid_client".to_owned()));
    }
    let request = shop.authorization("openid").replace("shop.example.com", "evil.example.com");
    assert_eq!(shop.server.get(&request).await.status, StatusCode::BAD_REQUEST);
    for page in [explain.as_str(), "/console/acme/shop/token-requests"] {
        let page = shop.server.get_with(page, &cookies).await;
        for said in ["The client secret is wrong.", "14 times", "is not registered for the client.", "once"] {
            assert!(page.body.contains(said), "{said} in {}", page.body);
        }
        assert!(!page.body.contains("a-secret-of-somebody-else"));
    }
    let filtered = shop.server.get_with("/console/acme/shop/token-requests?reason=client_secret_wrong", &cookies).await;
    assert!(filtered.body.contains("14 times") && !filtered.body.contains("is not registered for the client."), "{}", filtered.body);
    let other = shop.operator().create_client(&shop.path, "Other", ClientType::Service).await.unwrap().client;
    let other = shop.server.get_with(&format!("/console/acme/shop/clients/{}/explain", other.id), &cookies).await;
    assert!(!other.body.contains("14 times"), "of another client nothing is said");
}

#[tokio::test]
async fn the_pages_of_a_service_speak_of_its_own_token_and_of_no_user() {
    let shop = Shop::open().await;
    let cookies = shop.server.sign_in().await.cookies();
    let service = shop.operator().create_client(&shop.path, "Job", ClientType::Service).await.unwrap().client;
    let at = |below: &str| format!("/console/acme/shop/clients/{}{below}", service.id);
    let asked = shop.server.get_with(&at("/explain"), &cookies).await;
    assert!(asked.body.contains("Why no access token?") && !asked.body.contains("Why no refresh token?"), "{asked:?}");
    assert!(!asked.body.contains(&format!("href=\"{}\"", at("/tokens"))), "it has no tab for refresh tokens: {asked:?}");
    let answered = shop.server.get_with(&at("/explain?user=&scope=&resource=&request="), &cookies).await;
    for told in ["The client gets an access token.", "The client has the grant type", "grant_type=client_credentials"] {
        assert!(answered.body.contains(told), "{told}: {answered:?}");
    }
    assert!(!answered.body.contains("error page") && !answered.body.contains("Change it here"), "{answered:?}");
    let refused = shop.server.get_with(&at("/explain?user=&scope=openid"), &cookies).await;
    assert!(refused.body.contains("The request is refused with invalid_scope") && refused.body.contains("Change it here"), "{refused:?}");
    let tokens = shop.server.get_with(&at("/tokens"), &cookies).await;
    assert!(
        tokens.body.contains("A service has no users: it asks for an access token") && !tokens.body.contains("signs in to this client"),
        "{tokens:?}"
    );
    let trial = shop.server.get_with(&at("/try"), &cookies).await;
    assert!(!trial.body.contains("redirect URIs stay as they are"), "{trial:?}");
}
