use domain::{
    client::ClientStatus,
    grants::Level,
    id::ClientId,
    name::Slug,
    permission::Action,
    view::{ApiClientView, NamedWorkspace, RoleView},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{
    named::{level_name, role_name},
    place,
};
use crate::{
    api::{ApiError, Keep, done, operator, show_once, shown_once},
    components::{load_at, loaded, use_tenant},
    done::{Done, DoneNotice},
    form::{CreateForm, FormAction, Target},
    paths::{self, WorkspacePages as _},
    t, t_view,
    ui::{Badge, Breadcrumb, CodeBlock, Copyable, Link, Notice, Page, Section, Select, Table, TextField, Time, Tone},
};

/// An API client as it is typed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TypedApiClient {
    /// Its name.
    pub name: String,
    /// Its role.
    pub role: String,
    /// The workspace for which it gets the role, or what stands for the whole tenant.
    #[serde(default)]
    pub workspace: String,
}

/// The API clients of a tenant.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct LoadedApiClients {
    clients: Vec<ApiClientView>,
    /// None where the reader may create none.
    offered: Option<Offered>,
    created: Option<Created>,
}

/// What a new one can get.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Offered {
    roles: Vec<RoleView>,
    workspaces: Vec<NamedWorkspace>,
}

/// One that was created just now.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Created {
    id: ClientId,
    secret: String,
    example: String,
}

async fn load_api_clients(tenant: Slug) -> Result<LoadedApiClients, ApiError> {
    let operator = operator()?;
    let level = Level::Tenant(operator.load_tenant(&tenant).await?.id);
    let clients = operator.list_api_clients(&tenant).await?;
    let offered = if operator.actor().may(Action::SetApiClients, level) {
        let roles = operator.list_roles_for_api_clients(&tenant).await?;
        Some(Offered { roles, workspaces: place::load_workspaces(Some(&tenant)).await? })
    } else {
        None
    };
    let sent = shown_once();
    let created = clients.iter().find_map(|view| {
        let id = view.client.id;
        let secret = sent.as_deref()?.strip_prefix(&format!("api-client.{id}."))?.to_owned();
        Some(Created { id, example: example(&operator, view), secret })
    });
    Ok(LoadedApiClients { clients, offered, created })
}

/// Returns the commands that get an access token and use it.
fn example(operator: &control::Operator, view: &ApiClientView) -> String {
    let (token_endpoint, resource) = (operator.token_endpoint(&view.path), operator.admin_api());
    let api = resource.trim_end_matches("/admin");
    format!(
        "CLIENT_ID={id}\nCLIENT_SECRET=…\n\
         TOKEN=$(curl -sS --fail-with-body {token_endpoint} \\\n  -u \"$CLIENT_ID:$CLIENT_SECRET\" -d grant_type=client_credentials -d resource={resource} \\\n  \
         | sed 's/.*\"access_token\":\"\\([^\"]*\\)\".*/\\1/')\n\
         curl -H \"Authorization: Bearer $TOKEN\" {api}/system/self",
        id = view.client.id,
    )
}

/// Creates an API client; the list shows its secret once.
#[server]
pub async fn create_api_client(tenant: Slug, typed: TypedApiClient) -> Result<(), ApiError> {
    let (role, at) = place::parse(Some(tenant.clone()), &typed.role, &typed.workspace).keep(&typed)?;
    let new = control::TypedApiClient { name: typed.name.clone(), role, at };
    let created = operator()?.create_api_client(&tenant, new).await.keep(&typed)?;
    show_once(&format!("api-client.{}.{}", created.client.client.id, created.secret.expose()));
    done(&paths::api_clients(&tenant), Done::ApiClientCreated);
    Ok(())
}

crate::form::needs!(CreateApiClient: SetApiClients);

