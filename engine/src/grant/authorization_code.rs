//! The authorization code grant (RFC 6749 §4.1.3, OpenID Connect Core §3.1.3).

mod check;
mod decision;

use domain::{
    audit::AuditAction,
    clock::Timestamp,
    decision::{Decision, Grounds, RefreshFacts, decide},
    family::{EndRule, Revocation, RevocationReason},
    id::{FamilyId, SessionClientId},
    in_force,
    scope::{OFFLINE_ACCESS, OPENID, Scopes},
    subject_type::SignInSector,
    token_event::{TokenEvent, TokenEventKind},
};

pub(crate) use check::CODE_PURPOSE;
pub(super) use check::CheckedCode;
use check::PresentedCode;

use super::request::{GrantRequest, Latest};
use crate::{
    audit::Line,
    engine::Engine,
    error::{Error, Refusal},
    family::{Authorization, Family, Position, RefreshToken},
    storage::{
        AuthorizationCode, Basis, CodeOutcome, CodeRedemption, EventIds, FamilyCap, FamilyRevocation, Redeemed, SessionClient, Storage,
    },
    token::{ExpiresIn, TokenResponse, UserGrant, UserTokens},
};

/// What came of an attempt to redeem a code.
pub(super) enum Redemption {
    /// This exchange has it.
    Issued(Box<TokenResponse>),
    /// Another exchange has it.
    AlreadyRedeemed,
}

impl<S: Storage> Engine<S> {
    /// Exchanges a code for tokens. A request that is refused consumes nothing; a code that comes back ends what was issued for it.
    pub(crate) async fn exchange_code(&self, request: GrantRequest<'_>) -> Result<TokenResponse, Error> {
        let mut presented = self.check_code(&request).await?;
        // A proof that was used before means that the request was sent again, and not that somebody else has the code.
        self.use_proof_of(&request).await?;
        let mut latest = Latest::of(request);
        let redemption = loop {
            if let Some(redemption) = self.exchange(&latest.request(), &presented).await? {
                break redemption;
            }
            self.renew(&mut latest).await?;
            presented = self.check_code(&latest.request()).await?;
        };
        match redemption {
            Redemption::Issued(response) => Ok(*response),
            // Another exchange was quicker; what it got ends now, as it would have a second later.
            Redemption::AlreadyRedeemed => {
                let winner = self.storage().find_code(request.realm.workspace.id, presented.hash()).await?;
                Err(self.code_reused(&request, &winner.ok_or(Refusal::UnknownCode)?.code).await?)
            }
        }
    }

    async fn exchange(&self, request: &GrantRequest<'_>, presented: &PresentedCode) -> Result<Option<Redemption>, Error> {
        match presented {
            PresentedCode::Open(checked) => self.exchange_open(request, checked).await,
            PresentedCode::Redeemed(code) => Err(self.code_reused(request, code).await?),
        }
    }

    /// Decides by the settings of the request, and redeems; nothing if what it was decided by has changed since. A device code that was allowed
    /// is exchanged here, too.
    pub(super) async fn exchange_open(&self, request: &GrantRequest<'_>, checked: &CheckedCode) -> Result<Option<Redemption>, Error> {
        let (requested, consented) = (checked.code.offline_requested, checked.code.offline_consented);
        let facts = RefreshFacts { requested, consented, limit_reached: false };
        let decision = self.decide(request.realm, request.client, Some(checked.user.id), facts).await?;
        let mut redeemed = self.redeem(request, checked, decision).await?;
        // Another sign-in was faster. The tokens come without a refresh token, as they would have a moment later.
        if matches!(redeemed, (CodeOutcome::LimitReached, _)) {
            let facts = RefreshFacts { limit_reached: true, ..facts };
            redeemed = self.redeem(request, checked, decide(&request.realm.workspace, request.client, facts)).await?;
        }
        let (outcome, response) = redeemed;
        Ok(match outcome {
            CodeOutcome::Redeemed => Some(Redemption::Issued(Box::new(response))),
            CodeOutcome::AlreadyRedeemed => Some(Redemption::AlreadyRedeemed),
            CodeOutcome::BasisChanged | CodeOutcome::LimitReached => None,
        })
    }

