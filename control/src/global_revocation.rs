//! Global token revocation (draft-parecki-oauth-global-token-revocation): another system ends all that a user has, in one call.

use domain::{
    audit::AuditAction,
    family::RevocationReason,
    subject_identifier::SubjectIdentifier,
    user::{User, UserIdentifier},
    workspace::WorkspacePath,
};
use store::{Access, FamiliesOf, SessionsOf, WorkspaceStore};

use crate::{
    Error, Operator,
    families::{ended_sessions, ended_tokens, together},
    permission::Action,
    users::line,
};

impl Operator {
    /// Ends the sessions of a user, and all that was issued for them: refresh tokens, access tokens and unused codes. Who has signed out there is
    /// told ([`domain::logout`]). What the user has agreed to stays, and they sign in again before anything new is issued. A line of the log says
    /// so also where nothing was left to end.
    ///
    /// # Errors
    /// [`Error::NotOffered`] where the workspace has it switched off; [`Error::NotFound`] where it has no such user.
    pub async fn revoke_user_globally(&self, path: &WorkspacePath, subject: &SubjectIdentifier) -> Result<(), Error> {
        let edit = self.edit_in(Action::SignOutUser, path).await?;
        if !edit.workspace().authorization.global_token_revocation {
            return Err(Error::NotOffered);
        }
        let user = self.meant(&edit.store(), &self.issuer(path), subject).await?.ok_or(Error::NotFound)?;
        let id = user.id;
        let edit = edit.of(user);
        let sessions = edit.end_sessions(SessionsOf::User(id), RevocationReason::Administrator).await?;
        let tokens = edit.end_families(FamiliesOf::user(id), RevocationReason::Administrator).await?;
        let changes = [ended_sessions(sessions), ended_tokens(together(tokens, sessions))].concat();
        edit.audit(line(AuditAction::UserRevokedGlobally, &edit.before, changes)).await?;
        edit.commit().await
    }

    /// Returns the user who is meant. An e-mail address means who signs in with it, so that it never means two; a `sub` is what any client calls them.
    async fn meant<C: Access>(
        &self,
        store: &WorkspaceStore<'_, C>,
        issuer: &str,
        subject: &SubjectIdentifier,
    ) -> Result<Option<User>, Error> {
        match subject {
            SubjectIdentifier::Email { email } => {
                let Some(email) = UserIdentifier::parse(email).ok().filter(UserIdentifier::is_email) else { return Ok(None) };
                Ok(store.find_user_by_identifier(&email).await?)
            }
            SubjectIdentifier::IssSub { iss, .. } if iss != issuer => Ok(None),
            SubjectIdentifier::IssSub { sub, .. } | SubjectIdentifier::Opaque { id: sub } => self.user_called(store, sub).await,
        }
    }
}
