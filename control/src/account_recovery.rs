//! The ways to an account without being signed in: links that were sent by mail, and the requests for them.
//!
//! Nobody learns whether somebody has an account: a request is answered in the same way, and takes as long, whether there is one or not.

use std::net::IpAddr;

use domain::{
    audit::AuditAction,
    id::UserId,
    problem::Problem,
    secret::Secret,
    user::{User, UserIdentifier, UserProfile, UserStatus},
    user_link::LinkPurpose,
    workspace::Workspace,
};
use engine::{Door, Realm, storage::SecretHash, typed};

use crate::{
    Control, Error,
    author::Author,
    edit::Edit,
    links::{LinkFor, link_hash},
    mail::letters,
    password_check::AtBrowser,
    passwords::check_of_user,
    user_changes,
    users::{line, saved},
};

/// What a workspace offers to who is not signed in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Offers {
    /// A link by which a forgotten password is replaced.
    pub password_reset: bool,
    /// To register.
    pub registration: bool,
}

/// A link that can be used, and the address that it was sent to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenLink {
    /// The address.
    pub email: String,
    /// The user; none where there is none yet.
    pub user: Option<UserId>,
}

/// What shows that whoever uses a link has asked for it. The owner of a mailbox may be talked into a link that somebody else asked for, to have
/// their address confirmed for that other's account.
#[derive(Debug)]
pub struct Proof<'a> {
    /// The value of the session's cookie: the user is signed in.
    pub session: Option<&'a str>,
    /// Or else the password is typed, at this browser.
    pub browser: AtBrowser<'a>,
    /// The password.
    pub password: Secret<String>,
}

impl Control {
    /// Returns what a workspace offers to who is not signed in.
    pub async fn offers(&self, workspace: &Workspace) -> Result<Offers, Error> {
        let has_mail = self.has_mail(workspace.tenant_id).await?;
        let settings = &workspace.sign_in;
        Ok(Offers { password_reset: has_mail && settings.password_reset, registration: has_mail && settings.registration })
    }

    /// Sends a link by which the password is replaced to the user who signs in with this name, if there is one who may sign in.
    ///
    /// # Errors
    /// [`Error::NotOffered`] where the workspace does not offer it; a problem of `identifier` where it is none, or was asked for too often.
    pub async fn send_reset_link(&self, realm: &Realm, name: &str, from: IpAddr) -> Result<(), Error> {
        let workspace = &realm.workspace;
        if !self.offers(workspace).await?.password_reset {
            return Err(Error::NotOffered);
        }
        let identifier = typed::identifier(name).map_err(|problem| Error::invalid("identifier", problem))?;
        self.count_mail(realm, identifier.as_str(), from).map_err(|problem| Error::invalid("identifier", problem))?;
        let (now, transaction) = (self.now(), self.store().begin().await?);
        let held = transaction.lock_workspace(workspace.tenant_id, &workspace.slug).await?.ok_or(Error::NotFound)?;
        let user = held.store().find_user_by_identifier(&identifier).await?.filter(|user| user.status == UserStatus::Active);
        let email = user.as_ref().and_then(|user| user.profile.email.as_deref());
        // Nobody is found by what the log says, so it says the same in either case: nothing. The new password has its line.
        let to = LinkFor { user: user.as_ref().map(|user| user.id), email, sealed: None };
        let letter = |address| letters::reset_password(self.language(), &workspace.name, address);
        self.send_link(&held, realm, LinkPurpose::ResetPassword, to, now, letter).await?;
        Ok(held.commit().await?)
    }

    /// Returns the link of a token, without using it up; none where it is good for nothing any more.
    pub async fn peek_link(&self, realm: &Realm, purpose: LinkPurpose, token: &str) -> Result<Option<OpenLink>, Error> {
        let workspace = &realm.workspace;
        let Some(store) = self.store().tenant(workspace.tenant_id).workspace(&workspace.slug).await? else { return Ok(None) };
        let found = store.find_link(&link_hash(token), purpose, self.now()).await?;
        Ok(found.filter(|link| !link.email.is_empty()).map(|link| OpenLink { email: link.email, user: link.user }))
    }

    /// Sets a new password by a link. Ends what an administrator's reset ends: the user's sessions with the families that end with them, and the
    /// families at clients whose policy says so. A mail says that it happened.
    ///
    /// # Errors
    /// [`Error::NotFound`] where the link is good for nothing any more; a problem of `password`, which does not use the link up.
    pub async fn reset_password(&self, realm: &Realm, token: &str, new: &str) -> Result<(), Error> {
        let (workspace, hash, purpose) = (&realm.workspace, link_hash(token), LinkPurpose::ResetPassword);
        let tenant = self.store().tenants().find(workspace.tenant_id).await?.ok_or(Error::NotFound)?;
        let store = self.store().tenant(tenant.id).workspace(&workspace.slug).await?.ok_or(Error::NotFound)?;
        let link = store.find_link(&hash, purpose, self.now()).await?.ok_or(Error::NotFound)?;
        let user = store.find_user(link.user.ok_or(Error::NotFound)?).await?.ok_or(Error::NotFound)?;
        check_of_user(new, &tenant, store.workspace(), user.names()).map_err(|problem| Error::invalid("password", problem))?;
        let password_hash = self.hash_password(Door::Workspace(workspace.id), new.to_owned()).await?;

        let edit = self.edit_by_link(realm, &hash, purpose).await?;
        let (user, ended) = edit.set_password(password_hash, None).await?;
        // Who used the link has the mailbox.
        let (user, verified) = edit.verify_email(user).await?;
        edit.audit(line(AuditAction::UserPasswordReset, &user, [ended, verified].concat())).await?;
        self.notify(edit.held(), &user, edit.now, letters::password_changed).await?;
        edit.commit().await
    }