    /// Issues what was decided. It is the answer only if the storage lets this exchange have the code.
    async fn redeem(
        &self,
        request: &GrantRequest<'_>,
        checked: &CheckedCode,
        decision: Decision,
    ) -> Result<(CodeOutcome, TokenResponse), Error> {
        let CheckedCode { binding, code, user, is_session_open, resources, details } = checked;
        let GrantRequest { realm, client, now, .. } = *request;
        let policy = in_force::policy(&realm.workspace.tokens, &client.settings);
        // Scopes that were taken from the client since must not reappear.
        let mut scopes = code.scopes.intersection(&client.settings.scopes);
        let claims = code.claims.clone().within(&client.settings.scopes, &realm.workspace.tokens.claim_mappings);
        let subject = self.subject(realm.workspace.id, user.id, code.sector.or_else(|| client.sector()).as_ref()).await?;
        if decision != Decision::Issue(Grounds::OfflineAccess) {
            scopes = scopes.without(OFFLINE_ACCESS);
        }
        let family = self.new_family(request, checked, &scopes, &decision);
        let session_client = self.session_client(request, code, &scopes);
        let mut basis = Basis::of_client(&realm.workspace, client).and_user(user);
        // What begins here ends with its login session, unless it is a family that outlives it. A client that is told of sign-outs gets no ID token of a
        // session that was ended: nobody would tell it of that end any more.
        let ends_with_session = family.as_ref().is_none_or(|family| family.authorization.ends_with_session);
        if ends_with_session || session_client.is_some() {
            basis = basis.and_session(code.login_session_id);
            // An expired session counts as ended: a family that begins now would end at once.
            let over = ends_with_session && family.is_some() && now >= code.session_expires_at;
            if over || !is_session_open {
                return Err(Refusal::SessionEnded.into());
            }
        }
        let grant = UserGrant {
            client,
            user,
            subject,
            scopes: &scopes,
            resources,
            details,
            bound_to: binding.of_access_token(),
            auth_time: code.auth_time,
            signed_in_by: code.signed_in_by,
            acr: code.acr,
            claims,
            login_session: code.login_session_id,
            family: family.as_ref().map(|family| (family.authorization.id, family.position.generation)),
            ends_at: family.as_ref().map(|family| family.position.expires_at),
            nonce: code.nonce.clone(),
            now,
        };
        let UserTokens { access_token, id_token } = self.issue_for_user(realm, grant).await?;

        let redeemed = Redeemed {
            at: now,
            family_id: family.as_ref().map(|family| family.authorization.id),
            access_token_id: Some(access_token.id),
            access_token_expires_at: now.plus_seconds(access_token.expires_in),
        };
        let event = TokenEvent {
            id: self.event_id(now),
            workspace_id: realm.workspace.id,
            client_id: client.id,
            user_id: Some(user.id),
            family_id: redeemed.family_id,
            at: now,
            scopes: scopes.clone(),
            left_out: code.left_out.clone(),
            kind: match decision {
                Decision::Issue(grounds) => TokenEventKind::Issued { grounds },
                Decision::Withhold(conditions) => TokenEventKind::Withheld { conditions },
            },
        };
        let first = |family: &Family| RefreshToken { family_id: family.authorization.id, generation: family.position.generation };
        let refresh_token = family.as_ref().map(first);
        let expiration = family.as_ref().and_then(|family| ExpiresIn::told(realm, family.position.expiration(), now));
        let cap = policy.family_limit.most().map(|most| FamilyCap {
            most,
            rule: policy.family_limit_rule,
            event_ids: EventIds::new(now, self.random_bytes()),
        });
        let (hash, workspace_id) = (code.hash, realm.workspace.id);
        let redemption = CodeRedemption { hash, workspace_id, basis, redeemed, family, cap, session_client, event };
        let outcome = self.storage().redeem_code(redemption).await?;
        let response = TokenResponse {
            access_token: access_token.text,
            token_type: access_token.token_type,
            issued_token_type: None,
            expires_in: access_token.expires_in,
            refresh_token: refresh_token.map(|token| self.refresh_token_key(realm).write(token)),
            expiration,
            id_token,
            scopes,
            authorization_details: details.clone(),
            transition: None,
        };
        Ok((outcome, response))
    }

