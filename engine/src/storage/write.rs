//! What the engine asks a storage to write as one, and what came of it where two may race.

use domain::{
    audit::AuditEvent,
    clock::Timestamp,
    family::{Revocation, RevocationReason},
    id::{ClientId, FamilyId, LoginSessionId, TokenEventId, UserId, WorkspaceId},
    policy::LimitRule,
    scope::Scopes,
    token_event::{TokenEvent, TokenEventKind},
};

use super::{Basis, LoginSession, Redeemed, SecretHash};
use crate::family::{Family, Presentation, Transition};

/// The exchange of a code, in one transaction.
#[derive(Debug, Clone)]
pub struct CodeRedemption {
    /// Which code.
    pub hash: SecretHash,
    /// Of which workspace.
    pub workspace_id: WorkspaceId,
    /// What was decided by. The login session is among it, unless the family outlives its session.
    pub basis: Basis,
    /// What is issued for it.
    pub redeemed: Redeemed,
    /// The family that begins with it.
    pub family: Option<Family>,
    /// How many live families of its user and client there may be, this one among them.
    pub cap: Option<FamilyCap>,
    /// The event.
    pub event: TokenEvent,
}

/// How many live families a user may have at a client.
#[derive(Debug, Clone, Copy)]
pub struct FamilyCap {
    /// At most; at least 1.
    pub most: u16,
    /// What becomes of those that are too many.
    pub rule: LimitRule,
    /// The identifiers of the events of those that end.
    pub event_ids: EventIds,
}

/// Identifiers for as many events of one point in time as a storage finds that it has to write.
#[derive(Debug, Clone, Copy)]
pub struct EventIds {
    at: Timestamp,
    seed: [u8; 10],
}

impl EventIds {
    /// From ten random bytes, of which the last four are counted on.
    pub const fn new(at: Timestamp, seed: [u8; 10]) -> Self {
        Self { at, seed }
    }

    /// The identifiers, one after the other.
    pub fn iter(&self) -> impl Iterator<Item = TokenEventId> + use<> {
        let Self { at, seed } = *self;
        let first = seed.last_chunk().copied().map_or(0, u32::from_be_bytes);
        (0..=u32::MAX).map(move |index| {
            let mut random = seed;
            if let Some(count) = random.last_chunk_mut() {
                *count = first.wrapping_add(index).to_be_bytes();
            }
            TokenEventId::new(at, random)
        })
    }
}

/// Who won the code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeOutcome {
    /// This exchange.
    Redeemed,
    /// Another one, before.
    AlreadyRedeemed,
    /// None: a row of the basis was changed since it was read. What it says now is to be decided by.
    BasisChanged,
    /// None: the user has as many families at the client as there may be, and none of them is to end ([`LimitRule::Refuse`]).
    LimitReached,
}

/// A refresh token on its way to the family's row.
#[derive(Debug, Clone)]
pub struct Advance {
    /// The workspace of the family.
    pub workspace_id: WorkspaceId,
    /// Which family.
    pub family_id: FamilyId,
    /// What was decided by.
    pub basis: Basis,
    /// What is presented.
    pub presentation: Presentation,
    /// The identifier of the event that the storage writes with the move.
    pub event_id: TokenEventId,
    /// The scopes of the access token that will be issued, for the event.
    pub event_scopes: Scopes,
    /// The audit line that is written where the move is [`Transition::Reused`].
    pub reuse_audit: AuditEvent,
}

impl Advance {
    /// The event that a storage writes with the move; none where nothing changes.
    pub fn event(&self, transition: Transition, after: &Family) -> Option<TokenEvent> {
        let generation = after.generation;
        let (kind, scopes) = match transition {
            Transition::Rotated => (TokenEventKind::Rotated { generation }, self.event_scopes.clone()),
            Transition::Repeated => (TokenEventKind::Repeated { generation }, self.event_scopes.clone()),
            Transition::Retried => (TokenEventKind::Retried { generation }, self.event_scopes.clone()),
            Transition::Kept => (TokenEventKind::Kept { generation }, self.event_scopes.clone()),
            Transition::Reused => (TokenEventKind::Reused { presented: self.presentation.generation, generation }, Scopes::none()),
            Transition::Gone | Transition::BasisChanged => return None,
        };
        Some(TokenEvent {
            id: self.event_id,
            workspace_id: after.workspace_id,
            client_id: after.client_id,
            user_id: Some(after.user_id),
            family_id: Some(after.id),
            at: self.presentation.now,
            scopes,
            left_out: Scopes::none(),
            kind,
        })
    }
}

/// The end of a family, in one transaction with its event.
#[derive(Debug, Clone)]
pub struct FamilyRevocation {
    /// The workspace of the family.
    pub workspace_id: WorkspaceId,
    /// Which family.
    pub family_id: FamilyId,
    /// When and why.
    pub revocation: Revocation,
    /// The identifier of the event.
    pub event_id: TokenEventId,
    /// An audit line, where one belongs to it.
    pub audit: Option<AuditEvent>,
}

/// The event of a family's end, which a storage writes with it.
pub fn revoked_event(id: TokenEventId, family: &Family, revocation: Revocation) -> TokenEvent {
    TokenEvent {
        id,
        workspace_id: family.workspace_id,
        client_id: family.client_id,
        user_id: Some(family.user_id),
        family_id: Some(family.id),
        at: revocation.at,
        scopes: Scopes::none(),
        left_out: Scopes::none(),
        kind: TokenEventKind::Revoked { reason: revocation.reason },
    }
}

/// The beginning of a login session, in one transaction.
#[derive(Debug, Clone)]
pub struct SessionStart {
    /// The session.
    pub session: LoginSession,
    /// What was decided by: the user, in the version that the password was checked against.
    pub basis: Basis,
    /// The audit line.
    pub audit: AuditEvent,
    /// The end of the session that this browser had before, whoever's it was.
    pub replaces: Option<SessionEnd>,
}

/// Which login sessions a user ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndedSessions {
    /// This one.
    Itself(LoginSessionId),
    /// All of the user's but this one.
    AllBut(LoginSessionId),
}

/// The end of login sessions by their user, in one transaction with the end of the families that end with them.
#[derive(Debug, Clone)]
pub struct SessionEnd {
    /// The workspace of the sessions.
    pub workspace_id: WorkspaceId,
    /// Whose they are.
    pub user_id: UserId,
    /// Which sessions. Families whose session is long over end with it all the same.
    pub sessions: EndedSessions,
    /// When.
    pub at: Timestamp,
    /// The audit line.
    pub audit: AuditEvent,
    /// The identifiers of the events of the families that end, with [`RevocationReason::Logout`].
    pub event_ids: EventIds,
}

impl SessionEnd {
    /// What is written to the families that end.
    pub const fn revocation(&self) -> Revocation {
        Revocation { at: self.at, reason: RevocationReason::Logout }
    }
}

/// The end of all that a user gave a client: its families, the codes that could begin one, the access tokens that came without one,
/// and what the user agreed to.
#[derive(Debug, Clone)]
pub struct AccessEnd {
    /// The workspace of both.
    pub workspace_id: WorkspaceId,
    /// Who ends it.
    pub user_id: UserId,
    /// The client that it is taken from.
    pub client_id: ClientId,
    /// When and why.
    pub revocation: Revocation,
    /// The audit line.
    pub audit: AuditEvent,
    /// The identifiers of the events of the families that end.
    pub event_ids: EventIds,
}
