use leptos::prelude::*;

use crate::{
    api::{ApiError, Keep, done, operator},
    components::{DeleteSection, TypedConfirmation, load_at, loaded, use_workspace_path},
    done::Done,
    form::{FormAction, Target},
    paths::{WorkspacePages as _, WorkspacePath},
    ui::{Notice, Page, Tone},
};

/// Deletes a workspace and leads to the others.
#[server]
pub async fn delete_workspace(path: WorkspacePath, typed: TypedConfirmation) -> Result<(), ApiError> {
    operator()?.delete_workspace(&path, &typed.name).await.keep(&typed)?;
    done(&crate::paths::workspaces(&path.tenant), Done::WorkspaceDeleted);
    Ok(())
}

crate::form::needs!(DeleteWorkspace: DeleteWorkspace);

/// Loads what is deleted with a workspace, counted to the last one.
pub async fn load_contents(path: WorkspacePath) -> Result<domain::view::Overview, ApiError> {
    Ok(operator()?.load_overview(&path, control::Counting::Exact).await?)
}

/// Settings › Danger zone.
#[component]
pub fn DangerZonePage() -> impl IntoView {
    let delete = FormAction::<DeleteWorkspace>::typed();
    let loading = load_at(use_workspace_path(), load_contents);
    loaded(loading, move |(path, overview)| {
        let counts = vec![
            (overview.clients, ["client", "clients"]),
            (overview.users, ["user with their sessions", "users with their sessions"]),
            (overview.live_families, ["active refresh token", "active refresh tokens"]),
        ];
        let system = overview.is_system.then(|| {
            view! {
                <Notice tone=Tone::Warning>
                    "This is the tenant\u{2019}s system workspace. With it all API clients of the tenant are gone, and their programs get no access to the admin API any more."
                </Notice>
            }
        });
        view! {
            <Page title="Danger zone" lead="Actions that cannot be undone.">
                {system}
                <DeleteSection
                    action=delete
                    target=Target::workspace(&path)
                    what="workspace"
                    name=overview.workspace.name.to_string()
                    counts
                    more="All its addresses stop working immediately. What happened in it stays in the tenant's log."
                    back=path.general()
                />
            </Page>
        }
    })
}
