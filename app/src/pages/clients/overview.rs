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
    frame::{ClientFrame, LoadedClient, change_client, client_target, load_client, show_secret, use_client},
    secrets::{RevokePreviousSecret, RotateClientSecret, Secrets},
};
use crate::{
    api::{ApiError, Undoing, done, done_for_now, operator},
    components::{ActionRow, FamilyOwner, RevokeAll, RevokeFamilies, load_at, loaded, use_query, what_ends},
    done::{Done, DoneNotice},
    form::{ActionButton, Confirm, Form, FormAction, FormNotice, Opened, SavedNotice, Sent, SettingsForm, Shown, Target},
    paths::{WorkspacePages as _, WorkspacePath},
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
        }
    }

    /// Those that are a button, and say above the page what failed.
    const fn buttons(self) -> [Form; 6] {
        [self.duplicate.form, self.set_status.form, self.rotate.form, self.revoke_previous.form, self.revoke.form, self.delete.form]
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
        view! {
            <ClientFrame path=path.clone() loaded tab="Overview">
                <DoneNotice version=view.client.version failed/>
                {actions.buttons().into_iter().map(|form| view! { <FormNotice form/> }).collect_view()}
                <Identity view=view.clone()/>
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
    let by_key = client.settings.token_endpoint_auth_method == TokenEndpointAuthMethod::PrivateKeyJwt;
    let ClientKeys { jwks, jwks_uri, .. } = &client.settings.keys;
    let registered = jwks.iter().flat_map(JwkSet::keys).map(PublicJwk::words);
    let keys = registered.chain(jwks_uri.iter().map(ToString::to_string)).collect::<Vec<_>>().join(", ");
    view! {
        <Section title="Identity">
            <Facts>
                <Fact name="Client ID"><Copyable text=client.id.to_string() label="client ID"/></Fact>
                <Fact name="Type">{client.settings.client_type.label()}</Fact>
                <Fact name="Status"><StatusBadge status=client.status/></Fact>
                {by_key.then(|| view! { <Fact name="Public keys">{keys}</Fact> })}
                <Fact name="Created"><Time utc=client.created_at.to_string()/></Fact>
            </Facts>
        </Section>
    }
    .into_any()
}

#[component]
fn Rename(path: WorkspacePath, view: ClientView, actions: Actions) -> impl IntoView {
    let action = actions.rename;
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
                <TextField input=name label="Name" hint="Shown to users on the consent page."/>
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
        <Section title="Access">
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
        <Section title="Copy">
            <ActionRow
                title="Duplicate this client"
                text="A new client with the same settings and an ID and secret of its own. It can be renamed afterwards; tokens are not copied."
            >
                <ActionButton action=actions.duplicate target=client_target(&path, view.client.id) label="Duplicate client"/>
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
        <ActionRow title="Refresh tokens" text=format!("{} active. The client itself stays as it is, and its users can sign in again.", bounded(live))>
            <RevokeAll path owner live opens="Revoke all" revoke=actions.revoke back/>
        </ActionRow>
    }
    .into_any()
}

#[component]
fn Status(path: WorkspacePath, view: ClientView, actions: Actions) -> impl IntoView {
    let (action, target) = (actions.set_status, target(&path, &view));
    if view.client.status == ClientStatus::Inactive {
        return view! {
            <ActionRow title="Inactive" text="It is refused at every endpoint.">
                <ActionButton action target=target.with("status", "active") label="Enable client"/>
            </ActionRow>
        }
        .into_any();
    }
    let (name, ends) = (view.client.settings.name.to_string(), what_ends(view.live_families));
    view! {
        <ActionRow title="Active" text="It can ask for tokens. Disabled, it is refused at every endpoint, and its refresh tokens end.">
            <Confirm
                id="disable-client"
                opens="Disable client"
                title="Disable this client?"
                action
                target=target.with("status", "inactive")
                label="Disable client"
            >
                <p><strong>{name}</strong>" is refused from the next request on. "<strong>{ends}</strong></p>
            </Confirm>
        </ActionRow>
    }
    .into_any()
}

#[component]
fn Danger(path: WorkspacePath, view: ClientView, actions: Actions) -> impl IntoView {
    let (name, ends) = (view.client.settings.name.to_string(), what_ends(view.live_families));
    view! {
        <Section title="Danger zone">
            <ActionRow title="Delete this client" text="It cannot be restored: a new client gets another client ID.">
                <Confirm
                    id="delete-client"
                    opens="Delete client"
                    title="Delete this client?"
                    kind=Kind::Danger
                    action=actions.delete
                    target=target(&path, &view)
                    label="Delete client"
                >
                    <p><strong>{name}</strong>" and its settings are gone for good. "<strong>{ends}</strong>" What happened to it stays in the log."</p>
                </Confirm>
            </ActionRow>
        </Section>
    }
    .into_any()
}
