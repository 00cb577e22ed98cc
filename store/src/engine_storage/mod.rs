//! The engine's storage: what [`engine::storage::Storage`] promises, in SQL.

mod access;
mod codes;
mod denied_access_tokens;
mod families;
mod login_sessions;
mod lookups;
mod proofs;
mod purge;
mod rotation_window;

use std::time::Duration;

use domain::{
    audit::AuditEvent,
    clock::Timestamp,
    id::{AccessTokenId, ClientId, FamilyId, UserId, WorkspaceId},
    name::Slug,
    service::Service,
    token_event::TokenEvent,
    user::{User, UserIdentifier},
    workspace::Workspace,
};
use engine::{
    family::{Family, Transition},
    storage::{
        AccessEnd, Advance, AuthorizationCode, ClientRecord, CodeOutcome, CodeRedemption, Consent, FamilyRevocation, LoginSession,
        SealedSigningKey, SecretHash, SessionEnd, Storage, StorageError, UserRecord,
    },
};

pub use purge::Purged;

use crate::Store;

/// How long a rotation that was committed late gets to move its time, before the token it replaced is taken for a stolen one.
const DOUBT: Duration = Duration::from_secs(1);

/// The engine's storage on a [`Store`].
#[derive(Debug, Clone)]
pub struct EngineStorage {
    store: Store,
    doubt: Duration,
}

impl EngineStorage {
    /// A storage on this database.
    pub const fn new(store: Store) -> Self {
        Self { store, doubt: DOUBT }
    }

    /// The same without a second look at what may be reuse, for tests in which no commit stalls.
    #[cfg(feature = "testing")]
    #[must_use]
    pub fn without_doubt(self) -> Self {
        Self { doubt: Duration::ZERO, ..self }
    }
}

impl Storage for EngineStorage {
    async fn find_workspace(&self, tenant: &Slug, workspace: &Slug) -> Result<Option<Workspace>, StorageError> {
        Ok(lookups::find_workspace(&self.store, tenant, workspace).await?)
    }

    async fn find_client(&self, workspace: WorkspaceId, client: ClientId) -> Result<Option<ClientRecord>, StorageError> {
        Ok(lookups::find_client(&self.store, workspace, client).await?)
    }

    async fn find_user(&self, workspace: WorkspaceId, user: UserId) -> Result<Option<User>, StorageError> {
        Ok(lookups::find_user(&self.store, workspace, user).await?)
    }

    async fn find_user_by_identifier(
        &self,
        workspace: WorkspaceId,
        identifier: &UserIdentifier,
    ) -> Result<Option<UserRecord>, StorageError> {
        Ok(lookups::find_user_by_identifier(&self.store, workspace, identifier).await?)
    }

    async fn list_services(&self, workspace: WorkspaceId) -> Result<Vec<Service>, StorageError> {
        Ok(lookups::list_services(&self.store, workspace).await?)
    }

    async fn list_signing_keys(&self, workspace: WorkspaceId) -> Result<Vec<SealedSigningKey>, StorageError> {
        Ok(lookups::list_signing_keys(&self.store, workspace).await?)
    }

    async fn insert_login_session(&self, session: LoginSession, audit: AuditEvent) -> Result<(), StorageError> {
        Ok(login_sessions::insert(&self.store, &session, audit).await?)
    }

    async fn find_login_session(&self, workspace: WorkspaceId, token_hash: &SecretHash) -> Result<Option<LoginSession>, StorageError> {
        Ok(login_sessions::find(&self.store, workspace, token_hash).await?)
    }

    async fn list_login_sessions(&self, workspace: WorkspaceId, user: UserId, now: Timestamp) -> Result<Vec<LoginSession>, StorageError> {
        Ok(login_sessions::list(&self.store, workspace, user, now).await?)
    }

    async fn end_login_sessions(&self, end: SessionEnd) -> Result<bool, StorageError> {
        Ok(login_sessions::end(&self.store, end).await?)
    }

    async fn find_consent(&self, workspace: WorkspaceId, user: UserId, client: ClientId) -> Result<Option<Consent>, StorageError> {
        Ok(login_sessions::find_consent(&self.store, workspace, user, client).await?)
    }

    async fn list_consents(&self, workspace: WorkspaceId, user: UserId) -> Result<Vec<Consent>, StorageError> {
        Ok(login_sessions::list_consents(&self.store, workspace, user).await?)
    }

    async fn save_consent(&self, consent: Consent, audit: AuditEvent) -> Result<(), StorageError> {
        Ok(login_sessions::save_consent(&self.store, consent, audit).await?)
    }

    async fn insert_code(&self, code: AuthorizationCode) -> Result<(), StorageError> {
        Ok(codes::insert(&self.store, code).await?)
    }

    async fn find_code(&self, workspace: WorkspaceId, hash: &SecretHash) -> Result<Option<AuthorizationCode>, StorageError> {
        Ok(codes::find(&self.store, workspace, hash).await?)
    }

    async fn redeem_code(&self, redemption: CodeRedemption) -> Result<CodeOutcome, StorageError> {
        Ok(codes::redeem(&self.store, redemption).await?)
    }

    async fn find_family(&self, workspace: WorkspaceId, family: FamilyId) -> Result<Option<Family>, StorageError> {
        Ok(families::find(self.store.reader(), workspace, family).await?)
    }

    async fn list_live_families(&self, workspace: WorkspaceId, user: UserId, now: Timestamp) -> Result<Vec<Family>, StorageError> {
        Ok(families::list_live(&self.store, workspace, user, now).await?)
    }

    async fn use_proof(&self, workspace: WorkspaceId, proof: SecretHash, expires_at: Timestamp) -> Result<bool, StorageError> {
        Ok(proofs::insert(&self.store, workspace, proof, expires_at).await?)
    }

    async fn advance(&self, advance: Advance) -> Result<(Transition, Option<Family>), StorageError> {
        // A client that hangs up must not leave a rotation half told: the move is finished, whoever waits for it.
        let (store, doubt) = (self.store.clone(), self.doubt);
        let moved = tokio::spawn(async move { families::advance(&store, doubt, advance).await }).await;
        Ok(moved.map_err(|error| StorageError(Box::new(error)))??)
    }

    async fn confirm(&self, workspace: WorkspaceId, family: FamilyId, generation: i64) -> Result<(), StorageError> {
        Ok(families::confirm(&self.store, workspace, family, generation).await?)
    }

    async fn revoke_family(&self, revocation: FamilyRevocation) -> Result<bool, StorageError> {
        Ok(families::revoke(&self.store, revocation).await?)
    }

    async fn end_access(&self, end: AccessEnd) -> Result<bool, StorageError> {
        Ok(access::end(&self.store, end).await?)
    }

    async fn deny_access_token(&self, workspace: WorkspaceId, token: AccessTokenId, expires_at: Timestamp) -> Result<(), StorageError> {
        Ok(denied_access_tokens::insert(&self.store, workspace, token, expires_at).await?)
    }

    async fn is_access_token_denied(&self, workspace: WorkspaceId, token: AccessTokenId) -> Result<bool, StorageError> {
        Ok(denied_access_tokens::contains(&self.store, workspace, token).await?)
    }

    async fn record_event(&self, event: TokenEvent) -> Result<(), StorageError> {
        let transaction = self.store.begin().await?;
        transaction.append_token_event(event).await?;
        Ok(transaction.commit().await?)
    }

    async fn record_audit(&self, audit: AuditEvent) -> Result<(), StorageError> {
        let transaction = self.store.begin().await?;
        transaction.append_audit(audit).await?;
        Ok(transaction.commit().await?)
    }
}
