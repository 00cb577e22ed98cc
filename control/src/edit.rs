//! Edits in a workspace: the permission, the transaction and the row, in one value.

use domain::{
    client::Client,
    clock::Timestamp,
    family::FamilySummary,
    id::{ClientId, FamilyId, TokenEventId, UserId},
    reuse::ReuseLine,
    service::Service,
    user::User,
    workspace::{Workspace, WorkspacePath},
};
use engine::storage::EventIds;
use store::{Access, Transaction, WorkspaceStore, WorkspaceTransaction, Writing};

use crate::{Error, audit_line::Line, author::Author, operator::Operator, permission::Action, permit::Place};

/// An edit of something in a workspace. Nobody else changes the workspace, or what is in it, before the end of it.
pub(crate) struct Edit<'a, T> {
    pub(crate) author: Author<'a>,
    transaction: WorkspaceTransaction,
    pub(crate) now: Timestamp,
    /// What is edited, as it is before.
    pub(crate) before: T,
}

/// An identifier of something in a workspace.
pub(crate) trait Identifier: Place {
    type Row;

    /// Finds what it identifies.
    async fn find<C: Access>(self, store: &WorkspaceStore<'_, C>) -> Result<Option<Self::Row>, store::Error>;
}

macro_rules! identifiers {
    ($($id:ident: $row:ident by $find:ident;)*) => {
        $(impl Identifier for $id {
            type Row = $row;

            async fn find<C: Access>(self, store: &WorkspaceStore<'_, C>) -> Result<Option<$row>, store::Error> {
                store.$find(self).await
            }
        })*
    };
}

identifiers! {
    ClientId: Client by find_client;
    UserId: User by find_user;
    FamilyId: FamilySummary by find_family;
    TokenEventId: ReuseLine by find_reuse;
}

/// Something whose changes are counted, so that the second of two administrators to save learns that something changed.
pub(crate) trait Versioned {
    fn version(&self) -> i64;
}

macro_rules! versioned {
    ($($row:ident)*) => {
        $(impl Versioned for $row {
            fn version(&self) -> i64 {
                self.version
            }
        })*
    };
}

versioned! { Client Service User Workspace }

/// Returns what an identifier identifies.
///
/// # Errors
/// [`Error::NotFound`] where the workspace has no such row.
pub(crate) async fn get<C: Access, I: Identifier>(store: &WorkspaceStore<'_, C>, id: I) -> Result<I::Row, Error> {
    id.find(store).await?.ok_or(Error::NotFound)
}

impl Operator {
    /// Begins an edit that creates something in a workspace, or concerns several things in it.
    ///
    /// # Errors
    /// Those of [`Operator::permit_at`] and [`Operator::begin_in`], and [`Error::NotFound`] where the workspace is gone.
    pub(crate) async fn edit_in(&self, action: Action, path: &WorkspacePath) -> Result<Edit<'_, ()>, Error> {
        self.edit_at(action, path, ()).await
    }

    /// Begins an edit that concerns a place in a workspace.
    ///
    /// # Errors
    /// Those of [`Operator::edit_in`], and [`Error::Forbidden`] where an API client there holds what the actor does not.
    pub(crate) async fn edit_at(&self, action: Action, path: &WorkspacePath, place: impl Place) -> Result<Edit<'_, ()>, Error> {
        let (permit, permitted) = self.permit_at(action, path, place).await?;
        let write = self.begin_in(&permit).await?;
        let held = write.transaction.lock_workspace(permit.tenant().id, &path.workspace).await?;
        // The permission was for the workspace that was at this address then.
        let held = held.filter(|held| held.workspace().id == permitted.workspace().id).ok_or(Error::NotFound)?;
        let edit = Edit::by(self.author(action), held, write.now, ());
        self.check_over_api_clients(action, &edit.store(), permit.level()).await?;
        Ok(edit)
    }

    /// Begins an edit of a workspace itself.
    ///
    /// # Errors
    /// Those of [`Operator::edit_in`], and [`Error::Stale`] where the workspace has another version.
    pub(crate) async fn edit_workspace(&self, action: Action, path: &WorkspacePath, version: i64) -> Result<Edit<'_, Workspace>, Error> {
        let edit = self.edit_in(action, path).await?;
        let workspace = edit.workspace().clone();
        edit.of(workspace).at(version)
    }

    /// Begins an edit of something in a workspace, whichever version it has.
    ///
    /// # Errors
    /// Those of [`Operator::edit_in`], and [`Error::NotFound`] where the workspace has no such row.
    pub(crate) async fn edit_any<I: Identifier>(&self, action: Action, path: &WorkspacePath, id: I) -> Result<Edit<'_, I::Row>, Error> {
        let edit = self.edit_at(action, path, id).await?;
        let row = get(&edit.store(), id).await?;
        Ok(edit.of(row))
    }

    /// Begins an edit of something in a workspace.
    ///
    /// # Errors
    /// Those of [`Operator::edit_any`], and [`Error::Stale`] where it has another version.
    pub(crate) async fn edit<I>(&self, action: Action, path: &WorkspacePath, id: I, version: i64) -> Result<Edit<'_, I::Row>, Error>
    where
        I: Identifier<Row: Versioned>,
    {
        self.edit_any(action, path, id).await?.at(version)
    }
}

impl<'a> Edit<'a, ()> {
    /// The edit of something that was found in the workspace.
    pub(crate) fn of<T>(self, before: T) -> Edit<'a, T> {
        Edit::by(self.author, self.transaction, self.now, before)
    }
}

impl<T: Versioned> Edit<'_, T> {
    /// The same, of the version that was read.
    ///
    /// # Errors
    /// [`Error::Stale`] where it has another version.
    pub(crate) fn at(self, version: i64) -> Result<Self, Error> {
        if self.before.version() == version { Ok(self) } else { Err(Error::Stale) }
    }
}

impl<'a, T> Edit<'a, T> {
    /// An edit in a workspace that was locked, by whoever may do it.
    pub(crate) const fn by(author: Author<'a>, transaction: WorkspaceTransaction, now: Timestamp, before: T) -> Self {
        Self { author, transaction, now, before }
    }
}

impl<T> Edit<'_, T> {
    /// The workspace.
    pub(crate) const fn workspace(&self) -> &Workspace {
        self.transaction.workspace()
    }

    /// What is in the workspace.
    pub(crate) const fn store(&self) -> WorkspaceStore<'_, Writing> {
        self.transaction.store()
    }

    /// The transaction, with the workspace that it holds.
    pub(crate) const fn held(&self) -> &WorkspaceTransaction {
        &self.transaction
    }

    /// Identifiers for the events that the edit writes.
    pub(crate) fn event_ids(&self) -> EventIds {
        EventIds::new(self.now, self.author.control.random_bytes())
    }

    /// Writes an audit line.
    pub(crate) async fn audit(&self, line: Line) -> Result<(), Error> {
        let event = self.author.audit_event(self.now, Some(self.workspace().tenant_id), line);
        Ok(self.transaction.append_audit(event).await?)
    }

    /// Returns the transaction, which goes on holding the workspace, for what is to be done elsewhere in it.
    pub(crate) fn into_transaction(self) -> Transaction {
        self.transaction.into_transaction()
    }

    /// Commits everything.
    pub(crate) async fn commit(self) -> Result<(), Error> {
        self.author.use_claim(self.transaction.transaction(), self.now).await?;
        Ok(self.transaction.commit().await?)
    }
}
