//! Somebody who may do nothing but what one page asks for: that page opens, and nothing leads to one that does not.

use std::collections::{BTreeMap, BTreeSet};

use app::page_needs::{PAGE_NEEDS, needs_of};
use axum::http::StatusCode;
use control::NewAdministrator;
use domain::{
    client::ClientSettings,
    client_certificate::{CertificateSubject, SubjectKind},
    name::Slug,
    permission::{Action, Actions},
    role::{BuiltInRole, RoleRef},
    view::LevelPath,
};

use crate::{admin_api::world::World, support::Answer};

/// What the addresses end with of pages that are there for one form.
const FORMS: [&str; 11] = [
    "/new",
    "/new-authorization-details",
    "/new-pinned-document",
    "/new-tenant",
    "/new-trusted-issuer",
    "/new-workspace",
    "/invite",
    "/edit",
    "/delete",
    "/sign-out",
    "/revoke",
];

impl World {
    /// Somebody at the console who may do these things and nothing else, in the tenant or in the installation.
    async fn who_may_only(&self, number: usize, actions: &[Action], tenant: Option<&Slug>) -> String {
        let (operator, server) = (self.shop.operator(), &self.shop.server);
        let at = LevelPath { tenant: tenant.cloned(), ..LevelPath::default() };
        let email = format!("only-{number}@example.com");
        let new = NewAdministrator { email: email.clone(), name: "Otto".to_owned(), tenant: tenant.cloned(), role: BuiltInRole::Auditor };
        let administrator = operator.create_administrator(new).await.unwrap().id;
        let before = operator.load_administrator_within(administrator, &at).await.unwrap().assignments.remove(0).id;
        let role = operator.create_role(tenant, &format!("Only {number}"), actions.iter().copied().collect::<Actions>()).await.unwrap().id;
        operator.assign_role(&email, RoleRef::Own(role), &at).await.unwrap();
        operator.withdraw_role(before).await.unwrap();
        let token = operator.create_one_time_sign_in(&email).await.unwrap().token.expose().clone();
        let answer = server.post("/console/api/use_one_time_sign_in", "", &format!("token={token}&password=")).await;
        assert_eq!(answer.status, StatusCode::FOUND, "{answer:?}");
        answer.cookies()
    }
}

/// The pages of the console that a page links to.
fn links(page: &Answer) -> BTreeSet<String> {
    let all = page.body.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let pages = all.filter(|to| needs_of(to).is_some());
    pages.map(|to| to.replace("&amp;", "&").split('#').next().unwrap().to_owned()).collect()
}

#[test]
fn every_page_says_what_it_asks_permission_for() {
    let pages = server::page_routes().iter().map(|route| route.path().to_owned());
    let open = |path: &str| path.starts_with("/console/sign-in") || path == "/console" || path.contains('*') || path.ends_with("/{*rest}");
    let pages: BTreeSet<String> = pages.map(|path| path.trim_end_matches('/').to_owned()).filter(|path| !open(path)).collect();
    let said: BTreeSet<String> = PAGE_NEEDS.iter().map(|(path, _)| (*path).to_owned()).filter(|path| path != "/console").collect();
    assert_eq!(pages, said);
}

