//! API clients.

use crate::{
    api_client,
    client::ClientStatus,
    clock::Timestamp,
    id::ClientId,
    name::{Name, Slug},
    role::RoleRef,
    view::{ApiClientView, LevelPath},
    wire::{
        administrator::read_level,
        reading::Misfit,
        resource::Resource,
        sent::Sent,
        types::{sent, told},
    },
};

sent! {
    /// An API client that is to be created, with a role in the tenant, or in a part of it.
    pub struct NewApiClient needed [name role] {
        /// What it is called.
        pub name: String,
        /// The role: the name of a built-in one, or the identifier of another.
        pub role: Sent<RoleRef>,
        /// The workspace for which it gets the role; the whole tenant without one.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub server_id: Option<Sent<Slug>>,
        /// The client of that workspace; the whole workspace without one.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub client_id: Option<Sent<ClientId>>,
    }
}

told! {
    /// An API client: a client of the tenant's system workspace, whose access tokens are for the admin API.
    pub struct ApiClient {
        /// Its identifier, which is not a secret.
        pub client_id: Sent<ClientId>,
        /// What it is called.
        pub name: Sent<Name>,
        /// The system workspace, where it is a client as others are: its secret is replaced there, and it is disabled and deleted there.
        pub system_server_id: Sent<Slug>,
        /// Whether it can be used: `active` or `inactive`.
        pub client_status: Sent<ClientStatus>,
        /// Its role.
        pub role: Sent<RoleRef>,
        /// What the role is called.
        pub role_name: String,
        /// Where it has the role: `tenant`, `workspace` or `client`.
        pub level: String,
        /// What that is called.
        pub level_name: String,
        /// The scopes that its access tokens can have, separated by spaces.
        pub scope: String,
        /// The scopes that it lacks, of actions that its role permits: they are given to it as to every client, in the system workspace.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub missing_scope: Option<String>,
        /// Where it gets its access tokens, by the grant `client_credentials`.
        pub token_endpoint: String,
        /// What its access tokens have to be asked for (RFC 8707).
        pub resource: String,
        /// When it got its role.
        pub created_at: Sent<Timestamp>,
        /// Its secret, in the answer that creates it alone: only its hash is stored.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub client_secret: Option<String>,
    }
}

impl Resource for NewApiClient {}

impl NewApiClient {
    /// Reads the role, and where it is given.
    ///
    /// # Errors
    /// All that does not fit.
    pub fn read(&self, at: LevelPath) -> Result<(RoleRef, LevelPath), Vec<Misfit>> {
        read_level(&self.role, at, (self.server_id.as_ref(), self.client_id.as_ref()))
    }
}

impl ApiClient {
    /// Returns an API client, whose tokens come from this endpoint and are for this resource.
    pub fn of(view: &ApiClientView, token_endpoint: String, resource: String) -> Self {
        let api_client::ApiClient { id, name, status, role, level, created_at, .. } = &view.client;
        Self {
            client_id: Sent::of(id),
            name: Sent::of(name),
            system_server_id: Sent::of(&view.path.workspace),
            client_status: Sent::of(status),
            role: Sent::of(role),
            role_name: view.role_name.clone(),
            level: level.extent().label().to_owned(),
            level_name: view.level_name.clone(),
            scope: view.client.scopes.to_string(),
            missing_scope: Some(view.missing_scopes.to_string()).filter(|missing| !missing.is_empty()),
            token_endpoint,
            resource,
            created_at: Sent::of(created_at),
            client_secret: None,
        }
    }
}
