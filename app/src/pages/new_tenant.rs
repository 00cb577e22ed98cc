//! Where a tenant is made.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    api::{ApiError, Keep, done, operator},
    components::loaded,
    done::Done,
    form::{CreateForm, FormAction, Target},
    paths,
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
        let steps = vec![(paths::HOME.to_owned(), "Tenants".to_owned())];
        view! {
            <Page
                title="New tenant"
                lead="An organisation of its own, with its own workspaces, users and administrators. Nothing is shared between tenants."
                above=(move || view! { <Breadcrumb steps=steps.clone() here="New tenant"/> }).into()
            >
                <CreateForm action=create target=Target::none() label="Create tenant">
                    <div class="card">
                        <TextField input=form.field("name", "") label="Name" hint="What people call it: the name of the organisation."/>
                        <TextField
                            input=form.field("slug", "")
                            label="Identifier"
                            hint="Part of every issuer in it, and so of every token: it cannot be changed later. Lower-case letters, digits and hyphens. Leave it empty to take it from the name."
                            optional=true
                            mono=true
                        />
                    </div>
                </CreateForm>
            </Page>
        }
    })
}
