//! Whatever is sent, wherever: nothing of it makes the server fail.

use axum::{
    body::Body,
    http::{HeaderName, HeaderValue, Method, Request, header},
};
use leptos::server_fn::axum::server_fn_paths;

use crate::{shop::Shop, support::TestServer};

const BODIES: [&[u8]; 14] = [
    b"",
    b"{bad body}",
    b"\xff\xfe\x00",
    b"a=1&a=2",
    b"nonce=%00&client_id=%00",
    b"typed[",
    b"path[tenant]=acme&path[workspace]=shop&version=99999999999999999999&typed[a][b][c][d][e][f][g][h]=1",
    b"path[tenant]=acme&path[workspace]=shop&client=x&user=&family=%ff&version=-1&typed[name]=%00",
    b"form=%ff&interaction=e30&request=%00%ff&identifier=%e2%80%ae&password=%ff",
    b"token=%00&password=%00&typed[email]=%00&typed[next]=%00",
    b"grant_type=refresh_token&refresh_token=rt1.%00",
    b"{\"client_id\":\"\\u0000\",\"request\":[[[[[[]]]]]]}",
    b"--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\xff\r\n--x--",
    b"%%%&=&=&&[]=&[a]=&a[]=&a[0]=1&a[18446744073709551616]=1",
];
const CONTENT_TYPES: [&[u8]; 6] = [
    b"application/x-www-form-urlencoded",
    b"application/json",
    b"multipart/form-data; boundary=x",
    b"application/x-www-form-urlencoded; charset=\xff",
    b"",
    b"\xff/\xff",
];
const QUERIES: [&str; 11] = [
    "",
    "?",
    "?%00=%00&q=%00&nonce=%00&state=%00",
    "?__err=%FF&__path=%00&done=%FF&version=x",
    "?interaction=%FF&client_id=%00&redirect_uri=%00&scope=%00",
    "?q=%FF%FE&after=%FF&search=%E2%80%AE&page=-1&event=x&family=x&client=x&user=x",
    "?after=00000000-0000-0000-0000-000000000000&q=%25_%5C%27%22&token=%22",
    "?id_token_hint=a.b.c&post_logout_redirect_uri=%0d%0aX:1&state=%0d%0a",
    "?response_type=code&max_age=99999999999999999999&prompt=none%20none",
    "?sort=client_name&after=00000000-0000-0000-0000-000000000000:%01%FF%EF%BF%BF",
    "?sort=created_at&before=x:99999999999999999999&at=-1",
];
const HEADERS: [(HeaderName, &[u8]); 7] = [
    (header::AUTHORIZATION, b"Basic \xff"),
    (header::AUTHORIZATION, b"Basic AAAA"),
    (header::AUTHORIZATION, b"DPoP a.b.c"),
    (header::REFERER, b"http://127.0.0.1:8080/console/%ff?__err=x"),
    (header::ACCEPT, b"\xff"),
    (header::RANGE, b"bytes=9-1,\xff"),
    (HeaderName::from_static("x-forwarded-for"), b"\xff, 203.0.113.5"),
];

/// Every address there is, with parts that are there and parts that are not.
fn addresses(shop: &Shop) -> Vec<String> {
    let protocol = [
        "/.well-known/openid-configuration",
        "/.well-known/jwks.json",
        "/oauth2/authorize",
        "/oauth2/token",
        "/oauth2/par",
        "/oauth2/register",
        "/oauth2/introspect",
        "/oauth2/revoke",
        "/oauth2/global-token-revocation",
        "/device/authorization",
        "/userinfo",
        "/login",
        "/consent",
        "/device",
        "/oidc/logout",
        "/oidc/logout/confirm",
        "/account",
        "/account/sign-in",
        "/account/revoke",
        "/account/sign-out-elsewhere",
        "/account/end-everything",
    ];
    let pages = server::page_routes().iter().map(|route| {
        let path = route.path().replace("{tenant}", "acme").replace("{workspace}", "shop");
        path.replace("{client}", &shop.client.id.to_string()).replace(['{', '}', '*'], "")
    });
    let others = ["/", "/errors/%FF", "/health/live", "/pkg/%FF", "/pkg/..%2f", "/console/%FF/%00", "/%FF/%FF/oauth2/token", "/nothing"];
    let admin = format!("/api/admin/acme/servers/shop/clients/{}/explain", shop.client.id);
    protocol
        .iter()
        .map(|path| shop.path(path))
        .chain(pages)
        .chain(server_fn_paths().map(|(path, _)| path.to_owned()))
        .chain(others.map(str::to_owned))
        .chain([admin])
        .collect()
}

#[tokio::test]
async fn whatever_is_sent_is_no_fault_of_the_server() {
    send_everything(Shop::open().await).await;
}

/// What SQLite keeps, PostgreSQL may refuse: a NUL, or a number that does not fit its column.
#[tokio::test]
async fn whatever_is_sent_is_no_fault_of_the_server_on_postgresql() {
    send_everything(Shop::at(TestServer::on(store::testing::TestStore::postgres().await.unwrap())).await).await;
}

async fn send_everything(shop: Shop) {
    let form = "identifier=alice%40example.com&password=alice-likes-tokens";
    let alice = shop.server.post(&shop.path("/account/sign-in"), "", form).await.cookies();
    let mut ada = shop.server.sign_in().await.cookies();
    let mut token = shop.server.form_token(&ada).await;
    let headers = HEADERS;
    let (mut sent, mut turn) = (0, 0);
    for address in addresses(&shop) {
        for (method, bodies) in [(Method::GET, 3), (Method::POST, BODIES.len()), (Method::PUT, 1)] {
            for _ in 0..bodies {
                turn += 1;
                let body = *nth(&BODIES, turn);
                let query = nth(&QUERIES, turn);
                let (name, value) = nth(&headers, turn);
                let cookies = [String::new(), format!("{alice}; {ada}"), "regrant-console=\u{0}".replace('\u{0}', "%00"), ada.clone()];
                let accept = *nth(&["text/html", "application/json", "*/*"], turn);
                let mut request = Request::builder()
                    .method(&method)
                    .uri(format!("{address}{query}"))
                    .header(header::CONTENT_TYPE, *nth(&CONTENT_TYPES, turn))
                    .header(header::COOKIE, nth(&cookies, turn).as_str())
                    .header("sec-fetch-site", "same-origin")
                    .header("x-form-token", &token)
                    .header(header::ACCEPT, accept)
                    .body(Body::from(body))
                    .unwrap();
                request.headers_mut().append(name, HeaderValue::from_bytes(value).unwrap());
                let answer = shop.server.send(request).await;
                assert!(!answer.status.is_server_error(), "{method} {address}{query} with {}: {answer:?}", String::from_utf8_lossy(body));
                sent += 1;
            }
        }
        // Somebody signed out on the way.
        if address.ends_with("/sign_out") || address.ends_with("/sign_out_everywhere") {
            ada = shop.server.sign_in().await.cookies();
            token = shop.server.form_token(&ada).await;
        }
    }
    assert!(sent > 1000, "{sent}");
}

/// Returns the one whose turn it is.
fn nth<T>(all: &[T], turn: usize) -> &T {
    all.iter().cycle().nth(turn % all.len()).unwrap()
}
