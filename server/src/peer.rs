//! Whom a request comes from: the other end of its connection, and the listener at which that came in.

use std::net::{IpAddr, Ipv4Addr};

use axum::http::Extensions;

/// Where a connection comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listener {
    /// At `listen`, which is for everybody: a proxy may stand before it.
    Public,
    /// At `mtls_listen`, where the connection is asked for a certificate. TLS is spoken with the client itself, even where something passes the
    /// bytes on: whatever a header says, the client says.
    ForClients,
}

/// The other end of a connection, in the extensions of each of its requests. Who may be believed is asked of both halves
/// (`Proxies::trusts`): an address by itself says nothing of who writes the headers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Peer {
    /// Its address.
    pub address: IpAddr,
    /// Where the connection came in.
    pub listener: Listener,
}

impl Peer {
    /// Returns the peer of a request. Without a connection, as in tests of the router, it is this machine that asks.
    pub(crate) fn of(extensions: &Extensions) -> Self {
        extensions.get().copied().unwrap_or(Self { address: IpAddr::V4(Ipv4Addr::LOCALHOST), listener: Listener::Public })
    }
}
