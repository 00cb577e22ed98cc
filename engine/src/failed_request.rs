//! Requests that fail by a client's configuration, before a user or a token has a part in them.

use domain::{client_failure::FailedRequest, id::ClientId};

use crate::{engine::Engine, error::Refusal, realm::Realm, storage::Storage};

impl<S: Storage> Engine<S> {
    /// Notes that a request for a client that exists failed. Whoever knows the client's name can make one, so this waits for nothing.
    pub(crate) fn note_failure(&self, realm: &Realm, client_id: ClientId, refusal: Refusal) {
        let (workspace_id, reason, at) = (realm.workspace.id, refusal.reason(), self.now());
        self.storage().note_failure(FailedRequest { workspace_id, client_id, reason, at });
    }
}
