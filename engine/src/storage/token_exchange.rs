//! Exchanges of access tokens (RFC 8693), of which nothing is stored but their event.

use std::{collections::BTreeSet, future::Future};

use domain::{
    client::Client,
    id::{AccessTokenId, ClientId, FamilyId, LoginSessionId, UserId, WorkspaceId},
    token_event::TokenEvent,
};

use super::{basis::Written, error::StorageError};

/// A client in the version that was read, with its count of ends ([`Client::epoch`]), which is no part of the version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ClientStanding {
    /// The client.
    pub id: ClientId,
    /// Its version.
    pub version: i64,
    /// Its count of ends.
    pub epoch: i64,
}

impl From<&Client> for ClientStanding {
    fn from(client: &Client) -> Self {
        Self { id: client.id, version: client.version, epoch: client.epoch }
    }
}

/// An access token that stands, with all that it stands on, in the versions that were read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StandingToken {
    /// The token, which has not been denied.
    pub token: AccessTokenId,
    /// The client that it was issued to, which is active.
    pub client: ClientStanding,
    /// Its user, who is active, with the version; none where the client acts for itself.
    pub user: Option<(UserId, i64)>,
    /// The login session that it ends with, which has not been ended.
    pub session: Option<LoginSessionId>,
    /// The family that it came from, which has not been revoked.
    pub family: Option<FamilyId>,
}

/// An exchange that was decided.
#[derive(Debug, Clone)]
pub struct TokenExchange {
    /// The workspace, with its version.
    pub workspace: (WorkspaceId, i64),
    /// The client that exchanges.
    pub client: ClientStanding,
    /// The tokens that the new one comes from.
    pub sources: Vec<StandingToken>,
    /// The event.
    pub event: TokenEvent,
}

impl TokenExchange {
    /// Returns the clients that it rests on, each version once.
    pub fn clients(&self) -> BTreeSet<ClientStanding> {
        self.sources.iter().map(|source| source.client).chain([self.client]).collect()
    }

    /// Returns the users that it rests on, each with its version.
    pub fn users(&self) -> BTreeSet<(UserId, i64)> {
        self.sources.iter().filter_map(|source| source.user).collect()
    }

    /// Returns the login sessions that it rests on.
    pub fn sessions(&self) -> BTreeSet<LoginSessionId> {
        self.sources.iter().filter_map(|source| source.session).collect()
    }

    /// Returns the families that it rests on.
    pub fn families(&self) -> BTreeSet<FamilyId> {
        self.sources.iter().filter_map(|source| source.family).collect()
    }

    /// Returns the access tokens that it rests on.
    pub fn tokens(&self) -> BTreeSet<AccessTokenId> {
        self.sources.iter().map(|source| source.token).collect()
    }
}

/// Exchanges of access tokens.
pub trait TokenExchangeStorage {
    /// Writes the event of an exchange while all that it rests on is as it was read: the workspace, the clients and the users in their versions,
    /// the clients' counts of ends, the sessions open, the families not revoked, and the tokens not denied. Nobody changes the rows between the
    /// check and the commit; a token that is denied at the same time may be denied a moment after.
    fn record_exchange(&self, exchange: TokenExchange) -> impl Future<Output = Result<Written, StorageError>> + Send;
}
