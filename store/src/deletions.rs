//! The deletion of a workspace, or of a tenant with all its workspaces. It disappears from its address at once, and with it everything that
//! is requested at that address; its rows are deleted afterwards, a batch at a time, so that nobody has to wait for them. One row with its
//! name and its slug stays, for the audit lines that were written there.

use std::collections::HashSet;

use domain::clock::Timestamp;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
    prelude::Uuid,
    sea_query::{Expr, ExprTrait, LockType},
};

use crate::{
    Access, Error, Housekeeping, TenantStore, WorkspaceStore, Writing,
    batch::Batch,
    client_failures::delete_failures,
    entity::{
        administrator, api_client, authorization_code, client, client_failure, client_figure, client_registration, consent,
        console_session, denied_access_token, device_request, earlier_token_event, hourly_figure, initial_access_token, invitation, job,
        linked_subject, login_session, logout_receiver, mail, mail_server, pushed_request, reuse, role, role_assignment, saved_view,
        search_word, service, session_client, sign_in_name, signing_key, subject_key, tenant, token_event, token_family, used_proof, user,
        user_link, user_passkey, user_second_factor, webhook, workspace,
    },
    events::{delete_client_figures, delete_events, delete_figures},
};

/// How many rows are deleted in one transaction.
const ROWS_AT_ONCE: u64 = 500;
/// How many families are deleted in one transaction, after their events.
const FAMILIES_AT_ONCE: u64 = 200;

/// The number of things in a tenant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TenantContents {
    /// The workspaces.
    pub workspaces: u64,
    /// The clients in them.
    pub clients: u64,
    /// The users in them.
    pub users: u64,
    /// The administrators of this tenant alone.
    pub administrators: u64,
}

impl<C: Access> TenantStore<'_, C> {
    fn workspaces_left(&self) -> Select<workspace::Entity> {
        workspace::Entity::find()
            .filter(workspace::Column::TenantId.eq(self.tenant.as_uuid()))
            .filter(workspace::Column::DeletedAt.is_null())
    }

    /// Returns the administrators who have roles in this tenant, and nowhere else.
    fn own_administrators(&self) -> Select<administrator::Entity> {
        use role_assignment::{Column, Entity};

        let of = || Entity::find().select_only().column(Column::AdministratorId);
        let here = of().filter(Column::TenantId.eq(self.tenant.as_uuid()));
        let elsewhere = of().filter(Column::TenantId.is_null().or(Column::TenantId.ne(self.tenant.as_uuid())));
        administrator::Entity::find()
            .filter(administrator::Column::Id.in_subquery(here.into_query()))
            .filter(administrator::Column::Id.not_in_subquery(elsewhere.into_query()))
    }

    /// Counts what is in the tenant.
    pub async fn contents(&self) -> Result<TenantContents, Error> {
        let ids = || self.workspaces_left().select_only().column(workspace::Column::Id).into_query();
        let clients = client::Entity::find().filter(client::Column::WorkspaceId.in_subquery(ids()));
        let users = user::existing().filter(user::Column::WorkspaceId.in_subquery(ids()));
        Ok(TenantContents {
            workspaces: self.workspaces_left().count(self.connection).await?,
            clients: clients.count(self.connection).await?,
            users: users.count(self.connection).await?,
            administrators: self.own_administrators().count(self.connection).await?,
        })
    }
}

impl WorkspaceStore<'_, Writing> {
    /// Removes the workspace from its address, which another one can have from now on. A decision that rests on it at this moment is not
    /// written, because its version changes.
    pub async fn delete_workspace(&self, now: Timestamp) -> Result<(), Error> {
        take_away(self.connection, self.id(), now).await
    }
}

