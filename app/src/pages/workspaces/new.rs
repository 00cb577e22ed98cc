use domain::name::Slug;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    api::{ApiError, Keep, done, operator},
    components::within_tenant,
    done::Done,
    form::{CreateForm, FormAction, Target},
    islands::SuggestedSlug,
    paths::{self, WorkspacePages as _, WorkspacePath},
    ui::{Breadcrumb, Page, TextField},
};

/// A workspace as it is typed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TypedWorkspace {
    /// What it is called.
    pub name: String,
    /// Its part of the issuer; empty where the name is to suggest it.
    pub slug: String,
}

/// Makes a workspace and leads to it.
#[server]
pub async fn create_workspace(tenant: Slug, typed: TypedWorkspace) -> Result<(), ApiError> {
    let workspace = operator()?.create_workspace(&tenant, typed.clone().suggest()).await.keep(&typed)?;
    done(&WorkspacePath { tenant, workspace: workspace.slug }.overview(), Done::WorkspaceCreated);
    Ok(())
}

crate::form::needs!(CreateWorkspace: CreateWorkspace);

impl TypedWorkspace {
    fn suggest(self) -> domain::view::NewWorkspace {
        domain::view::NewWorkspace { slug: control::typed_or_suggested_slug(&self.slug, &self.name), name: self.name }
    }
}

/// Where a workspace is made.
#[component]
pub fn NewWorkspacePage() -> impl IntoView {
    let create = FormAction::<CreateWorkspace>::typed();
    let form = create.form;
    view! {
        {within_tenant(move |tenant| {
            let steps = vec![(paths::workspaces(&tenant), "Workspaces".to_owned())];
            let (name, slug) = (form.field("name", ""), form.field("slug", ""));
            let suggested = view! { <SuggestedSlug tenant=tenant.to_string() name=name.mark.id.clone()/> }.into_any();
            view! {
                <Page
                    title="New workspace"
                    lead="An authorization server of its own: it starts with an issuer, a signing key, and the defaults for everything else."
                    above=(move || view! { <Breadcrumb steps=steps.clone() here="New workspace"/> }).into()
                >
                    <CreateForm action=create target=Target::tenant(&tenant) label="Create workspace">
                        <div class="card">
                            <TextField input=name label="Name" hint="What people call it: Production, Partner API."/>
                            <TextField
                                input=slug
                                label="Identifier"
                                hint="Part of the issuer, and so of every token: it cannot be changed later. Lower-case letters, digits and hyphens. Leave it empty to take it from the name."
                                optional=true
                                mono=true
                                after=Some(suggested)
                            />
                        </div>
                    </CreateForm>
                </Page>
            }
        })}
    }
    .into_any()
}
