//! *Show as API call and as code*: what is shown is taken as it is, and changes nothing.

use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use domain::view::AuditFilter;
use serde_json::{Value, json};

use crate::admin_api::world::World;

/// The code of a page under this label, as it is copied.
fn code(page: &str, label: &str) -> Option<String> {
    let block = page.split(&format!("aria-label=\"{label}\"><code>")).nth(1)?;
    let text = block.split("</code>").next()?.trim_end_matches("<!>");
    let plain = text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&#x27;", "'");
    Some(plain.replace("&amp;", "&"))
}

/// The part of a text between two others.
fn between<'a>(text: &'a str, begin: &str, end: &str) -> &'a str {
    text.split_once(begin).and_then(|(_, rest)| rest.split_once(end)).unwrap_or_else(|| panic!("{begin} … {end} in {text}")).0
}

/// The whole configuration with this item in place of the one that is about the same.
fn with_item(mut whole: Value, route: &str, item: &Value) -> Value {
    let (list, key) = if route.contains("/clients/") { ("clients", "client_id") } else { ("services", "name") };
    let servers = whole.get_mut("servers").and_then(Value::as_array_mut).unwrap().iter_mut();
    let mut items = servers.filter_map(|server| server.get_mut(list)?.as_array_mut()).flatten();
    let place = items.find(|there| there.get(key) == item.get(key)).unwrap_or_else(|| panic!("{route}: {item}"));
    assert_eq!(place, item, "{route}");
    *place = item.clone();
    whole
}

#[tokio::test]
async fn what_a_form_shows_is_sent_and_applied_as_it_is_copied_and_changes_nothing() {
    let world = World::new().await;
    let shop = &world.shop;
    let program = world.program(None).await;
    let cookies = shop.server.sign_in().await.cookies();
    let whole = Request::get("/api/admin/acme/configuration?with_defaults=true&versions=true");
    let whole = whole.header("authorization", format!("Bearer {}", program.token)).body(Body::empty()).unwrap();
    let whole: Value = serde_json::from_str(&shop.server.send(whole).await.body).unwrap();
    let lines = async || shop.operator().list_audit_lines(None, AuditFilter::default(), None).await.unwrap().items.remove(0).event.id;
    for (route, in_document) in [
        ("/console/{tenant}/{workspace}/settings/general", true),
        ("/console/{tenant}/{workspace}/settings/authorization", true),
        ("/console/{tenant}/{workspace}/settings/client-registration", true),
        ("/console/{tenant}/{workspace}/settings/sign-in", true),
        ("/console/{tenant}/{workspace}/auth-server/tokens", true),
        ("/console/{tenant}/{workspace}/clients/{client}", true),
        ("/console/{tenant}/{workspace}/clients/{client}/oauth", true),
        ("/console/{tenant}/{workspace}/clients/{client}/scopes", true),
        ("/console/{tenant}/{workspace}/clients/{client}/token-policy", true),
        ("/console/{tenant}/{workspace}/services/{service}", true),
        ("/console/{tenant}/{workspace}/users/{user}/edit", false),
    ] {
        let path = world.page(route).unwrap();
        let page = shop.server.get_with(&path, &cookies).await;
        let call = code(&page.body, "Call of the admin API").unwrap_or_else(|| panic!("{path} shows a call: {}", page.body));
        let before = lines().await;
        let url = between(&call, "curl -X PUT 'http://127.0.0.1:8080", "'");
        let request = Request::put(url)
            .header("authorization", format!("Bearer {}", program.token))
            .header("content-type", between(&call, "'Content-Type: ", "'"))
            .header("if-match", between(&call, "'If-Match: ", "'"))
            .body(Body::from(between(&call, "<<'JSON'\n", "\nJSON").to_owned()));
        let answer = shop.server.send(request.unwrap()).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {call}: {answer:?}");
        assert_eq!(answer.header("etag"), between(&call, "'If-Match: ", "'"), "{path}: the version stays");
        assert_eq!(lines().await, before, "{path}: nothing is changed");

        let Some(document) = code(&page.body, "Configuration") else {
            assert!(!in_document, "{path} shows a document: {}", page.body);
            continue;
        };
        let configuration: Value = serde_saphyr::from_str(&document).unwrap_or_else(|error| panic!("{path}: {error}: {document}"));
        let configuration = if configuration.is_array() { with_item(whole.clone(), route, &configuration[0]) } else { configuration };
        let body = json!({ "configuration": configuration }).to_string();
        let request = Request::post("/api/admin/acme/configuration/plan")
            .header("authorization", format!("Bearer {}", program.token))
            .header("content-type", "application/json")
            .body(Body::from(body));
        let plan = shop.server.send(request.unwrap()).await;
        assert_eq!(plan.status, StatusCode::OK, "{path}: {document}: {plan:?}");
        let told: Value = serde_json::from_str(&plan.body).unwrap();
        assert_eq!(told["changes"], json!([]), "{path}: {document}");
    }
}

#[tokio::test]
async fn a_call_that_was_copied_before_somebody_saved_is_refused() {
    let world = World::new().await;
    let shop = &world.shop;
    let cookies = shop.server.sign_in().await.cookies();
    let page = shop.server.get_with("/console/acme/shop/settings/general", &cookies).await;
    let call = code(&page.body, "Call of the admin API").unwrap();
    let version = shop.operator().load_workspace(&shop.path).await.unwrap().version;
    shop.operator().rename_workspace(&shop.path, version, "Renamed").await.unwrap();
    let request = Request::put(between(&call, "curl -X PUT 'http://127.0.0.1:8080", "'"))
        .header("authorization", format!("Bearer {}", world.program(None).await.token))
        .header("content-type", "application/json")
        .header("if-match", between(&call, "'If-Match: ", "'"))
        .body(Body::from(between(&call, "<<'JSON'\n", "\nJSON").to_owned()));
    assert_eq!(shop.server.send(request.unwrap()).await.status, StatusCode::PRECONDITION_FAILED);
}
