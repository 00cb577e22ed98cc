//! The engine's storage: what [`engine::storage::Storage`] promises, in SQL.

mod access;
mod codes;
mod denied_access_tokens;
mod doubt;
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
    id::{AccessTokenId, ClientId, FamilyId, LoginSessionId, UserId, WorkspaceId},
    name::Slug,
    service::Service,
    token_event::TokenEvent,
    user::{User, UserIdentifier},
    workspace::Workspace,
};
use engine::{
    family::{Family, Transition},
    storage::{
        AccessEnd, Advance, AuthorizationCode, Basis, ClientRecord, CodeOutcome, CodeRedemption, Consent, FamilyRevocation, LoginSession,
        SealedSigningKey, SecretHash, SessionEnd, SessionStart, Storage, StorageError, UserRecord, Written,
    },
};

pub use purge::Purged;

use self::doubt::Doubt;
use crate::{Store, error::during};

/// How long a rotation that was committed late gets to move its time, before the token it replaced is taken for a stolen one.
const DOUBT: Duration = Duration::from_secs(1);

/// The engine's storage on a [`Store`].
#[derive(Debug, Clone)]
pub struct EngineStorage {
    store: Store,
    doubt: Doubt,
}

impl EngineStorage {
    /// A storage on this database.
    pub fn new(store: Store) -> Self {
        Self { store, doubt: Doubt::new(DOUBT) }
    }

    /// The same without a second look at what may be reuse, for tests in which no commit stalls.
    #[cfg(feature = "testing")]
    #[must_use]
    pub fn without_doubt(self) -> Self {
        Self { doubt: Doubt::new(Duration::ZERO), ..self }
    }
}

impl Storage for EngineStorage {
    async fn find_workspace(&self, tenant: &Slug, workspace: &Slug) -> Result<Option<Workspace>, StorageError> {
        lookups::find_workspace(&self.store, tenant, workspace).await.map_err(during("find_workspace"))
    }

    async fn find_client(&self, workspace: WorkspaceId, client: ClientId) -> Result<Option<ClientRecord>, StorageError> {
        lookups::find_client(&self.store, workspace, client).await.map_err(during("find_client"))
    }

    async fn find_user(&self, workspace: WorkspaceId, user: UserId) -> Result<Option<User>, StorageError> {
        lookups::find_user(&self.store, workspace, user).await.map_err(during("find_user"))
    }

    async fn find_user_by_identifier(
        &self,
        workspace: WorkspaceId,
        identifier: &UserIdentifier,
    ) -> Result<Option<UserRecord>, StorageError> {
        lookups::find_user_by_identifier(&self.store, workspace, identifier).await.map_err(during("find_user_by_identifier"))
    }

    async fn list_services(&self, workspace: WorkspaceId) -> Result<Vec<Service>, StorageError> {
        lookups::list_services(&self.store, workspace).await.map_err(during("list_services"))
    }

    async fn list_signing_keys(&self, workspace: WorkspaceId) -> Result<Vec<SealedSigningKey>, StorageError> {
        lookups::list_signing_keys(&self.store, workspace).await.map_err(during("list_signing_keys"))
    }

    async fn begin_login_session(&self, start: SessionStart) -> Result<Written, StorageError> {
        login_sessions::begin(&self.store, start).await.map_err(during("begin_login_session"))
    }

    async fn is_session_open(&self, workspace: WorkspaceId, session: LoginSessionId) -> Result<bool, StorageError> {
        login_sessions::is_open(&self.store, workspace, session).await.map_err(during("is_session_open"))
    }

    async fn find_login_session(&self, workspace: WorkspaceId, token_hash: &SecretHash) -> Result<Option<LoginSession>, StorageError> {
        login_sessions::find(&self.store, workspace, token_hash).await.map_err(during("find_login_session"))
    }

    async fn list_login_sessions(&self, workspace: WorkspaceId, user: UserId, now: Timestamp) -> Result<Vec<LoginSession>, StorageError> {
        login_sessions::list(&self.store, workspace, user, now).await.map_err(during("list_login_sessions"))
    }

    async fn end_login_sessions(&self, end: SessionEnd) -> Result<bool, StorageError> {
        login_sessions::end(&self.store, end).await.map_err(during("end_login_sessions"))
    }

