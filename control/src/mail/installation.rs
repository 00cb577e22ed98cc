//! Mail of the installation itself, to administrators: it leaves by the server that the configuration names.

use domain::{administrator::Administrator, clock::Timestamp, id::MailId, mail::MailFailure};
use store::{InstallationMail, Transaction};
use translation::Language;

use super::{
    letter::{Letter, Mail},
    notice,
    queue::{Delivery, pause},
    transport::Post,
};
use crate::{Control, Error};

/// The purpose that a waiting mail is sealed for.
const PURPOSE: &str = "installation-mail";
/// The name that it comes from.
const SENDER_NAME: &str = "Regrant";

impl Control {
    /// Returns whether administrators are written to: mail of the installation itself can be sent.
    pub fn has_own_mail(&self) -> bool {
        self.mail_transport().is_some_and(|transport| !transport.needs_server() || transport.own_sender().is_some())
    }

    /// Returns what the installation is called in mails: its host.
    pub(crate) fn console_host(&self) -> &str {
        self.base_url().host_str().unwrap_or("localhost")
    }

    /// Returns the address of a page of the console, with a token.
    pub(crate) fn console_link(&self, path: &str, token: &str) -> String {
        let mut link = self.base_url().clone();
        link.set_path(path);
        link.query_pairs_mut().append_pair("token", token);
        link.to_string()
    }

    /// Puts a mail to an administrator into the queue. It is sent once the transaction is committed. Where too many wait already, it is dropped:
    /// whoever asked for it is not told, because that would tell them whether there was one to send.
    pub(crate) async fn post_own(&self, transaction: &Transaction, mail: &Mail, expires_at: Timestamp) -> Result<(), Error> {
        let now = self.now();
        let sealed = serde_json::to_vec(mail).map_err(Error::internal)?;
        let sealed = self.keys().seal(PURPOSE, &sealed, self.random()).map_err(Error::internal)?;
        let waiting = InstallationMail { id: MailId::new(now, self.random_bytes()), sealed, attempts: 0, expires_at };
        if !transaction.insert_installation_mail(&waiting, now).await? {
            tracing::warn!("a mail to an administrator was dropped: too many wait to be sent");
        }
        Ok(())
    }

    /// Tells an administrator by mail what happened to their account, where mail of the installation can be sent.
    pub(crate) async fn notify_administrator(
        &self,
        transaction: &Transaction,
        administrator: &Administrator,
        now: Timestamp,
        letter: fn(Language, &str) -> Letter,
    ) -> Result<(), Error> {
        if !self.has_own_mail() {
            return Ok(());
        }
        let language = self.language();
        let mut letter = letter(language, self.console_host());
        letter.paragraphs.push(notice::when(language, now));
        self.post_own(transaction, &letter.to(administrator.email.as_str()), now.plus_seconds(notice::LIFETIME)).await
    }

    /// Sends the mail to an administrator that has waited longest, if any is due. It can be called by several tasks and nodes at once.
    pub async fn deliver_next_installation_mail(&self) -> Result<Delivery, Error> {
        // A node that has no server yet leaves the mail to one that has.
        let Some(transport) = self.mail_transport().filter(|_| self.has_own_mail()) else { return Ok(Delivery::Idle) };
        let now = self.now();
        let Some(waiting) = self.store().claim_installation_mail(now, |attempts| now.plus_seconds(pause(attempts))).await? else {
            return Ok(Delivery::Idle);
        };
        // Sealed under a version of the master key that was retired since.
        let mail = self.keys().open(PURPOSE, &waiting.sealed).ok().and_then(|mail| serde_json::from_slice::<Mail>(&mail).ok());
        let Some(mail) = mail.filter(|mail| !mail.to.is_empty() && now < waiting.expires_at) else {
            self.forget_installation_mail(&waiting).await?;
            return Ok(Delivery::Dropped);
        };
        let sender = transport.own_sender().map_or_else(|| format!("no-reply@{}", self.console_host()), ToString::to_string);
        let post = Post { id: waiting.id, at: now, sender_name: SENDER_NAME.to_owned(), sender, mail };
        match transport.send(None, &post).await {
            Ok(()) => {
                self.forget_installation_mail(&waiting).await?;
                Ok(Delivery::Sent)
            }
            // It would be refused the next time, too.
            Err(failure @ MailFailure::Refused) => {
                self.forget_installation_mail(&waiting).await?;
                tracing::warn!(%failure, "a mail to an administrator was refused");
                Ok(Delivery::Dropped)
            }
            Err(failure) => {
                let transaction = self.store().begin().await?;
                transaction.postpone_installation_mails(now, now.plus_seconds(pause(0))).await?;
                transaction.commit().await?;
                tracing::warn!(attempts = waiting.attempts, %failure, "a mail to an administrator was not sent");
                Ok(Delivery::Postponed(failure))
            }
        }
    }

    async fn forget_installation_mail(&self, waiting: &InstallationMail) -> Result<(), Error> {
        let transaction = self.store().begin().await?;
        transaction.delete_installation_mail(waiting.id).await?;
        Ok(transaction.commit().await?)
    }
}
