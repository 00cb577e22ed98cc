//! Where a user is signed in, and what else their account shows.

use domain::{
    audit::AuditAction, family::RevocationReason, id::LoginSessionId, problem::Problem, secret::Secret, settings::sign_in::SignInSettings,
    user::User, view::UserSession,
};
use engine::typed;
use store::{EndedTokens, FamiliesOf, SessionsOf};

use super::{AtBrowser, OwnAccount};
use crate::{
    Error,
    families::{count, ended_sessions, ended_tokens, together},
    users::line,
};

/// A session of the user who looks at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnSession {
    /// The session.
    pub session: UserSession,
    /// Whether it is the one that is looked from.
    pub is_this: bool,
}

/// What a user sees of their account, applications apart.
#[derive(Debug, Clone)]
pub struct AccountView {
    /// The user.
    pub user: User,
    /// Where the user is signed in: this session first.
    pub sessions: Vec<OwnSession>,
    /// The workspace's settings.
    pub settings: SignInSettings,
    /// Whether mail can be sent.
    pub has_mail: bool,
}

impl OwnAccount {
    /// Returns what the account shows.
    pub async fn load(&self) -> Result<AccountView, Error> {
        let store = self.read().await?;
        let sessions = store.list_login_sessions(self.user.id, self.control.now()).await?;
        let mut sessions: Vec<_> =
            sessions.into_iter().map(|session| OwnSession { is_this: session.id == self.session.id, session }).collect();
        sessions.sort_by_key(|own| !own.is_this);
        Ok(AccountView {
            user: self.user.clone(),
            sessions,
            settings: store.workspace().sign_in.clone(),
            has_mail: self.control.has_mail(self.realm.workspace.tenant_id).await?,
        })
    }

    /// Ends another session of the user, with the refresh tokens that end with it. One that has ended stays as it is.
    pub async fn end_session(&self, session: LoginSessionId) -> Result<(), Error> {
        let edit = self.edit().await?;
        let ended = edit.end_sessions(SessionsOf::Itself(self.user.id, session), RevocationReason::Logout).await?;
        if ended.sessions == 0 {
            return Ok(());
        }
        let tokens = EndedTokens { families: ended.families, ..EndedTokens::default() };
        let changes = [ended_sessions(ended), ended_tokens(tokens)].concat();
        edit.audit(line(AuditAction::UserSignedOutElsewhere, &self.user, changes)).await?;
        edit.commit().await
    }

    /// Ends everything that is open: all sessions of the user, this one too, and the access of all applications with what the user has agreed to.
    pub async fn end_everything(&self) -> Result<(), Error> {
        let edit = self.edit().await?;
        let id = self.user.id;
        let sessions = edit.end_sessions(SessionsOf::User(id), RevocationReason::User).await?;
        let tokens = edit.end_families(FamiliesOf::user(id), RevocationReason::User).await?;
        let consents = edit.store().delete_consents(id).await?;
        let tokens = ended_tokens(together(tokens, sessions));
        let changes = [ended_sessions(sessions), tokens, count("consents", consents)].concat();
        edit.audit(line(AuditAction::UserEndedEverything, &self.user, changes)).await?;
        edit.commit().await
    }

    /// Deletes the user, where the workspace lets users do that: with the password, and what they sign in with typed to confirm.
    ///
    /// # Errors
    /// [`Error::NotOffered`] where the workspace does not; problems of `password` and `confirm`.
    pub async fn delete(&self, browser: AtBrowser<'_>, password: Secret<String>, typed: &str) -> Result<(), Error> {
        if !self.read().await?.workspace().sign_in.account_deletion {
            return Err(Error::NotOffered);
        }
        if typed::identifier(typed).ok().as_ref() != Some(&self.user.identifier) {
            return Err(Error::invalid("confirm", Problem::NotThisUser));
        }
        self.check_password(browser, "password", password).await?;
        let edit = self.edit().await?;
        if !edit.workspace().sign_in.account_deletion {
            return Err(Error::NotOffered);
        }
        let changes = edit.delete_user().await?;
        edit.audit(line(AuditAction::UserDeleted, &self.user, changes)).await?;
        edit.commit().await
    }
}
