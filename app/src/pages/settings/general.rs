use domain::{view::Overview, workspace::Workspace};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    api::ApiError,
    components::loaded,
    done::DoneNotice,
    form::{Form, Opened, OpenedFields, PlaceFields, PostForm, SaveRow, values_of},
    pages::overview::load_overview,
    paths::{Place, use_place},
    ui::{Copyable, Fact, Facts, Page, Section, TextField, Time},
};
#[cfg(feature = "ssr")]
use crate::{
    api::{Keep, desk},
    form::Sent,
};

/// A name as it is typed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TypedName {
    /// The name.
    pub name: String,
}

impl TypedName {
    fn of(workspace: &Workspace) -> Self {
        Self { name: workspace.name.to_string() }
    }
}

/// Gives a workspace another name.
#[server(client = crate::api::Caller)]
pub async fn rename_workspace(place: Place, version: i64, typed: TypedName, #[server(default)] opened: Opened) -> Result<(), ApiError> {
    let (desk, tenant, workspace) = (desk()?, &place.tenant, &place.workspace);
    let in_force = desk.load_workspace(tenant, workspace).await?;
    let merged = Sent { typed, version, opened }.merge(in_force.version, &TypedName::of(&in_force));
    let merged = merged.settled(&desk, &place, in_force.id).await?;
    let saved = desk.rename_workspace(tenant, workspace, merged.version, &merged.typed.name).await.keep(&merged)?;
    merged.done(&place.general(), saved.version);
    Ok(())
}

/// Settings › General.
#[component]
pub fn GeneralPage() -> impl IntoView {
    let place = use_place();
    let action = ServerAction::<RenameWorkspace>::new();
    let form = Form::of(action).within("typed");
    let overview = Resource::new(move || (place.get(), form.reload()), |(place, _)| async move { load_overview(place?).await });
    loaded(overview, move |Overview { workspace, issuer, .. }: Overview| {
        let Ok(place) = place.get_untracked() else { return ().into_any() };
        let shown = values_of(&TypedName::of(&workspace));
        view! {
            <Page title="General" lead="What this workspace is called, and what it can be known by.">
                <DoneNotice version=workspace.version failed=form.failed()/>
                <PostForm action settings=true>
                    <PlaceFields place/>
                    <OpenedFields form version=workspace.version values=shown/>
                    <div class="card">
                        <TextField input=form.field("name", workspace.name.to_string()) label="Name" hint="Shown in this console and on the sign-in page."/>
                    </div>
                    <SaveRow form/>
                </PostForm>
                <Section title="Identity" lead="These never change: tokens and clients rely on them.">
                    <Facts>
                        <Fact name="Issuer"><Copyable text=issuer label="issuer"/></Fact>
                        <Fact name="Address"><code>{workspace.slug.to_string()}</code></Fact>
                        <Fact name="Workspace ID"><Copyable text=workspace.id.to_string() label="workspace ID"/></Fact>
                        <Fact name="Created"><Time utc=workspace.created_at.to_string()/></Fact>
                    </Facts>
                </Section>
            </Page>
        }
        .into_any()
    })
}
