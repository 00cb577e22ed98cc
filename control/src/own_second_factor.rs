//! An administrator's own second factor: an authenticator app, and recovery codes for its loss.
//!
//! Nobody needs a permission for what is their own: the session at the console is. Each change asks for the password, and each try counts as
//! one to sign in.

use domain::{
    administrator::{Administrator, SecondFactorSummary},
    audit::AuditAction,
    secret::Secret,
};
use engine::second_factor::RecoveryCodes;
use store::Sealed;

use crate::{
    Actor, Credential, Error, Operator,
    administrators::line,
    changes,
    enrolment::{Enrolling, Enrolment, TypedEnrolment},
    own_passkeys::write_next,
    passkeys::Next,
    password_check::AtBrowser,
};

/// What the authenticator app calls the server.
const ISSUER: &str = "Regrant";

/// The second factor of the administrator who is at the console.
#[derive(Debug)]
pub struct OwnSecondFactor<'a> {
    operator: &'a Operator,
    own: &'a Administrator,
}

impl Operator {
    /// Returns the actor's own second factor.
    ///
    /// # Errors
    /// [`Error::SignedOut`] where no administrator is at the console: an API token is none.
    pub fn own_second_factor(&self) -> Result<OwnSecondFactor<'_>, Error> {
        Ok(OwnSecondFactor { operator: self, own: self.own_administrator()? })
    }
}

impl OwnSecondFactor<'_> {
    /// Returns whether they can do nothing but set one up, because a tenant that they administer requires it.
    pub const fn is_required(&self) -> bool {
        matches!(self.operator.actor, Actor::Administrator(_, Credential::EnrolmentOnly(..)))
    }

    /// Returns what there is of it; none where it is not set up.
    pub async fn load(&self) -> Result<Option<SecondFactorSummary>, Error> {
        let found = self.operator.control.store().administrators().find_second_factor(self.own.id).await?;
        Ok(found.map(|factor| factor.summary()))
    }

    /// Returns a secret to set one up: the one that was shown before, where it is sealed here and not too old, or a new one.
    pub fn offer(&self, shown: Option<&str>) -> Result<Enrolment, Error> {
        self.operator.control.offer_secret(self.enrolling(&self.issuer()), shown)
    }

    /// Several servers in one app are told apart by their names.
    fn issuer(&self) -> String {
        format!("{ISSUER} {}", self.operator.base_url().host_str().unwrap_or_default())
    }

    fn enrolling<'a>(&'a self, issuer: &'a str) -> Enrolling<'a> {
        Enrolling { of: Sealed::AdministratorSecondFactor(self.own.id), issuer, account: self.own.email.as_str() }
    }

    /// Sets it up. Ends the administrator's sessions, which began without it; the console begins a new one. Returns them as they are then,
    /// and the recovery codes.
    ///
    /// # Errors
    /// Problems of `code` and `password`; [`Error::Stale`] where there is an app.
    pub async fn enrol(&self, browser: AtBrowser<'_>, typed: TypedEnrolment<'_>) -> Result<(Administrator, RecoveryCodes), Error> {
        let confirmed = self.operator.control.confirm_secret(self.enrolling(&self.issuer()), typed.sealed, typed.code);
        let (factor, codes) = confirmed?;
        self.check_password(browser, "password", typed.password).await?;

        let (write, administrator) = self.operator.begin_about(None, self.own.id, |_| Ok(())).await?;
        let administrators = write.transaction.administrators();
        let there = administrators.find_second_factor(administrator.id).await?;
        write_next(&administrators, administrator.id, Next::with_app(there, factor)?).await?;
        let ended = administrators.end_sessions(administrator.id).await?;
        write.audit(line(AuditAction::SecondFactorEnrolled, &administrator, changes::one("sessions", &ended, &0))).await?;
        let after = administrators.find(administrator.id).await?.ok_or(Error::SignedOut)?;
        write.commit().await?;
        Ok((after, codes))
    }

    /// Makes new recovery codes. The ones before do not work any more.
    ///
    /// # Errors
    /// Problems of `codes_password`; [`Error::NotFound`] where there is no second factor.
    pub async fn replace_recovery_codes(&self, browser: AtBrowser<'_>, password: Secret<String>) -> Result<RecoveryCodes, Error> {
        self.check_password(browser, "codes_password", password).await?;
        let codes = RecoveryCodes::new(self.operator.control.random());
        let (write, administrator) = self.operator.begin_about(None, self.own.id, |_| Ok(())).await?;
        let administrators = write.transaction.administrators();
        let before = administrators.find_second_factor(administrator.id).await?.ok_or(Error::NotFound)?;
        administrators.replace_recovery_codes(administrator.id, before.version, &codes.hashes()).await?;
        let changed = changes::one("recovery_codes", &before.recovery_codes.len(), &codes.texts().len());
        write.audit(line(AuditAction::RecoveryCodesReplaced, &administrator, changed)).await?;
        write.commit().await?;
        Ok(codes)
    }

    /// Removes the authenticator app; where there are no passkeys, with the recovery codes.
    ///
    /// # Errors
    /// Problems of `removal_password`; [`Error::NotFound`] where there is no app.
    pub async fn remove(&self, browser: AtBrowser<'_>, password: Secret<String>) -> Result<(), Error> {
        self.check_password(browser, "removal_password", password).await?;
        let (write, administrator) = self.operator.begin_about(None, self.own.id, |_| Ok(())).await?;
        let administrators = write.transaction.administrators();
        let there = administrators.find_second_factor(administrator.id).await?;
        let passkeys = administrators.count_passkeys(administrator.id).await?;
        write_next(&administrators, administrator.id, Next::without_app(there, passkeys)?).await?;
        write.audit(line(AuditAction::SecondFactorRemoved, &administrator, Vec::new())).await?;
        write.commit().await
    }

    async fn check_password(&self, browser: AtBrowser<'_>, field: &'static str, password: Secret<String>) -> Result<(), Error> {
        self.operator.own_password()?.check(browser, field, password).await
    }
}
