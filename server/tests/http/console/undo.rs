//! What was saved: it is said once, it can be taken back for a while, and what it pauses is said before.

use axum::http::StatusCode;
use domain::{
    audit::AuditAction,
    grant_type::GrantType,
    view::{AuditFilter, FamilyFilter},
};

use crate::{
    shop::{Shop, hidden},
    support::Answer,
};

const PAGE: &str = "/console/acme/shop/settings/authorization";

impl Shop {
    /// Saves the allowed grant types: with refresh tokens or without, and without a question where `pausing` says so.
    async fn save_grants(&self, cookies: &str, refresh: bool, pausing: bool) -> Answer {
        let version = self.operator().load_workspace(&self.path).await.unwrap().version.to_string();
        let mut fields = vec![("version", version.as_str()), ("typed[grant_types][]", "authorization_code")];
        fields.extend(refresh.then_some(("typed[grant_types][]", "refresh_token")));
        fields.extend(pausing.then_some(("pausing", "true")));
        self.press(cookies, PAGE, "set_allowed_grant_types", &fields).await
    }

    async fn allows_refresh(&self) -> bool {
        self.operator().load_workspace(&self.path).await.unwrap().authorization.grant_types.contains(&GrantType::RefreshToken)
    }

    async fn undo(&self, cookies: &str, name: &str) -> Answer {
        self.press(cookies, PAGE, "undo_change", &[("undo", name)]).await
    }
}

/// What the address of a page offers to take back.
fn offered(answer: &Answer) -> String {
    answer.header("location").split("undo=").nth(1).unwrap_or_else(|| panic!("there is something to undo: {answer:?}")).to_owned()
}

#[tokio::test]
async fn a_switch_that_pauses_refresh_tokens_asks_before_it_is_turned_off() {
    let shop = Shop::open().await;
    let token = shop.refresh_token().await;
    let cookies = shop.server.sign_in().await.cookies();
    let asked = shop.save_grants(&cookies, false, false).await;
    assert_eq!((asked.status, asked.header("location")), (StatusCode::SEE_OTHER, PAGE), "{asked:?}");
    assert!(shop.allows_refresh().await, "nothing was saved");
    let question = shop.follow(&asked, &cookies).await;
    for words in ["Pause these refresh tokens?", "1 active refresh token of 1 client would be refused", ">Shop<", "Save, and pause them"] {
        assert!(question.body.contains(words), "{words}: {}", question.body);
    }
    let saved = shop.save_grants(&cookies, false, true).await;
    assert!(saved.header("location").starts_with(&format!("{PAGE}?done=saved&version=")), "{saved:?}");
    assert!(!shop.allows_refresh().await);
    assert_eq!(shop.refresh(&token).await.status, StatusCode::BAD_REQUEST);
    let overview = shop.server.get_with("/console/acme/shop", &cookies).await;
    assert!(overview.body.contains("1 refresh token is paused.") && overview.body.contains("Paused refresh tokens"), "{}", overview.body);

    // At a client: its grant, and its scope offline_access.
    shop.save_grants(&cookies, true, false).await;
    let client = shop.client.id.to_string();
    for (page, function) in [("oauth", "set_client_oauth"), ("scopes", "set_client_scopes")] {
        let page = format!("/console/acme/shop/clients/{client}/{page}");
        let view = shop.operator().load_client(&shop.path, shop.client.id).await.unwrap().client;
        let version = view.version.to_string();
        let fields = [
            ("client", client.as_str()),
            ("version", version.as_str()),
            ("typed[grant_types][]", "authorization_code"),
            ("typed[redirect_uris]", "https://shop.example.com/callback"),
            ("typed[token_endpoint_auth_method]", view.settings.token_endpoint_auth_method.name()),
            ("typed[scopes][]", "openid"),
        ];
        let asked = shop.press(&cookies, &page, function, &fields).await;
        assert_eq!(asked.header("location"), page, "{asked:?}");
        let question = shop.follow(&asked, &cookies).await;
        assert!(question.body.contains("1 active refresh token of 1 client would be refused"), "{page}: {}", question.body);
    }
    assert_eq!(shop.refresh(&token).await.status, StatusCode::OK, "nothing was saved");
}

