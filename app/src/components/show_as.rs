//! What a form shows, as a call of the admin API and as configuration as code, made of the types that these read: copied as it is, it changes nothing.

use std::fmt::Display;

use domain::{
    client::Client,
    configuration::WorkspaceContents,
    permission::Action,
    service::{Service, ServiceKind},
    user::User,
    wire::{self, ExportDetail, ExportedConfiguration, entity_tag},
    workspace::{Workspace, WorkspacePath},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    api::{ApiError, operator, permits},
    components::loaded,
    ui::CodeBlock,
};

/// What is shown.
#[derive(Debug, Clone)]
pub enum Shows {
    /// The settings of a workspace.
    Workspace(Box<Workspace>),
    /// A client, with its workspace.
    Client(Box<Workspace>, Box<Client>),
    /// A service.
    Service(Box<Service>),
    /// A user, who is in no configuration.
    User(Box<User>),
}

/// The same, as programs have it.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Faces {
    /// A call of the admin API.
    call: String,
    /// A document of configuration as code.
    document: Option<String>,
    /// What applies it, on the command line.
    commands: String,
}

async fn load_faces(path: WorkspacePath, shows: Shows) -> Result<Faces, ApiError> {
    let operator = operator()?;
    let at = format!("{}/{}/servers/{}", operator.admin_api(), path.tenant, path.workspace);
    let (call, contents) = match shows {
        Shows::Workspace(workspace) => {
            let body = wire::Server::of(&workspace, operator.issuer(&path));
            (call(&at, entity_tag(workspace.id, workspace.version), &body), contents(*workspace, Vec::new(), Vec::new()))
        }
        Shows::Client(workspace, client) => {
            let call = call(&format!("{at}/clients/{}", client.id), entity_tag(client.id, client.version), &wire::Client::from(&*client));
            (call, contents(*workspace, Vec::new(), vec![*client]))
        }
        Shows::Service(service) => {
            let tag = entity_tag(service.id, service.version);
            let call = call(&format!("{at}/services/{}", service.id), tag, &wire::Service::from(&*service));
            let in_document = service.kind == ServiceKind::Custom;
            // The document names the workspace with its settings, which not everybody sees who sees its services.
            let workspace = if permits(Action::SeeWorkspaces) { Some(operator.load_workspace(&path).await?) } else { None };
            let document = workspace.filter(|_| in_document).and_then(|workspace| contents(workspace, vec![*service], Vec::new()));
            (call, document)
        }
        Shows::User(user) => (call(&format!("{at}/users/{}", user.id), entity_tag(user.id, user.version), &wire::User::from(&*user)), None),
    };
    // Who sees a part of the tenant alone may not see the tenant, whose name stands in the document.
    let tenant = operator.load_tenant(&path.tenant).await.ok();
    let document = tenant.zip(contents).and_then(|(tenant, contents)| {
        let exported = ExportedConfiguration::of(&tenant, &[contents], ExportDetail::default());
        serde_saphyr::to_string_with_options(&exported, serde_saphyr::ser_options! { prefer_block_scalars: false }).ok()
    });
    let file = format!("{}.yaml", path.workspace);
    let commands = format!("regrant plan {file}    # what it would change, and what becomes of refresh tokens\nregrant apply {file}");
    Ok(Faces { call, document, commands })
}

#[expect(clippy::unnecessary_wraps, reason = "a user is in no document")]
fn contents(workspace: Workspace, services: Vec<Service>, clients: Vec<Client>) -> Option<WorkspaceContents> {
    Some(WorkspaceContents { workspace, services, clients })
}

/// Returns a call that saves something in the version that it has now.
fn call(url: &str, tag: impl Display, body: &impl Serialize) -> String {
    // No line of JSON is the word that ends it: a text has no line breaks there.
    let json = serde_json::to_string_pretty(body).unwrap_or_default();
    format!(
        "curl -X PUT '{url}' \\\n  -H \"Authorization: Bearer $TOKEN\" \\\n  -H 'Content-Type: application/json' \\\n  \
         -H 'If-Match: \"{tag}\"' \\\n  --data-binary @- <<'JSON'\n{json}\nJSON"
    )
}

/// A disclosure of what a form shows, as programs have it.
#[component]
pub fn ShowAs(
    /// The workspace.
    path: WorkspacePath,
    /// What is shown.
    shows: Shows,
) -> impl IntoView {
    loaded(load_faces(path, shows), |Faces { call, document, commands }| {
        let document = document.map(|document| {
            view! {
                <h3>"Configuration as code"</h3>
                <CodeBlock label="Configuration" code=document/>
                <h3>"Command line"</h3>
                <CodeBlock label="Commands" code=commands/>
            }
        });
        view! {
            <details class="show-as">
                <summary>"Show as API call and as code"</summary>
                <p class="quiet">"As it is saved now. Sent or applied as it is, it changes nothing; a change is refused where somebody saved in the meantime."</p>
                <h3>"Admin API"</h3>
                <CodeBlock label="Call of the admin API" code=call/>
                {document}
            </details>
        }
    })
}
