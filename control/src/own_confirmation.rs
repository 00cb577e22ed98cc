//! How an administrator who is signed in confirms that it is still they, for what asks for a recent sign-in: by their password or one of their
//! passkeys; who has no password, also by a code of their second factor. The console keeps when it was.

use std::net::IpAddr;

use domain::{administrator::Administrator, audit::AuditAction, id::AdministratorId, problem::Problem, secret::Secret};
use engine::{
    Door,
    attempts::TooManyAttempts,
    endpoint::passkey::PasskeyAnswer,
    passkey::{Asked, AssertionResponse, Challenge, OfferedPasskey, PasskeyError, request_options, verify_assertion},
};

use crate::{
    Error, Operator,
    administrators::line,
    changes,
    passkeys::{ANSWER, refused},
    password_check::AtBrowser,
};

/// The administrator who is at the console.
#[derive(Debug)]
pub struct OwnConfirmation<'a> {
    operator: &'a Operator,
    own: &'a Administrator,
}

/// What somebody can confirm by that it is they. Where there is nothing, they sign in again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfirmationOffer {
    /// Whether they have a password.
    pub by_password: bool,
    /// Whether they can by a code of their second factor: they have one, and no password.
    pub by_code: bool,
    /// Asks for one of their passkeys; none where they have none, or browsers have none for this installation.
    pub by_passkey: Option<OfferedPasskey>,
}

impl Operator {
    /// Returns how the actor confirms that it is they.
    ///
    /// # Errors
    /// [`Error::SignedOut`] where no administrator is at the console: an API token is none.
    pub fn own_confirmation(&self) -> Result<OwnConfirmation<'_>, Error> {
        Ok(OwnConfirmation { operator: self, own: self.own_administrator()? })
    }
}

fn purpose(administrator: AdministratorId) -> String {
    format!("passkey-confirmation console {administrator}")
}

fn too_many(field: &'static str) -> impl Fn(TooManyAttempts) -> Error {
    move |too_many| Error::invalid(field, Problem::TooManyAttempts { seconds: too_many.seconds })
}

impl OwnConfirmation<'_> {
    /// Returns what they can confirm it by.
    pub async fn offer(&self) -> Result<ConfirmationOffer, Error> {
        let (control, administrators) = (&self.operator.control, self.operator.control.store().administrators());
        let by_password = self.operator.own_password()?.exists().await?;
        let passkeys = administrators.list_passkeys(self.own.id).await?;
        let by_passkey = match control.engine().relying_party() {
            Some(party) if !passkeys.is_empty() => {
                let challenge = Challenge::new(control.random(), control.now());
                let options = request_options(party, &challenge, Asked::Confirmation, &passkeys);
                let offered = challenge.offer(control.keys(), &purpose(self.own.id), options, control.random());
                Some(offered.map_err(Error::internal)?)
            }
            _ => None,
        };
        let by_code = !by_password && administrators.find_second_factor(self.own.id).await?.is_some();
        Ok(ConfirmationOffer { by_password, by_code, by_passkey })
    }

    /// Confirms it by the password.
    ///
    /// # Errors
    /// Problems of `password`; [`Error::NotOffered`] where there is none.
    pub async fn by_password(&self, browser: AtBrowser<'_>, password: Secret<String>) -> Result<(), Error> {
        let own = self.operator.own_password()?;
        if !own.exists().await? {
            return Err(Error::NotOffered);
        }
        own.check(browser, "password", password).await?;
        self.confirmed("password").await
    }

    /// Confirms it by one of their passkeys. Its authenticator must have checked that it is they.
    ///
    /// # Errors
    /// A problem of `credential` where it is not accepted, where the page was open for too long, or where too many failed.
    pub async fn by_passkey(&self, answer: PasskeyAnswer<'_>, address: IpAddr) -> Result<(), Error> {
        let control = &self.operator.control;
        let (party, challenge) = control.answered(&purpose(self.own.id), answer)?;
        let response = AssertionResponse::parse(answer.response).map_err(refused)?;
        let attempt =
            control.gate().try_passkey(Door::Console, &self.own.id.to_string(), address, control.now()).map_err(too_many(ANSWER))?;
        let there = control.store().administrators().list_passkeys(self.own.id).await?;
        let Some(passkey) = there.into_iter().find(|passkey| passkey.credential == response.credential()) else {
            return self.refuse(PasskeyError::Unknown).await;
        };
        let owned = (&passkey, self.own.id.as_uuid());
        let used = match verify_assertion(party, &challenge, &response, owned, Asked::Confirmation, control.now()) {
            Ok(used) => used,
            Err(error) => return self.refuse(error).await,
        };
        let (write, administrator) = self.operator.begin_about(None, self.own.id, |_| Ok(())).await?;
        if !write.transaction.administrators().use_passkey(administrator.id, &used).await? {
            drop(write);
            return self.refuse(PasskeyError::Replayed).await;
        }
        let named = changes::one("passkey", "", passkey.name.as_str());
        write.audit(line(AuditAction::AdministratorConfirmed, &administrator, named)).await?;
        write.commit().await?;
        attempt.succeeded();
        Ok(())
    }

    /// Confirms it by a code of their authenticator app or a recovery code, where they have no password. A code is good once.
    ///
    /// # Errors
    /// A problem of `code`; [`Error::NotOffered`] where they have a password, which a code does not stand for, or no second factor.
    pub async fn by_code(&self, code: &str) -> Result<(), Error> {
        let control = &self.operator.control;
        if self.operator.own_password()?.exists().await? {
            return Err(Error::NotOffered);
        }
        let tried = control.store().administrators().find_second_factor(self.own.id).await?.ok_or(Error::NotOffered)?;
        let attempt =
            control.gate().try_code(Door::Console, self.own.id.as_uuid(), &tried, code, control.now()).map_err(too_many("code"))?;
        let (write, administrator) = self.operator.begin_about(None, self.own.id, |_| Ok(())).await?;
        let right = control.use_code(&write.transaction, &administrator, code).await?.ok_or(Error::NotOffered)?;
        if right {
            write.audit(line(AuditAction::AdministratorConfirmed, &administrator, changes::one("by", "", "code"))).await?;
        }
        write.commit().await?;
        if !right {
            return Err(Error::invalid("code", Problem::WrongCode));
        }
        attempt.succeeded();
        Ok(())
    }

    async fn confirmed(&self, by: &str) -> Result<(), Error> {
        let (write, administrator) = self.operator.begin_about(None, self.own.id, |_| Ok(())).await?;
        write.audit(line(AuditAction::AdministratorConfirmed, &administrator, changes::one("by", "", by))).await?;
        write.commit().await
    }

    /// Refuses a passkey, and writes why.
    async fn refuse(&self, error: PasskeyError) -> Result<(), Error> {
        self.operator.control.record_passkey_refusal(self.own.id, error).await?;
        Err(refused(error))
    }
}
