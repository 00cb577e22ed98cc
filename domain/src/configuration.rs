//! The configuration of a tenant, as a document declares it: its workspaces with their services and clients. Users and tokens are none of it.

use serde::{Deserialize, Serialize};

use crate::{
    audit::Change,
    client::{Client, ClientSettings, ClientStatus},
    id::ClientId,
    impact::Reach,
    name::{Name, Slug},
    secret::Secret,
    service::{Service, ServiceSettings},
    workspace::{Workspace, WorkspaceSettings},
};

/// A workspace with what is configured in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkspaceContents {
    /// The workspace.
    pub workspace: Workspace,
    /// Its services, in the order in which they are shown.
    pub services: Vec<Service>,
    /// Its clients, oldest first.
    pub clients: Vec<Client>,
}

/// What a document declares. What it does not speak of stays as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Configuration {
    /// The tenant.
    pub tenant: Slug,
    /// The name that the tenant gets where it is not there yet; required then. Where it is there, it has this name.
    pub tenant_name: Option<Name>,
    /// The workspaces.
    pub workspaces: Vec<ConfiguredWorkspace>,
}

/// A workspace that is declared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfiguredWorkspace {
    /// Where it is in the document: a JSON pointer (RFC 6901).
    pub at: String,
    /// Its address, by which it is found.
    pub slug: Slug,
    /// The version that it must have; 0 if it must not be there; any where it is not said.
    pub version: Option<i64>,
    /// All of its settings.
    pub settings: WorkspaceSettings,
    /// Its services, where they are spoken of.
    pub services: Option<Vec<ConfiguredService>>,
    /// Its clients, where they are spoken of.
    pub clients: Option<Vec<ConfiguredClient>>,
}

/// A service that is declared; it is found by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfiguredService {
    /// Where it is in the document.
    pub at: String,
    /// The version that it must have.
    pub version: Option<i64>,
    /// All of its settings.
    pub settings: ServiceSettings,
}

/// A client that is declared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfiguredClient {
    /// Where it is in the document.
    pub at: String,
    /// Its identifier, by which it is found; without one it is found by its name.
    pub id: Option<ClientId>,
    /// The version that it must have.
    pub version: Option<i64>,
    /// Whether it can be used.
    pub status: ClientStatus,
    /// All of its settings.
    pub settings: ClientSettings,
    /// Its secret. Without one it keeps what it has, and a new client gets a new one.
    pub secret: Option<Secret<String>>,
}

/// On what terms a configuration is applied.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Terms {
    /// Whether clients are deleted that a list of clients leaves out.
    pub prune: bool,
    /// Whether lifetimes that are lowered apply to existing refresh tokens. Required if some of them would end earlier.
    pub reach: Option<Reach>,
}

/// What applying a configuration would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Tells it from every other plan: from other changes, from the same ones of other versions, and on other terms.
    pub id: String,
    /// The changes, in the order of the document; what would be deleted comes last in its workspace.
    pub changes: Vec<PlannedChange>,
    /// What becomes of active refresh tokens, by client. Where it is not said whether lower lifetimes apply to them, as if they did.
    pub tokens: Vec<ClientTokens>,
    /// Whether it has to be said first whether lower lifetimes apply to existing refresh tokens.
    pub undecided: bool,
    /// What the lists of the document leave out and what stays as it is.
    pub left_alone: Vec<LeftAlone>,
}

/// A service or a client that a list leaves out, and that stays as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftAlone {
    /// The list that leaves it out.
    pub at: String,
    /// What kind of thing it is.
    pub kind: Configured,
    /// Its identifier: a name or a client ID.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// What applying a configuration did.
#[derive(Debug)]
pub struct AppliedConfiguration {
    /// The plan that was carried out.
    pub plan: Plan,
    /// The clients that were created, and those that got a new secret.
    pub clients: Vec<AppliedClient>,
}

/// A client that was created, or that got a new secret.
#[derive(Debug)]
pub struct AppliedClient {
    /// Its identifier.
    pub id: ClientId,
    /// Its name.
    pub name: Name,
    /// Its new secret, if it got one that was not declared. It is shown only once.
    pub secret: Option<Secret<String>>,
}

/// What is done to something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Doing {
    /// It is created.
    Create,
    /// It is changed.
    Change,
    /// It is deleted.
    Delete,
}

impl Doing {
    /// The value on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Change => "change",
            Self::Delete => "delete",
        }
    }
}

/// A kind of what is configured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Configured {
    /// A tenant.
    Tenant,
    /// A workspace.
    Server,
    /// A service.
    Service,
    /// A client.
    Client,
}

impl Configured {
    /// The value on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Tenant => "tenant",
            Self::Server => "server",
            Self::Service => "service",
            Self::Client => "client",
        }
    }
}

/// A change that a plan makes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlannedChange {
    /// Where in the document it is declared; of what is deleted, the list that leaves it out.
    pub at: String,
    /// What is done.
    pub doing: Doing,
    /// To what kind of thing.
    pub kind: Configured,
    /// Its identifier, if it is known before: a slug, a name or a client ID.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The version that is changed; 0 of what is created.
    pub version: i64,
    /// What is changed about it. A secret is not told.
    pub fields: Vec<Change>,
    /// What that does to active refresh tokens.
    pub tokens: Tokens,
}

/// What becomes of active refresh tokens.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Tokens {
    /// How many end at once.
    pub ended: u64,
    /// How many go on and get an earlier end.
    pub shortened: u64,
    /// How many cannot be used until it is changed back, because refreshing was switched off for their client; up to 10,000 a client where
    /// only those with offline access are.
    pub suspended: u64,
}

impl Tokens {
    /// Returns whether nothing becomes of any.
    pub fn is_none(self) -> bool {
        self == Self::default()
    }

    /// Returns these and others.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self { ended: self.ended + other.ended, shortened: self.shortened + other.shortened, suspended: self.suspended + other.suspended }
    }
}

/// What becomes of the active refresh tokens of a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientTokens {
    /// The client.
    pub client_id: ClientId,
    /// Its name, as it was before.
    pub client_name: String,
    /// What becomes of them.
    pub tokens: Tokens,
}

impl Plan {
    /// Returns whether it changes nothing.
    pub const fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// Returns what becomes of active refresh tokens in all.
    pub fn total(&self) -> Tokens {
        self.tokens.iter().fold(Tokens::default(), |total, client| total.and(client.tokens))
    }
}
