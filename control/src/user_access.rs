//! What users can do with what was issued for them, and the end of that: status, password, sessions, deletion.

use std::collections::HashSet;

use domain::{
    audit::AuditAction,
    family::{Revocation, RevocationReason},
    id::{LoginSessionId, UserId},
    problem::Problem,
    user::{User, UserStatus},
    view::SignOut,
    workspace::WorkspacePath,
};
use engine::{Door, storage::EventIds, typed};
use store::{EndedSessions, EndedTokens, FamiliesOf, SessionsOf};

use crate::{
    Desk, Error,
    desk::{checked_password, fresh},
    families::{count, ended_sessions, ended_tokens, together},
    permission::Action,
    users::{ended_by_password, line},
};

impl Desk {
    /// Enables a user, or disables them and ends their families and sessions.
    pub async fn set_user_status(&self, path: &WorkspacePath, id: UserId, version: i64, status: UserStatus) -> Result<User, Error> {
        let write = self.write(Action::SetUserStatus, &path.tenant).await?;
        let store = write.workspace(&path.workspace).await?;
        let before = store.find_user(id).await?.ok_or(Error::NotFound)?;
        fresh(before.version, version)?;
        if status == before.status {
            return Ok(before);
        }
        let user = store.update_user(&User { status, ..before }, None).await?;
        let (action, changes) = match status {
            UserStatus::Active => (AuditAction::UserEnabled, Vec::new()),
            UserStatus::Disabled => {
                let with_sessions = self.end_sessions(&store, SessionsOf::User(id), RevocationReason::UserDisabled, write.now).await?;
                let ended = self.end_families(&store, FamiliesOf::user(id), RevocationReason::UserDisabled, write.now).await?;
                (AuditAction::UserDisabled, ended_tokens(together(ended, with_sessions)))
            }
        };
        write.audit(line(action, &user, changes)).await?;
        write.commit().await?;
        Ok(user)
    }

    /// Sets a user's password, and ends what was begun with the old one: their sessions with the families that end with them, and the
    /// families at those clients whose policy is so.
    pub async fn set_user_password(&self, path: &WorkspacePath, id: UserId, password: &str) -> Result<User, Error> {
        let store = self.workspace(Action::SetUserPassword, path).await?;
        store.find_user(id).await?.ok_or(Error::NotFound)?;
        let password_hash = self.control.hash_password(Door::Desk(store.workspace().tenant_id), checked_password(password)?).await?;

        let write = self.write(Action::SetUserPassword, &path.tenant).await?;
        let store = write.workspace(&path.workspace).await?;
        let before = store.find_user(id).await?.ok_or(Error::NotFound)?;
        let user = store.update_user(&before, Some(password_hash)).await?;
        let with_sessions = self.end_sessions(&store, SessionsOf::User(id), RevocationReason::PasswordChanged, write.now).await?;
        let clients = ended_by_password(&store, &store.count_live_families_by_client(id, write.now).await?).await?;
        let ended = self.end_families(&store, FamiliesOf::UserAt(id, &clients), RevocationReason::PasswordChanged, write.now).await?;
        write.audit(line(AuditAction::UserPasswordSet, &user, ended_tokens(together(ended, with_sessions)))).await?;
        write.commit().await?;
        Ok(user)
    }

    /// Ends one of a user's sessions, with the refresh tokens that end with it. One that is over stays as it is.
    pub async fn end_user_session(&self, path: &WorkspacePath, id: UserId, session: LoginSessionId) -> Result<(), Error> {
        let write = self.write(Action::SignOutUser, &path.tenant).await?;
        let store = write.workspace(&path.workspace).await?;
        let user = store.find_user(id).await?.ok_or(Error::NotFound)?;
        let ended = self.end_sessions(&store, SessionsOf::Itself(id, session), RevocationReason::Administrator, write.now).await?;
        if ended.sessions == 0 {
            return Ok(());
        }
        let tokens = EndedTokens { families: ended.families, ..EndedTokens::default() };
        let changes = [ended_sessions(ended), ended_tokens(tokens)].concat();
        write.audit(line(AuditAction::UserSignedOutByAdministrator, &user, changes)).await?;
        write.commit().await
    }

    /// Signs a user out everywhere: ends their sessions, what was issued for them and what they agreed to, as far as it is asked for. Codes
    /// that are under way end in any case.
    pub async fn sign_out_user(&self, path: &WorkspacePath, id: UserId, what: SignOut) -> Result<(), Error> {
        let write = self.write(Action::SignOutUser, &path.tenant).await?;
        let store = write.workspace(&path.workspace).await?;
        let user = store.find_user(id).await?.ok_or(Error::NotFound)?;
        if what == (SignOut { sessions: false, tokens: false, consents: false }) {
            return Err(Error::invalid("sessions", Problem::NothingChosen));
        }
        let mut sessions = EndedSessions::default();
        if what.sessions {
            sessions = self.end_sessions(&store, SessionsOf::User(id), RevocationReason::Administrator, write.now).await?;
        }
        let nowhere = HashSet::new();
        let of = match (what.tokens, what.sessions) {
            (true, _) => FamiliesOf::user(id),
            // Those that end with a session, also where it is long over.
            (false, true) => FamiliesOf::UserAt(id, &nowhere),
            (false, false) => FamiliesOf::NoneOf(id),
        };
        let tokens = self.end_families(&store, of, RevocationReason::Administrator, write.now).await?;
        let consents = if what.consents { store.delete_consents(id).await? } else { 0 };
        let tokens = ended_tokens(together(tokens, sessions));
        let changes = [ended_sessions(sessions), tokens, count("consents", consents)].concat();
        if !changes.is_empty() {
            write.audit(line(AuditAction::UserSignedOutByAdministrator, &user, changes)).await?;
        }
        write.commit().await
    }

    /// Deletes a user, and ends what was issued for them; `typed` has to be what they sign in with. What happened to them stays in the log.
    pub async fn delete_user(&self, path: &WorkspacePath, id: UserId, version: i64, typed: &str) -> Result<(), Error> {
        let write = self.write(Action::DeleteUser, &path.tenant).await?;
        let store = write.workspace(&path.workspace).await?;
        let user = store.find_user(id).await?.ok_or(Error::NotFound)?;
        fresh(user.version, version)?;
        let is_meant = typed.trim() == user.identifier.as_str() || typed::identifier(typed).is_ok_and(|typed| typed == user.identifier);
        if !is_meant {
            return Err(Error::invalid("confirm", Problem::NotThisUser));
        }
        let sessions = count("sessions", store.count_login_sessions(id, write.now).await?);
        let consents = count("consents", store.count_consents(id).await?);
        let end = Revocation { at: write.now, reason: RevocationReason::UserDeleted };
        let ended = store.delete_user(&user, end, EventIds::new(write.now, self.control.random_bytes())).await?;
        write.audit(line(AuditAction::UserDeleted, &user, [sessions, ended_tokens(ended), consents].concat())).await?;
        write.commit().await
    }
}
