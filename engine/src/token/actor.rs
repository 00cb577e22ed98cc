//! `act` (RFC 8693 §4.1): who acts with a token, where that is not its subject.

use domain::client_document::ClientName;
use serde::{Deserialize, Serialize};

/// Who acts with a token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// The actor: a client, or the user of an actor token.
    pub sub: String,
    /// The client itself, or the one that the actor token was issued to.
    pub client_id: ClientName,
    /// Who acted before. No decision is made by it: it tells where the token came through.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub act: Option<Box<Self>>,
}
