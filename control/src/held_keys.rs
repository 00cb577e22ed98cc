//! The signing keys of a workspace that nobody else changes meanwhile, and the steps of their lives.

use domain::{
    clock::Timestamp,
    id::KeyId,
    in_force,
    problem::Problem,
    signing::SigningAlgorithm,
    signing_key::{KeyLife, KeyRecord, KeyRefusal, Urgency},
};
use engine::storage::SealedSigningKey;
use store::{WorkspaceStore, Writing};

use crate::Error;

/// The most published keys of an algorithm: each read of the keys of a workspace brings all of them.
const MOST_PUBLISHED: usize = 50;

/// The signing keys of a workspace, while it is locked.
pub(crate) struct HeldKeys<'a> {
    store: WorkspaceStore<'a, Writing>,
    now: Timestamp,
    keys: Vec<KeyRecord>,
}

/// A key that took over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rotated {
    /// The key that signed before, if there was one.
    pub(crate) from: Option<KeyId>,
    /// The key that signs.
    pub(crate) to: KeyId,
}

impl<'a> HeldKeys<'a> {
    pub(crate) async fn of(store: WorkspaceStore<'a, Writing>, now: Timestamp) -> Result<Self, Error> {
        let keys = store.list_signing_keys().await?;
        Ok(Self { store, now, keys })
    }

    /// The keys, newest first.
    pub(crate) fn all(&self) -> &[KeyRecord] {
        &self.keys
    }

    pub(crate) fn find(&self, id: KeyId) -> Option<KeyRecord> {
        self.keys.iter().find(|key| key.id == id).copied()
    }

    /// The key that signs by an algorithm.
    pub(crate) fn current(&self, algorithm: SigningAlgorithm) -> Option<KeyRecord> {
        self.of_algorithm(algorithm, KeyLife::is_current)
    }

    /// The key that is to sign next by an algorithm.
    pub(crate) fn next(&self, algorithm: SigningAlgorithm) -> Option<KeyRecord> {
        self.of_algorithm(algorithm, KeyLife::is_next)
    }

    fn of_algorithm(&self, algorithm: SigningAlgorithm, stands: impl Fn(KeyLife) -> bool) -> Option<KeyRecord> {
        self.keys.iter().find(|key| key.algorithm == algorithm && stands(key.life)).copied()
    }

    /// Adds a key.
    pub(crate) async fn insert(&mut self, key: SealedSigningKey) -> Result<KeyRecord, Error> {
        let record = KeyRecord { id: key.id, algorithm: key.algorithm, life: key.life };
        self.store.insert_signing_key(key).await?;
        self.keys.insert(0, record);
        Ok(record)
    }

    /// Publishes a key that is to sign next.
    ///
    /// # Errors
    /// [`Problem::NextKeyThere`] where there is one, and [`Problem::TooMany`].
    pub(crate) async fn publish(&mut self, key: SealedSigningKey) -> Result<KeyRecord, Error> {
        if self.next(key.algorithm).is_some() {
            return Err(Error::invalid("key", Problem::NextKeyThere));
        }
        self.check_room(key.algorithm)?;
        self.insert(SealedSigningKey { life: KeyLife::next(self.now), ..key }).await
    }

    /// Lets the next key of an algorithm sign in place of the current one, and publishes another that is to follow it. In an emergency the new
    /// one itself signs if there is no next key.
    ///
    /// # Errors
    /// [`Problem::NoNextKey`], [`Problem::KeyTooRecent`] or [`Problem::TooMany`]; nothing has changed then.
    pub(crate) async fn rotate(&mut self, fresh: SealedSigningKey, urgency: Urgency) -> Result<Rotated, Error> {
        let algorithm = fresh.algorithm;
        self.check_room(algorithm)?;
        let next = self.next(algorithm);
        match (next, urgency) {
            (Some(next), _) => _ = next.life.activate(self.now, urgency).map_err(refused)?,
            (None, Urgency::Usual) => return Err(Error::invalid("key", Problem::NoNextKey)),
            (None, Urgency::AtOnce) => {}
        }
        let current = self.current(algorithm);
        if let Some(current) = current {
            let longest = self.longest(algorithm).await?;
            self.move_to(current, current.life.retire(self.now, longest)).await?;
        }
        Ok(Rotated { from: current.map(|key| key.id), to: self.succeed(next, fresh, urgency).await? })
    }

    /// Revokes a key. If it signs, its next one signs at once, or the new one where there is none; if it was to sign next, the new one is.
    ///
    /// # Errors
    /// [`Error::Stale`] where it was revoked before, or needs a new one and there is none.
    pub(crate) async fn revoke(&mut self, key: KeyRecord, fresh: Option<SealedSigningKey>) -> Result<Option<KeyId>, Error> {
        self.move_to(key, key.life.revoke(self.now)).await?;
        if key.life.is_current() {
            let next = self.next(key.algorithm);
            return self.succeed(next, fresh.ok_or(Error::Stale)?, Urgency::AtOnce).await.map(Some);
        }
        if key.life.is_next() {
            self.publish(fresh.ok_or(Error::Stale)?).await?;
        }
        Ok(None)
    }

    /// Lets a key sign.
    pub(crate) async fn activate(&mut self, next: KeyRecord, urgency: Urgency) -> Result<(), Error> {
        self.move_to(next, next.life.activate(self.now, urgency)).await
    }

    /// Deletes a key.
    pub(crate) async fn forget(&mut self, key: KeyRecord) -> Result<(), Error> {
        self.store.delete_signing_key(&key).await?;
        self.keys.retain(|other| other.id != key.id);
        Ok(())
    }

    /// Lets the next key sign and publishes the new one to follow it, or lets that one sign. Returns the key that signs.
    async fn succeed(&mut self, next: Option<KeyRecord>, fresh: SealedSigningKey, urgency: Urgency) -> Result<KeyId, Error> {
        let Some(next) = next else {
            return Ok(self.insert(SealedSigningKey { life: KeyLife::first(self.now), ..fresh }).await?.id);
        };
        self.activate(next, urgency).await?;
        self.insert(SealedSigningKey { life: KeyLife::next(self.now), ..fresh }).await?;
        Ok(next.id)
    }

    async fn move_to(&mut self, key: KeyRecord, to: Result<KeyLife, KeyRefusal>) -> Result<(), Error> {
        let to = to.map_err(refused)?;
        self.store.move_signing_key(&key, to).await?;
        for held in self.keys.iter_mut().filter(|held| held.id == key.id) {
            held.life = to;
        }
        Ok(())
    }

    /// The longest lifetime, in seconds, of the tokens that an algorithm signs now.
    async fn longest(&self, algorithm: SigningAlgorithm) -> Result<i64, Error> {
        let clients = self.store.all_clients().await?;
        Ok(in_force::longest_signed_lifetime(algorithm, &self.store.workspace().tokens, &clients))
    }

    fn check_room(&self, algorithm: SigningAlgorithm) -> Result<(), Error> {
        let published = self.keys.iter().filter(|key| key.algorithm == algorithm && key.life.is_published(self.now)).count();
        if published < MOST_PUBLISHED {
            return Ok(());
        }
        Err(Error::invalid("key", Problem::TooMany { most: u32::try_from(MOST_PUBLISHED).unwrap_or(u32::MAX) }))
    }
}

fn refused(refusal: KeyRefusal) -> Error {
    match refusal {
        KeyRefusal::TooEarly { seconds } => Error::invalid("key", Problem::KeyTooRecent { seconds }),
        KeyRefusal::OtherState => Error::Stale,
    }
}
