mod activity;

use domain::{
    activity::Period,
    client::{ClientSettings, ClientStatus, TokenEndpointAuthMethod},
    client_keys::{ClientKeys, JwkSet, PublicJwk},
    id::ClientId,
    view::ClientView,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use self::activity::{ActivitySection, LoadedActivity, load_activity};
use super::{
    badge::StatusBadge,
    document::{Document, document_rules},
    frame::{ClientFrame, LoadedClient, change_client, client_target, load_client, show_secret, use_client},
    logouts::LogoutsFail,
    registration::{Registration, RevokeClientRegistration},
    secrets::{RevokePreviousSecret, RotateClientSecret, Secrets},
    unmet::Unmet,
};
use crate::{
    api::{ApiError, Undoing, done, done_for_now, operator},
    components::{ActionRow, FamilyOwner, RevokeAll, RevokeFamilies, load_at, loaded, use_query, what_ends},
    done::{Done, DoneNotice},
    form::{ActionButton, Confirm, Form, FormAction, FormNotice, Opened, SavedNotice, Sent, SettingsForm, Shown, Target},
    paths::{WorkspacePages as _, WorkspacePath},
    t, t_view,
    text::word,
    ui::{Copyable, Fact, Facts, Kind, Section, TextField, Time, bounded},
};

/// A name as it is typed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TypedClientName {
    /// The name.
    pub name: String,
}

impl TypedClientName {
    fn of(settings: &ClientSettings) -> Self {
        Self { name: settings.name.to_string() }
    }

    fn parse(&self, settings: ClientSettings) -> Result<ClientSettings, ApiError> {
        let name = domain::name::Name::parse(&self.name).map_err(|error| ApiError::invalid("name", error))?;
        Ok(ClientSettings { name, ..settings })
    }
}

/// Gives a client another name.
#[server]
pub async fn rename_client(
    path: WorkspacePath,
    client: ClientId,
    version: i64,
    typed: TypedClientName,
    #[server(default)] opened: Opened,
) -> Result<(), ApiError> {
    let sent = Sent { typed, version, opened };
    change_client(&path, client, &path.client(client), sent, TypedClientName::of, TypedClientName::parse, false).await
}

crate::form::needs!(RenameClient: SetClient);

/// Makes a client with the settings of another and leads to it; its secret goes along, to be shown once.
#[server]
pub async fn duplicate_client(path: WorkspacePath, client: ClientId) -> Result<(), ApiError> {
    let copy = operator()?.duplicate_client(&path, client, None).await?;
    if let Some(secret) = &copy.secret {
        show_secret(copy.client.id, secret);
    }
    done(&path.client(copy.client.id), Done::ClientCreated);
    Ok(())
}

crate::form::needs!(DuplicateClient: CreateClient);

/// Enables a client, or disables it.
#[server]
pub async fn set_client_status(path: WorkspacePath, client: ClientId, version: i64, status: ClientStatus) -> Result<(), ApiError> {
    let client = operator()?.set_client_status(&path, client, version, status).await?;
    let was_done = if client.status == ClientStatus::Active { Done::ClientEnabled } else { Done::ClientDisabled };
    done_for_now(&path.client(client.id), was_done, Undoing::client_status(&path, &client, version)).await
}

crate::form::needs!(SetClientStatus: SetClientStatus);

/// Deletes a client and leads to the others.
#[server]
pub async fn delete_client(path: WorkspacePath, client: ClientId, version: i64) -> Result<(), ApiError> {
    operator()?.delete_client(&path, client, version).await?;
    done(&path.clients(), Done::ClientDeleted);
    Ok(())
}

crate::form::needs!(DeleteClient: DeleteClient);

/// The actions of the page.
#[derive(Clone, Copy)]
struct Actions {
    rename: FormAction<RenameClient>,
    duplicate: FormAction<DuplicateClient>,
    set_status: FormAction<SetClientStatus>,
    rotate: FormAction<RotateClientSecret>,
    revoke_previous: FormAction<RevokePreviousSecret>,
    revoke: FormAction<RevokeFamilies>,
    delete: FormAction<DeleteClient>,
    revoke_registration: FormAction<RevokeClientRegistration>,
}

impl Actions {
    fn new() -> Self {
        Self {
            rename: FormAction::typed(),
            duplicate: FormAction::new(),
            set_status: FormAction::new(),
            rotate: FormAction::new(),
            revoke_previous: FormAction::new(),
            revoke: FormAction::new(),
            delete: FormAction::new(),
            revoke_registration: FormAction::new(),
        }
    }

