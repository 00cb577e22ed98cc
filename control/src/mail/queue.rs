//! The queue of mail: what a use case writes is sent by whichever node comes to it first, and tried again until it expires.

use domain::{
    clock::Timestamp,
    id::{MailId, TenantId, WorkspaceId},
    mail::{LastFailure, MailFailure},
    secret::Secret,
};
use store::{MailOf, MailQueue, MailServerRecord, NewMail, Sealed, TenantStore, Transaction, WaitingMail, Writing};

use super::{
    letter::Mail,
    transport::{MailAccount, MailTransport, Post},
};
use crate::{Control, Error};

/// The name that mail of the installation comes from.
const OWN_SENDER_NAME: &str = "Regrant";
/// The pause after the first attempt, in seconds: longer than any attempt takes, so that no two nodes send the same mail.
const FIRST_PAUSE: i64 = 60;
/// The longest pause between two attempts, in seconds.
const LONGEST_PAUSE: i64 = 3600;

/// What came of the next mail in the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// No mail is due.
    Idle,
    /// It was sent.
    Sent,
    /// It was not sent, and is tried again later.
    Postponed(MailFailure),
    /// It was refused for good, has expired, or cannot be sent any more.
    Dropped,
}

/// The server that a tenant's mail leaves by, as it was when it was read.
#[derive(Clone, Copy)]
struct ServerVersion {
    tenant: TenantId,
    version: i64,
}

/// A mail as it leaves.
struct Posted {
    /// The tenant's server, where it leaves by one.
    account: Option<MailAccount>,
    server: Option<ServerVersion>,
    post: Post,
}

impl Control {
    /// Puts a mail into the queue. It is sent once the transaction is committed. Where too many wait already, it is dropped: whoever asked for it
    /// is not told, because that would tell them whether there was one to send.
    pub(crate) async fn post(
        &self,
        tenant: &TenantStore<'_, Writing>,
        workspace_id: Option<WorkspaceId>,
        mail: &Mail,
        expires_at: Timestamp,
    ) -> Result<(), Error> {
        let mail = self.seal_mail(MailQueue::Tenants, mail, expires_at)?;
        if !tenant.insert_mail(&mail, workspace_id, self.now()).await? {
            tracing::warn!(tenant = %tenant.id(), "a mail was dropped: too many of the tenant wait to be sent");
        }
        Ok(())
    }

    /// Seals a mail for a queue.
    pub(super) fn seal_mail(&self, queue: MailQueue, mail: &Mail, expires_at: Timestamp) -> Result<NewMail, Error> {
        let sealed = serde_json::to_vec(mail).map_err(Error::internal)?;
        let sealed = self.keys().seal(purpose(queue), &sealed, self.random()).map_err(Error::internal)?;
        Ok(NewMail { id: MailId::new(self.now(), self.random_bytes()), sealed, expires_at })
    }

    /// Sends the mail of a queue that has waited longest, if any is due. It can be called by several tasks and nodes at once.
    pub async fn deliver_next_mail(&self, queue: MailQueue) -> Result<Delivery, Error> {
        let Some(transport) = self.mail_transport() else { return Ok(Delivery::Idle) };
        // A node that has no server yet leaves the installation's mail to one that has.
        if queue == MailQueue::Installation && !self.has_own_mail() {
            return Ok(Delivery::Idle);
        }
        let now = self.now();
        let Some(waiting) = self.store().claim_mail(queue, now, |attempts| now.plus_seconds(pause(attempts))).await? else {
            return Ok(Delivery::Idle);
        };
        // Sealed under a version of the master key that was retired since.
        let mail = self.keys().open(purpose(queue), &waiting.sealed).ok().and_then(|mail| serde_json::from_slice::<Mail>(&mail).ok());
        let posted = match mail.filter(|mail| !mail.to.is_empty() && now < waiting.expires_at) {
            Some(mail) => self.addressed_of(transport, &waiting, mail).await?,
            None => None,
        };
        let Some(Posted { account, server, post }) = posted else {
            self.forget_mail(&waiting, None, None).await?;
            return Ok(Delivery::Dropped);
        };
        match transport.send(account.as_ref(), &post).await {
            Ok(()) => {
                self.forget_mail(&waiting, server, None).await?;
                Ok(Delivery::Sent)
            }
            // It would be refused the next time, too.
            Err(failure @ MailFailure::Refused) => {
                self.forget_mail(&waiting, server, Some(LastFailure { at: now, failure })).await?;
                if queue == MailQueue::Installation {
                    // No page shows it.
                    tracing::warn!(%failure, "a mail to an administrator was refused");
                }
                Ok(Delivery::Dropped)
            }
            Err(failure) => {
                let transaction = self.store().begin().await?;
                // The server is not asked again for each mail that waits: others' mail would wait for that. Of another one, which an administrator
                // has saved meanwhile, this says nothing.
                if record_outcome(&transaction, server, Some(LastFailure { at: now, failure })).await? {
                    transaction.postpone_mails(waiting.of, now, now.plus_seconds(pause(0))).await?;
                }
                transaction.commit().await?;
                if let Some(tenant) = waiting.of.tenant() {
                    tracing::warn!(%tenant, attempts = waiting.attempts, %failure, "a mail was not sent");
                } else {
                    tracing::warn!(attempts = waiting.attempts, %failure, "a mail to an administrator was not sent");
                }
                Ok(Delivery::Postponed(failure))
            }
        }
    }

