//! Users of a workspace's own pool.

use std::collections::HashSet;

use domain::{
    address::Address,
    audit::{AuditAction, Change},
    id::{ClientId, UserId},
    in_force,
    name::Name,
    page::{Page, Sorted, Window},
    phone_number::{PhoneNumber, PhoneNumberError},
    problem::Problem,
    sort::UserSort,
    user::{User, UserIdentifier, UserProfile, UserStatus},
    view::{ClientFamilies, FamilyFilter, NewUser, TypedUser, UserSession, UserView},
    workspace::WorkspacePath,
};
use engine::{Door, typed};
use store::{Access, LiveAtClient, SavedUser, Taken, WorkspaceStore};

use crate::{
    Error, Operator,
    audit_line::Line,
    edit::{Edit, get},
    error::Problems,
    passwords::check_of_user,
    permission::Action,
    user_changes,
};

impl Operator {
    /// Returns the users whose identifier, name or e-mail address contains each word of the text, or the one whom clients call so (`sub`); newest
    /// first, unless another order is asked for.
    pub async fn list_users(
        &self,
        path: &WorkspacePath,
        search: &str,
        asked: impl Into<Sorted<UserId, UserSort>> + Send,
    ) -> Result<Page<User>, Error> {
        let asked = asked.into();
        let store = self.read(Action::SeeUsers, path).await?;
        // No name of a user has the form of what clients call one.
        if let Some(user) = self.user_called(&store, search).await? {
            return Ok(Page { items: vec![user], total: Some(1), ..Page::empty() });
        }
        Ok(store.list_users(search, asked).await?)
    }

    /// Returns a user.
    pub async fn find_user(&self, path: &WorkspacePath, id: UserId) -> Result<User, Error> {
        get(&self.read(Action::SeeUsers, path).await?, id).await
    }

    /// Returns a user with their tokens, sessions and consents.
    pub async fn load_user(&self, path: &WorkspacePath, id: UserId) -> Result<UserView, Error> {
        let store = self.read(Action::SeeUsers, path).await?;
        let user = get(&store, id).await?;
        let now = self.now();
        let filter = FamilyFilter { user: Some(id), ..FamilyFilter::default() };
        let counts = store.count_some_live_families_by_client(id, now).await?;
        let names = store.client_names(counts.iter().map(|at| at.client)).await?;
        let ending = ended_by_password(&store, counts.iter().map(|at| at.client)).await?;
        let ended_by_password = counts.iter().map(|at| if ending.contains(&at.client) { at.live } else { at.bound_to_session }).sum();
        let name_of = |client| names.get(&client).cloned().unwrap_or_default();
        let at_client = |at: &LiveAtClient| ClientFamilies { client_id: at.client, client_name: name_of(at.client), live: at.live };
        let mut clients: Vec<_> = counts.iter().map(at_client).collect();
        clients.sort_by(|one, other| one.client_name.cmp(&other.client_name).then(one.client_id.cmp(&other.client_id)));
        Ok(UserView {
            families: store.list_families(&filter, Window::from(None), now).await?.items,
            sessions: store.list_login_sessions(id, now).await?,
            open_sessions: store.count_login_sessions(id, now).await?,
            consents: store.count_consents(id).await?,
            second_factor: store.find_second_factor(id).await?.is_some(),
            user,
            live: counts.iter().map(|at| at.live).sum(),
            clients,
            ended_by_password,
        })
    }

    /// Returns the open sessions of a user, newest first; as many as a page shows.
    pub async fn list_user_sessions(&self, path: &WorkspacePath, id: UserId) -> Result<Vec<UserSession>, Error> {
        let store = self.read(Action::SeeUsers, path).await?;
        get(&store, id).await?;
        Ok(store.list_login_sessions(id, self.now()).await?)
    }

    /// Creates a user.
    pub async fn create_user(&self, path: &WorkspacePath, new: NewUser) -> Result<User, Error> {
        let NewUser { identifier, name, email, password } = new;
        self.add_user(path, &TypedUser { identifier, name, email, ..TypedUser::default() }, password).await
    }

