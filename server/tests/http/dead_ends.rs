//! What somebody with a browser sees where things do not go on: a page, what to do, and a way on.

use axum::http::{HeaderValue, StatusCode, header};

use crate::{
    shop::{Shop, encode, hidden},
    support::{Answer, TestServer},
};

const ALICE: [(&str, &str); 2] = [("identifier", "alice@example.com"), ("password", "alice-likes-tokens")];

fn expect_page(answer: &Answer, status: u16, says: &str) {
    assert_eq!(answer.status.as_u16(), status, "{answer:?}");
    assert!(answer.header("content-type").starts_with("text/html") && answer.body.contains("<h1>"), "{answer:?}");
    assert!(answer.body.contains(says), "{says}: {}", answer.body);
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
}

/// Clauses: 139.
#[tokio::test]
async fn what_a_browser_visits_answers_in_pages_whatever_is_wrong() {
    let shop = Shop::open().await;
    for (path, status, says) in [
        ("/oauth2/authorize?a=1&a=2", 400, "The address that led here is malformed"),
        ("/oauth2/authorize?client_id=%00", 400, "malformed"),
        ("/oauth2/authorize", 400, "did not say which it is"),
        ("/login", 400, "This page was open for too long"),
        ("/login?a=1&a=2", 400, "A parameter was sent more than once"),
        ("/login?interaction=nothing", 400, "Go to your account"),
        ("/oidc/logout?a=1&a=2", 400, "A parameter was sent more than once"),
        ("/account?a=1&a=2", 400, "Go to your account"),
        ("/consent", 405, "This page cannot be opened by itself"),
        ("/oidc/logout/confirm", 405, "This page cannot be opened by itself"),
        ("/account/revoke", 405, "This page cannot be opened by itself"),
        ("/account/sign-in", 405, "This page cannot be opened by itself"),
    ] {
        expect_page(&shop.server.get(&shop.path(path)).await, status, says);
    }
    for path in ["/acme/nowhere/oauth2/authorize", "/acme/nowhere/account"] {
        let answer = shop.server.get(path).await;
        expect_page(&answer, 404, "There is nothing at this address");
        assert!(!answer.body.contains("/acme/nowhere/"), "no link leads to nothing again: {}", answer.body);
    }
    for (path, body) in [("/login", "a=1&a=2"), ("/consent", "%00"), ("/oauth2/authorize", "a=%00"), ("/oidc/logout", "a=1&a=1")] {
        let answer = shop.server.post(&shop.path(path), "", body).await;
        expect_page(&answer, 400, "This did not work");
    }
}

#[tokio::test]
async fn a_browser_that_follows_a_link_to_nothing_gets_a_page_and_a_program_gets_what_it_got() {
    let server = TestServer::on_loopback().await;
    for path in ["/nothing", "/a/b/oauth2/token"] {
        let mut request = server.form(path, "same-origin", "", "");
        *request.method_mut() = "GET".parse().unwrap();
        let plain = server.send(request).await;
        assert!(!plain.header("content-type").starts_with("text/html"), "{plain:?}");
        let mut request = server.form(path, "none", "", "");
        *request.method_mut() = "GET".parse().unwrap();
        request.headers_mut().insert("sec-fetch-mode", HeaderValue::from_static("navigate"));
        let page = server.send(request).await;
        expect_page(&page, plain.status.as_u16(), "This did not work");
    }
}

#[tokio::test]
async fn who_opens_the_server_under_another_name_is_led_to_its_own_or_told_it() {
    let shop = Shop::open().await;
    let mut request = shop.server.form(&shop.path("/account"), "none", "", "");
    *request.method_mut() = "GET".parse().unwrap();
    request.headers_mut().insert(header::HOST, HeaderValue::from_static("localhost:8080"));
    request.headers_mut().insert(header::ACCEPT, HeaderValue::from_static("text/html"));
    let led = shop.server.send(request).await;
    assert_eq!((led.status.as_u16(), led.header("location")), (307, "http://127.0.0.1:8080/acme/shop/account"));

    for (path, way_on) in
        [("/acme/shop/login", "http://127.0.0.1:8080/acme/shop/oauth2/authorize?x=1"), ("/console/api/sign_in", "http://127.0.0.1:8080/")]
    {
        let mut request = shop.server.form(path, "same-origin", "", "a=b");
        request.headers_mut().insert(header::HOST, HeaderValue::from_static("id.internal:8080"));
        request.headers_mut().insert(header::ORIGIN, HeaderValue::from_static("http://id.internal:8080"));
        request.headers_mut().insert("sec-fetch-mode", HeaderValue::from_static("navigate"));
        if path.ends_with("login") {
            let referer = HeaderValue::from_static("http://id.internal:8080/acme/shop/oauth2/authorize?x=1");
            request.headers_mut().insert(header::REFERER, referer);
        }
        let answer = shop.server.send(request).await;
        expect_page(&answer, 403, "You opened this page at http://id.internal:8080, but its address is http://127.0.0.1:8080.");
        assert!(answer.body.contains(&format!("href=\"{way_on}\"")), "{}", answer.body);
    }
    let mut request = shop.server.form("/console/api/sign_in", "same-origin", "", "a=b");
    request.headers_mut().insert(header::HOST, HeaderValue::from_static("id.internal:8080"));
    request.headers_mut().insert(header::ORIGIN, HeaderValue::from_static("http://id.internal:8080"));
    request.headers_mut().insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    let told = shop.server.send(request).await;
    assert_eq!((told.status.as_u16(), told.body.as_str()), (403, "\"other_address\""), "a script of the console hears why");
}