impl TenantStore<'_, Writing> {
    /// Removes the tenant, which is locked for this transaction alone, and its workspaces from their addresses, with its roles and what was
    /// assigned in it. Deletes the administrators who have no role elsewhere, with their sessions and API tokens.
    pub async fn delete(&self, now: Timestamp) -> Result<(), Error> {
        let tenant = self.tenant.as_uuid();
        let own = self.lock_own_administrators().await?;
        for batch in Batch::split(&own) {
            let sessions = console_session::Entity::delete_many();
            sessions.filter(batch.contains(console_session::Column::AdministratorId, |id| *id)).exec(self.connection).await?;
            administrator::Entity::delete_many().filter(batch.contains(administrator::Column::Id, |id| *id)).exec(self.connection).await?;
        }
        let assigned = role_assignment::Entity::delete_many().filter(role_assignment::Column::TenantId.eq(tenant));
        assigned.exec(self.connection).await?;
        api_client::Entity::delete_many().filter(api_client::Column::TenantId.eq(tenant)).exec(self.connection).await?;
        invitation::Entity::delete_many().filter(invitation::Column::TenantId.eq(tenant)).exec(self.connection).await?;
        webhook::Entity::delete_many().filter(webhook::Column::TenantId.eq(tenant)).exec(self.connection).await?;
        role::Entity::delete_many().filter(role::Column::TenantId.eq(tenant)).exec(self.connection).await?;
        mail::Entity::delete_many().filter(mail::Column::TenantId.eq(tenant)).exec(self.connection).await?;
        mail_server::Entity::delete_by_id(tenant).exec(self.connection).await?;
        let this = tenant::Entity::update_many().filter(tenant::Column::Id.eq(tenant));
        this.set(tenant::ActiveModel { deleted_at: Set(Some(now.as_millis())), ..Default::default() })
            .col_expr(tenant::Column::Slug, no_slug(tenant::Column::Slug, tenant))
            .exec(self.connection)
            .await?;
        // What was being made in it was made before the tenant was locked, and nothing is made after it.
        for id in self.workspaces_left().select_only().column(workspace::Column::Id).into_tuple::<Uuid>().all(self.connection).await? {
            take_away(self.connection, id, now).await?;
        }
        Ok(())
    }

    /// Locks the administrators who have roles in this tenant and nowhere else, and returns them: nobody gives them another one meanwhile.
    async fn lock_own_administrators(&self) -> Result<Vec<Uuid>, Error> {
        use administrator::{Column, Entity};

        let own = || self.own_administrators().select_only().column(Column::Id).order_by_asc(Column::Id);
        let found: Vec<Uuid> = own().into_tuple().all(self.connection).await?;
        for batch in Batch::split(&found) {
            let these = Entity::find().filter(batch.contains(Column::Id, |id| *id)).select_only().column(Column::Id);
            these.order_by_asc(Column::Id).lock(LockType::NoKeyUpdate).into_tuple::<Uuid>().all(self.connection).await?;
        }
        // Whoever was given a role elsewhere until the lock is not among them any more.
        let now: Vec<Uuid> = own().into_tuple().all(self.connection).await?;
        let found: HashSet<Uuid> = found.into_iter().collect();
        Ok(now.into_iter().filter(|id| found.contains(id)).collect())
    }
}

/// Removes a workspace from its address.
async fn take_away(connection: &Writing, id: Uuid, now: Timestamp) -> Result<(), Error> {
    let this = workspace::Entity::update_many().filter(workspace::Column::Id.eq(id));
    this.set(workspace::ActiveModel { deleted_at: Set(Some(now.as_millis())), ..Default::default() })
        .col_expr(workspace::Column::Slug, no_slug(workspace::Column::Slug, id))
        .col_expr(workspace::Column::Version, Expr::col(workspace::Column::Version).add(1))
        .exec(connection)
        .await?;
    Ok(())
}

/// Returns the value in place of a slug that is no slug: no address leads there.
fn no_slug(column: impl ColumnTrait, id: Uuid) -> Expr {
    Expr::col(column).binary(sea_orm::sea_query::BinOper::Custom("||"), format!("~{id}"))
}

