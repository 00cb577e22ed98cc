//! The rows that a decision rests on, so that its write can depend on them.

use domain::{
    client::Client,
    id::{ClientId, LoginSessionId, UserId, WorkspaceId},
    user::User,
    workspace::Workspace,
};

/// The rows that a decision rests on, in the versions that were read.
///
/// A storage writes what was decided only while all of them are unchanged, and checks that in the transaction of the write: nobody
/// changes them between the check and the commit. A version changes with every change of its row, its status included, so a row that was
/// active when it was read still is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Basis {
    /// The workspace with its settings.
    pub workspace: Option<(WorkspaceId, i64)>,
    /// The client.
    pub client: Option<(ClientId, i64)>,
    /// The user.
    pub user: Option<(UserId, i64)>,
    /// A login session that has not been ended.
    pub session: Option<LoginSessionId>,
}

/// Whether a decision was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Written {
    /// It was written.
    Done,
    /// A row of the basis was changed since it was read, and nothing was written. The decision is to be made again.
    BasisChanged,
}

impl Basis {
    /// Returns the basis of a workspace and a client of it.
    pub const fn of_client(workspace: &Workspace, client: &Client) -> Self {
        Self { workspace: Some((workspace.id, workspace.version)), client: Some((client.id, client.version)), user: None, session: None }
    }

    /// Returns the basis of a user alone.
    pub const fn of_user(user: &User) -> Self {
        Self { workspace: None, client: None, user: Some((user.id, user.version)), session: None }
    }

    /// Returns this basis with a user.
    #[must_use]
    pub const fn and_user(self, user: &User) -> Self {
        Self { user: Some((user.id, user.version)), ..self }
    }

    /// Returns this basis with a login session.
    #[must_use]
    pub const fn and_session(self, session: LoginSessionId) -> Self {
        Self { session: Some(session), ..self }
    }
}
