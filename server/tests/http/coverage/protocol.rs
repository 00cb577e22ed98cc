//! What nobody and a stranger get of the protocol, the users' pages and the admin API: every address there is, with each method.

use std::fmt::Write as _;

use axum::{
    body::Body,
    http::{HeaderValue, Method, Request, StatusCode, header},
};
use control::{Actor, NewAdministrator, TypedApiToken};
use domain::{name::Slug, role::BuiltInRole, settings::registration::RegistrationMode, view::NewWorkspace, workspace::WorkspacePath};
use server::{
    admin_api,
    paths::{API, ServerRoute, WorkspaceRoute},
};

use crate::{
    admin_api::{
        program::Program,
        samples::{Sample, sample},
        world::World,
    },
    shop::{Shop, encode},
    support::Answer,
};

const METHODS: [Method; 4] = [Method::GET, Method::POST, Method::PUT, Method::DELETE];

/// What answers with success to nobody; this list may only shrink. Documents for everybody, and pages that ask one to sign in or say that
/// nobody is signed in.
const OPEN_TO_NOBODY: [(Method, WorkspaceRoute); 9] = [
    (Method::GET, WorkspaceRoute::Metadata),
    (Method::GET, WorkspaceRoute::OauthMetadata),
    (Method::GET, WorkspaceRoute::OpenidMetadata),
    (Method::GET, WorkspaceRoute::Jwks),
    (Method::GET, WorkspaceRoute::Device),
    (Method::GET, WorkspaceRoute::Logout),
    (Method::POST, WorkspaceRoute::Logout),
    (Method::POST, WorkspaceRoute::LogoutConfirm),
    (Method::GET, WorkspaceRoute::Account),
];

/// Credentials for another workspace, or for another tenant: of every kind there is.
struct Stranger {
    cookies: String,
    client: String,
    access_token: String,
    api_token: String,
}

/// A workspace that the shop's client and user are strangers to.
async fn other_workspace(shop: &Shop) -> WorkspacePath {
    let new = NewWorkspace { name: "Other".to_owned(), slug: "other".to_owned() };
    let other = shop.operator().create_workspace(&shop.path.tenant, new).await.unwrap();
    let path = WorkspacePath::new(shop.path.tenant.clone(), Slug::parse("other").unwrap());
    // What is off is not there at all.
    let mut authorization = other.authorization.clone();
    authorization.registration.client_registration = RegistrationMode::InitialAccessToken;
    shop.operator().set_authorization_settings(&path, other.version, authorization).await.unwrap();
    path
}

async fn stranger(shop: &Shop) -> Stranger {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    let alice = encode(&[("identifier", "alice@example.com"), ("password", "alice-likes-tokens")]);
    let cookies = shop.server.post(&shop.path("/account/sign-in"), "", &alice).await.cookies();
    let tokens = shop.exchange(&shop.code("openid offline_access").await).await;
    let operator = shop.server.installation.control().acting_as(Actor::CommandLine);
    let globex = operator.create_tenant("globex", "Globex").await.unwrap();
    let email = "gil@globex.com".to_owned();
    let new =
        NewAdministrator { email: email.clone(), name: "Gil".to_owned(), tenant: Some(globex.slug), role: BuiltInRole::Administrator };
    operator.create_administrator(new).await.unwrap();
    let typed = TypedApiToken { email, name: "ci".to_owned(), ttl: "1h".to_owned(), scope: None };
    Stranger {
        cookies,
        client: format!("Basic {}", STANDARD.encode(format!("{}:{}", shop.client.id, shop.secret))),
        access_token: format!("Bearer {}", tokens.text("access_token").unwrap()),
        api_token: format!("Bearer {}", operator.create_api_token(typed).await.unwrap().value.expose()),
    }
}

/// A request from a page of this site: `same-origin` hides nothing that stands behind the check of the origin.
fn request(method: &Method, path: &str, site: &'static str) -> Request<Body> {
    let (content_type, body) = ("application/x-www-form-urlencoded", "grant_type=client_credentials&token=nothing");
    let body = if *method == Method::POST { Body::from(body) } else { Body::empty() };
    Request::builder()
        .method(method)
        .uri(path)
        .header(header::CONTENT_TYPE, content_type)
        .header("sec-fetch-site", site)
        .body(body)
        .unwrap()
}

fn with(mut request: Request<Body>, cookies: &str, authorization: &str) -> Request<Body> {
    request.headers_mut().insert(header::COOKIE, HeaderValue::from_str(cookies).unwrap());
    request.headers_mut().insert(header::AUTHORIZATION, HeaderValue::from_str(authorization).unwrap());
    request
}

