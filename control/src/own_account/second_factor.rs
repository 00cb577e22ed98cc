//! A user's own second factor: an authenticator app, and recovery codes for its loss.

use domain::{administrator::SecondFactorSummary, audit::AuditAction, family::RevocationReason, secret::Secret};
use engine::second_factor::RecoveryCodes;
use store::{Sealed, SessionsOf};

use super::{AtBrowser, OwnAccount, passkeys::write_next};
use crate::{
    Error, changes,
    enrolment::{Enrolling, Enrolment, TypedEnrolment},
    families::ended_sessions,
    mail::letters,
    passkeys::Next,
    users::line,
};

impl OwnAccount {
    /// Returns what there is of the user's second factor; none where it is not set up.
    pub async fn load_second_factor(&self) -> Result<Option<SecondFactorSummary>, Error> {
        let found = self.read().await?.find_second_factor(self.user.id).await?;
        Ok(found.map(|factor| factor.summary()))
    }

    /// Returns a secret to set one up: the one that was shown before, where it is sealed here and not too old, or a new one.
    pub fn offer_second_factor(&self, shown: Option<&str>) -> Result<Enrolment, Error> {
        self.control.offer_secret(self.enrolling(), shown)
    }

    fn enrolling(&self) -> Enrolling<'_> {
        Enrolling {
            of: Sealed::UserSecondFactor(self.user.id),
            issuer: self.realm.workspace.name.as_str(),
            account: self.user.identifier.as_str(),
        }
    }

    /// Sets it up. Ends the user's other sessions, which began without it, with the refresh tokens that end with them. A mail says that it
    /// happened. Returns the recovery codes.
    ///
    /// # Errors
    /// Problems of `code` and `password`; [`Error::Stale`] where there is an app.
    pub async fn enrol(&self, browser: AtBrowser<'_>, typed: TypedEnrolment<'_>) -> Result<RecoveryCodes, Error> {
        let (factor, codes) = self.control.confirm_secret(self.enrolling(), typed.sealed, typed.code)?;
        self.check_password(browser, "password", typed.password).await?;
        let edit = self.edit().await?;
        let there = edit.store().find_second_factor(self.user.id).await?;
        write_next(&edit.store(), &self.user, Next::with_app(there, factor)?).await?;
        // Whatever was decided without it is decided again.
        let user = edit.store().update_user(&edit.before, None).await?;
        let ended = edit.end_sessions(SessionsOf::Others(user.id, self.session.id), RevocationReason::Logout).await?;
        edit.audit(line(AuditAction::UserSecondFactorEnrolled, &user, ended_sessions(ended))).await?;
        self.control.notify(edit.held(), &user, edit.now, letters::second_factor_set_up).await?;
        edit.commit().await?;
        Ok(codes)
    }

    /// Makes new recovery codes. The ones before do not work any more. A mail says that it happened.
    ///
    /// # Errors
    /// Problems of `password`; [`Error::NotFound`] where there is no second factor; [`Error::Stale`] where it is not in this version any more: a
    /// page that is sent twice makes codes once, and those that were shown stay good.
    pub async fn replace_recovery_codes(
        &self,
        version: i64,
        browser: AtBrowser<'_>,
        password: Secret<String>,
    ) -> Result<RecoveryCodes, Error> {
        self.check_password(browser, "password", password).await?;
        let codes = RecoveryCodes::new(self.control.random());
        let edit = self.edit().await?;
        let before = edit.store().find_second_factor(self.user.id).await?.ok_or(Error::NotFound)?;
        edit.store().replace_recovery_codes(self.user.id, version, &codes.hashes()).await?;
        let changed = changes::one("recovery_codes", &before.recovery_codes.len(), &codes.texts().len());
        edit.audit(line(AuditAction::UserRecoveryCodesReplaced, &self.user, changed)).await?;
        self.control.notify(edit.held(), &self.user, edit.now, letters::recovery_codes_replaced).await?;
        edit.commit().await?;
        Ok(codes)
    }

    /// Removes the authenticator app; where there are no passkeys, with the recovery codes. Ends the user's other sessions, with the refresh tokens
    /// that end with them: whoever has the device that was lost may have begun one of them. A mail says that it happened.
    ///
    /// # Errors
    /// Problems of `password`; [`Error::NotFound`] where there is no app.
    pub async fn remove_second_factor(&self, browser: AtBrowser<'_>, password: Secret<String>) -> Result<(), Error> {
        self.check_password(browser, "password", password).await?;
        let edit = self.edit().await?;
        let there = edit.store().find_second_factor(self.user.id).await?;
        let passkeys = edit.store().count_passkeys(self.user.id).await?;
        write_next(&edit.store(), &self.user, Next::without_app(there, passkeys)?).await?;
        let user = edit.store().update_user(&edit.before, None).await?;
        let ended = edit.end_sessions(SessionsOf::Others(user.id, self.session.id), RevocationReason::Logout).await?;
        edit.audit(line(AuditAction::UserSecondFactorRemoved, &user, ended_sessions(ended))).await?;
        self.control
            .notify(edit.held(), &user, edit.now, if passkeys == 0 { letters::second_factor_removed } else { letters::app_removed })
            .await?;
        edit.commit().await
    }
}
