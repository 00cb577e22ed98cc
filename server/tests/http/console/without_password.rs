//! An administrator who has no password, because they signed in with a one-time sign-in and set none.

use axum::http::StatusCode;

use crate::{shop::encode, support::TestServer};

const ACCOUNT: &str = "/console/-/account";
const CONFIRM: &str = "/console/-/confirm";

#[tokio::test]
async fn who_has_no_password_sets_one_shortly_after_signing_in_and_is_told_how_later() {
    let server = TestServer::on_loopback().await;
    let cookies = server.sign_in_elsewhere().await.cookies();
    let new = encode(&[("current", ""), ("password", "correct-horse-battery")]);
    server.clock.advance_seconds(15 * 60);
    let asked = server.post("/console/api/change_password", &cookies, &new).await;
    assert!(asked.header("location").starts_with(CONFIRM), "{asked:?}");
    let page = server.get_with(CONFIRM, &cookies).await;
    assert!(page.status == StatusCode::OK && page.body.contains("regrant admin sign-in-link --email admin@example.com"), "{page:?}");
    for nothing in ["type=\"password\"", "name=\"code\"", "data-passkey"] {
        assert!(!page.body.contains(nothing), "{nothing}: {page:?}");
    }
    for (function, field) in [("confirm_password", "password"), ("confirm_by_code", "code")] {
        let form = encode(&[("typed[next]", ACCOUNT), (field, "123456")]);
        let refused = server.post(&format!("/console/api/{function}"), &cookies, &form).await;
        assert_ne!(refused.header("location"), ACCOUNT, "{function}");
    }

    let cookies = server.sign_in_elsewhere().await.cookies();
    let page = server.get_with(ACCOUNT, &cookies).await;
    assert!(page.body.contains("Set password") && !page.body.contains("Current password"), "{page:?}");
    let set = server.post("/console/api/change_password", &cookies, &new).await;
    assert_eq!(set.header("location"), "/console/-/account?done=own_password_set", "{set:?}");
    let page = server.get_with(ACCOUNT, &set.cookies()).await;
    assert!(page.body.contains("Current password"), "{page:?}");
    let refused = server.post("/console/api/change_password", &set.cookies(), &new).await;
    assert!(!refused.header("location").contains("done="), "from now on the current one is asked for: {refused:?}");
}
