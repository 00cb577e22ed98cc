use domain::{client::ClientType, decision::Condition, explanation::Switch, permission::Action, readiness, workspace::Workspace};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{frame::show_secret, new_keys::NewKeys};
use crate::{
    api::{ApiError, Keep, done, operator, permits},
    components::{load_at, load_workspace, loaded, use_workspace_path},
    done::Done,
    form::{CreateForm, FormAction, Target},
    paths::{WorkspacePages as _, WorkspacePath},
    t,
    text::{failures, word},
    ui::{Breadcrumb, Checkbox, CheckboxGroup, Choice, Link, Notice, Page, RadioList, TextField, Tone},
};

/// What is chosen where its users enter a code that a device shows: no type of its own, but a start of one.
const DEVICE: &str = "device";

/// A client as it is typed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TypedClient {
    /// What it is called.
    pub name: String,
    /// What kind of application it is; empty where none was chosen.
    #[serde(default)]
    pub client_type: String,
    /// Where its users come back to; empty where that is not known yet.
    #[serde(default)]
    pub redirect_uri: String,
    /// Whether it is set up for refresh tokens.
    #[serde(default)]
    pub refresh_tokens: bool,
    /// Its public keys; empty where it has none, or is not asked for them.
    #[serde(default)]
    pub jwks: String,
    /// Where it publishes them; empty where it does not.
    #[serde(default)]
    pub jwks_uri: String,
}

/// Makes a client and leads to it; its secret goes along, to be shown once.
#[server]
pub async fn create_client(path: WorkspacePath, typed: TypedClient) -> Result<(), ApiError> {
    let for_devices = typed.client_type == DEVICE;
    let client_type = if for_devices { ClientType::MobileDesktop.name() } else { typed.client_type.as_str() };
    let client_type = client_type
        .parse()
        .map_err(|problem: domain::unknown_value::UnknownValue| ApiError::invalid("client_type", problem))
        .keep(&typed)?;
    let TypedClient { redirect_uri, refresh_tokens, jwks, jwks_uri, .. } = typed.clone();
    let start = control::ClientStart { client_type, redirect_uri, refresh_tokens, for_devices, jwks, jwks_uri };
    let created = operator()?.create_client(&path, &typed.name, start).await.keep(&typed)?;
    if let Some(secret) = &created.secret {
        show_secret(created.client.id, secret);
    }
    done(&path.client(created.client.id), Done::ClientCreated);
    Ok(())
}

crate::form::needs!(CreateClient: CreateClient);

/// Loads the workspace, where the administrator may see its settings.
async fn load_settings(path: WorkspacePath) -> Result<Option<Workspace>, ApiError> {
    operator()?.name_workspace(&path).await?;
    Ok(if permits(Action::SeeWorkspaces) { Some(load_workspace(path).await?) } else { None })
}

/// Where a client is made.
#[component]
pub fn NewClientPage() -> impl IntoView {
    let create = FormAction::<CreateClient>::typed();
    let form = create.form;
    let loading = load_at(use_workspace_path(), load_settings);
    loaded(loading, move |(path, workspace)| {
        let steps = vec![(path.clients(), t!("clients-new-clients").to_owned())];
        let security = workspace.as_ref().map(|workspace| workspace.authorization.security).unwrap_or_default();
        let is_refused = move |choice: ClientType| security.require_asymmetric_client_authentication && !choice.is_confidential();
        let hint =
            |choice, words: &str| if is_refused(choice) { format!("{words} {}", t!("clients-new-not-taken")) } else { words.to_owned() };
        let of_type = |choice: ClientType| Choice::new(choice.name(), word(choice.label())).hint(hint(choice, word(choice.description())));
        let device = Choice::new(DEVICE, t!("clients-new-device"));
        let device = device.hint(hint(ClientType::MobileDesktop, t!("clients-new-device-hint")));
        let (own, others): (Vec<_>, Vec<_>) = ClientType::ALL.into_iter().partition(|choice| choice.has_users());
        let types: Vec<_> = own.into_iter().map(of_type).chain([device]).chain(others.into_iter().map(of_type)).collect();
        view! {
            <Page
                title=t!("clients-new-title")
                lead=t!("clients-new-lead")
                above=(move || view! { <Breadcrumb steps=steps.clone() here=t!("clients-new-title")/> }).into()
            >
                <CreateForm action=create target=Target::workspace(&path) label=t!("clients-new-create")>
                    <div class="card">
                        <TextField input=form.field("name", "") label=t!("clients-new-name") hint=t!("clients-new-name-hint")/>
                        <div class="choice-cards">
                            <RadioList
                                ticks=form.ticks("client_type", [])
                                label=t!("clients-new-type")
                                hint=t!("clients-new-type-hint")
                                choices=types
                            />
                        </div>
                        <TextField
                            input=form.field("redirect_uri", "")
                            label=t!("clients-new-redirect-uri")
                            hint=t!("clients-new-redirect-uri-hint")
                            optional=true
                            mono=true
                        />
                        <CheckboxGroup label=t!("clients-new-tokens")>
                            <Checkbox
                                tick=form.tick("refresh_tokens", true)
                                label=t!("clients-new-tokens-issue")
                                hint=t!("clients-new-tokens-hint")
                            />
                        </CheckboxGroup>
                        {workspace.clone().map(|workspace| view! { <Forbidden path=path.clone() workspace/> })}
                    </div>
                    <NewKeys form workspace/>
                </CreateForm>
            </Page>
        }
    })
}

/// What the workspace does not let any client have, each with the way to its switch.
#[component]
fn Forbidden(path: WorkspacePath, workspace: Workspace) -> impl IntoView {
    let forbidden = readiness::forbidden(&workspace);
    if forbidden.is_empty() {
        return ().into_any();
    }
    let rows = forbidden
        .into_iter()
        .map(|condition| {
            let (href, switch) = match condition {
                Condition::Lifetime => (path.token_settings(), Switch::WorkspaceTokens),
                _ => (path.authorization(), Switch::WorkspaceGrantTypes),
            };
            view! { <li>{failures(&[condition])}" "<Link href>{word(switch.label())}</Link></li> }
        })
        .collect_view();
    view! {
        <Notice tone=Tone::Warning>
            <p>{t!("clients-new-forbidden")}</p>
            <ul>{rows}</ul>
        </Notice>
    }
    .into_any()
}
