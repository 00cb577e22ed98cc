//! The headers in which a proxy passes on the certificate of a client (RFC 9440).

use base64::{
    Engine as _, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};

/// The most characters of a certificate in a header: several times as many as one with a long RSA key has.
const LONGEST: usize = 16 * 1024;
/// The most certificates between that of a client and its authority. Authorities have one or two; what each more costs, strangers can ask for.
pub const MOST_IN_CHAIN: usize = 4;

/// RFC 8941 §4.2.7: padding may be missing.
const BASE64: GeneralPurpose =
    GeneralPurpose::new(&alphabet::STANDARD, GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent));

/// Reads the value of `Client-Cert`: a certificate in DER, as a byte sequence (RFC 9440 §2.2, RFC 8941 §3.3.5).
pub fn read_header(value: &str) -> Option<Vec<u8>> {
    let (certificate, rest) = byte_sequence(value.trim_matches(' '))?;
    is_parameters(rest).then_some(certificate)
}

/// Reads the value of `Client-Cert-Chain`: the certificates that issued one another, up to [`MOST_IN_CHAIN`] of them (RFC 9440 §2.3).
pub fn read_chain_header(value: &str) -> Option<Vec<Vec<u8>>> {
    let mut chain = Vec::new();
    let mut rest = value.trim_matches(' ');
    loop {
        let (certificate, after) = byte_sequence(rest)?;
        chain.push(certificate);
        let (parameters, next) = after.split_once(',').map_or((after, None), |(parameters, next)| (parameters, Some(next)));
        if !is_parameters(parameters.trim_end_matches([' ', '\t'])) {
            return None;
        }
        match next {
            None => return Some(chain),
            Some(_) if chain.len() >= MOST_IN_CHAIN => return None,
            Some(next) => rest = next.trim_start_matches([' ', '\t']),
        }
    }
}

/// Reads the bytes between two colons, and returns what follows them.
fn byte_sequence(text: &str) -> Option<(Vec<u8>, &str)> {
    let (encoded, rest) = text.strip_prefix(':')?.split_once(':')?;
    if encoded.is_empty() || encoded.len() > LONGEST {
        return None;
    }
    Some((BASE64.decode(encoded).ok()?, rest))
}

/// Whether there is nothing, or parameters, which mean nothing here (RFC 8941 §3.1.2).
fn is_parameters(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with(';')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Clauses: 235.
    #[test]
    fn a_certificate_is_a_byte_sequence_and_nothing_else() {
        for (value, bytes) in [(":AQID:", &[1, 2, 3][..]), (" :AQ==: ", &[1]), (":AQ:", &[1]), (":AQID:;a=b", &[1, 2, 3])] {
            assert_eq!(read_header(value).as_deref(), Some(bytes), "{value}");
        }
        let pem = "-----BEGIN CERTIFICATE-----";
        for wrong in ["", "::", ":", "AQID", ":AQID", "AQID:", ":AQ-D:", ":AQID: :AQID:", ":AQID:x", ":AQID:,:AQID:", pem] {
            assert_eq!(read_header(wrong), None, "{wrong}");
        }
        assert_eq!(read_header(&format!(":{}:", "A".repeat(LONGEST + 4))), None);
    }

    #[test]
    fn a_chain_is_a_list_of_them() {
        assert_eq!(read_chain_header(":AQID:"), Some(vec![vec![1, 2, 3]]));
        assert_eq!(read_chain_header(":AQID:,:Ag==: ;x=1,\t:Aw==:"), None, "no space stands before parameters");
        assert_eq!(read_chain_header(":AQID:, :Ag==:;x=1 ,\t:Aw==:"), Some(vec![vec![1, 2, 3], vec![2], vec![3]]));
        for wrong in ["", ",", ":AQID:,", ",:AQID:", ":AQID: :Ag==:"] {
            assert_eq!(read_chain_header(wrong), None, "{wrong}");
        }
        let chain = |count: usize| vec![":AQID:"; count].join(", ");
        assert_eq!(read_chain_header(&chain(MOST_IN_CHAIN)).map(|chain| chain.len()), Some(MOST_IN_CHAIN));
        assert_eq!(read_chain_header(&chain(MOST_IN_CHAIN + 1)), None);
    }
}
