//! The pages that errors lead to, and explain over the admin API.

use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use control::{Actor, NewAdministrator, TypedApiToken};
use domain::{grant_type::GrantType, role::BuiltInRole};
use engine::Refusal;
use serde_json::{Value, json};

use crate::{
    shop::{Shop, encode},
    support::{ADMINISTRATOR, Answer},
};

/// A token for the admin API, of an administrator of this role.
pub(super) async fn api_token(shop: &Shop, role: BuiltInRole) -> String {
    let new = NewAdministrator { email: ADMINISTRATOR.to_owned(), name: "Ada".to_owned(), tenant: None, role };
    shop.operator().create_administrator(new).await.unwrap();
    let typed = TypedApiToken { email: ADMINISTRATOR.to_owned(), name: "deploy".to_owned(), ttl: "1h".to_owned(), scope: None };
    shop.operator().create_api_token(typed).await.unwrap().value.expose().clone()
}

pub(super) async fn call(shop: &Shop, method: Method, query: &str, token: &str, body: &Value) -> Answer {
    let path = format!("/api/admin/acme/servers/shop/clients/{}/explain{query}", shop.client.id);
    send(shop, method, &path, token, body).await
}

pub(super) async fn send(shop: &Shop, method: Method, path: &str, token: &str, body: &Value) -> Answer {
    let mut request = Request::builder().method(method).uri(path).header(header::CONTENT_TYPE, "application/json");
    if !token.is_empty() {
        request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    }
    shop.server.send(request.body(Body::from(body.to_string())).unwrap()).await
}

fn json(answer: &Answer) -> Value {
    serde_json::from_str(&answer.body).unwrap_or_else(|_| panic!("this is JSON: {answer:?}"))
}

/// The status and the code of a problem.
pub(super) fn problem(answer: &Answer) -> (u16, String) {
    assert_eq!(answer.header("content-type"), "application/problem+json", "{answer:?}");
    assert_eq!(answer.header("cache-control"), "no-store");
    (answer.status.as_u16(), answer.text("code").unwrap())
}

