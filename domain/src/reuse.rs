//! Reuse of refresh tokens: an old one came back and ended its family (RFC 9700 §4.14.2). Each can be marked as handled.

use std::{fmt, net::IpAddr};

use serde::{Deserialize, Serialize};

use crate::{
    audit::ActorKind,
    clock::Timestamp,
    family::DELETED_USER,
    id::{ClientId, FamilyId, TokenEventId, UserId, WorkspaceId},
    invisible::holds_invisible,
    problem::Problem,
};

/// What was found out about a reuse, or done about it: at most 500 characters, with line breaks, and possibly none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ReuseNote(String);

impl ReuseNote {
    /// The most characters that a note may have.
    pub const MAX_CHARS: u32 = 500;

    /// Takes the spaces around a note away and checks the rest. A line break is `\n`, however it was sent.
    ///
    /// # Errors
    /// [`Problem::TooLong`]; [`Problem::InvisibleCharacter`] where it holds a control character beside line breaks, or one that changes how others
    /// are seen.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let text = text.replace("\r\n", "\n");
        let text = text.trim();
        if text.chars().count() > Self::MAX_CHARS as usize {
            Err(Problem::TooLong { most: Self::MAX_CHARS })
        } else if text.split('\n').any(holds_invisible) {
            Err(Problem::InvisibleCharacter)
        } else {
            Ok(Self(text.to_owned()))
        }
    }

    /// The note as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for ReuseNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The mark of a reuse that somebody has handled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handled {
    /// When it was marked.
    pub at: Timestamp,
    /// The kind of actor that marked it.
    pub by_kind: ActorKind,
    /// Who marked it, by the name that audit lines have.
    pub by: String,
    /// What they wrote about it.
    pub note: ReuseNote,
}

/// An old refresh token that came back. It ended its family, which therefore has one reuse at most.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reuse {
    /// The identifier of its event; sorts by time.
    pub id: TokenEventId,
    /// Where it happened.
    pub workspace_id: WorkspaceId,
    /// The family that it ended.
    pub family_id: FamilyId,
    /// The client that presented the token.
    pub client_id: ClientId,
    /// The user of the family.
    pub user_id: UserId,
    /// The generation that was presented.
    pub presented: i64,
    /// The generation that was current.
    pub generation: i64,
    /// The network address that it came from; none where it is not known.
    pub address: Option<IpAddr>,
    /// The mark; none while nobody has handled it.
    pub handled: Option<Handled>,
    /// Counts the changes of the mark.
    pub version: i64,
}

impl Reuse {
    /// Returns when it happened.
    pub const fn at(&self) -> Timestamp {
        self.id.made_at()
    }

    /// Returns which of the family's tokens came back, and how many it had by then, both counted from 1.
    pub const fn tokens(&self) -> (i64, i64) {
        (self.presented + 1, self.generation + 1)
    }
}

/// A reuse with the names of its client and its user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReuseLine {
    /// The reuse.
    pub reuse: Reuse,
    /// What the client is called.
    pub client_name: String,
    /// What the user signs in with; none if they were deleted.
    pub user_identifier: Option<String>,
}

impl ReuseLine {
    /// The user in words.
    pub fn user_words(&self) -> &str {
        self.user_identifier.as_deref().unwrap_or(DELETED_USER)
    }

    /// Returns which of how many tokens came back, in words.
    pub fn token_words(&self) -> String {
        let (which, many) = self.reuse.tokens();
        format!("token {which} of {many}")
    }
}

/// Which reuses a list shows; all where nothing is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReuseFilter {
    /// Those at this client.
    pub client: Option<ClientId>,
    /// Those of this user.
    pub user: Option<UserId>,
    /// That of this family.
    pub family: Option<FamilyId>,
    /// Those that were handled, or those that were not.
    pub handled: Option<bool>,
    /// Those from this time on.
    pub since: Option<Timestamp>,
    /// Those before this time.
    pub until: Option<Timestamp>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_has_lines_that_can_be_seen() {
        assert_eq!(ReuseNote::parse(" lost phone\r\nsigned out \n").unwrap().as_str(), "lost phone\nsigned out");
        assert!(ReuseNote::parse(" \n ").unwrap().is_empty());
        assert!(ReuseNote::parse(&"ü".repeat(500)).is_ok());
        assert_eq!(ReuseNote::parse(&"ü".repeat(501)), Err(Problem::TooLong { most: 500 }));
        for odd in ["nothing\0", "a\tb", "\u{202e}desrever", "a\rb"] {
            assert_eq!(ReuseNote::parse(odd), Err(Problem::InvisibleCharacter), "{odd:?}");
        }
    }

    #[test]
    fn tokens_are_counted_from_one() {
        let start = Timestamp::from_millis(0);
        let reuse = Reuse {
            id: TokenEventId::new(Timestamp::from_millis(1_795_000_000_000), [0; 10]),
            workspace_id: WorkspaceId::new(start, [0; 10]),
            family_id: FamilyId::new(start, [0; 10]),
            client_id: ClientId::new(start, [0; 10]),
            user_id: UserId::new(start, [0; 10]),
            presented: 0,
            generation: 7,
            address: None,
            handled: None,
            version: 0,
        };
        assert_eq!(reuse.at(), Timestamp::from_millis(1_795_000_000_000));
        let line = ReuseLine { reuse, client_name: "Shop".to_owned(), user_identifier: None };
        assert_eq!((line.token_words().as_str(), line.user_words()), ("token 1 of 8", DELETED_USER));
    }
}
