//! What a form shows, as a call of the admin API and as configuration as code, made of the types that these read: copied as it is, it changes nothing.

use std::fmt::Display;

use domain::{
    client::Client,
    service::{Service, ServiceKind},
    user::User,
    wire::{self, ExportDetail, ExportedConfiguration, entity_tag},
    workspace::{Workspace, WorkspacePath},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    api::{ApiError, operator},
    components::loaded,
    paths, t, t_view,
    ui::CodeBlock,
};

/// What is shown.
#[derive(Debug, Clone)]
pub enum Shows {
    /// The settings of a workspace.
    Workspace(Box<Workspace>),
    /// A client.
    Client(Box<Client>),
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
    /// The same in configuration as code.
    code: Option<Code>,
}

/// Something in configuration as code. What a document leaves out is as in something new, so that only the whole settings of a workspace are one.
#[derive(Debug, Clone, Serialize, Deserialize)]
enum Code {
    /// A document.
    Document {
        document: String,
        /// What applies it.
        commands: String,
    },
    /// An item of a list in the document of the workspace.
    Item { list: String, item: String },
}

/// All that the page shows, with its version: what was saved in the meantime is not overwritten.
const DETAIL: ExportDetail = ExportDetail { versions: true, defaults: true };

async fn load_faces(path: WorkspacePath, shows: Shows) -> Result<Faces, ApiError> {
    let operator = operator()?;
    let at = format!("{}/{}/servers/{}", operator.admin_api(), path.tenant, path.workspace);
    let item = |list: &str, item: ExportedConfiguration| Some(Code::Item { list: list.to_owned(), item: written(&item)? });
    Ok(match shows {
        Shows::Workspace(workspace) => {
            let body = wire::Server::of(&workspace, operator.issuer(&path));
            // Who sees a part of the tenant alone may not see the tenant, whose name stands in the document.
            let tenant = operator.load_tenant(&path.tenant).await.ok();
            let document = tenant.and_then(|tenant| written(&ExportedConfiguration::of_settings(&tenant, &workspace, DETAIL)));
            let file = format!("{}.yaml", path.workspace);
            let plan = format!("regrant plan {file}    # {}\n", t!("components-show-as-plan"));
            let commands = format!("{plan}regrant apply {file}");
            Faces {
                call: call(&at, entity_tag(workspace.id, workspace.version), &body),
                code: document.map(|document| Code::Document { document, commands }),
            }
        }
        Shows::Client(client) => Faces {
            call: call(&format!("{at}/clients/{}", client.id), entity_tag(client.id, client.version), &wire::Client::from(&*client)),
            code: item("clients", ExportedConfiguration::of_client(&client, DETAIL)),
        },
        Shows::Service(service) => Faces {
            call: call(&format!("{at}/services/{}", service.id), entity_tag(service.id, service.version), &wire::Service::from(&*service)),
            code: item("services", ExportedConfiguration::of_service(&service, DETAIL)).filter(|_| service.kind == ServiceKind::Custom),
        },
        Shows::User(user) => Faces {
            call: call(&format!("{at}/users/{}", user.id), entity_tag(user.id, user.version), &wire::User::from(&*user)),
            code: None,
        },
    })
}

fn written(configuration: &ExportedConfiguration) -> Option<String> {
    serde_saphyr::to_string_with_options(configuration, serde_saphyr::ser_options! { prefer_block_scalars: false }).ok()
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
    loaded(load_faces(path, shows), |Faces { call, code }| {
        let code = code.map(|code| match code {
            Code::Document { document, commands } => view! {
                <h3>{t!("components-show-as-code")}</h3>
                <CodeBlock label=t!("components-show-as-configuration") code=document/>
                <h3>{t!("components-show-as-command-line")}</h3>
                <p class="quiet">{t!("components-show-as-save")}</p>
                <CodeBlock label=t!("components-show-as-commands") code=commands/>
            }
            .into_any(),
            Code::Item { list, item } => view! {
                <h3>{t!("components-show-as-code")}</h3>
                <p class="quiet">
                    {t_view!(
                        "components-show-as-item",
                        list = view! { <code>{list}</code> },
                        command = view! { <code>"regrant export"</code> },
                    )}
                </p>
                <CodeBlock label=t!("components-show-as-configuration") code=item/>
            }
            .into_any(),
        });
        view! {
            <details class="show-as">
                <summary>{t!("components-show-as-summary")}</summary>
                <p class="quiet">{t!("components-show-as-lead")}</p>
                <h3>{t!("components-show-as-admin-api")}</h3>
                <p class="quiet">
                    {t_view!(
                        "components-show-as-token",
                        token = view! { <code>"$TOKEN"</code> },
                        account = view! { <a href=paths::ACCOUNT>{t!("components-show-as-account")}</a> },
                    )}
                </p>
                <CodeBlock label=t!("components-show-as-call") code=call/>
                {code}
            </details>
        }
    })
}