    /// Returns the part that the client has in the login session from now on; none where it is not told of the session's end, or gets no ID token.
    fn session_client(&self, request: &GrantRequest<'_>, code: &AuthorizationCode, scopes: &Scopes) -> Option<SessionClient> {
        let GrantRequest { realm, client, now, .. } = *request;
        let is_told = client.settings.backchannel_logout_uri.is_some() && scopes.contains(OPENID);
        is_told.then(|| SessionClient {
            id: SessionClientId::new(now, self.random_bytes()),
            workspace_id: realm.workspace.id,
            login_session_id: code.login_session_id,
            client_id: client.id,
            user_id: code.user_id,
            sector: SignInSector::Kept(code.sector.or_else(|| client.sector())),
            by_session: client.settings.backchannel_logout_session_required,
            expires_at: code.session_expires_at,
            ended_at: None,
        })
    }

    /// Returns the family that begins with the code; none if the decision is against it.
    fn new_family(&self, request: &GrantRequest<'_>, checked: &CheckedCode, scopes: &Scopes, decision: &Decision) -> Option<Family> {
        let GrantRequest { realm, client, now, .. } = *request;
        let CheckedCode { binding, code, .. } = checked;
        let tokens = &realm.workspace.tokens;
        let policy = in_force::policy(tokens, &client.settings);
        let &Decision::Issue(grounds) = decision else {
            return None;
        };
        let absolute = now.plus_seconds(in_force::ttls(tokens, &client.settings).refresh_token_ttl?.as_seconds());
        let (expires_at, expires_by) = match grounds {
            Grounds::LoginSession if code.session_expires_at < absolute => (code.session_expires_at, EndRule::Session),
            _ => (absolute, EndRule::Absolute),
        };
        Some(Family {
            authorization: Authorization {
                id: FamilyId::new(now, self.random_bytes()),
                workspace_id: realm.workspace.id,
                client_id: client.id,
                user_id: code.user_id,
                login_session_id: code.login_session_id,
                scopes: scopes.clone(),
                resources: code.resources.clone(),
                authorization_details: code.authorization_details.clone(),
                auth_time: code.auth_time,
                signed_in_by: code.signed_in_by,
                acr: code.acr,
                claims: code.claims.clone(),
                sector: code.sector.or_else(|| client.sector()),
                created_at: now,
                ends_with_session: grounds == Grounds::LoginSession || policy.end_on_logout,
                bound_to: binding.of_family(client),
            },
            position: Position {
                generation: 0,
                confirmed: false,
                rotated_at: now,
                last_used_at: now,
                expires_at,
                expires_by,
                idle_ttl: policy.refresh_token_idle_ttl,
                revoked: None,
            },
        })
    }

    /// A code came back: ends the family or the access token that was issued for it (RFC 6749 §4.1.2), and says what to answer.
    async fn code_reused(&self, request: &GrantRequest<'_>, code: &AuthorizationCode) -> Result<Error, Error> {
        let GrantRequest { realm, client, now, .. } = *request;
        let refusal = Ok(Refusal::ReusedCode.into());
        let Some(redeemed) = &code.redeemed else {
            return refusal;
        };
        let workspace_id = realm.workspace.id;
        let audit = |target: String| self.audit(realm, now, Line::by_client(AuditAction::CodeReused, client, target));
        if let Some(family_id) = redeemed.family_id {
            let revocation = Revocation { at: now, reason: RevocationReason::CodeReuse };
            let event_id = self.event_id(now);
            let audit = Some(audit(family_id.to_string()));
            self.storage().revoke_family(FamilyRevocation { workspace_id, family_id, revocation, event_id, audit }).await?;
        } else if let Some(token) = redeemed.access_token_id.filter(|_| lives(redeemed, now))
            && !self.storage().is_access_token_denied(workspace_id, token).await?
        {
            self.storage().deny_access_token(workspace_id, token, redeemed.access_token_expires_at).await?;
            self.storage().record_audit(audit(token.to_string())).await?;
        }
        refusal
    }
}

fn lives(redeemed: &Redeemed, now: Timestamp) -> bool {
    now < redeemed.access_token_expires_at
}
