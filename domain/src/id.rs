//! Typed identifiers: sortable UUIDs (version 7, RFC 9562 §5.7) that cannot be taken for one another.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::clock::Timestamp;

/// The text is not an identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not an identifier")]
pub struct InvalidId;

/// Returns the first and the last identifier that begin with a text of 8 characters or more; none where the text begins no identifier.
pub fn ids_that_begin_with(text: &str) -> Option<(Uuid, Uuid)> {
    const HYPHENS: [usize; 4] = [8, 13, 18, 23];
    let text = text.to_ascii_lowercase();
    let is_part = |(at, byte): (usize, u8)| if HYPHENS.contains(&at) { byte == b'-' } else { matches!(byte, b'0'..=b'9' | b'a'..=b'f') };
    if !(8..=36).contains(&text.len()) || !text.bytes().enumerate().all(is_part) {
        return None;
    }
    let digits: String = text.chars().filter(|part| *part != '-').collect();
    let filled = |with: &str| Uuid::try_parse(&format!("{digits}{}", with.repeat(32 - digits.len()))).ok();
    filled("0").zip(filled("f"))
}

macro_rules! typed_ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// A new identifier, made from the time and 10 random bytes.
            pub fn new(now: Timestamp, random: [u8; 10]) -> Self {
                let millis = u64::try_from(now.as_millis()).unwrap_or_default();
                Self(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
            }

            /// The identifier that this UUID is.
            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The UUID under the type, for storage and wire formats.
            pub const fn as_uuid(self) -> Uuid {
                self.0
            }

            /// The time that it was made from (RFC 9562 §5.7); of an identifier that is not ours it means nothing.
            pub const fn made_at(self) -> Timestamp {
                let [a, b, c, d, e, f, ..] = self.0.into_bytes();
                Timestamp::from_millis(i64::from_be_bytes([0, 0, a, b, c, d, e, f]))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                // One spelling only, so that an identifier can be compared as text by whoever stores it.
                if text.len() == 36 && !text.bytes().any(|byte| byte.is_ascii_uppercase()) {
                    Uuid::try_parse(text).map(Self).map_err(|_| InvalidId)
                } else {
                    Err(InvalidId)
                }
            }
        }
    )*};
}

typed_ids! {
    /// A tenant: one customer of an installation.
    TenantId
    /// A workspace: one authorization server of a tenant.
    WorkspaceId
    /// A client (RFC 6749 §2.2: the client identifier is not a secret).
    ClientId
    /// A service: a group of scopes.
    ServiceId
    /// A user of a workspace's pool, the resource owner; the `sub` of its tokens.
    UserId
    /// An administrator of the console.
    AdministratorId
    /// A token of an administrator for the admin API.
    ApiTokenId
    /// A token that lets whoever has it register clients.
    InitialAccessTokenId
    /// A passkey of an administrator or a user.
    PasskeyId
    /// A subject of a trusted issuer that is linked to a user.
    LinkedSubjectId
    /// A role of a tenant, or of the installation.
    RoleId
    /// The assignment of a role to an administrator.
    AssignmentId
    /// The invitation of an administrator.
    InvitationId
    /// A session of an administrator at the console.
    ConsoleSessionId
    /// A token family: one authorization that yielded a refresh token.
    FamilyId
    /// A login session of a user at the authorization server; the `sid` of ID tokens.
    LoginSessionId
    /// The part of a client in a login session, of whose end it is told.
    SessionClientId
    /// A logout token; its `jti`.
    LogoutTokenId
    /// A signing key; the `kid` of a JWS header.
    KeyId
    /// An access token; the `jti` of one that stands for itself.
    AccessTokenId
    /// An audit line.
    AuditEventId
    /// An event of the token engine.
    TokenEventId
    /// A mail that is to be sent.
    MailId
    /// A job of a workspace.
    JobId
    /// A filter of a list that an administrator keeps.
    SavedViewId
    /// A webhook of a tenant.
    WebhookId
    /// An attempt to deliver something to a webhook.
    WebhookAttemptId
}

#[cfg(test)]
mod prefix_tests {
    use super::*;

    #[test]
    fn an_identifier_is_among_those_that_begin_as_it_does() {
        let text = "019b76da-a800-7fc5-a834-84c7fc1161c8";
        let id = Uuid::try_parse(text).unwrap();
        for length in 8..=text.len() {
            let (first, last) = ids_that_begin_with(&text[..length]).unwrap();
            assert!(first <= id && id <= last, "{length}");
        }
        assert_eq!(ids_that_begin_with(text), Some((id, id)));
        assert_eq!(ids_that_begin_with(&text.to_uppercase()), Some((id, id)));
        for other in ["019b76d", "019b76daa800", "shopping", "019b76da-", &format!("{text}0")] {
            assert_eq!(ids_that_begin_with(other).is_some(), other == "019b76da-", "{other}");
        }
    }
}
