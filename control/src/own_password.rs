//! An administrator's own password, and what stands for it where there is none.
//!
//! Nobody needs a permission for what is their own: the session at the console is. A change to how they sign in asks for the password, and each
//! try counts as one to sign in. Who has none, because they sign in by one-time sign-ins or passkeys, has to have signed in or confirmed that it
//! is they a short while ago, as for what is dangerous: so nobody is shut out of setting one.

use domain::{administrator::Administrator, audit::AuditAction, secret::Secret};
use engine::Door;

use crate::{
    Error, Operator,
    administrators::{end_all, line},
    password_check::AtBrowser,
    sign_in::{account, checked_password},
};

/// The password of the administrator who is at the console.
#[derive(Debug)]
pub struct OwnPassword<'a> {
    operator: &'a Operator,
    own: &'a Administrator,
}

impl Operator {
    /// Returns the actor's own password.
    ///
    /// # Errors
    /// [`Error::SignedOut`] where no administrator is at the console: an API token is none.
    pub fn own_password(&self) -> Result<OwnPassword<'_>, Error> {
        Ok(OwnPassword { operator: self, own: self.own_administrator()? })
    }
}

impl OwnPassword<'_> {
    /// Returns whether they have one.
    pub async fn exists(&self) -> Result<bool, Error> {
        let record = self.operator.control.store().administrators().find_by_email(&self.own.email).await?;
        Ok(record.ok_or(Error::SignedOut)?.password_hash.is_some())
    }

    /// Checks the password that was typed in a field. Where there is none, checks that they signed in or confirmed that it is they a short while
    /// ago, and looks at no field.
    ///
    /// # Errors
    /// A problem of this field where it is wrong, or where too many attempts failed recently; [`Error::Unconfirmed`] where there is none.
    pub(crate) async fn check(&self, browser: AtBrowser<'_>, field: &'static str, password: Secret<String>) -> Result<(), Error> {
        let control = &self.operator.control;
        let record = control.store().administrators().find_by_email(&self.own.email).await?.ok_or(Error::SignedOut)?;
        if record.password_hash.is_none() {
            return self.operator.check_confirmed();
        }
        // No other server's administrators were ever taken over, so no hash is to be renewed.
        control.check_password(Door::Console, account(&record), browser, field, password).await.map(drop)
    }

    /// Sets a new one in place of the current one, or the first. Ends the administrator's sessions and API tokens; the console begins a new
    /// session. Returns them as they are then.
    ///
    /// # Errors
    /// Problems of `current` and `password`; [`Error::Unconfirmed`] where there is none and they neither signed in nor confirmed that it is they
    /// a short while ago.
    pub async fn set(&self, browser: AtBrowser<'_>, current: Secret<String>, new: &str) -> Result<Administrator, Error> {
        let control = &self.operator.control;
        let new = checked_password(new, self.own)?;
        self.check(browser, "current", current).await?;
        let password_hash = control.hash_password(Door::Console, new).await?;

        // A password that was set meanwhile ended this session, and nothing is written.
        let (write, administrator) = self.operator.begin_about(None, self.own.id, |_| Ok(())).await?;
        let administrators = write.transaction.administrators();
        administrators.set_password(administrator.id, password_hash).await?;
        let ended = end_all(&write.transaction, &administrator).await?;
        write.audit(line(AuditAction::AdministratorPasswordSet, &administrator, ended)).await?;
        let after = administrators.find(administrator.id).await?.ok_or(Error::SignedOut)?;
        write.commit().await?;
        Ok(after)
    }
}
