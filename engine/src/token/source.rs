//! What an exchanged access token came from (RFC 8693), with whose end it ends.

use domain::{
    client_document::ClientName,
    id::{AccessTokenId, FamilyId, LoginSessionId},
};
use serde::{Deserialize, Serialize};

/// An access token that another one was exchanged for, by all that can end it but its time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenSource {
    /// Its identifier.
    pub jti: AccessTokenId,
    /// The client it was issued to, by the name that it has for itself.
    pub client_id: ClientName,
    /// Its user, as it or this list calls them; none where the client acted for itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// The user's login session.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sid: Option<LoginSessionId>,
    /// The family it came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub family: Option<FamilyId>,
    /// Its client's count of ends at its issue, where it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub epoch: Option<i64>,
}
