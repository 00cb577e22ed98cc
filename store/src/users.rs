//! Users of a workspace.

use domain::{
    family::Revocation,
    id::UserId,
    page::Page,
    user::{User, UserIdentifier},
};
use engine::storage::EventIds;
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
    prelude::Uuid,
};

use crate::{
    Access, EndedTokens, Error, FamiliesOf, Taken, WorkspaceStore, Writing,
    column::Coded,
    endings::end_sessions,
    entity::{
        authorization_code, consent, login_session, sign_in_name,
        user::{self, ActiveModel, Column, Entity, Model, row},
    },
    paging::{ROWS, matching, page, read},
    sign_in_names,
};

impl<C: Access> WorkspaceStore<'_, C> {
    fn users(&self) -> Select<Entity> {
        user::of_workspace(self.id())
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

    /// Is there any?
    pub async fn has_users(&self) -> Result<bool, Error> {
        Ok(self.users().select_only().column(Column::Id).limit(1).into_tuple::<Uuid>().one(self.connection).await?.is_some())
    }

    /// The user of this identifier.
    pub async fn find_user(&self, id: UserId) -> Result<Option<User>, Error> {
        self.users().filter(Column::Id.eq(id.as_uuid())).one(self.connection).await?.map(User::try_from).transpose()
    }

    /// The user who signs in so: by their identifier, or by an e-mail address that is theirs alone.
    pub async fn find_user_by_identifier(&self, identifier: &UserIdentifier) -> Result<Option<User>, Error> {
        find_by_sign_in_name(self.connection, self.id(), identifier).await?.map(User::try_from).transpose()
    }

    /// How many clients a user agreed to.
    pub async fn count_consents(&self, user: UserId) -> Result<u64, Error> {
        Ok(consent::Entity::find().filter(self.consents_of(user)).count(self.connection).await?)
    }

    fn consents_of(&self, user: UserId) -> Condition {
        Condition::all().add(consent::Column::WorkspaceId.eq(self.id())).add(consent::Column::UserId.eq(user.as_uuid()))
    }
}

/// The row of the user who signs in so.
pub(crate) async fn find_by_sign_in_name(
    connection: &impl ConnectionTrait,
    workspace: Uuid,
    identifier: &UserIdentifier,
) -> Result<Option<Model>, Error> {
    let owner = sign_in_name::Entity::find_by_id((workspace, identifier.to_string())).select_only().column(sign_in_name::Column::UserId);
    let found = user::of_workspace(workspace).filter(Column::Id.in_subquery(owner.into_query()));
    Ok(found.one(connection).await?)
}

impl WorkspaceStore<'_, Writing> {
    /// Adds a user to this workspace, unless somebody signs in so already.
    pub async fn insert_user(&self, user: &User, password_hash: String) -> Result<Result<(), Taken>, Error> {
        let user = User { workspace_id: self.workspace().id, ..user.clone() };
        insert(self.connection, &user, Some(password_hash)).await
    }

    /// Saves a user's profile and what they sign in with, as the successor of the version that was read, unless somebody else signs in so.
    /// [`Error::Stale`] where there is a newer version.
    pub async fn edit_user(&self, before: &User, after: &User) -> Result<Result<User, Taken>, Error> {
        if let Err(taken) = sign_in_names::claim(self.connection, after, Some(before)).await? {
            return Ok(Err(taken));
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
        Ok(Ok(next))
    }

    /// Saves a user's status, and a new password where there is one, as the successor of the version that was read. [`Error::Stale`] where
    /// there is a newer version.
    pub async fn update_user(&self, user: &User, password_hash: Option<String>) -> Result<User, Error> {
        let next = User { version: user.version + 1, ..user.clone() };
        let password_hash = password_hash.map_or(NotSet, |hash| Set(Some(hash)));
        let status = Set(next.status.code().to_owned());
        self.save_user(user, ActiveModel { status, password_hash, version: Set(next.version), ..Default::default() }).await?;
        Ok(next)
    }

    /// Deletes a user in the version that was read, and ends what was issued for them. Their sessions, codes and consents go; their families
    /// stay, to be recognised, and so do events and audit lines. Of the user themselves nothing is left but the identifier that tokens
    /// carry, so that it never becomes another user's. [`Error::Stale`] where there is a newer version.
    pub async fn delete_user(&self, user: &User, end: Revocation, event_ids: EventIds) -> Result<EndedTokens, Error> {
        // The user first: what is under way holds them, and has committed by now what is ended below, or finds them changed.
        self.save_user(user, user::remains(user, end.at)).await?;
        sign_in_names::release(self.connection, user, &[]).await?;
        let sessions =
            Condition::all().add(login_session::Column::WorkspaceId.eq(self.id())).add(login_session::Column::UserId.eq(user.id.as_uuid()));
        end_sessions(self.connection, sessions.clone(), end.at).await?;
        login_session::Entity::delete_many().filter(sessions).exec(self.connection).await?;
        let ended = self.end_families(FamiliesOf::user(user.id), end, event_ids).await?;
        let codes = authorization_code::Entity::delete_many()
            .filter(authorization_code::Column::WorkspaceId.eq(self.id()))
            .filter(authorization_code::Column::UserId.eq(user.id.as_uuid()));
        codes.exec(self.connection).await?;
        self.delete_consents(user.id).await?;
        Ok(ended)
    }

    /// Withdraws what a user agreed to. Returns for how many clients.
    pub async fn delete_consents(&self, user: UserId) -> Result<u64, Error> {
        Ok(consent::Entity::delete_many().filter(self.consents_of(user)).exec(self.connection).await?.rows_affected)
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

/// Adds a user with their names.
pub(crate) async fn insert(
    connection: &impl ConnectionTrait,
    user: &User,
    password_hash: Option<String>,
) -> Result<Result<(), Taken>, Error> {
    if let Err(taken) = sign_in_names::claim(connection, user, None).await? {
        return Ok(Err(taken));
    }
    Entity::insert(row(user, password_hash)?).exec_without_returning(connection).await?;
    Ok(Ok(()))
}
