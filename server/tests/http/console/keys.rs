//! Auth Server › Keys, as a browser without JavaScript has it, and what the protocol makes of what is done there.

use axum::http::StatusCode;
use control::NewAdministrator;
use domain::{
    id::KeyId,
    role::BuiltInRole,
    signing::SigningAlgorithm::{Es256, Rs256},
    signing_key::{JWKS_MAX_AGE, PUBLICATION},
    view::SigningKeyView,
};
use serde_json::Value;

use crate::shop::Shop;

const PAGE: &str = "/console/acme/shop/auth-server/keys";

impl Shop {
    async fn keys(&self) -> Vec<SigningKeyView> {
        self.operator().list_signing_keys(&self.path).await.unwrap().keys
    }

    async fn current(&self) -> KeyId {
        self.keys().await.into_iter().find(|key| key.algorithm == Es256 && key.life.is_current()).unwrap().id
    }

    /// The identifiers in the published set.
    async fn published(&self) -> Vec<String> {
        let answer = self.server.get(&self.path("/.well-known/jwks.json")).await;
        assert_eq!(answer.header("cache-control"), format!("public, max-age={JWKS_MAX_AGE}"));
        let keys: Value = serde_json::from_str(&answer.body).unwrap();
        let keys = keys.get("keys").and_then(Value::as_array).unwrap();
        keys.iter().map(|key| key.get("kid").and_then(Value::as_str).unwrap().to_owned()).collect()
    }

    async fn works(&self, token: &str) -> bool {
        self.ask("/oauth2/introspect", &[("token", token)]).await.body.contains("\"active\":true")
    }
}

#[tokio::test]
async fn a_key_is_rotated_by_a_plain_form_and_what_it_signed_stays_good() {
    let shop = Shop::open().await;
    let cookies = shop.server.sign_in().await.cookies();
    let first = shop.current().await.to_string();
    let page = shop.server.get_with(PAGE, &cookies).await;
    assert!(page.status == StatusCode::OK && page.body.contains(&first) && page.body.contains("Rotate at once"), "{}", page.body);
    assert!(page.body.contains("There is no next key yet"), "{}", page.body);
    let access = shop.exchange(&shop.code("openid offline_access").await).await.text("access_token").unwrap();

    let usual = [("key", first.as_str()), ("urgency", "usual")];
    let early = shop.press(&cookies, PAGE, "rotate_signing_key", &usual).await;
    assert_eq!((early.status, early.header("location")), (StatusCode::SEE_OTHER, PAGE), "{early:?}");
    let told = shop.server.get_with(PAGE, &cookies).await;
    assert!(told.body.contains("The server publishes one within ten minutes."), "{}", told.body);

    // In an emergency it is done all the same, and the second press of the button does nothing.
    let at_once = [("key", first.as_str()), ("urgency", "at_once")];
    let done = shop.press(&cookies, PAGE, "rotate_signing_key", &at_once).await;
    assert_eq!(done.header("location"), format!("{PAGE}?done=key_rotated"), "{done:?}");
    let second = shop.current().await.to_string();
    assert_ne!(second, first);
    let published = shop.published().await;
    assert!(published.contains(&first) && published.contains(&second), "{published:?}");
    assert!(shop.works(&access).await);
    let again = shop.press(&cookies, PAGE, "rotate_signing_key", &at_once).await;
    assert_eq!(again.header("location"), PAGE);
    assert!(shop.server.get_with(PAGE, &cookies).await.body.contains("This was changed in the meantime"));
    assert_eq!(shop.current().await.to_string(), second);

    shop.server.clock.advance_seconds(PUBLICATION);
    let page = shop.server.get_with(PAGE, &cookies).await;
    assert!(page.body.contains("Published until") && page.body.contains("Retired"), "{}", page.body);
}

