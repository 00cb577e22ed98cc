//! The search page, the field of the bar, what the palette asks for, the switcher, and the environment.

use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use control::NewAdministrator;
use domain::{role::BuiltInRole, view::NewWorkspace};

use crate::{
    shop::{Shop, encode},
    support::{Answer, TestServer},
};

/// The addresses that a page links to in its main part.
fn links(page: &Answer) -> Vec<String> {
    let main = page.body.split("<main").nth(1).unwrap().split("</main>").next().unwrap();
    main.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap().replace("&amp;", "&")).collect()
}

/// The cookies of an administrator of the tenant with this role.
async fn sign_in_as(shop: &Shop, role: BuiltInRole) -> String {
    let email = format!("{}@acme.example.com", role.name());
    let new = NewAdministrator { email: email.clone(), name: "Ada".to_owned(), tenant: Some(shop.path.tenant.clone()), role };
    shop.operator().create_administrator(new).await.unwrap();
    let token = shop.operator().create_one_time_sign_in(&email).await.unwrap().token;
    let form = format!("token={}&password=correct-horse-battery", token.expose());
    shop.server.post("/console/api/use_one_time_sign_in", "", &form).await.cookies()
}

#[tokio::test]
async fn a_form_in_every_page_leads_to_a_page_with_what_was_found() {
    let shop = Shop::open().await;
    let cookies = shop.server.sign_in().await.cookies();
    let overview = shop.server.get_with("/console/acme/shop", &cookies).await;
    for part in ["action=\"/console/acme/-/search\"", "name=\"workspace\" value=\"shop\"", "maxlength=\"200\""] {
        assert!(overview.body.contains(part), "{part} in {}", overview.body);
    }
    let found = async |address: &str| links(&shop.server.get_with(address, &cookies).await);
    let client = format!("/console/acme/shop/clients/{}", shop.client.id);
    let by_name = found("/console/acme/-/search?q=shop&workspace=shop").await;
    for address in ["/console/acme/shop", client.as_str()] {
        assert!(by_name.iter().any(|link| link == address), "{address} in {by_name:?}");
    }
    assert_eq!(found(&format!("/console/acme/-/search?q={}", shop.client.id)).await, [client.as_str()]);
    assert!(found("/console/acme/-/search?q=alice").await[0].starts_with("/console/acme/shop/users/"));
    assert_eq!(found("/console/acme/-/search?q=ttl&workspace=shop").await, ["/console/acme/shop/auth-server/tokens"]);
    assert_eq!(found("/console/-/search?q=acme").await, ["/console/acme"]);
    let nothing = shop.server.get_with("/console/acme/-/search?q=%3Cb%3E", &cookies).await;
    assert!(nothing.body.contains("Nothing found") && !nothing.body.contains("<b>"), "{}", nothing.body);
    let long = shop.server.get_with(&format!("/console/acme/-/search?q={}", "a".repeat(201)), &cookies).await;
    assert!(long.status.is_client_error() && long.body.contains("Use at most 200 characters."), "{long:?}");
    assert_eq!(shop.server.get_with("/console/nobody/-/search?q=a", &cookies).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_page_is_found_by_whoever_can_open_it() {
    let shop = Shop::open().await;
    for role in BuiltInRole::ALL {
        let cookies = sign_in_as(&shop, *role).await;
        let mut pages = Vec::new();
        // The beginnings of the words by which pages are found.
        for text in [
            "set", "cre", "aud", "tok", "key", "new", "roles", "smtp", "web", "acc", "wor", "adm", "log", "job", "del", "peo", "int", "api",
        ] {
            let found = shop.server.get_with(&format!("/console/acme/-/search?q={text}&workspace=shop"), &cookies).await;
            assert_eq!(found.status, StatusCode::OK, "{role:?} {text}");
            pages.extend(links(&found));
        }
        pages.sort();
        pages.dedup();
        assert!(pages.len() > 10, "{role:?}: {pages:?}");
        for page in &pages {
            let answer = shop.server.get_with(page, &cookies).await;
            assert!(answer.status.is_success() || answer.status.is_redirection(), "{role:?} finds {page}: {}", answer.status);
        }
        let keys = pages.iter().any(|page| page.ends_with("/auth-server/keys"));
        assert_eq!(keys, !matches!(role, BuiltInRole::Manager | BuiltInRole::Support), "{role:?}");
    }
}

#[tokio::test]
async fn the_palette_asks_for_the_same_and_gets_what_its_administrator_may_see() {
    let shop = Shop::open().await;
    let ask = async |cookies: &str, place: [(&str, &str); 2], text: &str| {
        let token = shop.server.form_token(cookies).await;
        let form = encode(&[place[0], place[1], ("text", text)]);
        let request = Request::post("/console/api/find_by_text")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("accept", "application/json")
            .header("sec-fetch-site", "same-origin")
            .header("x-form-token", token)
            .header("cookie", cookies)
            .body(Body::from(form))
            .unwrap();
        shop.server.send(request).await
    };
    let here = [("place[tenant]", "acme"), ("place[workspace]", "shop")];
    let cookies = shop.server.sign_in().await.cookies();
    let found = ask(&cookies, here, "shop").await;
    assert!(found.status.is_success() && found.body.contains(&shop.client.id.to_string()), "{found:?}");
    let long = ask(&cookies, here, &"e ".repeat(250_000)).await;
    assert_eq!(long.status, StatusCode::UNPROCESSABLE_ENTITY, "nothing is looked for: {long:?}");
    let stranger = {
        let globex = shop.operator().create_tenant("globex", "Globex").await.unwrap().slug;
        let email = "gil@globex.example.com".to_owned();
        let new = NewAdministrator { email: email.clone(), name: "Gil".to_owned(), tenant: Some(globex), role: BuiltInRole::Owner };
        shop.operator().create_administrator(new).await.unwrap();
        let token = shop.operator().create_one_time_sign_in(&email).await.unwrap().token;
        let form = format!("token={}&password=correct-horse-battery", token.expose());
        shop.server.post("/console/api/use_one_time_sign_in", "", &form).await.cookies()
    };
    assert_eq!(ask(&stranger, here, "shop").await.status, StatusCode::NOT_FOUND);
    let everywhere = ask(&stranger, [("place[tenant]", ""), ("place[workspace]", "")], "acme").await;
    assert!(everywhere.status.is_success() && !everywhere.body.contains("Acme"), "{everywhere:?}");
    assert_eq!(ask("", here, "shop").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn the_switcher_has_what_was_opened_lately_first_and_stays_at_the_page() {
    let shop = Shop::open().await;
    let cookies = shop.server.sign_in().await.cookies();
    for number in 0..30 {
        let new = NewWorkspace { name: format!("Region {number:02}"), slug: format!("region-{number:02}") };
        shop.operator().create_workspace(&shop.path.tenant, new).await.unwrap();
    }
    let opened = shop.server.get_with("/console/acme/region-29", &cookies).await;
    let recent = opened.cookies();
    assert!(recent.starts_with("regrant-console-recent="), "{recent}");
    let attributes = opened.header("set-cookie");
    assert!(attributes.contains("HttpOnly") && attributes.contains("SameSite=Lax"), "{attributes}");
    let page = shop.server.get_with("/console/acme/shop/settings/general", &format!("{cookies}; {recent}")).await;
    let menu = page.body.split("Opened lately").nth(1).unwrap().split("</ul>").next().unwrap();
    assert!(menu.contains("href=\"/console/acme/region-29/settings/general\"") && menu.contains("Region 29"), "{menu}");
    assert!(!menu.contains("/console/acme/shop/"), "not the one that is shown: {menu}");
    // Whoever may not know of it is not told of it, and what is no identifier does nothing.
    let shown = shop.server.get_with("/console/acme/shop", &format!("{cookies}; regrant-console-recent=nonsense")).await;
    assert_eq!((shown.status, shown.body.contains("Opened lately")), (StatusCode::OK, false));
    // Renamed, it is called as it is now.
    let path = domain::workspace::WorkspacePath::new(shop.path.tenant.clone(), domain::name::Slug::parse("region-29").unwrap());
    let version = shop.operator().load_workspace(&path).await.unwrap().version;
    shop.operator().rename_workspace(&path, version, "Far away").await.unwrap();
    let page = shop.server.get_with("/console/acme/shop", &format!("{cookies}; {recent}")).await;
    assert!(page.body.contains("Far away") && !page.body.contains("Region 29"));
}

#[tokio::test]
async fn the_environment_stands_in_the_bar_at_the_sign_in_and_in_the_title() {
    let server = TestServer::of_environment("Staging <EU>", "amber").await;
    server.set_up_shop().await;
    let cookies = server.sign_in().await.cookies();
    for (page, title) in [
        (server.get("/console/sign-in").await, "Staging &lt;EU&gt; · Sign in to the console · Regrant"),
        (server.get_with("/console/acme/shop/clients", &cookies).await, "Staging &lt;EU&gt; · Clients"),
    ] {
        assert!(page.body.contains(&format!("<title>{title}")), "{title} in {}", page.body);
        assert!(page.body.contains("data-color=\"amber\"") && page.body.contains("Staging &lt;EU"), "{}", page.body);
    }
    let plain = TestServer::on_loopback().await;
    let page = plain.get("/console/sign-in").await;
    assert!(
        page.body.contains("<title>Sign in to the console · Regrant</title>") && !page.body.contains("class=\"environment\""),
        "{}",
        page.body
    );
}

#[tokio::test]
async fn a_tenant_s_pages_are_at_its_side_and_one_s_own_account_leads_to_the_workspaces() {
    let shop = Shop::open().await;
    let cookies = shop.server.sign_in().await.cookies();
    let side = async |address: &str, cookies: &str| {
        let page = shop.server.get_with(address, cookies).await;
        let side =
            page.body.split("aria-label=\"Tenant\"").nth(1).unwrap_or_else(|| panic!("{}", page.body)).split("</nav>").next().unwrap();
        side.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let all = ["", "/-/administrators", "/-/log", "/-/webhooks", "/-/mail", "/-/settings"].map(|page| format!("/console/acme{page}"));
    for page in ["/console/acme", "/console/acme/-/log", "/console/acme/new-workspace"] {
        assert_eq!(side(page, &cookies).await, all, "{page}");
    }
    let support = sign_in_as(&shop, BuiltInRole::Support).await;
    for page in side("/console/acme", &support).await {
        assert_eq!(shop.server.get_with(&page, &support).await.status, StatusCode::OK, "{page}");
    }
    let account = shop.server.get_with("/console/-/account", &cookies).await;
    for part in ["Switch workspace", "href=\"/console/acme/shop\"", "href=\"/api/admin/docs\""] {
        assert!(account.body.contains(part), "{part} in {}", account.body);
    }
}

#[tokio::test]
async fn the_pages_of_a_client_are_found_from_each_of_them() {
    let shop = Shop::open().await;
    let cookies = shop.server.sign_in().await.cookies();
    let client = format!("/console/acme/shop/clients/{}", shop.client.id);
    let scopes = shop.server.get_with(&format!("{client}/scopes"), &cookies).await;
    assert!(scopes.body.contains(&format!("name=\"client\" value=\"{}\"", shop.client.id)), "{}", scopes.body);
    let address = format!("/console/acme/-/search?q=rotation&workspace=shop&client={}", shop.client.id);
    let found = links(&shop.server.get_with(&address, &cookies).await);
    assert_eq!(found.first(), Some(&format!("{client}/token-policy")), "{found:?}");
}

#[tokio::test]
async fn a_line_of_the_log_leads_to_what_it_is_about_and_says_it_in_the_console_s_words() {
    let mut shop = Shop::open().await;
    let cookies = shop.server.sign_in().await.cookies();
    shop.set_client(|settings| settings.dpop_bound_access_tokens = true).await;
    let client = format!("/console/acme/shop/clients/{}", shop.client.id);
    for log in ["/console/acme/shop/logs", "/console/acme/-/log", "/console/-/log"] {
        let page = shop.server.get_with(&format!("{log}?action=client.updated"), &cookies).await;
        assert!(links(&page).contains(&client), "{log}: {}", page.body);
        assert!(page.body.contains("DPoP-bound access tokens") && page.body.contains("<ins>On"), "{log}: {}", page.body);
        let offers = page.body.contains("value=\"master_key.retired\"");
        assert_eq!(offers, log == "/console/-/log", "{log}");
    }
}