    /// Those that are a button, and say above the page what failed.
    const fn buttons(self) -> [Form; 7] {
        [
            self.duplicate.form,
            self.set_status.form,
            self.rotate.form,
            self.revoke_previous.form,
            self.revoke.form,
            self.delete.form,
            self.revoke_registration.form,
        ]
    }
}

/// Loads a client with what happened at it in a period.
async fn load(path: WorkspacePath, id: ClientId, period: Period) -> Result<(LoadedClient, LoadedActivity), ApiError> {
    let loaded = load_client(path.clone(), id).await?;
    Ok((loaded, load_activity(&path, id, period).await?))
}

/// A client's Overview.
#[component]
pub fn ClientPage() -> impl IntoView {
    let actions = Actions::new();
    // A period that there is not is that of a page without one.
    let period = use_query().value("period").parse().unwrap_or_default();
    let loading = load_at(use_client(), move |(path, id)| load(path, id, period));
    loaded(loading, move |((path, _), (loaded, activity))| {
        let view = loaded.view.clone();
        let forms = [&actions.buttons()[..], &[actions.rename.form]].concat();
        let failed = forms.iter().any(|form| form.failed());
        let said = view! { <DoneNotice version=view.client.version failed/> }.into_any();
        view! {
            <ClientFrame path=path.clone() loaded tab=t!("clients-tab-overview") settings=true said>
                {actions.buttons().into_iter().map(|form| view! { <FormNotice form/> }).collect_view()}
                <Unmet path=path.clone() view=view.clone()/>
                <LogoutsFail path=path.clone() view=view.clone()/>
                <Identity view=view.clone()/>
                <Document view=view.clone()/>
                <Registration path=path.clone() view=view.clone() revoke=actions.revoke_registration/>
                <ActivitySection path=path.clone() view=view.clone() loaded=activity/>
                <Rename path=path.clone() view=view.clone() actions/>
                <OwnSecrets path=path.clone() view=view.clone() actions/>
                <Access path=path.clone() view=view.clone() actions/>
                <Duplicate path=path.clone() view=view.clone() actions/>
                <Danger path view actions/>
            </ClientFrame>
        }
    })
}

/// The client in the version that is shown.
fn target(path: &WorkspacePath, view: &ClientView) -> Target {
    client_target(path, view.client.id).with("version", view.client.version)
}

#[component]
fn Identity(view: ClientView) -> impl IntoView {
    let client = view.client;
    let id = client.client_id().to_string();
    let method = client.settings.token_endpoint_auth_method;
    let subject = client.settings.tls_client_auth_subject.as_ref().filter(|_| method == TokenEndpointAuthMethod::TlsClientAuth);
    let subject = subject.map(ToString::to_string);
    let ClientKeys { jwks, jwks_uri, .. } = &client.settings.keys;
    let registered = jwks.iter().flat_map(JwkSet::keys).map(PublicJwk::words);
    let keys = registered.chain(jwks_uri.iter().map(ToString::to_string)).collect::<Vec<_>>().join(", ");
    let keys = (method.uses_keys() || !keys.is_empty()).then_some(keys);
    let keys = keys.map(|keys| view! { <Fact name=t!("clients-overview-keys")>{keys}</Fact> });
    let subject = subject.map(|subject| view! { <Fact name=t!("clients-overview-subject")><code>{subject}</code></Fact> });
    view! {
        <Section title=t!("clients-overview-identity")>
            <Facts>
                <Fact name=t!("clients-overview-client-id")>
                    <Copyable text=id label=t!("clients-overview-client-id-copied")/>
                </Fact>
                <Fact name=t!("clients-overview-type")>{word(client.settings.client_type.label())}</Fact>
                <Fact name=t!("clients-overview-status")><StatusBadge status=client.status/></Fact>
                {keys}
                {subject}
                <Fact name=t!("clients-overview-created")><Time utc=client.created_at.to_string()/></Fact>
            </Facts>
        </Section>
    }
    .into_any()
}

#[component]
fn Rename(path: WorkspacePath, view: ClientView, actions: Actions) -> impl IntoView {
    let action = actions.rename.read_only(document_rules(&view.client));
    let name = action.form.field("name", view.client.settings.name.to_string());
    view! {
        <SettingsForm
            action
            target=client_target(&path, view.client.id)
            version=view.client.version
            shown=Shown::of(&TypedClientName::of(&view.client.settings))
            saved=SavedNotice::Elsewhere
        >
            <div class="card">
                <TextField input=name label=t!("clients-overview-name") hint=t!("clients-overview-name-hint")/>
            </div>
        </SettingsForm>
    }
    .into_any()
}

