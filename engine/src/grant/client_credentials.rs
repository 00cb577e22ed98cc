//! The client credentials grant (RFC 6749 §4.4).

use domain::{
    authorization_details::AuthorizationDetails,
    explanation::Check,
    grant_type::GrantType,
    resource::Resources,
    scope::Scope,
    token_event::{TokenEvent, TokenEventKind},
};

use super::request::{GrantRequest, Latest, TokenBinding};
use crate::{
    asked_details::{self, PARAMETER},
    asked_scopes::AskedScopes,
    engine::Engine,
    error::{Error, Refusal},
    storage::{Basis, Storage, Written},
    token::{
        TokenResponse,
        access::{self, AccessTokenGrant},
    },
    trail::Trail,
};

/// A request that nothing speaks against.
struct CheckedRequest {
    binding: TokenBinding,
    resources: Resources,
    details: AuthorizationDetails,
    scopes: AskedScopes,
}

/// What a client asks for itself, and may have.
pub(crate) struct AskedFor {
    resources: Resources,
    details: AuthorizationDetails,
    scopes: AskedScopes,
}

impl<S: Storage> Engine<S> {
    /// Issues an access token to the client itself, and no refresh token: it can ask again at any time (RFC 6749 §4.4.3).
    pub(crate) async fn client_credentials(&self, request: GrantRequest<'_>) -> Result<TokenResponse, Error> {
        let mut checked = self.check_client_credentials(&request).await?;
        self.use_proof_of(&request).await?;
        let mut latest = Latest::of(request);
        loop {
            if let Some(response) = self.issue_to_client(&latest.request(), checked).await? {
                return Ok(response);
            }
            self.renew(&mut latest).await?;
            checked = self.check_client_credentials(&latest.request()).await?;
        }
    }

    async fn check_client_credentials(&self, request: &GrantRequest<'_>) -> Result<CheckedRequest, Error> {
        let trail = &mut Trail::default();
        let binding = request.check_client(GrantType::ClientCredentials, trail)?;
        let AskedFor { resources, details, scopes } = self.check_asked_for(request, trail).await?;
        Ok(CheckedRequest { binding, resources, details, scopes })
    }

    /// Checks what a client asks for itself: resource servers that are there, authorization details that it may ask for, and scopes that it may
    /// have without a user.
    pub(crate) async fn check_asked_for(&self, request: &GrantRequest<'_>, trail: &mut Trail) -> Result<AskedFor, Error> {
        let GrantRequest { realm, client, form, .. } = *request;
        let named = !form.resources().is_empty();
        let servers = self.resource_servers(realm, form, &Resources::none()).await?;
        let resources = trail.note(named.then_some(Check::Resources), servers.requested(form));
        let details = self.requested_details(realm, client, form).await?;
        let details = asked_details::note(trail, form.get(PARAMETER).is_some(), details);
        let scopes = trail.note(Check::Scopes, asked_scopes(request));
        let (resources, details, scopes) = (resources?, details?, scopes?);
        let details = details.for_resources(&resources);
        trail.leave_out(&scopes.left_out);
        Ok(AskedFor { resources, details, scopes })
    }

    /// Issues what the settings of the request allow; nothing if they have changed since they were read.
    async fn issue_to_client(&self, request: &GrantRequest<'_>, checked: CheckedRequest) -> Result<Option<TokenResponse>, Error> {
        let GrantRequest { realm, client, now, .. } = *request;
        let CheckedRequest { binding, resources, details, scopes: AskedScopes { granted: scopes, left_out } } = checked;
        let [key] = self.signing_keys(realm, [access::algorithm(&realm.workspace.tokens, client)]).await?;
        let bound_to = binding.of_access_token();
        let grant = AccessTokenGrant { client, user: None, scopes: &scopes, resources: &resources, details: &details, bound_to, now };
        let access_token = self.issue_access_token(realm, key.as_deref(), &grant)?;
        let event = TokenEvent {
            id: self.event_id(now),
            workspace_id: realm.workspace.id,
            client_id: client.id,
            user_id: None,
            family_id: None,
            at: now,
            scopes: scopes.clone(),
            left_out,
            kind: TokenEventKind::ClientCredentials,
        };
        match self.storage().record_issue(event, Basis::of_client(&realm.workspace, client)).await? {
            Written::BasisChanged => Ok(None),
            Written::Done => Ok(Some(TokenResponse {
                access_token: access_token.text,
                token_type: access_token.token_type,
                issued_token_type: None,
                expires_in: access_token.expires_in,
                refresh_token: None,
                expiration: None,
                id_token: None,
                scopes,
                authorization_details: details,
                transition: None,
            })),
        }
    }
}

/// Returns the scopes that are asked for, or all that the client may have without a user.
fn asked_scopes(request: &GrantRequest<'_>) -> Result<AskedScopes, Refusal> {
    AskedScopes::beginning(request.form, &request.client.settings.scopes.only(Scope::is_for_clients))
}
