//! Signing keys.

use crate::{
    clock::Timestamp,
    id::KeyId,
    signing::SigningAlgorithm,
    signing_key::{KeyState, Urgency},
    view::{KeyRevocationImpact, Precision, SigningKeyView},
    wire::{
        reading::{Misfit, Reading},
        resource::Resource,
        sent::Sent,
        types::{sent, told},
    },
};

sent! {
    /// A signing key that is to be published: the one which is to sign next.
    pub struct NewSigningKey needed [alg] {
        /// Its algorithm: one that the workspace allows, and that has no next key yet.
        pub alg: Sent<SigningAlgorithm>,
    }

    /// How a key takes over.
    pub struct RotateSigningKey {
        /// Although it was published only now. Whoever keeps keys in a cache refuses its tokens until they read the keys again.
        pub at_once: bool,
    }
}

told! {
    /// A signing key of a workspace.
    pub struct SigningKey {
        /// Its identifier, the `kid` of what it signs.
        pub kid: Sent<KeyId>,
        /// Its algorithm.
        pub alg: Sent<SigningAlgorithm>,
        /// Where it stands: `next`, `current`, `retired` or `revoked`.
        pub state: String,
        /// Whether it is among the public keys of the workspace.
        pub published: bool,
        /// Since when it was published.
        pub published_at: Sent<Timestamp>,
        /// Since when it signs, or signed.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub signs_since: Option<Sent<Timestamp>>,
        /// When it is to be replaced; absent if that is done by hand, or it does not sign.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub rotates_at: Option<Sent<Timestamp>>,
        /// Until when it signed.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub retired_at: Option<Sent<Timestamp>>,
        /// Until when it stays published after it was retired.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub published_until: Option<Sent<Timestamp>>,
        /// Since when nothing that it signed is accepted.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub revoked_at: Option<Sent<Timestamp>>,
    }

    /// What the revocation of a signing key would do.
    pub struct SigningKeyImpact {
        /// How many access tokens it signed that have not expired, as far as was counted.
        pub live_access_tokens: u64,
        /// Whether there may be more than those.
        pub at_least: bool,
        /// Whether there may be fewer: settings were changed since, and some may have been signed otherwise.
        pub at_most: bool,
        /// The key that takes over, where it signs and there is a next one; otherwise a new one is made.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub successor_kid: Option<Sent<KeyId>>,
        /// For how many seconds the successor is not known yet to whoever keeps keys in a cache.
        pub successor_waits_seconds: i64,
    }
}

impl Resource for NewSigningKey {
    fn pointer(_: &str) -> String {
        "/alg".to_owned()
    }
}

impl Resource for RotateSigningKey {
    fn pointer(_: &str) -> String {
        "/at_once".to_owned()
    }
}

impl NewSigningKey {
    /// Reads the algorithm.
    ///
    /// # Errors
    /// Where it is none.
    pub fn read(&self) -> Result<SigningAlgorithm, Vec<Misfit>> {
        let mut reading = Reading::default();
        let algorithm = reading.take("/alg", &self.alg);
        reading.done(algorithm)
    }
}

impl RotateSigningKey {
    /// Returns whether it waits.
    pub const fn urgency(&self) -> Urgency {
        if self.at_once { Urgency::AtOnce } else { Urgency::Usual }
    }
}

impl From<&SigningKeyView> for SigningKey {
    fn from(view: &SigningKeyView) -> Self {
        let SigningKeyView { id, algorithm, life, published, due_at } = view;
        let (since, retired, revoked) = match life.state {
            KeyState::Next => (None, None, None),
            KeyState::Current { since } => (Some(since), None, None),
            KeyState::Retired { since, at } => (Some(since), Some(at), None),
            KeyState::Revoked { at } => (None, None, Some(at)),
        };
        Self {
            kid: Sent::of(id),
            alg: Sent::of(algorithm),
            state: life.state.name().to_owned(),
            published: *published,
            published_at: Sent::of(&life.published_at),
            signs_since: since.as_ref().map(Sent::of),
            rotates_at: due_at.as_ref().map(Sent::of),
            retired_at: retired.as_ref().map(Sent::of),
            published_until: retired.map(|_| Sent::of(&life.published_until)),
            revoked_at: revoked.as_ref().map(Sent::of),
        }
    }
}

impl From<KeyRevocationImpact> for SigningKeyImpact {
    fn from(impact: KeyRevocationImpact) -> Self {
        Self {
            live_access_tokens: impact.access_tokens,
            at_least: matches!(impact.precision, Precision::AtLeast | Precision::About),
            at_most: matches!(impact.precision, Precision::AtMost | Precision::About),
            successor_kid: impact.successor.as_ref().map(Sent::of),
            successor_waits_seconds: impact.successor_waits,
        }
    }
}
