//! Pages of settings: the way back to a default, who changed what, and what is in force.

use axum::http::StatusCode;
use domain::{
    policy::TokenTtls,
    role::BuiltInRole,
    settings::sign_in::{PasswordStrength, SignInSettings},
};

use crate::{shop::Shop, support::Answer};

const PAGE: &str = "/console/acme/shop/settings/sign-in";

impl Shop {
    async fn set_sign_in(&self, change: impl FnOnce(&mut SignInSettings)) -> i64 {
        let before = self.operator().load_workspace(&self.path).await.unwrap();
        let mut sign_in = before.sign_in.clone();
        change(&mut sign_in);
        self.operator().set_sign_in_settings(&self.path, before.version, sign_in).await.unwrap().version
    }

    async fn open_page(&self, cookies: &str, path: &str) -> Answer {
        let page = self.server.get_with(path, cookies).await;
        assert_eq!(page.status, StatusCode::OK, "{path}: {page:?}");
        page
    }
}

#[tokio::test]
async fn a_default_is_filled_in_beside_what_else_is_typed_and_saved_when_that_is_asked_for() {
    let shop = Shop::open().await;
    let default = SignInSettings::default();
    let other = PasswordStrength::ALL.into_iter().find(|strength| *strength != default.minimum_password_strength).unwrap();
    let version = shop.set_sign_in(|sign_in| sign_in.minimum_password_strength = other).await.to_string();
    let cookies = shop.server.sign_in().await.cookies();
    let page = shop.open_page(&cookies, PAGE).await;
    let said =
        format!("Changed from the default: <strong>{}</strong>", default.minimum_password_strength.label().trim_end_matches(" (default)"));
    assert!(page.body.contains(&said) && page.body.contains("name=\"reset\" value=\"minimum_password_strength\""), "{}", page.body);
    assert_eq!(page.body.matches("name=\"reset\"").count(), 1, "the others are as they come: {}", page.body);
    assert!(page.body.contains("Last changed by command line on "), "{}", page.body);

    let typed = [("version", version.as_str()), ("typed[minimum_password_strength]", other.name()), ("typed[account_deletion]", "true")];
    let send = async |more: &[(&str, &str)]| shop.press(&cookies, PAGE, "set_sign_in_settings", &[&typed[..], more].concat()).await;
    let filled = send(&[("reset", "minimum_password_strength")]).await;
    assert_eq!(filled.status, StatusCode::SEE_OTHER, "{filled:?}");
    let page = shop.open_page(&cookies, filled.header("location")).await;
    assert!(page.body.contains("The default is filled in: ") && page.body.contains("Nothing was saved yet"), "{}", page.body);
    let selected = format!("value=\"{}\" selected", default.minimum_password_strength.name());
    assert!(page.body.contains(&selected), "{}", page.body);
    let now = shop.operator().load_workspace(&shop.path).await.unwrap();
    assert_eq!(
        (now.sign_in.minimum_password_strength, now.sign_in.account_deletion),
        (other, default.account_deletion),
        "nothing is saved"
    );

    let typed = [("version", version.as_str()), ("typed[minimum_password_strength]", default.minimum_password_strength.name())];
    shop.press(&cookies, PAGE, "set_sign_in_settings", &typed).await;
    let page = shop.open_page(&cookies, PAGE).await;
    assert!(!page.body.contains("name=\"reset\" value=\"minimum_password_strength\""), "{}", page.body);
}

#[tokio::test]
async fn the_pages_of_settings_have_an_index_and_say_what_differs() {
    let shop = Shop::open().await;
    let before = shop.operator().load_workspace(&shop.path).await.unwrap();
    let mut tokens = before.tokens.clone();
    tokens.ttls.refresh_token_ttl = TokenTtls::parse_refresh_token_ttl("60d").unwrap();
    tokens.dpop_nonce_required = true;
    shop.operator().set_token_settings(&shop.path, before.version, tokens, None).await.unwrap();
    let cookies = shop.server.sign_in().await.cookies();
    let page = shop.open_page(&cookies, "/console/acme/shop/auth-server/tokens").await;
    let index = page.body.split("aria-label=\"On this page\"").nth(1).unwrap().split("</nav>").next().unwrap();
    for (id, title) in [("time-to-live-settings", "Time to Live Settings"), ("rotation", "Rotation"), ("key-binding", "Key binding")] {
        assert!(index.contains(&format!("href=\"#section-{id}\">{title}<")), "{index}");
        assert_eq!(page.body.matches(&format!("id=\"section-{id}\"")).count(), 1, "{id}");
    }
    for setting in ["refresh_token_ttl", "dpop_nonce_required"] {
        assert!(page.body.contains(&format!("name=\"reset\" value=\"{setting}\"")), "{setting}: {}", page.body);
    }
    assert!(page.body.contains("Changed from the default: <strong>30 days</strong>"), "{}", page.body);

    // Whoever may not change it gets no form and no way to send it; who sees no log is not told who did.
    let auditor = shop.signed_in_as(BuiltInRole::Auditor).await;
    let page = shop.open_page(&auditor, "/console/acme/shop/auth-server/tokens").await;
    assert!(page.body.contains("<fieldset disabled") && page.body.contains("Last changed by "), "{}", page.body);
}

#[tokio::test]
async fn a_clients_policy_page_has_what_is_in_force_beside_what_the_workspace_has() {
    let mut shop = Shop::open().await;
    shop.set_client(|settings| settings.token_ttls.refresh_token_ttl = Some(TokenTtls::parse_refresh_token_ttl("90d").unwrap())).await;
    let client = shop.operator().list_clients(&shop.path, "", None).await.unwrap().items.remove(0).id;
    let cookies = shop.server.sign_in().await.cookies();
    let page = shop.open_page(&cookies, &format!("/console/acme/shop/clients/{client}/token-policy")).await;
    let table = page.body.split_once("aria-label=\"Settings in force\"").unwrap().1;
    let row = table.split("<tr").find(|row| row.contains(">Refresh token TTL<")).unwrap();
    assert!(
        row.contains("href=\"/console/acme/shop/auth-server/tokens#refresh-token-ttl\"") && row.contains("href=\"#refresh-token-ttl\""),
        "{row}"
    );
    assert!(row.contains(">30 days<") && row.contains(">90 days<") && row.contains(">Own<"), "{row}");
    let row = table.split("<tr").find(|row| row.contains(">Access tokens are signed by<")).unwrap();
    assert!(row.contains(&format!("/clients/{client}/oauth#access-token-signing-alg")) && !row.contains(">Own<"), "{row}");
    assert!(page.body.contains("id=\"refresh-token-ttl\""), "the field is there");
}
