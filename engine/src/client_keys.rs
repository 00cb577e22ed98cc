//! Where the keys of clients come from that publish them at an address (`jwks_uri`). The engine asks no network: whoever runs it hands a
//! source in.

use std::{future::Future, pin::Pin, sync::Arc};

use domain::{
    client_keys::JwkSet,
    client_uri::JwksUri,
    id::WorkspaceId,
};

/// The keys of an address cannot be had at the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the keys cannot be read at their address")]
pub struct KeysUnavailable;

/// How new keys must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Freshness {
    /// Those that are known will do, if there are any.
    Known,
    /// None of those that are known fits: the address is to be asked again, unless it was a moment ago.
    Newer,
}

/// Keys on their way.
pub type KeysFuture<'a> = Pin<Box<dyn Future<Output = Result<Arc<JwkSet>, KeysUnavailable>> + Send + 'a>>;

/// A source of the keys that clients publish.
///
/// Anybody who knows a client's name can make the engine ask it, so an implementation bounds what it does for an address and a workspace, and answers
/// within seconds whatever the address does. What it returns is believed: it reads it by TLS or from this machine.
pub trait KeySource: Send + Sync + 'static {
    /// Returns the keys of an address, for a client of this workspace.
    fn keys<'a>(&'a self, workspace: WorkspaceId, address: &'a JwksUri, freshness: Freshness) -> KeysFuture<'a>;
}

/// A source that knows no address: an engine without one authenticates clients by the keys alone that are registered.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NoKeySource;

impl KeySource for NoKeySource {
    fn keys<'a>(&'a self, _: WorkspaceId, _: &'a JwksUri, _: Freshness) -> KeysFuture<'a> {
        Box::pin(async { Err(KeysUnavailable) })
    }
}
