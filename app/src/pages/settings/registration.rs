use std::collections::BTreeSet;

use domain::{
    client_registration::InitialAccessToken,
    grant_type::GrantType,
    last_change::LastChanges,
    permission::Action,
    scope::Scopes,
    settings::{
        authorization::AuthorizationSettings,
        client_documents::{DocumentHosts, DocumentMode},
        registration::{RegistrationLimit, RegistrationMode, RegistrationSettings},
    },
    workspace::Workspace,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::initial_access_tokens::{CreateInitialAccessToken, InitialAccessTokens, RevokeInitialAccessToken};
use crate::{
    api::{ApiError, Keep, Problems, Undoing, operator, shown_once},
    components::{Setting, ShowAs, Shows, load_at, load_settings, loaded, unless_default, use_workspace_path},
    form::{Form, FormAction, FormNotice, Opened, SavedNotice, Sent, SettingsForm, Shown, Target, Write},
    id,
    paths::{WorkspacePages as _, WorkspacePath},
    t, t_view,
    text::{MessageId, word},
    ui::{CheckboxList, Choice, Link, Page, RadioList, TextField},
};

/// The settings as they are typed.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedRegistration {
    client_registration: String,
    registration_grant_types: BTreeSet<GrantType>,
    registration_scopes: String,
    registration_most_clients: String,
    registration_most_per_hour: String,
    client_documents: String,
    client_document_hosts: String,
}

impl TypedRegistration {
    fn of(settings: &RegistrationSettings) -> Self {
        Self {
            client_registration: settings.client_registration.name().to_owned(),
            registration_grant_types: settings.registration_grant_types.clone(),
            registration_scopes: settings.registration_scopes.to_string(),
            registration_most_clients: settings.registration_most_clients.get().to_string(),
            registration_most_per_hour: settings.registration_most_per_hour.get().to_string(),
            client_documents: settings.client_documents.name().to_owned(),
            client_document_hosts: settings.client_document_hosts.to_string(),
        }
    }

    /// Reads them; the documents that are kept are those of these settings.
    fn parse(&self, in_force: &RegistrationSettings) -> Result<RegistrationSettings, ApiError> {
        let (mut problems, usual) = (Problems::default(), RegistrationSettings::default());
        let mode = self.client_registration.parse();
        let clients = RegistrationLimit::parse(&self.registration_most_clients);
        let per_hour = RegistrationLimit::parse(&self.registration_most_per_hour);
        let (documents, hosts) = (self.client_documents.parse(), DocumentHosts::parse(&self.client_document_hosts));
        let settings = RegistrationSettings {
            client_registration: problems.read("client_registration", mode, RegistrationMode::Closed),
            registration_grant_types: self.registration_grant_types.clone(),
            registration_scopes: problems.read("registration_scopes", self.registration_scopes.parse::<Scopes>(), Scopes::none()),
            registration_most_clients: problems.read("registration_most_clients", clients, usual.registration_most_clients),
            registration_most_per_hour: problems.read("registration_most_per_hour", per_hour, usual.registration_most_per_hour),
            client_documents: problems.read("client_documents", documents, DocumentMode::Closed),
            client_document_hosts: problems.read("client_document_hosts", hosts, DocumentHosts::default()),
            pinned_client_documents: in_force.pinned_client_documents.clone(),
        };
        problems.finish(settings)
    }
}

/// Saves who may register clients, and what those can ask for.
#[server]
pub async fn set_client_registration(
    path: WorkspacePath,
    version: i64,
    #[server(default)] typed: TypedRegistration,
    #[server(default)] opened: Opened,
    #[server(default)] reset: String,
) -> Result<(), ApiError> {
    let operator = operator()?;
    let in_force = operator.load_workspace(&path).await?;
    let sent = Sent { typed, version, opened }.with_default(&reset, &TypedRegistration::of(&RegistrationSettings::default()));
    let merged = sent.merge(in_force.version, &TypedRegistration::of(&in_force.authorization.registration));
    let write = Write { action: Action::SetAuthorizationSettings, client: None, about: &in_force.id.to_string() };
    let merged = merged.settled(&operator, &path, write).await?.unless_reset(&reset)?;
    let registration = merged.typed.parse(&in_force.authorization.registration).keep(&merged)?;
    let settings = AuthorizationSettings { registration, ..in_force.authorization.clone() };
    let saved = operator.set_authorization_settings(&path, merged.version, settings).await.keep(&merged)?;
    merged.done(&path.client_registration(), saved.version, Undoing::workspace(&path, &in_force, &saved)).await
}

