//! Users of a workspace.

use domain::{
    clock::Timestamp,
    id::UserId,
    page::Page,
    user::{User, UserIdentifier},
};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
    prelude::Uuid,
};

use crate::{
    Access, Error, WorkspaceStore, Writing,
    endings::end_sessions,
    entity::{
        login_session,
        user::{ActiveModel, Column, Entity, Model, row},
    },
    paging::{ROWS, matching, page, read},
};

impl<C: Access> WorkspaceStore<'_, C> {
    fn users(&self) -> Select<Entity> {
        Entity::find().filter(Column::WorkspaceId.eq(self.id()))
    }

    /// The users whose identifier, name or e-mail address holds the text; the newest first.
    pub async fn list_users(&self, search: &str, after: Option<UserId>) -> Result<Page<User>, Error> {
        let query = self.users().filter(matching(&[Column::Identifier, Column::Name, Column::Email], search));
        let total = query.clone().count(self.connection).await?;
        let query = match after {
            Some(after) => query.filter(Column::Id.lt(after.as_uuid())),
            None => query,
        };
        let users = read(query.order_by_desc(Column::Id).limit(ROWS).all(self.connection).await?)?;
        Ok(page(users, Some(total), |user: &User| user.id.to_string()))
    }

    /// How many there are.
    pub async fn count_users(&self) -> Result<u64, Error> {
        Ok(self.users().count(self.connection).await?)
    }

    /// The user of this identifier.
    pub async fn find_user(&self, id: UserId) -> Result<Option<User>, Error> {
        self.users().filter(Column::Id.eq(id.as_uuid())).one(self.connection).await?.map(User::try_from).transpose()
    }

    /// The user who signs in so: by their identifier, or by an e-mail address that is theirs alone.
    pub async fn find_user_by_identifier(&self, identifier: &UserIdentifier) -> Result<Option<User>, Error> {
        find_by_sign_in_name(self.connection, self.id(), identifier).await?.map(User::try_from).transpose()
    }
}

/// The row of the user who signs in so.
pub(crate) async fn find_by_sign_in_name(
    connection: &impl ConnectionTrait,
    workspace: Uuid,
    identifier: &UserIdentifier,
) -> Result<Option<Model>, Error> {
    let users = || Entity::find().filter(Column::WorkspaceId.eq(workspace));
    if let Some(found) = users().filter(Column::Identifier.eq(identifier.as_str())).one(connection).await? {
        return Ok(Some(found));
    }
    if !identifier.is_email() {
        return Ok(None);
    }
    let mut by_email = users().filter(Column::Email.eq(identifier.as_str())).limit(2).all(connection).await?;
    Ok(by_email.pop().filter(|_| by_email.is_empty()))
}

impl WorkspaceStore<'_, Writing> {
    /// Adds a user to this workspace. [`Error::Conflict`] where somebody signs in so already.
    pub async fn insert_user(&self, user: &User, password_hash: String) -> Result<(), Error> {
        let row = ActiveModel { workspace_id: Set(self.id()), ..row(user, Some(password_hash))? };
        Entity::insert(row).exec_without_returning(self.connection).await?;
        Ok(())
    }

    /// Saves a user as the successor of the version that it was read in, with a new password where there is one.
    /// [`Error::Stale`] where there is a newer version.
    pub async fn update_user(&self, user: &User, password_hash: Option<String>) -> Result<User, Error> {
        let next = User { version: user.version + 1, ..user.clone() };
        let password_hash = password_hash.map_or(NotSet, |hash| Set(Some(hash)));
        let row = ActiveModel { id: NotSet, workspace_id: NotSet, created_at: NotSet, password_hash, ..row(&next, None)? };
        let done = Entity::update_many()
            .set(row)
            .filter(Column::WorkspaceId.eq(self.id()))
            .filter(Column::Id.eq(user.id.as_uuid()))
            .filter(Column::Version.eq(user.version))
            .exec(self.connection)
            .await?;
        if done.rows_affected == 1 { Ok(next) } else { Err(Error::Stale) }
    }

    /// Ends the user's sessions at the sign-in page.
    pub async fn end_login_sessions(&self, user: UserId, now: Timestamp) -> Result<(), Error> {
        let open = Condition::all()
            .add(login_session::Column::WorkspaceId.eq(self.id()))
            .add(login_session::Column::UserId.eq(user.as_uuid()))
            .add(login_session::Column::EndedAt.is_null());
        end_sessions(self.connection, open, now).await?;
        Ok(())
    }
}
