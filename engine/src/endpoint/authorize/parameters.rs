//! The parameters of an authorization request: those that came with the user's browser, those that were pushed (RFC 9126), or those that the
//! client signed (RFC 9101).

use domain::{clock::Timestamp, id::ClientId};

use super::return_address::Unanswerable;
use crate::{
    engine::Engine,
    error::{Error, Refusal},
    form::Form,
    interaction::Interaction,
    realm::Realm,
    storage::{SecretHash, Storage},
};

/// What stands before the reference in the `request_uri` of a pushed request (RFC 9126 §2.2).
pub(crate) const REQUEST_URI: &str = "urn:ietf:params:oauth:request_uri:";

/// The parameters of an authorization request.
pub(crate) struct Parameters {
    /// The parameters themselves.
    pub(crate) form: Form,
    /// The pushed request that they are from; none if they came with the user's browser.
    pub(crate) pushed: Option<PushedReference>,
    /// Whether the client signed them, and that was verified.
    pub(super) is_signed: bool,
    /// What is wrong with the request object that came. The parameters say where that may be told, and are good for nothing else.
    pub(crate) fault: Option<Refusal>,
}

/// A pushed request that was found.
pub(crate) struct PushedReference {
    pub(super) hash: SecretHash,
    /// Whether a browser has come with the reference before.
    pub(super) is_opened: bool,
}

/// The outcome of a look for the parameters of a request.
pub(crate) enum Sought {
    /// They are there.
    Found(Parameters),
    /// They were pushed, and cannot be had; with the client that the request names, if that exists.
    Missing(Unanswerable, Option<ClientId>),
}

/// Returns the reference of a request to a pushed one.
pub(super) fn reference(sent: &Form) -> Option<&str> {
    sent.get("request_uri").and_then(|uri| uri.strip_prefix(REQUEST_URI))
}

impl Parameters {
    /// Returns the interaction by which a request goes on: with what the client signed in place of its signature, which may expire before the user
    /// is done.
    pub(super) fn go_on(&self, interaction: Interaction) -> Interaction {
        if self.is_signed && self.pushed.is_none() {
            return Interaction { query: self.form.to_query(), is_signed: true, ..interaction };
        }
        interaction
    }
}

impl<S: Storage> Engine<S> {
    /// Returns the parameters of a request.
    pub(super) async fn parameters(&self, realm: &Realm, sent: Form, interaction: &Interaction) -> Result<Sought, Error> {
        if interaction.is_signed {
            // They were sealed here once they were verified.
            return Ok(Sought::Found(Parameters { form: sent, pushed: None, is_signed: true, fault: None }));
        }
        self.sent_parameters(realm, sent, interaction.started_at).await
    }

    /// Returns the parameters of a request that a browser brought at this time, and changes nothing: an explanation looks for them, too.
    pub(crate) async fn sent_parameters(&self, realm: &Realm, sent: Form, at: Timestamp) -> Result<Sought, Error> {
        // An object beside a reference is refused with those that come in the browser.
        if sent.get("request").is_none()
            && let Some(reference) = reference(&sent)
        {
            return self.pushed_parameters(realm, &sent, reference).await;
        }
        Ok(Sought::Found(self.own_parameters(realm, sent, at).await?))
    }
}
