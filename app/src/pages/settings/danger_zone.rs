use leptos::prelude::*;

use crate::{
    api::{ApiError, Keep, done, operator},
    components::{DeleteSection, TypedConfirmation, load_at, loaded, use_workspace_path},
    done::Done,
    form::{FormAction, Target},
    paths::{WorkspacePages as _, WorkspacePath},
    t,
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
            (overview.clients, [t!("settings-danger-client"), t!("settings-danger-clients")]),
            (overview.users, [t!("settings-danger-user"), t!("settings-danger-users")]),
            (overview.live_families, [t!("settings-danger-token"), t!("settings-danger-tokens")]),
        ];
        let system = overview.is_system.then(|| {
            view! {
                <Notice tone=Tone::Warning>{t!("settings-danger-system")}</Notice>
            }
        });
        view! {
            <Page title=t!("settings-danger-title") lead=t!("settings-danger-lead")>
                {system}
                <DeleteSection
                    action=delete
                    target=Target::workspace(&path)
                    what=t!("settings-danger-workspace")
                    name=overview.workspace.name.to_string()
                    counts
                    more=t!("settings-danger-more")
                    back=path.general()
                />
            </Page>
        }
    })
}
