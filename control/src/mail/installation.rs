//! Mail of the installation itself, to administrators: it leaves by the server that the configuration names.

use domain::{administrator::Administrator, clock::Timestamp};
use store::{AskedBy, MailQueue, Transaction};
use translation::Language;

use super::{
    letter::{Letter, Mail},
    notice,
};
use crate::{Control, Error};

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
    pub(crate) async fn post_own(&self, transaction: &Transaction, mail: &Mail, by: AskedBy, expires_at: Timestamp) -> Result<(), Error> {
        let mail = self.seal_mail(MailQueue::Installation, mail, expires_at)?;
        if !transaction.insert_installation_mail(&mail, by, self.now()).await? {
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
        let mail = letter.to(administrator.email.as_str());
        self.post_own(transaction, &mail, AskedBy::Permitted, now.plus_seconds(notice::LIFETIME)).await
    }
}
