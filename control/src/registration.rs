//! Users who register themselves, where a workspace lets them.
//!
//! Until the address is confirmed there is no user, only a link that holds what was typed: so nobody takes an address that is somebody else's, and
//! whether an address has an account already is told to its owner alone.

use std::net::IpAddr;

use domain::{
    audit::AuditAction,
    id::UserId,
    name::Name,
    problem::Problem,
    secret::Secret,
    user::{User, UserIdentifier, UserProfile, UserStatus},
    user_link::LinkPurpose,
};
use engine::{Account, Door, Realm};
use serde::{Deserialize, Serialize};
use store::{UserLink, WorkspaceTransaction};

use crate::{
    Control, Error,
    author::Author,
    edit::Edit,
    error::Problems,
    links::{LinkFor, link_hash},
    mail::letters,
    password_check::AtBrowser,
    passwords::check_of_user,
    users::{email, line, saved},
};

/// What somebody types who registers.
#[derive(Debug, Clone)]
pub struct NewRegistration {
    /// Their name.
    pub name: String,
    /// Their e-mail address, which they sign in with.
    pub email: String,
    /// Their password.
    pub password: String,
}

/// A registration that waits for its link.
#[derive(Serialize, Deserialize)]
struct Waiting {
    name: Name,
    password_hash: String,
}

impl Control {
    /// Takes a registration. By the settings of the workspace a link is sent that finishes it, or the user can sign in at once and a link confirms
    /// the address. Where the address has an account, its owner is told by mail, and nothing else happens.
    ///
    /// # Errors
    /// [`Error::NotOffered`] where the workspace takes none; problems of `name`, `email` and `password`.
    pub async fn register(&self, realm: &Realm, new: NewRegistration, from: IpAddr) -> Result<(), Error> {
        let workspace = &realm.workspace;
        if !self.offers(workspace).await?.registration {
            return Err(Error::NotOffered);
        }
        let tenant = self.store().tenants().find(workspace.tenant_id).await?.ok_or(Error::NotFound)?;
        let mut problems = Problems::default();
        let name = problems.take("name", Name::parse(&new.name));
        let email = problems.take("email", email(&new.email).and_then(|email| email.ok_or(Problem::Missing)));
        problems.take("password", check_of_user(&new.password, &tenant, workspace, [new.name.as_str(), &new.email]));
        let (Some(name), Some(email)) = (name, email) else { return Err(problems.into()) };
        problems.check()?;
        self.count_mail(realm, email.as_str(), from).map_err(|problem| Error::invalid("email", problem))?;
        let password_hash = self.hash_password(Door::Workspace(workspace.id), new.password).await?;

        let (now, transaction) = (self.now(), self.store().begin().await?);
        let held = transaction.lock_workspace(tenant.id, &workspace.slug).await?.ok_or(Error::NotFound)?;
        let settings = held.workspace().sign_in.clone();
        if !settings.registration {
            return Err(Error::NotOffered);
        }
        let (title, language) = (held.workspace().name.clone(), self.language());
        if held.store().find_user_by_identifier(&email).await?.is_some() {
            // The link is good for nothing, and is not in the mail.
            let nothing = LinkFor { user: None, email: Some(email.as_str()), sealed: None };
            self.send_link(&held, realm, LinkPurpose::Register, nothing, now, |_| letters::registered_already(language, &title)).await?;
            return Ok(held.commit().await?);
        }
        if settings.confirm_registrations {
            let sealed = serde_json::to_vec(&Waiting { name, password_hash }).map_err(Error::internal)?;
            let sealed = self.keys().seal(&purpose(realm), &sealed, self.random()).map_err(Error::internal)?;
            let to = LinkFor { user: None, email: Some(email.as_str()), sealed: Some(sealed) };
            self.send_link(&held, realm, LinkPurpose::Register, to, now, |address| letters::register(language, &title, address)).await?;
            return Ok(held.commit().await?);
        }
        let edit = self.add(held, email, name, password_hash, false).await?;
        let to = LinkFor { user: Some(edit.before.id), email: edit.before.profile.email.as_deref(), sealed: None };
        let letter = |address| letters::confirm_email(language, &title, address);
        self.send_link(edit.held(), realm, LinkPurpose::ConfirmEmail, to, now, letter).await?;
        edit.commit().await
    }

    /// Finishes a registration by its link, with the password that was chosen: the owner of a mailbox may be talked into a link that somebody
    /// else asked for, whose account it would be.
    ///
    /// # Errors
    /// [`Error::NotFound`] where the link is good for nothing any more, also because somebody has the address by now; a problem of `password`,
    /// which does not use the link up.
    pub async fn finish_registration(
        &self,
        realm: &Realm,
        token: &str,
        browser: AtBrowser<'_>,
        password: Secret<String>,
    ) -> Result<(), Error> {
        let (workspace, hash) = (&realm.workspace, link_hash(token));
        let store = self.store().tenant(workspace.tenant_id).workspace(&workspace.slug).await?.ok_or(Error::NotFound)?;
        let link = store.find_link(&hash, LinkPurpose::Register, self.now()).await?.ok_or(Error::NotFound)?;
        let waiting = self.open_registration(realm, &link).ok_or(Error::NotFound)?;
        // There is no user yet, and no browser is known by this identifier.
        let account = Account { id: workspace.id.as_uuid(), name: link.email, password_hash: Some(waiting.password_hash) };
        self.check_password(Door::Workspace(workspace.id), account, browser, "password", password).await?;

        let (now, transaction) = (self.now(), self.store().begin().await?);
        let held = transaction.lock_workspace(realm.workspace.tenant_id, &realm.workspace.slug).await?.ok_or(Error::NotFound)?;
        let link = held.store().take_link(&hash, LinkPurpose::Register, now).await?.ok_or(Error::NotFound)?;
        let waiting = self.open_registration(realm, &link).ok_or(Error::NotFound)?;
        let email = UserIdentifier::parse(&link.email).map_err(|_| Error::NotFound)?;
        match self.add(held, email, waiting.name, waiting.password_hash, true).await {
            Ok(edit) => edit.commit().await,
            Err(Error::Invalid(_)) => Err(Error::NotFound),
            Err(error) => Err(error),
        }
    }

    /// Returns what a link holds; none where it holds nothing, or what was sealed under a version of the master key that was retired since.
    fn open_registration(&self, realm: &Realm, link: &UserLink) -> Option<Waiting> {
        let waiting = self.keys().open(&purpose(realm), link.sealed.as_deref()?).ok()?;
        serde_json::from_slice(&waiting).ok()
    }

    /// Adds a user who registered.
    async fn add(
        &self,
        held: WorkspaceTransaction,
        email: UserIdentifier,
        name: Name,
        password_hash: String,
        email_verified: bool,
    ) -> Result<Edit<'_, User>, Error> {
        let now = self.now();
        let user = User {
            id: UserId::new(now, self.random_bytes()),
            workspace_id: held.workspace().id,
            identifier: email.clone(),
            status: UserStatus::Active,
            created_at: now,
            version: 1,
            profile: UserProfile { email: Some(email.to_string()), email_verified, ..UserProfile::named(name) },
        };
        let user = saved(held.store().insert_user(&user, Some(password_hash)).await?)?;
        let edit = Edit::by(Author::of_user(self, &user), held, now, user);
        edit.audit(line(AuditAction::UserRegistered, &edit.before, Vec::new())).await?;
        Ok(edit)
    }
}

fn purpose(realm: &Realm) -> String {
    format!("registration {}", realm.workspace.id)
}
