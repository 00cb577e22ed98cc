//! Lists: what is ticked is revoked together, and all that a filter matches is a file.

use axum::http::StatusCode;
use control::NewAdministrator;
use domain::{name::Name, role::BuiltInRole, view::FamilyFilter};
use serde_json::Value;
use server::paths::ExportRoute;

use crate::{
    shop::{Shop, encode},
    support::Answer,
};

impl Shop {
    /// Signs somebody in who has a role in the tenant; the cookies.
    pub(crate) async fn signed_in_as(&self, role: BuiltInRole) -> String {
        self.signed_in_at(role, self.path.tenant.clone()).await
    }

    async fn signed_in_at(&self, role: BuiltInRole, tenant: domain::name::Slug) -> String {
        let email = format!("{}@{tenant}.example.com", role.name());
        let new = NewAdministrator { email: email.clone(), name: "Somebody".to_owned(), tenant: Some(tenant), role };
        self.operator().create_administrator(new).await.unwrap();
        let token = self.operator().create_one_time_sign_in(&email).await.unwrap().token.expose().clone();
        let form = format!("token={token}&password=correct-horse-battery");
        let answer = self.server.post("/console/api/use_one_time_sign_in", "", &form).await;
        assert_eq!(answer.status, StatusCode::FOUND, "{answer:?}");
        answer.cookies()
    }

    async fn file(&self, cookies: &str, path: &str) -> Vec<String> {
        let answer = self.server.get_with(path, cookies).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {answer:?}");
        assert!(answer.header("content-disposition").starts_with("attachment; filename="), "{path}: {answer:?}");
        answer.body.lines().map(str::to_owned).collect()
    }

    async fn first_family(&self) -> String {
        self.operator().list_families(&self.path, &FamilyFilter::default(), None).await.unwrap().items.remove(0).id.to_string()
    }
}

fn jsons(lines: &[String]) -> Vec<Value> {
    lines.iter().map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("this is JSON: {line}"))).collect()
}

#[tokio::test]
async fn all_that_a_filter_of_the_inventory_matches_is_a_file_without_a_formula_and_without_a_token() {
    let mut shop = Shop::open().await;
    let token = shop.refresh_token().await;
    shop.set_client(|settings| settings.name = Name::parse("=HYPERLINK(1)").unwrap()).await;
    let cookies = shop.server.sign_in().await.cookies();
    let page = shop.server.get_with("/console/acme/shop/tokens?state=live", &cookies).await;
    assert!(page.body.contains("/console/acme/shop/tokens/export.csv?state=live"), "{}", page.body);

    let answer = shop.server.get_with("/console/acme/shop/tokens/export.csv?state=live", &cookies).await;
    assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8; header=present");
    assert_eq!(answer.header("content-disposition"), "attachment; filename=\"refresh-tokens-acme-shop-2026-01-01.csv\"");
    assert_eq!(answer.header("cache-control"), "no-store");
    let lines: Vec<_> = answer.body.lines().collect();
    assert!(lines.len() == 2 && lines[0].starts_with("\"Token ID\",\"State\",\"User\","), "{lines:?}");
    assert!(lines[1].contains(",\"Active\",\"alice@example.com\",") && lines[1].contains(",\"'=HYPERLINK(1)\","), "{lines:?}");
    assert!(!answer.body.contains(&token), "a token is no part of it");
    assert_eq!(shop.file(&cookies, "/console/acme/shop/tokens/export.csv?state=revoked").await.len(), 1, "the head");

    let told = jsons(&shop.file(&cookies, "/console/acme/shop/tokens/export.jsonl").await);
    assert_eq!((told.len(), told[0]["user_identifier"].as_str(), told[0]["state"].as_str()), (1, Some("alice@example.com"), Some("live")));
    for odd in ["state=gone", "weather=rain", "client_id=x", "state=live&state=live"] {
        let refused = shop.server.get_with(&format!("/console/acme/shop/tokens/export.csv?{odd}"), &cookies).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{odd}: {refused:?}");
    }
}

