//! The address that a request comes from, for rate limits and the log.

use std::{
    collections::HashSet,
    net::{IpAddr, SocketAddr},
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, header},
    middleware::Next,
    response::Response,
};

use crate::{
    config::AddressRange,
    peer::{Listener, Peer},
};

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The most peers that the log warns of, each once: nobody can fill the log by sending the header from many addresses.
const MOST_WARNINGS: usize = 100;

/// The address that a request comes from, in its extensions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct ClientAddress(pub(crate) IpAddr);

/// The trusted proxies, and the untrusted ones that the log has warned of. A clone is the same list.
#[derive(Debug, Clone)]
pub(crate) struct Proxies {
    trusted: Arc<[AddressRange]>,
    warned_of: Arc<Mutex<HashSet<IpAddr>>>,
}

impl Proxies {
    /// Trusts these.
    pub(crate) fn trusting(trusted: &[AddressRange]) -> Self {
        Self { trusted: trusted.into(), warned_of: Arc::default() }
    }

    /// Returns whether what a peer says of others in the headers of its requests is believed: it is a trusted proxy, and speaks for itself.
    pub(crate) fn trusts(&self, peer: Peer) -> bool {
        match peer.listener {
            Listener::Public => self.has(peer.address),
            // A proxy passes bytes on there, and no headers of its own.
            Listener::ForClients => false,
        }
    }

    fn has(&self, address: IpAddr) -> bool {
        self.trusted.iter().any(|range| range.contains(address))
    }

    /// Returns whether this peer is a proxy that is not trusted and was not warned of yet.
    fn is_news(&self, peer: Peer, headers: &HeaderMap) -> bool {
        let forwards = headers.contains_key(X_FORWARDED_FOR) || headers.contains_key(header::FORWARDED);
        // Where no proxy can be trusted, nothing is to be set.
        if !forwards || self.has(peer.address) || peer.listener == Listener::ForClients {
            return false;
        }
        let mut warned_of = self.warned_of.lock().unwrap_or_else(PoisonError::into_inner);
        warned_of.len() < MOST_WARNINGS && warned_of.insert(peer.address.to_canonical())
    }
}

/// Finds the address and stores it in the request's extensions.
pub(crate) async fn remember(State(proxies): State<Proxies>, mut request: Request, next: Next) -> Response {
    let address = client_address(Peer::of(request.extensions()), request.headers(), &proxies);
    request.extensions_mut().insert(ClientAddress(address));
    next.run(request).await
}

/// Warns of proxies that are not trusted.
pub(crate) async fn warn(State(proxies): State<Proxies>, request: Request, next: Next) -> Response {
    let peer = Peer::of(request.extensions());
    if proxies.is_news(peer, request.headers()) {
        tracing::warn!(
            peer = %peer.address,
            "a peer that is not among the `trusted_proxies` says whom it forwards requests for; it is not believed, and all its visitors \
             share the limits of one address. If it is your reverse proxy, add it to `trusted_proxies`; otherwise the header is forged"
        );
    }
    next.run(request).await
}

/// Goes back from the peer through `X-Forwarded-For` for as long as the last hop is a trusted proxy: each proxy adds, on the right,
/// the address that it saw. Anybody can have written what is further to the left, and so can a hop that cannot be read.
fn client_address(peer: Peer, headers: &HeaderMap, proxies: &Proxies) -> IpAddr {
    let lines: Vec<&HeaderValue> = headers.get_all(X_FORWARDED_FOR).iter().filter(|_| proxies.trusts(peer)).collect();
    let mut address = peer.address;
    for hop in lines.into_iter().rev().flat_map(|line| line.as_bytes().rsplit(|byte| *byte == b',')) {
        if !proxies.has(address) {
            break;
        }
        let Some(hop) = std::str::from_utf8(hop).ok().and_then(|hop| parse_hop(hop.trim())) else { break };
        address = hop;
    }
    address.to_canonical()
}