#[tokio::test]
async fn what_was_done_is_said_once_and_not_by_an_address() {
    let shop = Shop::open().await;
    let cookies = shop.server.sign_in().await.cookies();
    let typed = shop.open_from_here(&format!("{PAGE}?done=saved&version=1"), &cookies).await;
    assert_eq!((typed.status, typed.header("location")), (StatusCode::SEE_OTHER, PAGE), "nobody saved anything");
    let saved = shop.save_grants(&cookies, false, false).await;
    let said = shop.follow(&saved, &cookies).await;
    assert!(said.status == StatusCode::OK && said.body.contains("Saved. This is now in force."), "{}", said.body);
    let again = shop.follow(&saved, &cookies).await;
    assert_eq!((again.status, again.header("location")), (StatusCode::SEE_OTHER, PAGE), "a reload");
    let later = shop.save_grants(&cookies, true, false).await;
    shop.server.clock.advance_seconds(61);
    assert_eq!(shop.follow(&later, &cookies).await.status, StatusCode::SEE_OTHER, "whoever comes later");
    let other = shop.save_grants(&cookies, false, false).await;
    let elsewhere = other.header("location").replace("settings/authorization", "settings/general");
    assert_eq!(shop.open_from_here(&elsewhere, &cookies).await.status, StatusCode::SEE_OTHER, "on another page");
}

#[tokio::test]
async fn settings_are_taken_back_by_who_saved_them_for_a_while_and_if_nobody_saved_since() {
    let shop = Shop::open().await;
    let cookies = shop.server.sign_in().await.cookies();
    let saved = shop.save_grants(&cookies, false, false).await;
    let page = shop.follow(&saved, &cookies).await;
    assert!(page.body.contains("/console/api/undo_change") && page.body.contains(">Undo<"), "{}", page.body);
    let name = offered(&saved);
    let elsewhere = shop.server.sign_in_elsewhere().await.cookies();
    assert_eq!(shop.undo(&elsewhere, &name).await.header("location"), PAGE, "another session has nothing to undo");
    assert_eq!(shop.undo(&cookies, "workspace.acme.shop.99").await.header("location"), PAGE, "another change");
    assert!(!shop.allows_refresh().await);

    // Lines of one moment have no order.
    shop.server.clock.advance_seconds(1);
    let undone = shop.undo(&cookies, &name).await;
    assert_eq!(undone.header("location"), format!("{PAGE}?done=undone"), "{undone:?}");
    assert!(shop.follow(&undone, &cookies).await.body.contains("Undone. It is as it was before"));
    assert!(shop.allows_refresh().await);
    let lines =
        shop.operator().list_audit_events(&shop.path.tenant, Some(&shop.path.workspace), AuditFilter::default(), None).await.unwrap().items;
    let line = lines.iter().find(|line| line.action == AuditAction::AuthorizationSettingsUpdated).unwrap();
    assert_eq!((line.context.reason.as_deref(), line.changes.len()), (Some("Undo"), 1), "{line:?}");
    assert_eq!(shop.undo(&cookies, &name).await.header("location"), PAGE, "once");

    // Somebody else saves meanwhile.
    let name = offered(&shop.save_grants(&cookies, false, false).await);
    let workspace = shop.operator().load_workspace(&shop.path).await.unwrap();
    shop.operator().rename_workspace(&shop.path, workspace.version, "Renamed").await.unwrap();
    let stale = shop.undo(&cookies, &name).await;
    let page = shop.follow(&stale, &cookies).await;
    assert!(page.body.contains("This was changed in the meantime, so nothing was done."), "{}", page.body);
    assert!(!shop.allows_refresh().await);

    // Ten minutes are over.
    let name = offered(&shop.save_grants(&cookies, true, false).await);
    shop.server.clock.advance_seconds(601);
    assert_eq!(shop.undo(&cookies, &name).await.header("location"), PAGE);
    assert!(shop.allows_refresh().await);
}

