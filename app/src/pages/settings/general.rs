use domain::{permission::Action, view::Overview, workspace::Workspace};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    api::{ApiError, Keep, Undoing, operator},
    components::{ShowAs, Shows, load_at, load_overview, loaded, use_workspace_path},
    form::{FormAction, Opened, SavedNotice, Sent, SettingsForm, Shown, Target, Write},
    paths::{WorkspacePages as _, WorkspacePath},
    t,
    ui::{Copyable, Fact, Facts, Page, Section, TextField, Time},
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
#[server]
pub async fn rename_workspace(
    path: WorkspacePath,
    version: i64,
    typed: TypedName,
    #[server(default)] opened: Opened,
) -> Result<(), ApiError> {
    let operator = operator()?;
    let in_force = operator.load_workspace(&path).await?;
    let merged = Sent { typed, version, opened }.merge(in_force.version, &TypedName::of(&in_force));
    let write = Write { action: Action::RenameWorkspace, client: None, about: &in_force.id.to_string() };
    let merged = merged.settled(&operator, &path, write).await?;
    let saved = operator.rename_workspace(&path, merged.version, &merged.typed.name).await.keep(&merged)?;
    merged.done(&path.general(), saved.version, Undoing::workspace(&path, &in_force, &saved)).await
}

crate::form::needs!(RenameWorkspace: RenameWorkspace);

/// Settings › General.
#[component]
pub fn GeneralPage() -> impl IntoView {
    let save = FormAction::<RenameWorkspace>::typed();
    let form = save.form;
    let loading = load_at(use_workspace_path(), load_overview);
    loaded(loading, move |(path, overview)| {
        let Overview { workspace, issuer, .. } = overview;
        let show_as = view! { <ShowAs path=path.clone() shows=Shows::Workspace(Box::new(workspace.clone()))/> };
        view! {
            <Page title=t!("settings-general-title") lead=t!("settings-general-lead")>
                <SettingsForm
                    action=save
                    target=Target::workspace(&path)
                    version=workspace.version
                    shown=Shown::of(&TypedName::of(&workspace))
                    saved=SavedNotice::Above
                >
                    <div class="card">
                        <TextField
                            input=form.field("name", workspace.name.to_string())
                            label=t!("settings-general-name")
                            hint=t!("settings-general-name-hint")
                        />
                    </div>
                </SettingsForm>
                {show_as}
                <Section title=t!("settings-general-identity") lead=t!("settings-general-identity-lead")>
                    <Facts>
                        <Fact name=t!("settings-general-issuer")><Copyable text=issuer label=t!("settings-general-issuer-copy")/></Fact>
                        <Fact name=t!("settings-general-identifier")><code>{workspace.slug.to_string()}</code></Fact>
                        <Fact name=t!("settings-general-id")>
                            <Copyable text=workspace.id.to_string() label=t!("settings-general-id-copy")/>
                        </Fact>
                        <Fact name=t!("settings-general-created")><Time utc=workspace.created_at.to_string()/></Fact>
                    </Facts>
                </Section>
            </Page>
        }
    })
}
