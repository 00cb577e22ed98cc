//! Users of a workspace's own pool.

use domain::{
    audit::{AuditAction, Change},
    clock::Timestamp,
    family::RevocationReason,
    id::UserId,
    name::{Name, Slug},
    page::Page,
    problem::Problem,
    user::{User, UserIdentifier, UserProfile, UserStatus, check_new_password},
    view::{FamilyFilter, NewUser, UserView},
};
use store::{FamiliesOf, WorkspaceStore, Writing};

use crate::{
    Desk, Error,
    desk::{Line, checked_password, fresh},
    error::Problems,
    families::Ended,
    permission::Action,
};

impl Desk {
    /// The users whose identifier or name holds the text; the newest first.
    pub async fn list_users(&self, tenant: &Slug, workspace: &Slug, search: &str, after: Option<UserId>) -> Result<Page<User>, Error> {
        Ok(self.workspace(Action::SeeUsers, tenant, workspace).await?.list_users(search, after).await?)
    }

    /// A user, and what was issued for them.
    pub async fn load_user(&self, tenant: &Slug, workspace: &Slug, id: UserId) -> Result<UserView, Error> {
        let store = self.workspace(Action::SeeUsers, tenant, workspace).await?;
        let user = store.find_user(id).await?.ok_or(Error::NotFound)?;
        let filter = FamilyFilter { user: Some(id), ..FamilyFilter::default() };
        Ok(UserView { user, families: store.list_families(filter, None, self.now()).await?.items })
    }

    /// Adds a user.
    pub async fn create_user(&self, tenant: &Slug, workspace: &Slug, new: NewUser) -> Result<User, Error> {
        // The workspace is looked for before the password is hashed, which costs, and the write begins after that, because it holds others up.
        let store = self.workspace(Action::CreateUser, tenant, workspace).await?;
        let mut problems = Problems::default();
        let identifier = problems.take("identifier", UserIdentifier::parse(&new.identifier));
        let name = problems.take("name", Name::parse(&new.name));
        let email = problems.take("email", email(&new.email));
        problems.take("password", check_new_password(&new.password));
        if let Some(identifier) = &identifier
            && store.find_user_by_identifier(identifier).await?.is_some()
        {
            problems.note("identifier", Problem::Taken);
        }
        let (Some(identifier), Some(name), Some(email)) = (identifier, name, email) else { return Err(problems.into()) };
        problems.check()?;
        let password_hash = self.control.hash_password(new.password).await?;

        let write = self.write(Action::CreateUser, tenant).await?;
        let store = write.workspace(workspace).await?;
        let user = User {
            id: UserId::new(write.now, self.control.random_bytes()),
            workspace_id: store.workspace().id,
            identifier,
            status: UserStatus::Active,
            created_at: write.now,
            version: 1,
            profile: UserProfile { name, email, phone_number: None, address: None },
        };
        store.insert_user(&user, password_hash).await.map_err(Error::taken("identifier"))?;
        write.audit(line(AuditAction::UserCreated, &user, Vec::new())).await?;
        write.commit().await?;
        Ok(user)
    }

    /// Enables a user, or disables them and ends their families and sessions.
    pub async fn set_user_status(
        &self,
        tenant: &Slug,
        workspace: &Slug,
        id: UserId,
        version: i64,
        status: UserStatus,
    ) -> Result<User, Error> {
        let write = self.write(Action::SetUserStatus, tenant).await?;
        let store = write.workspace(workspace).await?;
        let before = store.find_user(id).await?.ok_or(Error::NotFound)?;
        fresh(before.version, version)?;
        if status == before.status {
            return Ok(before);
        }
        let user = store.update_user(&User { status, ..before }, None).await?;
        let (action, changes) = match status {
            UserStatus::Active => (AuditAction::UserEnabled, Vec::new()),
            UserStatus::Disabled => {
                let ended = self.end_access(&store, id, RevocationReason::UserDisabled, write.now).await?;
                (AuditAction::UserDisabled, ended.change())
            }
        };
        write.audit(line(action, &user, changes)).await?;
        write.commit().await?;
        Ok(user)
    }

    /// Sets a user's password, and ends what was begun with the old one: their families and sessions.
    pub async fn set_user_password(&self, tenant: &Slug, workspace: &Slug, id: UserId, password: &str) -> Result<User, Error> {
        let store = self.workspace(Action::SetUserPassword, tenant, workspace).await?;
        store.find_user(id).await?.ok_or(Error::NotFound)?;
        let password_hash = self.control.hash_password(checked_password(password)?).await?;

        let write = self.write(Action::SetUserPassword, tenant).await?;
        let store = write.workspace(workspace).await?;
        let before = store.find_user(id).await?.ok_or(Error::NotFound)?;
        let user = store.update_user(&before, Some(password_hash)).await?;
        let ended = self.end_access(&store, id, RevocationReason::PasswordChanged, write.now).await?;
        write.audit(line(AuditAction::UserPasswordSet, &user, ended.change())).await?;
        write.commit().await?;
        Ok(user)
    }

    async fn end_access(
        &self,
        store: &WorkspaceStore<'_, Writing>,
        user: UserId,
        reason: RevocationReason,
        now: Timestamp,
    ) -> Result<Ended, Error> {
        store.end_login_sessions(user, now).await?;
        self.end_families(store, FamiliesOf::User(user), reason, now).await
    }
}

/// An e-mail address; none where nothing was typed.
fn email(text: &str) -> Result<Option<String>, Problem> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    match UserIdentifier::parse(text) {
        Ok(email) if email.is_email() => Ok(Some(email.to_string())),
        _ => Err(Problem::NotAnEmail),
    }
}

fn line(action: AuditAction, user: &User, changes: Vec<Change>) -> Line {
    Line { workspace: Some(user.workspace_id), action, target: user.identifier.to_string(), target_id: user.id.to_string(), changes }
}
