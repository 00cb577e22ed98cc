//! The token of each form: it comes from a page that the session was shown, or does nothing.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use leptos::server_fn::axum::server_fn_paths;

use crate::{
    shop::{Shop, encode, hidden},
    support::Answer,
};

const ALICE: [(&str, &str); 2] = [("identifier", "alice@example.com"), ("password", "alice-likes-tokens")];

/// Signs Alice in at her account; the cookies that come of it.
async fn alice(shop: &Shop) -> String {
    let cookies = shop.server.post(&shop.path("/account/sign-in"), "", &encode(&ALICE)).await.cookies();
    // A request that comes later may ask for another sign-in.
    shop.server.clock.advance_seconds(1);
    cookies
}

/// The forms of a page that are posted, each with its fields.
fn posted_forms(page: &Answer) -> Vec<String> {
    let forms = page.body.split("<form").skip(1).map(|rest| rest.split("</form>").next().unwrap().to_owned());
    forms.filter(|form| form.split('>').next().unwrap().contains("method=\"post\"")).collect()
}

fn has_token(form: &str, name: &str) -> bool {
    form.split("<input").any(|field| {
        let field = field.split('>').next().unwrap();
        field.contains(&format!("name=\"{name}\"")) && field.split("value=\"").nth(1).is_some_and(|value| !value.starts_with('"'))
    })
}

/// The users' pages that have forms, as they are shown with these cookies.
async fn users_pages(shop: &Shop, cookies: &str) -> Vec<(&'static str, Answer)> {
    let mut pages = vec![("sign-in", shop.server.get(&shop.authorization("openid")).await)];
    pages.push(("account, signed out", shop.server.get(&shop.path("/account")).await));
    for (name, path) in [
        ("consent", shop.authorization("openid profile email").replace("email", "email&prompt=consent")),
        ("sign-in again", shop.authorization("openid").replace("openid", "openid&prompt=login")),
        ("logout", shop.path("/oidc/logout")),
        ("account", shop.path("/account")),
    ] {
        pages.push((name, shop.server.get_with(&path, cookies).await));
    }
    pages
}

/// Clauses: 131.
#[tokio::test]
async fn each_form_of_the_users_pages_has_a_token() {
    let shop = Shop::open().await;
    shop.refresh_token().await;
    let (_, cookies) = (alice(&shop).await, alice(&shop).await);
    let mut count = 0;
    for (name, page) in users_pages(&shop, &cookies).await {
        assert_eq!(page.status, StatusCode::OK, "{name}: {page:?}");
        let forms = posted_forms(&page);
        assert!(!forms.is_empty(), "{name} has a form: {}", page.body);
        for form in forms {
            assert!(has_token(&form, "form"), "{name}: {form}");
            count += 1;
        }
    }
    assert!(count >= 6, "{count}");
}

/// Clauses: 131.
#[tokio::test]
async fn each_form_of_the_console_has_a_token() {
    let shop = Shop::open().await;
    shop.refresh_token().await;
    let cookies = shop.server.sign_in().await.cookies();
    let operator = shop.operator();
    let user = operator.list_users(&shop.path, "", None).await.unwrap().items.remove(0).id.to_string();
    let service = operator.list_services(&shop.path).await.unwrap().remove(0).id.to_string();
    let one_time = shop.server.one_time_token().await;
    let mut count = 0;
    for route in server::page_routes() {
        let mut path = route.path().replace("{tenant}", "acme").replace("{workspace}", "shop");
        for (name, value) in [("client", shop.client.id.to_string()), ("user", user.clone()), ("service", service.clone())] {
            path = path.replace(&format!("{{{name}}}"), &value);
        }
        let page = shop.server.get_with(&format!("{}?token={one_time}", path.replace(['{', '}', '*'], "")), &cookies).await;
        for form in posted_forms(&page) {
            assert!(has_token(&form, "form_token"), "{path}: {form}");
            count += 1;
        }
    }
    assert!(count > 40, "each page has the way out, and many have more: {count}");
}

