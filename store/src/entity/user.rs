//! `users`

use domain::{
    clock::Timestamp,
    id::{UserId, WorkspaceId},
    user::{User, UserIdentifier, UserStatus},
};
use engine::storage::UserRecord;
use sea_orm::{
    ActiveValue::{NotSet, Set},
    entity::prelude::*,
};

use crate::{
    Error,
    column::{Coded, Column as In, to_json},
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "users")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub workspace_id: Uuid,
    pub identifier: String,
    /// The name of the profile, again, to search for.
    pub name: String,
    /// The e-mail address of the profile, again, to search for.
    pub email: Option<String>,
    pub status: String,
    pub password_hash: Option<String>,
    #[sea_orm(column_type = "JsonBinary")]
    pub profile: Json,
    pub created_at: i64,
    pub version: i64,
    /// When the user was deleted. Nothing of them is left then but the identifier that their tokens carried.
    pub deleted_at: Option<i64>,
    /// The tag of the language that the user reads, where it is known.
    pub language: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Returns all users and what is left of deleted ones, for the identifiers that nobody may get again.
pub(crate) fn of_all_times() -> Select<Entity> {
    Entity::find()
}

/// Returns all users but deleted ones. Every query for users starts here.
pub(crate) fn existing() -> Select<Entity> {
    Entity::find().filter(Column::DeletedAt.is_null())
}

/// Returns the users of a workspace but deleted ones.
pub(crate) fn of_workspace(workspace: Uuid) -> Select<Entity> {
    existing().filter(Column::WorkspaceId.eq(workspace))
}

/// Returns what is left of a user who is deleted in this version. The identifier is one that nobody can have.
pub(crate) fn remains(user: &User, now: Timestamp) -> ActiveModel {
    ActiveModel {
        id: NotSet,
        workspace_id: NotSet,
        identifier: Set(format!("deleted {}", user.id)),
        name: Set(String::new()),
        email: Set(None),
        status: Set(UserStatus::Disabled.code().to_owned()),
        password_hash: Set(None),
        profile: Set(Json::Object(serde_json::Map::new())),
        created_at: NotSet,
        version: Set(user.version + 1),
        deleted_at: Set(Some(now.as_millis())),
        language: Set(None),
    }
}

pub(crate) fn row(user: &User, password_hash: Option<String>) -> Result<ActiveModel, Error> {
    Ok(ActiveModel {
        id: Set(user.id.as_uuid()),
        workspace_id: Set(user.workspace_id.as_uuid()),
        identifier: Set(user.identifier.to_string()),
        name: Set(user.profile.name.to_string()),
        email: Set(user.profile.email.clone()),
        status: Set(user.status.code().to_owned()),
        password_hash: Set(password_hash),
        profile: Set(to_json(&user.profile)?),
        created_at: Set(user.created_at.as_millis()),
        version: Set(user.version),
        deleted_at: Set(None),
        language: NotSet,
    })
}

impl TryFrom<Model> for User {
    type Error = Error;

    fn try_from(row: Model) -> Result<Self, Error> {
        Ok(Self {
            id: UserId::from_uuid(row.id),
            workspace_id: WorkspaceId::from_uuid(row.workspace_id),
            identifier: In("users", "identifier").parse(UserIdentifier::parse(&row.identifier))?,
            status: In("users", "status").code(&row.status)?,
            created_at: Timestamp::from_millis(row.created_at),
            version: row.version,
            profile: In("users", "profile").json(row.profile)?,
        })
    }
}

impl TryFrom<Model> for UserRecord {
    type Error = Error;

    fn try_from(mut row: Model) -> Result<Self, Error> {
        Ok(Self { password_hash: row.password_hash.take(), user: row.try_into()? })
    }
}
