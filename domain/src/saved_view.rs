//! Filters of a list that an administrator keeps under a name.

use serde::{Deserialize, Serialize};

use crate::{
    clock::Timestamp,
    id::{AdministratorId, SavedViewId, WorkspaceId},
    name::Name,
};

/// How many an administrator keeps in a workspace at most.
pub const MOST_SAVED_VIEWS: u32 = 20;
/// How many characters a query has at most.
pub const LONGEST_QUERY: usize = 1000;

/// A filter of the inventory of refresh tokens, under a name. It is one administrator's own, in one workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedView {
    /// Its identifier.
    pub id: SavedViewId,
    /// The workspace.
    pub workspace_id: WorkspaceId,
    /// Whose it is.
    pub administrator_id: AdministratorId,
    /// What it is called; each of an administrator's in a workspace otherwise.
    pub name: Name,
    /// The query of the inventory's address, without its `?`. Days in it are counted from the day it is opened.
    pub query: String,
    /// When it was saved.
    pub created_at: Timestamp,
}
