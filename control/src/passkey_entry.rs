//! The way into the console by a passkey: as the only factor, or after the password.

use std::net::IpAddr;

use domain::{
    administrator::{Administrator, AdministratorStatus},
    audit::{ActorKind, AuditAction, AuditEvent},
    id::AdministratorId,
    problem::Problem,
};
use engine::{
    Door,
    endpoint::passkey::{PasskeyAnswer, SecondStepOffer},
    passkey::{
        Asked, AssertionResponse, Challenge, OfferedPasskey, Passkey, PasskeyError, RelyingParty, request_options, verify_assertion,
    },
};

use crate::{Control, Error, SignInError, administrators::line, changes, passkeys::ANSWER, sign_in::FirstStep};

/// What a passkey that signs in alone is asked for.
const ALONE: &str = "passkey-sign-in console";

fn purpose_second(administrator: AdministratorId) -> String {
    format!("passkey-second-step console {administrator}")
}

/// What a passkey is to be checked against.
struct Check<'a> {
    party: &'a RelyingParty,
    challenge: &'a Challenge,
    response: &'a AssertionResponse,
    asked: Asked,
}

impl Control {
    /// Asks for a passkey as the only factor; none where browsers have no passkeys for this installation.
    pub fn offer_passkey(&self) -> Result<Option<OfferedPasskey>, Error> {
        let Some(party) = self.engine().relying_party() else { return Ok(None) };
        let challenge = Challenge::new(self.random(), self.now());
        let options = request_options(party, &challenge, Asked::OnlyFactor, &[]);
        challenge.offer(self.keys(), ALONE, options, self.random()).map(Some).map_err(Error::internal)
    }

    /// Returns what can complete a sign-in after this first step; none where nothing can any more.
    pub async fn offer_second_step(&self, step: FirstStep) -> Result<Option<SecondStepOffer>, Error> {
        let Some(factor) = self.factor_for(step).await? else { return Ok(None) };
        let passkeys = self.store().administrators().list_passkeys(step.administrator).await?;
        let passkey = match self.engine().relying_party() {
            Some(party) if !passkeys.is_empty() => {
                let challenge = Challenge::new(self.random(), self.now());
                let options = request_options(party, &challenge, Asked::SecondFactor, &passkeys);
                let offered = challenge.offer(self.keys(), &purpose_second(step.administrator), options, self.random());
                Some(offered.map_err(Error::internal)?)
            }
            _ => None,
        };
        Ok(Some(SecondStepOffer { has_app: factor.sealed_secret.is_some(), passkey }))
    }

    /// Signs an administrator in by a passkey alone. Its authenticator must have checked that it is they.
    ///
    /// # Errors
    /// [`SignInError::Passkey`] where it is not accepted; [`SignInError::TooMany`] where too many failed; a problem of `credential` where the page
    /// was open for too long.
    pub async fn sign_in_by_passkey(&self, answer: PasskeyAnswer<'_>, address: IpAddr) -> Result<Administrator, SignInError> {
        let (party, challenge) = self.answered(ALONE, answer)?;
        let response = AssertionResponse::parse(answer.response)?;
        let attempt = self.gate().try_passkey(Door::Console, &response.credential_text(), address, self.now())?;
        let found = self.store().administrators().find_passkey(response.credential()).await?;
        let found = found.ok_or(PasskeyError::Unknown)?;
        let check = Check { party, challenge: &challenge, response: &response, asked: Asked::OnlyFactor };
        let administrator = self.enter_by_passkey(found, check, |held| held.status == AdministratorStatus::Active).await?;
        attempt.succeeded();
        Ok(administrator)
    }

    /// Signs an administrator in by one of their passkeys, after the first step.
    ///
    /// # Errors
    /// As for [`Control::sign_in_by_passkey`]; [`Error::SignedOut`] where the first step does not count any more.
    pub async fn complete_sign_in_by_passkey(
        &self,
        step: FirstStep,
        answer: PasskeyAnswer<'_>,
        address: IpAddr,
    ) -> Result<Administrator, SignInError> {
        // Nobody uses up attempts by a step that is over.
        self.factor_for(step).await?.ok_or(SignInError::Other(Error::SignedOut))?;
        let (party, challenge) = self.answered(&purpose_second(step.administrator), answer)?;
        let attempt = self.gate().try_passkey(Door::Console, &step.administrator.to_string(), address, self.now())?;
        let response = AssertionResponse::parse(answer.response)?;
        let found = self.store().administrators().find_passkey(response.credential()).await?;
        let Some(found) = found.filter(|(owner, _)| *owner == step.administrator) else {
            self.record_passkey_refusal(step.administrator, PasskeyError::Unknown).await?;
            return Err(PasskeyError::Unknown.into());
        };
        let check = Check { party, challenge: &challenge, response: &response, asked: Asked::SecondFactor };
        let administrator = self.enter_by_passkey(found, check, |held| step.stands(held)).await?;
        attempt.succeeded();
        Ok(administrator)
    }

    /// Returns the challenge that an answer is to.
    pub(crate) fn answered(&self, purpose: &str, answer: PasskeyAnswer<'_>) -> Result<(&RelyingParty, Challenge), Error> {
        let challenge = Challenge::open(self.keys(), purpose, answer.sealed, self.now());
        Ok((self.relying_party()?, challenge.ok_or_else(|| Error::invalid(ANSWER, Problem::PasskeyExpired))?))
    }

    async fn enter_by_passkey(
        &self,
        (owner, passkey): (AdministratorId, Passkey),
        Check { party, challenge, response, asked }: Check<'_>,
        may_enter: impl FnOnce(&Administrator) -> bool,
    ) -> Result<Administrator, SignInError> {
        let used = match verify_assertion(party, challenge, response, (&passkey, owner.as_uuid()), asked, self.now()) {
            Ok(used) => used,
            Err(error) => {
                self.record_passkey_refusal(owner, error).await?;
                return Err(error.into());
            }
        };
        let transaction = self.store().begin().await?;
        let administrators = transaction.administrators();
        let held = administrators.lock([owner]).await?.pop();
        let administrator = held.filter(may_enter).ok_or(PasskeyError::Unknown)?;
        if !administrators.use_passkey(owner, &used).await? {
            transaction.append_audit(self.passkey_refused(&administrator, PasskeyError::Replayed)).await?;
            transaction.commit().await?;
            return Err(PasskeyError::Replayed.into());
        }
        let event = self.by_administrator(AuditAction::AdministratorSignedIn, &administrator);
        transaction.append_audit(AuditEvent { changes: changes::one("passkey", "", passkey.name.as_str()), ..event }).await?;
        transaction.commit().await?;
        Ok(administrator)
    }

    /// Writes the audit line of a passkey that was not accepted, and why.
    pub(crate) async fn record_passkey_refusal(&self, owner: AdministratorId, error: PasskeyError) -> Result<(), Error> {
        match self.store().administrators().find(owner).await? {
            Some(administrator) => self.record(self.passkey_refused(&administrator, error)).await,
            None => Ok(()),
        }
    }

    fn passkey_refused(&self, administrator: &Administrator, error: PasskeyError) -> AuditEvent {
        // Nobody has signed in, so it is the server that says it.
        let by = (ActorKind::Server, "console");
        let told = line(AuditAction::AdministratorPasskeyRefused, administrator, changes::one("reason", "", error.code()));
        self.audit_event(by, self.now(), administrator.grants.one_tenant(), told)
    }
}