#[tokio::test]
async fn clients_and_users_are_taken_back_too_and_what_ended_stays_ended() {
    let shop = Shop::open().await;
    shop.refresh_token().await;
    let cookies = shop.server.sign_in().await.cookies();
    let client = async || shop.operator().load_client(&shop.path, shop.client.id).await.unwrap().client;
    let (id, version) = (shop.client.id.to_string(), client().await.version.to_string());
    let page = format!("/console/acme/shop/clients/{id}");
    let fields = [("client", id.as_str()), ("version", &version), ("status", "inactive")];
    let disabled = shop.press(&cookies, &page, "set_client_status", &fields).await;
    let undone = shop.undo(&cookies, &offered(&disabled)).await;
    assert_eq!(undone.header("location"), format!("{page}?done=undone_but.1.0"), "{undone:?}");
    let said = shop.follow(&undone, &cookies).await;
    assert!(said.body.contains("but 1 refresh token that was ended stays ended."), "{}", said.body);
    assert_eq!(client().await.status, domain::client::ClientStatus::Active);
    let live = shop.operator().count_some_families(&shop.path, &FamilyFilter::live()).await.unwrap().number;
    assert_eq!(live, 0, "what ended stays ended");

    let version = client().await.version.to_string();
    let renamed = shop.press(&cookies, &page, "rename_client", &[("client", &id), ("version", &version), ("typed[name]", "Renamed")]).await;
    assert_eq!(client().await.settings.name.to_string(), "Renamed");
    shop.undo(&cookies, &offered(&renamed)).await;
    assert_eq!(client().await.settings.name.to_string(), "Shop");

    let user = shop.operator().list_users(&shop.path, "", None).await.unwrap().items.remove(0);
    let (id, version) = (user.id.to_string(), user.version.to_string());
    let fields = [("user", id.as_str()), ("version", &version), ("status", "disabled")];
    let disabled = shop.press(&cookies, &format!("/console/acme/shop/users/{id}"), "set_user_status", &fields).await;
    shop.undo(&cookies, &offered(&disabled)).await;
    assert_eq!(shop.operator().load_user(&shop.path, user.id).await.unwrap().user.status, domain::user::UserStatus::Active);
}

#[tokio::test]
async fn refresh_tokens_that_were_shortened_stay_shortened_and_are_counted() {
    const PAGE: &str = "/console/acme/shop/auth-server/tokens";

    let shop = Shop::open().await;
    shop.refresh_token().await;
    let cookies = shop.server.sign_in().await.cookies();
    let before = shop.operator().load_workspace(&shop.path).await.unwrap();
    let expiry = async || {
        let families = shop.operator().list_families(&shop.path, &FamilyFilter::live(), None).await.unwrap();
        families.items[0].expires_at
    };
    let long = expiry().await;
    shop.server.clock.advance_seconds(1);
    // The form as the page shows it, with one value typed.
    let page = shop.server.get_with(PAGE, &cookies).await;
    let shown = hidden(&page, "opened[values]").replace("&quot;", "\"");
    let mut shown: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&shown).unwrap();
    shown.insert("refresh_token_ttl".to_owned(), "1h".into());
    let idle = shown["refresh_token_idle_ttl"].as_str().unwrap().to_owned();
    let mut typed = Vec::new();
    for (name, value) in shown {
        match value {
            serde_json::Value::Array(values) => {
                typed.extend(values.iter().map(|value| (format!("typed[{name}][]"), value.as_str().unwrap().to_owned())));
            }
            serde_json::Value::String(text) => typed.push((format!("typed[{name}]"), text)),
            value => typed.push((format!("typed[{name}]"), value.to_string())),
        }
    }
    let version = before.version.to_string();
    let mut fields: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.extend([
        ("version", version.as_str()),
        ("decided[reach]", "live_tokens"),
        ("decided[lifetimes][refresh_token_ttl]", "1h"),
        ("decided[lifetimes][refresh_token_idle_ttl]", &idle),
    ]);
    let saved = shop.press(&cookies, PAGE, "set_token_settings", &fields).await;
    let short = expiry().await;
    assert!(short < long, "{saved:?}");
    shop.server.clock.advance_seconds(1);
    let undone = shop.undo(&cookies, &offered(&saved)).await;
    let said = shop.follow(&undone, &cookies).await;
    assert!(said.body.contains("but 1 refresh token that was shortened stays shortened."), "{undone:?} {}", said.body);
    assert_eq!(shop.operator().load_workspace(&shop.path).await.unwrap().tokens, before.tokens);
    assert_eq!(expiry().await, short);
}
