use leptos::prelude::*;

use super::typed::{DocumentField, TypedDocument, at_the_document, taken, with_document};
use crate::{
    api::{ApiError, Keep, done, operator},
    components::within_workspace,
    done::Done,
    form::{CreateForm, FormAction, Target},
    paths::{WorkspacePages as _, WorkspacePath},
    t,
    ui::{Breadcrumb, Page},
};

/// Keeps the document of an address that has none, and leads to it.
#[server]
pub async fn pin_document(path: WorkspacePath, #[server(default)] typed: TypedDocument) -> Result<(), ApiError> {
    let operator = operator()?;
    let document = typed.parse(None).keep(&typed)?;
    let workspace = operator.load_workspace(&path).await?;
    if workspace.authorization.registration.pinned_document(document.url()).is_some() {
        return Err(taken()).keep(&typed);
    }
    let address = path.pinned_document(document.url());
    let settings = with_document(&workspace.authorization, document);
    let saved = operator.set_authorization_settings(&path, workspace.version, settings).await;
    saved.map_err(|error| at_the_document(error.into())).keep(&typed)?;
    done(&address, Done::DocumentPinned);
    Ok(())
}

crate::form::needs!(PinDocument: SetAuthorizationSettings);

/// Where a document is pinned.
#[component]
pub fn NewPinnedDocumentPage() -> impl IntoView {
    let create = FormAction::<PinDocument>::typed();
    let form = create.form;
    view! {
        {within_workspace(move |path| {
            let steps = vec![(path.pinned_documents(), t!("settings-pinned-title").to_owned())];
            view! {
                <Page
                    title=t!("settings-pinned-new")
                    lead=t!("settings-pinned-new-lead")
                    above=(move || view! { <Breadcrumb steps=steps.clone() here=t!("settings-pinned-new")/> }).into()
                >
                    <CreateForm action=create target=Target::workspace(&path) label=t!("settings-pinned-create")>
                        <div class="card"><DocumentField form typed=TypedDocument::default()/></div>
                    </CreateForm>
                </Page>
            }
        })}
    }
    .into_any()
}
