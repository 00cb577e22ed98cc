//! Access tokens that were denied, and proofs of possession that were used.

use std::future::Future;

use domain::{
    clock::Timestamp,
    id::{AccessTokenId, WorkspaceId},
};

use super::{error::StorageError, secret_hash::SecretHash};

/// What is stored of access tokens and of the proofs that they are presented with, until they expire.
pub trait AccessTokenStorage {
    /// Denies an access token from now on. Kept until the token expires.
    fn deny_access_token(
        &self,
        workspace: WorkspaceId,
        token: AccessTokenId,
        expires_at: Timestamp,
    ) -> impl Future<Output = Result<(), StorageError>> + Send;

    /// Returns whether this access token was denied.
    fn is_access_token_denied(
        &self,
        workspace: WorkspaceId,
        token: AccessTokenId,
    ) -> impl Future<Output = Result<bool, StorageError>> + Send;

    /// Records that a proof of possession was used (RFC 9449 §11.1), by the hash of what makes it unique. Returns `false` where it was
    /// used before. Kept until the proof is too old to be accepted.
    fn use_proof(
        &self,
        workspace: WorkspaceId,
        proof: SecretHash,
        expires_at: Timestamp,
    ) -> impl Future<Output = Result<bool, StorageError>> + Send;
}
