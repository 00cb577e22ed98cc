use domain::view::Overview;
use leptos::prelude::*;

use crate::{
    api::ApiError,
    components::{DeleteSection, TypedConfirmation, loaded},
    form::{Form, FormNotice, PostForm, WorkspaceFields},
    pages::overview::load_overview,
    paths::{WorkspacePages as _, WorkspacePath, use_workspace_path},
    ui::Page,
};
#[cfg(feature = "ssr")]
use crate::{
    api::{Keep, done, operator},
    done::Done,
};

/// Deletes a workspace and leads to the others.
#[server(client = crate::api::Caller)]
pub async fn delete_workspace(path: WorkspacePath, typed: TypedConfirmation) -> Result<(), ApiError> {
    operator()?.delete_workspace(&path, &typed.name).await.keep(&typed)?;
    done(&crate::paths::workspaces(&path.tenant), Done::WorkspaceDeleted);
    Ok(())
}

/// Settings › Danger zone.
#[component]
pub fn DangerZonePage() -> impl IntoView {
    let path = use_workspace_path();
    let action = ServerAction::<DeleteWorkspace>::new();
    let form = Form::of(action).within("typed");
    let overview = Resource::new(move || path.get(), |path| async move { load_overview(path?).await });
    loaded(overview, move |overview: Overview| {
        let Ok(path) = path.get_untracked() else { return ().into_any() };
        let counts = vec![
            (overview.clients, ["client", "clients"]),
            (overview.users, ["user with their sessions", "users with their sessions"]),
            (overview.live_families, ["active refresh token", "active refresh tokens"]),
        ];
        view! {
            <Page title="Danger zone" lead="What cannot be undone.">
                <FormNotice form/>
                <PostForm action>
                    <WorkspaceFields path=path.clone()/>
                    <DeleteSection
                        form
                        what="workspace"
                        name=overview.workspace.name.to_string()
                        counts
                        more="All its addresses stop working immediately. What happened in it stays in the tenant's log."
                        back=path.general()
                    />
                </PostForm>
            </Page>
        }
        .into_any()
    })
}