/// Its secrets, where it authenticates.
#[component]
fn OwnSecrets(path: WorkspacePath, view: ClientView, actions: Actions) -> impl IntoView {
    let (target, name) = (target(&path, &view), view.client.settings.name.to_string());
    view.secrets.map(|secrets| view! { <Secrets name secrets target rotate=actions.rotate revoke=actions.revoke_previous/> }).into_any()
}

/// What can be done about its access: an end of its refresh tokens, and an end for a while.
#[component]
fn Access(path: WorkspacePath, view: ClientView, actions: Actions) -> impl IntoView {
    view! {
        <Section title=t!("clients-overview-access")>
            {(view.live_families > 0).then(|| view! { <Revoke path=path.clone() view=view.clone() actions/> })}
            <Status path view actions/>
        </Section>
    }
    .into_any()
}

#[component]
fn Duplicate(path: WorkspacePath, view: ClientView, actions: Actions) -> impl IntoView {
    // One like it is made with a role, which a copy would not have.
    if view.api_client.is_some() {
        return ().into_any();
    }
    view! {
        <Section title=t!("clients-overview-copy")>
            <ActionRow title=t!("clients-overview-duplicate") text=t!("clients-overview-duplicate-text")>
                <ActionButton action=actions.duplicate target=client_target(&path, view.client.id) label=t!("clients-overview-duplicate-do")/>
            </ActionRow>
        </Section>
    }
    .into_any()
}

#[component]
fn Revoke(path: WorkspacePath, view: ClientView, actions: Actions) -> impl IntoView {
    let (id, live) = (view.client.id, view.live_families);
    let owner = FamilyOwner { client: Some((id, view.client.settings.name.to_string())), user: None };
    let back = path.client(id);
    view! {
        <ActionRow title=t!("clients-overview-tokens") text=t!("clients-overview-tokens-text", count = bounded(live))>
            <RevokeAll path owner live opens=t!("clients-overview-revoke-all") revoke=actions.revoke back/>
        </ActionRow>
    }
    .into_any()
}

#[component]
fn Status(path: WorkspacePath, view: ClientView, actions: Actions) -> impl IntoView {
    let (action, target) = (actions.set_status, target(&path, &view));
    if view.client.status == ClientStatus::Inactive {
        return view! {
            <ActionRow title=t!("clients-overview-inactive") text=t!("clients-overview-inactive-text")>
                <ActionButton action target=target.with("status", "active") label=t!("clients-overview-enable")/>
            </ActionRow>
        }
        .into_any();
    }
    let (name, ends) = (view.client.settings.name.to_string(), what_ends(view.live_families));
    let (name, ends) = (view! { <strong>{name}</strong> }, view! { <strong>{ends}</strong> });
    let asked = t_view!("clients-overview-disable-asked", name = name, ends = ends);
    view! {
        <ActionRow title=t!("clients-overview-active") text=t!("clients-overview-active-text")>
            <Confirm
                id="disable-client"
                opens=t!("clients-overview-disable")
                title=t!("clients-overview-disable-title")
                action
                target=target.with("status", "inactive")
                label=t!("clients-overview-disable")
            >
                <p>{asked}</p>
            </Confirm>
        </ActionRow>
    }
    .into_any()
}

#[component]
fn Danger(path: WorkspacePath, view: ClientView, actions: Actions) -> impl IntoView {
    let (name, ends) = (view.client.settings.name.to_string(), what_ends(view.live_families));
    let (name, ends) = (view! { <strong>{name}</strong> }, view! { <strong>{ends}</strong> });
    let asked = t_view!("clients-overview-delete-asked", name = name, ends = ends);
    let comes_back = view.client.document.is_some();
    let text = if comes_back { t!("clients-overview-delete-text-document") } else { t!("clients-overview-delete-text") };
    view! {
        <Section title=t!("clients-overview-danger")>
            <ActionRow title=t!("clients-overview-delete") text>
                <Confirm
                    id="delete-client"
                    opens=t!("clients-overview-delete-do")
                    title=t!("clients-overview-delete-title")
                    kind=Kind::Danger
                    action=actions.delete
                    target=target(&path, &view)
                    label=t!("clients-overview-delete-do")
                >
                    <p>{asked}</p>
                </Confirm>
            </ActionRow>
        </Section>
    }
    .into_any()
}
