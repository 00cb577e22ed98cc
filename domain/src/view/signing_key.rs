//! Signing keys, and what ends with one.

use serde::{Deserialize, Serialize};

use crate::{clock::Timestamp, id::KeyId, signing::SigningAlgorithm, signing_key::KeyLife, workspace::Workspace};

/// A signing key as a list shows it. Its private half is never shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SigningKeyView {
    /// Its identifier, the `kid` of what it signs.
    pub id: KeyId,
    /// Its algorithm.
    pub algorithm: SigningAlgorithm,
    /// Where it stands.
    pub life: KeyLife,
    /// Whether it is among the public keys of the workspace.
    pub published: bool,
    /// When it is to be replaced by the next key; none if that is done by hand, or it does not sign.
    pub due_at: Option<Timestamp>,
}

/// The signing keys of a workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SigningKeysView {
    /// The workspace, with its algorithms and the period of rotation.
    pub workspace: Workspace,
    /// The keys: by algorithm, and those of one by state.
    pub keys: Vec<SigningKeyView>,
    /// For how many seconds the next key of an algorithm cannot sign yet, where there is one; 0 if it can.
    pub ready: Vec<(SigningAlgorithm, i64)>,
    /// Whether the one who looks may publish and rotate keys.
    pub may_rotate: bool,
    /// Whether the one who looks may revoke keys.
    pub may_revoke: bool,
    /// Whether the one who looks may change the period of rotation.
    pub may_set: bool,
}

/// How exact a number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// Neither more nor less.
    Exact,
    /// There may be more.
    AtLeast,
    /// There may be fewer.
    AtMost,
    /// There may be more or fewer.
    About,
}

impl Precision {
    /// Returns it by whether there may be more, and whether there may be fewer.
    pub const fn of(more: bool, fewer: bool) -> Self {
        match (more, fewer) {
            (false, false) => Self::Exact,
            (true, false) => Self::AtLeast,
            (false, true) => Self::AtMost,
            (true, true) => Self::About,
        }
    }

    /// Returns what stands before the number, with a space after it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Exact => "",
            Self::AtLeast => "at least ",
            Self::AtMost => "at most ",
            Self::About => "about ",
        }
    }
}

/// What the revocation of a signing key would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyRevocationImpact {
    /// The key.
    pub key: SigningKeyView,
    /// How many access tokens it signed that have not expired, as far as was counted.
    pub access_tokens: u64,
    /// How exact that is.
    pub precision: Precision,
    /// The key that takes over if it signs now, where there is one; otherwise a new one does.
    pub successor: Option<KeyId>,
    /// For how many seconds the successor was published too recently for whoever keeps keys in a cache; 0 if it was not.
    pub successor_waits: i64,
}
