//! What signing keys need without anybody asking for it: a next key, the rotation that is due, and the end of what nobody needs. The
//! housekeeping does it, on the node that has its lease.

use domain::{
    audit::ActorKind,
    signing_key::{Duty, Urgency, duties},
    workspace::Workspace,
};
use engine::storage::SealedSigningKey;
use store::{Housekeeping, KeyProgress};

use crate::{
    Control, Error,
    audit_line::Line,
    held_keys::HeldKeys,
    signing_keys::{published, rotated},
};

/// The actor of what is done so, in audit lines.
const ACTOR: (ActorKind, &str) = (ActorKind::Server, "housekeeping");

/// Something that a key of a workspace needs.
#[derive(Debug, Clone)]
pub struct KeyDuty {
    workspace: Workspace,
    duty: Duty,
}

impl KeyDuty {
    /// Returns what is needed.
    pub const fn duty(&self) -> Duty {
        self.duty
    }
}

impl Control {
    /// Returns what the keys of the next workspaces need; none after the last ones.
    pub async fn next_key_duties(&self, round: &Housekeeping, progress: &mut KeyProgress) -> Result<Option<Vec<KeyDuty>>, Error> {
        let Some(workspaces) = round.next_signing_keys(progress).await? else { return Ok(None) };
        let now = self.now();
        let of = |(workspace, keys): (Workspace, Vec<_>)| {
            let period = workspace.tokens.signing.signing_keys_rotate_every;
            duties(&keys, period, now).into_iter().map(move |duty| KeyDuty { workspace: workspace.clone(), duty })
        };
        Ok(Some(workspaces.into_iter().flat_map(of).collect()))
    }

    /// Makes the key that is needed, if one is. It is a matter of some hundred milliseconds if it is an RSA key, in which the thread does
    /// nothing else.
    pub fn make_needed_key(&self, needed: &KeyDuty) -> Result<Option<SealedSigningKey>, Error> {
        match needed.duty {
            Duty::Publish(algorithm) | Duty::Rotate(algorithm) => self.new_signing_key(needed.workspace.id, algorithm).map(Some),
            Duty::Forget(_) => Ok(None),
        }
    }

    /// Does what is needed, if it still is. Returns whether it was.
    ///
    /// # Errors
    /// [`Error::Stale`] if another node does the housekeeping by now.
    pub async fn perform_key_duty(&self, round: &Housekeeping, needed: &KeyDuty, fresh: Option<SealedSigningKey>) -> Result<bool, Error> {
        let Some(held) = round.hold_workspace(&needed.workspace).await? else { return Ok(false) };
        let (now, workspace) = (self.now(), held.workspace().clone());
        let mut keys = HeldKeys::of(held.store(), now).await?;
        if !duties(keys.all(), workspace.tokens.signing.signing_keys_rotate_every, now).contains(&needed.duty) {
            return Ok(false);
        }
        let line: Option<Line> = match (needed.duty, fresh) {
            (Duty::Publish(_), Some(fresh)) => Some(published(workspace.id, keys.publish(fresh).await?)),
            (Duty::Rotate(algorithm), Some(fresh)) => Some(rotated(workspace.id, algorithm, keys.rotate(fresh, Urgency::Usual).await?)),
            (Duty::Forget(id), _) => {
                keys.forget(keys.find(id).ok_or(Error::Stale)?).await?;
                None
            }
            (Duty::Publish(_) | Duty::Rotate(_), None) => return Ok(false),
        };
        if let Some(line) = line {
            held.append_audit(self.audit_event(ACTOR, now, Some(workspace.tenant_id), line)).await?;
        }
        drop(keys);
        held.commit().await?;
        Ok(true)
    }
}
