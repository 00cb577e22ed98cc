//! The second step into the console: the code of a second factor, after the password.

use domain::{
    administrator::{Administrator, AdministratorStatus},
    audit::{ActorKind, AuditAction, AuditEvent},
};
use engine::{
    Door,
    second_factor::{CODE_SECONDS, CodeKind, SecondFactor},
};
use store::{Sealed, Transaction};

use crate::{Control, Error, SignInError, administrators::line, changes, sign_in::FirstStep};

impl Control {
    /// Returns the second factor whose code can complete a sign-in; none where the step is too old, or something ended it since.
    pub(crate) async fn factor_for(&self, step: FirstStep) -> Result<Option<SecondFactor>, store::Error> {
        if self.now().seconds_since(step.at) >= CODE_SECONDS {
            return Ok(None);
        }
        let administrators = self.store().administrators();
        match administrators.find(step.administrator).await? {
            Some(held) if step.stands(&held) => administrators.find_second_factor(held.id).await,
            _ => Ok(None),
        }
    }

    /// Signs an administrator in by a code of their authenticator app or a recovery code, after the first step. A code is good once.
    ///
    /// # Errors
    /// [`SignInError::Refused`] for a wrong code; [`SignInError::TooMany`] where too many failed; [`Error::SignedOut`] where the first step
    /// does not count any more: it is too old, or the administrator was disabled or signed out since.
    pub async fn complete_sign_in(&self, step: FirstStep, code: &str) -> Result<Administrator, SignInError> {
        let over = || SignInError::Other(Error::SignedOut);
        // Nobody uses up guesses by a step that is over.
        let tried = self.factor_for(step).await?.ok_or_else(over)?;
        let attempt = self.gate().try_code(Door::Console, step.administrator.as_uuid(), &tried, code, self.now())?;
        let transaction = self.store().begin().await?;
        let administrators = transaction.administrators();
        let held = administrators.lock([step.administrator]).await?.pop();
        let administrator = held.filter(|held| step.stands(held)).ok_or_else(over)?;
        let right = self.use_code(&transaction, &administrator, code).await?.ok_or_else(over)?;
        if right {
            transaction.append_audit(self.by_administrator(AuditAction::AdministratorSignedIn, &administrator)).await?;
        }
        transaction.commit().await?;
        if !right {
            return Err(SignInError::Refused);
        }
        attempt.succeeded();
        Ok(administrator)
    }

    /// Uses a code of an administrator up, whom the transaction holds, and writes the line of a recovery code or of a refusal. Returns whether it
    /// was right; none where they have no second factor.
    pub(crate) async fn use_code(
        &self,
        transaction: &Transaction,
        administrator: &Administrator,
        code: &str,
    ) -> Result<Option<bool>, Error> {
        let administrators = transaction.administrators();
        let Some(factor) = administrators.find_second_factor(administrator.id).await? else { return Ok(None) };
        let secret = factor.open(self.keys(), &Sealed::AdministratorSecondFactor(administrator.id).purpose()).map_err(Error::internal)?;
        let used = factor.check(secret.as_ref(), code, self.now());
        let right = match &used {
            Some(used) => administrators.use_code(administrator.id, used).await?,
            None => false,
        };
        let Some(used) = used.filter(|_| right) else {
            // It is not shown that it is they, so it is the server that says it.
            let by = (ActorKind::Server, "console");
            let told = line(AuditAction::AdministratorCodeRefused, administrator, Vec::new());
            transaction.append_audit(self.audit_event(by, self.now(), administrator.grants.one_tenant(), told)).await?;
            return Ok(Some(false));
        };
        if used.kind == CodeKind::Recovery {
            let event = self.by_administrator(AuditAction::RecoveryCodeUsed, administrator);
            let left = changes::one("recovery_codes", &factor.recovery_codes.len(), &used.recovery_codes.len());
            transaction.append_audit(AuditEvent { changes: left, ..event }).await?;
        }
        Ok(Some(true))
    }
}

impl FirstStep {
    /// Whether nothing has ended it since: whatever ends sessions does.
    pub(crate) fn stands(self, held: &Administrator) -> bool {
        held.status == AdministratorStatus::Active && held.epoch == self.epoch
    }
}