crate::form::needs!(SetClientRegistration: SetAuthorizationSettings);

/// What the page shows.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LoadedRegistration {
    /// The workspace.
    pub workspace: Workspace,
    /// Who changed its settings last.
    pub changes: LastChanges,
    /// The tokens by which clients register.
    pub tokens: Vec<InitialAccessToken>,
    /// One that was created just now. This is the only time it is seen.
    pub token: Option<String>,
}

/// Loads who may register clients, with the tokens for that.
pub async fn load_registration(path: WorkspacePath) -> Result<LoadedRegistration, ApiError> {
    let tokens = operator()?.list_initial_access_tokens(&path).await?;
    let (workspace, changes) = load_settings(path).await?;
    let token = shown_once().and_then(|sent| sent.strip_prefix("initial-access-token.").map(str::to_owned));
    Ok(LoadedRegistration { workspace, changes, tokens, token })
}

/// Settings › Client registration.
#[component]
pub fn ClientRegistrationPage() -> impl IntoView {
    let save = FormAction::<SetClientRegistration>::typed();
    let create = FormAction::<CreateInitialAccessToken>::typed();
    let revoke = FormAction::<RevokeInitialAccessToken>::new();
    let form = save.form;
    let loading = load_at(use_workspace_path(), load_registration);
    loaded(loading, move |(path, LoadedRegistration { workspace, changes, tokens, token })| {
        let show_as = view! { <ShowAs path=path.clone() shows=Shows::Workspace(Box::new(workspace.clone()))/> };
        let (own, usual) = (workspace.authorization.registration.clone(), RegistrationSettings::default());
        let mode = Setting { name: "client_registration", label: id!("settings-registration-mode") };
        let modes = RegistrationMode::ALL.map(|mode| Choice::new(mode.name(), word(mode.label())).hint(word(mode.description())));
        let mode_field = view! {
            <RadioList
                ticks=form.ticks(mode.name, [own.client_registration.name()])
                label=mode.label.text()
                choices=modes.into()
            />
        };
        let mode_default = unless_default(&own.client_registration, &usual.client_registration, |mode| word(mode.label()).to_owned());
        let mode = mode.view(mode_field, mode_default, &changes);
        let grants = Setting { name: "registration_grant_types", label: id!("settings-registration-grants") };
        let choices = GrantType::ALL.map(|grant| {
            let (hint, is_allowed) = (word(grant.description()), workspace.authorization.allows(grant));
            let hint = if is_allowed { hint.to_owned() } else { format!("{hint} {}", t!("settings-registration-grant-not-allowed")) };
            Choice::new(grant.name(), word(grant.label())).hint(hint)
        });
        let grants_field = view! {
            <CheckboxList
                ticks=form.ticks(grants.name, own.registration_grant_types.iter().map(|grant| grant.name()))
                label=grants.label.text()
                hint=t!("settings-registration-grants-hint")
                choices=choices.into()
            />
        };
        let grants_default = unless_default(&own.registration_grant_types, &usual.registration_grant_types, |grants| {
            grants.iter().map(|grant| word(grant.label())).collect::<Vec<_>>().join(", ")
        });
        let grants = grants.view(grants_field, grants_default, &changes);
        let overview = view! { <Link href=path.overview()>{t!("settings-registration-overview")}</Link> };
        let address = t_view!("settings-registration-address", overview = overview);
        let limits = limits(form, &own, &changes);
        let documents = documents(form, &own, &changes);
        let target = Target::workspace(&path);
        // A token that was created just now is the first thing to see, with the form beside it that made it.
        let is_first = token.is_some();
        let tokens = view! { <InitialAccessTokens path tokens token create revoke/> }.into_any();
        let (above, below) = if is_first { (Some(tokens), None) } else { (None, Some(tokens)) };
        view! {
            <Page title=t!("settings-registration-title") lead=t!("settings-registration-lead")>
                <FormNotice form=revoke.form/>
                {above}
                <SettingsForm
                    action=save
                    target
                    version=workspace.version
                    shown=Shown::of(&TypedRegistration::of(&own))
                    saved=SavedNotice::Above
                >
                    <div class="card">
                        {mode}
                        <p class="quiet">{address}</p>
                    </div>
                    <div class="card">{documents}</div>
                    <div class="card">{grants}</div>
                    <div class="card">{limits}</div>
                </SettingsForm>
                {show_as}
                {below}
            </Page>
        }
    })
}

