use domain::{name::Slug, permission::Action, view::RoleView};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{groups::groups, named::named_role};
use crate::{
    api::{ApiError, operator},
    components::{load_at, loaded, use_tenant_or_installation},
    done::DoneNotice,
    paths::{self},
    t,
    text::word,
    ui::{Breadcrumb, Glyph, Icon, Link, LinkButton, Page},
};

/// The roles, and whether one can be created.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LoadedRoles {
    roles: Vec<RoleView>,
    may_create: bool,
}

/// Loads the roles of a tenant, or of the installation.
pub async fn load_roles(tenant: Option<Slug>) -> Result<LoadedRoles, ApiError> {
    let operator = operator()?;
    let level = operator.level(&domain::view::LevelPath { tenant: tenant.clone(), ..Default::default() }).await?;
    Ok(LoadedRoles { roles: operator.list_roles(tenant.as_ref()).await?, may_create: operator.actor().may(Action::SetRoles, level) })
}

/// The roles with what each of them permits.
#[component]
pub fn RolesPage() -> impl IntoView {
    let loading = load_at(use_tenant_or_installation(), load_roles);
    loaded(loading, move |(tenant, view)| {
        let LoadedRoles { roles, may_create } = view;
        let roles: Vec<_> = roles.into_iter().map(named_role).collect();
        let steps = vec![(paths::administrators(tenant.as_ref()), t!("administrators-title").to_owned())];
        let create = paths::new_role(tenant.as_ref());
        let actions = move || {
            may_create
                .then(|| view! { <LinkButton href=create.clone()><Icon glyph=Glyph::Plus/>{t!("administrators-new-role")}</LinkButton> })
        };
        view! {
            <Page
                title=t!("administrators-roles")
                lead=t!("administrators-roles-lead")
                wide=true
                above=(move || view! { <Breadcrumb steps=steps.clone() here=t!("administrators-roles")/> }).into()
                actions=actions.into()
            >
                <DoneNotice/>
                <Own tenant roles=roles.clone()/>
                <Permitted roles/>
            </Page>
        }
    })
}

/// The roles with what they are for.
#[component]
fn Own(tenant: Option<Slug>, roles: Vec<RoleView>) -> impl IntoView {
    let items = roles
        .into_iter()
        .map(|role| {
            let own = match role.role {
                domain::role::RoleRef::Own(id) if role.may_set => Some(paths::role(tenant.as_ref(), id)),
                _ => None,
            };
            let kind = match role.role {
                domain::role::RoleRef::BuiltIn(_) => role.description,
                domain::role::RoleRef::Own(_) if role.of_installation => t!("administrators-roles-of-installation").to_owned(),
                domain::role::RoleRef::Own(_) => t!("administrators-roles-of-tenant").to_owned(),
            };
            let name = match own {
                Some(href) => view! { <Link href=href>{role.name}</Link> }.into_any(),
                None => view! { <strong>{role.name}</strong> }.into_any(),
            };
            view! { <li>{name}" "<span class="quiet">{kind}</span></li> }
        })
        .collect_view();
    view! { <ul>{items}</ul> }.into_any()
}

/// The table of actions and roles.
#[component]
fn Permitted(roles: Vec<RoleView>) -> impl IntoView {
    let columns = roles.len() + 1;
    let heads = roles.iter().map(|role| view! { <th scope="col">{role.name.clone()}</th> }).collect_view();
    let row = |action: Action| {
        let cells = roles.iter().map(|role| {
            let permitted = if role.actions.contains(action) { t!("administrators-roles-yes") } else { "–" };
            view! { <td data-label=role.name.clone()>{permitted}</td> }
        });
        let cells = cells.collect_view();
        view! {
            <tr>
                <th scope="row" data-label=t!("administrators-roles-action")>{word(action.label())}" "<code>{action.code()}</code></th>
                {cells}
            </tr>
        }
    };
    let groups = groups().into_iter().map(|(group, actions)| {
        let rows = actions.into_iter().map(row).collect_view();
        view! {
            <tbody>
                <tr class="table-group"><th scope="rowgroup" colspan=columns>{word(group)}</th></tr>
                {rows}
            </tbody>
        }
    });
    let groups = groups.collect_view();
    view! {
        <div class="table-frame" role="group" aria-label=t!("administrators-roles-table") tabindex="0">
            <table class="table" aria-label=t!("administrators-roles-table")>
                <thead><tr><th scope="col">{t!("administrators-roles-action")}</th>{heads}</tr></thead>
                {groups}
            </table>
        </div>
    }
    .into_any()
}
