//! A range of addresses, as a list of trusted proxies has it.

use std::net::IpAddr;

/// An address, or all that begin with the same bits (RFC 4632 §3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AddressRange {
    address: IpAddr,
    bits: u32,
}

impl AddressRange {
    /// Reads `10.0.0.1`, `10.0.0.0/8` or `2001:db8::/32`.
    pub fn parse(text: &str) -> Option<Self> {
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address, Some(bits.parse().ok()?)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().ok()?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.unwrap_or(most);
        (bits <= most).then_some(Self { address, bits })
    }

    /// Reads several, with commas between them.
    pub fn parse_list(text: &str) -> Option<Vec<Self>> {
        text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(Self::parse).collect()
    }

    /// Returns whether the range is wider than any network of one owner: than `10.0.0.0/8`, or `fc00::/7`.
    pub fn is_wide(&self) -> bool {
        self.bits < if self.address.is_ipv4() { 8 } else { 7 }
    }

    /// Returns whether the range contains this address.
    pub fn contains(&self, address: IpAddr) -> bool {
        // An IPv4 address that came in by an IPv6 socket is still that IPv4 address.
        match (self.address.to_canonical(), address.to_canonical()) {
            (IpAddr::V4(range), IpAddr::V4(address)) => same_start(range.to_bits().into(), address.to_bits().into(), 32, self.bits),
            (IpAddr::V6(range), IpAddr::V6(address)) => same_start(range.to_bits(), address.to_bits(), 128, self.bits),
            _ => false,
        }
    }
}

fn same_start(range: u128, address: u128, width: u32, bits: u32) -> bool {
    // With no bit to compare, the shift would be as wide as the number.
    (range ^ address).checked_shr(width.saturating_sub(bits)).unwrap_or(0) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contains(range: &str, address: &str) -> bool {
        AddressRange::parse(range).unwrap().contains(address.parse().unwrap())
    }

    #[test]
    fn a_range_holds_what_begins_alike() {
        assert!(contains("10.0.0.1", "10.0.0.1"));
        assert!(!contains("10.0.0.1", "10.0.0.2"));
        assert!(contains("10.0.0.0/8", "10.200.3.4"));
        assert!(!contains("10.0.0.0/8", "11.0.0.1"));
        assert!(contains("0.0.0.0/0", "203.0.113.7"));
        assert!(contains("2001:db8::/32", "2001:db8:1::1"));
        assert!(!contains("2001:db8::/32", "2001:db9::1"));
        assert!(contains("::/0", "2001:db9::1"));
        assert!(contains("10.0.0.0/8", "::ffff:10.0.0.1"));
        assert!(!contains("::/0", "10.0.0.1"));
    }

    #[test]
    fn what_is_no_range_is_refused() {
        for refused in ["", "10.0.0", "10.0.0.0/33", "::/129", "10.0.0.0/", "proxy.example"] {
            assert_eq!(AddressRange::parse(refused), None, "{refused}");
        }
        assert_eq!(AddressRange::parse_list("10.0.0.1, ::1").unwrap().len(), 2);
        assert_eq!(AddressRange::parse_list("10.0.0.1, x"), None);
    }
}
