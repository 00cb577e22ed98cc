//! Where the keys of clients come from that publish them at an address (`jwks_uri`). The engine asks no network: whoever runs it hands a
//! source in.

use std::{future::Future, net::IpAddr, pin::Pin, sync::Arc};

use domain::{
    client_keys::{JwkError, JwkSet, JwksError, PublicJwk},
    client_uri::JwksUri,
    id::{TenantId, WorkspaceId},
    thumbprint::Thumbprint,
    workspace::Workspace,
};

use crate::{network::Site, public_key};

/// The keys of an address cannot be had at the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the keys cannot be read at their address")]
pub struct KeysUnavailable;

/// On whose account an address is asked: a client's of this workspace, or what says it is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyOwner {
    /// The workspace's tenant.
    pub tenant: TenantId,
    /// The workspace.
    pub workspace: WorkspaceId,
    /// Who named the address.
    pub standing: Standing,
}

/// Who named an address that is asked. There is always room for those whom the workspace knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// An administrator, or a client that a user has agreed to.
    Known,
    /// Anybody, from here; nowhere where nobody asked over the network.
    Stranger(Option<Site>),
}

impl KeyOwner {
    /// On account of somebody whom the workspace knows.
    pub const fn known(workspace: &Workspace) -> Self {
        Self { tenant: workspace.tenant_id, workspace: workspace.id, standing: Standing::Known }
    }

    /// On account of anybody who asks from this address.
    pub fn stranger(workspace: &Workspace, from: Option<IpAddr>) -> Self {
        Self { standing: Standing::Stranger(from.map(Site::from)), ..Self::known(workspace) }
    }
}

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
/// Anybody who knows a client's name can make the engine ask it, so an implementation bounds what it does for an address, a host, a workspace and a
/// tenant, and answers within seconds whatever the address does. What it returns is believed: it reads it by TLS or from this machine, and by
/// [`published`].
pub trait KeySource: Send + Sync + 'static {
    /// Returns the keys of an address, for a client of this owner's.
    fn keys<'a>(&'a self, owner: KeyOwner, address: &'a JwksUri, freshness: Freshness) -> KeysFuture<'a>;
}

/// Reads a set that somebody publishes: the keys in it by which something can be verified.
///
/// # Errors
/// Those of [`JwkSet::published`].
pub fn published(text: &str) -> Result<JwkSet, JwksError> {
    JwkSet::published(text, |key| public_key::is_sound(&key.material))
}

/// Returns the thumbprint of a public key (RFC 7638 §3), by which people compare two.
pub fn thumbprint(key: &PublicJwk) -> Option<Thumbprint> {
    public_key::thumbprint(&key.material)
}

/// Checks that something can be verified by each key of a set that is registered.
///
/// # Errors
/// The first that is no point on its curve.
pub fn check(keys: &JwkSet) -> Result<(), JwksError> {
    let unsound = (0..).zip(keys.keys()).find(|(_, key)| !public_key::is_sound(&key.material));
    unsound.map_or(Ok(()), |(place, _)| Err(JwksError::Key { place, problem: JwkError::Point }))
}

/// A source that knows no address: an engine without one authenticates clients by the keys alone that are registered.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NoKeySource;

impl KeySource for NoKeySource {
    fn keys<'a>(&'a self, _: KeyOwner, _: &'a JwksUri, _: Freshness) -> KeysFuture<'a> {
        Box::pin(async { Err(KeysUnavailable) })
    }
}
