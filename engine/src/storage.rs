//! What the engine asks of a storage. The two that there are: `memory`, the reference (feature `testing`), and the `store` crate.
//!
//! Each verb is one transaction. Where two may race, the outcome is in the return type, and `contract` (feature `testing`) holds every storage to it.

mod basis;
mod record;
mod write;

use std::future::Future;

use domain::{
    audit::AuditEvent,
    clock::Timestamp,
    id::{AccessTokenId, ClientId, FamilyId, LoginSessionId, UserId, WorkspaceId},
    name::Slug,
    service::Service,
    token_event::TokenEvent,
    user::{User, UserIdentifier},
    workspace::Workspace,
};

pub use basis::{Basis, Written};
pub use record::{AuthorizationCode, ClientRecord, Consent, LoginSession, Redeemed, SealedSigningKey, SessionOrigin, UserRecord};
pub use write::{
    AccessEnd, Advance, CodeOutcome, CodeRedemption, EndedSessions, EventIds, FamilyCap, FamilyRevocation, SessionEnd, SessionStart,
    revoked_event,
};

use crate::family::{Family, Transition};

/// A storage failed: the network, the disk, or data that cannot be read. The cause is for the log, never for a client.
#[derive(Debug, thiserror::Error)]
#[error("the storage failed")]
pub struct StorageError {
    /// The verb of [`Storage`] that failed.
    pub operation: &'static str,
    /// Why.
    #[source]
    pub cause: Box<dyn std::error::Error + Send + Sync>,
}

/// The hash of a secret as it is stored in its place: keyed for client secrets, plain for random one-time values ([`crate::keys`]).
pub type SecretHash = [u8; 32];

