//! The network that an address belongs to, as far as limits are concerned.

use std::net::{IpAddr, Ipv6Addr};

/// The network of an address: the address itself in IPv4, the /64 in IPv6, because that is what one customer is given to send from
/// (RFC 6177 §2). An IPv4 address that came in by an IPv6 socket is that IPv4 address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Network(IpAddr);

impl From<IpAddr> for Network {
    fn from(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V6(address) => Self(Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)).into()),
            address @ IpAddr::V4(_) => Self(address),
        }
    }
}

impl Network {
    /// The bytes of its first address, which tell it from others.
    pub(crate) fn octets(self) -> Vec<u8> {
        match self.0 {
            IpAddr::V4(address) => address.octets().to_vec(),
            IpAddr::V6(address) => address.octets().to_vec(),
        }
    }
}

/// Where strangers come from, as far as what they have waiting is shared out between them: the address in IPv4, the /48 in IPv6, because whoever is
/// given one has 65,536 of the networks that limits are counted by (RFC 6177 §2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Site([u8; 16]);

impl From<IpAddr> for Site {
    fn from(address: IpAddr) -> Self {
        Self(match address.to_canonical() {
            IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() >> 80 << 80).octets(),
            IpAddr::V4(address) => address.to_ipv6_mapped().octets(),
        })
    }
}

impl Site {
    /// The site of these bytes, which are kept.
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The bytes by which it is kept.
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_has_many_networks_is_one_site() {
        let site = |address: &str| Site::from(address.parse::<IpAddr>().unwrap());
        assert_eq!(site("2001:db8::1"), site("2001:db8:0:ffff::1"));
        assert_ne!(site("2001:db8::1"), site("2001:db8:1::1"));
        assert_eq!(site("::ffff:203.0.113.7"), site("203.0.113.7"));
        assert_ne!(site("203.0.113.7"), site("203.0.113.8"));
        assert_ne!(site("0.0.0.0"), site("::1"));
        assert_eq!(Site::from_bytes(*site("203.0.113.7").as_bytes()), site("203.0.113.7"));
    }

    fn network(address: &str) -> Network {
        address.parse::<IpAddr>().unwrap().into()
    }

    #[test]
    fn an_ipv6_customer_is_one_network_and_an_ipv4_address_is_one_in_any_spelling() {
        assert_eq!(network("2001:db8::1"), network("2001:db8::ffff:1"));
        assert_ne!(network("2001:db8::1"), network("2001:db8:0:1::1"));
        assert_eq!(network("::ffff:203.0.113.7"), network("203.0.113.7"));
        assert_ne!(network("203.0.113.7"), network("203.0.113.8"));
    }
}