/// An address, with a port as some proxies add it or without.
fn parse_hop(hop: &str) -> Option<IpAddr> {
    hop.parse().ok().or_else(|| hop.parse().ok().map(|address: SocketAddr| address.ip()))
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    const fn public(address: IpAddr) -> Peer {
        Peer { address, listener: Listener::Public }
    }

    fn seen_in_bytes(peer: &str, forwarded: &[&[u8]], trusted: &str) -> String {
        seen_at(Listener::Public, peer, forwarded, trusted)
    }

    fn seen_at(listener: Listener, peer: &str, forwarded: &[&[u8]], trusted: &str) -> String {
        let mut headers = HeaderMap::new();
        for line in forwarded {
            headers.append(X_FORWARDED_FOR, HeaderValue::from_bytes(line).unwrap());
        }
        let peer = Peer { address: peer.parse().unwrap(), listener };
        client_address(peer, &headers, &Proxies::trusting(&AddressRange::parse_list(trusted).unwrap())).to_string()
    }

    fn seen(peer: &str, forwarded: &[&str], trusted: &str) -> String {
        seen_in_bytes(peer, &forwarded.iter().map(|line| line.as_bytes()).collect::<Vec<_>>(), trusted)
    }

    #[test]
    fn nobody_is_believed_who_is_not_a_trusted_proxy() {
        assert_eq!(seen("203.0.113.7", &["198.51.100.1"], ""), "203.0.113.7");
        assert_eq!(seen("203.0.113.7", &["198.51.100.1"], "10.0.0.0/8"), "203.0.113.7");
    }

    #[test]
    fn nobody_is_believed_where_clients_speak_tls_for_themselves() {
        assert_eq!(seen_at(Listener::ForClients, "10.0.0.1", &[b"198.51.100.1"], "10.0.0.0/8"), "10.0.0.1");
        let proxies = Proxies::trusting(&AddressRange::parse_list("10.0.0.0/8").unwrap());
        let peer = Peer { address: "10.0.0.1".parse().unwrap(), listener: Listener::ForClients };
        assert!(proxies.trusts(Peer { listener: Listener::Public, ..peer }) && !proxies.trusts(peer));
        let mut headers = HeaderMap::new();
        headers.insert(X_FORWARDED_FOR, HeaderValue::from_static("198.51.100.1"));
        let stranger = Peer { address: "203.0.113.7".parse().unwrap(), ..peer };
        assert!(!proxies.is_news(peer, &headers) && !proxies.is_news(stranger, &headers), "nothing is to be set");
    }

    #[test]
    fn what_stands_left_of_the_first_stranger_is_hearsay() {
        assert_eq!(seen("10.0.0.1", &["1.1.1.1, 198.51.100.1"], "10.0.0.0/8"), "198.51.100.1");
        assert_eq!(seen("10.0.0.1", &["1.1.1.1", "198.51.100.1, 10.0.0.2"], "10.0.0.0/8"), "198.51.100.1");
        assert_eq!(seen("10.0.0.1", &["1.1.1.1, nonsense"], "10.0.0.0/8"), "10.0.0.1");
    }

    #[test]
    fn a_port_or_an_ipv6_spelling_makes_no_difference() {
        assert_eq!(seen("::ffff:10.0.0.1", &["198.51.100.1:4711"], "10.0.0.0/8"), "198.51.100.1");
        assert_eq!(seen("::1", &["[2001:db8::1]:4711"], "::1"), "2001:db8::1");
    }

    #[test]
    fn a_hop_that_cannot_be_read_hides_what_is_left_of_it_alone() {
        assert_eq!(seen_in_bytes("10.0.0.1", &[b"\xff, 203.0.113.5"], "10.0.0.0/8"), "203.0.113.5");
        assert_eq!(seen_in_bytes("10.0.0.1", &[b"1.1.1.1, \xff, 10.0.0.2"], "10.0.0.0/8"), "10.0.0.2");
        assert_eq!(seen_in_bytes("10.0.0.1", &[b"1.1.1.1", b"\xff"], "10.0.0.0/8"), "10.0.0.1");
        assert_eq!(seen_in_bytes("10.0.0.1", &[b"\xff\xfe", b"203.0.113.5"], "10.0.0.0/8"), "203.0.113.5");
        assert_eq!(seen("10.0.0.1", &["1.1.1.1,, 10.0.0.2"], "10.0.0.0/8"), "10.0.0.2", "nothing is no hop");
    }

    #[test]
    fn each_untrusted_peer_is_warned_of_once_and_of_so_many_only() {
        let proxies = Proxies::trusting(&AddressRange::parse_list("10.0.0.0/8").unwrap());
        let mut headers = HeaderMap::new();
        let peer = |number: u32| public(IpAddr::V4(Ipv4Addr::from_bits(0xCB00_7100 + number)));
        assert!(!proxies.is_news(peer(1), &headers), "nobody is forwarded for");
        headers.insert(header::FORWARDED, HeaderValue::from_static("for=198.51.100.1"));
        assert!(!proxies.is_news(public("10.0.0.1".parse().unwrap()), &headers));
        assert!(proxies.is_news(peer(1), &headers));
        assert!(!proxies.is_news(peer(1), &headers));
        assert_eq!((0..1000).filter(|number| proxies.is_news(peer(*number), &headers)).count(), MOST_WARNINGS - 1);
    }
}
