//! Users of a workspace's own pool.

use std::collections::HashSet;

use domain::{
    audit::{AuditAction, Change},
    family::RevocationReason,
    id::{ClientId, UserId},
    name::{Name, Slug},
    page::Page,
    policy,
    problem::Problem,
    user::{User, UserIdentifier, UserProfile, UserStatus, check_new_password},
    view::{ClientFamilies, FamilyFilter, NewUser, UserView},
};
use engine::{Door, typed};
use store::{Access, FamiliesOf, LiveAtClient, WorkspaceStore};

use crate::{
    Desk, Error,
    desk::{Line, checked_password, fresh},
    error::Problems,
    families::ended_tokens,
    permission::Action,
};

impl Desk {
    /// The users whose identifier, name or e-mail address holds the text; the newest first.
    pub async fn list_users(&self, tenant: &Slug, workspace: &Slug, search: &str, after: Option<UserId>) -> Result<Page<User>, Error> {
        Ok(self.workspace(Action::SeeUsers, tenant, workspace).await?.list_users(search, after).await?)
    }

    /// A user, and what was issued for them.
    pub async fn load_user(&self, tenant: &Slug, workspace: &Slug, id: UserId) -> Result<UserView, Error> {
        let store = self.workspace(Action::SeeUsers, tenant, workspace).await?;
        let user = store.find_user(id).await?.ok_or(Error::NotFound)?;
        let now = self.now();
        let filter = FamilyFilter { user: Some(id), ..FamilyFilter::default() };
        let counts = store.count_live_families_by_client(id, now).await?;
        let names = store.client_names(counts.iter().map(|at| at.client)).await?;
        let ending = ended_by_password(&store, &counts).await?;
        let ended_by_password = counts.iter().map(|at| if ending.contains(&at.client) { at.live } else { at.bound_to_session }).sum();
        let name_of = |client| names.get(&client).cloned().unwrap_or_default();
        let at_client = |at: &LiveAtClient| ClientFamilies { client_id: at.client, client_name: name_of(at.client), live: at.live };
        let mut clients: Vec<_> = counts.iter().map(at_client).collect();
        clients.sort_by(|one, other| one.client_name.cmp(&other.client_name).then(one.client_id.cmp(&other.client_id)));
        Ok(UserView { user, families: store.list_families(filter, None, now).await?.items, clients, ended_by_password })
    }

    /// Adds a user.
    pub async fn create_user(&self, tenant: &Slug, workspace: &Slug, new: NewUser) -> Result<User, Error> {
        // The workspace is looked for before the password is hashed, which costs, and the write begins after that, because it holds others up.
        let store = self.workspace(Action::CreateUser, tenant, workspace).await?;
        let mut problems = Problems::default();
        let identifier = problems.take("identifier", new_identifier(&new.identifier));
        let name = problems.take("name", Name::parse(&new.name));
        let email = problems.take("email", email(&new.email));
        problems.take("password", check_new_password(&new.password));
        if let Some(identifier) = &identifier
            && store.find_user_by_identifier(identifier).await?.is_some()
        {
            problems.note("identifier", Problem::Taken);
        }
        if let Some(Some(email)) = &email
            && store.find_user_by_identifier(email).await?.is_some()
        {
            problems.note("email", Problem::Taken);
        }
        let (Some(identifier), Some(name), Some(email)) = (identifier, name, email) else { return Err(problems.into()) };
        problems.check()?;
        let password_hash = self.control.hash_password(Door::Desk(store.workspace().tenant_id), new.password).await?;

        let write = self.write(Action::CreateUser, tenant).await?;
        let store = write.workspace(workspace).await?;
        let user = User {
            id: UserId::new(write.now, self.control.random_bytes()),
            workspace_id: store.workspace().id,
            identifier,
            status: UserStatus::Active,
            created_at: write.now,
            version: 1,
            profile: UserProfile { name, email: email.map(|email| email.to_string()), phone_number: None, address: None },
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
                store.end_login_sessions(id, write.now).await?;
                let ended = self.end_families(&store, FamiliesOf::user(id), RevocationReason::UserDisabled, write.now).await?;
                (AuditAction::UserDisabled, ended_tokens(ended))
            }
        };
        write.audit(line(action, &user, changes)).await?;
        write.commit().await?;
        Ok(user)
    }

    /// Sets a user's password, and ends what was begun with the old one: their sessions with the families that end with them, and the
    /// families at those clients whose policy is so.
    pub async fn set_user_password(&self, tenant: &Slug, workspace: &Slug, id: UserId, password: &str) -> Result<User, Error> {
        let store = self.workspace(Action::SetUserPassword, tenant, workspace).await?;
        store.find_user(id).await?.ok_or(Error::NotFound)?;
        let password_hash = self.control.hash_password(Door::Desk(store.workspace().tenant_id), checked_password(password)?).await?;

        let write = self.write(Action::SetUserPassword, tenant).await?;
        let store = write.workspace(workspace).await?;
        let before = store.find_user(id).await?.ok_or(Error::NotFound)?;
        let user = store.update_user(&before, Some(password_hash)).await?;
        store.end_login_sessions(id, write.now).await?;
        let clients = ended_by_password(&store, &store.count_live_families_by_client(id, write.now).await?).await?;
        let ended = self.end_families(&store, FamiliesOf::UserAt(id, &clients), RevocationReason::PasswordChanged, write.now).await?;
        write.audit(line(AuditAction::UserPasswordSet, &user, ended_tokens(ended))).await?;
        write.commit().await?;
        Ok(user)
    }
}

/// Those of these clients whose refresh tokens a new password ends.
async fn ended_by_password<C: Access>(store: &WorkspaceStore<'_, C>, at: &[LiveAtClient]) -> Result<HashSet<ClientId>, Error> {
    let mut ended = HashSet::new();
    for LiveAtClient { client: id, .. } in at {
        let client = store.find_client(*id).await?;
        let tokens = &store.workspace().tokens;
        if client.is_some_and(|client| policy::in_force(tokens, &client.settings).end_on_password_change) {
            ended.insert(*id);
        }
    }
    Ok(ended)
}

/// What a new user signs in with: nothing that can be taken for somebody else's.
fn new_identifier(text: &str) -> Result<UserIdentifier, Problem> {
    let identifier = typed::identifier(text)?;
    if typed::is_confusable(&identifier) { Err(Problem::Confusable) } else { Ok(identifier) }
}

/// An e-mail address; none where nothing was typed.
fn email(text: &str) -> Result<Option<UserIdentifier>, Problem> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let email = new_identifier(text).map_err(|problem| if problem == Problem::Confusable { problem } else { Problem::NotAnEmail })?;
    if email.is_email() { Ok(Some(email)) } else { Err(Problem::NotAnEmail) }
}

fn line(action: AuditAction, user: &User, changes: Vec<Change>) -> Line {
    Line { workspace: Some(user.workspace_id), action, target: user.identifier.to_string(), target_id: user.id.to_string(), changes }
}
