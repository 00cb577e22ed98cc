//! What the engine asks of a storage. The two that there are: `memory`, the reference (feature `testing`), and the `store` crate.
//!
//! Each verb is one transaction. Where two may race, the outcome is in the return type, and `contract` (feature `testing`) holds every storage to it.

use std::future::Future;

use domain::{
    audit::AuditEvent,
    client::Client,
    clock::Timestamp,
    family::Revocation,
    id::{AccessTokenId, ClientId, FamilyId, KeyId, LoginSessionId, TokenEventId, UserId, WorkspaceId},
    name::Slug,
    scope::Scopes,
    service::Service,
    token_event::{TokenEvent, TokenEventKind},
    user::{User, UserIdentifier},
    workspace::Workspace,
};

use crate::family::{Family, Presentation, Transition};

/// A storage failed: the network, the disk, or data that cannot be read. The cause is for the log, never for a client.
#[derive(Debug, thiserror::Error)]
#[error("the storage failed")]
pub struct StorageError(#[source] pub Box<dyn std::error::Error + Send + Sync>);

/// The hash of a secret as it is stored in its place: keyed for client secrets, plain for random one-time values ([`crate::keys`]).
pub type SecretHash = [u8; 32];

/// A client with the keyed hash of its secret.
#[derive(Debug, Clone)]
pub struct ClientRecord {
    /// The client.
    pub client: Client,
    /// The keyed hash of its secret; none for a client that does not authenticate.
    pub secret_hash: Option<SecretHash>,
}

/// A user with the hash of the password.
#[derive(Debug, Clone)]
pub struct UserRecord {
    /// The user.
    pub user: User,
    /// Argon2id, as a PHC string; none for a user who has no password yet.
    pub password_hash: Option<String>,
}

/// A signing key whose private half is sealed under the master key.
#[derive(Debug, Clone)]
pub struct SealedSigningKey {
    /// The `kid`.
    pub id: KeyId,
    /// The workspace that signs with it.
    pub workspace_id: WorkspaceId,
    /// The public half: an uncompressed P-256 point (65 bytes, SEC 1 §2.3.3).
    pub public_key: Vec<u8>,
    /// The private half (PKCS #8), sealed.
    pub sealed_private_key: Vec<u8>,
    /// When it was made; the newest signs.
    pub created_at: Timestamp,
}

/// A user's session at the authorization server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoginSession {
    /// Its identifier, the `sid`.
    pub id: LoginSessionId,
    /// The workspace it belongs to.
    pub workspace_id: WorkspaceId,
    /// Who signed in.
    pub user_id: UserId,
    /// The hash of the cookie's value.
    pub token_hash: SecretHash,
    /// When the user authenticated.
    pub auth_time: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// What a user agreed to for a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    /// The workspace it belongs to.
    pub workspace_id: WorkspaceId,
    /// Who agreed.
    pub user_id: UserId,
    /// For which client.
    pub client_id: ClientId,
    /// To what, `offline_access` among it where it was agreed to.
    pub scopes: Scopes,
    /// When it was last given.
    pub given_at: Timestamp,
}

/// An authorization code (RFC 6749 §4.1.2) and all that is bound to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthorizationCode {
    /// The hash of the code.
    pub hash: SecretHash,
    /// The workspace it belongs to.
    pub workspace_id: WorkspaceId,
    /// The client it was issued to.
    pub client_id: ClientId,
    /// The user who authorized it.
    pub user_id: UserId,
    /// The login session it was authorized in.
    pub login_session_id: LoginSessionId,
    /// The `redirect_uri` of the authorization request.
    pub redirect_uri: String,
    /// The scopes that were granted.
    pub scopes: Scopes,
    /// Did the user agree to offline access, or need not be asked?
    pub offline_consented: bool,
    /// Did the request ask for `offline_access`?
    pub offline_requested: bool,
    /// The `nonce` of the authentication request.
    pub nonce: Option<String>,
    /// The `code_challenge` (S256; RFC 7636 §4.2).
    pub code_challenge: Option<String>,
    /// When the user authenticated.
    pub auth_time: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
    /// What was issued for it.
    pub redeemed: Option<Redeemed>,
}

