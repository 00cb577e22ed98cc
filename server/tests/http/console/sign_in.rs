//! Who is let into the console, and who is not.

use axum::http::StatusCode;
use control::Actor;
use domain::administrator::AdministratorStatus;
use proptest::prelude::*;

use crate::{
    shop::{Shop, encode, hidden},
    support::{ADMINISTRATOR, TestServer},
};

#[tokio::test]
async fn nobody_is_led_to_the_sign_in_page_and_sees_nothing_else() {
    let server = TestServer::on_loopback().await;
    let answer = server.get("/console/acme/shop/clients?search=a%20b").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.header("location"), "/console/sign-in?next=%2Fconsole%2Facme%2Fshop%2Fclients%3Fsearch%3Da%2520b");
    assert_eq!(answer.body, "");
    assert_eq!(answer.cookies(), "");
}

#[tokio::test]
async fn a_forged_or_mangled_cookie_is_nobody() {
    let server = TestServer::on_loopback().await;
    for cookie in ["regrant-console=AAAAAAAAAAAAAAAAAAAAAA", "regrant-console=nonsense", "regrant-console="] {
        assert_eq!(server.get_with("/console", cookie).await.status, StatusCode::SEE_OTHER, "{cookie}");
    }
}

#[tokio::test]
async fn a_one_time_sign_in_opens_the_console_and_works_once() {
    let server = TestServer::on_loopback().await;
    server.set_up_shop().await;
    let token = server.one_time_token().await;
    let form = format!("token={token}&password=correct-horse-battery");
    let signed_in = server.post("/console/api/use_one_time_sign_in", "", &form).await;
    assert_eq!((signed_in.status, signed_in.header("location")), (StatusCode::FOUND, "/console"));

    let page = server.get_with("/console/acme/shop", &signed_in.cookies()).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("http://127.0.0.1:8080/acme/shop"), "the issuer is on the page");

    let again = server.post("/console/api/use_one_time_sign_in", "", &form).await;
    assert!(!again.cookies().contains("regrant-console="), "{again:?}");
    assert_eq!((again.status, again.header("location")), (StatusCode::SEE_OTHER, "/console/sign-in"), "{again:?}");
}

#[tokio::test]
async fn the_password_that_was_set_signs_in_and_a_wrong_one_does_not() {
    let server = TestServer::on_loopback().await;
    server.sign_in().await;
    let form = |password: &str| format!("typed%5Bemail%5D=Admin%40Example.com&typed%5Bnext%5D=%2Fconsole%2Facme&password={password}");
    let wrong = server.post("/console/api/sign_in", "", &form("correct-horse-batterx")).await;
    assert!(wrong.cookies().starts_with("regrant-failed-form="), "nobody is signed in: {wrong:?}");
    let right = server.post("/console/api/sign_in", "", &form("correct-horse-battery")).await;
    assert_eq!(right.header("location"), "/console/acme", "{right:?}");
    assert_eq!(server.get_with("/console", &right.cookies()).await.status, StatusCode::OK);
}

#[tokio::test]
async fn after_signing_in_nobody_is_led_to_another_site() {
    let server = TestServer::on_loopback().await;
    server.sign_in().await;
    for to in [
        "https%3A%2F%2Fevil.example",
        "%2F%2Fevil.example",
        "%2Fconsole%2F%2Fevil.example",
        "%2Fconsole%5Cevil.example",
        "%2Fconsole%2F..%2Facme%2Fshop%2Foidc%2Flogout",
        "%2Fconsole%2F%252e%252e%2Facme",
        "%2Fconsole%2Fapi%2Fsign_out",
        "%2Fconsole%2F%C3%A4",
    ] {
        let form = format!("typed%5Bemail%5D=admin%40example.com&typed%5Bnext%5D={to}&password=correct-horse-battery");
        let answer = server.post("/console/api/sign_in", "", &form).await;
        assert_eq!(answer.header("location"), "/console", "{to}");
    }
}

proptest! {
    #[test]
    fn wherever_next_leads_a_browser_stays_on_pages_of_the_console(next in "(/console)?([a-z/.?#%2eE5cC\\\\:@; \t\u{e4}]|/\\.\\./|/api/|/sign-in|%2e%2e/|//){0,12}") {
        let base = url::Url::parse("https://id.example.com/console/sign-in").unwrap();
        let led = base.join(&app::paths::after_sign_in(&next)).unwrap();
        prop_assert_eq!(led.origin(), base.origin());
        let path = led.path();
        prop_assert!(path == "/console" || path.starts_with("/console/"), "{} leads to {}", next, led);
        prop_assert!(!path.starts_with("/console/api/") && !path.starts_with("/console/sign-in/"), "{} leads to {}", next, led);
    }
}

