//! Scopes (RFC 6749 §3.3).

use std::{collections::BTreeSet, fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// The scope that asks for an ID token (OpenID Connect Core §3.1.2.1).
pub const OPENID: &str = "openid";
/// The scope of the user's name (OpenID Connect Core §5.4).
pub const PROFILE: &str = "profile";
/// The scope of the user's e-mail address (OpenID Connect Core §5.4).
pub const EMAIL: &str = "email";
/// The scope of the user's postal address (OpenID Connect Core §5.4).
pub const ADDRESS: &str = "address";
/// The scope of the user's telephone number (OpenID Connect Core §5.4).
pub const PHONE: &str = "phone";
/// The scope that asks for a refresh token (OpenID Connect Core §11).
pub const OFFLINE_ACCESS: &str = "offline_access";
/// The scope that lets a client, as a resource server, introspect tokens that were issued to others.
pub const INTROSPECT_TOKENS: &str = "introspect_tokens";
/// Scopes that say something of a user, or are theirs to give: of no use where a client acts for itself.
const OF_A_USER: [&str; 6] = [OPENID, PROFILE, EMAIL, ADDRESS, PHONE, OFFLINE_ACCESS];
/// Scopes of a client itself, which no user is asked for.
const OF_A_CLIENT: [&str; 1] = [INTROSPECT_TOKENS];

/// One scope token: 1 to 100 printable characters without space, `"` and `\`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Scope(String);

/// The text is not a scope token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("A scope has 1 to 100 printable ASCII characters, without spaces, quotes and backslashes.")]
pub struct InvalidScope;

impl Scope {
    /// Checks a scope token (RFC 6749 appendix A.4).
    pub fn parse(text: &str) -> Result<Self, InvalidScope> {
        let allowed = |byte: u8| matches!(byte, 0x21 | 0x23..=0x5b | 0x5d..=0x7e);
        if (1..=100).contains(&text.len()) && text.bytes().all(allowed) { Ok(Self(text.to_owned())) } else { Err(InvalidScope) }
    }

    /// The scope as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns whether a user can be asked for it.
    pub fn is_for_users(&self) -> bool {
        !OF_A_CLIENT.contains(&self.as_str())
    }

    /// Returns whether a client that acts for itself can have it.
    pub fn is_for_clients(&self) -> bool {
        !OF_A_USER.contains(&self.as_str())
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl TryFrom<String> for Scope {
    type Error = InvalidScope;

    fn try_from(text: String) -> Result<Self, InvalidScope> {
        Self::parse(&text)
    }
}

impl From<Scope> for String {
    fn from(scope: Scope) -> Self {
        scope.0
    }
}

/// A set of scopes; as text, a list with single spaces in alphabetical order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Scopes(BTreeSet<Scope>);

impl Scopes {
    /// No scope.
    pub const fn none() -> Self {
        Self(BTreeSet::new())
    }

    /// Returns whether the set has this scope.
    pub fn contains(&self, scope: &str) -> bool {
        // Scopes are few; a look-up by `&str` would ask for a `Borrow` that promises more than `Ord` on text.
        self.0.iter().any(|held| held.as_str() == scope)
    }

    /// Returns whether all scopes are among `others`.
    pub fn is_subset(&self, others: &Self) -> bool {
        self.0.is_subset(&others.0)
    }

    /// Those that are in both.
    #[must_use]
    pub fn intersection(&self, others: &Self) -> Self {
        Self(self.0.intersection(&others.0).cloned().collect())
    }

    /// Those of both.
    #[must_use]
    pub fn union(&self, others: &Self) -> Self {
        Self(self.0.union(&others.0).cloned().collect())
    }

    /// All but this one.
    #[must_use]
    pub fn without(&self, scope: &str) -> Self {
        Self(self.0.iter().filter(|held| held.as_str() != scope).cloned().collect())
    }

    /// Those that are not among `others`.
    #[must_use]
    pub fn difference(&self, others: &Self) -> Self {
        Self(self.0.difference(&others.0).cloned().collect())
    }

    /// Those for which this holds.
    #[must_use]
    pub fn only(&self, holds: impl Fn(&Scope) -> bool) -> Self {
        Self(self.0.iter().filter(|scope| holds(scope)).cloned().collect())
    }

    /// Adds a scope.
    pub fn insert(&mut self, scope: Scope) {
        self.0.insert(scope);
    }

    /// Each scope, in alphabetical order.
    pub fn iter(&self) -> impl Iterator<Item = &Scope> {
        self.0.iter()
    }

    /// Returns whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<Scope> for Scopes {
    fn from_iter<I: IntoIterator<Item = Scope>>(scopes: I) -> Self {
        Self(scopes.into_iter().collect())
    }
}

impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, scope) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str(" ")?;
            }
            scope.fmt(f)?;
        }
        Ok(())
    }
}

impl FromStr for Scopes {
    type Err = InvalidScope;

    /// Reads a list of scopes; more than one space between two is forgiven.
    fn from_str(text: &str) -> Result<Self, InvalidScope> {
        text.split(' ').filter(|token| !token.is_empty()).map(Scope::parse).collect()
    }
}

impl TryFrom<String> for Scopes {
    type Error = InvalidScope;

    fn try_from(text: String) -> Result<Self, InvalidScope> {
        text.parse()
    }
}

impl From<Scopes> for String {
    fn from(scopes: Scopes) -> Self {
        scopes.to_string()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_list_of_scopes_reads_back_as_it_was_written(tokens in proptest::collection::btree_set("[!#-\\[\\]-~]{1,20}", 0..6)) {
            let scopes: Scopes = tokens.iter().map(|token| Scope::parse(token).unwrap()).collect();
            prop_assert_eq!(scopes.to_string().parse::<Scopes>().unwrap(), scopes);
        }
    }

    #[test]
    fn a_scope_takes_no_quote_backslash_or_control_character() {
        for text in ["a\"b", "a\\b", "a\tb", "ä", ""] {
            assert_eq!(Scope::parse(text), Err(InvalidScope), "{text:?}");
        }
    }
}
