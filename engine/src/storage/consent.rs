//! Consents, and the end of all that a user gave a client.

use std::future::Future;

use domain::{
    audit::AuditEvent,
    authorization_details::AuthorizationDetails,
    clock::Timestamp,
    family::Revocation,
    id::{ClientId, UserId, WorkspaceId},
    resource::Resources,
    scope::Scopes,
};

use super::{
    basis::{Basis, Written},
    error::StorageError,
    event::EventIds,
};

/// What a user agreed to for a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    /// The workspace it belongs to.
    pub workspace_id: WorkspaceId,
    /// The user who agreed.
    pub user_id: UserId,
    /// The client it was given to.
    pub client_id: ClientId,
    /// The scopes that were agreed to, `offline_access` among them where it was.
    pub scopes: Scopes,
    /// The resource servers that were agreed to.
    pub resources: Resources,
    /// The authorization details that were agreed to last (RFC 9396): those of one request, and never of several.
    pub authorization_details: AuthorizationDetails,
    /// For how long offline access was agreed to, in seconds, as the user was told; `None` where it was not agreed to, or is not known.
    pub offline_seconds: Option<i64>,
    /// When it was last given.
    pub given_at: Timestamp,
    /// When it began: it was given then, and not taken back since. Where there is one, a new one goes on with it.
    pub begun_at: Timestamp,
}

/// The end of all that a user gave a client: its families, the codes that could begin one, the access tokens that were issued without
/// one, and the consent.
#[derive(Debug, Clone)]
pub struct AccessEnd {
    /// The workspace of both.
    pub workspace_id: WorkspaceId,
    /// The user who ends it.
    pub user_id: UserId,
    /// The client that loses its access.
    pub client_id: ClientId,
    /// When and why.
    pub revocation: Revocation,
    /// The audit line.
    pub audit: AuditEvent,
    /// The identifiers of the events of the families that end.
    pub event_ids: EventIds,
}

/// Consents.
pub trait ConsentStorage {
    /// Returns what a user agreed to for a client.
    fn find_consent(
        &self,
        workspace: WorkspaceId,
        user: UserId,
        client: ClientId,
    ) -> impl Future<Output = Result<Option<Consent>, StorageError>> + Send;

    /// Returns all consents of a user, latest first.
    fn list_consents(&self, workspace: WorkspaceId, user: UserId) -> impl Future<Output = Result<Vec<Consent>, StorageError>> + Send;

    /// Stores a consent in place of an earlier one while its basis holds, with its audit line.
    fn save_consent(&self, consent: Consent, basis: Basis, audit: AuditEvent)
    -> impl Future<Output = Result<Written, StorageError>> + Send;

    /// Ends all that a user gave a client, with an audit line and events. A code exchange at the same time finds no code, or begins a
    /// family that ends here. Returns `false`, and writes nothing, where there was nothing to end.
    fn end_access(&self, end: AccessEnd) -> impl Future<Output = Result<bool, StorageError>> + Send;
}
