//! How long a connection may take for what, and how many there may be.

use std::{net::IpAddr, sync::Arc, time::Duration};

use engine::Network;

use super::file_limit;
use crate::config::{AddressRange, Configuration};

/// The limits of a server.
#[derive(Debug, Clone)]
pub(crate) struct Limits {
    /// The time for the head of a request, from its first byte or from the connection's beginning.
    pub(super) header: Duration,
    /// The time for the body of a request.
    pub(super) body: Duration,
    /// The time that a connection may rest between two requests.
    pub(super) idle: Duration,
    /// The time in which a client takes the next piece of an answer.
    pub(super) write: Duration,
    /// How many connections there may be.
    pub(super) connections: usize,
    /// How many of them from one network.
    pub(super) connections_per_address: usize,
    /// Whose connections are those of many people.
    pub(super) trusted_proxies: Arc<[AddressRange]>,
}

impl Limits {
    /// The limits of a configuration, as far as the files that this process may open allow.
    pub(crate) fn of(configuration: &Configuration) -> Self {
        let connections = file_limit::allowed_connections(configuration.max_connections);
        if connections < configuration.max_connections {
            tracing::warn!(
                max_connections = connections,
                "the system lets this process open so few files that fewer connections are taken than `max_connections` says; raise its \
                 limit (`ulimit -n`, LimitNOFILE=)"
            );
        }
        Self {
            header: configuration.header_timeout,
            body: configuration.body_timeout,
            idle: configuration.idle_timeout,
            write: configuration.write_timeout,
            connections,
            connections_per_address: configuration.max_connections_per_address,
            trusted_proxies: configuration.trusted_proxies.clone().into(),
        }
    }

    /// The network whose connections are counted; none for a trusted proxy, which speaks for many.
    pub(super) fn counted(&self, address: IpAddr) -> Option<Network> {
        let trusted = self.trusted_proxies.iter().any(|range| range.contains(address));
        (!trusted).then(|| Network::from(address))
    }
}