/// The API clients of a tenant.
#[component]
pub fn ApiClientsPage() -> impl IntoView {
    let create = FormAction::<CreateApiClient>::typed();
    let loading = load_at(use_tenant(), load_api_clients);
    loaded(loading, move |(tenant, view)| {
        let LoadedApiClients { clients, offered, created } = view;
        let steps = vec![(paths::administrators(Some(&tenant)), t!("administrators-title").to_owned())];
        let rows = clients.iter().map(|one| view! { <Row one=one.clone()/> }).collect_view();
        let table = (!clients.is_empty()).then(|| {
            let heads = vec![
                t!("administrators-name"),
                t!("administrators-role"),
                t!("administrators-api-clients-scopes"),
                t!("administrators-status"),
                t!("administrators-api-clients-created"),
            ];
            view! { <Table label=t!("administrators-api-clients") heads><tbody>{rows}</tbody></Table> }
        });
        let new = offered.map(|offered| view! { <New tenant=tenant.clone() offered create/> });
        view! {
            <Page
                title=t!("administrators-api-clients")
                lead=t!("administrators-api-clients-lead")
                above=(move || view! { <Breadcrumb steps=steps.clone() here=t!("administrators-api-clients")/> }).into()
            >
                <DoneNotice failed=create.form.failed()/>
                <ShownSecret created/>
                {table}
                {new}
            </Page>
        }
    })
}

#[component]
fn Row(one: ApiClientView) -> impl IntoView {
    let ApiClientView { client, role_name: called, level_name: place, path, missing_scopes } = one;
    let missing = (!missing_scopes.is_empty()).then(|| {
        let scopes = view! { <code>{missing_scopes.to_string()}</code> };
        view! { <p>{t_view!("administrators-api-clients-missing", scopes = scopes)}</p> }
    });
    let scopes = client.scopes.clone();
    let (role, level) = (role_name(client.role, called), level_name(client.level, place));
    let (tone, status) = match client.status {
        ClientStatus::Active => (Tone::Good, t!("administrators-active")),
        ClientStatus::Inactive => (Tone::Warning, t!("administrators-api-clients-inactive")),
    };
    view! {
        <tr>
            <th scope="row" data-label=t!("administrators-name")><Link href=path.client(client.id)>{client.name.to_string()}</Link></th>
            <td data-label=t!("administrators-role")>{t!("administrators-role-of", role = role, level = level)}</td>
            <td data-label=t!("administrators-api-clients-scopes")><details><summary>{t!("administrators-api-clients-scope-count", count = scopes.iter().count())}</summary><code>{scopes.to_string()}</code></details>{missing}</td>
            <td data-label=t!("administrators-status")><Badge tone>{status}</Badge></td>
            <td data-label=t!("administrators-api-clients-created")><Time utc=client.created_at.to_string()/></td>
        </tr>
    }
    .into_any()
}

#[component]
fn New(tenant: Slug, offered: Offered, create: FormAction<CreateApiClient>) -> impl IntoView {
    let form = create.form;
    let Offered { roles, workspaces } = offered;
    let choices = place::roles(roles);
    let places = place::places(true, workspaces);
    view! {
        <Section
            title=t!("administrators-api-clients-new-title")
            lead=t!("administrators-api-clients-new-lead")
        >
            <CreateForm action=create target=Target::tenant(&tenant) label=t!("administrators-api-clients-create")>
                <TextField input=form.field("name", "") label=t!("administrators-name") hint=t!("administrators-api-clients-name-hint")/>
                <Select
                    input=form.field("role", "")
                    label=t!("administrators-role")
                    hint=t!("administrators-role-hint")
                    choices
                />
                <Select input=form.field("workspace", "") label=t!("administrators-where") hint=t!("administrators-where-hint") choices=places/>
            </CreateForm>
        </Section>
    }
    .into_any()
}

#[component]
fn ShownSecret(created: Option<Created>) -> impl IntoView {
    created
        .map(|Created { id, secret, example }| {
            let id = view! { <Copyable text=id.to_string() label=t!("administrators-api-clients-id-label")/> };
            let secret = view! { <Copyable text=secret label=t!("administrators-api-clients-secret-label")/> };
            view! {
                <Notice tone=Tone::Warning>
                    <strong>{t!("administrators-api-clients-copy-now")}</strong>
                    <p>{t_view!("administrators-api-clients-id", id = id)}</p>
                    <p>{t_view!("administrators-api-clients-secret", secret = secret)}</p>
                </Notice>
                <Section title=t!("administrators-api-clients-use-title") lead=t!("administrators-api-clients-use-lead")>
                    <CodeBlock label=t!("administrators-api-clients-commands") code=example/>
                </Section>
            }
        })
        .into_any()
}