    async fn find_consent(&self, workspace: WorkspaceId, user: UserId, client: ClientId) -> Result<Option<Consent>, StorageError> {
        login_sessions::find_consent(&self.store, workspace, user, client).await.map_err(during("find_consent"))
    }

    async fn list_consents(&self, workspace: WorkspaceId, user: UserId) -> Result<Vec<Consent>, StorageError> {
        login_sessions::list_consents(&self.store, workspace, user).await.map_err(during("list_consents"))
    }

    async fn save_consent(&self, consent: Consent, basis: Basis, audit: AuditEvent) -> Result<Written, StorageError> {
        login_sessions::save_consent(&self.store, consent, basis, audit).await.map_err(during("save_consent"))
    }

    async fn insert_code(&self, code: AuthorizationCode, basis: Basis) -> Result<Written, StorageError> {
        codes::insert(&self.store, code, basis).await.map_err(during("insert_code"))
    }

    async fn find_code(&self, workspace: WorkspaceId, hash: &SecretHash) -> Result<Option<AuthorizationCode>, StorageError> {
        codes::find(&self.store, workspace, hash).await.map_err(during("find_code"))
    }

    async fn redeem_code(&self, redemption: CodeRedemption) -> Result<CodeOutcome, StorageError> {
        codes::redeem(&self.store, redemption).await.map_err(during("redeem_code"))
    }

    async fn find_family(&self, workspace: WorkspaceId, family: FamilyId) -> Result<Option<Family>, StorageError> {
        families::find(self.store.reader(), workspace, family).await.map_err(during("find_family"))
    }

    async fn list_live_families(&self, workspace: WorkspaceId, user: UserId, now: Timestamp) -> Result<Vec<Family>, StorageError> {
        families::list_live(&self.store, workspace, user, now).await.map_err(during("list_live_families"))
    }

    async fn use_proof(&self, workspace: WorkspaceId, proof: SecretHash, expires_at: Timestamp) -> Result<bool, StorageError> {
        proofs::insert(&self.store, workspace, proof, expires_at).await.map_err(during("use_proof"))
    }

    async fn advance(&self, advance: Advance) -> Result<(Transition, Option<Family>), StorageError> {
        // A client that hangs up must not leave a rotation half told: the move is finished, whoever waits for it.
        let (store, doubt) = (self.store.clone(), self.doubt.clone());
        let moved = tokio::spawn(async move { families::advance(&store, &doubt, advance).await }).await;
        moved.map_err(|error| StorageError { operation: "advance", cause: Box::new(error) })?.map_err(during("advance"))
    }

    async fn confirm(&self, workspace: WorkspaceId, family: FamilyId, generation: i64) -> Result<(), StorageError> {
        families::confirm(&self.store, workspace, family, generation).await.map_err(during("confirm"))
    }

    async fn revoke_family(&self, revocation: FamilyRevocation) -> Result<bool, StorageError> {
        families::revoke(&self.store, revocation).await.map_err(during("revoke_family"))
    }

    async fn end_access(&self, end: AccessEnd) -> Result<bool, StorageError> {
        access::end(&self.store, end).await.map_err(during("end_access"))
    }

    async fn deny_access_token(&self, workspace: WorkspaceId, token: AccessTokenId, expires_at: Timestamp) -> Result<(), StorageError> {
        denied_access_tokens::insert(&self.store, workspace, token, expires_at).await.map_err(during("deny_access_token"))
    }

    async fn is_access_token_denied(&self, workspace: WorkspaceId, token: AccessTokenId) -> Result<bool, StorageError> {
        denied_access_tokens::contains(&self.store, workspace, token).await.map_err(during("is_access_token_denied"))
    }

    async fn record_issue(&self, event: TokenEvent, basis: Basis) -> Result<Written, StorageError> {
        codes::record_issue(&self.store, event, basis).await.map_err(during("record_issue"))
    }

    async fn record_event(&self, event: TokenEvent) -> Result<(), StorageError> {
        let transaction = self.store.begin().await.map_err(during("record_event"))?;
        transaction.append_token_event(event).await.map_err(during("record_event"))?;
        transaction.commit().await.map_err(during("record_event"))
    }

    async fn record_audit(&self, audit: AuditEvent) -> Result<(), StorageError> {
        let transaction = self.store.begin().await.map_err(during("record_audit"))?;
        transaction.append_audit(audit).await.map_err(during("record_audit"))?;
        transaction.commit().await.map_err(during("record_audit"))
    }
}
