//! The family's state machine: what happens when one of its refresh tokens is presented.
//!
//! It is a function of the family's position, the token and the time, so that every storage makes the same move and can be tested
//! against it. It has no access to what was granted, and so cannot change it.

use domain::{
    clock::Timestamp,
    family::{EndRule, Revocation, RevocationReason},
    lifetime::IdleTtl,
    policy::{Retry, RetryWindow},
};

use super::authorization::Authorization;

/// A token family.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Family {
    /// What was granted once and never changes.
    pub authorization: Authorization,
    /// Where the family stands now.
    pub position: Position,
}

/// Where a family stands: everything about it that changes. A storage compares and writes it as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The number of the current refresh token, from 0.
    pub generation: i64,
    /// Whether the current token, or an access token issued with it, was used: then the client has received it.
    pub confirmed: bool,
    /// When the current generation was made: the earliest time at which the response that carries it can have left.
    pub rotated_at: Timestamp,
    /// When a token of the family was last used; within a retry window it is updated only as often as the idle lifetime needs it.
    pub last_used_at: Timestamp,
    /// When the family ends at the latest. Rotation never moves it.
    pub expires_at: Timestamp,
    /// The rule that set [`expires_at`](Self::expires_at); never [`EndRule::Idle`], which counts from the last use.
    pub expires_by: EndRule,
    /// After how long without use the family ends.
    pub idle_ttl: IdleTtl,
    /// The revocation that ended the family early.
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
    /// Returns the presentation by a request that has been in progress until `until`: where the current generation was made in between,
    /// the token was current when it was presented, however long the request had to wait since.
    #[must_use]
    pub fn in_progress_until(self, until: Timestamp, position: &Position) -> Self {
        let in_between = (self.now..=until).contains(&position.rotated_at);
        Self { now: if in_between { position.rotated_at } else { self.now }, ..self }
    }
}

/// What a presentation does to its family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transition {
    /// The current token was presented: its successor is now current.
    Rotated,
    /// The current token was presented again within the retry window, and stays current.
    Repeated,
    /// The previous token was presented within the bounds of a retry: a lost response or a late request. It gets the current token.
    Retried,
    /// The current token was presented and stays current, because rotation is off.
    Kept,
    /// A superseded token was presented: someone has a copy. The family is revoked (RFC 9700 §4.14.2).
    Reused,
}

/// Until when a client can count on a refresh token (draft-ietf-oauth-refresh-token-expiration-02 §5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expiration {
    /// When the refresh token expires unless it is used; no later than the authorization.
    pub refresh_token: Timestamp,
    /// When the authorization expires that it stands for. Its use does not move it.
    pub authorization: Timestamp,
}

impl Position {
    /// Returns until when a client can count on the current refresh token.
    pub fn expiration(&self) -> Expiration {
        Expiration { refresh_token: self.end().0, authorization: self.expires_at }
    }

    /// Returns when the family ends if it is not used or revoked before, and by which rule.
    pub fn end(&self) -> (Timestamp, EndRule) {
        let idle = self.last_used_at.plus_seconds(self.idle_ttl.as_seconds());
        if self.idle_ttl.as_seconds() > 0 && idle < self.expires_at { (idle, EndRule::Idle) } else { (self.expires_at, self.expires_by) }
    }

    /// Returns whether the family has neither expired nor been revoked.
    pub fn is_live(&self, now: Timestamp) -> bool {
        self.revoked.is_none() && now < self.end().0
    }

    /// Returns whether the family was set back to before a token of this generation was issued: its database was restored from an older
    /// copy. What has ended whatever its generation is not behind.
    pub fn is_behind(&self, generation: i64, now: Timestamp) -> bool {
        // By the absolute end alone: the last use that is known is older than the token, too.
        generation > self.generation && self.revoked.is_none() && now < self.expires_at
    }

    /// Returns the move that a presentation makes and the position after it; `None`, and nothing changes, where the family has ended or
    /// never made such a token.
    ///
    /// There is at most one rotation in a retry window, so only the previous token can have been current within the last one: whoever
    /// presents it gets the current token. The order of the checks is a promise of the engine: a family that has ended stays ended, and
    /// outside the window reuse is recognised by the number alone, at any age.
    #[must_use]
    pub fn present(&self, presentation: Presentation) -> Option<(Transition, Self)> {
        let Presentation { generation, now, rotate, retry } = presentation;
        // A number that was never issued is no proof of theft: the database is older than the token.
        if !self.is_live(now) || generation < 0 || generation > self.generation {
            return None;
        }
        let mut next = *self;
        let in_window = self.rotated_within(retry.window, now);
        if generation == self.generation {
            // Generation 0 comes from a code, not from a rotation.
            if rotate && in_window && self.generation > 0 {
                next.confirmed = true;
                next.last_used_at = self.touched(now);
                return Some((Transition::Repeated, next));
            }
            next.last_used_at = now.max(self.last_used_at);
            if rotate {
                next.generation += 1;
                next.confirmed = false;
                next.rotated_at = now;
                return Some((Transition::Rotated, next));
            }
            next.confirmed = true;
            return Some((Transition::Kept, next));
        }
        let unconfirmed = retry.until_first_use && !self.confirmed;
        if generation == self.generation - 1 && (in_window || unconfirmed) {
            next.last_used_at = self.touched(now);
            return Some((Transition::Retried, next));
        }
        next.revoked = Some(Revocation { at: now, reason: RevocationReason::RefreshTokenReuse });
        Some((Transition::Reused, next))
    }

    /// Returns the position as known to a reader who saw `before` in the database at `seen_at`: a rotation that replaced it was committed
    /// later, so no response to it can have left earlier, whatever time the rotation recorded.
    #[must_use]
    pub fn rotated_after(mut self, before: &Self, seen_at: Timestamp) -> Self {
        if self.generation == before.generation + 1 {
            self.rotated_at = self.rotated_at.max(seen_at);
        }
        self
    }

    /// Returns whether a presentation that looks like reuse may be none: it is of the previous token, the window has passed by the time
    /// that the rotation recorded, and nobody was seen to have received the successor. The commit of the rotation may have stalled, and
    /// its time may be about to be moved.
    pub fn is_in_doubt(&self, transition: Transition, presentation: Presentation) -> bool {
        let bounded = presentation.retry.window.as_seconds() > 0;
        transition == Transition::Reused && presentation.generation == self.generation - 1 && !self.confirmed && bounded
    }

    /// Returns whether the current generation was made less than a window ago. The distance counts in both directions, because the
    /// clocks of two nodes may differ by a little.
    fn rotated_within(&self, window: RetryWindow, now: Timestamp) -> bool {
        now.millis_apart(self.rotated_at) < window.as_seconds().unsigned_abs() * 1000
    }

    /// Returns the last use after one at `now` within a window: it moves by more than a tenth of the idle lifetime, or stays.
    fn touched(&self, now: Timestamp) -> Timestamp {
        let idle = self.idle_ttl.as_seconds();
        if idle > 0 && now.as_millis() - self.last_used_at.as_millis() > idle * 100 { now } else { self.last_used_at }
    }
}