/// The storage of the engine.
pub trait Storage: Send + Sync + 'static {
    /// The workspace at this address.
    fn find_workspace(&self, tenant: &Slug, workspace: &Slug) -> impl Future<Output = Result<Option<Workspace>, StorageError>> + Send;

    /// The client of this identifier, of this workspace.
    fn find_client(
        &self,
        workspace: WorkspaceId,
        client: ClientId,
    ) -> impl Future<Output = Result<Option<ClientRecord>, StorageError>> + Send;

    /// The user of this identifier, of this workspace.
    fn find_user(&self, workspace: WorkspaceId, user: UserId) -> impl Future<Output = Result<Option<User>, StorageError>> + Send;

    /// The user who signs in so: by their identifier, or by an e-mail address that is theirs alone.
    fn find_user_by_identifier(
        &self,
        workspace: WorkspaceId,
        identifier: &UserIdentifier,
    ) -> impl Future<Output = Result<Option<UserRecord>, StorageError>> + Send;

    /// The services of a workspace.
    fn list_services(&self, workspace: WorkspaceId) -> impl Future<Output = Result<Vec<Service>, StorageError>> + Send;

    /// The signing keys of a workspace, newest first.
    fn list_signing_keys(&self, workspace: WorkspaceId) -> impl Future<Output = Result<Vec<SealedSigningKey>, StorageError>> + Send;

    /// Keeps a new login session while its basis holds, with its audit line, and ends the one that it takes the place of.
    fn begin_login_session(&self, start: SessionStart) -> impl Future<Output = Result<Written, StorageError>> + Send;

    /// The session of this cookie that has not ended; expiry is the engine's to check.
    fn find_login_session(
        &self,
        workspace: WorkspaceId,
        token_hash: &SecretHash,
    ) -> impl Future<Output = Result<Option<LoginSession>, StorageError>> + Send;

    /// Whether this session was begun and has not been ended. A session whose time is over stays as it was until no access token of it
    /// can live any more.
    fn is_session_open(&self, workspace: WorkspaceId, session: LoginSessionId) -> impl Future<Output = Result<bool, StorageError>> + Send;

    /// The sessions of a user that have neither ended nor expired, the newest first.
    fn list_login_sessions(
        &self,
        workspace: WorkspaceId,
        user: UserId,
        now: Timestamp,
    ) -> impl Future<Output = Result<Vec<LoginSession>, StorageError>> + Send;

    /// Ends login sessions and the live families that end with them, with its audit line and their events. `false`, and nothing
    /// written, where there was nothing to end.
    fn end_login_sessions(&self, end: SessionEnd) -> impl Future<Output = Result<bool, StorageError>> + Send;

    /// What a user agreed to for a client.
    fn find_consent(
        &self,
        workspace: WorkspaceId,
        user: UserId,
        client: ClientId,
    ) -> impl Future<Output = Result<Option<Consent>, StorageError>> + Send;

    /// All that a user agreed to, the latest first.
    fn list_consents(&self, workspace: WorkspaceId, user: UserId) -> impl Future<Output = Result<Vec<Consent>, StorageError>> + Send;

    /// Keeps a consent in place of an earlier one while its basis holds, with its audit line.
    fn save_consent(&self, consent: Consent, basis: Basis, audit: AuditEvent)
    -> impl Future<Output = Result<Written, StorageError>> + Send;

    /// Keeps a new code while its basis holds.
    fn insert_code(&self, code: AuthorizationCode, basis: Basis) -> impl Future<Output = Result<Written, StorageError>> + Send;

    /// The code of this hash, redeemed or not.
    fn find_code(
        &self,
        workspace: WorkspaceId,
        hash: &SecretHash,
    ) -> impl Future<Output = Result<Option<AuthorizationCode>, StorageError>> + Send;

    /// Marks a code as redeemed, begins its family, ends those that its cap makes room of, and writes the events: all of it, or nothing
    /// where the outcome is another than [`CodeOutcome::Redeemed`]. However many begin at once, the cap holds.
    fn redeem_code(&self, redemption: CodeRedemption) -> impl Future<Output = Result<CodeOutcome, StorageError>> + Send;

    /// The family of this identifier.
    fn find_family(&self, workspace: WorkspaceId, family: FamilyId) -> impl Future<Output = Result<Option<Family>, StorageError>> + Send;

    /// The live families of a user, the newest first.
    fn list_live_families(
        &self,
        workspace: WorkspaceId,
        user: UserId,
        now: Timestamp,
    ) -> impl Future<Output = Result<Vec<Family>, StorageError>> + Send;

    /// Notes that a proof of possession was used (RFC 9449 §11.1), by the hash of what makes it unique. `false` where it was used before.
    /// Kept until it would be too old anyway.
    fn use_proof(
        &self,
        workspace: WorkspaceId,
        proof: SecretHash,
        expires_at: Timestamp,
    ) -> impl Future<Output = Result<bool, StorageError>> + Send;

    /// Presents a refresh token to its family: makes the move that [`Family::present`] says, as one compare-and-swap with its
    /// event, and returns it with the family after it. However many present at once, each generation gets one successor.
    /// [`Transition::Gone`] where there is no such family, and [`Transition::BasisChanged`] where the basis does not hold any more; nothing
    /// is written for either.
    fn advance(&self, advance: Advance) -> impl Future<Output = Result<(Transition, Option<Family>), StorageError>> + Send;

    /// Notes that a token of this generation was used; nothing where it is not the current one. Idempotent.
    fn confirm(&self, workspace: WorkspaceId, family: FamilyId, generation: i64) -> impl Future<Output = Result<(), StorageError>> + Send;

    /// Ends a family, with its event. `false`, and nothing written, where it had ended before or does not exist.
    fn revoke_family(&self, revocation: FamilyRevocation) -> impl Future<Output = Result<bool, StorageError>> + Send;

    /// Ends all that a user gave a client, with its audit line and events. An exchange that races it loses its code to it, or begins a
    /// family that ends here. `false`, and nothing written, where there was nothing to end.
    fn end_access(&self, end: AccessEnd) -> impl Future<Output = Result<bool, StorageError>> + Send;

    /// Refuses an access token from now on. Kept until it would have expired anyway.
    fn deny_access_token(
        &self,
        workspace: WorkspaceId,
        token: AccessTokenId,
        expires_at: Timestamp,
    ) -> impl Future<Output = Result<(), StorageError>> + Send;

    /// Whether this access token was refused.
    fn is_access_token_denied(
        &self,
        workspace: WorkspaceId,
        token: AccessTokenId,
    ) -> impl Future<Output = Result<bool, StorageError>> + Send;

    /// Writes the event of tokens that nothing else is kept of, while its basis holds.
    fn record_issue(&self, event: TokenEvent, basis: Basis) -> impl Future<Output = Result<Written, StorageError>> + Send;

    /// Writes an event that belongs to no other verb.
    fn record_event(&self, event: TokenEvent) -> impl Future<Output = Result<(), StorageError>> + Send;

    /// Writes an audit line that belongs to no other verb.
    fn record_audit(&self, audit: AuditEvent) -> impl Future<Output = Result<(), StorageError>> + Send;
}
