//! What the engine asks of a storage. The two that there are: `memory`, the reference (feature `testing`), and the `store` crate.
//!
//! Each verb is one transaction. Where two may race, the outcome is in the return type, and `contract` (feature `testing`) holds every storage to it.

use std::future::Future;

use domain::{
    audit::AuditEvent,
    client::Client,
    clock::Timestamp,
    family::{Revocation, RevocationReason},
    id::{AccessTokenId, ClientId, FamilyId, KeyId, LoginSessionId, TokenEventId, UserId, WorkspaceId},
    name::Slug,
    policy::LimitRule,
    resource::Resources,
    scope::Scopes,
    service::Service,
    thumbprint::Thumbprint,
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
    /// At which resource servers.
    pub resources: Resources,
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
    /// The key that the code is bound to (`dpop_jkt`, RFC 9449 §10).
    pub dpop_jkt: Option<Thumbprint>,
    /// The resource servers that were asked for (RFC 8707 §2.1).
    pub resources: Resources,
    /// When the user authenticated.
    pub auth_time: Timestamp,
    /// When the login session ends.
    pub session_expires_at: Timestamp,
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
    /// The family that begins with it. One that ends with its login session begins only while that has not been ended.
    pub family: Option<Family>,
    /// How many live families of its user and client there may be, this one among them.
    pub cap: Option<FamilyCap>,
    /// The event.
    pub event: TokenEvent,
}

/// How many live families a user may have at a client.
#[derive(Debug, Clone, Copy)]
pub struct FamilyCap {
    /// At most; at least 1.
    pub most: u16,
    /// What becomes of those that are too many.
    pub rule: LimitRule,
    /// The identifiers of the events of those that end.
    pub event_ids: EventIds,
}

/// Identifiers for as many events of one point in time as a storage finds that it has to write.
#[derive(Debug, Clone, Copy)]
pub struct EventIds {
    at: Timestamp,
    seed: [u8; 10],
}

impl EventIds {
    /// From ten random bytes, of which the last four are counted on.
    pub const fn new(at: Timestamp, seed: [u8; 10]) -> Self {
        Self { at, seed }
    }

    /// The identifiers, one after the other.
    pub fn iter(&self) -> impl Iterator<Item = TokenEventId> + use<> {
        let Self { at, seed } = *self;
        let first = seed.last_chunk().copied().map_or(0, u32::from_be_bytes);
        (0..=u32::MAX).map(move |index| {
            let mut random = seed;
            if let Some(count) = random.last_chunk_mut() {
                *count = first.wrapping_add(index).to_be_bytes();
            }
            TokenEventId::new(at, random)
        })
    }
}

/// Who won the code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeOutcome {
    /// This exchange.
    Redeemed,
    /// Another one, before.
    AlreadyRedeemed,
    /// None: the login session was ended, and the family would have to end with it.
    SessionEnded,
    /// None: the user has as many families at the client as there may be, and none of them is to end ([`LimitRule::Refuse`]).
    LimitReached,
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

/// The event of a family's end, which a storage writes with it.
pub fn revoked_event(id: TokenEventId, family: &Family, revocation: Revocation) -> TokenEvent {
    TokenEvent {
        id,
        workspace_id: family.workspace_id,
        client_id: family.client_id,
        user_id: Some(family.user_id),
        family_id: Some(family.id),
        at: revocation.at,
        scopes: Scopes::none(),
        kind: TokenEventKind::Revoked { reason: revocation.reason },
    }
}

/// Which login sessions a user ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndedSessions {
    /// This one.
    Itself(LoginSessionId),
    /// All of the user's but this one.
    AllBut(LoginSessionId),
}

/// The end of login sessions by their user, in one transaction with the end of the families that end with them.
#[derive(Debug, Clone)]
pub struct SessionEnd {
    /// The workspace of the sessions.
    pub workspace_id: WorkspaceId,
    /// Whose they are.
    pub user_id: UserId,
    /// Which sessions. Families whose session is long over end with it all the same.
    pub sessions: EndedSessions,
    /// When.
    pub at: Timestamp,
    /// The audit line.
    pub audit: AuditEvent,
    /// The identifiers of the events of the families that end, with [`RevocationReason::Logout`].
    pub event_ids: EventIds,
}

impl SessionEnd {
    /// What is written to the families that end.
    pub const fn revocation(&self) -> Revocation {
        Revocation { at: self.at, reason: RevocationReason::Logout }
    }
}

/// The end of all that a user gave a client: its families, the codes that could begin one, the access tokens that came without one,
/// and what the user agreed to.
#[derive(Debug, Clone)]
pub struct AccessEnd {
    /// The workspace of both.
    pub workspace_id: WorkspaceId,
    /// Who ends it.
    pub user_id: UserId,
    /// The client that it is taken from.
    pub client_id: ClientId,
    /// When and why.
    pub revocation: Revocation,
    /// The audit line.
    pub audit: AuditEvent,
    /// The identifiers of the events of the families that end.
    pub event_ids: EventIds,
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
    /// [`Transition::Gone`] where there is no such family; nothing is written for it.
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