/// What was issued for an authorization code, so that its second use can end it (RFC 6749 §4.1.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redeemed {
    /// When.
    pub at: Timestamp,
    /// The family, where a refresh token was issued.
    pub family_id: Option<FamilyId>,
    /// The access token that was issued without one.
    pub access_token_id: Option<AccessTokenId>,
    /// When the last access token of it expires; until then the code is kept.
    pub access_token_expires_at: Timestamp,
}

/// The exchange of a code, in one transaction.
#[derive(Debug, Clone)]
pub struct CodeRedemption {
    /// Which code.
    pub hash: SecretHash,
    /// Of which workspace.
    pub workspace_id: WorkspaceId,
    /// What is issued for it.
    pub redeemed: Redeemed,
    /// The family that begins with it.
    pub family: Option<Family>,
    /// The event.
    pub event: TokenEvent,
}

/// Who won the code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeOutcome {
    /// This exchange.
    Redeemed,
    /// Another one, before.
    AlreadyRedeemed,
}

/// A refresh token on its way to the family's row.
#[derive(Debug, Clone)]
pub struct Advance {
    /// The workspace of the family.
    pub workspace_id: WorkspaceId,
    /// Which family.
    pub family_id: FamilyId,
    /// What is presented.
    pub presentation: Presentation,
    /// The identifier of the event that the storage writes with the move.
    pub event_id: TokenEventId,
    /// The scopes of the access token that will be issued, for the event.
    pub event_scopes: Scopes,
    /// The audit line that is written where the move is [`Transition::Reused`].
    pub reuse_audit: AuditEvent,
}

impl Advance {
    /// The event that a storage writes with the move; none where nothing changes.
    pub fn event(&self, transition: Transition, after: &Family) -> Option<TokenEvent> {
        let generation = after.generation;
        let (kind, scopes) = match transition {
            Transition::Rotated => (TokenEventKind::Rotated { generation }, self.event_scopes.clone()),
            Transition::Retried => (TokenEventKind::Retried { generation }, self.event_scopes.clone()),
            Transition::Kept => (TokenEventKind::Kept { generation }, self.event_scopes.clone()),
            Transition::Reused => (TokenEventKind::Reused { presented: self.presentation.generation, generation }, Scopes::none()),
            Transition::Gone => return None,
        };
        Some(TokenEvent {
            id: self.event_id,
            workspace_id: after.workspace_id,
            client_id: after.client_id,
            user_id: Some(after.user_id),
            family_id: Some(after.id),
            at: self.presentation.now,
            scopes,
            kind,
        })
    }
}

/// The end of a family, in one transaction with its event.
#[derive(Debug, Clone)]
pub struct FamilyRevocation {
    /// The workspace of the family.
    pub workspace_id: WorkspaceId,
    /// Which family.
    pub family_id: FamilyId,
    /// When and why.
    pub revocation: Revocation,
    /// The identifier of the event.
    pub event_id: TokenEventId,
    /// An audit line, where one belongs to it.
    pub audit: Option<AuditEvent>,
}

