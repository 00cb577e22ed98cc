//! The end of clients that strangers made and nobody uses. The housekeeping sees to it.

use domain::{
    audit::{ActorKind, AuditAction},
    client::Client,
};
use store::{Housekeeping, MadeBy, WorkspaceTransaction};

use crate::{Control, Error, clients::line};

/// The actor of what is done so, in audit lines.
const ACTOR: (ActorKind, &str) = (ActorKind::Server, "housekeeping");
/// After how many seconds such a client ends: as long as people are away.
const UNUSED_ENDS_AFTER: i64 = 30 * 24 * 3600;
/// In how many workspaces a step deletes.
const WORKSPACES_AT_ONCE: u64 = 20;
/// How many of each kind it deletes in one of them.
const CLIENTS_AT_ONCE: usize = 50;

impl Control {
    /// Deletes some clients with documents, and some that registered themselves without a token, that were made a month ago and that nobody has used for
    /// as long: without a consent, refresh tokens that work and access tokens. Returns whether there were any.
    ///
    /// # Errors
    /// [`Error::Stale`] if another node does the housekeeping by now.
    pub async fn end_unused_clients(&self, round: &Housekeeping) -> Result<bool, Error> {
        let now = self.now();
        let made_before = now.plus_seconds(-UNUSED_ENDS_AFTER);
        let mut ended = false;
        for workspace in round.workspaces_with_unused_clients(made_before, WORKSPACES_AT_ONCE).await? {
            let Some(held) = round.hold_workspace(&workspace).await? else { continue };
            for made_by in [MadeBy::Document, MadeBy::OpenRegistration] {
                for _ in 0..CLIENTS_AT_ONCE {
                    let Some(unused) = held.store().find_unused_client(made_by, made_before, now).await? else { break };
                    self.end_unused(&held, ACTOR, &unused).await?;
                    ended = true;
                }
            }
            held.commit().await?;
        }
        Ok(ended)
    }

    /// Deletes a client that nobody uses, and says so in the log.
    pub(crate) async fn end_unused(&self, held: &WorkspaceTransaction, actor: (ActorKind, &str), unused: &Client) -> Result<(), Error> {
        held.store().delete_client(unused.id, unused.version).await?;
        let line = line(AuditAction::ClientDeleted, unused, Vec::new());
        Ok(held.append_audit(self.audit_event(actor, self.now(), Some(held.workspace().tenant_id), line)).await?)
    }
}
