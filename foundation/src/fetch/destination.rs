//! Where a request goes: addresses that were checked, and that nobody else's machines are behind.

use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

use rustls::pki_types::ServerName;
use url::{Host, Url};

use super::{error::FetchError, resolver::Resolve};
use crate::{config::AddressRange, private_network::is_public};

/// The most addresses of a name that are tried.
const MOST_ADDRESSES: usize = 4;

/// The networks beside public ones that a request may go to.
#[derive(Debug, Clone)]
pub(super) struct Allowed(Arc<[AddressRange]>);

impl Allowed {
    pub(super) fn of(networks: &[AddressRange]) -> Self {
        Self(networks.into())
    }

    fn contains(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(address))
    }
}

/// Where a request goes.
#[derive(Debug)]
pub(super) struct Destination {
    /// The addresses that it may connect to.
    pub(super) addresses: Vec<SocketAddr>,
    /// The name that the certificate must have; none for plain HTTP.
    pub(super) server_name: Option<ServerName<'static>>,
    /// The value of `Host`.
    pub(super) authority: String,
}

impl Destination {
    /// Resolves the host of an address, once, and checks every address that it has.
    pub(super) async fn of(url: &Url, resolver: &dyn Resolve, allowed: &Allowed) -> Result<Self, FetchError> {
        let tls = match url.scheme() {
            "https" => true,
            "http" => false,
            _ => return Err(FetchError::Address),
        };
        if !url.username().is_empty() || url.password().is_some() {
            return Err(FetchError::Address);
        }
        let port = url.port_or_known_default().filter(|port| *port != 0).ok_or(FetchError::Address)?;
        // The parser has read other spellings of an IPv4 address, such as `0x7f.1` and `2130706433`, as that address.
        let (addresses, name) = match url.host().ok_or(FetchError::Address)? {
            Host::Ipv4(address) => (vec![IpAddr::V4(address)], ServerName::from(IpAddr::V4(address))),
            Host::Ipv6(address) => (vec![IpAddr::V6(address)], ServerName::from(IpAddr::V6(address))),
            Host::Domain(name) => {
                let found = resolver.resolve(name).await.map_err(FetchError::Unresolved)?;
                (found, ServerName::try_from(name.trim_end_matches('.').to_owned()).map_err(|_| FetchError::Address)?)
            }
        };
        for address in &addresses {
            check(*address, tls, allowed)?;
        }
        let host = url.host_str().ok_or(FetchError::Address)?;
        Ok(Self {
            addresses: addresses.into_iter().take(MOST_ADDRESSES).map(|address| SocketAddr::new(address, port)).collect(),
            server_name: tls.then_some(name),
            authority: url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}")),
        })
    }
}

fn check(address: IpAddr, tls: bool, allowed: &Allowed) -> Result<(), FetchError> {
    match (allowed.contains(address), is_public(address)) {
        (false, false) => Err(FetchError::Private(address)),
        (false, true) if !tls => Err(FetchError::Plain),
        _ => Ok(()),
    }
}
