use domain::{permission::Action, settings::pinned_documents::PinnedDocument};
use leptos::prelude::*;

use crate::{
    api::{ApiError, operator},
    components::{ActionLink, load_at, loaded, use_workspace_path},
    done::DoneNotice,
    paths::{WorkspacePages as _, WorkspacePath},
    t,
    ui::{Glyph, Icon, Link, Page, Table},
};

/// Loads the documents that a workspace keeps.
pub async fn load_pinned_documents(path: WorkspacePath) -> Result<Vec<PinnedDocument>, ApiError> {
    Ok(operator()?.load_workspace(&path).await?.authorization.registration.pinned_client_documents)
}

/// The documents that a workspace keeps.
#[component]
pub fn PinnedDocumentsPage() -> impl IntoView {
    let loading = load_at(use_workspace_path(), load_pinned_documents);
    loaded(loading, move |(path, documents)| {
        let create = path.new_pinned_document();
        let actions = move || {
            view! {
                <ActionLink needs=Action::SetAuthorizationSettings href=create.clone()>
                    <Icon glyph=Glyph::Plus/>
                    {t!("settings-pinned-new")}
                </ActionLink>
            }
        };
        let shown = if documents.is_empty() {
            view! { <p class="quiet">{t!("settings-pinned-none")}</p> }.into_any()
        } else {
            view! { <DocumentTable path documents/> }.into_any()
        };
        view! {
            <Page title=t!("settings-pinned-title") lead=t!("settings-pinned-lead") wide=true actions=actions.into()>
                <DoneNotice/>
                {shown}
            </Page>
        }
    })
}

#[component]
fn DocumentTable(path: WorkspacePath, documents: Vec<PinnedDocument>) -> impl IntoView {
    let rows = documents
        .into_iter()
        .map(|document| {
            let (href, address) = (path.pinned_document(document.url()), document.url().to_string());
            view! {
                <tr>
                    <th scope="row" data-label=t!("settings-pinned-address")><Link href><code>{address}</code></Link></th>
                    <td data-label=t!("settings-pinned-name")>{document.client_name().to_owned()}</td>
                </tr>
            }
        })
        .collect_view();
    let heads = vec![t!("settings-pinned-address"), t!("settings-pinned-name")];
    view! {
        <Table label=t!("settings-pinned-title") heads>
            <tbody>{rows}</tbody>
        </Table>
    }
    .into_any()
}
