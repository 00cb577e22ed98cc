use domain::{
    client::{ClientSettings, ClientStatus},
    id::ClientId,
    view::ClientView,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::frame::{change_client, show_secret};
use super::{
    frame::{ClientFrame, LoadedClient, load_client, use_client},
    list::StatusBadge,
};
use crate::{
    api::ApiError,
    components::{ActionRow, Confirm, ConfirmRow, RevokeAll, RevokeFamilies, Whose, loaded, what_ends},
    done::DoneNotice,
    form::{Form, FormNotice, Opened, OpenedFields, PostForm, SaveRow, WorkspaceFields, values_of},
    paths::{WorkspacePages as _, WorkspacePath},
    ui::{Button, Copyable, Fact, Facts, Kind, Section, TextField, Time, group},
};
#[cfg(feature = "ssr")]
use crate::{
    api::{done, operator},
    done::Done,
    form::Sent,
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

    #[cfg(feature = "ssr")]
    fn parse(&self, settings: ClientSettings) -> Result<ClientSettings, ApiError> {
        let name = domain::name::Name::parse(&self.name).map_err(|error| ApiError::invalid("name", error))?;
        Ok(ClientSettings { name, ..settings })
    }
}

/// Gives a client another name.
#[server(client = crate::api::Caller)]
pub async fn rename_client(
    path: WorkspacePath,
    client: ClientId,
    version: i64,
    typed: TypedClientName,
    #[server(default)] opened: Opened,
) -> Result<(), ApiError> {
    let sent = Sent { typed, version, opened };
    change_client(&path, client, &path.client(client), sent, TypedClientName::of, TypedClientName::parse).await
}

/// Enables a client, or disables it.
#[server(client = crate::api::Caller)]
pub async fn set_client_status(path: WorkspacePath, client: ClientId, version: i64, status: ClientStatus) -> Result<(), ApiError> {
    let client = operator()?.set_client_status(&path, client, version, status).await?;
    let was_done = if client.status == ClientStatus::Active { Done::ClientEnabled } else { Done::ClientDisabled };
    done(&path.client(client.id), was_done);
    Ok(())
}

/// Gives a client another secret, to be shown once.
#[server(client = crate::api::Caller)]
pub async fn rotate_client_secret(path: WorkspacePath, client: ClientId, version: i64) -> Result<(), ApiError> {
    let secret = operator()?.rotate_client_secret(&path, client, version).await?;
    show_secret(client, &secret);
    done(&path.client(client), Done::SecretRotated);
    Ok(())
}

/// Deletes a client and leads to the others.
#[server(client = crate::api::Caller)]
pub async fn delete_client(path: WorkspacePath, client: ClientId, version: i64) -> Result<(), ApiError> {
    operator()?.delete_client(&path, client, version).await?;
    done(&path.clients(), Done::ClientDeleted);
    Ok(())
}

/// What can be done on the page, each with what became of it.
#[derive(Clone, Copy)]
struct Actions {
    rename: ServerAction<RenameClient>,
    renaming: Form,
    set_status: ServerAction<SetClientStatus>,
    setting_status: Form,
    rotate: ServerAction<RotateClientSecret>,
    rotating: Form,
    revoke: ServerAction<RevokeFamilies>,
    revoking: Form,
    delete: ServerAction<DeleteClient>,
    deleting: Form,
}

impl Actions {
    fn new() -> Self {
        let (rename, set_status, rotate) = (ServerAction::new(), ServerAction::new(), ServerAction::new());
        let (revoke, delete) = (ServerAction::new(), ServerAction::new());
        Self {
            rename,
            renaming: Form::of(rename).within("typed"),
            set_status,
            setting_status: Form::of(set_status),
            rotate,
            rotating: Form::of(rotate),
            revoke,
            revoking: Form::of(revoke),
            delete,
            deleting: Form::of(delete),
        }
    }

    /// Those that ask for a confirmation and say above the page what became of them.
    const fn confirmed(self) -> [Form; 4] {
        [self.setting_status, self.rotating, self.revoking, self.deleting]
    }

    /// A client that is gone is not loaded again.
    fn reload(self) -> [u32; 4] {
        [self.renaming, self.setting_status, self.rotating, self.revoking].map(Form::reload)
    }
}

/// A client's Overview.
#[component]
pub fn ClientPage() -> impl IntoView {
    let client = use_client();
    let actions = Actions::new();
    let resource = Resource::new(
        move || (client.get(), actions.reload()),
        |(client, _)| async move {
            let (path, id) = client?;
            load_client(path, id).await
        },
    );
    loaded(resource, move |loaded: LoadedClient| {
        let Ok((path, _)) = client.get_untracked() else { return ().into_any() };
        let view = loaded.view.clone();
        let forms = [&actions.confirmed()[..], &[actions.renaming]].concat();
        let failed = Signal::derive(move || forms.iter().any(|form| form.failed().get()));
        view! {
            <ClientFrame path=path.clone() loaded tab="Overview">
                <DoneNotice version=view.client.version failed/>
                {actions.confirmed().into_iter().map(|form| view! { <FormNotice form/> }).collect_view()}
                <Identity view=view.clone()/>
                <Rename path=path.clone() view=view.clone() actions/>
                <Access path=path.clone() view=view.clone() actions/>
                <Danger path view actions/>
            </ClientFrame>
        }
        .into_any()
    })
}

/// The hidden fields that say which client is changed, and in which version where the form does not say it by itself.
#[component]
pub fn ClientFields(
    /// The workspace.
    path: WorkspacePath,
    /// The client.
    client: ClientId,
    /// The version that is changed.
    #[prop(optional)]
    version: Option<i64>,
) -> impl IntoView {
    view! {
        <WorkspaceFields path/>
        {version.map(|version| view! { <input type="hidden" name="version" value=version.to_string()/> })}
        <input type="hidden" name="client" value=client.to_string()/>
    }
    .into_any()
}

#[component]
fn Identity(view: ClientView) -> impl IntoView {
    let client = view.client;
    view! {
        <Section title="Identity">
            <Facts>
                <Fact name="Client ID"><Copyable text=client.id.to_string() label="client ID"/></Fact>
                <Fact name="Type">{client.settings.client_type.label()}</Fact>
                <Fact name="Status"><StatusBadge status=client.status/></Fact>
                <Fact name="Created"><Time utc=client.created_at.to_string()/></Fact>
            </Facts>
        </Section>
    }
    .into_any()
}

#[component]
fn Rename(path: WorkspacePath, view: ClientView, actions: Actions) -> impl IntoView {
    let name = actions.renaming.field("name", view.client.settings.name.to_string());
    let shown = values_of(&TypedClientName::of(&view.client.settings));
    view! {
        <PostForm action=actions.rename settings=true>
            <ClientFields path client=view.client.id/>
            <OpenedFields form=actions.renaming version=view.client.version values=shown/>
            <div class="card">
                <TextField input=name label="Name" hint="Users read it when they are asked to agree."/>
            </div>
            <SaveRow form=actions.renaming/>
        </PostForm>
    }
    .into_any()
}

/// What can be done about its access: another secret, and an end for a while.
#[component]
fn Access(path: WorkspacePath, view: ClientView, actions: Actions) -> impl IntoView {
    let confidential = !view.client.settings.is_public();
    let secret = (path.clone(), view.clone());
    view! {
        <Section title="Access">
            {confidential.then(move || {
                let (path, view) = secret;
                view! { <Secret path view actions/> }
            })}
            {(view.live_families > 0).then(|| view! { <Revoke path=path.clone() view=view.clone() actions/> })}
            <Status path view actions/>
        </Section>
    }
    .into_any()
}

#[component]
fn Revoke(path: WorkspacePath, view: ClientView, actions: Actions) -> impl IntoView {
    let (id, live) = (view.client.id, view.live_families);
    let whose = Whose { client: Some((id, view.client.settings.name.to_string())), user: None };
    let back = path.client(id);
    view! {
        <ActionRow title="Refresh tokens" text=format!("{} live. The client itself stays as it is, and its users can sign in again.", group(live))>
            <RevokeAll path whose live opens="Revoke all" revoke=actions.revoke form=actions.revoking back/>
        </ActionRow>
    }
    .into_any()
}

#[component]
fn Secret(path: WorkspacePath, view: ClientView, actions: Actions) -> impl IntoView {
    let name = view.client.settings.name.to_string();
    view! {
        <ActionRow title="Client secret" text="Only its hash is kept here, so it cannot be shown again. If it got lost or seen, replace it.">
            <Confirm id="rotate-secret" opens="Replace secret" title="Replace the client secret?">
                <p>
                    "The secret that "<strong>{name}</strong>" has now stops working at once: until it is given the new one, it gets no tokens. "
                    "What it holds already is not ended."
                </p>
                <PostForm action=actions.rotate>
                    <ClientFields path client=view.client.id version=view.client.version/>
                    <ConfirmRow dialog="rotate-secret" form=actions.rotating label="Replace secret"/>
                </PostForm>
            </Confirm>
        </ActionRow>
    }
    .into_any()
}

#[component]
fn Status(path: WorkspacePath, view: ClientView, actions: Actions) -> impl IntoView {
    if view.client.status == ClientStatus::Inactive {
        return view! {
            <ActionRow title="Inactive" text="It is refused at every endpoint.">
                <PostForm action=actions.set_status>
                    <ClientFields path client=view.client.id version=view.client.version/>
                    <input type="hidden" name="status" value="active"/>
                    <Button kind=Kind::Secondary busy=actions.setting_status.pending()>"Enable client"</Button>
                </PostForm>
            </ActionRow>
        }
        .into_any();
    }
    let (name, ends) = (view.client.settings.name.to_string(), what_ends(view.live_families));
    view! {
        <ActionRow title="Active" text="It can ask for tokens. Disabled, it is refused at every endpoint, and its refresh tokens end.">
            <Confirm id="disable-client" opens="Disable client" title="Disable this client?">
                <p><strong>{name}</strong>" is refused from the next request on. "<strong>{ends}</strong></p>
                <PostForm action=actions.set_status>
                    <ClientFields path client=view.client.id version=view.client.version/>
                    <input type="hidden" name="status" value="inactive"/>
                    <ConfirmRow dialog="disable-client" form=actions.setting_status label="Disable client"/>
                </PostForm>
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
            <ActionRow title="Delete this client" text="It cannot be brought back: one that is made anew has another client ID.">
                <Confirm id="delete-client" opens="Delete client" title="Delete this client?" kind=Kind::Danger>
                    <p><strong>{name}</strong>" and its settings are gone for good. "<strong>{ends}</strong>" What happened to it stays in the log."</p>
                    <PostForm action=actions.delete>
                        <ClientFields path client=view.client.id version=view.client.version/>
                        <ConfirmRow dialog="delete-client" form=actions.deleting label="Delete client"/>
                    </PostForm>
                </Confirm>
            </ActionRow>
        </Section>
    }
    .into_any()
}
