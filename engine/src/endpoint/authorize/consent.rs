//! Consent (OpenID Connect Core §11: offline access is never given without it).

use domain::{
    audit::AuditAction, explanation::Remark, id::UserId, in_force, lifetime::RefreshTokenTtl, provenance::Provenance,
    redirect_uri::is_claimed, scope::OFFLINE_ACCESS, user::User,
};

use super::request::Request;
use crate::{
    audit::Line,
    engine::Engine,
    error::{Error, Refusal},
    interaction::Terms,
    realm::Realm,
    storage::{Consent, LoginSession, Storage, Written},
};

/// Whether the user is asked to agree, and why.
pub(crate) enum ConsentNeed {
    /// No.
    NotAsked(Remark),
    /// Yes.
    Asked(Remark),
}

/// Returns the refusal of a request that would have to ask the user to agree, and forbids it (`prompt=none`).
pub(crate) const fn silence_refused(need: Remark) -> Refusal {
    match need {
        Remark::ClientNotIdentified => Refusal::InteractionRequired,
        _ => Refusal::ConsentRequired,
    }
}

impl<S: Storage> Engine<S> {
    /// Decides whether the user must be asked: not for a trusted client, nor if an earlier consent covers everything. A
    /// consent to offline access covers another one for as long as the refresh token that it brought could have lived, and then is
    /// asked for again. An unknown user has not agreed to anything. Where another program could pass for the client, each
    /// request is put to the user (RFC 6749 §10.2).
    pub(crate) async fn consent_need(&self, realm: &Realm, request: &Request, user: Option<UserId>) -> Result<ConsentNeed, Error> {
        if request.prompt.consent {
            return Ok(ConsentNeed::Asked(Remark::ConsentByPrompt));
        }
        let known = self.agreed_before(realm, request, user).await?;
        // What a client says of an address on somebody's machine is no more than that any program there may have it.
        let is_anybodys = !Provenance::of(&request.client).is_known() && !is_claimed(&request.redirect_uri);
        let is_identified = request.client.settings.is_identified_at(&request.redirect_uri) && !is_anybodys;
        if matches!(known, ConsentNeed::NotAsked(_)) && !is_identified {
            return Ok(ConsentNeed::Asked(Remark::ClientNotIdentified));
        }
        Ok(known)
    }

    async fn agreed_before(&self, realm: &Realm, request: &Request, user: Option<UserId>) -> Result<ConsentNeed, Error> {
        if request.client.settings.trusted {
            return Ok(ConsentNeed::NotAsked(Remark::Trusted));
        }
        let earlier = match user {
            Some(user) => self.storage().find_consent(realm.workspace.id, user, request.client.id).await?,
            None => None,
        };
        let Some(consent) = earlier else {
            return Ok(ConsentNeed::Asked(Remark::ConsentNeverGiven));
        };
        let is_covered = request.consent_scopes.is_subset(&consent.scopes)
            && request.resources.is_subset(&consent.resources)
            && request.details.is_subset(&consent.authorization_details);
        if !is_covered {
            return Ok(ConsentNeed::Asked(Remark::ConsentTooNarrow));
        }
        if !request.scopes.contains(OFFLINE_ACCESS) {
            return Ok(ConsentNeed::NotAsked(Remark::Remembered));
        }
        let ttls = in_force::ttls(&realm.workspace.tokens, &request.client.settings);
        let ttl = ttls.refresh_token_ttl.map_or(0, RefreshTokenTtl::as_seconds);
        if self.now() >= consent.given_at.plus_seconds(ttl) {
            return Ok(ConsentNeed::Asked(Remark::ConsentTooOld));
        }
        let told = consent.offline_seconds.is_some_and(|told| ttl <= told);
        Ok(if told { ConsentNeed::NotAsked(Remark::Remembered) } else { ConsentNeed::Asked(Remark::ConsentTooShort) })
    }

    /// Saves what the user agreed to: what the page said, as far as it is asked for now. Returns [`Error::Unsettled`] if what was shown
    /// has changed since.
    pub(super) async fn save_consent(
        &self,
        realm: &Realm,
        request: &Request,
        user: &User,
        session: &LoginSession,
        shown: &Terms,
    ) -> Result<(), Error> {
        let now = self.now();
        let consent = self.consent_to(realm, request, user, shown).await?;
        let audit = self.audit(realm, now, line(AuditAction::ConsentGiven, request, user));
        match self.storage().save_consent(consent, request.basis(realm, user, session), audit).await? {
            Written::Done => Ok(()),
            Written::BasisChanged => Err(Error::Unsettled),
        }
    }

    /// Returns what the user agreed to: what the page said, as far as it is asked for now, and what they agreed to before.
    pub(super) async fn consent_to(&self, realm: &Realm, request: &Request, user: &User, shown: &Terms) -> Result<Consent, Error> {
        let (now, earlier) = (self.now(), self.storage().find_consent(realm.workspace.id, user.id, request.client.id).await?);
        let begun_at = earlier.as_ref().map_or(now, |consent| consent.begun_at);
        // Earlier consent is kept, except for offline access, which needs new consent each time.
        let (kept, resources, details) = earlier
            .map(|consent| (consent.scopes.without(OFFLINE_ACCESS), consent.resources, consent.authorization_details))
            .unwrap_or_default();
        // Authorization details take the place of the earlier ones, which would add up without end: each payment is another.
        let authorization_details = if request.details.is_empty() { details } else { request.details.clone() };
        Ok(Consent {
            workspace_id: realm.workspace.id,
            user_id: user.id,
            client_id: request.client.id,
            scopes: kept.union(&request.consent_scopes),
            resources: resources.union(&request.resources),
            authorization_details,
            offline_seconds: shown.offline_seconds.filter(|_| request.scopes.contains(OFFLINE_ACCESS)),
            given_at: now,
            begun_at,
        })
    }

    pub(super) async fn record_denial(&self, realm: &Realm, request: &Request, user: &User) -> Result<(), Error> {
        let audit = self.audit(realm, self.now(), line(AuditAction::ConsentDenied, request, user));
        Ok(self.storage().record_audit(audit).await?)
    }
}

/// Returns the line of a decision of a user about a client.
pub(super) fn line<'a>(action: AuditAction, request: &'a Request, user: &'a User) -> Line<'a> {
    Line::by_user(action, user, request.client.settings.name.as_str(), request.client.id.to_string())
}