#[tokio::test]
async fn every_error_leads_to_its_page_and_the_page_says_nothing_of_anybody() {
    let shop = Shop::open().await;
    for refusal in Refusal::ALL {
        let page = shop.server.get(&format!("/errors/{}", refusal.reason())).await;
        if refusal.public() == *refusal {
            assert_eq!(page.status, StatusCode::OK, "{refusal:?}");
            assert!(page.header("cache-control").starts_with("public"));
            assert!(page.body.contains(&format!("<code>{}</code>", refusal.code())), "{}", page.body);
            assert!(!page.body.contains("Shop") && !page.body.contains("acme"), "{}", page.body);
        } else {
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{refusal:?}");
        }
    }
    assert_eq!(shop.server.get("/errors/nothing").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn error_uri_is_in_every_refusal_and_keeps_to_the_characters_of_the_standard() {
    let shop = Shop::open().await;
    let page = |reason: &str| format!("http://127.0.0.1:8080/errors/{reason}");
    let allowed = |text: &str| text.bytes().all(|byte| matches!(byte, 0x21 | 0x23..=0x5b | 0x5d..=0x7e));

    let wrong_code = shop.exchange("no-code").await;
    assert_eq!(wrong_code.text("error_uri"), Some(page("code_unknown")));
    let forged = shop.refresh("rt1.forged").await;
    assert_eq!(forged.text("error_uri"), Some(page("refresh_token_unknown")), "whose it is nobody is told");
    let nobody = shop.ask_as(("nobody", "x"), "/oauth2/introspect", &[("token", "x")]).await;
    assert_eq!(nobody.text("error_uri"), Some(page("client_authentication_failed")));
    let revoked = shop.ask("/oauth2/revoke", &[]).await;
    assert_eq!(revoked.text("error_uri"), Some(page("token_missing")));

    let request = Request::get(shop.path("/userinfo")).header(header::AUTHORIZATION, "Bearer nothing").body(Body::empty()).unwrap();
    let userinfo = shop.server.send(request).await;
    assert_eq!(userinfo.text("error_uri"), Some(page("access_token_invalid")));
    let challenge = format!("error_uri=\"{}\"", page("access_token_invalid"));
    assert!(userinfo.header("www-authenticate").contains(&challenge), "{userinfo:?}");

    let redirect = shop.server.get(&format!("{}&prompt=none", shop.authorization("openid"))).await;
    let location = url::Url::parse(redirect.header("location")).unwrap();
    let error_uri = location.query_pairs().find(|(name, _)| name == "error_uri").unwrap().1.into_owned();
    assert_eq!(error_uri, page("login_required"));
    assert!(allowed(&error_uri));

    let lost = shop.server.get(&format!("{}?client_id=nobody", shop.path("/oauth2/authorize"))).await;
    assert!(lost.body.contains("href=\"/errors/client_unknown\""), "{}", lost.body);
}

#[tokio::test]
async fn the_admin_api_explains_a_request_and_names_the_switch() {
    let mut shop = Shop::open().await;
    let token = api_token(&shop, BuiltInRole::Auditor).await;
    let answer = call(&shop, Method::GET, "", &token, &json!(null)).await;
    assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    assert_eq!((&json(&answer)["refresh_token"], &json(&answer)["result"]), (&json!(true), &json!("refresh_token")));

    shop.set_client(|settings| {
        settings.grant_types.remove(&GrantType::RefreshToken);
    })
    .await;
    let question = encode(&[("user", "alice@example.com"), ("scope", "openid offline_access"), ("prompt", "consent")]);
    let answer = json(&call(&shop, Method::GET, &format!("?{question}"), &token, &json!(null)).await);
    assert_eq!((&answer["result"], &answer["conditions"]), (&json!("no_refresh_token"), &json!(["client_grant"])), "{answer}");
    let failing: Vec<_> = answer["steps"].as_array().unwrap().iter().filter(|step| step["holds"] == false).collect();
    assert_eq!(failing.len(), 1, "{answer}");
    assert_eq!((&failing[0]["check"], &failing[0]["switch"]), (&json!("client_grant"), &json!("client_oauth")));

    let request = shop.authorization("openid offline_access");
    let posted = json(&call(&shop, Method::POST, "", &token, &json!({ "request": request, "signed_in": true })).await);
    assert_eq!(posted["conditions"], json!(["client_grant"]), "{posted}");
}

/// Clauses: 112, 177.
#[tokio::test]
async fn the_address_of_a_browser_is_explained_by_what_was_pushed_or_refused_where_nothing_was() {
    let mut shop = Shop::open().await;
    shop.set_client(|settings| settings.require_pushed_authorization_requests = true).await;
    let token = api_token(&shop, BuiltInRole::Auditor).await;
    let explained = async |request: &str| {
        let question = format!("?{}", encode(&[("request", request)]));
        json(&call(&shop, Method::GET, &question, &token, &json!(null)).await)
    };
    let address = shop.authorization("openid offline_access");
    let refused = explained(&address).await;
    assert_eq!((&refused["refresh_token"], &refused["reasons"]), (&json!(false), &json!(["pushed_request_required"])), "{refused}");

    let (path, query) = address.split_once('?').unwrap();
    let parameters: Vec<(String, String)> = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let parameters: Vec<_> = parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let request_uri = shop.ask("/oauth2/par", &parameters).await.text("request_uri").unwrap();
    let reference = format!("{path}?{}", encode(&[("client_id", &shop.client.id.to_string()), ("request_uri", &request_uri)]));
    for _ in 0..2 {
        let pushed = explained(&format!("https://id.example.com{reference}")).await;
        assert_eq!(pushed["refresh_token"], json!(true), "{pushed}");
    }
    shop.server.clock.advance_seconds(60);
    let expired = explained(&reference).await;
    assert_eq!(expired["reasons"], json!(["request_uri_expired"]), "{expired}");
}

#[tokio::test]
async fn the_admin_api_explains_a_refresh() {
    let shop = Shop::open().await;
    let token = api_token(&shop, BuiltInRole::Auditor).await;
    let refresh_token = shop.refresh_token().await;
    let explained = json(&call(&shop, Method::POST, "", &token, &json!({ "refresh_token": refresh_token })).await);
    assert_eq!(explained["refreshes"], json!(true), "{explained}");
    shop.ask("/oauth2/revoke", &[("token", &refresh_token)]).await;
    let family = explained["family_id"].as_str().unwrap();
    let explained = json(&call(&shop, Method::GET, &format!("?family_id={family}"), &token, &json!(null)).await);
    assert_eq!((&explained["refreshes"], &explained["refused"]["reason"]), (&json!(false), &json!("refresh_token_revoked")));
    let in_address = call(&shop, Method::GET, &format!("?refresh_token={refresh_token}"), &token, &json!(null)).await;
    assert_eq!(problem(&in_address), (400, "malformed".to_owned()));
}

#[tokio::test]
async fn a_refresh_is_explained_with_its_scope_and_without_what_it_does_not_depend_on() {
    let shop = Shop::open().await;
    let token = api_token(&shop, BuiltInRole::Auditor).await;
    let refresh_token = shop.refresh_token().await;
    let ask = async |body: Value| call(&shop, Method::POST, "", &token, &body).await;

    let family = json(&ask(json!({ "refresh_token": refresh_token })).await)["family_id"].clone();
    for question in [json!({ "refresh_token": refresh_token }), json!({ "family_id": family })] {
        let asked = |more: &Value| {
            let mut asked = question.clone();
            asked.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            asked
        };
        let narrowed = json(&ask(asked(&json!({ "scope": "openid" }))).await);
        assert_eq!(narrowed["refreshes"], json!(true), "{narrowed}");
        let beyond = json(&ask(asked(&json!({ "scope": "email" }))).await);
        assert_eq!((&beyond["refreshes"], &beyond["refused"]["error"]), (&json!(false), &json!("invalid_scope")), "{beyond}");
        let elsewhere = json(&ask(asked(&json!({ "resource": "https://nobody.example.com" }))).await);
        assert_eq!(elsewhere["refused"]["error"], json!("invalid_target"), "{elsewhere}");
        let refused =
            ask(asked(&json!({ "user": "alice@example.com", "prompt": "none", "signed_in": true, "request": "scope=openid" }))).await;
        assert_eq!(problem(&refused), (422, "invalid".to_owned()));
        let places: Vec<_> = refused.faults().into_iter().map(|(place, _)| place).collect();
        assert_eq!(places, ["/request", "/prompt", "/user", "/signed_in"]);
    }
    let both = ask(json!({ "refresh_token": refresh_token, "family_id": family })).await;
    assert_eq!(both.faults()[0].1, "two_questions", "{both:?}");
    let beside_request = ask(json!({ "request": shop.authorization("openid"), "scope": "openid", "prompt": "none" })).await;
    assert_eq!(beside_request.faults()[1].1, "said_by_request", "{beside_request:?}");
    let spaces = json(&ask(json!({ "refresh_token": format!(" {refresh_token} ") })).await);
    assert_eq!(spaces["refused"]["reason"], json!("refresh_token_malformed"), "as the endpoint answers: {spaces}");
}

#[tokio::test]
async fn what_cannot_be_read_is_told_in_our_own_words() {
    let shop = Shop::open().await;
    let token = api_token(&shop, BuiltInRole::Auditor).await;
    let path = format!("/api/admin/acme/servers/shop/clients/{}/explain", shop.client.id);
    let post = async |content_type: &str, body: String| {
        let request = Request::post(&path).header(header::AUTHORIZATION, format!("Bearer {token}"));
        shop.server.send(request.header(header::CONTENT_TYPE, content_type).body(Body::from(body)).unwrap()).await
    };
    let fault = |place: &str, problem: &str| vec![(place.to_owned(), problem.to_owned())];
    for (query, place, code) in [
        ("?colour=red", "colour", "unknown_parameter"),
        ("?signed_in=maybe", "signed_in", "wrong_type"),
        ("?scope=a&scope=b", "scope", "duplicate_parameter"),
    ] {
        let answer = call(&shop, Method::GET, query, &token, &json!(null)).await;
        assert_eq!((problem(&answer).1.as_str(), answer.faults()), ("malformed", fault(place, code)));
    }
    for (body, place, code) in [
        ("[]", "", "not_an_object"),
        ("", "", "not_an_object"),
        ("{} {}", "", "not_json"),
        ("{user", "", "not_json"),
        ("{\"user\": 7}", "/user", "wrong_type"),
        ("{\"user\": \"a\", \"user\": \"b\"}", "/user", "duplicate_member"),
    ] {
        let answer = post("application/json; charset=utf-8", body.to_owned()).await;
        assert_eq!((problem(&answer).1.as_str(), answer.faults()), ("malformed", fault(place, code)), "{body}");
    }
    let answer = post("application/json", "{\"family_id\": \"x\"}".to_owned()).await;
    assert_eq!(problem(&answer), (422, "invalid".to_owned()));
    assert_eq!(answer.faults()[0].0, "/family_id");
    assert_eq!(problem(&post("text/plain", "{}".to_owned()).await), (415, "unsupported_media_type".to_owned()));
    let large = format!("{{\"user\": \"{}\"}}", "x".repeat(256 * 1024));
    assert_eq!(problem(&post("application/json", large).await), (413, "too_large".to_owned()));
}

#[tokio::test]
async fn the_admin_api_is_for_tokens_that_live_and_says_what_is_wrong() {
    let shop = Shop::open().await;
    let token = api_token(&shop, BuiltInRole::Auditor).await;
    let ask = async |method, query: &str, token: &str, body: &Value| call(&shop, method, query, token, body).await;

    let nobody = ask(Method::GET, "", "", &json!(null)).await;
    assert_eq!(problem(&nobody), (401, "unauthenticated".to_owned()));
    assert_eq!(nobody.header("www-authenticate"), "Bearer realm=\"regrant\"");
    let wrong = ask(Method::GET, "", "rga_wrong", &json!(null)).await;
    assert_eq!(problem(&wrong), (401, "invalid_token".to_owned()));
    assert_eq!(wrong.header("www-authenticate"), "Bearer realm=\"regrant\", error=\"invalid_token\"");

    let unknown_user = ask(Method::GET, "?user=bob", &token, &json!(null)).await;
    assert_eq!(problem(&unknown_user), (422, "invalid".to_owned()));
    assert_eq!(unknown_user.faults(), [("user".to_owned(), "unknown_user".to_owned())]);
    let foreign = ask(Method::POST, "", &token, &json!({ "request": "client_id=other&scope=openid" })).await;
    assert_eq!(foreign.faults()[0].1, "other_clients_request", "{foreign:?}");
    assert_eq!(problem(&ask(Method::GET, "?colour=red", &token, &json!(null)).await), (400, "malformed".to_owned()));
    assert_eq!(problem(&ask(Method::POST, "", &token, &json!([1, 2])).await), (400, "malformed".to_owned()));
    assert_eq!(problem(&ask(Method::DELETE, "", &token, &json!(null)).await), (405, "method_not_allowed".to_owned()));
    for path in [
        "/api/admin",
        "/api/admin/acme/nothing",
        "/api/admin/acme/servers/shop/clients/no-id/explain",
        "/api/admin/Acme/servers/shop/clients/x/explain",
    ] {
        assert_eq!(problem(&send(&shop, Method::GET, path, &token, &json!(null)).await), (404, "not_found".to_owned()), "{path}");
    }

    let tokens = shop.operator().list_api_tokens(ADMINISTRATOR).await.unwrap();
    shop.operator().revoke_api_token(tokens[0].id).await.unwrap();
    assert_eq!(problem(&ask(Method::GET, "", &token, &json!(null)).await), (401, "invalid_token".to_owned()));
}

#[tokio::test]
async fn an_api_token_ends_and_a_tenants_administrator_sees_that_tenant_alone() {
    let shop = Shop::open().await;
    let operator = shop.server.installation.control().acting_as(Actor::CommandLine);
    let globex = operator.create_tenant("globex", "Globex").await.unwrap();
    let new = NewAdministrator {
        email: "gil@globex.com".to_owned(),
        name: "Gil".to_owned(),
        tenant: Some(globex.slug),
        role: BuiltInRole::Administrator,
    };
    operator.create_administrator(new).await.unwrap();
    let typed = TypedApiToken { email: "gil@globex.com".to_owned(), name: "ci".to_owned(), ttl: "1h".to_owned(), scope: None };
    let foreign = operator.create_api_token(typed).await.unwrap().value.expose().clone();
    assert_eq!(problem(&call(&shop, Method::GET, "", &foreign, &json!(null)).await), (404, "not_found".to_owned()));

    let token = api_token(&shop, BuiltInRole::Auditor).await;
    shop.server.clock.advance_seconds(3600);
    assert_eq!(problem(&call(&shop, Method::GET, "", &token, &json!(null)).await), (401, "invalid_token".to_owned()));
}

#[tokio::test]
async fn the_console_explains_what_was_recorded_and_what_is_asked_in_plain_html() {
    let mut shop = Shop::open().await;
    let cookies = shop.server.sign_in().await.cookies();
    shop.exchange(&shop.code("openid").await).await;
    shop.set_client(|settings| {
        settings.grant_types.remove(&GrantType::RefreshToken);
    })
    .await;
    let page = format!("/console/acme/shop/clients/{}/explain", shop.client.id);
    let read = async |query: &str| {
        let answer = shop.server.get_with(&format!("{page}{query}"), &cookies).await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
        answer.body.replace("<!>", "")
    };

    let body = read("").await;
    assert!(body.contains("The request did not ask for offline_access."), "{body}");
    let event = body.split("explain?event=").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let body = read(&format!("?event={event}")).await;
    for text in
        ["What was recorded", "The same request now", "The request asks for offline_access", "The client has the refresh_token grant type"]
    {
        assert!(body.contains(text), "{text} is not in\n{body}");
    }
    let body = read("?user=alice%40example.com&scope=openid+offline_access&prompt=none").await;
    assert!(body.contains("The request is refused with login_required"), "{body}");
    let body = read("?user=bob").await;
    assert!(body.contains("There is no such user in this workspace.") && body.contains("value=\"bob\""), "{body}");
    let nothing = shop.server.get_with(&format!("{page}?event=0190163d-8694-739b-aea5-966c26f8ad90"), &cookies).await;
    assert_eq!(nothing.status, StatusCode::NOT_FOUND);
}
