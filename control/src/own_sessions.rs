//! An administrator's own sessions at the console.
//!
//! Nobody needs a permission for what is their own: the session that they look from is.

use domain::{
    administrator::Administrator,
    audit::AuditAction,
    console_session::{ConsoleSession, SessionContents},
    id::ConsoleSessionId,
};
use engine::storage::SecretHash;

use crate::{Control, Error, Operator, administrators::line, changes};

/// The sessions of the administrator who is at the console.
#[derive(Debug)]
pub struct OwnSessions<'a> {
    operator: &'a Operator,
    own: &'a Administrator,
    this: SecretHash,
}

impl Operator {
    /// Returns the actor's own sessions.
    ///
    /// # Errors
    /// [`Error::SignedOut`] where no administrator is at the console: an API token is none.
    pub fn own_sessions(&self) -> Result<OwnSessions<'_>, Error> {
        Ok(OwnSessions { operator: self, own: self.own_administrator()?, this: self.own_session()? })
    }
}

impl Control {
    /// Returns the identifier of a new session at the console.
    pub fn new_console_session(&self) -> ConsoleSessionId {
        ConsoleSessionId::new(self.now(), self.random_bytes())
    }
}

impl OwnSessions<'_> {
    /// Returns the open ones: this one first, then those used last.
    pub async fn list(&self) -> Result<Vec<ConsoleSession>, Error> {
        let mut sessions: Vec<_> = self.open().await?.into_iter().map(|(hash, contents)| self.shown(&hash, contents)).collect();
        sessions.sort_by_key(|session| !session.is_this);
        Ok(sessions)
    }

    /// Ends another session. One that has ended stays as it is.
    pub async fn end(&self, id: ConsoleSessionId) -> Result<(), Error> {
        let is_it = |contents: &SessionContents| contents.origin.as_ref().is_some_and(|origin| origin.id == id);
        let Some((hash, contents)) = self.open().await?.into_iter().find(|(_, contents)| is_it(contents)) else { return Ok(()) };
        let (write, administrator) = self.operator.begin_about(None, self.own.id, |_| Ok(())).await?;
        if hash == self.this || !write.transaction.administrators().end_session(administrator.id, &hash).await? {
            return Ok(());
        }
        let browser = contents.origin.and_then(|origin| origin.browser).unwrap_or_default();
        write.audit(line(AuditAction::AdministratorSessionEnded, &administrator, changes::one("browser", &browser, ""))).await?;
        write.commit().await
    }

    /// Ends all but this one. Returns how many there were.
    pub async fn end_others(&self) -> Result<u64, Error> {
        let (write, administrator) = self.operator.begin_about(None, self.own.id, |_| Ok(())).await?;
        let ended = write.transaction.administrators().end_other_sessions(administrator.id, &self.this).await?;
        if ended == 0 {
            return Ok(0);
        }
        write.audit(line(AuditAction::AdministratorSignedOutElsewhere, &administrator, changes::one("sessions", &ended, &0))).await?;
        write.commit().await?;
        Ok(ended)
    }

    /// Returns the open ones. Those that have no contents to show are left out: nobody is signed in there.
    async fn open(&self) -> Result<Vec<(SecretHash, SessionContents)>, Error> {
        let found = self.operator.control.store().administrators().list_sessions(self.own.id, self.operator.now()).await?;
        Ok(found.into_iter().filter_map(|(hash, data)| Some((hash, serde_json::from_value(data).ok()?))).collect())
    }

    fn shown(&self, hash: &SecretHash, contents: SessionContents) -> ConsoleSession {
        ConsoleSession { contents, is_this: *hash == self.this }
    }
}
