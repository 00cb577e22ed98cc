//! Requests that their client signed, at the authorization endpoint (RFC 9101 §5).

use domain::{
    client::{Client, ClientStatus},
    client_document::ClientName,
    clock::Timestamp,
};

use super::parameters::Parameters;
use crate::{
    engine::Engine,
    error::Refusal,
    form::Form,
    realm::Realm,
    request_object::RequestObject,
    storage::{Storage, StorageError},
};

/// Returns whether a client has to sign its requests (RFC 9101 §10.5).
pub(crate) const fn has_to_sign(realm: &Realm, client: &Client) -> bool {
    realm.workspace.authorization.require_signed_request_object || client.settings.require_signed_request_object
}

impl<S: Storage> Engine<S> {
    /// Returns the parameters of a request that came at this time: those in its request object, if it has one. What comes beside an object counts
    /// for nothing but for `client_id` (RFC 9101 §6.3), so that nobody can change in the browser what the client signed.
    ///
    /// Where an object is wrong, the parameters in it, or beside it if it cannot be read, say where its client can be told, as those of any request
    /// do: an address that is registered, and a page for the user before.
    pub(crate) async fn own_parameters(&self, realm: &Realm, sent: Form, at: Timestamp) -> Result<Parameters, StorageError> {
        let unsigned = |form, fault| Parameters { form, pushed: None, is_signed: false, fault };
        let Some(text) = sent.get("request") else { return Ok(unsigned(sent, None)) };
        // RFC 9101 §5: one or the other, be it a reference to what was pushed.
        if sent.get("request_uri").is_some() {
            return Ok(unsigned(sent, Some(Refusal::RequestBesideRequestUri)));
        }
        let found = match sent.get("client_id").and_then(|name| name.parse::<ClientName>().ok()) {
            Some(name) => self.asking_client(realm, &name).await?.ok(),
            None => None,
        };
        let Some(client) = found.filter(|client| client.status == ClientStatus::Active) else {
            // Nothing is verified for a client that gets nothing, and the user is told of that before anything else.
            return Ok(unsigned(sent, Some(Refusal::WrongRequestObjectSignature)));
        };
        let object = match RequestObject::parse(text) {
            Ok(object) => object,
            Err(refusal) => return Ok(unsigned(sent, Some(refusal))),
        };
        Ok(match self.check_request_object(realm, &client, &object, at).await {
            Ok(()) => Parameters { form: object.form, pushed: None, is_signed: true, fault: None },
            // What is signed for one client says nothing about where another can be told.
            Err(refusal @ Refusal::ForeignRequestObject) => unsigned(sent, Some(refusal)),
            Err(refusal) => unsigned(object.form, Some(refusal)),
        })
    }
}