/// Returns the slug of something that may be deleted, for people to read.
pub(crate) fn shown(slug: &str) -> String {
    slug.split_once('~').map_or_else(|| slug.to_owned(), |(slug, _)| format!("{slug} (deleted)"))
}

/// Deletes a batch of the events of some of a workspace's families, or these families where no event of theirs is left. Returns whether
/// there were any.
async fn delete_families(connection: &Writing, workspace: Uuid) -> Result<bool, Error> {
    use token_family::{Column, Entity};

    let some = Entity::find().select_only().column(Column::Id).filter(Column::WorkspaceId.eq(workspace)).limit(FAMILIES_AT_ONCE);
    let ids: Vec<Uuid> = some.into_tuple().all(connection).await?;
    let Some(ids) = Batch::split(&ids).next() else { return Ok(false) };
    let events = ids.contains(token_event::Column::FamilyId, |id| *id);
    if delete_events(connection, events, ROWS_AT_ONCE).await? == 0 {
        Entity::delete_many().filter(ids.contains(Column::Id, |id| *id)).exec(connection).await?;
    }
    Ok(true)
}

/// Deletes a batch of the events that name a workspace themselves. Returns whether there were any.
async fn delete_own_events(connection: &Writing, workspace: Uuid) -> Result<bool, Error> {
    let own = Condition::all().add(token_event::Column::WorkspaceId.eq(workspace));
    Ok(delete_events(connection, own, ROWS_AT_ONCE).await? > 0)
}

/// Deletes a batch of a workspace's figures. Returns whether there were any.
async fn delete_figures_of(connection: &Writing, workspace: Uuid) -> Result<bool, Error> {
    let own = Condition::all().add(hourly_figure::Column::WorkspaceId.eq(workspace));
    Ok(delete_figures(connection, own, ROWS_AT_ONCE).await? > 0)
}

/// Deletes a batch of the figures of a workspace's clients. Returns whether there were any.
async fn delete_client_figures_of(connection: &Writing, workspace: Uuid) -> Result<bool, Error> {
    let own = Condition::all().add(client_figure::Column::WorkspaceId.eq(workspace));
    Ok(delete_client_figures(connection, own, ROWS_AT_ONCE).await? > 0)
}

/// Deletes a batch of the words by which a workspace's things are found. Returns whether there were any.
async fn delete_words(connection: &Writing, workspace: Uuid) -> Result<bool, Error> {
    use search_word::{Column, Entity};

    let last = Entity::find()
        .select_only()
        .columns([Column::Kind, Column::Word, Column::Id])
        .filter(Column::WorkspaceId.eq(workspace))
        .order_by_asc(Column::Kind)
        .order_by_asc(Column::Word)
        .order_by_asc(Column::Id)
        .offset(ROWS_AT_ONCE - 1)
        .limit(1);
    let last: Option<(i16, Vec<u8>, Uuid)> = last.into_tuple().one(connection).await?;
    let up_to = |(kind, word, id): (i16, Vec<u8>, Uuid)| {
        let of_word = Column::Word.lt(word.clone()).or(Column::Word.eq(word).and(Column::Id.lte(id)));
        Condition::all().add(Column::Kind.lt(kind).or(Column::Kind.eq(kind).and(of_word)))
    };
    // Fewer than a batch are all that there are.
    let some = last.map_or_else(Condition::all, up_to);
    let deleted = Entity::delete_many().filter(Column::WorkspaceId.eq(workspace)).filter(some).exec(connection).await?;
    Ok(deleted.rows_affected > 0)
}

/// Deletes a batch of the failures of a workspace's clients. Returns whether there were any.
async fn delete_failures_of(connection: &Writing, workspace: Uuid) -> Result<bool, Error> {
    let own = Condition::all().add(client_failure::Column::WorkspaceId.eq(workspace));
    Ok(delete_failures(connection, own, ROWS_AT_ONCE).await? > 0)
}