#[tokio::test]
async fn a_log_and_the_token_requests_are_files_of_what_is_filtered() {
    let shop = Shop::open().await;
    shop.refresh_token().await;
    shop.server.chain_audit_lines().await;
    let cookies = shop.server.sign_in().await.cookies();
    let page = shop.server.get_with("/console/acme/shop/logs?group=sign_ins", &cookies).await;
    for tab in ["Changes", "Sign-ins", "Security", "All"] {
        assert!(page.body.contains(&format!(">{tab}<")), "{tab}: {}", page.body);
    }
    assert!(page.body.contains("aria-current=\"page\">Sign-ins<") && page.body.contains("export.csv?group=sign_ins"), "{}", page.body);

    let sign_ins = shop.file(&cookies, "/console/acme/shop/logs/export.csv?group=sign_ins").await.join("\n");
    assert!(sign_ins.contains("user.signed_in") && !sign_ins.contains("client.created"), "{sign_ins}");
    let named = shop.file(&cookies, "/console/acme/shop/logs/export.csv?text=ALICE").await;
    assert!(named.len() > 1 && named[1..].iter().all(|line| line.to_lowercase().contains("alice")), "{named:?}");
    for path in ["/console/acme/shop/logs/export.jsonl", "/console/acme/-/log/export.jsonl", "/console/-/log/export.jsonl"] {
        let told = jsons(&shop.file(&cookies, path).await);
        assert!(told.len() > 3 && told.iter().all(|event| event["line"].is_object()), "{path}");
        assert!(told.is_sorted_by(|one, next| one["id"].as_str() <= next["id"].as_str()), "{path}: the oldest first");
    }
    let all = shop.file(&cookies, "/console/-/log/export.csv").await;
    assert!(all.len() > shop.file(&cookies, "/console/acme/-/log/export.csv").await.len(), "the installation's own lines among them");

    let requests = shop.file(&cookies, "/console/acme/shop/token-requests/export.csv?outcome=issued").await;
    assert!(requests.len() == 2 && requests[1].contains(",\"issued\","), "{requests:?}");
    let told = jsons(&shop.file(&cookies, "/console/acme/shop/token-requests/export.jsonl").await);
    assert_eq!(told[0]["event"]["kind"].as_str(), Some("issued"));
    let page = shop.server.get_with("/console/acme/shop/token-requests?last=24h", &cookies).await;
    assert!(page.body.contains("token-requests/export.csv?since=2025-12-31T") && page.body.contains("Last 7 days"), "{}", page.body);
}