#[tokio::test]
async fn a_browser_that_keeps_no_cookies_is_told_so() {
    let shop = Shop::open().await;
    let page = shop.server.get(&shop.authorization("openid")).await;
    let form = encode(&[ALICE[0], ALICE[1], ("interaction", &hidden(&page, "interaction"))]);
    let onward = shop.server.post(&shop.path("/login"), "", &form).await;
    let account = shop.server.post(&shop.path("/account/sign-in"), "", &encode(&ALICE)).await;
    for answer in [onward, account] {
        let to = answer.header("location").strip_prefix("http://127.0.0.1:8080").unwrap().to_owned();
        let again = shop.server.get(&to).await;
        expect_page(&again, 200, "Your password was right, but your browser did not keep the cookie that says so.");
        let with_cookies = shop.server.get_with(&to, &answer.cookies()).await;
        assert!(!with_cookies.body.contains("did not keep the cookie"), "{with_cookies:?}");
    }
}

#[tokio::test]
async fn a_page_that_was_left_open_for_too_long_starts_its_request_again() {
    let shop = Shop::open().await;
    let page = shop.server.get(&shop.authorization("openid")).await;
    let interaction = hidden(&page, "interaction");
    shop.server.clock.advance_seconds(31 * 60);
    for path in ["/login", "/consent"] {
        let form = encode(&[ALICE[0], ALICE[1], ("interaction", &interaction)]);
        let expired = shop.server.post(&shop.path(path), "", &form).await;
        expect_page(&expired, 400, "Start again");
        let again = shop.server.post(&shop.path("/oauth2/authorize"), "", &fields(&expired)).await;
        expect_page(&again, 200, "to continue to");
    }
}

/// Every hidden field of a page's form, as a browser sends them.
fn fields(page: &Answer) -> String {
    let fields = page.body.split("<input type=\"hidden\" name=\"").skip(1).map(|field| {
        let (name, rest) = field.split_once("\" value=\"").unwrap();
        let value = rest.split('"').next().unwrap();
        (name.to_owned(), value.replace("&amp;", "&").replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">"))
    });
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

/// The largest header of an answer, and all of them together, in bytes.
fn head(answer: &Answer) -> (usize, usize) {
    let lengths = || answer.headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 4);
    (lengths().max().unwrap_or_default(), lengths().sum())
}

/// Clauses: 140.
#[tokio::test]
async fn no_answer_has_a_head_that_a_stock_proxy_does_not_take_however_long_the_state_is() {
    for length in [1, 900, 2_500, 8_192] {
        let shop = Shop::open().await;
        let state = "s".repeat(length);
        let query = format!("{}&state={state}", shop.authorization("openid").split_once('?').unwrap().1.replace("state=", "other="));
        let mut answers = Vec::new();
        // From another site, without our cookie.
        let mut posted = shop.server.form(&shop.path("/oauth2/authorize"), "cross-site", "", &query);
        posted.headers_mut().remove("origin");
        answers.push(shop.server.send(posted).await);
        let page = match answers[0].header("location") {
            "" => shop.server.post(&shop.path("/oauth2/authorize"), "", &fields(&answers[0])).await,
            location => shop.server.get(location.strip_prefix("http://127.0.0.1:8080").unwrap()).await,
        };
        assert!(page.body.contains("to continue to"), "{page:?}");
        let form = encode(&[ALICE[0], ALICE[1], ("interaction", &hidden(&page, "interaction"))]);
        let signed_in = shop.server.post(&shop.path("/login"), "", &form).await;
        let cookies = signed_in.cookies();
        assert!(!cookies.is_empty(), "{signed_in:?}");
        let consent = match signed_in.header("location") {
            "" => None,
            location => Some(shop.server.get_with(location.strip_prefix("http://127.0.0.1:8080").unwrap(), &cookies).await),
        };
        let consent_page = consent.as_ref().unwrap_or(&signed_in);
        let form = format!("{}&decision=allow", fields(consent_page));
        let last = shop.server.post(&shop.path("/consent"), &cookies, &form).await;
        let to = match last.header("location") {
            "" => last.body.split("content=\"0; url=").nth(1).unwrap().split('"').next().unwrap().replace("&amp;", "&"),
            location => location.to_owned(),
        };
        assert!(to.starts_with("https://shop.example.com/callback?code=") && to.contains(&format!("state={state}")), "{to}");
        answers.extend([page, signed_in, last]);
        answers.extend(consent);
        for answer in answers {
            let (largest, all) = head(&answer);
            assert!(largest <= 2_100 && all <= 3_800, "{length}: {largest} {all} {:?}", answer.headers);
        }
    }
}

#[tokio::test]
async fn a_logout_request_of_any_length_goes_on() {
    let shop = Shop::open().await;
    let cookies = shop.server.post(&shop.path("/account/sign-in"), "", &encode(&ALICE)).await.cookies();
    let body = encode(&[("state", &"s".repeat(8_192))]);
    let mut posted = shop.server.form(&shop.path("/oidc/logout"), "cross-site", "", &body);
    posted.headers_mut().remove("origin");
    let led = shop.server.send(posted).await;
    assert_eq!((led.status, led.header("location")), (StatusCode::OK, ""), "{led:?}");
    let asked = shop.server.post(&shop.path("/oidc/logout"), &cookies, &fields(&led)).await;
    assert!(asked.body.contains("Sign out?"), "{asked:?}");
}
