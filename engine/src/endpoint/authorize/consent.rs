//! Consent (OpenID Connect Core §11: offline access is never given without it).

use domain::{
    audit::{ActorKind, AuditAction},
    explanation::Remark,
    id::UserId,
    lifetime::RefreshTokenTtl,
    policy,
    scope::OFFLINE_ACCESS,
    service::Service,
    user::User,
};

use super::{ConsentPage, Request, basis};
use crate::{
    audit::Line,
    engine::{Engine, Realm},
    error::Error,
    interaction::Interaction,
    storage::{Consent, LoginSession, Storage, Written},
};

impl<S: Storage> Engine<S> {
    /// Need the user not be asked, or must they? Not for a trusted client; otherwise unless an earlier consent covers everything. A
    /// consent to offline access covers another one for as long as the refresh token that it brought could have lived, and then is
    /// asked for again. Somebody who is not known has not agreed to anything.
    pub(crate) async fn consent_need(
        &self,
        realm: &Realm,
        request: &Request,
        user: Option<UserId>,
    ) -> Result<Result<Remark, Remark>, Error> {
        if request.prompt.consent {
            return Ok(Err(Remark::ConsentByPrompt));
        }
        if request.client.settings.trusted {
            return Ok(Ok(Remark::Trusted));
        }
        let earlier = match user {
            Some(user) => self.storage().find_consent(realm.workspace.id, user, request.client.id).await?,
            None => None,
        };
        let Some(consent) = earlier else {
            return Ok(Err(Remark::ConsentNeverGiven));
        };
        if !request.scopes.is_subset(&consent.scopes) || !request.resources.is_subset(&consent.resources) {
            return Ok(Err(Remark::ConsentTooNarrow));
        }
        let ttls = policy::ttls_in_force(&realm.workspace.tokens, &request.client.settings);
        let ttl = ttls.refresh_token_ttl.map_or(0, RefreshTokenTtl::as_seconds);
        let too_old = request.scopes.contains(OFFLINE_ACCESS) && self.now() >= consent.given_at.plus_seconds(ttl);
        Ok(if too_old { Err(Remark::ConsentTooOld) } else { Ok(Remark::Remembered) })
    }

    pub(super) async fn consent_page(
        &self,
        realm: &Realm,
        request: &Request,
        user: User,
        interaction: &Interaction,
    ) -> Result<ConsentPage, Error> {
        let services = self.storage().list_services(realm.workspace.id).await?;
        let named = |service: &&Service| service.resource.as_ref().is_some_and(|resource| request.resources.contains(resource));
        let servers = services.iter().filter(named).map(|service| service.name.clone()).collect();
        let asked = services
            .into_iter()
            .flat_map(|service| service.scopes)
            .filter(|scope| request.scopes.contains(scope.scope.as_str()) && scope.scope.as_str() != OFFLINE_ACCESS);
        let offline = request.scopes.contains(OFFLINE_ACCESS);
        let ttls = policy::ttls_in_force(&realm.workspace.tokens, &request.client.settings);
        Ok(ConsentPage {
            interaction: self.seal_interaction(realm, interaction)?,
            client_name: request.client.settings.name.to_string(),
            user,
            scopes: asked.collect(),
            services: servers,
            offline_access: ttls.refresh_token_ttl.filter(|_| offline).map(RefreshTokenTtl::as_seconds),
            redirect_uri: request.redirect_uri.clone(),
        })
    }

    /// Remembers what the user agreed to; [`Error::Unsettled`] where what was shown rests on something that was changed meanwhile.
    pub(super) async fn save_consent(&self, realm: &Realm, request: &Request, user: &User, session: &LoginSession) -> Result<(), Error> {
        let now = self.now();
        let earlier = self.storage().find_consent(realm.workspace.id, user.id, request.client.id).await?;
        // What was agreed to before stays agreed to, but for offline access, which is agreed to anew each time.
        let (kept, resources) = earlier.map(|consent| (consent.scopes.without(OFFLINE_ACCESS), consent.resources)).unwrap_or_default();
        let consent = Consent {
            workspace_id: realm.workspace.id,
            user_id: user.id,
            client_id: request.client.id,
            scopes: kept.union(&request.scopes),
            resources: resources.union(&request.resources),
            given_at: now,
        };
        let audit = self.audit(realm, now, line(AuditAction::ConsentGiven, request, user));
        match self.storage().save_consent(consent, basis(realm, request, user, session), audit).await? {
            Written::Done => Ok(()),
            Written::BasisChanged => Err(Error::Unsettled),
        }
    }

    pub(super) async fn record_denial(&self, realm: &Realm, request: &Request, user: &User) -> Result<(), Error> {
        let audit = self.audit(realm, self.now(), line(AuditAction::ConsentDenied, request, user));
        Ok(self.storage().record_audit(audit).await?)
    }
}

fn line<'a>(action: AuditAction, request: &'a Request, user: &'a User) -> Line<'a> {
    Line {
        action,
        actor_kind: ActorKind::User,
        actor: user.identifier.as_str(),
        target: request.client.settings.name.as_str(),
        target_id: request.client.id.to_string(),
    }
}
