//! Names and their addresses.

use std::{
    io,
    net::{IpAddr, SocketAddr},
};

use async_trait::async_trait;

/// Finds the addresses of a name.
#[async_trait]
pub(super) trait Resolve: Send + Sync + 'static {
    /// Returns its addresses, at least one.
    async fn resolve(&self, name: &str) -> io::Result<Vec<IpAddr>>;
}

/// As the machine finds them.
#[derive(Debug, Clone, Copy)]
pub(super) struct System;

#[async_trait]
impl Resolve for System {
    async fn resolve(&self, name: &str) -> io::Result<Vec<IpAddr>> {
        let found: Vec<_> = tokio::net::lookup_host((name, 0)).await?.map(|address: SocketAddr| address.ip()).collect();
        if found.is_empty() { Err(io::Error::new(io::ErrorKind::NotFound, "it has no address")) } else { Ok(found) }
    }
}
