//! Users of a workspace.

use std::collections::HashSet;

use domain::{
    family::Revocation,
    id::UserId,
    page::{Page, Sorted},
    sort::UserSort,
    user::{User, UserIdentifier},
    workspace::Workspace,
};
use engine::storage::EventIds;
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, Condition, EntityTrait, Order, PaginatorTrait, QueryFilter, QuerySelect, Select,
    prelude::Uuid,
};

use crate::{
    Access, EndedTokens, Error, FamiliesOf, Store, Taken, WorkspaceStore, Writing,
    column::Coded,
    counts::{count_if_asked, count_some},
    entity::{
        authorization_code, login_session,
        user::{self, ActiveModel, Column, Entity, Model, row},
    },
    login_sessions::end_open,
    paging::{Value, at, cut_by, matching, page, read},
    search_words::{Kind, Worded},
    sign_in_names, subjects,
};

/// The outcome of saving a user with the names that they sign in with.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub enum SavedUser {
    /// The user was saved, and is now as given.
    Saved(Box<User>),
    /// Another user signs in with this name. Nothing was saved.
    Taken(Taken),
}

impl<C: Access> WorkspaceStore<'_, C> {
    fn users(&self) -> Select<Entity> {
        user::of_workspace(self.id())
    }

    /// Returns a page of the users whose identifier, name or e-mail address contains each word of the text.
    pub async fn list_users(&self, search: &str, asked: Sorted<UserId, UserSort>) -> Result<Page<User>, Error> {
        let query = self.users().filter(matching(&[Column::Identifier, Column::Name, Column::Email], search));
        let window = asked.window.map_keys(UserId::as_uuid);
        let total = count_if_asked(&window, query.clone(), self.connection).await?;
        let (value, order) = match asked.by {
            UserSort::CreatedAt => (None, Order::Desc),
            UserSort::Identifier => (Some(Value::Text(Column::Identifier)), Order::Asc),
            UserSort::Name => (Some(Value::Name(Column::Name)), Order::Asc),
        };
        let rows = cut_by(query, value, Column::Id, &order, &window).all(self.connection).await?;
        let of = |row: &Model| match asked.by {
            UserSort::CreatedAt => None,
            UserSort::Identifier => Some(row.identifier.clone()),
            UserSort::Name => Some(row.name.clone()),
        };
        page(rows, &window, total, |row| at(UserId::from_uuid(row.id), of(row))).try_with(read)
    }

    /// Counts the users up to [`domain::page::COUNTED_UP_TO`].
    pub async fn count_some_users(&self) -> Result<u64, Error> {
        count_some(self.users(), self.connection).await
    }

    /// Counts the users.
    pub async fn count_users(&self) -> Result<u64, Error> {
        Ok(self.users().count(self.connection).await?)
    }

    /// Returns whether there is any user.
    pub async fn has_users(&self) -> Result<bool, Error> {
        Ok(self.users().select_only().column(Column::Id).limit(1).into_tuple::<Uuid>().one(self.connection).await?.is_some())
    }

    /// Returns the user with this identifier.
    pub async fn find_user(&self, id: UserId) -> Result<Option<User>, Error> {
        self.users().filter(Column::Id.eq(id.as_uuid())).one(self.connection).await?.map(User::try_from).transpose()
    }

    /// Returns the hash of a user's password.
    pub async fn find_password_hash(&self, id: UserId) -> Result<Option<String>, Error> {
        let query = self.users().filter(Column::Id.eq(id.as_uuid())).select_only().column(Column::PasswordHash);
        Ok(query.into_tuple::<Option<String>>().one(self.connection).await?.flatten())
    }

    /// Returns the user who signs in with this name: an identifier, or an e-mail address that no other user has.
    pub async fn find_user_by_identifier(&self, identifier: &UserIdentifier) -> Result<Option<User>, Error> {
        sign_in_names::find_user_by_name(self.connection, self.id(), identifier).await?.map(User::try_from).transpose()
    }
}

impl Store {
    /// Returns which of these identifiers users have, or had until they were deleted, or clients, in whatever workspace of the installation.
    pub async fn taken_user_ids(&self, ids: &[UserId]) -> Result<HashSet<UserId>, Error> {
        taken(self.reader(), ids).await
    }
}

impl WorkspaceStore<'_, Writing> {
    /// Returns which of these identifiers users have, or had until they were deleted, or clients, in whatever workspace of the installation.
    pub async fn taken_user_ids(&self, ids: &[UserId]) -> Result<HashSet<UserId>, Error> {
        taken(self.connection, ids).await
    }
}

async fn taken(connection: &impl Access, ids: &[UserId]) -> Result<HashSet<UserId>, Error> {
    let ids: Vec<_> = ids.iter().map(|id| id.as_uuid()).collect();
    Ok(subjects::taken(connection, &ids).await?.into_iter().map(UserId::from_uuid).collect())
}

