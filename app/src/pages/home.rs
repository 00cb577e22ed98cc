//! The console's start: the tenants, or at once the workspaces of the only one.

use domain::tenant::Tenant;
use leptos::prelude::*;

use crate::{
    api::{ApiError, go_to, operator},
    components::loaded,
    done::DoneNotice,
    paths, t,
    ui::{Empty, Glyph, Icon, Link, LinkButton, Page},
};

/// Loads the tenants, and whether another can be created; where there is only one, leads to it.
pub async fn load_home() -> Result<(Vec<Tenant>, bool), ApiError> {
    let operator = operator()?;
    let tenants = operator.list_tenants().await?;
    if let [only] = tenants.as_slice() {
        go_to(&paths::workspaces(&only.slug));
    }
    Ok((tenants, operator.may_create_tenants().is_ok()))
}

/// The tenants.
#[component]
pub fn HomePage() -> impl IntoView {
    view! {
        <Page title=t!("workspaces-tenants") lead=t!("workspaces-tenants-lead")>
            <DoneNotice/>
            {loaded(load_home(), |(tenants, may_create): (Vec<Tenant>, bool)| {
                let create = may_create.then(|| view! { <LinkButton href=paths::NEW_TENANT><Icon glyph=Glyph::Plus/>{t!("workspaces-new-tenant-title")}</LinkButton> });
                if tenants.is_empty() {
                    return view! {
                        <Empty glyph=Glyph::Workspace title=t!("workspaces-tenants-none")>
                            <p>{t!("workspaces-tenants-none-text")}</p>
                            {create}
                        </Empty>
                    }
                    .into_any();
                }
                let rows = tenants.into_iter().map(|tenant| view! {
                    <li>
                        <Link href=paths::workspaces(&tenant.slug)>
                            <strong>{tenant.name.to_string()}</strong>
                            <span class="card-list-detail">{tenant.slug.to_string()}</span>
                        </Link>
                    </li>
                }).collect_view();
                view! { <ul class="card-list">{rows}</ul> <div>{create}</div> }.into_any()
            })}
        </Page>
    }
    .into_any()
}
