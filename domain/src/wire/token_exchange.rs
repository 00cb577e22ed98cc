//! What a client may exchange (RFC 8693).

use std::collections::BTreeSet;

use crate::{
    id::ClientId,
    resource::{Resource as ResourceUri, Resources},
    token_exchange::TokenExchangePolicy,
    wire::{reading::Reading, sent::Sent, types::sent},
};

sent! {
    /// What a client with the grant type of token exchange may exchange, beside its own access tokens.
    pub struct TokenExchange {
        /// Whether it may exchange access tokens of every client of its workspace.
        pub subject_any_client: bool,
        /// The clients whose access tokens it may exchange; at most 50.
        pub subject_clients: Vec<Sent<ClientId>>,
        /// The resource servers that it is, by the resource identifiers of the workspace's services: it may exchange access tokens for them; at most
        /// 50.
        pub subject_audiences: Vec<Sent<ResourceUri>>,
        /// The resource servers that it may ask for, beside those that the exchanged token is for; at most 50.
        pub exchange_targets: Vec<Sent<ResourceUri>>,
        /// Whether a token may stand for its user alone, without saying that this client acts.
        pub impersonation: bool,
    }
}

impl From<&TokenExchangePolicy> for TokenExchange {
    fn from(policy: &TokenExchangePolicy) -> Self {
        let TokenExchangePolicy { subject_any_client, subject_clients, subject_audiences, exchange_targets, impersonation } = policy;
        Self {
            subject_any_client: *subject_any_client,
            subject_clients: subject_clients.iter().map(Sent::of).collect(),
            subject_audiences: subject_audiences.iter().map(Sent::of).collect(),
            exchange_targets: exchange_targets.iter().map(Sent::of).collect(),
            impersonation: *impersonation,
        }
    }
}

impl TokenExchange {
    /// Reads it at a place of the whole.
    pub(super) fn read(&self, at: &str, reading: &mut Reading) -> TokenExchangePolicy {
        let none = Resources::none;
        TokenExchangePolicy {
            subject_any_client: self.subject_any_client,
            subject_clients: reading.all(&format!("{at}/subject_clients"), Some(&self.subject_clients), BTreeSet::new()),
            subject_audiences: reading.all(&format!("{at}/subject_audiences"), Some(&self.subject_audiences), none()),
            exchange_targets: reading.all(&format!("{at}/exchange_targets"), Some(&self.exchange_targets), none()),
            impersonation: self.impersonation,
        }
    }
}

/// Returns the JSON pointer of a part of the policy by its name; none for what is no part of it.
pub(super) fn exchange_pointer(field: &str) -> Option<String> {
    const PARTS: [&str; 5] = ["subject_any_client", "subject_clients", "subject_audiences", "exchange_targets", "impersonation"];
    PARTS.contains(&field).then(|| format!("/token_exchange/{field}"))
}