impl WorkspaceStore<'_, Writing> {
    /// Adds a user to this workspace; without a password where there is no hash of one.
    pub async fn insert_user(&self, user: &User, password_hash: Option<String>) -> Result<SavedUser, Error> {
        let user = User { workspace_id: self.workspace().id, ..user.clone() };
        insert(self.connection, self.workspace(), user, password_hash).await
    }

    /// Saves a user's profile and the names that they sign in with, as the version after the one that was read. [`Error::Stale`] where
    /// there is a newer version.
    pub async fn edit_user(&self, before: &User, after: &User) -> Result<SavedUser, Error> {
        if let Some(taken) = sign_in_names::claim(self.connection, after, Some(before)).await? {
            return Ok(SavedUser::Taken(taken));
        }
        let next = User { version: before.version + 1, ..after.clone() };
        let saved = ActiveModel {
            id: NotSet,
            workspace_id: NotSet,
            status: NotSet,
            created_at: NotSet,
            password_hash: NotSet,
            deleted_at: NotSet,
            ..row(&next, None)?
        };
        self.save_user(before, saved).await?;
        sign_in_names::release(self.connection, before, &after.sign_in_names()).await?;
        self.worded_user(before).name(self.connection, &names(before), &names(after)).await?;
        Ok(SavedUser::Saved(Box::new(next)))
    }

    /// Saves a user's status, and a new password where there is one, as the version after the one that was read. [`Error::Stale`] where
    /// there is a newer version.
    pub async fn update_user(&self, user: &User, password_hash: Option<String>) -> Result<User, Error> {
        let next = User { version: user.version + 1, ..user.clone() };
        let password_hash = password_hash.map_or(NotSet, |hash| Set(Some(hash)));
        let status = Set(next.status.code().to_owned());
        self.save_user(user, ActiveModel { status, password_hash, version: Set(next.version), ..Default::default() }).await?;
        Ok(next)
    }

    /// Deletes a user in the version that was read, and ends what was issued for them. Their sessions, codes, consents, links, second
    /// factor, linked subjects and reuses are deleted; their families stay, so that their tokens are recognised, and so do events and audit
    /// lines. Of the user nothing is left but the identifier that tokens carry, so that no other user ever gets it. [`Error::Stale`] where
    /// there is a newer version.
    pub async fn delete_user(&self, user: &User, end: Revocation, event_ids: EventIds) -> Result<EndedTokens, Error> {
        // The user first: a request in progress locks them, and has committed by now what is ended below, or finds them changed.
        self.save_user(user, user::remains(user, end.at)).await?;
        sign_in_names::release(self.connection, user, &[]).await?;
        self.worded_user(user).name(self.connection, &names(user), &[]).await?;
        let of_user = Condition::all().add(login_session::Column::UserId.eq(user.id.as_uuid()));
        end_open(self.connection, self.id(), of_user.clone(), end.at).await?;
        let sessions = login_session::Entity::delete_many().filter(login_session::Column::WorkspaceId.eq(self.id())).filter(of_user);
        sessions.exec(self.connection).await?;
        let ended = self.end_families(FamiliesOf::user(user.id), end, event_ids).await?;
        let codes = authorization_code::Entity::delete_many()
            .filter(authorization_code::Column::WorkspaceId.eq(self.id()))
            .filter(authorization_code::Column::UserId.eq(user.id.as_uuid()));
        codes.exec(self.connection).await?;
        self.delete_consents(user.id).await?;
        self.delete_links(user.id, None).await?;
        self.delete_second_factor(user.id).await?;
        self.delete_linked_subjects(user.id).await?;
        self.delete_reuses_of(user.id).await?;
        Ok(ended)
    }

    fn worded_user(&self, user: &User) -> Worded {
        Worded::of(self.workspace(), Kind::User, user.id.as_uuid())
    }

    async fn save_user(&self, before: &User, next: ActiveModel) -> Result<(), Error> {
        let done = Entity::update_many()
            .set(next)
            .filter(Column::WorkspaceId.eq(self.id()))
            .filter(Column::Id.eq(before.id.as_uuid()))
            .filter(Column::Version.eq(before.version))
            .exec(self.connection)
            .await?;
        if done.rows_affected == 1 { Ok(()) } else { Err(Error::Stale) }
    }
}

/// Returns the names by which a user is found.
pub(crate) fn names(user: &User) -> Vec<&str> {
    [user.profile.name.as_str(), user.identifier.as_str()].into_iter().chain(user.profile.email.as_deref()).collect()
}

/// Adds a user of a workspace with their names.
pub(crate) async fn insert(
    connection: &Writing,
    workspace: &Workspace,
    user: User,
    password_hash: Option<String>,
) -> Result<SavedUser, Error> {
    if let Some(taken) = sign_in_names::claim(connection, &user, None).await? {
        return Ok(SavedUser::Taken(taken));
    }
    Entity::insert(row(&user, password_hash)?).exec_without_returning(connection).await?;
    Worded::of(workspace, Kind::User, user.id.as_uuid()).name(connection, &[], &names(&user)).await?;
    Ok(SavedUser::Saved(Box::new(user)))
}
