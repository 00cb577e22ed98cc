//! Signing in to a workspace with a passkey: as the only factor, or after the password.

use std::net::{IpAddr, Ipv4Addr};

use domain::{
    audit::{AuditAction, AuditEvent, Change},
    id::UserId,
    sign_in_method::SignInMethod,
    user::{User, UserStatus},
};

use super::{
    second_step::Standing,
    sign_in::{Entry, SigningIn, StartedSession},
};
use crate::{
    attempts::TooManyAttempts,
    audit::Line,
    door::Door,
    engine::Engine,
    error::Error,
    gate::CodeAttempt,
    passkey::{
        Asked, AssertionResponse, Challenge, OfferedPasskey, Passkey, PasskeyError, RelyingParty, request_options, verify_assertion,
    },
    realm::Realm,
    storage::Storage,
};

/// The outcome of a passkey.
#[derive(Debug)]
pub enum PasskeyOutcome {
    /// The user is signed in.
    Started(StartedSession),
    /// Nobody is signed in.
    Refused(PasskeyError),
    /// It was not looked at: too many failed recently.
    TooMany(TooManyAttempts),
    /// The page was open for too long; or the first step does not count any more.
    Over,
}

/// What completes a sign-in after the password.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct SecondStepOffer {
    /// Whether there is an authenticator app.
    pub has_app: bool,
    /// Asks for one of the user's passkeys; none where they have none.
    pub passkey: Option<OfferedPasskey>,
}

/// What a browser answered, and to what.
#[derive(Debug, Clone, Copy)]
pub struct PasskeyAnswer<'a> {
    /// [`OfferedPasskey::sealed`].
    pub sealed: &'a str,
    /// The browser's answer, as the page's script wrote it.
    pub response: &'a str,
}

/// What a passkey is to be checked against.
struct Check<'a> {
    party: &'a RelyingParty,
    challenge: &'a Challenge,
    response: &'a AssertionResponse,
    asked: Asked,
}

fn purpose_alone(realm: &Realm) -> String {
    format!("passkey-sign-in {}", realm.workspace.id)
}

fn purpose_second(realm: &Realm, user: UserId) -> String {
    format!("passkey-second-step {} {user}", realm.workspace.id)
}

impl<S: Storage> Engine<S> {
    /// Asks for a passkey as the only factor; none where browsers have no passkeys for this installation.
    pub fn offer_passkey(&self, realm: &Realm) -> Result<Option<OfferedPasskey>, Error> {
        let Some(party) = self.relying_party() else { return Ok(None) };
        let challenge = Challenge::new(self.random().as_ref(), self.now());
        let options = request_options(party, &challenge, Asked::OnlyFactor, &[]);
        Ok(Some(challenge.offer(self.keys(), &purpose_alone(realm), options, self.random().as_ref())?))
    }

    /// Returns what completes a sign-in after this first step ([`super::sign_in::FirstStep`]).
    pub async fn offer_second_step(&self, realm: &Realm, step: &str) -> Result<SecondStepOffer, Error> {
        let Some(Standing { user, factor, .. }) = self.standing_step(realm, step).await? else { return Ok(SecondStepOffer::default()) };
        let passkeys = self.storage().list_passkeys(realm.workspace.id, user.id).await?;
        let passkey = match self.relying_party() {
            Some(party) if !passkeys.is_empty() => {
                let challenge = Challenge::new(self.random().as_ref(), self.now());
                let options = request_options(party, &challenge, Asked::SecondFactor, &passkeys);
                Some(challenge.offer(self.keys(), &purpose_second(realm, user.id), options, self.random().as_ref())?)
            }
            _ => None,
        };
        Ok(SecondStepOffer { has_app: factor.sealed_secret.is_some(), passkey })
    }

    /// Begins a session of the user whose passkey answered, without a password. The authenticator must have checked that it is they.
    pub async fn sign_in_by_passkey(
        &self,
        realm: &Realm,
        answer: PasskeyAnswer<'_>,
        browser: SigningIn<'_>,
    ) -> Result<PasskeyOutcome, Error> {
        let (party, challenge) = match self.answered(&purpose_alone(realm), answer) {
            Ok(answered) => answered,
            Err(outcome) => return Ok(outcome),
        };
        let response = match AssertionResponse::parse(answer.response) {
            Ok(response) => response,
            Err(error) => return Ok(PasskeyOutcome::Refused(error)),
        };
        let attempt = match self.try_passkey(realm, &response.credential_text(), &browser) {
            Ok(attempt) => attempt,
            Err(too_many) => return Ok(PasskeyOutcome::TooMany(too_many)),
        };
        let found = self.storage().find_passkey(realm.workspace.id, response.credential()).await?;
        let Some((owner, passkey)) = found else { return Ok(PasskeyOutcome::Refused(PasskeyError::Unknown)) };
        let user = self.storage().find_user(realm.workspace.id, owner).await?;
        let Some(user) = user.filter(|user| user.status == UserStatus::Active) else {
            return Ok(PasskeyOutcome::Refused(PasskeyError::Unknown));
        };
        let check = Check { party, challenge: &challenge, response: &response, asked: Asked::OnlyFactor };
        let entry = Entry { password_at: self.now(), method: SignInMethod::Passkey, code: None, passkey: None, changes: Vec::new() };
        let outcome = self.enter_by_passkey(realm, (&user, &passkey), check, entry, browser).await?;
        if matches!(outcome, PasskeyOutcome::Started(_)) {
            attempt.succeeded();
        }
        Ok(outcome)
    }

