//! The browser that a request comes from, by what it holds.

use domain::secret::Secret;

use crate::{
    keys::hash_secret,
    random::{Random, new_secret},
    storage::SecretHash,
};

/// The purpose of the hash of what a browser holds in which a user code was typed.
const CODE_ENTRY_PURPOSE: &str = "user-code-entry";
/// How long that is: 256 bits in base64url.
const LENGTH: usize = 43;

/// For how long a browser holds it, in seconds: as long as a page of the request may be left open.
pub const CODE_ENTRY_LIFETIME: i64 = 30 * 60;

/// The cookies of a browser that an authorization request goes on by.
#[derive(Clone, Copy, Default)]
pub struct Browser<'a> {
    /// The value of the cookie of the login session. The session may have ended.
    pub session: Option<&'a str>,
    /// The value of the cookie of a browser in which the code of a device was typed.
    pub code_entry: Option<&'a str>,
    /// The value of the cookie of a browser in which somebody signed in before.
    pub device: Option<&'a str>,
}

impl std::fmt::Debug for Browser<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Browser(…)")
    }
}

impl<'a> Browser<'a> {
    /// A browser with this session, or none, of which nothing else is known.
    pub const fn of(session: Option<&'a str>) -> Self {
        Self { session, code_entry: None, device: None }
    }

    /// The same browser as one in which nobody is signed in.
    #[must_use]
    pub const fn signed_out(self) -> Self {
        Self { session: None, ..self }
    }

    /// Returns what the browser holds from now on as the one in which a user code was typed: what it holds already, so that it can connect several
    /// devices at once, or something new.
    pub(crate) fn enters_code(self, random: &dyn Random) -> Secret<String> {
        let held = self.code_entry.filter(|held| held.len() == LENGTH);
        held.map_or_else(|| new_secret(random), |held| Secret::new(held.to_owned()))
    }

    /// Returns whether a code was typed in this browser.
    pub(crate) fn has_typed(self, by: BrowserOfCode) -> bool {
        self.code_entry.is_some_and(|held| BrowserOfCode::of(held) == by)
    }
}

/// The browser in which a user code was typed, by a hash of what it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub(crate) struct BrowserOfCode(SecretHash);

impl BrowserOfCode {
    /// The browser that holds this.
    pub(crate) fn of(held: &str) -> Self {
        Self(hash_secret(CODE_ENTRY_PURPOSE, held))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SeededRandom;

    fn holding(held: &str) -> Browser<'_> {
        Browser { code_entry: Some(held), ..Browser::default() }
    }

    #[test]
    fn a_browser_has_typed_what_was_typed_in_it_and_nothing_else() {
        let random = SeededRandom::default();
        let (mine, other) = (Browser::default().enters_code(&random), Browser::default().enters_code(&random));
        let typed = BrowserOfCode::of(mine.expose());
        assert!(holding(mine.expose()).has_typed(typed));
        assert!(!holding(other.expose()).has_typed(typed));
        assert!(!holding("").has_typed(typed) && !Browser::default().has_typed(typed));
        assert_eq!(holding(mine.expose()).enters_code(&random).expose(), mine.expose(), "a second code is typed in the same browser");
        assert_ne!(holding("short").enters_code(&random).expose(), "short");
    }
}
