//! A storage under test.

use std::future::Future;

use domain::{audit::AuditEvent, id::WorkspaceId, token_event::TokenEvent};

use super::seed::{Failure, Seed};
use crate::storage::{SessionClient, Storage, StorageError};

/// A storage under test, empty at first, with the access beside its methods that a test needs.
pub trait Fixture: Send + Sync + 'static {
    /// The storage.
    type Storage: Storage;

    /// Returns the storage.
    fn storage(&self) -> &Self::Storage;

    /// Stores a workspace with all that is in it.
    fn seed(&self, seed: Seed) -> impl Future<Output = Result<(), StorageError>> + Send;

    /// Makes a change in the workspace, as an administrator does, from whichever version it is in to the next.
    fn change(&self, seed: &Seed, change: Change) -> impl Future<Output = Result<(), StorageError>> + Send;

    /// Returns the token events of a workspace.
    fn token_events(&self, workspace: WorkspaceId) -> impl Future<Output = Result<Vec<TokenEvent>, StorageError>> + Send;

    /// Returns the audit lines of a workspace.
    fn audit_events(&self, workspace: WorkspaceId) -> impl Future<Output = Result<Vec<AuditEvent>, StorageError>> + Send;

    /// Returns the parts of clients in the login sessions of a workspace, in the order of their identifiers.
    fn session_clients(&self, workspace: WorkspaceId) -> impl Future<Output = Result<Vec<SessionClient>, StorageError>> + Send;
}

/// Stores one workspace with what is in it, as most statements begin.
pub async fn seeded(fixture: &impl Fixture) -> Result<Seed, Failure> {
    let seed = Seed::new("acme", "main")?;
    fixture.seed(seed.clone()).await?;
    Ok(seed)
}

/// What an administrator changes while others write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// The settings of the workspace.
    Workspace,
    /// The client.
    Client,
    /// The user's password at [`START`](super::START), with the end of their sessions and codes.
    Password,
    /// The user, who gets a second factor ([`super::second_factor`]).
    SecondFactor,
    /// The user, who gets a passkey ([`super::passkey`]).
    Passkey,
    /// The user, to whom a subject is linked ([`super::linked_subject`]).
    SubjectLinked,
    /// The user, from whom that subject is unlinked.
    SubjectUnlinked,
    /// The user, who is deleted with all that was issued for them.
    UserDeleted,
}

impl Change {
    /// The changes after which what was issued stays valid.
    pub const ALL: [Self; 3] = [Self::Workspace, Self::Client, Self::Password];
}
