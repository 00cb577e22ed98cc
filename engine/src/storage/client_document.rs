//! Clients that are known by a document: their rows are copies of it.

use std::future::Future;

use domain::{audit::AuditEvent, client::Client, workspace::Workspace};

use super::{basis::Written, error::StorageError};

/// What became of a client that somebody agreed to for the first time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Adopted {
    /// It is there, now or from before.
    Stored,
    /// The workspace has as many of them as it may have.
    Full,
}

/// What is read of a client's document, to be kept.
#[derive(Debug, Clone)]
pub struct DocumentRenewal {
    /// The client with what the document says now, in the version that was read.
    pub client: Client,
    /// The audit line, where that is not what it said before. Then the version grows.
    pub changed: Option<AuditEvent>,
    /// Whether users are asked again, because they saw something else when they agreed.
    pub forgets_consents: bool,
    /// Whether what sign-ins have still to bring is over, because the client is of another sector now: codes, and its parts in open sessions.
    pub ends_sign_ins: bool,
}

/// Clients that are known by a document.
pub trait ClientDocumentStorage {
    /// Stores a client as it is, with its audit line, unless it is there, or `most` clients of the workspace are known by a document.
    fn adopt_client(
        &self,
        workspace: &Workspace,
        client: Client,
        most: u64,
        audit: AuditEvent,
    ) -> impl Future<Output = Result<Adopted, StorageError>> + Send;

    /// Keeps what is read of a client's document while the client and the workspace, whose settings say what is read, are in the versions that were
    /// read.
    fn renew_document(&self, workspace: &Workspace, renewal: DocumentRenewal)
    -> impl Future<Output = Result<Written, StorageError>> + Send;
}
