//! An authorization request on its way through the user's pages: sealed, so that it need not be stored and cannot be changed.

use std::collections::BTreeMap;

use domain::{clock::Timestamp, id::LoginSessionId, resource::Resource, scope::Scope};
use serde::{Deserialize, Serialize};

use crate::{
    engine::{Engine, Realm},
    error::Error,
    storage::Storage,
};

/// How long a sign-in or consent page may be left open, in seconds.
const LIFETIME: i64 = 30 * 60;

/// An authorization request that waits for the user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Interaction {
    /// The query of the authorization request, as it came.
    pub(crate) query: String,
    /// When it came: a sign-in after this is one that it asked for.
    pub(crate) started_at: Timestamp,
    /// What was put to the user on a consent page.
    pub(crate) asked: Option<AskedConsent>,
}

/// A consent page: who was asked, and what the page said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AskedConsent {
    /// The session that was asked; no other may answer.
    pub(crate) session: LoginSessionId,
    /// What the page said; no more is agreed to.
    pub(crate) terms: Terms,
}

/// What a consent page says, words as their digests. The user agrees to that, and not to what the settings have become by the time of the
/// answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Terms {
    /// What the client is called.
    pub(crate) client_name: String,
    /// The scopes, offline access apart, and how they are described.
    pub(crate) scopes: BTreeMap<Scope, String>,
    /// The resource servers, and what they are called.
    pub(crate) resources: BTreeMap<Resource, String>,
    /// For how long offline access is asked for, in seconds.
    pub(crate) offline_seconds: Option<i64>,
}

impl Terms {
    /// Returns whether whoever agreed to these has agreed to the others, too: nothing is more, longer or called otherwise there.
    pub(crate) fn cover(&self, others: &Self) -> bool {
        fn within<K: Ord>(some: &BTreeMap<K, String>, all: &BTreeMap<K, String>) -> bool {
            some.iter().all(|(key, words)| all.get(key) == Some(words))
        }
        // None is less than any lifetime.
        self.client_name == others.client_name
            && within(&others.scopes, &self.scopes)
            && within(&others.resources, &self.resources)
            && others.offline_seconds <= self.offline_seconds
    }
}

impl<S: Storage> Engine<S> {
    pub(crate) fn seal_interaction(&self, realm: &Realm, interaction: &Interaction) -> Result<String, Error> {
        Ok(self.keys().seal_value(&purpose(realm), interaction, self.random().as_ref())?)
    }

    /// The request that waits; if it waited for too long, or is none of ours, the request that can be made again, as far as it is known.
    pub(crate) fn open_interaction(&self, realm: &Realm, text: &str) -> Result<Interaction, Option<String>> {
        let interaction: Interaction = self.keys().open_value(&purpose(realm), text).map_err(|_| None)?;
        let age = self.now().seconds_since(interaction.started_at);
        if age <= LIFETIME { Ok(interaction) } else { Err(Some(interaction.query)) }
    }
}

fn purpose(realm: &Realm) -> String {
    format!("interaction {}", realm.workspace.id)
}