    /// Confirms an e-mail address by a link: it is the user's from then on, in place of the one that they had.
    ///
    /// # Errors
    /// [`Error::NotFound`] where the link is good for nothing any more, also because another user has the address by now; a problem of
    /// `password`, which does not use the link up.
    pub async fn confirm_email(&self, realm: &Realm, token: &str, proof: Proof<'_>) -> Result<(), Error> {
        let (hash, purpose) = (link_hash(token), LinkPurpose::ConfirmEmail);
        self.check_proof(realm, &hash, proof).await?;
        let now = self.now();
        let transaction = self.store().begin().await?;
        let held = transaction.lock_workspace(realm.workspace.tenant_id, &realm.workspace.slug).await?.ok_or(Error::NotFound)?;
        let link = held.store().take_link(&hash, purpose, now).await?.ok_or(Error::NotFound)?;
        let user = held.store().find_user(link.user.ok_or(Error::NotFound)?).await?.ok_or(Error::NotFound)?;
        if user.status != UserStatus::Active {
            return Err(Error::NotFound);
        }
        let edit = Edit::by(Author::of_user(self, &user), held, now, user);
        let before = &edit.before;
        let email = UserIdentifier::parse(&link.email).map_err(|_| Error::NotFound)?;
        // Who signs in with their address goes on doing so.
        let by_email = before.profile.email.as_deref() == Some(before.identifier.as_str());
        let identifier = if by_email { email.clone() } else { before.identifier.clone() };
        let profile = UserProfile { email: Some(link.email), email_verified: true, updated_at: Some(now), ..before.profile.clone() };
        let changes =
            [user_changes::identifier(&before.identifier, &identifier), user_changes::profile(&before.profile, &profile)].concat();
        let after = User { identifier, profile, ..before.clone() };
        let user = saved(edit.store().edit_user(before, &after).await?).map_err(|_| Error::NotFound)?;
        if before.profile.email.is_some() && before.profile.email != user.profile.email {
            self.notify(edit.held(), before, now, letters::email_changed).await?;
        }
        edit.audit(line(AuditAction::EmailConfirmed, &user, changes)).await?;
        edit.commit().await
    }

    /// Checks that the user of a link that confirms an address is the one who uses it.
    async fn check_proof(&self, realm: &Realm, hash: &SecretHash, Proof { session, browser, password }: Proof<'_>) -> Result<(), Error> {
        let workspace = &realm.workspace;
        let store = self.store().tenant(workspace.tenant_id).workspace(&workspace.slug).await?.ok_or(Error::NotFound)?;
        let link = store.find_link(hash, LinkPurpose::ConfirmEmail, self.now()).await?.ok_or(Error::NotFound)?;
        let user = store.find_user(link.user.ok_or(Error::NotFound)?).await?.ok_or(Error::NotFound)?;
        if let Some(session) = session {
            let found = self.engine().login_session(realm, session).await.map_err(Error::internal)?;
            if found.is_some_and(|(_, signed_in)| signed_in.id == user.id) {
                return Ok(());
            }
        }
        let password_hash = store.find_password_hash(user.id).await?;
        self.check_password_of_user(realm, (&user, password_hash), browser, "password", password).await
    }

    /// Begins the edit that a link is good for, and uses the link up.
    ///
    /// # Errors
    /// [`Error::NotFound`] where it is good for nothing any more: used, too old, or sent to an address that the user no longer has.
    async fn edit_by_link(&self, realm: &Realm, hash: &SecretHash, purpose: LinkPurpose) -> Result<Edit<'_, User>, Error> {
        let now = self.now();
        let transaction = self.store().begin().await?;
        let held = transaction.lock_workspace(realm.workspace.tenant_id, &realm.workspace.slug).await?.ok_or(Error::NotFound)?;
        let link = held.store().take_link(hash, purpose, now).await?.ok_or(Error::NotFound)?;
        let user = held.store().find_user(link.user.ok_or(Error::NotFound)?).await?;
        let user = user.filter(|user| user.status == UserStatus::Active && user.profile.email.as_deref() == Some(link.email.as_str()));
        let user = user.ok_or(Error::NotFound)?;
        Ok(Edit::by(Author::of_user(self, &user), held, now, user))
    }

    /// Counts a request that sends a mail to an address.
    pub(crate) fn count_mail(&self, realm: &Realm, address: &str, from: IpAddr) -> Result<(), Problem> {
        let counted = self.gate().count_mail(Door::Workspace(realm.workspace.id), address, Some(from), self.now());
        counted.map_err(|too_many| Problem::TooManyAttempts { seconds: too_many.seconds })
    }
}
