//! Clients that are known by a document: their rows are copies of it.

use std::future::Future;

use domain::{audit::AuditEvent, client::Client, clock::Timestamp, id::UserId, workspace::Workspace};

use super::{basis::Written, error::StorageError};

/// After how many seconds a client that strangers made, and that nobody uses, makes room for another where there is none.
pub const UNUSED_GIVES_WAY_AFTER: i64 = 3_600;

/// What became of a client that somebody agreed to for the first time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Adopted {
    /// It is there, now or from before.
    Stored,
    /// The workspace, or the user, has as many of them as there may be.
    Full,
}

/// A client that somebody agrees to for the first time.
#[derive(Debug, Clone)]
pub struct Adoption {
    /// The client.
    pub client: Client,
    /// Who agrees to it.
    pub user: UserId,
    /// How many clients of the workspace can be known by a document.
    pub most: u64,
    /// When.
    pub at: Timestamp,
    /// The audit line.
    pub audit: AuditEvent,
    /// The audit line of one that gives way, but for its name and its identifier.
    pub gives_way: AuditEvent,
}

impl Adoption {
    /// How many of them one user may have who is alone with them: a tenth, so that nobody fills the list for all others, and five at least.
    pub fn most_of_user(&self) -> u64 {
        (self.most / 10).max(5)
    }

    /// Before when one has to be made that gives way because nobody uses it: what was allowed a moment ago may be used yet.
    pub fn gives_way_before(&self) -> Timestamp {
        self.at.plus_seconds(-UNUSED_GIVES_WAY_AFTER)
    }

    /// The audit line of one that gives way.
    pub fn line_of(&self, gone: &Client) -> AuditEvent {
        AuditEvent { target: gone.settings.name.to_string(), target_id: gone.id.to_string(), ..self.gives_way.clone() }
    }
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
    /// Stores a client as it is, with its audit line, unless it is there, or as many clients of the workspace are known by a document, or the user has as
    /// many alone as one may. The oldest that nobody uses gives way, and is deleted.
    fn adopt_client(&self, workspace: &Workspace, adoption: Adoption) -> impl Future<Output = Result<Adopted, StorageError>> + Send;

    /// Keeps what is read of a client's document while the client and the workspace, whose settings say what is read, are in the versions that were
    /// read.
    fn renew_document(&self, workspace: &Workspace, renewal: DocumentRenewal)
    -> impl Future<Output = Result<Written, StorageError>> + Send;
}