/// Clauses: 131.
#[tokio::test]
async fn a_form_of_the_users_pages_does_nothing_without_the_session_s_own_token() {
    let shop = Shop::open().await;
    let token = shop.refresh_token().await;
    let (other, cookies) = (alice(&shop).await, alice(&shop).await);
    let page_of = async |path: &str, cookies: &str| shop.server.get_with(path, cookies).await;
    let consent = shop.authorization("openid profile").replace("profile", "profile&prompt=consent");
    let sign_in = shop.authorization("openid").replace("openid", "openid&prompt=login");
    let (logout, account) = (shop.path("/oidc/logout"), shop.path("/account"));
    let client = shop.client.id.to_string();
    for (path, shown_on, fields, status) in [
        ("/consent", &consent, vec![("decision", "allow")], 200),
        ("/oidc/logout/confirm", &logout, vec![], 200),
        ("/account/revoke", &account, vec![("client_id", client.as_str())], 409),
        ("/account/sign-out-elsewhere", &account, vec![], 409),
        ("/account/sign-in", &sign_in, ALICE.to_vec(), 409),
        ("/login", &sign_in, ALICE.to_vec(), 409),
    ] {
        let own = page_of(shown_on, &cookies).await;
        let of_other = hidden(&page_of(shown_on, &other).await, "form");
        let of_another_form = hidden(&page_of(if path == "/account/revoke" { &logout } else { &account }, &cookies).await, "form");
        let interaction = if own.body.contains("name=\"interaction\"") { hidden(&own, "interaction") } else { String::new() };
        for token in ["", "made-up", of_other.as_str(), of_another_form.as_str()] {
            // Two forms of the account page lie side by side; the first one is the other's.
            if path == "/account/sign-out-elsewhere" && token == of_another_form {
                continue;
            }
            let form = [&[("form", token), ("interaction", interaction.as_str())], fields.as_slice()].concat();
            let answer = shop.server.post(&shop.path(path), &cookies, &encode(&form)).await;
            assert_eq!((answer.status.as_u16(), answer.header("location")), (status, ""), "{path} with {token}: {answer:?}");
            assert_eq!(answer.header("set-cookie"), "", "{path} with {token}");
            let typed = !fields.contains(&ALICE[0]) || path == "/account/sign-in" || answer.body.contains("value=\"alice@example.com\"");
            assert!(typed, "what was typed is still there: {answer:?}");
        }
    }
    for cookies in [&cookies, &other] {
        assert!(page_of(&account, cookies).await.body.contains("<h1>Your account</h1>"), "still signed in");
    }
    assert_eq!(shop.refresh(&token).await.status, StatusCode::OK, "nothing was ended");
}

/// Clauses: 131.
#[tokio::test]
async fn no_server_function_does_anything_without_the_session_s_own_token() {
    const SIGN_OUT: &str = "/console/api/sign_out";
    let shop = Shop::open().await;
    let cookies = shop.server.sign_in().await.cookies();
    let other = shop.server.sign_in_elsewhere().await.cookies();
    let (own, of_other) = (shop.server.form_token(&cookies).await, shop.server.form_token(&other).await);
    let call = async |path: &str, accept: &str, token: &str| {
        let form = encode(&[("form_token", token), ("typed[name]", "what-i-typed"), ("typed[password]", "my-password")]);
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::ACCEPT, accept)
            .header("sec-fetch-site", "same-origin")
            .header(header::COOKIE, &cookies)
            .body(Body::from(form))
            .unwrap();
        shop.server.send(request).await
    };
    let paths: Vec<_> = server_fn_paths().map(|(path, _)| path).filter(|path| *path != SIGN_OUT).collect();
    for path in paths.iter().copied().chain([SIGN_OUT]) {
        for token in ["", "made-up", &of_other] {
            let called = call(path, "application/json", token).await;
            assert_eq!((called.status, called.body.as_str()), (StatusCode::FORBIDDEN, "\"other_page\""), "{path} with {token}");
            let page = call(path, "text/html", token).await;
            assert_eq!((page.status, page.header("location")), (StatusCode::FORBIDDEN, ""), "{path} with {token}");
            assert!(page.body.contains("what-i-typed") && !page.body.contains("my-password"), "{}", page.body);
        }
    }
    assert_eq!(shop.server.get_with("/console/acme/shop", &cookies).await.status, StatusCode::OK, "still signed in");
    for path in paths {
        assert_ne!(call(path, "application/json", &own).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    assert_eq!(call(SIGN_OUT, "text/html", &own).await.status, StatusCode::FOUND);
}
