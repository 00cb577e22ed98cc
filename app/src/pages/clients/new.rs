use domain::client::ClientType;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::frame::show_secret;
use crate::{
    api::{ApiError, Keep, done, operator},
    components::within_workspace,
    done::Done,
    form::{CreateForm, FormAction, Target},
    paths::{WorkspacePages as _, WorkspacePath},
    ui::{Breadcrumb, Choice, Page, RadioList, TextField},
};

/// A client as it is typed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TypedClient {
    /// What it is called.
    pub name: String,
    /// What kind of application it is; empty where none was chosen.
    #[serde(default)]
    pub client_type: String,
}

/// Makes a client and leads to it; its secret goes along, to be shown once.
#[server]
pub async fn create_client(path: WorkspacePath, typed: TypedClient) -> Result<(), ApiError> {
    let client_type = typed
        .client_type
        .parse()
        .map_err(|problem: domain::unknown_value::UnknownValue| ApiError::invalid("client_type", problem))
        .keep(&typed)?;
    let created = operator()?.create_client(&path, &typed.name, client_type).await.keep(&typed)?;
    if let Some(secret) = &created.secret {
        show_secret(created.client.id, secret);
    }
    done(&path.client(created.client.id), Done::ClientCreated);
    Ok(())
}

crate::form::needs!(CreateClient: CreateClient);

/// Where a client is made.
#[component]
pub fn NewClientPage() -> impl IntoView {
    let create = FormAction::<CreateClient>::typed();
    let form = create.form;
    view! {
        {within_workspace(move |path| {
            let steps = vec![(path.clients(), "Clients".to_owned())];
            let types = ClientType::ALL.map(|choice| Choice::new(choice.name(), choice.label()).hint(choice.description()));
            view! {
                <Page
                    title="New client"
                    lead="An application or service that asks for tokens. It starts with what its type needs; refresh tokens are off until you turn them on."
                    above=(move || view! { <Breadcrumb steps=steps.clone() here="New client"/> }).into()
                >
                    <CreateForm action=create target=Target::workspace(&path) label="Create client">
                        <div class="card">
                            <TextField input=form.field("name", "") label="Name" hint="Shown to users on the consent page."/>
                            <div class="choice-cards">
                                <RadioList
                                    ticks=form.ticks("client_type", [])
                                    label="Type"
                                    hint="It cannot be changed later."
                                    choices=types.into()
                                />
                            </div>
                        </div>
                    </CreateForm>
                </Page>
            }
        })}
    }
    .into_any()
}
