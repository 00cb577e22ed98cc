//! Mails that administrators have sent to users: the way to a new password, to a first one, and to a verified address.

use domain::{
    audit::{AuditAction, Change},
    id::UserId,
    problem::Problem,
    user::{User, UserProfile, UserStatus},
    user_link::LinkPurpose,
    view::TypedUser,
    workspace::WorkspacePath,
};
use engine::Door;
use translation::Language;

use crate::{
    Error, Operator,
    edit::Edit,
    links::LinkFor,
    mail::letters,
    permission::Action,
    user_changes,
    users::{line, saved},
};

/// For how long an invitation is good, in seconds.
const INVITATION: i64 = 7 * 24 * 3600;

impl Operator {
    /// Returns whether mails can be sent to the users of a workspace.
    pub async fn can_mail_users(&self, path: &WorkspacePath) -> Result<bool, Error> {
        let store = self.workspace_seen(path).await?;
        self.control.has_mail(store.workspace().tenant_id).await
    }

    /// Sends a user a link by which they choose a new password. The one that they have is good until then.
    ///
    /// # Errors
    /// [`Error::NotOffered`] where no mail can be sent, or the user has no address or is disabled; a problem of `email` where they got too many.
    pub async fn send_password_link(&self, path: &WorkspacePath, id: UserId) -> Result<(), Error> {
        let edit = self.edit_any(Action::SetUserPassword, path, id).await?;
        let email = self.address_of(&edit).await?;
        let language = self.control.language_of(&edit.store(), id).await?;
        let (realm, title) = (self.control.realm(&path.tenant, edit.workspace().clone()), edit.workspace().name.clone());
        let to = LinkFor { user: Some(id), email: Some(&email), sealed: None };
        let letter = |address| letters::password_link(language, &title, address);
        self.control.send_link(edit.held(), &realm, LinkPurpose::ResetPassword, to, edit.now, letter).await?;
        edit.audit(line(AuditAction::UserPasswordLinkSent, &edit.before, Vec::new())).await?;
        edit.commit().await
    }

    /// Sends a user a link by which they confirm that the address is theirs which they have.
    ///
    /// # Errors
    /// Those of [`Operator::send_password_link`], and [`Error::NotOffered`] where it is confirmed already.
    pub async fn send_verification(&self, path: &WorkspacePath, id: UserId) -> Result<(), Error> {
        let edit = self.edit_any(Action::SetUser, path, id).await?;
        if edit.before.profile.email_verified {
            return Err(Error::NotOffered);
        }
        let email = self.address_of(&edit).await?;
        let language = self.control.language_of(&edit.store(), id).await?;
        let (realm, title) = (self.control.realm(&path.tenant, edit.workspace().clone()), edit.workspace().name.clone());
        let to = LinkFor { user: Some(id), email: Some(&email), sealed: None };
        let letter = |address| letters::confirm_email(language, &title, address);
        self.control.send_link(edit.held(), &realm, LinkPurpose::ConfirmEmail, to, edit.now, letter).await?;
        edit.audit(line(AuditAction::EmailLinkSent, &edit.before, Vec::new())).await?;
        edit.commit().await
    }

    /// Creates a user without a password, who is sent a link by which they choose one. Mails to them are in this language until they read their
    /// pages in another.
    ///
    /// # Errors
    /// [`Error::NotOffered`] where no mail can be sent; problems of what was typed, of `email` also where there is none.
    pub async fn invite_user(&self, path: &WorkspacePath, typed: &TypedUser, language: Language) -> Result<User, Error> {
        self.check_permitted(Action::CreateUser, path, None).await?;
        if !self.can_mail_users(path).await? {
            return Err(Error::NotOffered);
        }
        if typed.email.trim().is_empty() {
            return Err(Error::invalid("email", Problem::Missing));
        }
        let edit = self.new_user(path, typed, None).await?;
        let id = edit.before.id;
        let email = self.address_of(&edit).await?;
        edit.store().set_user_language(id, language.tag()).await?;
        let (realm, title) = (self.control.realm(&path.tenant, edit.workspace().clone()), edit.workspace().name.clone());
        let to = LinkFor { user: Some(id), email: Some(&email), sealed: None };
        let letter = |address| letters::invitation(language, &title, INVITATION, address);
        let until = edit.now.plus_seconds(INVITATION);
        self.control.send_link_until(edit.held(), &realm, LinkPurpose::ResetPassword, to, until, letter).await?;
        edit.audit(line(AuditAction::UserPasswordLinkSent, &edit.before, Vec::new())).await?;
        let user = edit.before.clone();
        edit.commit().await?;
        Ok(user)
    }

    /// Returns the address that a link is sent to, and counts the mail.
    async fn address_of(&self, edit: &Edit<'_, User>) -> Result<String, Error> {
        let (workspace, user) = (edit.workspace(), &edit.before);
        let email = user.profile.email.clone().filter(|_| user.status == UserStatus::Active).ok_or(Error::NotOffered)?;
        if !self.control.has_mail(workspace.tenant_id).await? {
            return Err(Error::NotOffered);
        }
        let counted = self.control.gate().count_mail(Door::Workspace(workspace.id), &email, None, edit.now);
        counted.map_err(|too_many| Error::invalid("email", Problem::TooManyAttempts { seconds: too_many.seconds }))?;
        Ok(email)
    }
}

impl Edit<'_, User> {
    /// Notes that a user has used a link that was sent to the address that they have. Returns the user, and what changed.
    pub(crate) async fn verify_email(&self, user: User) -> Result<(User, Vec<Change>), Error> {
        if user.profile.email_verified {
            return Ok((user, Vec::new()));
        }
        let profile = UserProfile { email_verified: true, updated_at: Some(self.now), ..user.profile.clone() };
        let changes = user_changes::profile(&user.profile, &profile);
        let after = User { profile, ..user.clone() };
        Ok((saved(self.store().edit_user(&user, &after).await?)?, changes))
    }
}
