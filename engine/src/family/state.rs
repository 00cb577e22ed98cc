//! The family's state machine: what happens when one of its refresh tokens is presented.
//!
//! It is a function of the row, the token and the time, so that every storage makes the same move and can be held to it.

use domain::{
    clock::Timestamp,
    family::{EndRule, Revocation, RevocationReason},
    id::{ClientId, FamilyId, LoginSessionId, UserId, WorkspaceId},
    lifetime::IdleTtl,
    policy::{Retry, RetryWindow},
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
    /// Whether the current token, or an access token issued with it, was used: then somebody holds it.
    pub confirmed: bool,
    /// When the current generation was made: the earliest time at which the answer that carries it can have left.
    pub rotated_at: Timestamp,
    /// When it began.
    pub created_at: Timestamp,
    /// When one of its tokens was last used; within a retry window it is brought up to date only as the idle lifetime needs it.
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

/// A refresh token whose form, MAC and client have been checked, on its way to the family's row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Presentation {
    /// The generation that the token carries.
    pub generation: i64,
    /// When it is presented.
    pub now: Timestamp,
    /// Whether the policy replaces tokens at all.
    pub rotate: bool,
    /// For how long a token that was replaced still gets its successor.
    pub retry: Retry,
}

impl Presentation {
    /// Returns the presentation by a request that has been under way until `until`: where the current generation was made in between,
    /// the token was current when it was presented, however long the request had to wait since.
    #[must_use]
    pub fn under_way_until(self, until: Timestamp, family: &Family) -> Self {
        let in_between = (self.now..=until).contains(&family.rotated_at);
        Self { now: if in_between { family.rotated_at } else { self.now }, ..self }
    }
}

/// What a presentation does to its family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transition {
    /// The current token was presented: its successor is now current.
    Rotated,
    /// The current token was presented again within the retry window, and stays.
    Repeated,
    /// The previous token was presented within the bounds of a retry: a lost answer or a straggler. It gets the current one.
    Retried,
    /// The current token was presented and stays, because rotation is off.
    Kept,
    /// A superseded token was presented: someone has a copy. The family is revoked (RFC 9700 §4.14.2).
    Reused,
    /// The family has ended, or never made such a token. Nothing changes.
    Gone,
    /// What the presentation was decided by was changed before the move was made. Nothing changes, and it is to be decided again. A storage
    /// says it; the family alone cannot.
    BasisChanged,
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

    /// Returns the move that a presentation makes, and the family after it.
    ///
    /// There is at most one rotation in a retry window, so the previous token alone can have been current within the last one: whoever
    /// presents it gets the current token. The order of the checks is the engine's promise: a family that has ended stays as it ended,
    /// and outside the window reuse is recognised by the number alone, at any age.
    #[must_use]
    pub fn present(&self, presentation: Presentation) -> (Transition, Self) {
        let Presentation { generation, now, rotate, retry } = presentation;
        let mut next = self.clone();
        // A number that was never given out is no proof of theft: it means that this database is older than the token.
        if !self.is_live(now) || generation < 0 || generation > self.generation {
            return (Transition::Gone, next);
        }
        let in_window = self.rotated_within(retry.window, now);
        if generation == self.generation {
            // Generation 0 comes from a code, not from a rotation.
            if rotate && in_window && self.generation > 0 {
                next.confirmed = true;
                next.last_used_at = self.touched(now);
                return (Transition::Repeated, next);
            }
            next.last_used_at = now.max(self.last_used_at);
            if rotate {
                next.generation += 1;
                next.confirmed = false;
                next.rotated_at = now;
                return (Transition::Rotated, next);
            }
            next.confirmed = true;
            return (Transition::Kept, next);
        }
        let unconfirmed = retry.until_first_use && !self.confirmed;
        if generation == self.generation - 1 && (in_window || unconfirmed) {
            next.last_used_at = self.touched(now);
            return (Transition::Retried, next);
        }
        next.revoked = Some(Revocation { at: now, reason: RevocationReason::RefreshTokenReuse });
        (Transition::Reused, next)
    }

    /// Returns the row with what a reader knows who saw `before` in the database at `seen_at`: a rotation that took its place was
    /// committed later, so no answer to it can have left earlier, whatever time the rotation gave itself.
    #[must_use]
    pub fn rotated_after(mut self, before: &Self, seen_at: Timestamp) -> Self {
        if self.generation == before.generation + 1 {
            self.rotated_at = self.rotated_at.max(seen_at);
        }
        self
    }

    /// Returns whether a reuse of this generation may be none: it is the previous one, the window has passed by the time that the
    /// rotation gave itself, and nobody was seen to hold the answer. Its commit may have stalled, and its time may be about to be moved.
    pub fn is_in_doubt(&self, transition: Transition, presentation: Presentation) -> bool {
        let bounded = presentation.retry.window.as_seconds() > 0;
        transition == Transition::Reused && presentation.generation == self.generation - 1 && !self.confirmed && bounded
    }

    /// Returns whether the current generation was made less than a window ago. The distance counts in both directions, because the
    /// clocks of two nodes may differ by a little.
    fn rotated_within(&self, window: RetryWindow, now: Timestamp) -> bool {
        now.millis_apart(self.rotated_at) < window.as_seconds().unsigned_abs() * 1000
    }

    /// Returns the last use after one at `now` that need not be written: it moves by more than a tenth of the idle lifetime, or stays.
    fn touched(&self, now: Timestamp) -> Timestamp {
        let idle = self.idle_ttl.as_seconds();
        if idle > 0 && now.as_millis() - self.last_used_at.as_millis() > idle * 100 { now } else { self.last_used_at }
    }
}
