//! Nobody's way through the console: every page and every server function there is, without a list that could forget one.

use axum::{
    body::Body,
    http::{Method, Request, StatusCode},
};
use leptos::server_fn::axum::server_fn_paths;

use crate::support::TestServer;

/// What everybody may open: where one signs in, and where an invitation is accepted.
const PAGES_FOR_EVERYBODY: [&str; 6] = [
    "/console/sign-in",
    "/console/sign-in/code",
    "/console/sign-in/forgotten",
    "/console/sign-in/invitation",
    "/console/sign-in/new-password",
    "/console/sign-in/once",
];
/// What everybody may call, and what says nothing to whoever has no token.
const FUNCTIONS_FOR_EVERYBODY: [&str; 4] = ["accept_invitation", "set_forgotten_password", "sign_in", "use_one_time_sign_in"];

#[tokio::test]
async fn nobody_opens_a_page_but_to_sign_in() {
    let server = TestServer::on_loopback().await;
    server.set_up_shop().await;
    let routes = server::page_routes();
    assert!(routes.len() > 10, "there are pages: {}", routes.len());
    for route in routes {
        let path = route.path().replace("{tenant}", "acme").replace("{workspace}", "shop").replace(['{', '}', '*'], "");
        let answer = server.get(&path).await;
        if PAGES_FOR_EVERYBODY.contains(&path.as_str()) {
            assert_eq!(answer.status, StatusCode::OK, "{path}");
        } else {
            assert_eq!((answer.status, answer.body.as_str()), (StatusCode::SEE_OTHER, ""), "{path}");
            assert!(answer.header("location").starts_with("/console/sign-in?next=%2Fconsole"), "{path}");
        }
    }
}

#[tokio::test]
async fn nobody_calls_a_server_function_but_to_sign_in() {
    let server = TestServer::on_loopback().await;
    let (mut open, mut asked) = (Vec::new(), Vec::new());
    let mut count = 0;
    for (path, method) in server_fn_paths() {
        count += 1;
        assert_eq!(method, Method::POST, "{path}: a GET could be sent by another site, with the cookie");
        let name = path.strip_prefix("/console/api/").unwrap_or_else(|| panic!("{path} stands outside /console/api"));
        // As `app`'s own script calls it, with the fields that any of them may want.
        let form = "path%5Btenant%5D=acme&path%5Bworkspace%5D=shop&tenant=acme&workspace=shop&version=1&token=x&password=x&typed%5Bnext%5D=&code=x";
        let request = Request::post(path)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("accept", "application/json")
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(form))
            .unwrap();
        let answer = server.send(request).await;
        if answer.status.is_success() {
            open.push(name.to_owned());
        }
        if answer.body.contains("signed_out") {
            asked.push(name.to_owned());
        }
        assert_ne!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert!(count > 10, "there are server functions: {count}");
    // The form is read by some of them at least, so that it is the question who asks that refuses it.
    for name in [
        "set_allowed_grant_types",
        "revoke_families",
        "accept_own_invitation",
        "sign_out_everywhere",
        "extend_session",
        "sign_in_with_code",
    ] {
        assert!(asked.iter().any(|asked| asked == name), "{name}: {asked:?}");
    }
    open.retain(|name| !FUNCTIONS_FOR_EVERYBODY.contains(&name.as_str()));
    assert_eq!(open, Vec::<String>::new());
}
