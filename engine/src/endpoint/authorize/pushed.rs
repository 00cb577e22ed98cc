//! Requests that were pushed, at the authorization endpoint (RFC 9126 §4).

use domain::{client::Client, client_document::ClientName, id::ClientId};

use super::{
    answer::Authorization,
    parameters::{Parameters, PushedReference, Sought, reference},
    return_address::Unanswerable,
};
use crate::{
    client_document::id_of,
    engine::Engine,
    error::{Error, Refusal},
    form::Form,
    interaction::LIFETIME,
    keys,
    realm::Realm,
    storage::{PushedRequest, Storage},
};

/// For how long it is remembered that a request was answered, in seconds: whoever goes back to its page is told so.
const REMEMBERED: i64 = 300;
/// What the references are hashed for.
pub(crate) const REFERENCE_PURPOSE: &str = "pushed-request";

/// Returns whether a client has to push its requests (RFC 9126 §5, §6).
pub(crate) const fn has_to_push(realm: &Realm, client: &Client) -> bool {
    realm.workspace.authorization.require_pushed_authorization_requests || client.settings.require_pushed_authorization_requests
}

/// Returns whether the query of a request refers to a pushed one.
pub(super) fn refers_to_pushed(query: &str) -> bool {
    Form::parse(query).is_ok_and(|sent| reference(&sent).is_some())
}

impl<S: Storage> Engine<S> {
    /// Returns the parameters that were pushed, of a request that refers to them. What comes beside a reference counts for nothing but for
    /// `client_id` (RFC 9101 §6.3), so that nobody can change in the browser what the client pushed.
    pub(super) async fn pushed_parameters(&self, realm: &Realm, sent: &Form, reference: &str) -> Result<Sought, Error> {
        let Some(named) = sent.get("client_id") else {
            return Ok(Sought::Missing(Unanswerable::NoClient, None));
        };
        let workspace = realm.workspace.id;
        let client = named.parse::<ClientName>().ok().map(|name| id_of(workspace, &name));
        let hash = keys::hash_secret(REFERENCE_PURPOSE, reference);
        let request = match self.usable(self.storage().find_pushed_request(workspace, &hash).await?, client) {
            Ok(request) => request,
            Err(unanswerable) => {
                let existing = match client {
                    Some(id) => self.client(workspace, id).await?.map(|record| record.client.id),
                    None => None,
                };
                return Ok(Sought::Missing(unanswerable, existing));
            }
        };
        let (form, is_signed) = (Form::parse(&request.query)?, request.is_signed);
        let pushed = Some(PushedReference { hash, is_opened: request.opened_at.is_some() });
        Ok(Sought::Found(Parameters { form, pushed, is_signed, fault: None }))
    }

    /// Notes that the user's browser has come in time: the user has as long as any page may be left open. The page can be loaded again.
    pub(super) async fn open_pushed(&self, realm: &Realm, asked: &Parameters) -> Result<(), Error> {
        if let Some(PushedReference { hash, is_opened: false }) = &asked.pushed {
            let now = self.now();
            self.storage().open_pushed_request(realm.workspace.id, hash, now, now.plus_seconds(LIFETIME)).await?;
        }
        Ok(())
    }

    /// Returns a pushed request if this client can use it now.
    fn usable(&self, found: Option<PushedRequest>, client: Option<ClientId>) -> Result<PushedRequest, Unanswerable> {
        let request = found.ok_or(Unanswerable::UnknownRequestUri)?;
        if client != Some(request.client_id) {
            return Err(Unanswerable::ForeignRequestUri);
        }
        if request.used_at.is_some() {
            return Err(Unanswerable::UsedRequestUri);
        }
        if self.now() < request.expires_at { Ok(request) } else { Err(Unanswerable::ExpiredRequestUri) }
    }

    /// Lets an answer go to its client if it is the first to the pushed request: there is one for each. It is counted here and not when a page is
    /// shown, so that a page can be loaded again, and a program that looks at links before their user does takes nothing away
    /// (FAPI 2.0 Security Profile §5.3.2.2).
    pub(super) async fn answer_pushed(&self, realm: &Realm, asked: &Parameters, outcome: Authorization) -> Result<Authorization, Error> {
        let (Some(PushedReference { hash, .. }), Authorization::Answer(_)) = (&asked.pushed, &outcome) else { return Ok(outcome) };
        let now = self.now();
        if self.storage().use_pushed_request(realm.workspace.id, hash, now, now.plus_seconds(REMEMBERED)).await? {
            return Ok(outcome);
        }
        if let Some(client) = asked.form.get("client_id").and_then(|name| name.parse::<ClientName>().ok()) {
            let client = id_of(realm.workspace.id, &client);
            self.note_failure(realm, client, Refusal::UsedRequestUri);
        }
        Ok(Authorization::Unanswerable(Unanswerable::UsedRequestUri))
    }
}
