//! Access tokens that were denied, and proofs of possession and client assertions that were used.

use std::future::Future;

use domain::{
    clock::Timestamp,
    id::{AccessTokenId, FamilyId, LoginSessionId, UserId, WorkspaceId},
    user::User,
};

use super::{error::StorageError, secret_hash::SecretHash};
use crate::family::Position;

/// What an access token came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TokenOrigin {
    /// The workspace that issued it.
    pub workspace_id: WorkspaceId,
    /// The access token.
    pub token_id: AccessTokenId,
    /// Its user; none where the client acts for itself.
    pub user_id: Option<UserId>,
    /// The login session that it ends with, where it has no family.
    pub session_id: Option<LoginSessionId>,
    /// The family that it came from.
    pub family_id: Option<FamilyId>,
}

/// What has become of an access token and of what it came from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TokenStanding {
    /// Whether it was denied.
    pub is_denied: bool,
    /// Its user; none who was deleted.
    pub user: Option<User>,
    /// Whether its login session is there and has not been ended.
    pub is_session_open: bool,
    /// Where its family stands.
    pub position: Option<Position>,
}

/// What is stored of access tokens and of the proofs that they are presented with, until they expire.
pub trait AccessTokenStorage {
    /// Denies an access token from now on. Kept until the token expires.
    fn deny_access_token(
        &self,
        workspace: WorkspaceId,
        token: AccessTokenId,
        expires_at: Timestamp,
    ) -> impl Future<Output = Result<(), StorageError>> + Send;

    /// Returns what has become of an access token and of what it came from.
    fn find_token_standing(&self, origin: TokenOrigin) -> impl Future<Output = Result<TokenStanding, StorageError>> + Send;

    /// Returns whether this access token was denied.
    fn is_access_token_denied(
        &self,
        workspace: WorkspaceId,
        token: AccessTokenId,
    ) -> impl Future<Output = Result<bool, StorageError>> + Send;

    /// Records that a proof of possession (RFC 9449 §11.1) or an assertion (RFC 7523 §3) was used, by the hash of what makes it unique.
    /// Returns `false` where it was used before in this workspace. Kept until it is too old to be accepted.
    fn use_proof(
        &self,
        workspace: WorkspaceId,
        proof: SecretHash,
        expires_at: Timestamp,
    ) -> impl Future<Output = Result<bool, StorageError>> + Send;
}