    /// Creates a user with a whole profile.
    pub async fn add_user(&self, path: &WorkspacePath, typed: &TypedUser, password: String) -> Result<User, Error> {
        let edit = self.new_user(path, typed, Some(password)).await?;
        let user = edit.before.clone();
        edit.commit().await?;
        Ok(user)
    }

    /// Begins the edit that creates a user with a whole profile; without a password where there is none yet.
    pub(crate) async fn new_user(
        &self,
        path: &WorkspacePath,
        typed: &TypedUser,
        password: Option<String>,
    ) -> Result<Edit<'_, User>, Error> {
        // The workspace is looked for before the password is hashed, which costs, and the write begins after that, because it holds others up.
        let (permit, store) = self.permit_at(Action::CreateUser, path, ()).await?;
        let (checked, mut problems) = match checked(None, typed) {
            Ok(checked) => (Some(checked), Problems::default()),
            Err(problems) => (None, problems),
        };
        let names = [typed.identifier.as_str(), &typed.name, &typed.email];
        if let Some(password) = &password {
            problems.take("password", check_of_user(password, permit.tenant(), store.workspace(), names));
        }
        if let Some((identifier, profile)) = &checked {
            let email = profile.email.as_deref().and_then(|email| UserIdentifier::parse(email).ok());
            for (field, name) in [("identifier", Some(identifier.clone())), ("email", email)] {
                if let Some(name) = name
                    && store.find_user_by_identifier(&name).await?.is_some()
                {
                    problems.note(field, Problem::Taken);
                }
            }
        }
        let Some((identifier, profile)) = checked else { return Err(problems.into()) };
        problems.check()?;
        let password_hash = match password {
            Some(password) => Some(self.control.hash_password(Door::Operator(store.workspace().tenant_id), password).await?),
            None => None,
        };

        let edit = self.edit_in(Action::CreateUser, path).await?;
        let user = User {
            id: UserId::new(edit.now, self.control.random_bytes()),
            workspace_id: edit.workspace().id,
            identifier,
            status: UserStatus::Active,
            created_at: edit.now,
            version: 1,
            profile,
        };
        let user = saved(edit.store().insert_user(&user, password_hash).await?)?;
        edit.audit(line(AuditAction::UserCreated, &user, Vec::new())).await?;
        Ok(edit.of(user))
    }

    /// Saves a user's sign-in name and profile. A changed e-mail address or telephone number is no longer verified, unless the form says that
    /// the new one is.
    pub async fn set_user(&self, path: &WorkspacePath, id: UserId, version: i64, typed: &TypedUser) -> Result<User, Error> {
        let edit = self.edit(Action::SetUser, path, id, version).await?;
        let before = &edit.before;
        let (identifier, profile) = checked(Some(before), typed)?;
        if identifier == before.identifier && profile == before.profile {
            return Ok(edit.before);
        }
        let changes =
            [user_changes::identifier(&before.identifier, &identifier), user_changes::profile(&before.profile, &profile)].concat();
        let profile = UserProfile { updated_at: Some(edit.now), ..profile };
        let after = User { identifier, profile, ..before.clone() };
        let user = saved(edit.store().edit_user(before, &after).await?)?;
        if user.profile.email != before.profile.email {
            // Links that were sent before are about an address that is not the user's any more.
            edit.store().delete_links(id, None).await?;
        }
        edit.audit(line(AuditAction::UserUpdated, &user, changes)).await?;
        edit.commit().await?;
        Ok(user)
    }
}

/// Returns the clients whose refresh tokens end with a new password.
pub(crate) async fn ended_by_password<C: Access>(
    store: &WorkspaceStore<'_, C>,
    clients: impl Iterator<Item = ClientId> + Send,
) -> Result<HashSet<ClientId>, Error> {
    let mut ended = HashSet::new();
    for id in clients {
        let client = store.find_client(id).await?;
        let tokens = &store.workspace().tokens;
        if client.is_some_and(|client| in_force::policy(tokens, &client.settings).end_on_password_change) {
            ended.insert(id);
        }
    }
    Ok(ended)
}