/// Whose documents are read.
fn documents(form: Form, own: &RegistrationSettings, changes: &LastChanges) -> AnyView {
    let usual = RegistrationSettings::default();
    let mode = Setting { name: "client_documents", label: id!("settings-registration-documents") };
    let modes = DocumentMode::ALL.map(|mode| Choice::new(mode.name(), word(mode.label())).hint(word(mode.description())));
    let field = view! {
        <RadioList ticks=form.ticks(mode.name, [own.client_documents.name()]) label=mode.label.text() choices=modes.into()/>
    };
    let default = unless_default(&own.client_documents, &usual.client_documents, |mode| word(mode.label()).to_owned());
    let mode = mode.view(field, default, changes);
    let hosts = Setting { name: "client_document_hosts", label: id!("settings-registration-hosts") };
    let (typed, none) = (own.client_document_hosts.to_string(), usual.client_document_hosts.to_string());
    let field = view! {
        <TextField
            input=form.field(hosts.name, typed.clone())
            label=hosts.label.text()
            hint=t!("settings-registration-hosts-hint")
            mono=true
            conditional=true
        />
    };
    let hosts = hosts.view(field, unless_default(&typed, &none, Clone::clone), changes);
    // With any host, they say which ports are allowed beside 443.
    let (name, closed) = (form.name("client_documents"), DocumentMode::Closed.name());
    let chosen = format!("input[name='{name}']:checked:not([value='{closed}'])");
    let is_closed = form.ticks("client_documents", [own.client_documents.name()]).is_on(closed);
    view! {
        {mode}
        <div data-while=chosen hidden=is_closed>{hosts}</div>
    }
    .into_any()
}

/// What such clients can ask for beside grant types, and how many of them there can be.
fn limits(form: Form, own: &RegistrationSettings, changes: &LastChanges) -> AnyView {
    let usual = RegistrationSettings::default();
    let text = |name: &'static str, label: MessageId, hint: &'static str, own: String, usual: String, mono: bool| {
        let field = view! { <TextField input=form.field(name, own.clone()) label=label.text() hint mono optional=mono/> };
        Setting { name, label }.view(field, unless_default(&own, &usual, Clone::clone), changes)
    };
    let scopes = text(
        "registration_scopes",
        id!("settings-registration-scopes"),
        t!("settings-registration-scopes-hint"),
        own.registration_scopes.to_string(),
        usual.registration_scopes.to_string(),
        true,
    );
    let most_clients = text(
        "registration_most_clients",
        id!("settings-registration-clients"),
        t!("settings-registration-clients-hint"),
        own.registration_most_clients.get().to_string(),
        usual.registration_most_clients.get().to_string(),
        false,
    );
    let most_per_hour = text(
        "registration_most_per_hour",
        id!("settings-registration-per-hour"),
        t!("settings-registration-per-hour-hint"),
        own.registration_most_per_hour.get().to_string(),
        usual.registration_most_per_hour.get().to_string(),
        false,
    );
    view! { {scopes} {most_clients} {most_per_hour} }.into_any()
}
