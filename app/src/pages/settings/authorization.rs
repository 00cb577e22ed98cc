use std::collections::BTreeSet;

use domain::{grant_type::GrantType, workspace::Workspace};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::load_workspace;
use crate::{
    api::ApiError,
    components::{Suspends, loaded},
    done::DoneNotice,
    form::{Form, Opened, OpenedFields, PostForm, SaveRow, WorkspaceFields, values_of},
    paths::{WorkspacePages as _, WorkspacePath, use_workspace_path},
    ui::{Checkbox, CheckboxGroup, Page},
};
#[cfg(feature = "ssr")]
use crate::{
    api::{Keep, operator},
    form::Sent,
};

/// The grant types that are ticked.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedAuthorization {
    /// Absent where none is.
    pub grant_types: BTreeSet<GrantType>,
}

impl TypedAuthorization {
    fn of(workspace: &Workspace) -> Self {
        Self { grant_types: workspace.authorization.grant_types.clone() }
    }
}

/// Saves the allowed grant types.
#[server(client = crate::api::Caller)]
pub async fn set_allowed_grant_types(
    path: WorkspacePath,
    version: i64,
    #[server(default)] typed: TypedAuthorization,
    #[server(default)] opened: Opened,
) -> Result<(), ApiError> {
    let operator = operator()?;
    let in_force = operator.load_workspace(&path).await?;
    let merged = Sent { typed, version, opened }.merge(in_force.version, &TypedAuthorization::of(&in_force));
    let merged = merged.settled(&operator, &path, in_force.id).await?;
    let settings = domain::settings::authorization::AuthorizationSettings { grant_types: merged.typed.grant_types.clone() };
    let saved = operator.set_authorization_settings(&path, merged.version, settings).await.keep(&merged)?;
    merged.done(&path.authorization(), saved.version);
    Ok(())
}

/// A workspace, and how many refresh tokens live in it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LoadedAuthorization {
    /// The workspace.
    pub workspace: Workspace,
    /// How many live.
    pub live: u64,
}

/// Loads the allowed grant types, and how many refresh tokens they are about.
#[server(client = crate::api::Caller)]
pub async fn load_authorization(path: WorkspacePath) -> Result<LoadedAuthorization, ApiError> {
    let live = domain::view::FamilyFilter { state: Some(domain::family::FamilyState::Live), ..Default::default() };
    let live = operator()?.count_families(&path, live).await?;
    Ok(LoadedAuthorization { workspace: load_workspace(path).await?, live })
}

/// Settings › Authorization.
#[component]
pub fn AuthorizationPage() -> impl IntoView {
    let path = use_workspace_path();
    let action = ServerAction::<SetAllowedGrantTypes>::new();
    let form = Form::of(action).within("typed");
    let resource = Resource::new(move || (path.get(), form.reload()), |(path, _)| async move { load_authorization(path?).await });
    loaded(resource, move |LoadedAuthorization { workspace, live }: LoadedAuthorization| {
        let Ok(path) = path.get_untracked() else { return ().into_any() };
        let boxes = GrantType::ALL
            .into_iter()
            .map(|grant| {
                let allowed = workspace.authorization.grant_types.contains(&grant);
                view! {
                    <Checkbox
                        name=format!("{}[]", form.name("grant_types"))
                        value=grant.name()
                        checked=form.is_ticked("grant_types", grant.name(), allowed)
                        label=grant.label()
                        hint=grant.description()
                    />
                }
            })
            .collect_view();
        let off = !workspace.authorization.grant_types.contains(&GrantType::RefreshToken);
        view! {
            <Page title="Authorization" lead="What this workspace allows at all. A client needs a grant type here and among its own before it can use it.">
                <DoneNotice version=workspace.version failed=form.failed()/>
                <PostForm action settings=true>
                    <WorkspaceFields path/>
                    <OpenedFields form version=workspace.version values=values_of(&TypedAuthorization::of(&workspace))/>
                    <div class="card">
                        <CheckboxGroup
                            label="Allowed grant types"
                            hint="Taking one away refuses it to every client from the next request on. Refresh tokens that were issued stay, and work again once it is back."
                            mark=form.mark("grant_types")
                        >
                            {boxes}
                        </CheckboxGroup>
                        <Suspends count=live off switch="Refresh token"/>
                    </div>
                    <SaveRow form/>
                </PostForm>
            </Page>
        }
        .into_any()
    })
}
