//! Lists: what is ticked is revoked together, and all that a filter matches is a file.

use axum::http::StatusCode;
use control::NewAdministrator;
use domain::{
    audit::AuditAction,
    client::ClientType,
    name::Name,
    role::BuiltInRole,
    view::{AuditFilter, FamilyFilter},
};
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

    pub(crate) async fn signed_in_at(&self, role: BuiltInRole, tenant: domain::name::Slug) -> String {
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
        let why = (refused.status, refused.body.as_str());
        assert_eq!(why, (StatusCode::BAD_REQUEST, "This filter cannot be read, so nothing is exported.\n"), "{odd}");
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

/// The addresses of the links whose text is this.
fn links(page: &str, text: &str) -> Vec<String> {
    let found = page.split("<a ").skip(1).filter_map(|link| {
        let (attributes, rest) = link.split_once('>')?;
        let (said, _) = rest.split_once("</a>")?;
        let words: String = said.split('<').map(|part| part.rsplit('>').next().unwrap_or_default()).collect();
        let href = attributes.split("href=\"").nth(1)?.split('"').next()?;
        (words.trim_end_matches(['\u{2191}', '\u{2193}']) == text).then(|| href.replace("&amp;", "&"))
    });
    found.collect()
}

fn link(page: &Answer, text: &str) -> String {
    links(&page.body, text).pop().unwrap_or_else(|| panic!("a link {text}: {}", page.body))
}

/// The names of the rows, in their order.
fn rows(page: &Answer) -> Vec<String> {
    let body = page.body.split("<tbody").nth(1).unwrap_or_default();
    let rows = body.split("<th scope=\"row\"").skip(1).filter_map(|row| {
        let cell = row.split_once("<a ")?.1.split_once('>')?.1;
        Some(cell.split_once("</a>")?.0.to_owned())
    });
    rows.collect()
}

#[tokio::test]
async fn a_list_is_sorted_by_its_heads_and_walked_in_both_directions_by_links_alone() {
    let shop = Shop::open().await;
    for number in 1..=44 {
        shop.operator().create_client(&shop.path, &format!("client {number:02}"), ClientType::Service).await.unwrap();
    }
    let cookies = shop.server.sign_in().await.cookies();
    let open = async |path: &str| {
        let page = shop.server.get_with(path, &cookies).await;
        assert_eq!(page.status, StatusCode::OK, "{path}: {page:?}");
        page
    };
    let usual = open("/console/acme/shop/clients").await;
    assert!(usual.body.contains("1\u{2013}20 of 45 clients") && links(&usual.body, "Previous page").is_empty(), "{}", usual.body);
    assert!(usual.body.contains("aria-sort=\"descending\"") && !usual.body.contains("aria-sort=\"ascending\""), "the newest first");

    let by_name = link(&usual, "Name");
    assert_eq!(by_name, "/console/acme/shop/clients?sort=client_name");
    let first = open(&by_name).await;
    assert!(
        first.body.contains("aria-sort=\"ascending\"") && rows(&first).first().is_some_and(|name| name == "client 01"),
        "{:?}",
        rows(&first)
    );
    let second = open(&link(&first, "Next page")).await;
    assert!(second.body.contains("21\u{2013}40 of 45 clients"), "{}", second.body);
    assert_eq!(rows(&second).first().map(String::as_str), Some("client 21"));
    let third = open(&link(&second, "Next page")).await;
    assert!(third.body.contains("41\u{2013}45 of 45 clients") && links(&third.body, "Next page").is_empty(), "{}", third.body);
    assert_eq!(rows(&third).last().map(String::as_str), Some("Shop"), "in upper or lower case");
    let back = open(&link(&third, "Previous page")).await;
    assert!(back.body.contains("21\u{2013}40 of 45 clients"), "{}", back.body);
    assert_eq!(rows(&back), rows(&second));
    let front = open(&link(&back, "Previous page")).await;
    assert!(front.body.contains("1\u{2013}20 of 45 clients") && links(&front.body, "Previous page").is_empty(), "{}", front.body);
    assert_eq!(rows(&front), rows(&first));
    assert_eq!(link(&second, "First page"), by_name);

    // The opposite order, also of what is searched for. A number that nobody told is none.
    let down = open(&link(&second, "Name")).await;
    assert!(down.body.contains("aria-sort=\"descending\"") && rows(&down).first().is_some_and(|name| name == "Shop"), "{:?}", rows(&down));
    let found = open("/console/acme/shop/clients?q=client+4&sort=-client_name").await;
    assert_eq!(
        rows(&found),
        ["client 44", "client 43", "client 42", "client 41", "client 40", "client 34", "client 24", "client 14", "client 04"]
    );
    assert!(
        found.body.contains("<input type=\"hidden\" name=\"sort\" value=\"-client_name\""),
        "searching again keeps the order: {}",
        found.body
    );
    let page = open("/console/acme/shop/clients?at=7").await;
    assert!(page.body.contains("1\u{2013}20 of 45 clients"), "{}", page.body);
}

#[tokio::test]
async fn a_place_or_an_order_that_a_list_does_not_have_is_no_page_of_it() {
    let shop = Shop::open().await;
    let cookies = shop.server.sign_in().await.cookies();
    for (list, odd) in [
        ("acme/shop/clients", "sort=colour"),
        ("acme/shop/clients", "after=x&at=20"),
        ("acme/shop/clients", "sort=client_name&after=019b76da-a800-7fc5-a834-84c7fc1161c8"),
        ("acme", "sort=created_at&after=shop:soon"),
        ("acme", "sort=-created_at&before=shop:1.5"),
        ("acme", "after=shop:1800000000000"),
        ("acme/-/administrators", "sort=created_at&after=x:yesterday"),
        ("acme/shop/tokens", "after=x"),
        ("acme/shop/logs", "sort=name"),
        ("acme/shop/token-requests", "before=7"),
        ("acme/shop/jobs", "after=x"),
        ("acme/shop/reuses", "after=x"),
    ] {
        let page = shop.server.get_with(&format!("/console/{list}?{odd}"), &cookies).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{list}?{odd}: {page:?}");
        assert!(page.body.contains("There is no such page of this list"), "{list}?{odd}: {}", page.body);
        assert_eq!(link(&page, "To the first page"), format!("/console/{list}"));
        assert_eq!(shop.server.get_with(&format!("/console/{list}"), &cookies).await.status, StatusCode::OK);
    }
    let fine = shop.server.get_with("/console/acme?sort=created_at&after=shop:1800000000000", &cookies).await;
    assert_eq!(fine.status, StatusCode::OK, "{fine:?}");
}

#[tokio::test]
async fn an_order_is_kept_with_a_view_and_a_filter() {
    let shop = Shop::open().await;
    shop.refresh_token().await;
    shop.refresh_token().await;
    let cookies = shop.server.sign_in().await.cookies();
    let oldest = shop.server.get_with("/console/acme/shop/tokens?sort=time", &cookies).await;
    assert!(oldest.body.contains("aria-sort=\"ascending\"") && oldest.body.contains("Save this view"), "{}", oldest.body);
    assert!(oldest.body.contains("<input type=\"hidden\" name=\"sort\" value=\"time\""), "{}", oldest.body);
    let page = "/console/acme/shop/tokens?sort=time";
    let saved = shop.press(&cookies, page, "save_view", &[("query", "sort=time&after=x&at=3"), ("typed[name]", "Oldest")]).await;
    assert_eq!(saved.header("location"), "/console/acme/shop/tokens?sort=time&done=view_saved", "{saved:?}");
    for path in ["logs", "token-requests", "jobs"] {
        let page = shop.server.get_with(&format!("/console/acme/shop/{path}?sort=time"), &cookies).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(path == "jobs" || page.body.contains("aria-sort=\"ascending\""), "{path}: {}", page.body);
    }
}

#[tokio::test]
async fn administrators_and_webhooks_are_searched_and_sorted_too() {
    let shop = Shop::open().await;
    shop.signed_in_as(BuiltInRole::Auditor).await;
    shop.signed_in_as(BuiltInRole::Support).await;
    let cookies = shop.server.sign_in().await.cookies();
    let page = shop.server.get_with("/console/acme/-/administrators?sort=-email", &cookies).await;
    assert!(page.body.contains("aria-sort=\"descending\""), "{}", page.body);
    let names = rows(&page);
    assert!(names.len() >= 2 && names.is_sorted_by(|one, next| one >= next), "{names:?}");
    let found = shop.server.get_with("/console/acme/-/administrators?q=SOMEBODY+auditor", &cookies).await;
    assert_eq!(rows(&found), ["auditor@acme.example.com"]);
    let nobody = shop.server.get_with("/console/acme/-/administrators?q=nobody+at+all", &cookies).await;
    assert!(nobody.body.contains("Nothing found") && nobody.status == StatusCode::OK, "{}", nobody.body);
}

#[tokio::test]
async fn who_exported_what_stands_in_the_log_and_nothing_of_the_rows() {
    let shop = Shop::open().await;
    shop.refresh_token().await;
    let cookies = shop.server.sign_in().await.cookies();
    shop.file(&cookies, "/console/acme/shop/tokens/export.csv?state=live").await;
    shop.file(&cookies, "/console/acme/shop/logs/export.jsonl?group=sign_ins").await;
    for refused in ["/console/acme/shop/tokens/export.csv?state=gone", "/console/acme/nowhere/tokens/export.csv"] {
        shop.server.get_with(refused, &cookies).await;
    }
    let exported = AuditFilter { action: Some(AuditAction::ListExported), ..AuditFilter::default() };
    let lines = shop.operator().list_audit_events(&shop.path.tenant, Some(&shop.path.workspace), exported, None).await.unwrap().items;
    let told: Vec<_> = lines
        .iter()
        .map(|line| {
            let changes: Vec<_> = line.changes.iter().map(|change| format!("{}={}", change.field, change.to)).collect();
            format!("{}: {}", line.target, changes.join(" "))
        })
        .collect();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(
        told.contains(&"Refresh tokens: format=csv state=live".to_owned()) && told.contains(&"Log: format=jsonl group=sign_ins".to_owned()),
        "{told:?}"
    );
    assert!(lines.iter().all(|line| line.context.session.is_some()), "{lines:?}");
    let security = shop.server.get_with("/console/acme/shop/logs?group=security", &cookies).await;
    assert!(security.body.contains("List exported"), "{}", security.body);
}

#[tokio::test]
async fn the_guide_finds_any_client_by_its_name() {
    let shop = Shop::open().await;
    for number in 1..=30 {
        shop.operator().create_client(&shop.path, &format!("Web {number}"), ClientType::ServerSideWeb).await.unwrap();
    }
    let cookies = shop.server.sign_in().await.cookies();
    let guide = shop.server.get_with("/console/acme/shop/guide/refresh-tokens", &cookies).await;
    assert!(guide.body.contains("<datalist id=\"guide-clients\"") && guide.body.contains("list=\"guide-clients\""), "{}", guide.body);
    let chosen = shop.server.get_with("/console/acme/shop/guide/refresh-tokens?client=web+30", &cookies).await;
    assert!(chosen.body.contains(">Web 30<") && chosen.body.contains("aria-label=\"Any client\""), "{}", chosen.body);
    let several = shop.server.get_with("/console/acme/shop/guide/refresh-tokens?client=web", &cookies).await;
    assert!(several.body.contains("Which one?"), "{}", several.body);
    let nothing = shop.server.get_with("/console/acme/shop/guide/refresh-tokens?client=nothing", &cookies).await;
    assert!(nothing.body.contains("There are no clients that match"), "{}", nothing.body);
}
