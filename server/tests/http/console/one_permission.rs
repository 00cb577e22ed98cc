//! Somebody with one permission alone: which pages open, and that nothing on them leads to a page that does not.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use axum::http::StatusCode;
use control::NewAdministrator;
use domain::{
    name::Slug,
    permission::{Action, Actions, Extent},
    role::{BuiltInRole, RoleRef},
    view::LevelPath,
};

use crate::{admin_api::world::World, support::Answer};

impl World {
    /// Somebody at the console who may do one thing, in the tenant or in the installation.
    async fn who_may_only(&self, action: Action, tenant: Option<&Slug>) -> String {
        let (operator, server) = (self.shop.operator(), &self.shop.server);
        let at = LevelPath { tenant: tenant.cloned(), ..LevelPath::default() };
        let email = format!("{}@{}.example.com", action.code(), tenant.map_or("installation", Slug::as_str));
        let new = NewAdministrator { email: email.clone(), name: "Otto".to_owned(), tenant: tenant.cloned(), role: BuiltInRole::Auditor };
        let administrator = operator.create_administrator(new).await.unwrap().id;
        let before = operator.load_administrator_within(administrator, &at).await.unwrap().assignments.remove(0).id;
        let role = operator.create_role(tenant, action.code(), Actions::from_iter([action])).await.unwrap().id;
        operator.assign_role(&email, RoleRef::Own(role), &at).await.unwrap();
        operator.withdraw_role(before).await.unwrap();
        let token = operator.create_one_time_sign_in(&email).await.unwrap().token.expose().clone();
        let answer = server.post("/console/api/use_one_time_sign_in", "", &format!("token={token}&password=")).await;
        assert_eq!(answer.status, StatusCode::FOUND, "{answer:?}");
        answer.cookies()
    }
}

/// What the addresses end with of pages that are there for one form.
const FORMS: [&str; 8] = ["/new", "/new-tenant", "/new-workspace", "/invite", "/edit", "/delete", "/sign-out", "/revoke"];

/// The pages of the console that a page links to.
fn links(page: &Answer) -> BTreeSet<String> {
    let all = page.body.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let pages = all.filter(|to| to.starts_with("/console") && !to.starts_with("/console/export"));
    pages.map(|to| to.replace("&amp;", "&").split('#').next().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn each_page_opens_with_the_permission_that_it_names_and_nothing_leads_to_one_that_does_not() {
    let world = World::new().await;
    let server = &world.shop.server;
    let routes: Vec<_> = server::page_routes().iter().map(|route| route.path().to_owned()).collect();
    let mut opens: BTreeMap<&str, Vec<&str>> = routes.iter().map(|route| (route.as_str(), Vec::new())).collect();
    let mut dead = BTreeSet::new();
    for action in Action::ALL {
        for tenant in [Some(&world.shop.path.tenant), None] {
            if tenant.is_some() && action.extent() == Extent::Installation || tenant.is_none() && action.extent() < Extent::Installation {
                continue;
            }
            let cookies = world.who_may_only(*action, tenant).await;
            let mut linked = BTreeMap::new();
            for route in &routes {
                let Some(path) = world.page(route) else { continue };
                let page = server.get_with(&path, &cookies).await;
                assert!(!page.status.is_server_error(), "{path} with {}: {page:?}", action.code());
                if page.status == StatusCode::OK {
                    opens.get_mut(route.as_str()).unwrap().push(action.code());
                    for link in links(&page) {
                        linked.entry(link).or_insert(path.clone());
                    }
                }
            }
            for (link, from) in linked {
                let answer = server.get_with(&link, &cookies).await;
                // A page that is there for one form is no help to whoever may not send it.
                let is_form = FORMS.iter().any(|end| link.split('?').next().unwrap().ends_with(end));
                let withheld = is_form && answer.body.contains("class=\"read-only\"");
                if withheld || matches!(answer.status, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND) {
                    dead.insert(format!("{}: {from} leads to {link}: {}", action.code(), answer.status));
                }
            }
        }
    }
    let mut table = String::new();
    for (route, actions) in opens {
        let who = if actions.len() == Action::ALL.len() { "everybody".to_owned() } else { actions.join(" ") };
        writeln!(table, "{route:62} {who}").unwrap();
    }
    insta::assert_snapshot!(table);
    assert!(dead.is_empty(), "{dead:#?}");
}
