//! What users can do with what was issued for them, and the end of that: status, password, sessions, deletion.

use std::collections::HashSet;

use domain::{
    audit::{AuditAction, Change},
    family::{Revocation, RevocationReason},
    id::{LoginSessionId, UserId},
    problem::Problem,
    user::{User, UserStatus},
    view::SignOut,
    workspace::WorkspacePath,
};
use engine::{Door, typed};
use store::{EndedSessions, EndedTokens, FamiliesOf, SessionsOf};

use crate::{
    Error, Operator,
    edit::{Edit, get},
    families::{count, ended_sessions, ended_tokens, together},
    mail::letters,
    passwords::check_of_user,
    permission::Action,
    users::{ended_by_password, line},
};

impl Operator {
    /// Enables a user, or disables them and ends their families and sessions.
    pub async fn set_user_status(&self, path: &WorkspacePath, id: UserId, version: i64, status: UserStatus) -> Result<User, Error> {
        let edit = self.edit(Action::SetUserStatus, path, id, version).await?;
        if status == edit.before.status {
            return Ok(edit.before);
        }
        let user = edit.store().update_user(&User { status, ..edit.before.clone() }, None).await?;
        let (action, changes) = match status {
            UserStatus::Active => (AuditAction::UserEnabled, Vec::new()),
            UserStatus::Disabled => {
                let with_sessions = edit.end_sessions(SessionsOf::User(id), RevocationReason::UserDisabled).await?;
                let ended = edit.end_families(FamiliesOf::user(id), RevocationReason::UserDisabled).await?;
                (AuditAction::UserDisabled, ended_tokens(together(ended, with_sessions)))
            }
        };
        edit.audit(line(action, &user, changes)).await?;
        edit.commit().await?;
        Ok(user)
    }

    /// Sets a user's password. Ends their sessions with the families that end with them, and the families at clients whose policy says so.
    /// A mail tells the user.
    pub async fn set_user_password(&self, path: &WorkspacePath, id: UserId, password: &str) -> Result<User, Error> {
        let (permit, store) = self.permit_at(Action::SetUserPassword, path, ()).await?;
        let user = get(&store, id).await?;
        check_of_user(password, permit.tenant(), store.workspace(), user.names()).map_err(|error| Error::invalid("password", error))?;
        let door = Door::Operator(store.workspace().tenant_id);
        let password_hash = self.control.hash_password(door, password.to_owned()).await?;

        let edit = self.edit_any(Action::SetUserPassword, path, id).await?;
        let (user, ended) = edit.set_password(password_hash, None).await?;
        edit.audit(line(AuditAction::UserPasswordSet, &user, ended)).await?;
        self.control.notify(edit.held(), &user, edit.now, letters::password_changed).await?;
        edit.commit().await?;
        Ok(user)
    }

    /// Removes the second factor of a user who has lost it, and ends their sessions with the refresh tokens that end with them. A mail tells the
    /// user. Returns whether there was one.
    pub async fn reset_user_second_factor(&self, path: &WorkspacePath, id: UserId) -> Result<bool, Error> {
        let edit = self.edit_any(Action::ResetUserSecondFactor, path, id).await?;
        if !edit.store().delete_second_factor(id).await? {
            return Ok(false);
        }
        let user = edit.store().update_user(&edit.before, None).await?;
        let ended = edit.end_sessions(SessionsOf::User(id), RevocationReason::Administrator).await?;
        edit.audit(line(AuditAction::UserSecondFactorReset, &user, ended_sessions(ended))).await?;
        self.control.notify(edit.held(), &user, edit.now, letters::second_factor_removed).await?;
        edit.commit().await?;
        Ok(true)
    }

    /// Ends one of a user's sessions, with the refresh tokens that end with it. A session that has ended stays as it is.
    pub async fn end_user_session(&self, path: &WorkspacePath, id: UserId, session: LoginSessionId) -> Result<(), Error> {
        let edit = self.edit_any(Action::SignOutUser, path, id).await?;
        let ended = edit.end_sessions(SessionsOf::Itself(id, session), RevocationReason::Administrator).await?;
        if ended.sessions == 0 {
            return Ok(());
        }
        let tokens = EndedTokens { families: ended.families, ..EndedTokens::default() };
        let changes = [ended_sessions(ended), ended_tokens(tokens)].concat();
        edit.audit(line(AuditAction::UserSignedOutByAdministrator, &edit.before, changes)).await?;
        edit.commit().await
    }

