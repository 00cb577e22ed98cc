//! What a workspace becomes by a configuration: the steps from what is there to what is declared.

use domain::{
    client::{Client, ClientSettings, ClientStatus},
    configuration::{Configured, ConfiguredWorkspace, LeftAlone, WorkspaceContents},
    grants::Level,
    id::ClientId,
    name::Name,
    others_tokens::is_about_others_tokens,
    secret::Secret,
    service::Service,
    workspace::{Workspace, WorkspaceSettings},
};

use crate::{new_workspace, permission::Action, services, settings};

/// What a workspace becomes.
pub(super) struct Target {
    /// Where in the document it is declared.
    pub(super) at: String,
    /// It and what is in it, as it is before. A workspace that is created has its first services before.
    pub(super) before: WorkspaceContents,
    /// Whether it is created.
    pub(super) is_new: bool,
    /// Its settings afterwards.
    pub(super) settings: WorkspaceSettings,
    pub(super) services: Vec<ServiceStep>,
    pub(super) clients: Vec<ClientStep>,
    /// What the declared lists leave out and what stays.
    pub(super) left_alone: Vec<LeftAlone>,
}

/// A service that is created or changed.
pub(super) struct ServiceStep {
    pub(super) at: String,
    /// None where it is created.
    pub(super) before: Option<Service>,
    pub(super) after: Service,
}

/// A client that is created, changed or deleted.
pub(super) struct ClientStep {
    pub(super) at: String,
    pub(super) change: ClientChange,
}

pub(super) enum ClientChange {
    Create {
        client: Client,
        /// Whether its identifier was declared.
        declared: bool,
        secret: Option<Secret<String>>,
    },
    Change {
        before: Client,
        settings: Box<ClientSettings>,
        status: ClientStatus,
        /// Its secret, if it is to be another one.
        secret: Option<Secret<String>>,
    },
    Delete(Client),
}

impl ClientChange {
    /// Returns the client that is there before.
    pub(super) const fn before(&self) -> Option<&Client> {
        match self {
            Self::Create { .. } => None,
            Self::Change { before, .. } | Self::Delete(before) => Some(before),
        }
    }

    /// Returns whether it ends all refresh tokens of the client.
    pub(super) fn ends_all(&self) -> bool {
        match self {
            Self::Create { .. } => false,
            Self::Change { before, status, .. } => *status != before.status && *status == ClientStatus::Inactive,
            Self::Delete(_) => true,
        }
    }
}

impl Target {
    pub(super) const fn workspace(&self) -> &Workspace {
        &self.before.workspace
    }

    pub(super) fn changes_settings(&self) -> bool {
        self.settings != self.workspace().settings()
    }

    pub(super) fn changes_token_settings(&self) -> bool {
        self.settings.tokens != self.workspace().tokens
    }

    /// Returns whether the workspace's settings change something for refresh tokens, and not those of single clients alone.
    pub(super) fn changes_refreshing(&self) -> bool {
        self.changes_token_settings() || self.settings.authorization != self.workspace().authorization
    }

    /// Notes that one of the lists leaves something out, and that it stays.
    pub(super) fn leave_alone(&mut self, list: &str, kind: Configured, id: &impl ToString, name: &Name) {
        self.left_alone.push(LeftAlone { at: format!("{}/{list}", self.at), kind, id: id.to_string(), name: name.to_string() });
    }

    pub(super) fn step_of(&self, client: ClientId) -> Option<&ClientStep> {
        self.clients.iter().find(|step| step.change.before().is_some_and(|before| before.id == client))
    }

    /// Returns the secrets that clients get as declared.
    pub(super) fn declared_secrets(&self) -> impl Iterator<Item = &Secret<String>> {
        self.clients.iter().filter_map(|step| match &step.change {
            ClientChange::Create { secret, .. } | ClientChange::Change { secret, .. } => secret.as_ref(),
            ClientChange::Delete(_) => None,
        })
    }

    /// Returns the clients that are there before and stay usable, each with its settings afterwards.
    pub(super) fn staying(&self) -> impl Iterator<Item = (&Client, &ClientSettings)> {
        self.before.clients.iter().filter_map(|client| match self.step_of(client.id).map(|step| &step.change) {
            None => Some((client, &client.settings)),
            Some(change) if change.ends_all() => None,
            Some(ClientChange::Change { settings, .. }) => Some((client, &**settings)),
            Some(_) => None,
        })
    }

    /// Returns all clients as they are afterwards.
    pub(super) fn clients_after(&self) -> Vec<Client> {
        let kept = self.before.clients.iter().filter_map(|client| match self.step_of(client.id).map(|step| &step.change) {
            None => Some(client.clone()),
            Some(ClientChange::Change { settings, status, .. }) => {
                Some(Client { settings: (**settings).clone(), status: *status, ..client.clone() })
            }
            Some(_) => None,
        });
        let new = self.clients.iter().filter_map(|step| match &step.change {
            ClientChange::Create { client, .. } => Some(client.clone()),
            _ => None,
        });
        kept.chain(new).collect()
    }

    /// Returns what has to be permitted, and where.
    pub(super) fn actions(&self) -> Vec<(Action, Level)> {
        let workspace = self.workspace();
        let (tenant, here) = (Level::Tenant(workspace.tenant_id), Level::Workspace(workspace.tenant_id, workspace.id));
        let mut needed = Vec::new();
        if self.is_new {
            needed.push((Action::CreateWorkspace, tenant));
            let usual = new_workspace::usual(self.settings.name.clone());
            needed.extend(settings::actions(&usual, &self.settings).map(|action| (action, tenant)));
        } else {
            needed.extend(settings::actions(&workspace.settings(), &self.settings).map(|action| (action, here)));
        }
        for ServiceStep { before, after, .. } in &self.services {
            match before {
                None => {
                    needed.push((Action::CreateService, here));
                    needed.extend(services::actions(&services::bare(after), after).map(|action| (action, here)));
                }
                Some(before) => needed.extend(services::actions(before, after).map(|action| (action, here))),
            }
        }
        for ClientStep { change, .. } in &self.clients {
            let at = |client: &Client| Level::Client(workspace.tenant_id, workspace.id, client.id);
            match change {
                ClientChange::Create { client, .. } => {
                    needed.push((Action::CreateClient, here));
                    needed.extend((client.status == ClientStatus::Inactive).then_some((Action::SetClientStatus, here)));
                    let reaches_others = is_about_others_tokens(None, &client.settings);
                    needed.extend(reaches_others.then_some((Action::SetClient, here)));
                }
                ClientChange::Change { before, settings, status, secret } => {
                    let changes = [
                        (**settings != before.settings, Action::SetClient),
                        (*status != before.status, Action::SetClientStatus),
                        (secret.is_some() || !settings.authenticates_like(&before.settings), Action::RotateClientSecret),
                    ];
                    needed.extend(changes.into_iter().filter(|(changed, _)| *changed).map(|(_, action)| (action, at(before))));
                    let reaches_others = is_about_others_tokens(Some(&before.settings), settings);
                    needed.extend(reaches_others.then_some((Action::SetClient, here)));
                }
                ClientChange::Delete(doomed) => needed.push((Action::DeleteClient, at(doomed))),
            }
        }
        needed
    }

    /// Returns a target that leaves a workspace as it is but for its settings.
    pub(super) fn of(declared: &ConfiguredWorkspace, before: WorkspaceContents, is_new: bool) -> Self {
        let settings = declared.settings.clone();
        Self { at: declared.at.clone(), before, is_new, settings, services: Vec::new(), clients: Vec::new(), left_alone: Vec::new() }
    }
}
