//! The queue of mail: what a use case writes is sent by whichever node comes to it first, and tried again until it expires.

use domain::{
    clock::Timestamp,
    id::{MailId, TenantId, WorkspaceId},
    mail::{LastFailure, MailFailure},
    secret::Secret,
};
use store::{MailServerRecord, Sealed, TenantStore, WaitingMail, Writing};

use super::{
    letter::Mail,
    transport::{MailAccount, Post},
};
use crate::{Control, Error};

/// The purpose that a waiting mail is sealed for.
const PURPOSE: &str = "mail";
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
        let now = self.now();
        let sealed = serde_json::to_vec(mail).map_err(Error::internal)?;
        let sealed = self.keys().seal(PURPOSE, &sealed, self.random()).map_err(Error::internal)?;
        let id = MailId::new(now, self.random_bytes());
        let waiting = WaitingMail { id, tenant_id: tenant.id(), workspace_id, sealed, attempts: 0, expires_at };
        if !tenant.insert_mail(&waiting, now).await? {
            tracing::warn!(tenant = %tenant.id(), "a mail was dropped: too many of the tenant wait to be sent");
        }
        Ok(())
    }

    /// Sends the mail that has waited longest, if any is due. It can be called by several tasks and nodes at once.
    pub async fn deliver_next_mail(&self) -> Result<Delivery, Error> {
        let Some(transport) = self.mail_transport() else { return Ok(Delivery::Idle) };
        let now = self.now();
        let Some(waiting) = self.store().claim_mail(now, |attempts| now.plus_seconds(pause(attempts))).await? else {
            return Ok(Delivery::Idle);
        };
        let record = if transport.needs_server() { self.store().tenant(waiting.tenant_id).find_mail_server().await? } else { None };
        let has_way = record.is_some() || !transport.needs_server();
        let version = record.as_ref().map(|record| record.version);
        // Sealed under a version of the master key that was retired since.
        let mail = self.keys().open(PURPOSE, &waiting.sealed).ok().and_then(|mail| serde_json::from_slice::<Mail>(&mail).ok());
        let Some(mail) = mail.filter(|mail| has_way && !mail.to.is_empty() && now < waiting.expires_at) else {
            self.forget_mail(&waiting, version, None).await?;
            return Ok(Delivery::Dropped);
        };
        let account = record.map(|record| self.account(waiting.tenant_id, record)).transpose()?;
        let sender = match (&account, waiting.workspace_id) {
            (None, Some(workspace)) => self.name_of(waiting.tenant_id, workspace).await?,
            _ => None,
        };
        let post = self.addressed(account.as_ref(), sender, waiting.id, mail);
        match transport.send(account.as_ref(), &post).await {
            Ok(()) => {
                self.forget_mail(&waiting, version, None).await?;
                Ok(Delivery::Sent)
            }
            // It would be refused the next time, too.
            Err(failure @ MailFailure::Refused) => {
                self.forget_mail(&waiting, version, Some(LastFailure { at: now, failure })).await?;
                Ok(Delivery::Dropped)
            }
            Err(failure) => {
                let transaction = self.store().begin().await?;
                let is_that_server = match version {
                    Some(version) => {
                        let failure = Some(LastFailure { at: now, failure });
                        transaction.record_mail_outcome(waiting.tenant_id, version, failure).await?
                    }
                    None => true,
                };
                // The server is not asked again for each mail that waits: others' mail would wait for that. Of another one, which an administrator
                // has saved meanwhile, this says nothing.
                if is_that_server {
                    transaction.postpone_mails(waiting.tenant_id, now, now.plus_seconds(pause(0))).await?;
                }
                transaction.commit().await?;
                tracing::warn!(tenant = %waiting.tenant_id, attempts = waiting.attempts, %failure, "a mail was not sent");
                Ok(Delivery::Postponed(failure))
            }
        }
    }

    /// Removes a mail, with what came of it for the server that sent it, in this version; none where the mail left without one.
    async fn forget_mail(&self, waiting: &WaitingMail, version: Option<i64>, failure: Option<LastFailure>) -> Result<(), Error> {
        let transaction = self.store().begin().await?;
        transaction.delete_mail(waiting.id).await?;
        if let Some(version) = version {
            transaction.record_mail_outcome(waiting.tenant_id, version, failure).await?;
        }
        Ok(transaction.commit().await?)
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
            let host = self.base_url().host_str().unwrap_or("localhost");
            (name.unwrap_or_else(|| "Regrant".to_owned()), format!("no-reply@{host}"))
        };
        Post { id, at: self.now(), sender_name, sender, mail }
    }

    /// Returns whether mail of a tenant can be sent at all.
    pub(crate) async fn has_mail(&self, tenant: TenantId) -> Result<bool, Error> {
        Ok(match self.mail_transport() {
            Some(transport) => !transport.needs_server() || self.store().tenant(tenant).find_mail_server().await?.is_some(),
            None => false,
        })
    }
}

/// The pause after so many attempts before this one, in seconds.
pub(super) fn pause(attempts: u32) -> i64 {
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
