//! A client with what was issued to it.

use serde::{Deserialize, Serialize};

use crate::{
    client::Client, client_certificate::MutualTls, client_registration::ClientRegistration, client_secret::ClientSecrets,
    logout::LogoutDelivery, workspace::Workspace,
};

/// A client with what rules it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientView {
    /// The client.
    pub client: Client,
    /// The workspace it belongs to.
    pub workspace: Workspace,
    /// Whether the workspace has a user who could sign in to it.
    pub has_users: bool,
    /// How many of its refresh tokens live, up to [`COUNTED_UP_TO`](crate::page::COUNTED_UP_TO).
    pub live_families: u64,
    /// How many of those were issued on `offline_access`, among as many as the bound.
    pub offline_families: u64,
    /// Its secrets; none of a client that does not authenticate.
    #[serde(default)]
    pub secrets: Option<ClientSecrets>,
    /// How it takes that users are signed out; none of a client that is not told, or was not yet.
    #[serde(default)]
    pub logouts: Option<LogoutDelivery>,
    /// What it is at the admin API; none of a client that does not act there.
    #[serde(default)]
    pub api_client: Option<ApiClientRole>,
    /// How clients present certificates at this installation; none where they cannot.
    #[serde(default)]
    pub mutual_tls: Option<MutualTls>,
    /// How it registered itself; none of a client that an administrator has made.
    #[serde(default)]
    pub registration: Option<ClientRegistration>,
}

/// What an API client may do at the admin API, as its page says it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiClientRole {
    /// Its role and where it has it, in words; none where the reader may not see who administers the tenant.
    pub words: Option<String>,
}
