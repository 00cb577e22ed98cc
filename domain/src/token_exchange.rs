//! Token exchange (RFC 8693): whose access tokens a client may exchange, for which resource servers, and in whose name.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{id::ClientId, resource::Resources};

/// How often an access token can be exchanged for another one, an actor's token counted like the subject's: the next exchange is refused.
pub const MOST_EXCHANGES: usize = 6;
/// The most clients, and the most resource servers of each kind, that a policy names.
pub const MOST_NAMED: u32 = 50;

/// What a client may exchange, beside the access tokens that were issued to itself. As it is made, a client may do nothing more.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TokenExchangePolicy {
    /// Whether it may exchange the tokens of every client of its workspace.
    pub subject_any_client: bool,
    /// The clients whose tokens it may exchange.
    pub subject_clients: BTreeSet<ClientId>,
    /// The resource servers that it is: it may exchange the tokens that are for one of them.
    pub subject_audiences: Resources,
    /// The resource servers that it may ask for, beside those that the exchanged token is for.
    pub exchange_targets: Resources,
    /// Whether a token may stand for its user alone, without saying that this client acts (RFC 8693 §1.1).
    pub impersonation: bool,
}

/// Why a client may exchange an access token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExchangeGround {
    /// It was issued to this client.
    Own,
    /// It is for a resource server that this client is.
    Audience,
    /// It was issued to a client whose tokens this one may exchange.
    Client,
}

impl TokenExchangePolicy {
    /// Returns whether it lets a client exchange tokens that were issued to others.
    pub fn reaches_others(&self) -> bool {
        self.subject_any_client || !self.subject_clients.is_empty() || !self.subject_audiences.is_empty()
    }

    /// Returns why the client with this identifier may exchange a token that was issued to a client for these resource servers; none where it
    /// may not.
    pub fn ground(&self, itself: ClientId, issued_to: ClientId, resources: &Resources) -> Option<ExchangeGround> {
        if issued_to == itself {
            Some(ExchangeGround::Own)
        } else if !resources.intersection(&self.subject_audiences).is_empty() {
            Some(ExchangeGround::Audience)
        } else if self.subject_any_client || self.subject_clients.contains(&issued_to) {
            Some(ExchangeGround::Client)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Timestamp;

    #[test]
    fn a_client_may_exchange_its_own_tokens_and_those_that_its_policy_names() {
        let [itself, shop, stranger] = [1, 2, 3].map(|number| ClientId::new(Timestamp::from_millis(0), [number; 10]));
        let orders: Resources = "https://orders.example.com/".parse().unwrap();
        let both: Resources = "https://billing.example.com/ https://orders.example.com/".parse().unwrap();
        let none = Resources::none();
        let usual = TokenExchangePolicy::default();
        assert_eq!(usual.ground(itself, itself, &orders), Some(ExchangeGround::Own));
        assert_eq!(usual.ground(itself, shop, &orders), None);

        let listed = TokenExchangePolicy { subject_clients: [shop].into(), ..usual.clone() };
        assert_eq!(listed.ground(itself, shop, &none), Some(ExchangeGround::Client));
        assert_eq!(listed.ground(itself, stranger, &none), None);
        let any = TokenExchangePolicy { subject_any_client: true, ..usual.clone() };
        assert_eq!(any.ground(itself, stranger, &none), Some(ExchangeGround::Client));

        let server = TokenExchangePolicy { subject_audiences: orders, ..any };
        assert_eq!(server.ground(itself, stranger, &both), Some(ExchangeGround::Audience));
        assert_eq!(server.ground(itself, stranger, &none), Some(ExchangeGround::Client), "one for the workspace is for no resource server");
        assert_eq!(server.ground(itself, itself, &both), Some(ExchangeGround::Own));
    }

    #[test]
    fn a_policy_that_was_saved_before_a_field_existed_reads_with_its_default() {
        assert_eq!(serde_json::from_str::<TokenExchangePolicy>("{}").unwrap(), TokenExchangePolicy::default());
    }
}
