//! The way back into the console for an administrator who has forgotten their password: a link that is sent by mail.
//!
//! Nobody learns who administers: a request is answered in the same way, and takes as long, whether somebody has the address or not. The mail
//! leaves by the installation's own server, never by a tenant's: whoever may set that one would read links of those who may do more.

use std::net::IpAddr;

use domain::{
    administrator::{Administrator, AdministratorStatus},
    audit::{AuditAction, AuditEvent},
    id::AdministratorId,
    problem::Problem,
    user_link::LinkPurpose,
};
use engine::{Door, keys::hash_secret, random, storage::SecretHash};
use store::{AdministratorLink, AskedBy};

use crate::{
    Control, Error,
    administrators::{email, end_all},
    mail::letters,
    sign_in::checked_password,
};

/// Where the link leads, at the console. The token follows as the parameter `token`.
pub const NEW_PASSWORD_PATH: &str = "/console/sign-in/new-password";

/// What is stored of a link.
fn hash(token: &str) -> SecretHash {
    hash_secret("administrator-link", token)
}

impl Control {
    /// Returns whether administrators who have forgotten their password are sent a link to a new one.
    pub fn offers_administrator_recovery(&self) -> bool {
        self.has_own_mail()
    }

    /// Sends a link by which the password is replaced to the administrator with this address, if there is one who may sign in.
    ///
    /// # Errors
    /// [`Error::NotOffered`] where the installation sends no mail of its own; a problem of `email` where it is none, or was asked for too often.
    pub async fn send_administrator_reset_link(&self, address: &str, from: IpAddr) -> Result<(), Error> {
        if !self.offers_administrator_recovery() {
            return Err(Error::NotOffered);
        }
        let address = email(address).map_err(|problem| Error::invalid("email", problem))?;
        let now = self.now();
        let counted = self.gate().count_mail(Door::Console, address.as_str(), Some(from), now);
        counted.map_err(|too_many| Error::invalid("email", Problem::TooManyAttempts { seconds: too_many.seconds }))?;

        let transaction = self.store().begin().await?;
        let known = transaction.administrators().find_by_email(&address).await?.map(|record| record.administrator.id);
        // Whoever disables them, or gives them another password, ends this link, too, or has done so before it. Where nobody has the address, nobody
        // is locked.
        let asked = known.unwrap_or_else(|| AdministratorId::new(now, self.random_bytes()));
        let found = transaction.administrators().lock([asked]).await?.pop();
        let found = found.filter(|found| found.status == AdministratorStatus::Active && found.email == address);
        // The log says the same in either case: nothing. The new password has its line. Where nobody is to get a mail, the same is written for
        // nobody, and the mail is dropped.
        let token = random::new_secret(self.random());
        let to = found.as_ref().map(|found| found.email.to_string()).unwrap_or_default();
        let expires_at = now.plus_seconds(LinkPurpose::ResetPassword.lifetime());
        let link = AdministratorLink { administrator: found.map(|found| found.id), email: to, expires_at };
        if !transaction.administrators().insert_link(hash(token.expose()), &link).await? {
            tracing::warn!("a link to a new password of the console was not sent: too many wait to be used");
            return Ok(());
        }
        let address = self.console_link(NEW_PASSWORD_PATH, token.expose());
        let letter = letters::reset_console_password(self.language(), self.console_host(), address);
        self.post_own(&transaction, &letter.to(&link.email), AskedBy::Anybody, expires_at).await?;
        Ok(transaction.commit().await?)
    }

    /// Returns the administrator of a link, without using it up; none where it is good for nothing any more.
    pub async fn peek_administrator_reset_link(&self, token: &str) -> Result<Option<Administrator>, Error> {
        let Some(link) = self.store().administrators().find_link(&hash(token), self.now()).await? else { return Ok(None) };
        let Some(id) = link.administrator else { return Ok(None) };
        Ok(self.store().administrators().find(id).await?.filter(|found| is_of(&link, found)))
    }

    /// Sets a new password by a link, which ends the administrator's sessions and API tokens. Nobody is signed in by it: the sign-in with the new
    /// password asks for the second factor as ever. A mail says that it happened.
    ///
    /// # Errors
    /// [`Error::NotFound`] where the link is good for nothing any more; a problem of `password`, which does not use the link up.
    pub async fn reset_administrator_password(&self, token: &str, new: &str) -> Result<(), Error> {
        let known = self.peek_administrator_reset_link(token).await?.ok_or(Error::NotFound)?;
        let password_hash = self.hash_password(Door::Console, checked_password(new, &known)?).await?;

        let now = self.now();
        let transaction = self.store().begin().await?;
        // Locked before the link is taken: whoever deletes an administrator deletes the links after that, too.
        let locked = transaction.administrators().lock([known.id]).await?;
        let link = transaction.administrators().take_link(&hash(token), now).await?.ok_or(Error::NotFound)?;
        let administrator = locked.into_iter().next().filter(|found| is_of(&link, found)).ok_or(Error::NotFound)?;
        transaction.administrators().set_password(administrator.id, password_hash).await?;
        let ended = end_all(&transaction, &administrator).await?;
        let event = self.by_administrator(AuditAction::AdministratorPasswordReset, &administrator);
        transaction.append_audit(AuditEvent { changes: ended, ..event }).await?;
        self.notify_administrator(&transaction, &administrator, now, letters::console_password_changed).await?;
        Ok(transaction.commit().await?)
    }
}

/// Returns whether a link is that of an administrator who may sign in, and has the address still that it was sent to.
fn is_of(link: &AdministratorLink, administrator: &Administrator) -> bool {
    administrator.status == AdministratorStatus::Active
        && link.administrator == Some(administrator.id)
        && administrator.email.as_str() == link.email
}
