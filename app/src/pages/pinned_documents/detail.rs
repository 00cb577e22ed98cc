use domain::{client_document::ClientIdUrl, permission::Action, settings::pinned_documents::PinnedDocumentKey, workspace::Workspace};
use leptos::prelude::*;

use super::typed::{DocumentField, TypedDocument, at_the_document, with_document, without_document};
use crate::{
    api::{ApiError, Keep, Undoing, done, operator},
    components::{ShowAs, Shows, load_at, loaded, use_param_in_workspace},
    done::Done,
    form::{Confirm, FormAction, FormNotice, Opened, SavedNotice, Sent, SettingsForm, Shown, Target, Write},
    paths::{WorkspacePages as _, WorkspacePath},
    t, t_view,
    ui::{Breadcrumb, Page},
};

/// Loads a workspace that keeps a document for an address.
pub async fn load_pinned_document(path: WorkspacePath, address: ClientIdUrl) -> Result<Workspace, ApiError> {
    let workspace = operator()?.load_workspace(&path).await?;
    let there = workspace.authorization.registration.pinned_document(&address).is_some();
    if there { Ok(workspace) } else { Err(control::Error::NotFound.into()) }
}

/// Saves another document for an address, in place of the one before.
#[server]
pub async fn set_pinned_document(
    path: WorkspacePath,
    address: ClientIdUrl,
    version: i64,
    #[server(default)] typed: TypedDocument,
    #[server(default)] opened: Opened,
) -> Result<(), ApiError> {
    let operator = operator()?;
    let in_force = operator.load_workspace(&path).await?;
    let kept = in_force.authorization.registration.pinned_document(&address);
    let before = kept.map(TypedDocument::of).ok_or(control::Error::NotFound)?;
    let merged = Sent { typed, version, opened }.merge(in_force.version, &before);
    let write = Write { action: Action::SetAuthorizationSettings, client: None, about: &in_force.id.to_string() };
    let merged = merged.settled(&operator, &path, write).await?;
    let document = merged.typed.parse(Some(&address)).keep(&merged)?;
    let settings = with_document(&in_force.authorization, document);
    let saved = operator.set_authorization_settings(&path, merged.version, settings).await;
    let saved = saved.map_err(|error| at_the_document(error.into())).keep(&merged)?;
    merged.done(&path.pinned_document(&address), saved.version, Undoing::workspace(&path, &in_force, &saved)).await
}

crate::form::needs!(SetPinnedDocument: SetAuthorizationSettings);

/// Keeps the document of an address no longer.
#[server]
pub async fn unpin_document(path: WorkspacePath, address: ClientIdUrl) -> Result<(), ApiError> {
    let operator = operator()?;
    let workspace = operator.load_workspace(&path).await?;
    let settings = without_document(&workspace.authorization, &address);
    operator.set_authorization_settings(&path, workspace.version, settings).await?;
    done(&path.pinned_documents(), Done::DocumentUnpinned);
    Ok(())
}

crate::form::needs!(UnpinDocument: SetAuthorizationSettings);

/// A document that a workspace keeps.
#[component]
pub fn PinnedDocumentPage() -> impl IntoView {
    let at = use_param_in_workspace::<PinnedDocumentKey>("document").map(|(path, PinnedDocumentKey(address))| (path, address));
    let (save, remove) = (FormAction::<SetPinnedDocument>::typed(), FormAction::<UnpinDocument>::new());
    let form = save.form;
    let loading = load_at(at, |(path, address)| load_pinned_document(path, address));
    loaded(loading, move |((path, address), workspace)| {
        let kept = workspace.authorization.registration.pinned_document(&address);
        let name = kept.map(|document| document.client_name().to_owned()).filter(|name| !name.is_empty());
        let title = name.unwrap_or_else(|| address.host());
        let shown = kept.map(TypedDocument::of).unwrap_or_default();
        let values = Shown::of(&shown);
        let steps = vec![(path.pinned_documents(), t!("settings-pinned-title").to_owned())];
        let here = title.clone();
        let target = Target::workspace(&path).with("address", &address);
        let show_as = view! { <ShowAs path=path.clone() shows=Shows::Workspace(Box::new(workspace.clone()))/> };
        view! {
            <Page
                title
                lead=t!("settings-pinned-document-lead", address = address.to_string())
                above=(move || view! { <Breadcrumb steps=steps.clone() here=here.clone()/> }).into()
            >
                <FormNotice form=remove.form/>
                <SettingsForm
                    action=save
                    target=target.clone()
                    version=workspace.version
                    shown=values
                    saved=SavedNotice::Above
                >
                    <div class="card"><DocumentField form typed=shown/></div>
                </SettingsForm>
                <Confirm
                    id="unpin-document"
                    opens=t!("settings-pinned-remove")
                    title=t!("settings-pinned-remove-title")
                    action=remove
                    target
                    label=t!("settings-pinned-remove")
                >
                    <p>{t_view!("settings-pinned-remove-text", address = view! { <code>{address.to_string()}</code> })}</p>
                </Confirm>
                {show_as}
            </Page>
        }
    })
}