/// Checks the sign-in name and the profile of a user, who may be new.
pub(crate) fn checked(before: Option<&User>, typed: &TypedUser) -> Result<(UserIdentifier, UserProfile), Problems> {
    let mut problems = Problems::default();
    let was = before.map(|before| &before.profile);
    // What was saved by earlier rules may stay.
    let kept = |text: &str, kept: Option<&str>| kept.is_some_and(|kept| kept == text.trim());
    let identifier = match before {
        Some(before) if kept(&typed.identifier, Some(before.identifier.as_str())) => Some(before.identifier.clone()),
        _ => problems.take("identifier", new_identifier(&typed.identifier)),
    };
    let name = problems.take("name", Name::parse(&typed.name));
    let email = match was {
        Some(was) if kept(&typed.email, was.email.as_deref()) => Some(was.email.clone()),
        _ => problems.take("email", email(&typed.email)).map(|email| email.map(|email| email.to_string())),
    };
    let phone_number = problems.take("phone_number", phone_number(&typed.phone_number));
    let address =
        Address::parse(&typed.address).map_err(|wrong| wrong.into_iter().for_each(|(field, problem)| problems.note(field, problem)));
    let (Some(identifier), Some(name), Some(email), Some(phone_number), Ok(address)) = (identifier, name, email, phone_number, address)
    else {
        return Err(problems);
    };
    let (was_email, was_number) = (
        was.map(|was| (was.email.as_ref(), was.email_verified)).unwrap_or_default(),
        was.map(|was| (was.phone_number.as_ref(), was.phone_number_verified)).unwrap_or_default(),
    );
    if email.is_none() && typed.email_verified && !was_email.1 {
        problems.note("email_verified", Problem::NothingVerified);
    }
    if phone_number.is_none() && typed.phone_number_verified && !was_number.1 {
        problems.note("phone_number_verified", Problem::NothingVerified);
    }
    let profile = UserProfile {
        email_verified: is_verified(typed.email_verified, was_email, email.as_ref()),
        phone_number_verified: is_verified(typed.phone_number_verified, was_number, phone_number.as_ref()),
        name,
        email,
        phone_number,
        address,
        updated_at: was.and_then(|was| was.updated_at),
    };
    problems.none_of((identifier, profile))
}

/// Returns whether something is verified: it is ticked, and the tick is not one that was there for an earlier value.
fn is_verified<T: PartialEq>(ticked: bool, (before, was_verified): (Option<&T>, bool), after: Option<&T>) -> bool {
    ticked && after.is_some() && (before == after || !was_verified)
}

/// Parses a telephone number; an empty text is none.
fn phone_number(text: &str) -> Result<Option<PhoneNumber>, PhoneNumberError> {
    if text.trim().is_empty() { Ok(None) } else { PhoneNumber::parse(text).map(Some) }
}

/// Returns a user who was saved, or refuses the name that another user signs in with.
pub(crate) fn saved(outcome: SavedUser) -> Result<User, Error> {
    let field = match outcome {
        SavedUser::Saved(user) => return Ok(*user),
        SavedUser::Taken(Taken::Identifier) => "identifier",
        SavedUser::Taken(Taken::Email) => "email",
    };
    Err(Error::invalid(field, Problem::Taken))
}

/// Parses a new sign-in name, which must not be confusable with another.
fn new_identifier(text: &str) -> Result<UserIdentifier, Problem> {
    let identifier = typed::identifier(text)?;
    if typed::is_confusable(&identifier) { Err(Problem::Confusable) } else { Ok(identifier) }
}

/// Parses an e-mail address; an empty text is none.
pub(crate) fn email(text: &str) -> Result<Option<UserIdentifier>, Problem> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let email = new_identifier(text).map_err(|problem| if problem == Problem::Confusable { problem } else { Problem::NotAnEmail })?;
    if email.is_email() { Ok(Some(email)) } else { Err(Problem::NotAnEmail) }
}

pub(crate) fn line(action: AuditAction, user: &User, changes: Vec<Change>) -> Line {
    Line { workspace: Some(user.workspace_id), action, target: user.identifier.to_string(), target_id: user.id.to_string(), changes }
}
