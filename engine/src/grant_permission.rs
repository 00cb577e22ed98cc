//! Whether a workspace and a client have a grant type at all.

use domain::{client::Client, grant_type::GrantType};

use crate::{error::Refusal, realm::Realm};

/// Checks whether the workspace allows a grant.
pub(crate) fn workspace_allows(realm: &Realm, grant: GrantType) -> Result<(), Refusal> {
    if realm.workspace.authorization.allows(grant) { Ok(()) } else { Err(Refusal::WorkspaceGrant) }
}

/// Checks whether the client has a grant.
pub(crate) fn client_has(client: &Client, grant: GrantType) -> Result<(), Refusal> {
    if client.settings.has_grant(grant) { Ok(()) } else { Err(Refusal::ClientGrant) }
}