    /// Signs a user out everywhere: ends their sessions, tokens and consents, as selected. Unused codes always end.
    pub async fn sign_out_user(&self, path: &WorkspacePath, id: UserId, what: SignOut) -> Result<(), Error> {
        let edit = self.edit_any(Action::SignOutUser, path, id).await?;
        if what == (SignOut { sessions: false, tokens: false, consents: false }) {
            return Err(Error::invalid("sessions", Problem::NothingChosen));
        }
        let mut sessions = EndedSessions::default();
        if what.sessions {
            sessions = edit.end_sessions(SessionsOf::User(id), RevocationReason::Administrator).await?;
        }
        let nowhere = HashSet::new();
        let of = match (what.tokens, what.sessions) {
            (true, _) => FamiliesOf::user(id),
            // Those that end with a session, also where it is long over.
            (false, true) => FamiliesOf::UserAt(id, &nowhere),
            (false, false) => FamiliesOf::NoneOf(id),
        };
        let tokens = edit.end_families(of, RevocationReason::Administrator).await?;
        let consents = if what.consents { edit.store().delete_consents(id).await? } else { 0 };
        let tokens = ended_tokens(together(tokens, sessions));
        let changes = [ended_sessions(sessions), tokens, count("consents", consents)].concat();
        if !changes.is_empty() {
            edit.audit(line(AuditAction::UserSignedOutByAdministrator, &edit.before, changes)).await?;
        }
        edit.commit().await
    }

    /// Deletes a user, and ends their tokens. `typed` must be the user's sign-in name. Their audit lines stay.
    pub async fn delete_user(&self, path: &WorkspacePath, id: UserId, version: i64, typed: &str) -> Result<(), Error> {
        let edit = self.edit(Action::DeleteUser, path, id, version).await?;
        let user = &edit.before;
        let is_meant = typed.trim() == user.identifier.as_str() || typed::identifier(typed).is_ok_and(|typed| typed == user.identifier);
        if !is_meant {
            return Err(Error::invalid("confirm", Problem::NotThisUser));
        }
        let gone = edit.delete_user().await?;
        edit.audit(line(AuditAction::UserDeleted, user, gone)).await?;
        edit.commit().await
    }
}

impl Edit<'_, User> {
    /// Sets the user's password, and ends what ends with it: their sessions, but for one that is spared, with the families that end with them; the
    /// families at clients whose policy says so; and links that were sent to them. Returns the user, and what was ended.
    pub(crate) async fn set_password(&self, password_hash: String, spared: Option<LoginSessionId>) -> Result<(User, Vec<Change>), Error> {
        let (store, id, reason) = (self.store(), self.before.id, RevocationReason::PasswordChanged);
        let user = store.update_user(&self.before, Some(password_hash)).await?;
        store.delete_links(id, None).await?;
        let sessions = spared.map_or(SessionsOf::User(id), |spared| SessionsOf::Others(id, spared));
        let with_sessions = self.end_sessions(sessions, reason).await?;
        let clients = store.list_clients_of_live_families(id, self.now).await?;
        let clients = ended_by_password(&store, clients.into_iter()).await?;
        let of = spared.map_or(FamiliesOf::UserAt(id, &clients), |spared| FamiliesOf::UserAtBut(id, &clients, spared));
        let ended = self.end_families(of, reason).await?;
        Ok((user, ended_tokens(together(ended, with_sessions))))
    }

    /// Deletes the user. Returns what goes with them.
    pub(crate) async fn delete_user(&self) -> Result<Vec<Change>, Error> {
        let (store, id) = (self.store(), self.before.id);
        let sessions = count("sessions", store.count_login_sessions(id, self.now).await?);
        let consents = count("consents", store.count_consents(id).await?);
        let end = Revocation { at: self.now, reason: RevocationReason::UserDeleted };
        let ended = store.delete_user(&self.before, end, self.event_ids()).await?;
        Ok([sessions, ended_tokens(ended), consents].concat())
    }
}
