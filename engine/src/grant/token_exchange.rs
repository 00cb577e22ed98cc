//! Token exchange (RFC 8693): a client gets, for an access token that it received, one that allows less and that it uses itself.
//!
//! The new token stands for whom the old one stands for, and says who acts. It allows no more, does not live longer, and ends with what it came
//! from: its claims name that, and whoever looks at the token looks at it. No refresh token belongs to it.

mod check;

use std::collections::BTreeSet;

use domain::{
    id::AccessTokenId,
    in_force,
    token_event::{TokenEvent, TokenEventKind},
};

use check::{ACCESS_TOKEN, CheckedExchange};

use super::request::{GrantRequest, Latest};
use crate::{
    asked_scopes::AskedScopes,
    engine::Engine,
    error::Error,
    storage::{ClientStanding, Storage, TokenExchange, Written},
    token::{
        Audience, TokenResponse,
        access::{self, AccessTokenClaims},
        mapped_claims,
    },
};

impl<S: Storage> Engine<S> {
    /// Exchanges an access token. Nothing is consumed by it, and nothing by a refusal.
    pub(crate) async fn exchange_token(&self, request: GrantRequest<'_>) -> Result<TokenResponse, Error> {
        let mut checked = self.check_exchange(&request).await?;
        self.use_proof_of(&request).await?;
        let mut latest = Latest::of(request);
        loop {
            if let Some(response) = self.issue_exchanged(&latest.request(), &checked).await? {
                return Ok(response);
            }
            // Any of the clients that it came through may have been changed.
            for source in &checked.stands_on {
                self.forget_client(request.realm.workspace.id, source.client.id);
            }
            self.renew(&mut latest).await?;
            checked = self.check_exchange(&latest.request()).await?;
        }
    }

    /// Issues what was decided; nothing if what it was decided by has changed since.
    async fn issue_exchanged(&self, request: &GrantRequest<'_>, checked: &CheckedExchange) -> Result<Option<TokenResponse>, Error> {
        let GrantRequest { realm, client, now, .. } = *request;
        let AskedScopes { granted: scopes, left_out } = &checked.scopes;
        let [key] = self.signing_keys(realm, [access::algorithm(&realm.workspace.tokens, client)]).await?;
        let ttl = in_force::ttls(&realm.workspace.tokens, &client.settings).access_token_ttl.as_seconds();
        let subject = &checked.subject;
        let subject_client = subject.client(realm.workspace.id);
        let sub = match checked.user_id {
            // Another client calls the user as its own tokens do; one that goes on with its own token has called them so before.
            Some(user) if subject_client != client.id => self.subject(realm.workspace.id, user, client.sector().as_ref()).await?,
            _ => subject.sub.clone(),
        };
        // Events name users by their identifiers.
        let actor = match &checked.act {
            Some(actor) => {
                let user = self.user_called(realm.workspace.id, &actor.sub).await?;
                Some(user.map_or_else(|| actor.sub.clone(), |user| user.to_string()))
            }
            None => None,
        };
        let claims = AccessTokenClaims {
            iss: realm.issuer.clone(),
            sub,
            aud: Audience::of(&checked.resources, &realm.issuer),
            client_id: client.client_id(),
            scope: scopes.clone(),
            authorization_details: checked.details.clone(),
            iat: now.as_seconds(),
            exp: checked.ends_at.min(now.as_seconds() + ttl),
            jti: AccessTokenId::new(now, self.random_bytes()),
            auth_time: subject.auth_time,
            acr: subject.acr.clone(),
            amr: subject.amr.clone(),
            sid: subject.sid,
            cnf: checked.binding.of_access_token(),
            family: subject.family,
            generation: subject.generation,
            epoch: Some(client.epoch),
            act: checked.act.clone(),
            exchanged: checked.exchanged.clone(),
            userinfo_claims: BTreeSet::new(),
            mapped: mapped_claims::narrowed(&subject.mapped, &realm.workspace.tokens.claim_mappings, scopes),
        };
        let access_token = self.write_access_token(realm, key.as_deref(), &claims)?;
        let event = TokenEvent {
            id: self.event_id(now),
            workspace_id: realm.workspace.id,
            client_id: client.id,
            user_id: checked.user_id,
            family_id: subject.family,
            at: now,
            scopes: scopes.clone(),
            left_out: left_out.clone(),
            kind: TokenEventKind::Exchanged { subject_client, actor },
        };
        let exchange = TokenExchange {
            workspace: (realm.workspace.id, realm.workspace.version),
            client: ClientStanding::from(client),
            sources: checked.stands_on.clone(),
            event,
        };
        match self.storage().record_exchange(exchange).await? {
            Written::BasisChanged => Ok(None),
            Written::Done => Ok(Some(TokenResponse {
                access_token: access_token.text,
                token_type: access_token.token_type,
                issued_token_type: Some(ACCESS_TOKEN),
                expires_in: access_token.expires_in,
                refresh_token: None,
                expiration: None,
                id_token: None,
                scopes: scopes.clone(),
                authorization_details: checked.details.clone(),
                transition: None,
            })),
        }
    }
}
