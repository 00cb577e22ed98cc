//! The event of a refusal at the token endpoint.

use domain::{
    client::Client,
    scope::Scopes,
    token_event::{TokenEvent, TokenEventKind},
};

use crate::{
    engine::Engine,
    error::{Error, Refusal},
    form::Form,
    realm::Realm,
    storage::Storage,
};

impl<S: Storage> Engine<S> {
    /// Records that a client that authenticated was refused, for the family that its token names where it names one.
    pub(crate) async fn record_refusal(&self, realm: &Realm, client: &Client, refusal: Refusal, form: &Form) -> Result<(), Error> {
        // The move on the family has recorded reuse; and to wait for a user is nothing that went wrong.
        if matches!(refusal, Refusal::ReusedRefreshToken | Refusal::AuthorizationPending) {
            return Ok(());
        }
        let presented = form.get("refresh_token").and_then(|text| self.refresh_token_key(realm).read(text));
        let family_id = presented.map(|token| token.family_id);
        let now = self.now();
        if !self.refusal_record().is_due(realm.workspace.id, (client.id, refusal.reason(), family_id), now) {
            return Ok(());
        }
        let event = TokenEvent {
            id: self.event_id(now),
            workspace_id: realm.workspace.id,
            client_id: client.id,
            user_id: None,
            family_id,
            at: now,
            scopes: Scopes::none(),
            left_out: Scopes::none(),
            kind: TokenEventKind::Refused { reason: refusal.reason().to_owned() },
        };
        Ok(self.storage().record_event(event).await?)
    }
}
