use std::collections::BTreeSet;

use domain::{
    authorization_details::DetailsTypeName,
    client::{ClientSettings, ClientType},
    id::ClientId,
    scope::{OFFLINE_ACCESS, Scope},
    service::{Service, ServiceKind},
    view::ClientView,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{
    document::document_rules,
    frame::{ClientFrame, LoadedClient, change_client, client_target, load_client, pause_question, use_client},
    preview::ConsentPreview,
};
use crate::{
    api::{ApiError, operator},
    components::{Suspends, load_at, loaded},
    form::{Form, FormAction, Opened, SavedNotice, Sent, SettingsForm, Shown},
    paths::{WorkspacePages as _, WorkspacePath},
    t, t_view, text,
    ui::{Checkbox, CheckboxList, Choice, Glyph, Icon, Remarks, Ticks},
};

/// A client and the scopes that it can be given.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ClientScopes {
    /// The client.
    pub client: LoadedClient,
    /// The services with their scopes.
    pub services: Vec<Service>,
}

/// The scopes that are ticked.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedScopes {
    /// Absent where none is.
    pub scopes: BTreeSet<String>,
    /// The types of authorization details; absent where none is.
    pub authorization_details_types: BTreeSet<String>,
}

impl TypedScopes {
    fn of(settings: &ClientSettings) -> Self {
        Self {
            scopes: settings.scopes.iter().map(ToString::to_string).collect(),
            authorization_details_types: settings.authorization_details_types.iter().map(ToString::to_string).collect(),
        }
    }

    fn parse(&self, settings: ClientSettings) -> Result<ClientSettings, ApiError> {
        let scopes = self.scopes.iter().map(|text| Scope::parse(text)).collect::<Result<_, _>>();
        let scopes = scopes.map_err(|error| ApiError::invalid("scopes", error))?;
        let types = self.authorization_details_types.iter().map(|text| DetailsTypeName::parse(text)).collect::<Result<_, _>>();
        let authorization_details_types = types.map_err(|error| ApiError::invalid("authorization_details_types", error))?;
        Ok(ClientSettings { scopes, authorization_details_types, ..settings })
    }
}

/// Loads a client with the services of its workspace.
pub async fn load_client_scopes(path: WorkspacePath, client: ClientId) -> Result<ClientScopes, ApiError> {
    let services = operator()?.list_services(&path).await?;
    Ok(ClientScopes { client: load_client(path, client).await?, services })
}

/// Saves the scopes a client may ask for.
#[server]
pub async fn set_client_scopes(
    path: WorkspacePath,
    client: ClientId,
    version: i64,
    #[server(default)] typed: TypedScopes,
    #[server(default)] opened: Opened,
    #[server(default)] pausing: bool,
) -> Result<(), ApiError> {
    let sent = Sent { typed, version, opened };
    change_client(&path, client, &path.client_scopes(client), sent, TypedScopes::of, TypedScopes::parse, pausing).await
}

crate::form::needs!(SetClientScopes: SetClient);

/// A client's scopes.
#[component]
pub fn ClientScopesPage() -> impl IntoView {
    let client = use_client();
    let save = FormAction::<SetClientScopes>::typed();
    let form = save.form;
    let loading = load_at(client, |(path, id)| load_client_scopes(path, id));
    loaded(loading, move |((path, id), loaded)| {
        let ClientScopes { client: loaded, services } = loaded;
        let view = loaded.view.clone();
        let question = pause_question(form, &path, id, path.client_scopes(id), |settings| {
            settings.scopes = settings.scopes.iter().filter(|scope| scope.as_str() != OFFLINE_ACCESS).cloned().collect();
        });
        view! {
            <ClientFrame path=path.clone() loaded tab=t!("clients-tab-scopes") settings=true>
                <SettingsForm
                    action=save.read_only(document_rules(&view.client))
                    target=client_target(&path, id)
                    version=view.client.version
                    shown=Shown::of(&TypedScopes::of(&view.client.settings))
                    saved=SavedNotice::Above
                >
                    {question}
                    <ScopeChoice form path view=view.clone() services/>
                    <DetailsTypeChoice form view/>
                </SettingsForm>
            </ClientFrame>
        }
    })
}

