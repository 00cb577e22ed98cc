//! The signing keys of a workspace: the list, and what administrators do with them.

use domain::{
    audit::{AuditAction, Change},
    clock::Timestamp,
    id::{KeyId, WorkspaceId},
    lifetime::RotationPeriod,
    problem::Problem,
    signing::{SigningAlgorithm, SigningError},
    signing_key::{KeyRecord, KeyState, PUBLICATION, Urgency},
    view::{KeyRevocationImpact, SigningKeyView, SigningKeysView},
    workspace::{Workspace, WorkspacePath},
};
use engine::storage::SealedSigningKey;

use crate::{
    Control, Error, Operator,
    audit_line::Line,
    changes,
    held_keys::{HeldKeys, Rotated},
    permission::Action,
    permit::level_of,
    signed_tokens::Signed,
    workspaces,
};

impl Operator {
    /// Returns the signing keys of a workspace, by algorithm, and those of one by state.
    pub async fn list_signing_keys(&self, path: &WorkspacePath) -> Result<SigningKeysView, Error> {
        let store = self.read(Action::SeeSigningKeys, path).await?;
        let now = self.now();
        let mut keys = store.list_signing_keys().await?;
        keys.sort_by_key(|key| (key.algorithm, key.life.state.rank()));
        let ready = keys.iter().filter(|key| key.life.is_next()).map(|key| (key.algorithm, key.life.waits(now))).collect();
        let level = level_of(&store);
        Ok(SigningKeysView {
            keys: keys.into_iter().map(|key| view(key, store.workspace(), now)).collect(),
            ready,
            workspace: store.workspace().clone(),
            may_rotate: self.actor.may(Action::RotateSigningKeys, level),
            may_revoke: self.actor.may(Action::RevokeSigningKeys, level),
            may_set: self.actor.may(Action::SetTokenSettings, level),
        })
    }

    /// Publishes a key of an algorithm that has none which is to sign next: so whoever verifies tokens knows it before the algorithm is chosen.
    pub async fn publish_signing_key(&self, path: &WorkspacePath, algorithm: SigningAlgorithm) -> Result<SigningKeyView, Error> {
        let store = self.read(Action::RotateSigningKeys, path).await?;
        if !store.workspace().tokens.signing.signing_algorithms.contains(&algorithm) {
            return Err(Error::invalid("algorithm", SigningError::NotAllowed));
        }
        let fresh = self.control.new_signing_key(store.workspace().id, algorithm)?;
        let edit = self.edit_in(Action::RotateSigningKeys, path).await?;
        let key = HeldKeys::of(edit.store(), edit.now).await?.publish(fresh).await?;
        edit.audit(published(edit.workspace().id, key)).await?;
        let view = view(key, edit.workspace(), edit.now);
        edit.commit().await?;
        Ok(view)
    }

    /// Lets the next key of an algorithm sign in place of this one. What this one signed stays good, and it stays published until the last of
    /// it has expired.
    ///
    /// # Errors
    /// [`Error::Stale`] where this one does not sign any more; [`NoNextKey`](Problem::NoNextKey), or [`KeyTooRecent`](Problem::KeyTooRecent) where
    /// whoever verifies tokens may not know the next one yet, unless it is urgent.
    pub async fn rotate_signing_key(&self, path: &WorkspacePath, id: KeyId, urgency: Urgency) -> Result<SigningKeyView, Error> {
        let store = self.read(Action::RotateSigningKeys, path).await?;
        let found = store.list_signing_keys().await?.into_iter().find(|key| key.id == id).ok_or(Error::NotFound)?;
        let fresh = self.control.new_signing_key(store.workspace().id, found.algorithm)?;
        let edit = self.edit_in(Action::RotateSigningKeys, path).await?;
        let mut keys = HeldKeys::of(edit.store(), edit.now).await?;
        if keys.current(found.algorithm).map(|key| key.id) != Some(id) {
            return Err(Error::Stale);
        }
        let rotated = keys.rotate(fresh, urgency).await?;
        let key = keys.find(rotated.to).ok_or(Error::Stale)?;
        edit.audit(self::rotated(edit.workspace().id, found.algorithm, rotated)).await?;
        let view = view(key, edit.workspace(), edit.now);
        edit.commit().await?;
        Ok(view)
    }

    /// Returns what the revocation of a key would do.
    pub async fn preview_key_revocation(&self, path: &WorkspacePath, id: KeyId) -> Result<KeyRevocationImpact, Error> {
        let store = self.read(Action::RevokeSigningKeys, path).await?;
        let now = self.now();
        let keys = store.list_signing_keys().await?;
        let key = keys.iter().find(|key| key.id == id).copied().ok_or(Error::NotFound)?;
        let Signed { tokens, precision } = Signed::count(&store, key, now).await?;
        let next = keys.iter().find(|other| other.algorithm == key.algorithm && other.life.is_next());
        let successor = next.filter(|_| key.life.is_current());
        Ok(KeyRevocationImpact {
            key: view(key, store.workspace(), now),
            access_tokens: tokens,
            precision,
            successor: successor.map(|next| next.id),
            successor_waits: successor.map_or(PUBLICATION, |next| next.life.waits(now)),
        })
    }

