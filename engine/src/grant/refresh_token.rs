//! The refresh token grant (RFC 6749 §6).

mod check;
mod issue;
mod presentation;
mod usual;

use domain::audit::AuditAction;

use check::CheckedRefresh;
pub(crate) use check::RefreshCheck;
use issue::Moved;
pub(crate) use presentation::presentation_for;

use super::request::{GrantRequest, Latest};
use crate::{
    audit::Line,
    engine::Engine,
    error::{Error, Refusal},
    family::{Family, Presentation, RefreshToken, Transition},
    refusal::ErrorCode,
    storage::{Basis, PresentRefreshToken, RefreshOutcome, Storage},
    token::{TokenResponse, UserGrant},
    trail::Trail,
};

/// A refresh that nothing speaks against, before its family is touched.
struct DecidedRefresh {
    present: PresentRefreshToken,
    checked: CheckedRefresh,
}

impl<S: Storage> Engine<S> {
    /// Refreshes. What can be refused without the database is refused first. The usual refresh takes one statement; what is not usual, or is
    /// refused, is decided with care.
    pub(crate) async fn refresh(&self, request: GrantRequest<'_>) -> Result<TokenResponse, Error> {
        let Some(usual) = self.usual_refresh(&request)? else {
            let decided = self.decide_refresh(&request).await?;
            self.use_proof_of(&request).await?;
            return self.settle_refresh(&request, decided).await;
        };
        self.use_proof_of(&request).await?;
        if let Some(response) = self.refresh_at_once(&request, usual).await? {
            return Ok(response);
        }
        let decided = self.decide_refresh(&request).await?;
        self.settle_refresh(&request, decided).await
    }

    /// Moves the family once; only a token that comes back after its time ends it. If settings change meanwhile, the refresh is decided
    /// again by the new ones.
    async fn settle_refresh(&self, request: &GrantRequest<'_>, mut decided: DecidedRefresh) -> Result<TokenResponse, Error> {
        let mut latest = Latest::of(*request);
        loop {
            if let Some(response) = self.move_family(&latest.request(), decided).await? {
                return Ok(response);
            }
            self.renew(&mut latest).await?;
            decided = self.decide_refresh(&latest.request()).await?;
        }
    }

    async fn decide_refresh(&self, request: &GrantRequest<'_>) -> Result<DecidedRefresh, Error> {
        let GrantRequest { realm, client, now, .. } = *request;
        let RefreshCheck { family, generation, verdict, place } = self.check_refresh(request, &mut Trail::default()).await?;
        let is_placed = |refusal: Refusal| refusal.code() == ErrorCode::InvalidAuthorizationDetails;
        let checked = verdict.map_err(|refusal| Error::refused_at(refusal, place.filter(|_| is_placed(refusal))))?;
        let presentation = presentation_for(realm, client, family.authorization.bound_to.is_some(), generation, now);
        // What has ended stays so, and is not presented: a dead token that is sent again and again takes one read.
        if family.position.present(presentation).is_none() {
            return Err(immovable(&family, presentation).into());
        }
        let reused = Line::by_client(AuditAction::RefreshTokenReused, client, family.authorization.id.to_string());
        let present = PresentRefreshToken {
            workspace_id: realm.workspace.id,
            family_id: family.authorization.id,
            basis: Basis::of_client(&realm.workspace, client).and_user(&checked.user),
            presentation,
            since: request.since,
            event_id: self.event_id(now),
            event_scopes: checked.scopes.clone(),
            reuse_audit: self.audit(realm, now, reused),
        };
        Ok(DecidedRefresh { present, checked })
    }

    /// Makes the move that was decided, and issues what it brings; nothing if what it was decided by has changed since.
    async fn move_family(&self, request: &GrantRequest<'_>, decided: DecidedRefresh) -> Result<Option<TokenResponse>, Error> {
        let DecidedRefresh { present, checked: CheckedRefresh { binding, user, scopes, resources, details } } = decided;
        let (transition, Family { authorization, position }) = match self.storage().present_refresh_token(present).await? {
            RefreshOutcome::Moved(transition, family) => refreshes(transition).map(|()| (transition, family))?,
            RefreshOutcome::Ended(family) => return Err(ended(&family).into()),
            RefreshOutcome::Behind(_) => return Err(Refusal::TokenAheadOfDatabase.into()),
            RefreshOutcome::Unknown => return Err(Refusal::UnknownRefreshToken.into()),
            RefreshOutcome::BasisChanged => return Ok(None),
        };
        let subject = self.subject(request.realm.workspace.id, user.id, authorization.sector.as_ref()).await?;
        let grant = UserGrant {
            client: request.client,
            user: &user,
            subject,
            scopes: &scopes,
            resources: &resources,
            details: &details,
            bound_to: binding.of_access_token(),
            auth_time: authorization.auth_time,
            signed_in_by: authorization.signed_in_by,
            acr: authorization.acr,
            claims: authorization.claims.within(&request.client.settings.scopes, &request.realm.workspace.tokens.claim_mappings),
            login_session: authorization.login_session_id,
            family: Some((authorization.id, position.generation)),
            ends_at: Some(position.expires_at),
            nonce: None,
            now: request.now,
        };
        let successor = RefreshToken { family_id: authorization.id, generation: position.generation };
        self.issue_with(request.realm, grant, Moved { transition, successor, expiration: position.expiration() }).await.map(Some)
    }
}

/// Checks whether a move brings new tokens.
pub(crate) const fn refreshes(transition: Transition) -> Result<(), Refusal> {
    match transition {
        Transition::Rotated | Transition::Repeated | Transition::Retried | Transition::Kept => Ok(()),
        Transition::Reused => Err(Refusal::ReusedRefreshToken),
    }
}

/// Returns the refusal of a token with which its family makes no move.
pub(crate) fn immovable(family: &Family, presentation: Presentation) -> Refusal {
    let is_behind = family.position.is_behind(presentation.generation, presentation.now);
    if is_behind { Refusal::TokenAheadOfDatabase } else { ended(family) }
}

/// Returns the refusal of a token whose family has ended.
const fn ended(family: &Family) -> Refusal {
    if family.position.revoked.is_some() { Refusal::RevokedRefreshToken } else { Refusal::ExpiredRefreshToken }
}
