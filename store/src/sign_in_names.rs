//! The names that users sign in with: identifiers and e-mail addresses, each of which belongs to one user of a workspace.
//!
//! The primary key of `sign_in_names` enforces the rule, whoever writes at the same time. Databases from before it may have an e-mail
//! address that several users share: it has a row without a user, signs nobody in, and becomes the name of the last user who keeps it.

use std::collections::HashSet;

use domain::user::{User, UserIdentifier};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    prelude::Uuid,
    sea_query::{OnConflict, Query},
};

use crate::{
    Access, Error, WorkspaceStore,
    batch::Batch,
    entity::{
        sign_in_name::{ActiveModel, Column, Entity},
        user,
    },
};

/// A name that a user cannot have, because another one signs in with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// The identifier.
    Identifier,
    /// The e-mail address.
    Email,
}

/// Returns the row of the user who signs in with this name.
pub(crate) async fn find_user_by_name(
    connection: &impl ConnectionTrait,
    workspace: Uuid,
    identifier: &UserIdentifier,
) -> Result<Option<user::Model>, Error> {
    let owner = Entity::find_by_id((workspace, identifier.to_string())).select_only().column(Column::UserId);
    let found = user::of_workspace(workspace).filter(user::Column::Id.in_subquery(owner.into_query()));
    Ok(found.one(connection).await?)
}

impl<C: Access> WorkspaceStore<'_, C> {
    /// Returns which of these names users of this workspace sign in with.
    pub async fn taken_names(&self, names: &[&str]) -> Result<HashSet<String>, Error> {
        let mut taken = HashSet::new();
        for some in Batch::split(names) {
            let found = Entity::find().filter(Column::WorkspaceId.eq(self.id())).filter(some.contains(Column::Name, |name| *name));
            taken.extend(found.select_only().column(Column::Name).into_tuple::<String>().all(self.connection).await?);
        }
        Ok(taken)
    }
}

/// Claims the names that a user signs in with from now on, as far as they differ from those before. Returns the first that another user
/// has, if any.
pub(crate) async fn claim(connection: &impl ConnectionTrait, user: &User, before: Option<&User>) -> Result<Option<Taken>, Error> {
    let is_new = |name: &str, read: fn(&User) -> Option<&str>| before.and_then(read) != Some(name);
    let identifier = Some(user.identifier.as_str()).filter(|name| is_new(name, |user| Some(user.identifier.as_str())));
    let email = user.profile.email.as_deref().filter(|name| is_new(name, |user| user.profile.email.as_deref()));
    let mut claims: Vec<_> =
        [(identifier, Taken::Identifier), (email, Taken::Email)].into_iter().filter_map(|(name, taken)| Some((name?, taken))).collect();
    claims.sort_unstable_by_key(|(name, _)| *name);
    for (name, taken) in claims {
        if !is_claimed(connection, user, name).await? {
            return Ok(Some(taken));
        }
    }
    Ok(None)
}

/// Claims a name where it is free. Returns whether it is the user's.
async fn is_claimed(connection: &impl ConnectionTrait, user: &User, name: &str) -> Result<bool, Error> {
    let (workspace, user) = (user.workspace_id.as_uuid(), user.id.as_uuid());
    let mut claim = Query::insert();
    claim.into_table(Entity).columns([Column::WorkspaceId, Column::Name, Column::UserId]);
    claim.values([workspace.into(), name.into(), user.into()]).map_err(|error| Error::from(DbErr::Custom(error.to_string())))?;
    claim.on_conflict(OnConflict::columns([Column::WorkspaceId, Column::Name]).do_nothing().to_owned());
    if connection.execute(&claim).await?.rows_affected() > 0 {
        return Ok(true);
    }
    let held = Entity::find_by_id((workspace, name.to_owned())).one(connection).await?;
    Ok(held.is_some_and(|row| row.user_id == Some(user)))
}

/// Releases the names of a user that are not among `after`. Where exactly one other user still has such a name, they sign in with it from
/// then on.
pub(crate) async fn release(connection: &impl ConnectionTrait, before: &User, after: &[&str]) -> Result<(), Error> {
    let (workspace, user) = (before.workspace_id.as_uuid(), before.id.as_uuid());
    let mut names = before.sign_in_names();
    names.retain(|name| !after.contains(name));
    // In one order, so that two who change names do not wait for one another.
    names.sort_unstable();
    for name in names {
        // Locked first, so that the deletion sees what the transaction before it has written.
        Entity::find_by_id((workspace, name.to_owned())).lock_exclusive().one(connection).await?;
        let deleted = Entity::delete_many()
            .filter(Column::WorkspaceId.eq(workspace))
            .filter(Column::Name.eq(name))
            .filter(Condition::any().add(Column::UserId.eq(user)).add(Column::UserId.is_null()))
            .exec(connection)
            .await?;
        let holding = Condition::any().add(user::Column::Identifier.eq(name)).add(user::Column::Email.eq(name));
        let left: Vec<Uuid> = user::of_workspace(workspace)
            .select_only()
            .column(user::Column::Id)
            .filter(holding)
            .order_by_asc(user::Column::Id)
            .limit(2)
            .into_tuple()
            .all(connection)
            .await?;
        if deleted.rows_affected > 0 && !left.is_empty() {
            let alone = left.first().copied().filter(|_| left.len() == 1);
            let row = ActiveModel { workspace_id: Set(workspace), name: Set(name.to_owned()), user_id: Set(alone) };
            Entity::insert(row).exec_without_returning(connection).await?;
        }
    }
    Ok(())
}