    /// Revokes a key: nothing that it signed is accepted any more, at every node within a second. If it signs, its next one signs from now on,
    /// or a new one where there is none; where that was not published for long enough, whoever keeps keys in a cache refuses its tokens until
    /// they read the keys again.
    ///
    /// # Errors
    /// [`KeyRevoked`](Problem::KeyRevoked) where it was revoked before.
    pub async fn revoke_signing_key(&self, path: &WorkspacePath, id: KeyId) -> Result<SigningKeyView, Error> {
        let store = self.read(Action::RevokeSigningKeys, path).await?;
        let found = store.list_signing_keys().await?.into_iter().find(|key| key.id == id).ok_or(Error::NotFound)?;
        let replaced = found.life.is_current() || found.life.is_next();
        let fresh = replaced.then(|| self.control.new_signing_key(store.workspace().id, found.algorithm)).transpose()?;
        let edit = self.edit_in(Action::RevokeSigningKeys, path).await?;
        let mut keys = HeldKeys::of(edit.store(), edit.now).await?;
        let key = keys.find(id).ok_or(Error::NotFound)?;
        if let KeyState::Revoked { at } = key.life.state {
            return Err(Error::invalid("key", Problem::KeyRevoked { at }));
        }
        let Signed { tokens, precision } = Signed::count(&edit.store(), key, edit.now).await?;
        let successor = keys.revoke(key, fresh).await?;
        let revoked = keys.find(id).ok_or(Error::Stale)?;
        let mut changes = changes::one("state", key.life.state.name(), revoked.life.state.name());
        if tokens > 0 {
            changes.extend(changes::one("live_access_tokens", &format!("{}{tokens}", precision.words()), &0));
        }
        changes.extend(successor.map(|next| changes::one("current_key", &id, &next)).unwrap_or_default());
        edit.audit(line(AuditAction::SigningKeyRevoked, edit.workspace().id, key.algorithm, id, changes)).await?;
        let view = view(revoked, edit.workspace(), edit.now);
        edit.commit().await?;
        Ok(view)
    }

    /// Sets after how long keys are replaced; without a period that is only done by hand.
    pub async fn set_key_rotation(&self, path: &WorkspacePath, version: i64, period: Option<RotationPeriod>) -> Result<Workspace, Error> {
        let edit = self.edit_workspace(Action::SetTokenSettings, path, version).await?;
        let mut tokens = edit.before.tokens.clone();
        tokens.signing.signing_keys_rotate_every = period;
        if tokens == edit.before.tokens {
            return Ok(edit.before);
        }
        let changes = changes::between(&edit.before.tokens, &tokens)?;
        let after = edit.store().update_workspace(&Workspace { tokens, ..edit.before.clone() }).await?;
        edit.audit(workspaces::line(AuditAction::TokenSettingsUpdated, &after, changes)).await?;
        edit.commit().await?;
        Ok(after)
    }
}

impl Control {
    /// Makes a key, before anything is locked: an RSA key takes some hundred milliseconds.
    pub(crate) fn new_signing_key(&self, workspace: WorkspaceId, algorithm: SigningAlgorithm) -> Result<SealedSigningKey, Error> {
        self.keys().new_signing_key(workspace, algorithm, self.now(), self.random()).map_err(Error::internal)
    }
}

/// Returns an audit line about the key of an algorithm.
fn line(action: AuditAction, workspace: WorkspaceId, algorithm: SigningAlgorithm, id: KeyId, changes: Vec<Change>) -> Line {
    Line { workspace: Some(workspace), action, target: algorithm.name().to_owned(), target_id: id.to_string(), changes }
}

/// Returns the audit line of a key that was published.
pub(crate) fn published(workspace: WorkspaceId, key: KeyRecord) -> Line {
    line(AuditAction::SigningKeyPublished, workspace, key.algorithm, key.id, Vec::new())
}

/// Returns the audit line of a key that took over.
pub(crate) fn rotated(workspace: WorkspaceId, algorithm: SigningAlgorithm, rotated: Rotated) -> Line {
    let from = rotated.from.map(|key| key.to_string()).unwrap_or_default();
    line(AuditAction::SigningKeyRotated, workspace, algorithm, rotated.to, changes::one("current_key", &from, &rotated.to))
}

fn view(key: KeyRecord, workspace: &Workspace, now: Timestamp) -> SigningKeyView {
    let KeyRecord { id, algorithm, life } = key;
    let due_at = life.due_at(workspace.tokens.signing.signing_keys_rotate_every);
    SigningKeyView { id, algorithm, life, published: life.is_published(now), due_at }
}
