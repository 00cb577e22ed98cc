//! The family's state machine: what happens when one of its refresh tokens is presented.
//!
//! It is a function of the row, the token and the time, so that every storage makes the same move and can be held to it.

use domain::{
    clock::Timestamp,
    family::{EndRule, Revocation, RevocationReason},
    id::{ClientId, FamilyId, LoginSessionId, UserId, WorkspaceId},
    lifetime::IdleTtl,
    policy::Retry,
    resource::Resources,
    scope::Scopes,
    thumbprint::Thumbprint,
};

/// A token family.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Family {
    /// Its identifier, which its tokens carry.
    pub id: FamilyId,
    /// The workspace it belongs to.
    pub workspace_id: WorkspaceId,
    /// The client it was issued to, and no other may use it (RFC 6749 §10.4).
    pub client_id: ClientId,
    /// The user who authorized it.
    pub user_id: UserId,
    /// The login session it was authorized in.
    pub login_session_id: LoginSessionId,
    /// What was granted; narrowing one access token does not narrow it (RFC 6749 §6).
    pub scopes: Scopes,
    /// When the user authenticated, which no refresh changes (OpenID Connect Core §12.2).
    pub auth_time: Timestamp,
    /// The number of its current refresh token, from 0.
    pub generation: i64,
    /// Is it known that the client holds the current token? Then the previous one is superseded for good.
    pub confirmed: bool,
    /// When the current generation was made.
    pub rotated_at: Timestamp,
    /// How often the previous token has come back since.
    pub retries: u8,
    /// When it began.
    pub created_at: Timestamp,
    /// When one of its tokens was last used.
    pub last_used_at: Timestamp,
    /// When it ends at the latest. Rotation never moves it.
    pub expires_at: Timestamp,
    /// The rule that set this; never [`EndRule::Idle`], which is reckoned from the last use.
    pub expires_by: EndRule,
    /// After how long without use it ends.
    pub idle_ttl: IdleTtl,
    /// Does it end when its login session is ended?
    pub ends_with_session: bool,
    /// The key that its tokens are bound to; a public client's alone (RFC 9449 §5).
    pub dpop_jkt: Option<Thumbprint>,
    /// The resource servers that were granted (RFC 8707); narrowing one access token does not narrow them.
    pub resources: Resources,
    /// Its early end.
    pub revoked: Option<Revocation>,
}

/// Presentations of one token within so many seconds of its rotation were sent at once, by tabs of one browser or instances of one
/// server: they are answered alike, and do not count as retries.
pub const SIMULTANEOUS_SECONDS: i64 = 5;

/// A refresh token whose form, MAC and client have been checked, on its way to the family's row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Presentation {
    /// The generation that the token carries.
    pub generation: i64,
    /// When it is presented.
    pub now: Timestamp,
    /// Is the token to be replaced?
    pub rotate: bool,
    /// How far the loss of an answer is forgiven.
    pub retry: Retry,
}

/// What a presentation does to its family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transition {
    /// The current token was presented: its successor is now current.
    Rotated,
    /// The previous token was presented, and nobody can tell that the client got its successor: it gets the same one again.
    Retried,
    /// The current token was presented and stays, because rotation is off.
    Kept,
    /// A superseded token was presented: someone has a copy. The family is revoked (RFC 9700 §4.14.2).
    Reused,
    /// The family has ended, or never made such a token. Nothing changes.
    Gone,
}

impl Family {
    /// When it ends if it is not used before and nobody ends it, and by which rule.
    pub fn end(&self) -> (Timestamp, EndRule) {
        let idle = self.last_used_at.plus_seconds(self.idle_ttl.as_seconds());
        if self.idle_ttl.as_seconds() > 0 && idle < self.expires_at { (idle, EndRule::Idle) } else { (self.expires_at, self.expires_by) }
    }

    /// Has it neither expired nor been revoked?
    pub fn is_live(&self, now: Timestamp) -> bool {
        self.revoked.is_none() && now < self.end().0
    }

    /// The move that a presentation makes, and the family after it. The order of the checks is the engine's promise:
    /// a family that has ended stays as it ended; reuse is recognised by the number alone, at any age.
    #[must_use]
    pub fn present(&self, presentation: Presentation) -> (Transition, Self) {
        let Presentation { generation, now, rotate, retry } = presentation;
        let mut next = self.clone();
        // A number that was never given out is no proof of theft: it means that this database is older than the token.
        if !self.is_live(now) || generation < 0 || generation > self.generation {
            return (Transition::Gone, next);
        }
        if generation == self.generation {
            next.last_used_at = now.max(self.last_used_at);
            if rotate {
                next.generation += 1;
                next.confirmed = false;
                next.rotated_at = now;
                next.retries = 0;
                return (Transition::Rotated, next);
            }
            next.confirmed = true;
            return (Transition::Kept, next);
        }
        let since = now.seconds_since(self.rotated_at);
        // The clocks of two nodes may differ by a little; one that was set back by more does not open a way that was closed.
        let at_once = since.abs() <= SIMULTANEOUS_SECONDS;
        let forgiven = match retry {
            Retry::Within { window, count } => {
                let in_time = since <= window.as_seconds() && window.as_seconds() > 0;
                in_time && (at_once || self.retries < count.get())
            }
            Retry::UntilFirstUse => true,
        };
        // An access token that was used says that one of those who asked at once has the answer, and not that all of them have. Where
        // tokens are kept it may be the successor itself that was used, and then the way back is closed.
        let open = !self.confirmed || (at_once && rotate);
        if generation == self.generation - 1 && open && forgiven {
            next.last_used_at = now.max(self.last_used_at);
            next.retries = self.retries.saturating_add(u8::from(!at_once));
            return (Transition::Retried, next);
        }
        next.revoked = Some(Revocation { at: now, reason: RevocationReason::RefreshTokenReuse });
        (Transition::Reused, next)
    }
}