#[tokio::test]
async fn each_page_opens_with_exactly_what_it_asks_for_and_nothing_leads_to_one_that_does_not() {
    let world = World::new().await;
    let server = &world.shop.server;
    // A page of the installation asks for it there.
    let kinds: BTreeSet<(bool, &[Action])> = PAGE_NEEDS
        .iter()
        .map(|(route, needs)| (!route.starts_with("/console/-/"), *needs))
        .filter(|(_, needs)| !needs.is_empty())
        .collect();
    let (mut wrong, mut opened) = (BTreeSet::new(), 0);
    for (number, (in_tenant, actions)) in kinds.into_iter().enumerate() {
        let who = actions.iter().map(|action| action.code()).collect::<Vec<_>>().join(" ");
        let cookies = world.who_may_only(number, actions, in_tenant.then_some(&world.shop.path.tenant)).await;
        let mut linked = BTreeMap::new();
        for (route, needs) in PAGE_NEEDS {
            let of_tenant = !route.starts_with("/console/-/");
            // What is asked for by more than an address: an invitation by its token, and refresh tokens by those that were ticked.
            let Some(path) = world.page(route).filter(|path| !path.ends_with("/invitation") && !path.ends_with("/revoke-selected")) else {
                continue;
            };
            let page = server.get_with(&path, &cookies).await;
            assert!(!page.status.is_server_error(), "{path} with {who}: {page:?}");
            let is_there = of_tenant || !in_tenant || needs.is_empty();
            let asked = is_there && needs.iter().all(|action| actions.contains(action));
            match page.status {
                StatusCode::OK => {
                    opened += 1;
                    for link in links(&page) {
                        linked.entry(link).or_insert_with(|| path.clone());
                    }
                }
                // The console's start leads on to the only tenant.
                status if asked && !status.is_redirection() => {
                    wrong.insert(format!("with {who}, {path} does not open: {status}"));
                }
                _ => {}
            }
        }
        for (link, from) in linked {
            let answer = server.get_with(&link, &cookies).await;
            let is_form = FORMS.iter().any(|end| link.split('?').next().unwrap().ends_with(end));
            // A page that is there for one form is no help to whoever may not send it.
            let withheld = is_form && answer.body.contains("class=\"read-only\"");
            if withheld || matches!(answer.status, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND) {
                wrong.insert(format!("with {who}, {from} leads to {link}: {}", answer.status));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(opened > 150, "pages were opened: {opened}");
}

#[tokio::test]
async fn what_a_client_authenticates_by_is_shown_and_sent_along_without_the_permission_to_replace_its_secret() {
    let world = World::new().await;
    let shop = &world.shop;
    let known = shop.operator().load_client(&shop.path, shop.client.id).await.unwrap().client;
    let subject = CertificateSubject::parse(SubjectKind::HostName, "shop.example.com").unwrap();
    let known_by = ClientSettings { tls_client_auth_subject: Some(subject), ..known.settings };
    shop.operator().set_client(&shop.path, known.id, known.version, known_by).await.unwrap();
    let may = [Action::SeeClients, Action::SetClient, Action::SeeFamilies];
    let cookies = world.who_may_only(0, &may, Some(&shop.path.tenant)).await;
    let page = format!("/console/acme/shop/clients/{}/oauth", shop.client.id);
    let shown = shop.server.get_with(&page, &cookies).await;
    for told in [
        "does not permit this: Replace a client",
        "<input type=\"hidden\" name=\"typed[token_endpoint_auth_method]\" value=\"client_secret_basic\"",
        "<input type=\"hidden\" name=\"typed[jwks]\" value=\"\"",
        "<input type=\"hidden\" name=\"typed[jwks_uri]\" value=\"\"",
        "<input type=\"hidden\" name=\"typed[tls_client_auth_subject_kind]\" value=\"tls_client_auth_san_dns\"",
        "<input type=\"hidden\" name=\"typed[tls_client_auth_subject]\" value=\"shop.example.com\"",
    ] {
        assert!(shown.body.contains(told), "{told}: {shown:?}");
    }
    let client = shop.client.id.to_string();
    let press = async |method: &str, jwks_uri: &str, subject: &str| {
        let version = shop.operator().load_client(&shop.path, shop.client.id).await.unwrap().client.version.to_string();
        let fields = [
            ("client", client.as_str()),
            ("version", version.as_str()),
            ("typed[grant_types][]", "authorization_code"),
            ("typed[grant_types][]", "refresh_token"),
            ("typed[redirect_uris]", crate::shop::REDIRECT_URI),
            ("typed[trusted]", "true"),
            ("typed[token_endpoint_auth_method]", method),
            ("typed[jwks]", ""),
            ("typed[jwks_uri]", jwks_uri),
            ("typed[tls_client_auth_subject_kind]", "tls_client_auth_san_dns"),
            ("typed[tls_client_auth_subject]", subject),
        ];
        shop.press(&cookies, &page, "set_client_oauth", &fields).await.header("location").to_owned()
    };
    let settings = async || shop.operator().load_client(&shop.path, shop.client.id).await.unwrap().client.settings;
    let before = settings().await;
    for (method, jwks_uri, subject) in [
        ("client_secret_post", "", "shop.example.com"),
        ("client_secret_basic", "https://shop.example.com/jwks", "shop.example.com"),
        ("client_secret_basic", "", "other.example.com"),
        ("client_secret_basic", "", ""),
    ] {
        assert_eq!(press(method, jwks_uri, subject).await, page, "{method} {jwks_uri} {subject}");
        assert_eq!(settings().await, before, "nothing was saved");
    }
    let saved = press("client_secret_basic", "", "shop.example.com").await;
    assert!(saved.contains("done=saved") && settings().await.trusted, "{saved}");

    // Whoever may replace the secret finds the fields.
    let all = shop.server.sign_in().await.cookies();
    let shown = shop.server.get_with(&page, &all).await;
    let kept = shown.body.contains("<input type=\"hidden\" name=\"typed[jwks]\"");
    assert!(!kept && !shown.body.contains("does not permit this"), "{shown:?}");
}