#[tokio::test]
async fn a_file_is_for_whoever_may_see_the_list() {
    let shop = Shop::open().await;
    shop.refresh_token().await;
    let initech = shop.operator().create_tenant("initech", "Initech").await.unwrap();
    let stranger = shop.signed_in_at(BuiltInRole::Owner, initech.slug).await;
    let support = shop.signed_in_as(BuiltInRole::Support).await;
    for route in ExportRoute::ALL {
        let path = route.template().replace("{tenant}", "acme").replace("{workspace}", "shop");
        let nobody = shop.server.get(&path).await;
        assert!(nobody.status == StatusCode::SEE_OTHER && nobody.header("location").starts_with("/console/sign-in"), "{path}: {nobody:?}");
        let of_installation = !route.template().contains("{tenant}");
        let strange = shop.server.get_with(&path, &stranger).await.status;
        assert_eq!(strange, if of_installation { StatusCode::FORBIDDEN } else { StatusCode::NOT_FOUND }, "{path}");
        let expected = if route.template().contains("{workspace}") { StatusCode::OK } else { StatusCode::FORBIDDEN };
        assert_eq!(shop.server.get_with(&path, &support).await.status, expected, "{path}");
    }
    let nowhere = shop.server.get_with("/console/acme/nowhere/tokens/export.csv", &support).await;
    assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_is_ticked_is_named_counted_and_revoked_without_javascript() {
    let shop = Shop::open().await;
    let (first, second) = (shop.refresh_token().await, shop.refresh_token().await);
    let cookies = shop.server.sign_in().await.cookies();
    let list = shop.server.get_with("/console/acme/shop/tokens?select=all", &cookies).await;
    let ticks: Vec<_> = list.body.match_indices("type=\"checkbox\" name=\"family\"").collect();
    assert!(ticks.len() == 2 && list.body.contains("form=\"selected-tokens\"") && list.body.contains("Select none"), "{}", list.body);

    let id = shop.first_family().await;
    let asking = format!("/console/acme/shop/tokens/revoke-selected?back=%2Fconsole%2Facme%2Fshop%2Ftokens%3Fstate%3Dlive&family={id}");
    let question = shop.server.get_with(&asking, &cookies).await;
    for words in ["1 active refresh token", "alice@example.com", "Shop", ">Cancel<", "Revoke 1 refresh token"] {
        assert!(question.body.contains(words), "{words}: {}", question.body);
    }
    let revoke = async |families: &str| {
        let fields = [("families", families), ("back", "/console/acme/shop/tokens?state=live")];
        shop.press(&cookies, &asking, "revoke_selected", &fields).await
    };
    for odd in ["", "x", &format!("{id} 019b76da-a800-7fc5-a834-84c7fc1161c8")] {
        let refused = revoke(odd).await;
        assert_eq!((refused.status, refused.header("location")), (StatusCode::SEE_OTHER, asking.as_str()), "{odd}: {refused:?}");
    }
    let done = revoke(&id).await;
    assert_eq!(done.header("location"), "/console/acme/shop/tokens?state=live&done=families_revoked", "{done:?}");
    let answers = [shop.refresh(&first).await, shop.refresh(&second).await];
    assert_eq!(answers.iter().filter(|answer| answer.status == StatusCode::OK).count(), 1, "one of the two: {answers:?}");

    let nothing = shop.server.get_with("/console/acme/shop/tokens/revoke-selected", &cookies).await;
    assert!(nothing.status == StatusCode::OK && nothing.body.contains("Nothing is selected"), "{}", nothing.body);
    for odd in ["family=x", "family=019b76da-a800-7fc5-a834-84c7fc1161c8&family=x"] {
        let page = shop.server.get_with(&format!("/console/acme/shop/tokens/revoke-selected?{odd}"), &cookies).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{odd}");
    }
    let auditor = shop.signed_in_as(BuiltInRole::Auditor).await;
    let fields = encode(&[("path[tenant]", "acme"), ("path[workspace]", "shop"), ("families", &id)]);
    let refused: Answer = shop.server.post("/console/api/revoke_selected", &auditor, &fields).await;
    assert_eq!(refused.status, StatusCode::SEE_OTHER, "led back: {refused:?}");
    assert!(
        !shop.server.get_with("/console/acme/shop/tokens", &auditor).await.body.contains("type=\"checkbox\" name=\"family\""),
        "nothing to tick"
    );
}

#[tokio::test]
async fn a_filter_is_kept_under_a_name_and_stands_above_the_list_until_it_is_removed() {
    let shop = Shop::open().await;
    let cookies = shop.server.sign_in().await.cookies();
    let page = "/console/acme/shop/tokens?unused_days=90&state=live";
    let shown = shop.server.get_with(page, &cookies).await;
    assert!(shown.body.contains("Save this view"), "{}", shown.body);
    let all = shop.server.get_with("/console/acme/shop/tokens", &cookies).await;
    assert!(!all.body.contains("Save this view"), "there is nothing to keep");
    let save = async |name: &str, query: &str| shop.press(&cookies, page, "save_view", &[("query", query), ("typed[name]", name)]).await;
    let saved = save("Not used", "unused_days=90&state=live&after=x&nonsense=1").await;
    assert_eq!(saved.header("location"), "/console/acme/shop/tokens?state=live&unused_days=90&done=view_saved", "{saved:?}");
    let all = shop.server.get_with("/console/acme/shop/tokens", &cookies).await;
    assert!(
        all.body.contains("href=\"/console/acme/shop/tokens?state=live&amp;unused_days=90\"") && all.body.contains(">Not used<"),
        "{}",
        all.body
    );
    let refused = save("", "state=live").await;
    let shown = shop.server.get_with(refused.header("location"), &cookies).await;
    assert!(shown.body.contains("Give it a name."), "{}", shown.body);

    let elsewhere = shop.signed_in_as(BuiltInRole::Support).await;
    assert!(
        !shop.server.get_with("/console/acme/shop/tokens", &elsewhere).await.body.contains("Not used<"),
        "it is one administrator's own"
    );
    let open = shop.server.get_with("/console/acme/shop/tokens?state=live&unused_days=90", &cookies).await;
    let id = crate::shop::hidden(&open, "view");
    let removed = shop.press(&cookies, page, "delete_saved_view", &[("view", &id)]).await;
    assert_eq!(removed.header("location"), "/console/acme/shop/tokens?done=view_removed", "{removed:?}");
    assert!(!shop.server.get_with("/console/acme/shop/tokens", &cookies).await.body.contains(">Not used<"));
}
