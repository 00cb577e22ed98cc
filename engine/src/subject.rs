//! What clients call users: `sub` (OpenID Connect Core §2, §8).

use std::sync::Arc;

use domain::{
    client::Client,
    id::{UserId, WorkspaceId},
    subject_type::SectorIdentifier,
};

use crate::{
    engine::Engine,
    error::Error,
    storage::Storage,
    subject_key::{KEY_BYTES, SUBJECT_CHARS, SubjectKey, sealed_for},
    token::TokenSource,
};

impl<S: Storage> Engine<S> {
    /// Returns what the clients of a sector call a user; without a sector, what all others do.
    pub(crate) async fn subject(&self, workspace: WorkspaceId, user: UserId, sector: Option<&SectorIdentifier>) -> Result<String, Error> {
        match sector {
            Some(sector) => Ok(self.subject_key(workspace).await?.of_sector(user, sector.as_str())?),
            None => Ok(user.to_string()),
        }
    }

    /// Returns the user whom clients of a workspace call so, whichever sector they are of; none where nobody does. Whether there still is such a
    /// user is not looked up.
    pub async fn user_called(&self, workspace: WorkspaceId, subject: &str) -> Result<Option<UserId>, Error> {
        if let Ok(user) = subject.parse() {
            return Ok(Some(user));
        }
        // Nothing is looked up for what can be none.
        if subject.len() != SUBJECT_CHARS {
            return Ok(None);
        }
        Ok(self.known_subject_key(workspace).await?.and_then(|key| key.user(subject)))
    }

    /// Hides the user of what an access token came from, where the client that gets that token, or the one whose it was, has pairwise subjects: it
    /// would lead from one sector to another.
    pub(crate) async fn veil(&self, workspace: WorkspaceId, client: &Client, source: &mut TokenSource) -> Result<(), Error> {
        let Some(called) = &source.user else { return Ok(()) };
        if called.parse::<UserId>().is_ok() && client.sector().is_none() {
            return Ok(());
        }
        if let Some(user) = self.user_called(workspace, called).await? {
            source.user = Some(self.subject_key(workspace).await?.of_token(user, source.jti)?);
        }
        Ok(())
    }

    /// Returns the key of a workspace, which is made where there is none.
    async fn subject_key(&self, workspace: WorkspaceId) -> Result<Arc<SubjectKey>, Error> {
        if let Some(key) = self.known_subject_key(workspace).await? {
            return Ok(key);
        }
        let key: [u8; KEY_BYTES] = self.random_bytes();
        let sealed = self.keys().seal(&sealed_for(workspace), &key, self.random().as_ref())?;
        let kept = self.storage().keep_subject_key(workspace, sealed).await?;
        self.opened_subject_key(workspace, &kept)
    }

    async fn known_subject_key(&self, workspace: WorkspaceId) -> Result<Option<Arc<SubjectKey>>, Error> {
        if let Some(key) = self.snapshot().subject_keys.get(&workspace) {
            return Ok(Some(key));
        }
        let sealed = self.storage().find_subject_key(workspace).await?;
        sealed.map(|sealed| self.opened_subject_key(workspace, &sealed)).transpose()
    }

    /// Opens a key and remembers it: a workspace never gets another.
    fn opened_subject_key(&self, workspace: WorkspaceId, sealed: &[u8]) -> Result<Arc<SubjectKey>, Error> {
        let key = Arc::new(SubjectKey::from_bytes(&self.keys().open(&sealed_for(workspace), sealed)?)?);
        self.snapshot().subject_keys.insert(workspace, Arc::clone(&key));
        Ok(key)
    }
}
