//! An authorization request on its way through the user's pages: sealed, so that it need not be stored and cannot be changed.

use std::collections::BTreeMap;

use domain::{clock::Timestamp, id::LoginSessionId, resource::Resource, scope::Scope};
use serde::{Deserialize, Serialize};

use crate::{
    browser::BrowserOfCode,
    engine::Engine,
    error::Error,
    realm::Realm,
    storage::{SecretHash, Storage},
};

/// How long a sign-in or consent page may be left open, in seconds.
pub(crate) const LIFETIME: i64 = 30 * 60;

/// An authorization request that waits for the user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Interaction {
    /// The query of the authorization request, as it came; of one that its client signed, what it signed.
    pub(crate) query: String,
    /// Whether its client signed it, which was verified when it came.
    #[serde(default)]
    pub(crate) is_signed: bool,
    /// When it came: a sign-in after this is one that it asked for.
    pub(crate) started_at: Timestamp,
    /// The consent page that the user was shown.
    pub(crate) asked: Option<AskedConsent>,
    /// The device that waits for the user, in place of an authorization request.
    #[serde(default)]
    pub(crate) device: Option<WaitingDevice>,
}

/// A device that waits for the user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct WaitingDevice {
    /// The hash of its device code.
    pub(crate) hash: SecretHash,
    /// The code that the user typed, as the device shows it.
    pub(crate) user_code: String,
    /// The browser that it was typed in. In no other one does the request go on: anybody can type the code of a device of their own, and send what
    /// follows to somebody else (RFC 8628 §5.4).
    pub(crate) browser: BrowserOfCode,
}

/// A consent page: who was asked, and what the page said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AskedConsent {
    /// The session that was asked; no other may answer.
    pub(crate) session: LoginSessionId,
    /// What the page said; no more is agreed to.
    pub(crate) terms: Terms,
}

/// What a consent page says, with digests of its words. The user agrees to that, and not to what the settings say at the time of the
/// answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Terms {
    /// The client's name.
    pub(crate) client_name: String,
    /// What else users go by when they allow the client, by its digest: where they are sent back to.
    #[serde(default)]
    pub(crate) seen: String,
    /// The scopes, offline access apart, and how they are described.
    pub(crate) scopes: BTreeMap<Scope, String>,
    /// The resource servers, and what they are called.
    pub(crate) resources: BTreeMap<Resource, String>,
    /// The authorization details by their digests, and what is told of their types.
    #[serde(default)]
    pub(crate) details: BTreeMap<String, String>,
    /// For how long offline access is asked for, in seconds.
    pub(crate) offline_seconds: Option<i64>,
}

impl Terms {
    /// Returns whether these terms cover the others: nothing there is more, longer or named differently.
    pub(crate) fn cover(&self, others: &Self) -> bool {
        fn within<K: Ord>(some: &BTreeMap<K, String>, all: &BTreeMap<K, String>) -> bool {
            some.iter().all(|(key, words)| all.get(key) == Some(words))
        }
        // None is less than any lifetime.
        self.client_name == others.client_name
            && self.seen == others.seen
            && within(&others.scopes, &self.scopes)
            && within(&others.resources, &self.resources)
            && within(&others.details, &self.details)
            && others.offline_seconds <= self.offline_seconds
    }
}

impl<S: Storage> Engine<S> {
    pub(crate) fn seal_interaction(&self, realm: &Realm, interaction: &Interaction) -> Result<String, Error> {
        Ok(self.keys().seal_value(&purpose(realm), interaction, self.random().as_ref())?)
    }

    /// Opens a waiting request. If it has waited for too long, or was not sealed here, returns the query to make it again, if known.
    pub(crate) fn open_interaction(&self, realm: &Realm, text: &str) -> Result<Interaction, Option<String>> {
        let interaction: Interaction = self.keys().open_value(&purpose(realm), text).map_err(|_| None)?;
        let age = self.now().seconds_since(interaction.started_at);
        // A device cannot be asked to make its request again, and what was signed is not signed any more.
        let query = Some(interaction.query.clone()).filter(|_| interaction.device.is_none() && !interaction.is_signed);
        if age <= LIFETIME { Ok(interaction) } else { Err(query) }
    }
}

fn purpose(realm: &Realm) -> String {
    format!("interaction {}", realm.workspace.id)
}
