//! Where a tenant is made.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    api::{ApiError, Keep, done, operator},
    components::loaded,
    done::Done,
    form::{CreateForm, FormAction, Target},
    paths, t,
    ui::{Breadcrumb, Page, TextField},
};

/// A tenant as it is typed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TypedTenant {
    /// What it is called.
    pub name: String,
    /// Its part of the issuers; empty where the name is to suggest it.
    pub slug: String,
}

/// Makes a tenant and leads to it.
#[server]
pub async fn create_tenant(typed: TypedTenant) -> Result<(), ApiError> {
    let slug = control::typed_or_suggested_slug(&typed.slug, &typed.name);
    let tenant = operator()?.create_tenant(&slug, &typed.name).await.keep(&typed)?;
    done(&paths::workspaces(&tenant.slug), Done::TenantCreated);
    Ok(())
}

crate::form::needs!(CreateTenant: CreateTenant);

/// Where a tenant is made.
#[component]
pub fn NewTenantPage() -> impl IntoView {
    let create = FormAction::<CreateTenant>::typed();
    let form = create.form;
    loaded(async { Ok(operator()?.may_create_tenants()?) }, move |()| {
        let steps = vec![(paths::HOME.to_owned(), t!("workspaces-tenants").to_owned())];
        view! {
            <Page
                title=t!("workspaces-new-tenant-title")
                lead=t!("workspaces-new-tenant-lead")
                above=(move || view! { <Breadcrumb steps=steps.clone() here=t!("workspaces-new-tenant-title")/> }).into()
            >
                <CreateForm action=create target=Target::none() label=t!("workspaces-new-tenant-create")>
                    <div class="card">
                        <TextField input=form.field("name", "") label=t!("workspaces-new-tenant-name") hint=t!("workspaces-new-tenant-name-hint")/>
                        <TextField
                            input=form.field("slug", "")
                            label=t!("workspaces-new-tenant-identifier")
                            hint=t!("workspaces-new-tenant-identifier-hint")
                            optional=true
                            mono=true
                        />
                    </div>
                </CreateForm>
            </Page>
        }
    })
}
