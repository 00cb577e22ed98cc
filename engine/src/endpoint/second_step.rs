//! The second step of a sign-in to a workspace: the code of a second factor, after the password.

use domain::{
    audit::{AuditAction, Change},
    sign_in_method::SignInMethod,
    user::{User, UserStatus},
};

use super::sign_in::{Entry, GoesOn, SigningIn, StartedSession, Step};
use crate::{
    attempts::TooManyAttempts,
    audit::Line,
    door::Door,
    engine::Engine,
    error::Error,
    realm::Realm,
    second_factor::{CODE_SECONDS, CodeKind, SecondFactor, sealed_for_user},
    storage::{LoginSession, Storage},
};

/// The outcome of a code.
#[derive(Debug)]
pub enum CodeOutcome {
    /// The user is signed in.
    Started(StartedSession),
    /// The code is wrong, or was used before.
    Wrong,
    /// It was not looked at: too many failed recently.
    TooMany(TooManyAttempts),
    /// The first step does not count any more: it is too old, or the user was changed since.
    Over,
}

/// A first step that still counts.
pub(crate) struct Standing {
    pub(crate) step: Step,
    pub(crate) user: User,
    pub(crate) factor: SecondFactor,
}

impl<S: Storage> Engine<S> {
    /// Returns a first step, as it was sealed, where it still counts: it is young enough, and nothing has changed its user since.
    pub(crate) async fn standing_step(&self, realm: &Realm, sealed: &str) -> Result<Option<Standing>, Error> {
        let Ok(step) = self.keys().open_value::<Step>(&Step::purpose(realm), sealed) else { return Ok(None) };
        if self.now().seconds_since(step.at) >= CODE_SECONDS {
            return Ok(None);
        }
        if let Some(earlier) = step.goes_on
            && !self.storage().is_session_open(realm.workspace.id, earlier.session).await?
        {
            return Ok(None);
        }
        let user = self.storage().find_user(realm.workspace.id, step.user).await?;
        let user = user.filter(|user| user.status == UserStatus::Active && user.version == step.version);
        let factor = self.storage().find_second_factor(realm.workspace.id, step.user).await?;
        Ok(user.zip(factor).map(|(user, factor)| Standing { step, user, factor }))
    }

    /// Returns the first step of a user who is signed in by a password, and who is to show a second factor now: nothing else is missing. None where the
    /// session was begun in another way. What begins with it has the password's time.
    pub(crate) fn step_up(&self, realm: &Realm, user: &User, session: &LoginSession) -> Result<Option<String>, Error> {
        let by_password = [SignInMethod::Password, SignInMethod::PasswordAndApp, SignInMethod::PasswordAndRecoveryCode];
        if !session.signed_in_by.is_some_and(|method| by_password.contains(&method)) {
            return Ok(None);
        }
        let goes_on = Some(GoesOn { session: session.id, password_at: session.auth_time });
        let step = Step { user: user.id, version: user.version, at: self.now(), goes_on };
        Ok(Some(self.keys().seal_value(&Step::purpose(realm), &step, self.random().as_ref())?))
    }

    /// Begins a session of the user who made a first step ([`super::sign_in::FirstStep`]), by a code of their authenticator app or a recovery
    /// code. A code is good once. `browser` is as for [`Engine::sign_in`].
    pub async fn complete_sign_in(&self, realm: &Realm, step: &str, code: &str, browser: SigningIn<'_>) -> Result<CodeOutcome, Error> {
        let now = self.now();
        let Some(Standing { step, user, factor }) = self.standing_step(realm, step).await? else { return Ok(CodeOutcome::Over) };
        let attempt = match self.gate().try_code(Door::Workspace(realm.workspace.id), user.id.as_uuid(), &factor, code, now) {
            Ok(attempt) => attempt,
            Err(too_many) => return Ok(CodeOutcome::TooMany(too_many)),
        };
        let secret = factor.open(self.keys(), &sealed_for_user(user.id))?;
        if let Some(used) = factor.check(secret.as_ref(), code, now) {
            let left = (used.kind == CodeKind::Recovery).then(|| Change {
                field: "recovery_codes".to_owned(),
                from: factor.recovery_codes.len().to_string(),
                to: used.recovery_codes.len().to_string(),
            });
            let method = match used.kind {
                CodeKind::App => SignInMethod::PasswordAndApp,
                CodeKind::Recovery => SignInMethod::PasswordAndRecoveryCode,
            };
            let changes = left.into_iter().collect();
            let entry = Entry { password_at: step.password_at(), method, code: Some(used), passkey: None, changes };
            if let Some(session) = self.begin_session(realm, &user, entry, browser).await? {
                attempt.succeeded();
                return Ok(CodeOutcome::Started(session));
            }
        }
        let line = Line::by_user(AuditAction::UserCodeRefused, &user, user.identifier.as_str(), user.id.to_string());
        self.storage().record_audit(self.audit(realm, now, line)).await?;
        Ok(CodeOutcome::Wrong)
    }
}
