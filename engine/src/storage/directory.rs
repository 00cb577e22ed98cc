//! The configuration that the engine reads: workspaces, clients, users, services and keys.

use std::future::Future;

use domain::{
    client::Client,
    clock::Timestamp,
    id::{ClientId, KeyId, UserId, WorkspaceId},
    name::Slug,
    service::Service,
    signing::SigningAlgorithm,
    signing_key::KeyLife,
    user::{User, UserIdentifier},
    workspace::Workspace,
};

use super::{error::StorageError, secret_hash::SecretHash};

/// A client with the keyed hashes of its secrets.
#[derive(Debug, Clone)]
pub struct ClientRecord {
    /// The client.
    pub client: Client,
    /// The keyed hash of its secret; `None` for a client that does not authenticate.
    pub secret_hash: Option<SecretHash>,
    /// When its secret is known to have been used last.
    pub secret_used_at: Option<Timestamp>,
    /// The secret before it, as long as it is stored.
    pub previous_secret: Option<PreviousSecret>,
}

/// A secret that was replaced and works for a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PreviousSecret {
    /// Its keyed hash.
    pub hash: SecretHash,
    /// Until when it works.
    pub until: Timestamp,
    /// When it is known to have been used last.
    pub used_at: Option<Timestamp>,
}

impl PreviousSecret {
    /// Returns whether it works.
    pub fn works(&self, now: Timestamp) -> bool {
        now < self.until
    }
}

/// A user with the hash of the password.
#[derive(Debug, Clone)]
pub struct UserRecord {
    /// The user.
    pub user: User,
    /// Argon2id, as a PHC string; `None` for a user who has no password yet.
    pub password_hash: Option<String>,
}

/// A signing key whose private half is sealed under the master key.
#[derive(Debug, Clone)]
pub struct SealedSigningKey {
    /// The `kid`.
    pub id: KeyId,
    /// The workspace that signs with it.
    pub workspace_id: WorkspaceId,
    /// The algorithm that it signs with.
    pub algorithm: SigningAlgorithm,
    /// The public half: of ES256 an uncompressed P-256 point (65 bytes, SEC 1 §2.3.3), of Ed25519 32 bytes (RFC 8032 §5.1.5), of RSA the
    /// modulus (256 bytes, big-endian), whose exponent is 65537.
    pub public_key: Vec<u8>,
    /// The private half (PKCS #8), sealed.
    pub sealed_private_key: Vec<u8>,
    /// Where it stands in its life.
    pub life: KeyLife,
}

/// Reads of the configuration.
pub trait Directory {
    /// Returns a number that grows with each change of a workspace, client, service or signing key that this process has committed.
    /// What was read before is out of date then.
    fn configuration_epoch(&self) -> u64;

    /// Returns the workspace at this address.
    fn find_workspace(&self, tenant: &Slug, workspace: &Slug) -> impl Future<Output = Result<Option<Workspace>, StorageError>> + Send;

    /// Returns the client with this identifier in this workspace.
    fn find_client(
        &self,
        workspace: WorkspaceId,
        client: ClientId,
    ) -> impl Future<Output = Result<Option<ClientRecord>, StorageError>> + Send;

    /// Returns the user with this identifier in this workspace.
    fn find_user(&self, workspace: WorkspaceId, user: UserId) -> impl Future<Output = Result<Option<User>, StorageError>> + Send;

    /// Returns the user who signs in with this name: an identifier, or an e-mail address that no other user has.
    fn find_user_by_identifier(
        &self,
        workspace: WorkspaceId,
        identifier: &UserIdentifier,
    ) -> impl Future<Output = Result<Option<UserRecord>, StorageError>> + Send;

    /// Returns the services of a workspace.
    fn list_services(&self, workspace: WorkspaceId) -> impl Future<Output = Result<Vec<Service>, StorageError>> + Send;

    /// Returns the signing keys of a workspace, whatever their state; newest first.
    fn list_signing_keys(&self, workspace: WorkspaceId) -> impl Future<Output = Result<Vec<SealedSigningKey>, StorageError>> + Send;
}