#[tokio::test]
async fn a_key_is_revoked_on_a_page_that_says_first_what_ends() {
    let shop = Shop::open().await;
    let cookies = shop.server.sign_in().await.cookies();
    let tokens = shop.exchange(&shop.code("openid offline_access").await).await;
    let (access, refresh) = (tokens.text("access_token").unwrap(), tokens.text("refresh_token").unwrap());
    let key = shop.current().await.to_string();
    let page = format!("{PAGE}/{key}/revoke");
    assert!(shop.server.get_with(PAGE, &cookies).await.body.contains(&page));
    let asks = shop.server.get_with(&page, &cookies).await;
    for sentence in ["1 active access token", "Refresh tokens are opaque and stay active", "was not published for long enough", "Cancel"] {
        assert!(asks.body.contains(sentence), "{sentence} in {}", asks.body);
    }
    assert!(shop.works(&access).await, "to ask ends nothing");

    let done = shop.press(&cookies, &page, "revoke_signing_key", &[("key", &key)]).await;
    assert_eq!(done.header("location"), format!("{PAGE}?done=key_revoked"), "{done:?}");
    assert!(!shop.published().await.contains(&key));
    assert!(!shop.works(&access).await);
    let refreshed = shop.refresh(&refresh).await;
    assert!(shop.works(&refreshed.text("access_token").unwrap()).await, "{refreshed:?}");
    let again = shop.press(&cookies, &page, "revoke_signing_key", &[("key", &key)]).await;
    assert_eq!(again.header("location"), page);
    let told = shop.server.get_with(&page, &cookies).await.body;
    assert!(told.contains("It was revoked at ") && !told.contains("Revoke key"), "{told}");
    let nobody = shop.server.get_with(&format!("{PAGE}/0190163d-8694-739b-aea5-966c26f8ad90/revoke"), &cookies).await;
    assert_eq!(nobody.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_period_of_rotation_is_a_field_with_its_bounds() {
    let shop = Shop::open().await;
    let cookies = shop.server.sign_in().await.cookies();
    let page = shop.server.get_with(PAGE, &cookies).await;
    assert!(page.body.contains("value=\"90d\""), "{}", page.body);
    let version = shop.operator().load_workspace(&shop.path).await.unwrap().version.to_string();
    let save = async |typed| {
        let fields = [("version", version.as_str()), ("typed[signing_keys_rotate_every]", typed)];
        shop.press(&cookies, PAGE, "set_key_rotation", &fields).await
    };
    assert_eq!(save("5h").await.header("location"), PAGE);
    let refused = shop.server.get_with(PAGE, &cookies).await;
    assert!(
        refused.body.contains("Choose between 1 day and 2 years, or 0 for none.") && refused.body.contains("value=\"5h\""),
        "{}",
        refused.body
    );
    let saved = save("30d").await;
    assert!(saved.header("location").starts_with(&format!("{PAGE}?done=saved")), "{saved:?}");
    let workspace = shop.operator().load_workspace(&shop.path).await.unwrap();
    assert_eq!(workspace.tokens.signing.signing_keys_rotate_every.unwrap().short(), "30d");
}

#[tokio::test]
async fn another_algorithm_is_published_before_it_is_chosen() {
    let shop = Shop::open().await;
    let cookies = shop.server.sign_in().await.cookies();
    assert!(shop.server.get_with(PAGE, &cookies).await.body.contains("Publish a key"));
    let done = shop.press(&cookies, PAGE, "publish_signing_key", &[("algorithm", "EdDSA")]).await;
    assert_eq!(done.header("location"), format!("{PAGE}?done=key_published"), "{done:?}");
    let key = shop.keys().await.into_iter().find(|key| key.life.is_next()).unwrap();
    assert!(shop.published().await.contains(&key.id.to_string()));
    let unknown = shop.press(&cookies, PAGE, "publish_signing_key", &[("algorithm", "HS256")]).await;
    assert!(unknown.status.is_client_error() || unknown.status == StatusCode::SEE_OTHER, "{unknown:?}");
    assert_eq!(shop.keys().await.len(), 3);
}

#[tokio::test]
async fn keys_are_nobody_s_but_an_administrator_s_to_change_and_an_auditor_s_to_see() {
    let shop = Shop::open().await;
    let operator = shop.operator();
    for (role, sees) in [(BuiltInRole::Manager, false), (BuiltInRole::Support, false), (BuiltInRole::Auditor, true)] {
        let email = format!("{}@example.com", role.name());
        let new = NewAdministrator { email: email.clone(), name: "Ada".to_owned(), tenant: Some(shop.path.tenant.clone()), role };
        operator.create_administrator(new).await.unwrap();
        let token = operator.create_one_time_sign_in(&email).await.unwrap().token.expose().clone();
        let form = format!("token={token}&password=correct-horse-battery");
        let cookies = shop.server.post("/console/api/use_one_time_sign_in", "", &form).await.cookies();
        let page = shop.server.get_with(PAGE, &cookies).await;
        let key = shop.current().await.to_string();
        assert_eq!((page.status == StatusCode::OK, page.body.contains(&key)), (sees, sees), "{role:?}");
        assert!(!page.body.contains("Rotate at once") && !page.body.contains("/revoke"), "{role:?}");
        let overview = shop.server.get_with("/console/acme/shop", &cookies).await.body;
        let links = ["/auth-server/keys\"", "/auth-server/tokens\""].map(|end| overview.contains(end));
        assert_eq!(links, [sees, true], "the sidebar leads where they may go: {role:?}");
        for (function, fields) in [
            ("rotate_signing_key", vec![("key", key.as_str()), ("urgency", "at_once")]),
            ("revoke_signing_key", vec![("key", key.as_str())]),
            ("publish_signing_key", vec![("algorithm", "EdDSA")]),
        ] {
            shop.press(&cookies, PAGE, function, &fields).await;
        }
        assert_eq!((shop.current().await.to_string(), shop.keys().await.len()), (key, 2), "{role:?}");
    }
    assert!(shop.keys().await.iter().any(|key| key.algorithm == Rs256));
}
