//! The second step into the console: the code of a second factor, after the password.

use domain::{
    administrator::{Administrator, AdministratorStatus},
    audit::{ActorKind, AuditAction, AuditEvent},
};
use engine::{
    Door,
    second_factor::{CodeKind, SecondFactor, TotpSecret},
};
use store::Sealed;

use crate::{Control, Error, SignInError, administrators::line, changes, sign_in::FirstStep};

/// For how long a code can complete a sign-in.
const CODE_SECONDS: i64 = 600;

impl Control {
    /// Returns whether a code can still complete a sign-in: it is not too old, and nothing ended it since.
    pub async fn awaits_code(&self, step: FirstStep) -> Result<bool, Error> {
        if self.is_too_old(step) {
            return Ok(false);
        }
        let administrators = self.store().administrators();
        let held = administrators.find(step.administrator).await?;
        Ok(held.is_some_and(|held| step.stands(&held)) && administrators.find_second_factor(step.administrator).await?.is_some())
    }

    fn is_too_old(&self, step: FirstStep) -> bool {
        self.now().seconds_since(step.at) >= CODE_SECONDS
    }

    /// Signs an administrator in by a code of their authenticator app or a recovery code, after the first step. A code is good once.
    ///
    /// # Errors
    /// [`SignInError::Refused`] for a wrong code; [`SignInError::TooMany`] where too many failed; [`Error::SignedOut`] where the first step
    /// does not count any more: it is too old, or the administrator was disabled or signed out since.
    pub async fn complete_sign_in(&self, step: FirstStep, code: &str) -> Result<Administrator, SignInError> {
        let over = || SignInError::Other(Error::SignedOut);
        if self.is_too_old(step) {
            return Err(over());
        }
        let tried = self.store().administrators().find_second_factor(step.administrator).await?.ok_or_else(over)?;
        let attempt = self.gate().try_code(Door::Console, step.administrator.as_uuid(), &tried, code, self.now())?;
        let transaction = self.store().begin().await?;
        let administrators = transaction.administrators();
        let held = administrators.lock([step.administrator]).await?.pop();
        let administrator = held.filter(|held| step.stands(held)).ok_or_else(over)?;
        let factor = administrators.find_second_factor(administrator.id).await?.ok_or_else(over)?;
        let secret = self.open_secret(&administrator, &factor)?;
        let used = factor.check(&secret, code, self.now());
        let right = match &used {
            Some(used) => administrators.use_code(administrator.id, used).await?,
            None => false,
        };
        let Some(used) = used.filter(|_| right) else {
            // Nobody has signed in, so it is the server that says it.
            let by = (ActorKind::Server, "console");
            let told = line(AuditAction::AdministratorCodeRefused, &administrator, Vec::new());
            transaction.append_audit(self.audit_event(by, self.now(), administrator.grants.one_tenant(), told)).await?;
            transaction.commit().await?;
            return Err(SignInError::Refused);
        };
        if used.kind == CodeKind::Recovery {
            let event = self.by_administrator(AuditAction::RecoveryCodeUsed, &administrator);
            let left = changes::one("recovery_codes", &factor.recovery_codes.len(), &used.recovery_codes.len());
            transaction.append_audit(AuditEvent { changes: left, ..event }).await?;
        }
        transaction.append_audit(self.by_administrator(AuditAction::AdministratorSignedIn, &administrator)).await?;
        transaction.commit().await?;
        attempt.succeeded();
        Ok(administrator)
    }

    fn open_secret(&self, administrator: &Administrator, factor: &SecondFactor) -> Result<TotpSecret, SignInError> {
        let purpose = Sealed::AdministratorSecondFactor(administrator.id).purpose();
        let bytes = self.keys().open(&purpose, &factor.sealed_secret)?;
        let corrupt = store::Error::Corrupt { table: "administrator_second_factors", column: "sealed_secret" };
        TotpSecret::from_bytes(&bytes).ok_or_else(|| corrupt.into())
    }
}

impl FirstStep {
    /// Whether nothing has ended it since: whatever ends sessions does.
    fn stands(self, held: &Administrator) -> bool {
        held.status == AdministratorStatus::Active && held.epoch == self.epoch
    }
}