/// Declares the tables that hold rows of workspaces: those that are deleted by a function, those that are deleted a batch at a time, and
/// then the others.
macro_rules! tables_of_workspaces {
    ($($own:ident by $delete:ident),*; $($large:ident),*; $($other:ident),*) => {
        /// Deletes a batch of a workspace's rows of the first table that has any, and then returns; last the rows of all small tables.
        async fn delete_part_of(connection: &Writing, workspace: Uuid) -> Result<(), Error> {
            $(if $delete(connection, workspace).await? {
                return Ok(());
            })*
            $({
                let some = $large::Entity::find()
                    .select_only()
                    .column($large::Column::Id)
                    .filter($large::Column::WorkspaceId.eq(workspace))
                    .limit(ROWS_AT_ONCE);
                let part = $large::Entity::delete_many().filter($large::Column::Id.in_subquery(some.into_query()));
                if part.exec(connection).await?.rows_affected > 0 {
                    return Ok(());
                }
            })*
            $($other::Entity::delete_many().filter($other::Column::WorkspaceId.eq(workspace)).exec(connection).await?;)*
            Ok(())
        }

        /// Returns the names of these tables.
        #[cfg(test)]
        fn tables_of_workspaces() -> Vec<String> {
            use sea_orm::EntityName as _;
            let own = [$($own::Entity.table_name().to_owned()),*];
            let large = [$($large::Entity.table_name().to_owned()),*];
            let others = [$($other::Entity.table_name().to_owned()),*];
            own.into_iter().chain(large).chain(others).collect()
        }
    };
}

// Large tables a batch at a time; the rest is deleted with its user or client, or at once. Signing keys are deleted last.
tables_of_workspaces! {
    token_family by delete_families, token_event by delete_own_events, hourly_figure by delete_figures_of,
    client_figure by delete_client_figures_of, search_word by delete_words, client_failure by delete_failures_of;
    earlier_token_event, reuse, login_session, session_client, user, client;
    service, authorization_code, consent, denied_access_token, device_request, used_proof, pushed_request, sign_in_name, role_assignment,
    api_client, invitation, mail, user_link, initial_access_token, client_registration,
    user_passkey, user_second_factor, linked_subject, job, saved_view, logout_receiver, subject_key, signing_key
}

impl Housekeeping {
    /// Deletes a batch of the rows of a deleted workspace. Returns whether there were any.
    pub async fn delete_remains(&self) -> Result<bool, Error> {
        // Each workspace has signing keys from its beginning, and they are deleted last: one without them has no rows left.
        let keys = signing_key::Entity::find().select_only().column(signing_key::Column::WorkspaceId);
        let left = workspace::Entity::find()
            .select_only()
            .column(workspace::Column::Id)
            .filter(workspace::Column::DeletedAt.is_not_null())
            .filter(workspace::Column::Id.in_subquery(keys.into_query()));
        let Some(id) = left.into_tuple::<Uuid>().one(self.store.reader()).await? else { return Ok(false) };
        let transaction = self.begin().await?;
        delete_part_of(transaction.connection(), id).await?;
        transaction.commit().await?;
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use sea_orm::{ConnectionTrait, DbBackend, Statement};

    use super::*;
    use crate::testing::TestStore;

    /// The row of a deleted workspace stays, so no cascade deletes what belongs to it.
    #[tokio::test]
    async fn every_table_with_rows_of_workspaces_is_emptied_of_a_deleted_one() {
        let test_store = TestStore::sqlite().await.unwrap();
        let statement =
            "SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c ON c.name = 'workspace_id' WHERE m.type = 'table'";
        let statement = Statement::from_string(DbBackend::Sqlite, statement);
        let rows = test_store.store().reader().query_all_raw(statement).await.unwrap();
        let mut found: BTreeSet<String> = rows.iter().map(|row| row.try_get("", "name").unwrap()).collect();
        // What was done there is told for longer.
        assert!(found.remove("audit_events"));
        assert_eq!(found, tables_of_workspaces().into_iter().collect());
    }
}
