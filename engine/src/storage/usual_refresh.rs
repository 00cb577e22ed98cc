//! The usual refresh: with the current token of a family, or with the one before it while that still gets its successor, and for the scopes
//! that were granted or fewer.

use std::time::Instant;

use domain::{
    binding::Binding,
    clock::Timestamp,
    id::{ClientId, FamilyId, LoginSessionId, TokenEventId, WorkspaceId},
    scope::{OFFLINE_ACCESS, Scopes},
    sign_in_method::{Acr, SignInMethod},
    subject_type::SectorIdentifier,
    user::{User, UserStatus},
};

use crate::{
    family::{Expiration, Family, Position, Presentation, Transition},
    granted_claims::GrantedClaims,
};

/// A refresh that is decided but for its family and its user, so that a storage can read, check and move the family in one statement.
#[derive(Debug, Clone)]
pub struct UsualRefresh {
    /// The workspace, in the version that was decided by.
    pub workspace: (WorkspaceId, i64),
    /// The client, in the version that was decided by.
    pub client: (ClientId, i64),
    /// The family that the refresh token names.
    pub family_id: FamilyId,
    /// The presentation of the refresh token.
    pub presentation: Presentation,
    /// The moment of the presentation by the clock that never leaps.
    pub since: Instant,
    /// What a family must be bound to; with `None` it must be bound to nothing.
    pub bound_to: Option<Binding>,
    /// The families that may still be refreshed: those with `offline_access`, and those without.
    pub allowed: AllowedFamilies,
    /// The scopes that the client may have. A family with another scope is not refreshed here.
    pub scopes: Scopes,
    /// The scopes of the access token, where the request names them: a family without one of them is not refreshed here.
    pub narrowed: Option<Scopes>,
    /// The identifier of the event that the storage writes with the move.
    pub event_id: TokenEventId,
}

/// The families that the settings allow to be refreshed, by the grounds that they began on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AllowedFamilies {
    /// Those with `offline_access`.
    pub with_offline_access: bool,
    /// Those without.
    pub without_offline_access: bool,
}

/// What the tokens of a usual refresh are made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refreshed {
    /// The move of the family; never [`Transition::Reused`].
    pub transition: Transition,
    /// The generation of the family now.
    pub generation: i64,
    /// Until when the client can count on its refresh token now.
    pub expiration: Expiration,
    /// The scopes of the access token.
    pub scopes: Scopes,
    /// When the user authenticated.
    pub auth_time: Timestamp,
    /// How the user signed in then, where that is known.
    pub signed_in_by: Option<SignInMethod>,
    /// The level as which the client is told of that, where it asked for one.
    pub acr: Option<Acr>,
    /// The claims that the client gets by themselves, beside those of its scopes.
    pub claims: GrantedClaims,
    /// The sector that names the user to the client; none where that is by their identifier.
    pub sector: Option<SectorIdentifier>,
    /// The login session that the family was authorized in.
    pub login_session_id: LoginSessionId,
    /// The user, who is active.
    pub user: User,
}

impl UsualRefresh {
    /// Returns the move of a family of this user and the position after it; `None` where this is not the usual refresh, or none at all.
    /// The versions are the storage's to compare.
    pub fn due(&self, family: &Family, user: &User) -> Option<(Transition, Position)> {
        let Family { authorization, position } = family;
        let allowed = if authorization.scopes.contains(OFFLINE_ACCESS) {
            self.allowed.with_offline_access
        } else {
            self.allowed.without_offline_access
        };
        let is_usual = allowed
            && (authorization.workspace_id, authorization.client_id) == (self.workspace.0, self.client.0)
            && authorization.bound_to == self.bound_to
            && authorization.scopes.is_subset(&self.scopes)
            && self.narrowed.as_ref().is_none_or(|narrowed| narrowed.is_subset(&authorization.scopes))
            && authorization.resources.is_empty()
            && authorization.authorization_details.is_empty()
            && user.status == UserStatus::Active;
        if !is_usual {
            return None;
        }
        // Reuse ends the family, with an audit line: that is decided with care.
        position.present(self.presentation).filter(|(transition, _)| *transition != Transition::Reused)
    }

    /// Returns what the tokens are made of, after the move that led to `after`, of this user.
    pub fn refreshed(&self, transition: Transition, after: &Family, user: User) -> Refreshed {
        Refreshed {
            transition,
            generation: after.position.generation,
            expiration: after.position.expiration(),
            scopes: self.scopes_of(after),
            auth_time: after.authorization.auth_time,
            signed_in_by: after.authorization.signed_in_by,
            acr: after.authorization.acr,
            claims: after.authorization.claims.clone(),
            sector: after.authorization.sector.clone(),
            login_session_id: after.authorization.login_session_id,
            user,
        }
    }

    /// Returns the scopes of the access token for a family.
    pub(super) fn scopes_of(&self, family: &Family) -> Scopes {
        self.narrowed.as_ref().unwrap_or(&family.authorization.scopes).clone()
    }
}
