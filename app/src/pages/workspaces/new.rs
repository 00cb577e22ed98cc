use domain::name::Slug;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    api::ApiError,
    components::within_tenant,
    form::{CreateForm, FormAction, Target},
    paths,
    ui::{Breadcrumb, Page, TextField},
};
#[cfg(feature = "ssr")]
use crate::{
    api::{Keep, done, operator},
    done::Done,
    paths::{WorkspacePages as _, WorkspacePath},
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
#[server(client = crate::api::Caller)]
pub async fn create_workspace(tenant: Slug, typed: TypedWorkspace) -> Result<(), ApiError> {
    let workspace = operator()?.create_workspace(&tenant, typed.clone().suggest()).await.keep(&typed)?;
    done(&WorkspacePath { tenant, workspace: workspace.slug }.overview(), Done::WorkspaceCreated);
    Ok(())
}

#[cfg(feature = "ssr")]
impl TypedWorkspace {
    fn suggest(self) -> domain::view::NewWorkspace {
        let suggested = || control::suggested_slug(&self.name).map(|slug| slug.to_string()).unwrap_or_default();
        let slug = if self.slug.trim().is_empty() { suggested() } else { self.slug.trim().to_owned() };
        domain::view::NewWorkspace { name: self.name, slug }
    }
}

/// The slug that a name suggests: what the letters of other scripts are in ASCII is a table too large for a browser.
#[server(client = crate::api::Caller)]
pub async fn suggest_slug(tenant: Slug, name: String) -> Result<Option<Slug>, ApiError> {
    operator()?.load_tenant(&tenant).await?;
    Ok(control::suggested_slug(&name))
}

/// Where a workspace is made.
#[component]
pub fn NewWorkspacePage() -> impl IntoView {
    let create = FormAction::<CreateWorkspace>::typed();
    let form = create.form;
    let (name, typed_name) = signal(String::new());
    let suggestion = ServerAction::<SuggestSlug>::new();
    view! {
        {within_tenant(move |tenant| {
            let steps = vec![(paths::workspaces(&tenant), "Workspaces".to_owned())];
            let of = tenant.clone();
            Effect::new(move |_| {
                let name = name.get();
                if !name.is_empty() {
                    suggestion.dispatch(SuggestSlug { tenant: of.clone(), name });
                }
            });
            let suggested = move || {
                let slug = suggestion.value().with(|slug| slug.as_ref()?.as_ref().ok()?.clone());
                slug.filter(|_| name.with(|name| !name.is_empty())).map(|slug| format!("{slug}, unless you type another"))
            };
            let shown = move || view! { <output>{suggested}</output> };
            view! {
                <Page
                    title="New workspace"
                    lead="An authorization server of its own: it starts with an issuer, a signing key, and the defaults for everything else."
                    above=(move || view! { <Breadcrumb steps=steps.clone() here="New workspace"/> }).into()
                >
                    <CreateForm action=create target=Target::tenant(&tenant) label="Create workspace">
                        <div class="card">
                            <TextField input=form.field("name", "") label="Name" hint="What people call it: Production, Partner API." typed=typed_name/>
                            <TextField
                                input=form.field("slug", "")
                                label="Address"
                                hint="Part of the issuer, and so of every token: it cannot be changed later. Lower-case letters, digits and hyphens. Leave it empty to take it from the name."
                                optional=true
                                mono=true
                                after=shown.into()
                            />
                        </div>
                    </CreateForm>
                </Page>
            }
        })}
    }
    .into_any()
}
