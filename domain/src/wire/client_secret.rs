//! The secrets of clients.

use crate::{
    client_secret::{self, KEEP_PREVIOUS, KeepPrevious},
    clock::Timestamp,
    id::ClientId,
    wire::{
        reading::{Misfit, Reading},
        resource::Resource,
        sent::Sent,
        types::{sent, told},
    },
};

sent! {
    /// How a secret is replaced.
    pub struct RotateSecret {
        /// For how long the secret before it goes on working: up to 30 days, `0s` for not at all; a day if it is not sent.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub keep_previous_for: Option<Sent<KeepPrevious>>,
    }
}

told! {
    /// A new secret.
    pub struct ClientSecret {
        /// The client.
        pub client_id: Sent<ClientId>,
        /// Its secret, shown only once: only its hash is stored.
        pub client_secret: String,
    }

    /// The secrets of a client; none where it does not authenticate.
    pub struct ClientSecrets {
        /// The current one.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub current: Option<SecretRecord>,
        /// The one before it, while it works.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub previous: Option<SecretRecord>,
        /// Until when the one before works.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub previous_until: Option<Sent<Timestamp>>,
    }

    /// What is known of a secret.
    pub struct SecretRecord {
        /// Its number among the client's secrets, from 1.
        pub secret_version: i64,
        /// Tells it from others: 8 hexadecimal digits.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub secret_fingerprint: Option<String>,
        /// When it was made.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub created_at: Option<Sent<Timestamp>>,
        /// When the client last authenticated by it, to about an hour.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub used_at: Option<Sent<Timestamp>>,
    }
}

impl Resource for RotateSecret {
    fn pointer(_: &str) -> String {
        "/keep_previous_for".to_owned()
    }
}

impl RotateSecret {
    /// Reads for how long the secret before goes on working.
    ///
    /// # Errors
    /// Where it is no such time.
    pub fn read(&self) -> Result<KeepPrevious, Vec<Misfit>> {
        let mut reading = Reading::default();
        let keep = reading.or("/keep_previous_for", self.keep_previous_for.as_ref(), KEEP_PREVIOUS);
        reading.done(Some(keep))
    }
}

impl From<Option<&client_secret::ClientSecrets>> for ClientSecrets {
    fn from(secrets: Option<&client_secret::ClientSecrets>) -> Self {
        let previous = secrets.and_then(|secrets| secrets.previous.as_ref());
        Self {
            current: secrets.map(|secrets| (&secrets.current).into()),
            previous: previous.map(|previous| (&previous.secret).into()),
            previous_until: previous.map(|previous| Sent::of(&previous.until)),
        }
    }
}

impl From<&client_secret::ClientSecret> for SecretRecord {
    fn from(secret: &client_secret::ClientSecret) -> Self {
        Self {
            secret_version: secret.version,
            secret_fingerprint: secret.fingerprint.clone(),
            created_at: secret.created_at.as_ref().map(Sent::of),
            used_at: secret.used_at.as_ref().map(Sent::of),
        }
    }
}