#[component]
fn ScopeChoice(form: Form, path: WorkspacePath, view: ClientView, services: Vec<Service>) -> impl IntoView {
    let (settings, live) = (&view.client.settings, view.offline_families);
    let ticks = form.ticks("scopes", settings.scopes.iter().map(Scope::as_str));
    // A service speaks for itself, so what a user's profile holds is nothing to it.
    let shown = |service: &&Service| settings.client_type != ClientType::Service || service.kind != ServiceKind::Profile;
    let rows =
        services.iter().filter(shown).map(|service| view! { <ServiceRow ticks=ticks.clone() service=service.clone()/> }).collect_view();
    let (on, switched) = (ticks.is_on(OFFLINE_ACCESS), ticks.ticked(OFFLINE_ACCESS));
    let input = ticks.input.clone();
    let id = input.mark.id.clone();
    input.mark.is_called(t!("clients-scopes-field"));
    view! {
        <div class="scope-choice" data-preview=settings.client_type.has_users().to_string()>
            <div class="service-rows" id=id tabindex="-1" role="group" aria-label=t!("clients-scopes-by-service")>
                <Remarks input/>
                {rows}
                <div class="service-rows-note">
                    <Suspends count=live on switched switch=t!("clients-scopes-offline-access")/>
                </div>
            </div>
            {settings.client_type.has_users().then(|| view! { <ConsentPreview path view=view.clone() services=services.clone() ticks/> })}
        </div>
    }
    .into_any()
}

/// The types of authorization details of the workspace; nothing where it has none.
#[component]
fn DetailsTypeChoice(form: Form, view: ClientView) -> impl IntoView {
    let types = &view.workspace.authorization.authorization_details_types;
    if types.is_empty() {
        return ().into_any();
    }
    let of_client = &view.client.settings.authorization_details_types;
    let ticks = form.ticks("authorization_details_types", of_client.iter().map(DetailsTypeName::as_str));
    let choices = types.iter().map(|kind| Choice::new(kind.name.as_str(), kind.name.to_string()).hint(kind.title.to_string())).collect();
    view! {
        <div class="card">
            <CheckboxList ticks label=t!("clients-scopes-details") hint=t!("clients-scopes-details-hint") choices/>
        </div>
    }
    .into_any()
}

/// A service, open where something of it is on.
#[component]
fn ServiceRow(ticks: Ticks, service: Service) -> impl IntoView {
    let (id, total, name) = (format!("service-{}", service.id), service.scopes.len(), text::service(&service));
    let on = service.scopes.iter().filter(|scope| ticks.is_on(scope.scope.as_str())).count();
    let ticked = format!("#{id} input:checked");
    let boxes = service.scopes.into_iter().map(|scope| {
        view! {
            <Checkbox
                tick=ticks.tick(scope.scope.as_str())
                label=text::scope_name(&scope)
                hint=if scope.description.is_empty() { scope.scope.to_string() } else { format!("{} · {}", scope.scope, text::consent_text(&scope)) }
            />
        }
    }).collect_view();
    view! {
        <details class="service-row" id=id open={on > 0}>
            <summary>
                <Icon glyph=Glyph::Right/>
                <span class="service-row-name">{name}</span>
                <span class="service-row-count">
                    {if total == 0 {
                        t!("clients-scopes-none").into_any()
                    } else {
                        t_view!("clients-scopes-count", on = view! { <span data-count-of=ticked>{on}</span> }, total = total)
                    }}
                </span>
            </summary>
            <div class="service-row-scopes">{boxes}</div>
        </details>
    }
    .into_any()
}
