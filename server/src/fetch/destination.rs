//! Where a request goes: addresses that were checked, and that nobody else's machines are behind.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::Arc,
};

use rustls::pki_types::ServerName;
use url::{Host, Url};

use super::{error::FetchError, resolver::Resolve};
use crate::config::AddressRange;

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
        (true, _) => Ok(()),
        (false, false) => Err(FetchError::Private(address)),
        (false, true) if !tls => Err(FetchError::Plain),
        (false, true) => Ok(()),
    }
}

/// Returns whether an address is one that everybody reaches in the same way.
pub(super) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

/// IANA's *IPv4 Special-Purpose Address Registry*, multicast (RFC 5771) and what is reserved (RFC 1112 §4).
fn is_public_v4(address: Ipv4Addr) -> bool {
    let special = match address.octets() {
        // This network, private use, loopback, and shared by the customers of a provider (RFC 6598).
        [0 | 10 | 127, ..] | [100, 64..=127, ..] => true,
        // Link-local, where clouds keep their metadata; private use.
        [169, 254, ..] | [172, 16..=31, ..] | [192, 168, ..] => true,
        // Protocol assignments, documentation, relays from IPv6 (RFC 7526), benchmarks.
        [192, 0, 0 | 2, _] | [192, 88, 99, _] | [198, 18 | 19, ..] | [198, 51, 100, _] | [203, 0, 113, _] => true,
        // Multicast, reserved, broadcast.
        [224..=255, ..] => true,
        _ => false,
    };
    !special
}

/// What is assigned as global unicast (2000::/3), without what *IANA IPv6 Special-Purpose Address Registry* has of it. Outside are loopback,
/// addresses that hold an IPv4 address (mapped, compatible, NAT64), unique-local, link-local and multicast ones.
fn is_public_v6(address: Ipv6Addr) -> bool {
    match address.segments() {
        // Protocol assignments, Teredo and ORCHID among them; documentation; 6to4, which holds an IPv4 address; segment routing is outside.
        [0x2001, second, ..] if second < 0x0200 || second == 0x0db8 => false,
        [0x2002, ..] => false,
        [0x3fff, second, ..] if second < 0x1000 => false,
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_some_reach_is_not_public() {
        for private in [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.255.255.254",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "239.255.255.255",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::127.0.0.1",
            "::8.8.8.8",
            "::ffff:127.0.0.1",
            "::ffff:8.8.8.8",
            "::ffff:0:8.8.8.8",
            "64:ff9b::8.8.8.8",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:2::1",
            "2001:10::1",
            "2001:20::1",
            "2001:1ff::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "2002:808:808::1",
            "3fff::1",
            "3fff:fff::1",
            "4000::1",
            "5f00::1",
            "fc00::1",
            "fd12:3456::1",
            "fe80::1",
            "febf::1",
            "fec0::1",
            "ff02::1",
        ] {
            assert!(!is_public(private.parse().unwrap()), "{private}");
        }
        for public in [
            "1.1.1.1",
            "8.8.8.8",
            "100.63.255.255",
            "100.128.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "192.0.1.1",
            "192.167.0.1",
            "198.17.0.1",
            "198.20.0.1",
            "223.255.255.255",
            "2001:200::1",
            "2001:4860:4860::8888",
            "2606:4700::1",
            "2a00::1",
            "3ffe::1",
            "3fff:1000::1",
        ] {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
    }
}
