//! The usual refresh: with the current token, or the one before it while that still gets its successor, and for the scopes that were granted
//! or fewer. It is decided by what is known of the workspace and the client, and made by one statement, which checks what it was decided by.

use domain::{authorization_details::AuthorizationDetails, grant_type::GrantType, resource::Resources};

use super::{check::still_allowed, issue::Moved, presentation::presentation_for};
use crate::{
    asked_details::PARAMETER,
    engine::Engine,
    error::{Error, Refusal},
    family::RefreshToken,
    grant::request::{GrantRequest, TokenBinding},
    storage::{AllowedFamilies, Storage, UsualRefresh},
    token::{TokenResponse, UserGrant},
    trail::Trail,
};

/// A usual refresh on its way into the storage.
pub(super) struct BoundRefresh {
    /// What its access token is bound to.
    binding: TokenBinding,
    refresh: UsualRefresh,
}

impl<S: Storage> Engine<S> {
    /// Returns the refresh if it may be the usual one, or why it is refused as far as its family need not be known.
    pub(super) fn usual_refresh(&self, request: &GrantRequest<'_>) -> Result<Option<BoundRefresh>, Refusal> {
        let GrantRequest { realm, client, form, now, .. } = *request;
        let binding = request.check_client(GrantType::RefreshToken, &mut Trail::default())?;
        let token = self.presented_token(request)?;
        let (Ok(narrowed), [], None) = (form.get("scope").map(str::parse).transpose(), form.resources(), form.get(PARAMETER)) else {
            return Ok(None);
        };
        let bound_to = binding.of_family(client);
        let allowed = |offline| still_allowed(&realm.workspace, client, offline).is_ok();
        let refresh = UsualRefresh {
            workspace: (realm.workspace.id, realm.workspace.version),
            client: (client.id, client.version),
            family_id: token.family_id,
            presentation: presentation_for(realm, client, bound_to.is_some(), token.generation, now),
            since: request.since,
            bound_to,
            allowed: AllowedFamilies { with_offline_access: allowed(true), without_offline_access: allowed(false) },
            scopes: client.settings.scopes.clone(),
            narrowed,
            event_id: self.event_id(now),
        };
        Ok(Some(BoundRefresh { binding, refresh }))
    }

    /// Makes the refresh and issues what it brings; nothing if it is not the usual one.
    pub(super) async fn refresh_at_once(&self, request: &GrantRequest<'_>, usual: BoundRefresh) -> Result<Option<TokenResponse>, Error> {
        let GrantRequest { realm, client, now, .. } = *request;
        let BoundRefresh { binding, refresh } = usual;
        let family_id = refresh.family_id;
        let Some(refreshed) = self.storage().refresh_as_usual(refresh).await? else { return Ok(None) };
        let subject = self.subject(realm.workspace.id, refreshed.user.id, refreshed.sector.as_ref()).await?;
        let grant = UserGrant {
            client,
            user: &refreshed.user,
            subject,
            scopes: &refreshed.scopes,
            resources: &Resources::none(),
            details: &AuthorizationDetails::none(),
            bound_to: binding.of_access_token(),
            auth_time: refreshed.auth_time,
            signed_in_by: refreshed.signed_in_by,
            acr: refreshed.acr,
            claims: refreshed.claims.clone().within(&client.settings.scopes, &realm.workspace.tokens.claim_mappings),
            login_session: refreshed.login_session_id,
            family: Some((family_id, refreshed.generation)),
            ends_at: Some(refreshed.expiration.authorization),
            nonce: None,
            now,
        };
        let successor = RefreshToken { family_id, generation: refreshed.generation };
        let moved = Moved { transition: refreshed.transition, successor, expiration: refreshed.expiration };
        self.issue_with(realm, grant, moved).await.map(Some)
    }
}
