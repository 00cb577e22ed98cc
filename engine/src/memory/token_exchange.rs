//! Exchanges of access tokens.

use domain::id::{FamilyId, UserId};

use super::tables::{MemoryStorage, Tables};
use crate::storage::{Basis, ClientStanding, StorageError, TokenExchange, TokenExchangeStorage, Written};

impl TokenExchangeStorage for MemoryStorage {
    async fn record_exchange(&self, exchange: TokenExchange) -> Result<Written, StorageError> {
        let mut tables = self.tables();
        if !tables.stands(&exchange) {
            return Ok(Written::BasisChanged);
        }
        tables.token_events.push(exchange.event);
        Ok(Written::Done)
    }
}

impl Tables {
    /// Returns whether all that an exchange rests on is as it was read.
    fn stands(&self, exchange: &TokenExchange) -> bool {
        let workspace_id = exchange.workspace.0;
        let client = |one: ClientStanding| {
            let found = self.clients.get(&one.id).map(|record| &record.client).filter(|client| client.workspace_id == workspace_id);
            found.is_some_and(|client| ClientStanding::from(client) == one)
        };
        let user = |(id, version): (UserId, i64)| {
            let found = self.users.get(&id).map(|record| &record.user).filter(|user| user.workspace_id == workspace_id);
            found.is_some_and(|user| user.version == version)
        };
        let family = |id: FamilyId| {
            let found = self.families.get(&id).filter(|family| family.authorization.workspace_id == workspace_id);
            found.is_some_and(|family| family.position.revoked.is_none())
        };
        self.holds(&Basis { workspace: Some(exchange.workspace), ..Basis::default() })
            && exchange.clients().into_iter().all(client)
            && exchange.users().into_iter().all(user)
            && exchange.sessions().into_iter().all(|id| self.is_open(workspace_id, id))
            && exchange.families().into_iter().all(family)
            && exchange.tokens().iter().all(|token| self.denied_access_tokens.get(token) != Some(&workspace_id))
    }
}
