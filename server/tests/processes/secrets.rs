//! What nobody may find, and the search for it.

use std::{collections::HashMap, fmt::Write as _};

use base64::{Engine as _, engine::general_purpose};

/// So many bytes of a secret in one place are no chance.
const WINDOW: usize = 16;

type Window = [u8; WINDOW];

/// Secrets, by the beginning and the end of each form in which they could lie somewhere.
#[derive(Debug, Clone, Default)]
pub(crate) struct Secrets {
    windows: HashMap<Window, &'static str>,
}

impl Secrets {
    /// Of a token that says something to everybody, a JWT or a refresh token, only what makes it work is a secret.
    pub(crate) fn remember(&mut self, secret: &str) {
        let text = secret.rsplit('.').next().unwrap();
        // Version, family and generation are 25 bytes, which are 34 characters of base64; the rest is the MAC.
        let (text, public) = if secret.starts_with("rt1.") { (&text[34..], 25) } else { (text, 0) };
        let mut raw = vec![(text.as_bytes().to_vec(), "itself")];
        for base64 in [&general_purpose::URL_SAFE_NO_PAD, &general_purpose::STANDARD] {
            let whole = secret.rsplit('.').next().unwrap();
            raw.extend(base64.decode(whole).into_iter().map(|bytes| (bytes[public..].to_vec(), "decoded")));
        }
        for (bytes, form) in raw {
            let lower = hex(&bytes);
            self.keep(lower.to_ascii_uppercase().as_bytes(), "in hex");
            self.keep(lower.as_bytes(), "in hex");
            self.keep(general_purpose::STANDARD.encode(&bytes).as_bytes(), "in base64");
            self.keep(general_purpose::URL_SAFE_NO_PAD.encode(&bytes).as_bytes(), "in base64");
            self.keep(&bytes, form);
        }
    }

    /// What every private P-256 key begins with that is written as it is (PKCS #8, DER): it must be nowhere but sealed.
    pub(crate) fn remember_private_keys(&mut self) {
        const PKCS8: [u8; WINDOW] = [0x30, 0x81, 0x87, 2, 1, 0, 0x30, 0x13, 6, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2];
        self.keep(&PKCS8, "a private key");
        self.keep(hex(&PKCS8).as_bytes(), "a private key in hex");
    }

    /// How many places there are to look for.
    pub(crate) fn len(&self) -> usize {
        self.windows.len()
    }

    fn keep(&mut self, bytes: &[u8], form: &'static str) {
        for window in [bytes.first_chunk(), bytes.last_chunk()].into_iter().flatten() {
            self.windows.insert(*window, form);
        }
    }

    /// The first of them that is there, with what stands before and after it.
    pub(crate) fn find_in(&self, haystack: &[u8]) -> Option<String> {
        let found = haystack.windows(WINDOW).enumerate().find_map(|(at, window)| Some((at, self.windows.get(window)?)));
        found.map(|(at, form)| {
            let around = &haystack[at.saturating_sub(80)..haystack.len().min(at + 80)];
            format!("{form}: {}", String::from_utf8_lossy(around))
        })
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[test]
fn a_secret_is_found_in_whatever_form_it_lies_there() {
    let mac: [u8; 32] = std::array::from_fn(|at| u8::try_from(at * 7).unwrap());
    let decoded = [[1; 25].as_slice(), &mac].concat();
    let token = format!("rt1.{}", general_purpose::URL_SAFE_NO_PAD.encode(&decoded));
    let mut secrets = Secrets::default();
    secrets.remember(&token);
    secrets.remember("correct-horse-battery");
    let hex = hex(&mac);
    let base64 = general_purpose::STANDARD.encode("correct-horse-battery");
    for place in [token.as_bytes(), &decoded, hex.as_bytes(), b"password=correct-horse-battery", base64.as_bytes()] {
        let haystack = [b"before".as_slice(), place, b"after"].concat();
        assert!(secrets.find_in(&haystack).is_some_and(|found| found.contains("after")));
    }
    assert_eq!(secrets.find_in(&token.as_bytes()[..36]), None, "what anybody may know of it");
    assert_eq!(secrets.find_in(b"nothing of that kind is here"), None);
}
