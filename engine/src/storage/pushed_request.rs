//! Authorization requests that clients pushed (RFC 9126).

use std::future::Future;

use domain::{
    clock::Timestamp,
    id::{ClientId, WorkspaceId},
};

use super::{error::StorageError, secret_hash::SecretHash};
use crate::network::Site;

/// An authorization request that a client pushed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PushedRequest {
    /// A hash of the reference in its `request_uri`, which is not stored itself.
    pub hash: SecretHash,
    /// Its workspace.
    pub workspace_id: WorkspaceId,
    /// The client that pushed it, which alone may refer to it.
    pub client_id: ClientId,
    /// Its parameters, as a query; nothing once it was answered.
    pub query: String,
    /// Whether the client signed them (RFC 9101), which was verified when they came.
    pub is_signed: bool,
    /// Until when it can be opened; once it was, until when it can be answered; once that was, until when that is remembered.
    pub expires_at: Timestamp,
    /// When the authorization endpoint was first asked for it.
    pub opened_at: Option<Timestamp>,
    /// When it was answered.
    pub used_at: Option<Timestamp>,
    /// Where it came from, if its client does not authenticate: what waits for such a client is shared out by that ([`makes_room`](super::makes_room)).
    pub site: Option<Site>,
}

/// How many requests of one client there may be. Those that come at the same time may be a few more.
#[derive(Debug, Clone, Copy)]
pub struct PushedBounds {
    /// So many wait to be opened. Where as many do, the oldest of the site that has the most may make room ([`makes_room`](super::makes_room)).
    pub waiting: u64,
    /// So many were opened and not answered. Where as many were, the oldest of the site that has the most makes room.
    pub opened: u64,
}

/// What became of a request that was pushed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pushed {
    /// It is stored.
    Stored,
    /// It is not: too many of its client wait to be opened.
    TooMany,
}

/// The requests that were pushed, until they expire.
pub trait PushedRequestStorage {
    /// Stores a request that was not opened yet, unless as many of its client wait to be opened at this time.
    fn insert_pushed_request(
        &self,
        request: PushedRequest,
        bounds: PushedBounds,
        now: Timestamp,
    ) -> impl Future<Output = Result<Pushed, StorageError>> + Send;

    /// Returns the request with this hash, whatever has become of it.
    fn find_pushed_request(
        &self,
        workspace: WorkspaceId,
        hash: &SecretHash,
    ) -> impl Future<Output = Result<Option<PushedRequest>, StorageError>> + Send;

    /// Notes that a request is opened, which can be answered until then. Returns `false`, and changes nothing, where it was opened or answered
    /// before, or has expired.
    fn open_pushed_request(
        &self,
        workspace: WorkspaceId,
        hash: &SecretHash,
        now: Timestamp,
        until: Timestamp,
    ) -> impl Future<Output = Result<bool, StorageError>> + Send;

    /// Uses a request up, and forgets its parameters: that it was answered is remembered until then. Of those who try at once, one gets `true`.
    fn use_pushed_request(
        &self,
        workspace: WorkspaceId,
        hash: &SecretHash,
        now: Timestamp,
        until: Timestamp,
    ) -> impl Future<Output = Result<bool, StorageError>> + Send;
}
