//! Where a request comes from, for rate limits and the log.

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::Arc,
};

use axum::{
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, HeaderName},
    middleware::Next,
    response::Response,
};

use crate::config::AddressRange;

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The address of whoever asks, in the request's extensions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ClientAddress(pub IpAddr);

/// Finds the address and leaves it in the request's extensions.
pub async fn remember(State(trusted): State<Arc<[AddressRange]>>, mut request: Request, next: Next) -> Response {
    // Without a connection, as in tests of the router, it is this machine that asks.
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |peer| peer.0.ip());
    let address = client_address(peer, request.headers(), &trusted);
    request.extensions_mut().insert(ClientAddress(address));
    next.run(request).await
}

/// Goes back from the peer through `X-Forwarded-For` for as long as the one who speaks is a trusted proxy: each proxy adds, on the right,
/// the address that it saw. What stands further to the left anybody can have written.
fn client_address(peer: IpAddr, headers: &HeaderMap, trusted: &[AddressRange]) -> IpAddr {
    let is_trusted = |address: IpAddr| trusted.iter().any(|range| range.contains(address));
    let lines: Vec<&str> = headers.get_all(X_FORWARDED_FOR).iter().filter_map(|line| line.to_str().ok()).collect();
    let mut address = peer;
    for hop in lines.iter().rev().flat_map(|line| line.rsplit(',')) {
        if !is_trusted(address) {
            break;
        }
        let Some(hop) = parse_hop(hop.trim()) else { break };
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
    use super::*;

    fn seen(peer: &str, forwarded: &[&'static str], trusted: &str) -> String {
        let mut headers = HeaderMap::new();
        for line in forwarded {
            headers.append(X_FORWARDED_FOR, axum::http::HeaderValue::from_static(line));
        }
        client_address(peer.parse().unwrap(), &headers, &AddressRange::parse_list(trusted).unwrap()).to_string()
    }

    #[test]
    fn nobody_is_believed_who_is_not_a_trusted_proxy() {
        assert_eq!(seen("203.0.113.7", &["198.51.100.1"], ""), "203.0.113.7");
        assert_eq!(seen("203.0.113.7", &["198.51.100.1"], "10.0.0.0/8"), "203.0.113.7");
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
}