impl FamilyRevocation {
    /// The event that a storage writes with it.
    pub fn event(&self, family: &Family) -> TokenEvent {
        TokenEvent {
            id: self.event_id,
            workspace_id: family.workspace_id,
            client_id: family.client_id,
            user_id: Some(family.user_id),
            family_id: Some(family.id),
            at: self.revocation.at,
            scopes: Scopes::none(),
            kind: TokenEventKind::Revoked { reason: self.revocation.reason },
        }
    }
}

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

    /// The user who signs in so.
    fn find_user_by_identifier(
        &self,
        workspace: WorkspaceId,
        identifier: &UserIdentifier,
    ) -> impl Future<Output = Result<Option<UserRecord>, StorageError>> + Send;

    /// The services of a workspace.
    fn list_services(&self, workspace: WorkspaceId) -> impl Future<Output = Result<Vec<Service>, StorageError>> + Send;

    /// The signing keys of a workspace, newest first.
    fn list_signing_keys(&self, workspace: WorkspaceId) -> impl Future<Output = Result<Vec<SealedSigningKey>, StorageError>> + Send;

    /// Keeps a new login session, with its audit line.
    fn insert_login_session(&self, session: LoginSession, audit: AuditEvent) -> impl Future<Output = Result<(), StorageError>> + Send;

    /// The session of this cookie that has not ended; expiry is the engine's to check.
    fn find_login_session(
        &self,
        workspace: WorkspaceId,
        token_hash: &SecretHash,
    ) -> impl Future<Output = Result<Option<LoginSession>, StorageError>> + Send;

    /// Ends a login session, with its audit line. Ending an ended one is nothing, and writes no line.
    fn end_login_session(
        &self,
        workspace: WorkspaceId,
        session: LoginSessionId,
        audit: AuditEvent,
    ) -> impl Future<Output = Result<(), StorageError>> + Send;

    /// What a user agreed to for a client.
    fn find_consent(
        &self,
        workspace: WorkspaceId,
        user: UserId,
        client: ClientId,
    ) -> impl Future<Output = Result<Option<Consent>, StorageError>> + Send;

    /// Keeps a consent in place of an earlier one, with its audit line.
    fn save_consent(&self, consent: Consent, audit: AuditEvent) -> impl Future<Output = Result<(), StorageError>> + Send;

    /// Keeps a new code.
    fn insert_code(&self, code: AuthorizationCode) -> impl Future<Output = Result<(), StorageError>> + Send;

    /// The code of this hash, redeemed or not.
    fn find_code(
        &self,
        workspace: WorkspaceId,
        hash: &SecretHash,
    ) -> impl Future<Output = Result<Option<AuthorizationCode>, StorageError>> + Send;

    /// Marks a code as redeemed, begins its family and writes the event: all or, where another was quicker, nothing.
    fn redeem_code(&self, redemption: CodeRedemption) -> impl Future<Output = Result<CodeOutcome, StorageError>> + Send;

    /// The family of this identifier.
    fn find_family(&self, workspace: WorkspaceId, family: FamilyId) -> impl Future<Output = Result<Option<Family>, StorageError>> + Send;

    /// Presents a refresh token to its family: makes the move that [`Family::present`] says, as one compare-and-swap with its
    /// event, and returns it with the family after it. However many present at once, each generation gets one successor.
    /// [`Transition::Gone`] where there is no such family; nothing is written for it.
    fn advance(&self, advance: Advance) -> impl Future<Output = Result<(Transition, Option<Family>), StorageError>> + Send;

    /// Notes that a token of this generation was used; nothing where it is not the current one. Idempotent.
    fn confirm(&self, workspace: WorkspaceId, family: FamilyId, generation: i64) -> impl Future<Output = Result<(), StorageError>> + Send;

    /// Ends a family, with its event. `false`, and nothing written, where it had ended before or does not exist.
    fn revoke_family(&self, revocation: FamilyRevocation) -> impl Future<Output = Result<bool, StorageError>> + Send;

    /// Refuses an access token from now on. Kept until it would have expired anyway.
    fn deny_access_token(
        &self,
        workspace: WorkspaceId,
        token: AccessTokenId,
        expires_at: Timestamp,
    ) -> impl Future<Output = Result<(), StorageError>> + Send;

    /// Has this access token been refused?
    fn is_access_token_denied(
        &self,
        workspace: WorkspaceId,
        token: AccessTokenId,
    ) -> impl Future<Output = Result<bool, StorageError>> + Send;

    /// Writes an event that belongs to no other verb.
    fn record_event(&self, event: TokenEvent) -> impl Future<Output = Result<(), StorageError>> + Send;

    /// Writes an audit line that belongs to no other verb.
    fn record_audit(&self, audit: AuditEvent) -> impl Future<Output = Result<(), StorageError>> + Send;
}