#[tokio::test]
async fn the_session_has_another_identifier_after_signing_in() {
    let server = TestServer::on_loopback().await;
    let first = server.sign_in().await.cookies();
    let token = server.one_time_token().await;
    let second = server.post("/console/api/use_one_time_sign_in", &first, &format!("token={token}&password=")).await.cookies();
    assert_ne!(first, second);
    assert_eq!(server.get_with("/console", &second).await.status, StatusCode::OK);
    assert_eq!(server.get_with("/console", &first).await.status, StatusCode::SEE_OTHER, "what somebody may have planted is worth nothing");
}

#[tokio::test]
async fn a_session_ends_after_eight_quiet_hours_and_a_busy_one_after_a_day() {
    let server = TestServer::on_loopback().await;
    let cookies = server.sign_in().await.cookies();
    server.clock.advance_seconds(8 * 3600 - 1);
    assert_eq!(server.get_with("/console", &cookies).await.status, StatusCode::OK);
    server.clock.advance_seconds(8 * 3600 - 1);
    assert_eq!(server.get_with("/console", &cookies).await.status, StatusCode::OK, "being used has kept it");
    server.clock.advance_seconds(7 * 3600);
    assert_eq!(server.get_with("/console", &cookies).await.status, StatusCode::OK);
    server.clock.advance_seconds(3600 + 2);
    assert_eq!(server.get_with("/console", &cookies).await.status, StatusCode::SEE_OTHER, "24 hours after signing in");

    let quiet = server.sign_in().await.cookies();
    server.clock.advance_seconds(8 * 3600);
    assert_eq!(server.get_with("/console", &quiet).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_form_of_another_site_changes_nothing() {
    let server = TestServer::on_loopback().await;
    let token = server.one_time_token().await;
    let form = format!("token={token}&password=correct-horse-battery");
    for site in ["cross-site", "same-site", "none"] {
        let answer = server.send(server.form("/console/api/use_one_time_sign_in", site, "", &form)).await;
        assert_eq!((answer.status, answer.cookies()), (StatusCode::FORBIDDEN, String::new()), "{site}");
    }
    let answer = server.post("/console/api/use_one_time_sign_in", "", &form).await;
    assert_eq!(answer.status, StatusCode::FOUND, "the one-time sign-in was not used up");
}

/// Every address of the console, with the names of its parts.
const ROUTES: &str = include_str!("../../../../app/src/routes.rs");

#[tokio::test]
async fn every_address_that_names_what_is_not_there_is_a_page_with_its_status() {
    let shop = Shop::open().await;
    let cookies = shop.server.sign_in().await.cookies();
    let mut paths = vec!["/console/a/b/c/d/e/f".to_owned()];
    for route in ROUTES.split("path!(\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        let parts: Vec<&str> = route.split('/').filter(|part| part.starts_with(':')).collect();
        for wrong in &parts {
            // One that nobody has, one of another kind, and none at all.
            for value in ["nobody", "01890a5d-ac96-774b-bcce-b302099a8057", "No_such", "%F0%9F%92%A9"] {
                let path = route.replacen(wrong, value, 1).replacen(":tenant", "acme", 1).replacen(":workspace", "shop", 1);
                let path = path.replace(":client", &shop.client.id.to_string());
                if !path.contains(':') {
                    paths.push(format!("/console{path}"));
                }
            }
        }
    }
    assert!(paths.len() > 100, "{paths:?}");
    for path in paths {
        let answer = shop.server.get_with(&path, &cookies).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(answer.body.starts_with("<!DOCTYPE html>") && answer.body.contains("Not found"), "{path}");
    }
}

#[tokio::test]
async fn signing_in_again_in_the_same_browser_ends_the_session_before() {
    let server = TestServer::on_loopback().await;
    let first = server.sign_in().await.cookies();
    let elsewhere =
        server.post("/console/api/use_one_time_sign_in", "", &format!("token={}&password=", server.one_time_token().await)).await;
    assert_eq!(server.get_with("/console", &elsewhere.cookies()).await.status, StatusCode::OK);
    let form = format!("token={}&password=", server.one_time_token().await);
    let second = server.post("/console/api/use_one_time_sign_in", &first, &form).await.cookies();
    assert_eq!(server.get_with("/console", &second).await.status, StatusCode::OK);
    assert_eq!(server.get_with("/console", &first).await.status, StatusCode::SEE_OTHER);
    assert_eq!(server.get_with("/console", &elsewhere.cookies()).await.status, StatusCode::OK, "another browser stays signed in");
}

#[tokio::test]
async fn a_new_password_a_disabled_administrator_and_the_command_line_end_every_session_at_once() {
    let server = TestServer::on_loopback().await;
    let operator = server.installation.control().acting_as(Actor::CommandLine);
    let is_in = async |cookies: &str| server.get_with("/console", cookies).await.status == StatusCode::OK;

    let before = server.sign_in().await.cookies();
    let after = server.sign_in().await.cookies();
    assert!(!is_in(&before).await, "a new password was set");
    assert!(is_in(&after).await);

    assert_eq!(operator.end_administrator_sessions(ADMINISTRATOR).await.unwrap(), 1);
    assert!(!is_in(&after).await);

    let session = server.sign_in().await.cookies();
    for status in [AdministratorStatus::Disabled, AdministratorStatus::Active] {
        operator.set_administrator_status(ADMINISTRATOR, status).await.unwrap();
        assert!(!is_in(&session).await, "{status:?}");
    }
    let session = server.sign_in().await.cookies();
    operator.delete_administrator(ADMINISTRATOR).await.unwrap();
    assert!(!is_in(&session).await);
}

#[tokio::test]
async fn my_account_shows_where_one_is_signed_in_and_ends_another_session() {
    let server = TestServer::on_loopback().await;
    let here = server.sign_in().await.cookies();
    let [there, elsewhere] = [server.sign_in_elsewhere().await.cookies(), server.sign_in_elsewhere().await.cookies()];
    let is_in = async |cookies: &str| server.get_with("/console", cookies).await.status == StatusCode::OK;
    let page = server.get_with("/console/-/account", &here).await;
    assert!(page.body.contains("This browser") && page.body.matches(">127.0.0.1<").count() == 3, "{page:?}");

    let session = hidden(&page, "session");
    let ended = server.post("/console/api/end_own_session", &here, &format!("session={session}")).await;
    assert_eq!(ended.header("location"), "/console/-/account?done=own_session_ended", "{ended:?}");
    let left = [is_in(&here).await, is_in(&there).await, is_in(&elsewhere).await];
    assert_eq!((left[0], left.iter().filter(|is_in| **is_in).count()), (true, 2));

    let ended = server.post("/console/api/sign_out_elsewhere", &here, "").await;
    assert_eq!(ended.header("location"), "/console/-/account?done=signed_out_elsewhere", "{ended:?}");
    assert!(is_in(&here).await && !is_in(&there).await && !is_in(&elsewhere).await);
}

#[tokio::test]
async fn what_is_dangerous_asks_for_the_password_after_a_quarter_of_an_hour_and_keeps_what_was_typed() {
    const ACCOUNT: &str = "/console/-/account";
    let server = TestServer::on_loopback().await;
    let cookies = server.sign_in().await.cookies();
    server.clock.advance_seconds(15 * 60);
    let create = async || {
        let typed = encode(&[("typed[name]", "deploy"), ("typed[ttl]", "9d"), ("typed[scope]", "see")]);
        let form = format!("form_token={}&{typed}", server.form_token(&cookies).await);
        let mut request = server.form("/console/api/create_api_token", "same-origin", &cookies, &form);
        request.headers_mut().insert("referer", format!("http://127.0.0.1:8080{ACCOUNT}").parse().unwrap());
        server.send(request).await
    };
    let asked = create().await;
    assert_eq!(
        (asked.status, asked.header("location")),
        (StatusCode::SEE_OTHER, "/console/-/confirm?next=%2Fconsole%2F-%2Faccount"),
        "{asked:?}"
    );
    let page = server.get_with(asked.header("location"), &cookies).await;
    assert!(page.status == StatusCode::OK && hidden(&page, "typed[next]") == ACCOUNT, "{page:?}");
    let confirm = async |password: &str| {
        let form = encode(&[("typed[next]", ACCOUNT), ("password", password)]);
        server.post("/console/api/confirm_password", &cookies, &form).await
    };
    assert_ne!(confirm("not the password").await.header("location"), ACCOUNT);
    assert_eq!(confirm("correct-horse-battery").await.header("location"), ACCOUNT);
    let page = server.get_with(ACCOUNT, &cookies).await;
    assert!(page.body.contains("Nothing was done yet") && page.body.contains("value=\"9d\""), "what was typed is there: {page:?}");
    assert_eq!(create().await.header("location"), "/console/-/account?done=api_token_created");
}
