//! An authorization request on its way through the user's pages: sealed, so that it need not be stored and cannot be changed.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{clock::Timestamp, id::LoginSessionId};
use serde::{Deserialize, Serialize};

use crate::{
    engine::{Engine, Realm},
    error::{Error, Refusal},
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
    /// The session that is asked for consent; no other may answer.
    pub(crate) consent_of: Option<LoginSessionId>,
}

impl<S: Storage> Engine<S> {
    pub(crate) fn seal_interaction(&self, realm: &Realm, interaction: &Interaction) -> Result<String, Error> {
        let sealed = self.keys().seal(&purpose(realm), &serde_json::to_vec(interaction)?, self.random().as_ref())?;
        Ok(URL_SAFE_NO_PAD.encode(sealed))
    }

    pub(crate) fn open_interaction(&self, realm: &Realm, text: &str) -> Result<Interaction, Refusal> {
        let sealed = URL_SAFE_NO_PAD.decode(text).map_err(|_| Refusal::InteractionExpired)?;
        let plain = self.keys().open(&purpose(realm), &sealed).map_err(|_| Refusal::InteractionExpired)?;
        let interaction: Interaction = serde_json::from_slice(&plain).map_err(|_| Refusal::InteractionExpired)?;
        let age = self.now().seconds_since(interaction.started_at);
        if age <= LIFETIME { Ok(interaction) } else { Err(Refusal::InteractionExpired) }
    }
}

fn purpose(realm: &Realm) -> String {
    format!("interaction {}", realm.workspace.id)
}
