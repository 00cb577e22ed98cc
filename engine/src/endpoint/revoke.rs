//! Token revocation (RFC 7009).
//!
//! Any refresh token of a family, current or superseded, ends the family, and with it every access token that came from it. An access
//! token ends by itself: revoking one token is not signing out (RFC 7009 §2.1 leaves the choice to the server). Consent stays.

use domain::{
    client::Client,
    family::{Revocation, RevocationReason},
};

use crate::{
    client_auth::ClientRequest,
    engine::Engine,
    error::{Error, Refusal},
    family::RefreshToken,
    realm::Realm,
    storage::{ClientRecord, FamilyRevocation, Storage},
};

impl<S: Storage> Engine<S> {
    /// Answers a revocation request. A token that is unknown or has ended is no error (RFC 7009 §2.2). `token_type_hint` is not needed:
    /// the two kinds of token cannot be taken for one another.
    pub async fn revoke(&self, realm: &Realm, request: ClientRequest<'_>) -> Result<(), Error> {
        let ClientRecord { client: caller, .. } = &*self.authenticate_client_to_end(realm, request).await?;
        self.revoke_for(realm, caller, request.form.get("token")).await
    }

    /// Answers a client that has authenticated.
    pub(crate) async fn revoke_for(&self, realm: &Realm, caller: &Client, token: Option<&str>) -> Result<(), Error> {
        let token = token.ok_or(Refusal::MissingToken)?;
        match self.refresh_token_key(realm).read(token) {
            Some(token) => self.revoke_refresh_token(realm, caller, token).await,
            None => self.revoke_access_token(realm, caller, token).await,
        }
    }

    async fn revoke_refresh_token(&self, realm: &Realm, caller: &Client, token: RefreshToken) -> Result<(), Error> {
        let workspace_id = realm.workspace.id;
        let Some(family) = self.storage().find_family(workspace_id, token.family_id).await? else {
            return Ok(());
        };
        if family.authorization.client_id != caller.id {
            return Err(Refusal::ForeignToken.into());
        }
        let now = self.now();
        let revocation = Revocation { at: now, reason: RevocationReason::Client };
        let event_id = self.event_id(now);
        self.storage()
            .revoke_family(FamilyRevocation { workspace_id, family_id: token.family_id, revocation, event_id, audit: None })
            .await?;
        Ok(())
    }

    async fn revoke_access_token(&self, realm: &Realm, caller: &Client, text: &str) -> Result<(), Error> {
        let Some(claims) = self.read_access_token(realm, text).await? else {
            return Ok(());
        };
        if claims.client(realm.workspace.id) != caller.id {
            return Err(Refusal::ForeignToken.into());
        }
        let now = self.now();
        if now.as_seconds() < claims.exp {
            let expires_at = now.plus_seconds(claims.exp - now.as_seconds());
            self.storage().deny_access_token(realm.workspace.id, claims.jti, expires_at).await?;
        }
        Ok(())
    }
}