    /// Removes a mail, with what came of it for the server that sent it, in this version; none where the mail left without one.
    async fn forget_mail(&self, waiting: &WaitingMail, server: Option<ServerVersion>, failure: Option<LastFailure>) -> Result<(), Error> {
        let transaction = self.store().begin().await?;
        transaction.delete_mail(waiting).await?;
        record_outcome(&transaction, server, failure).await?;
        Ok(transaction.commit().await?)
    }

    /// Returns a mail as it leaves, and the tenant's server where one is needed; none where there is none.
    async fn addressed_of(&self, transport: &dyn MailTransport, waiting: &WaitingMail, mail: Mail) -> Result<Option<Posted>, Error> {
        let MailOf::Tenant(tenant, workspace) = waiting.of else {
            let sender = transport.own_sender().map_or_else(|| self.unread_address(), ToString::to_string);
            let post = Post { id: waiting.id, at: self.now(), sender_name: OWN_SENDER_NAME.to_owned(), sender, mail };
            return Ok(Some(Posted { account: None, server: None, post }));
        };
        let record = if transport.needs_server() { self.store().tenant(tenant).find_mail_server().await? } else { None };
        if record.is_none() && transport.needs_server() {
            return Ok(None);
        }
        let server = record.as_ref().map(|record| ServerVersion { tenant, version: record.version });
        let account = record.map(|record| self.account(tenant, record)).transpose()?;
        let sender = match (&account, workspace) {
            (None, Some(workspace)) => self.name_of(tenant, workspace).await?,
            _ => None,
        };
        let post = self.addressed(account.as_ref(), sender, waiting.id, mail);
        Ok(Some(Posted { account, server, post }))
    }

    /// Opens the password of a mail server.
    pub(super) fn account(&self, tenant: TenantId, record: MailServerRecord) -> Result<MailAccount, Error> {
        let open = |sealed: Vec<u8>| self.keys().open(&Sealed::MailPassword(tenant).purpose(), &sealed);
        let password = record.sealed_password.map(open).transpose().map_err(Error::internal)?;
        let password = password.map(|password| Secret::new(String::from_utf8_lossy(&password).into_owned()));
        Ok(MailAccount { server: record.server, password })
    }

    /// The name of a workspace.
    async fn name_of(&self, tenant: TenantId, workspace: WorkspaceId) -> Result<Option<String>, Error> {
        let found = self.store().tenant(tenant).workspaces_by_id(&[workspace]).await?;
        Ok(found.get(&workspace).map(|workspace| workspace.name.to_string()))
    }

    /// A mail with the sender of a server; without one, that of the installation, in the name of a workspace where it is one's.
    pub(super) fn addressed(&self, account: Option<&MailAccount>, name: Option<String>, id: MailId, mail: Mail) -> Post {
        let (sender_name, sender) = if let Some(MailAccount { server, .. }) = account {
            (server.sender_name.to_string(), server.sender.to_string())
        } else {
            (name.unwrap_or_else(|| OWN_SENDER_NAME.to_owned()), self.unread_address())
        };
        Post { id, at: self.now(), sender_name, sender, mail }
    }

    /// The address of the installation that mail comes from where none was set: nobody reads what is sent to it.
    fn unread_address(&self) -> String {
        format!("no-reply@{}", self.console_host())
    }

    /// Returns whether mail of a tenant can be sent at all.
    pub(crate) async fn has_mail(&self, tenant: TenantId) -> Result<bool, Error> {
        Ok(match self.mail_transport() {
            Some(transport) => !transport.needs_server() || self.store().tenant(tenant).find_mail_server().await?.is_some(),
            None => false,
        })
    }
}

/// The purpose that a waiting mail is sealed for.
const fn purpose(queue: MailQueue) -> &'static str {
    match queue {
        MailQueue::Tenants => "mail",
        MailQueue::Installation => "installation-mail",
    }
}

/// Keeps what came of a mail, for the page of the tenant's server that it was sent by. Returns `false` where that is another one by now.
async fn record_outcome(
    transaction: &Transaction,
    server: Option<ServerVersion>,
    failure: Option<LastFailure>,
) -> Result<bool, store::Error> {
    match server {
        Some(ServerVersion { tenant, version }) => transaction.record_mail_outcome(tenant, version, failure).await,
        None => Ok(true),
    }
}

/// The pause after so many attempts before this one, in seconds.
fn pause(attempts: u32) -> i64 {
    FIRST_PAUSE.saturating_mul(1_i64.checked_shl(attempts.min(16)).unwrap_or(i64::MAX)).min(LONGEST_PAUSE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pauses_grow_to_an_hour() {
        assert_eq!([0, 1, 2, 5, 6, 40, u32::MAX].map(pause), [60, 120, 240, 1920, 3600, 3600, 3600]);
    }
}
