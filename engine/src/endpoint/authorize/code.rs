//! The authorization code (RFC 6749 §4.1.2).

use domain::{decision::RefreshFacts, in_force, subject_type::SignInSector, user::User};

use super::{answer::Authorization, request::Request, respond::AnswerTo, wanted_acr::reached};
use crate::{
    engine::Engine,
    error::Error,
    grant::authorization_code::CODE_PURPOSE,
    keys, random,
    realm::Realm,
    storage::{AuthorizationCode, LoginSession, Storage, Written},
};

impl<S: Storage> Engine<S> {
    /// Issues a code and answers with it.
    pub(super) async fn issue_code(
        &self,
        realm: &Realm,
        request: Request,
        user: &User,
        session: &LoginSession,
    ) -> Result<Authorization, Error> {
        let basis = request.basis(realm, user, session);
        let consent_begun_at = if request.client.settings.trusted {
            None
        } else {
            // One that was taken back meanwhile is asked for again.
            let consent = self.storage().find_consent(realm.workspace.id, session.user_id, request.client.id).await?;
            Some(consent.ok_or(Error::Unsettled)?.begun_at)
        };
        let acr = request.acr.told(reached(session));
        let now = self.now();
        let code = random::new_secret(self.random().as_ref());
        let ttls = in_force::ttls(&realm.workspace.tokens, &request.client.settings);
        let RefreshFacts { requested: offline_requested, consented: offline_consented, .. } = request.facts();
        let issued = AuthorizationCode {
            hash: keys::hash_secret(CODE_PURPOSE, code.expose()),
            workspace_id: realm.workspace.id,
            client_id: request.client.id,
            user_id: session.user_id,
            login_session_id: session.id,
            redirect_uri: request.redirect_uri.clone(),
            redirect_uri_named: request.redirect_uri_named,
            scopes: request.scopes,
            left_out: request.left_out,
            offline_consented,
            offline_requested,
            nonce: request.nonce,
            code_challenge: request.code_challenge,
            dpop_jkt: request.dpop_jkt,
            resources: request.resources,
            authorization_details: request.details,
            session_expires_at: session.expires_at,
            auth_time: session.auth_time,
            signed_in_by: session.signed_in_by,
            acr,
            claims: request.claims,
            sector: SignInSector::Kept(request.client.sector()),
            consent_begun_at,
            expires_at: now.plus_seconds(ttls.authorization_code_ttl.as_seconds()),
            redeemed: None,
        };
        if self.storage().insert_code(issued, basis).await? == Written::BasisChanged {
            return Err(Error::Unsettled);
        }
        let to = AnswerTo { redirect_uri: request.redirect_uri, response_mode: request.response_mode, state: request.state };
        let parameters = vec![("code", code.expose().clone())];
        self.answer(realm, &request.client, to, parameters).await.map(Authorization::Answer)
    }
}
