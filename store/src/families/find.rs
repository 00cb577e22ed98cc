//! One family by its identifier.

use std::sync::LazyLock;

use domain::{
    id::{FamilyId, WorkspaceId},
    user::User,
};
use engine::{family::Family, storage::OwnedFamily};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect, Select, Statement};

use crate::{
    Error, Store, Transaction,
    entity::{
        token_family::{Column, Entity, Model},
        user,
    },
    rows::columns,
};

/// A family and its user, unless that was deleted.
static FIND_OWNED: LazyLock<String> = LazyLock::new(|| {
    let (family, owner) = (columns::<Entity>(FAMILY), columns::<user::Entity>(OWNER));
    format!(
        "SELECT {family}, {owner} FROM token_families AS {FAMILY}
        LEFT JOIN users AS {OWNER} ON {OWNER}.id = {FAMILY}.user_id AND {OWNER}.deleted_at IS NULL
        WHERE {FAMILY}.id = $1 AND {FAMILY}.workspace_id = $2"
    )
});
const FAMILY: &str = "family";
const OWNER: &str = "owner";

pub(super) async fn find(connection: &impl ConnectionTrait, workspace: WorkspaceId, family: FamilyId) -> Result<Option<Family>, Error> {
    read(Entity::find(), connection, workspace, family).await
}

/// Returns a family with its user.
pub(super) async fn find_owned(store: &Store, workspace: WorkspaceId, family: FamilyId) -> Result<Option<OwnedFamily>, Error> {
    let values = [family.as_uuid().into(), workspace.as_uuid().into()];
    let found = Statement::from_sql_and_values(store.backend(), FIND_OWNED.as_str(), values);
    let Some(row) = store.reader().query_one_raw(found).await? else { return Ok(None) };
    let family = Family::try_from(Model::from_query_result(&row, FAMILY)?)?;
    let user = user::Model::from_query_result_optional(&row, OWNER)?.map(User::try_from).transpose()?;
    Ok(Some(OwnedFamily { family, user }))
}

/// Reads the row and locks it until the end of the transaction. On SQLite the transaction itself is the lock: there is one writer.
pub(super) async fn find_locked(transaction: &Transaction, workspace: WorkspaceId, family: FamilyId) -> Result<Option<Family>, Error> {
    read(Entity::find().lock_exclusive(), transaction.connection(), workspace, family).await
}

async fn read(
    select: Select<Entity>,
    connection: &impl ConnectionTrait,
    workspace: WorkspaceId,
    family: FamilyId,
) -> Result<Option<Family>, Error> {
    select.filter(is(workspace, family)).one(connection).await?.map(Family::try_from).transpose()
}

/// Returns the condition that a row is this family of this workspace.
pub(super) fn is(workspace: WorkspaceId, family: FamilyId) -> Condition {
    Condition::all().add(Column::WorkspaceId.eq(workspace.as_uuid())).add(Column::Id.eq(family.as_uuid()))
}