fn cell(answer: &Answer) -> String {
    let to = answer.header("location").split('?').next().unwrap_or_default();
    let error = serde_json::from_str(&answer.body).ok().and_then(|body: serde_json::Value| {
        let code = body.get("error").or(body.get("code"))?;
        Some(code.as_str()?.to_owned())
    });
    let words = [answer.status.as_str().to_owned(), error.unwrap_or_default(), to.to_owned()];
    words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn row(table: &mut String, method: &Method, template: &str, answers: &[&Answer; 3]) {
    let [from_elsewhere, nobody, stranger] = answers.map(cell);
    writeln!(table, "{:66} {from_elsewhere:64} {nobody:64} {stranger}", format!("{method} {template}")).unwrap();
}

#[tokio::test]
async fn nobody_and_a_stranger_get_what_is_public_and_no_more() {
    let shop = Shop::open().await;
    let stranger = stranger(&shop).await;
    let other = other_workspace(&shop).await;
    let head = ("", "nobody, from another site", "nobody", "a stranger");
    let (mut table, mut open) = (format!("{:66} {:64} {:64} {}\n", head.0, head.1, head.2, head.3), Vec::new());
    for route in WorkspaceRoute::ALL {
        let path = route.in_workspace(&other);
        let authorization = if *route == WorkspaceRoute::Userinfo { &stranger.access_token } else { &stranger.client };
        for method in METHODS {
            let from_elsewhere = shop.server.send(request(&method, &path, "cross-site")).await;
            let nobody = shop.server.send(request(&method, &path, "same-origin")).await;
            let seen = shop.server.send(with(request(&method, &path, "same-origin"), &stranger.cookies, authorization)).await;
            row(&mut table, &method, route.template(), &[&from_elsewhere, &nobody, &seen]);
            assert_ne!(nobody.status, StatusCode::NOT_FOUND, "{method} {path}");
            assert!(nobody.status.is_success() || !from_elsewhere.status.is_success(), "{method} {path}: {from_elsewhere:?}");
            assert!(!seen.body.contains("alice") && !seen.body.contains("Shop"), "{method} {path}: {seen:?}");
            assert_eq!(nobody.status.is_success(), seen.status.is_success(), "{method} {path}: {seen:?}");
            if nobody.status.is_success() {
                open.push((method, *route));
            }
        }
    }
    insta::assert_snapshot!(table);
    assert_eq!(open, OPEN_TO_NOBODY);
}

#[tokio::test]
async fn of_the_admin_api_nobody_gets_anything_and_a_stranger_what_is_theirs() {
    let world = World::new().await;
    let stranger = stranger(&world.shop).await;
    let token = stranger.api_token.trim_start_matches("Bearer ").to_owned();
    let (nobody, stranger) = (Program { server: &world.shop.server, token: String::new() }, Program { server: &world.shop.server, token });
    let mut table = format!("{:88} {:22} {}\n", "", "nobody", "a stranger");
    for operation in admin_api::list() {
        // About something that there is, and with all that it takes, so that only who asks is in the way.
        let Sample { body, .. } = sample(operation.id);
        let path = world.address(&operation.path);
        let headers: &[(&str, &str)] = if operation.names_version { &[("if-match", "*")] } else { &[] };
        let refused = nobody.send(operation.method, &path, headers, &body).await;
        let seen = stranger.send(operation.method, &path, headers, &body).await;
        let what = format!("{} {API}{}", operation.method, operation.path);
        writeln!(table, "{what:88} {:22} {}", cell(&refused), cell(&seen)).unwrap();
        assert_eq!(refused.status, StatusCode::UNAUTHORIZED, "{what}");
        assert!(seen.status.is_client_error() || operation.path.starts_with("/system"), "{what}: {seen:?}");
        for name in ["acme", "Acme", "Shop", "alice", "amy", "Looker", "Orders"] {
            assert!(!seen.body.contains(name), "{what}: {seen:?}");
        }
    }
    insta::assert_snapshot!(table);
}

#[tokio::test]
async fn a_workspace_that_is_not_there_has_no_routes() {
    let shop = Shop::open().await;
    for route in WorkspaceRoute::ALL {
        for method in METHODS {
            let there = shop.server.send(request(&method, &route.in_workspace(&shop.path), "same-origin")).await;
            if there.status == StatusCode::METHOD_NOT_ALLOWED {
                continue;
            }
            for (tenant, workspace) in [("acme", "nothing"), ("nobody", "shop"), ("ACME", "shop"), ("acme", "%2e%2e")] {
                let path = route.template().replace("{tenant}", tenant).replace("{workspace}", workspace);
                let answer = shop.server.send(request(&method, &path, "same-origin")).await;
                assert_eq!(answer.status, StatusCode::NOT_FOUND, "{method} {path}: {answer:?}");
            }
        }
    }
    for path in ["/oauth2/nothing", ""] {
        assert_eq!(shop.server.get(&shop.path(path)).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn what_belongs_to_no_workspace_says_nothing_of_any() {
    let shop = Shop::open().await;
    for route in ServerRoute::ALL {
        let path = route.template().replace("{reason}", "code_unknown");
        let answer = shop.server.get(&path).await;
        assert!(answer.status.is_success() || answer.status.is_redirection(), "{path}: {answer:?}");
        assert!(!answer.body.contains("acme") && !answer.body.contains("Shop"), "{path}: {answer:?}");
    }
}
