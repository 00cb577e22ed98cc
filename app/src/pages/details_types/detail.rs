use domain::{
    authorization_details::{DetailsTypeKey, DetailsTypeName},
    permission::Action,
    workspace::Workspace,
};
use leptos::prelude::*;

use super::typed::{DetailsTypeFields, TypedDetailsType, at_the_type, with_type, without_type};
use crate::{
    api::{ApiError, Keep, Undoing, done, operator},
    components::{ShowAs, Shows, load_at, loaded, use_param_in_workspace},
    done::Done,
    form::{Confirm, FormAction, FormNotice, Opened, SavedNotice, Sent, SettingsForm, Shown, Target, Write},
    paths::{WorkspacePages as _, WorkspacePath},
    t, t_view,
    ui::{Breadcrumb, Notice, Page, Tone},
};

/// Loads a workspace that has a type of authorization details.
pub async fn load_details_type(path: WorkspacePath, name: DetailsTypeName) -> Result<Workspace, ApiError> {
    let workspace = operator()?.load_workspace(&path).await?;
    let there = workspace.authorization.details_type(name.as_str()).is_some();
    if there { Ok(workspace) } else { Err(control::Error::NotFound.into()) }
}

/// Saves a type of authorization details.
#[server]
pub async fn set_details_type(
    path: WorkspacePath,
    name: DetailsTypeName,
    version: i64,
    #[server(default)] typed: TypedDetailsType,
    #[server(default)] opened: Opened,
) -> Result<(), ApiError> {
    let operator = operator()?;
    let in_force = operator.load_workspace(&path).await?;
    let before = in_force.authorization.details_type(name.as_str()).map(TypedDetailsType::of).ok_or(control::Error::NotFound)?;
    let merged = Sent { typed, version, opened }.merge(in_force.version, &before);
    let write = Write { action: Action::SetAuthorizationSettings, client: None, about: &in_force.id.to_string() };
    let merged = merged.settled(&operator, &path, write).await?;
    let kind = merged.typed.parse(Some(&name)).keep(&merged)?;
    let settings = with_type(&in_force.authorization, kind);
    let saved = operator.set_authorization_settings(&path, merged.version, settings).await;
    let saved = saved.map_err(|error| at_the_type(error.into())).keep(&merged)?;
    merged.done(&path.details_type(&name), saved.version, Undoing::workspace(&path, &in_force, &saved)).await
}

crate::form::needs!(SetDetailsType: SetAuthorizationSettings);

/// Removes a type of authorization details, and takes it from the clients that may ask for it.
#[server]
pub async fn remove_details_type(path: WorkspacePath, name: DetailsTypeName) -> Result<(), ApiError> {
    let operator = operator()?;
    let workspace = operator.load_workspace(&path).await?;
    let settings = without_type(&workspace.authorization, &name);
    operator.set_authorization_settings(&path, workspace.version, settings).await?;
    done(&path.details_types(), Done::DetailsTypeRemoved);
    Ok(())
}

crate::form::needs!(RemoveDetailsType: SetAuthorizationSettings);

/// A type of authorization details.
#[component]
pub fn DetailsTypePage() -> impl IntoView {
    let at = use_param_in_workspace::<DetailsTypeKey>("type").map(|(path, DetailsTypeKey(name))| (path, name));
    let (save, remove) = (FormAction::<SetDetailsType>::typed(), FormAction::<RemoveDetailsType>::new());
    let form = save.form;
    let loading = load_at(at, |(path, name)| load_details_type(path, name));
    loaded(loading, move |((path, name), workspace)| {
        let kind = workspace.authorization.details_type(name.as_str());
        let is_unusable = kind.is_some_and(|kind| kind.schema.check().is_err());
        let unusable = is_unusable.then(|| view! { <Notice tone=Tone::Warning>{t!("settings-details-unusable-notice")}</Notice> });
        let shown = kind.map(TypedDetailsType::of).unwrap_or_default();
        let values = Shown::of(&shown);
        let steps = vec![(path.details_types(), t!("settings-details-title").to_owned())];
        let (title, here) = (name.to_string(), name.to_string());
        let target = Target::workspace(&path).with("name", &name);
        let show_as = view! { <ShowAs path=path.clone() shows=Shows::Workspace(Box::new(workspace.clone()))/> };
        view! {
            <Page
                title
                lead=t!("settings-details-type-lead")
                above=(move || view! { <Breadcrumb steps=steps.clone() here=here.clone()/> }).into()
            >
                <FormNotice form=remove.form/>
                {unusable}
                <SettingsForm
                    action=save
                    target=target.clone()
                    version=workspace.version
                    shown=values
                    saved=SavedNotice::Above
                >
                    <div class="card"><DetailsTypeFields form typed=shown/></div>
                </SettingsForm>
                <Confirm
                    id="remove-details-type"
                    opens=t!("settings-details-remove")
                    title=t!("settings-details-remove-title")
                    action=remove
                    target
                    label=t!("settings-details-remove")
                >
                    <p>{t_view!("settings-details-remove-text", name = view! { <code>{name.to_string()}</code> })}</p>
                </Confirm>
                {show_as}
            </Page>
        }
    })
}