    /// Begins a session of the user who made a first step ([`super::sign_in::FirstStep`]), by one of their passkeys.
    pub async fn complete_sign_in_by_passkey(
        &self,
        realm: &Realm,
        step: &str,
        answer: PasskeyAnswer<'_>,
        browser: SigningIn<'_>,
    ) -> Result<PasskeyOutcome, Error> {
        let Some(Standing { step, user, .. }) = self.standing_step(realm, step).await? else { return Ok(PasskeyOutcome::Over) };
        let (party, challenge) = match self.answered(&purpose_second(realm, user.id), answer) {
            Ok(answered) => answered,
            Err(outcome) => return Ok(outcome),
        };
        let attempt = match self.try_passkey(realm, &user.id.to_string(), &browser) {
            Ok(attempt) => attempt,
            Err(too_many) => return Ok(PasskeyOutcome::TooMany(too_many)),
        };
        let response = match AssertionResponse::parse(answer.response) {
            Ok(response) => response,
            Err(error) => return Ok(PasskeyOutcome::Refused(error)),
        };
        let found = self.storage().find_passkey(realm.workspace.id, response.credential()).await?;
        let Some((_, passkey)) = found.filter(|(owner, _)| *owner == user.id) else {
            self.record_passkey_refusal(realm, &user, PasskeyError::Unknown).await?;
            return Ok(PasskeyOutcome::Refused(PasskeyError::Unknown));
        };
        let check = Check { party, challenge: &challenge, response: &response, asked: Asked::SecondFactor };
        let method = SignInMethod::PasswordAndPasskey;
        let entry = Entry { password_at: step.password_at(), method, code: None, passkey: None, changes: Vec::new() };
        let outcome = self.enter_by_passkey(realm, (&user, &passkey), check, entry, browser).await?;
        if matches!(outcome, PasskeyOutcome::Started(_)) {
            attempt.succeeded();
        }
        Ok(outcome)
    }

    /// Returns the challenge that an answer is to.
    fn answered(&self, purpose: &str, answer: PasskeyAnswer<'_>) -> Result<(&RelyingParty, Challenge), PasskeyOutcome> {
        let party = self.relying_party().ok_or(PasskeyOutcome::Refused(PasskeyError::RelyingParty))?;
        let challenge = Challenge::open(self.keys(), purpose, answer.sealed, self.now()).ok_or(PasskeyOutcome::Over)?;
        Ok((party, challenge))
    }

    fn try_passkey(&self, realm: &Realm, whose: &str, browser: &SigningIn<'_>) -> Result<CodeAttempt, TooManyAttempts> {
        let address = browser.origin.address.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
        self.gate().try_passkey(Door::Workspace(realm.workspace.id), whose, address, self.now())
    }

    /// Begins a session by a passkey of a user, where the answer is right.
    async fn enter_by_passkey(
        &self,
        realm: &Realm,
        (user, passkey): (&User, &Passkey),
        Check { party, challenge, response, asked }: Check<'_>,
        entry: Entry,
        browser: SigningIn<'_>,
    ) -> Result<PasskeyOutcome, Error> {
        let error = match verify_assertion(party, challenge, response, (passkey, user.id.as_uuid()), asked, self.now()) {
            Ok(answered) => {
                let named = Change { field: "passkey".to_owned(), from: String::new(), to: passkey.name.to_string() };
                let entry = Entry { passkey: Some(answered), changes: vec![named], ..entry };
                match self.begin_session(realm, user, entry, browser).await? {
                    Some(session) => return Ok(PasskeyOutcome::Started(session)),
                    // It was used or removed, or the user was changed, while it was looked at.
                    None => PasskeyError::Replayed,
                }
            }
            Err(error) => error,
        };
        self.record_passkey_refusal(realm, user, error).await?;
        Ok(PasskeyOutcome::Refused(error))
    }

    /// Writes the audit line of a passkey that was not accepted, and why.
    async fn record_passkey_refusal(&self, realm: &Realm, user: &User, error: PasskeyError) -> Result<(), Error> {
        let line = Line::by_user(AuditAction::UserPasskeyRefused, user, user.identifier.as_str(), user.id.to_string());
        let why = Change { field: "reason".to_owned(), from: String::new(), to: error.code().to_owned() };
        let event = AuditEvent { changes: vec![why], ..self.audit(realm, self.now(), line) };
        Ok(self.storage().record_audit(event).await?)
    }
}
