//! One-time codes of authenticator apps (TOTP, RFC 6238): six digits for each half minute, by HMAC-SHA-1, which is what every app takes.

use aws_lc_rs::hmac;
use domain::{clock::Timestamp, secret::Secret};
use subtle::ConstantTimeEq as _;
use url::form_urlencoded::byte_serialize;

use super::base32::base32;
use crate::random::{self, Random};

/// How long a code is shown, in seconds (RFC 6238 §5.2).
const STEP: i64 = 30;
/// How many steps a clock may be ahead or behind (RFC 6238 §5.2, §6).
const DRIFT: i64 = 1;
/// How many codes there are: six digits (RFC 4226 §5.3).
const CODES: u32 = 1_000_000;
/// How many characters of an address name the server, and how many the account.
const LABEL: usize = 150;

/// The secret that an authenticator app and the server share: 160 bits (RFC 4226 §4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TotpSecret(Secret<[u8; 20]>);

impl TotpSecret {
    /// How many digits a code has.
    pub(super) const DIGITS: usize = 6;

    /// A new secret.
    pub fn new(random: &dyn Random) -> Self {
        Self(Secret::new(random::bytes(random)))
    }

    /// Returns the secret of these bytes, if there are 20.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(|bytes| Self(Secret::new(bytes)))
    }

    /// Shows its bytes, to be sealed.
    pub const fn expose(&self) -> &[u8; 20] {
        self.0.expose()
    }

    /// The secret as it is typed into an app.
    pub fn base32(&self) -> String {
        base32(self.expose())
    }

    /// The address by which an app takes the secret, as a QR code holds it (the key URI format that Google Authenticator began).
    pub fn address(&self, issuer: &str, account: &str) -> String {
        let (issuer, account) = (label(issuer), label(account));
        format!("otpauth://totp/{issuer}:{account}?secret={}&issuer={issuer}", self.base32())
    }

    /// Returns the step of a code that is shown now, or one step before or after. A code of the step `used` is refused, and so is each
    /// earlier one: none works twice (RFC 6238 §5.2).
    pub fn verify(&self, typed: &str, now: Timestamp, used: i64) -> Option<i64> {
        let typed: String = typed.chars().filter(|letter| !letter.is_whitespace()).collect();
        if typed.len() != Self::DIGITS || !typed.bytes().all(|digit| digit.is_ascii_digit()) {
            return None;
        }
        let typed: u32 = typed.parse().ok()?;
        let step = now.as_seconds().div_euclid(STEP);
        let right = |step: &i64| bool::from(self.code(*step).to_be_bytes().ct_eq(&typed.to_be_bytes()));
        (step - DRIFT..=step + DRIFT).filter(|step| *step > used).find(right)
    }

    /// Returns the code of a step (RFC 4226 §5.3).
    fn code(&self, step: i64) -> u32 {
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, self.expose());
        let digest = hmac::sign(&key, &step.to_be_bytes());
        let digest = digest.as_ref();
        let offset = usize::from(digest.last().copied().unwrap_or_default() & 0xf);
        let word = digest.get(offset..offset + 4).and_then(|word| word.try_into().ok()).map_or(0, u32::from_be_bytes);
        (word & 0x7fff_ffff) % CODES
    }

    /// Returns a secret that is typed into an app, or was.
    pub fn from_base32(text: &str) -> Option<Self> {
        Self::from_bytes(&super::base32::bytes_of(text)?)
    }

    /// Returns the code that an app shows at this time.
    #[cfg(feature = "testing")]
    pub fn code_at(&self, now: Timestamp) -> String {
        format!("{:06}", self.code(now.as_seconds().div_euclid(STEP)))
    }
}

/// Returns a name as it stands in an address, without the colon that divides two. One that is too long for a code that a camera reads is cut:
/// it is for people, who tell accounts apart by it.
fn label(name: &str) -> String {
    let letters = name.chars().map(|letter| if letter == ':' { ' ' } else { letter });
    let quoted = letters.map(|letter| byte_serialize(letter.encode_utf8(&mut [0; 4]).as_bytes()).collect::<String>().replace('+', "%20"));
    let fits = |length: &mut usize, quoted: String| {
        *length += quoted.len();
        (*length <= LABEL).then_some(quoted)
    };
    quoted.scan(0, fits).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_millis(seconds * 1000)
    }

    /// RFC 6238 appendix B, SHA-1, of whose eight digits these are the last six.
    #[test]
    fn the_codes_are_those_of_the_standard() {
        let secret = TotpSecret::from_bytes(b"12345678901234567890").unwrap();
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(secret.code_at(at(seconds)), code);
            assert_eq!(secret.verify(code, at(seconds), 0), Some(seconds / 30));
        }
    }

    #[test]
    fn a_code_works_within_half_a_minute_of_its_time_and_once() {
        let secret = TotpSecret::from_bytes(b"12345678901234567890").unwrap();
        let now = 1_800_000_000;
        let code = secret.code_at(at(now));
        for (later, works) in [(-31, false), (-30, true), (0, true), (30, true), (59, true), (60, false)] {
            assert_eq!(secret.verify(&code, at(now + later), 0).is_some(), works, "{later}");
        }
        let used = secret.verify(&code, at(now), 0).unwrap();
        assert_eq!(secret.verify(&code, at(now), used), None, "a second time");
        assert_eq!(secret.verify(&secret.code_at(at(now - 30)), at(now), used), None, "and nothing before it");
        assert!(secret.verify(&secret.code_at(at(now + 30)), at(now + 1), used).is_some());
        for nonsense in ["", "12345", "1234567", "abcdef", "１２３４５６", "-12345", "+12345"] {
            assert_eq!(secret.verify(nonsense, at(now), 0), None, "{nonsense}");
        }
        let spaced = format!(" {} {}", &code[..3], &code[3..]);
        assert!(secret.verify(&spaced, at(now), 0).is_some(), "as apps show it");
    }

    #[test]
    fn a_secret_is_scanned_by_an_address_and_does_not_show_itself() {
        let secret = TotpSecret::from_bytes(b"12345678901234567890").unwrap();
        assert_eq!(
            secret.address("Café: Shop", "ann@example.com"),
            "otpauth://totp/Caf%C3%A9%20%20Shop:ann%40example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Caf%C3%A9%20%20Shop"
        );
        assert_eq!(format!("{secret:?}"), "TotpSecret(…)");
        let long = secret.address(&"😀".repeat(100), &"日".repeat(254));
        assert!(long.len() < 600 && long.starts_with("otpauth://totp/%F0%9F%98%80"), "{long}");
        assert!(long.ends_with("%F0%9F%98%80"), "no half of a letter: {long}");
    }
}
