//! Token families: the presentation of their refresh tokens, and their revocation.

use std::{future::Future, time::Instant};

use domain::{
    audit::AuditEvent,
    clock::Timestamp,
    family::Revocation,
    id::{FamilyId, TokenEventId, UserId, WorkspaceId},
    scope::Scopes,
    token_event::{TokenEvent, TokenEventKind},
    user::User,
};

use super::{
    basis::Basis,
    error::StorageError,
    usual_refresh::{Refreshed, UsualRefresh},
};
use crate::family::{Authorization, Family, Presentation, Transition};

/// The presentation of a refresh token to its family, in one transaction.
#[derive(Debug, Clone)]
pub struct PresentRefreshToken {
    /// The workspace of the family.
    pub workspace_id: WorkspaceId,
    /// Which family.
    pub family_id: FamilyId,
    /// What the decision rests on.
    pub basis: Basis,
    /// What is presented.
    pub presentation: Presentation,
    /// The moment of the presentation by the clock that never leaps. However long the request has waited since, its token counts as
    /// presented then.
    pub since: Instant,
    /// The identifier of the event that the storage writes with the move.
    pub event_id: TokenEventId,
    /// The scopes of the access token that will be issued, for the event.
    pub event_scopes: Scopes,
    /// The audit line that is written where the move is [`Transition::Reused`].
    pub reuse_audit: AuditEvent,
}

impl PresentRefreshToken {
    /// Returns the event that a storage writes with the move that led to `after`.
    pub fn event(&self, transition: Transition, after: &Family) -> TokenEvent {
        moved_event(self.event_id, self.presentation, transition, after, self.event_scopes.clone())
    }
}

impl UsualRefresh {
    /// Returns the event that a storage writes with the move that led to `after`.
    pub fn event(&self, transition: Transition, after: &Family) -> TokenEvent {
        moved_event(self.event_id, self.presentation, transition, after, self.scopes_of(after))
    }
}

fn moved_event(id: TokenEventId, presentation: Presentation, transition: Transition, after: &Family, scopes: Scopes) -> TokenEvent {
    let generation = after.position.generation;
    let kind = match transition {
        Transition::Rotated => TokenEventKind::Rotated { generation },
        Transition::Repeated => TokenEventKind::Repeated { generation },
        Transition::Retried => TokenEventKind::Retried { generation },
        Transition::Kept => TokenEventKind::Kept { generation },
        Transition::Reused => TokenEventKind::Reused { presented: presentation.generation, generation },
    };
    // Reuse brings no access token.
    let scopes = if transition == Transition::Reused { Scopes::none() } else { scopes };
    TokenEvent { scopes, ..family_event(id, &after.authorization, presentation.now, kind) }
}

/// The outcome of the presentation of a refresh token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RefreshOutcome {
    /// The family made this move, and is now as given.
    Moved(Transition, Family),
    /// The family, as given, has ended. Nothing was written.
    Ended(Family),
    /// The family, as given, was restored to before such a token was issued
    /// ([`Position::is_behind`](crate::family::Position::is_behind)). Nothing was written.
    Behind(Family),
    /// There is no such family. Nothing was written.
    Unknown,
    /// A row of the basis was changed since it was read, and nothing was written. The decision is to be made again.
    BasisChanged,
}

impl RefreshOutcome {
    /// Returns the outcome for a family in which a presentation makes no move.
    pub fn without_move(family: Family, presentation: Presentation) -> Self {
        let is_behind = family.position.is_behind(presentation.generation, presentation.now);
        if is_behind { Self::Behind(family) } else { Self::Ended(family) }
    }
}

/// A family with its user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnedFamily {
    /// The family.
    pub family: Family,
    /// Its user; none who was deleted.
    pub user: Option<User>,
}

/// The revocation of a family, in one transaction with its event.
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
    /// The audit line, where the revocation has one.
    pub audit: Option<AuditEvent>,
}

/// Returns the event that a storage writes with the revocation of a family.
pub fn revoked_event(id: TokenEventId, of: &Authorization, revocation: Revocation) -> TokenEvent {
    family_event(id, of, revocation.at, TokenEventKind::Revoked { reason: revocation.reason })
}

fn family_event(id: TokenEventId, of: &Authorization, at: Timestamp, kind: TokenEventKind) -> TokenEvent {
    TokenEvent {
        id,
        workspace_id: of.workspace_id,
        client_id: of.client_id,
        user_id: Some(of.user_id),
        family_id: Some(of.id),
        at,
        scopes: Scopes::none(),
        left_out: Scopes::none(),
        kind,
    }
}

/// Token families.
pub trait FamilyStorage {
    /// Returns the family with this identifier.
    fn find_family(&self, workspace: WorkspaceId, family: FamilyId) -> impl Future<Output = Result<Option<Family>, StorageError>> + Send;

    /// Returns the family with this identifier, with its user.
    fn find_owned_family(
        &self,
        workspace: WorkspaceId,
        family: FamilyId,
    ) -> impl Future<Output = Result<Option<OwnedFamily>, StorageError>> + Send;

    /// Returns the live families of a user, newest first.
    fn list_live_families(
        &self,
        workspace: WorkspaceId,
        user: UserId,
        now: Timestamp,
    ) -> impl Future<Output = Result<Vec<Family>, StorageError>> + Send;

    /// Makes the usual refresh, with its event, if [`UsualRefresh::due`] returns a move and the workspace and the client are in the
    /// versions that were decided by. Nothing is written otherwise: the refresh is to be decided and presented then
    /// ([`present_refresh_token`](Self::present_refresh_token)).
    fn refresh_as_usual(&self, refresh: UsualRefresh) -> impl Future<Output = Result<Option<Refreshed>, StorageError>> + Send;

    /// Presents a refresh token to its family: makes the move that [`Position::present`](crate::family::Position::present) returns, as
    /// one compare-and-swap of the whole position, with its event. However many present tokens at once, each generation gets one
    /// successor.
    fn present_refresh_token(&self, present: PresentRefreshToken) -> impl Future<Output = Result<RefreshOutcome, StorageError>> + Send;

    /// Records that a token of this generation was used; does nothing where it is not the current one. Idempotent.
    fn confirm(&self, workspace: WorkspaceId, family: FamilyId, generation: i64) -> impl Future<Output = Result<(), StorageError>> + Send;

    /// Revokes a family, with its event. Returns `false`, and writes nothing, where it was revoked before or does not exist.
    fn revoke_family(&self, revocation: FamilyRevocation) -> impl Future<Output = Result<bool, StorageError>> + Send;
}
