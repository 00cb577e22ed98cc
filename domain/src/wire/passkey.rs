//! Passkeys of administrators and users.

use crate::{
    clock::Timestamp,
    id::PasskeyId,
    name::Name,
    passkey::PasskeySummary,
    wire::{
        reading::{Misfit, Reading},
        resource::Resource,
        sent::Sent,
        types::{sent, told},
    },
};

sent! {
    /// A passkey. What there is of it is public: it lets nobody in.
    pub struct Passkey told [id synced created_at last_used_at] needed [name] {
        /// Its identifier.
        pub id: Sent<PasskeyId>,
        /// What its owner calls it.
        pub name: Sent<Name>,
        /// Whether it may be copied to other devices, as password managers do; one that may not is lost with its device.
        pub synced: bool,
        /// When it was added.
        pub created_at: Sent<Timestamp>,
        /// When it was last used; absent where it never was.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub last_used_at: Option<Sent<Timestamp>>,
    }
}

told! {
    /// The passkeys of somebody: at most ten, the oldest first.
    pub struct Passkeys {
        /// The passkeys.
        pub passkeys: Vec<Passkey>,
    }
}

impl Resource for Passkey {}

impl Passkey {
    /// Reads its name.
    ///
    /// # Errors
    /// Where it is none.
    pub fn name(&self) -> Result<Name, Vec<Misfit>> {
        let mut reading = Reading::default();
        let name = reading.take("/name", &self.name);
        reading.done(name)
    }
}

impl From<&PasskeySummary> for Passkey {
    fn from(passkey: &PasskeySummary) -> Self {
        Self {
            id: Sent::of(&passkey.id),
            name: Sent::of(&passkey.name),
            synced: passkey.synced,
            created_at: Sent::of(&passkey.created_at),
            last_used_at: passkey.last_used_at.as_ref().map(Sent::of),
        }
    }
}

impl From<&[PasskeySummary]> for Passkeys {
    fn from(passkeys: &[PasskeySummary]) -> Self {
        Self { passkeys: passkeys.iter().map(Passkey::from).collect() }
    }
}
