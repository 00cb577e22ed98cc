//! Authorization codes and their exchange.

use std::future::Future;

use domain::{
    authorization_details::AuthorizationDetails,
    clock::Timestamp,
    id::{AccessTokenId, ClientId, FamilyId, LoginSessionId, UserId, WorkspaceId},
    policy::LimitRule,
    resource::Resources,
    scope::Scopes,
    sign_in_method::{Acr, SignInMethod},
    subject_type::SignInSector,
    thumbprint::Thumbprint,
    token_event::TokenEvent,
    user::User,
};

use super::{
    basis::{Basis, Written},
    error::StorageError,
    event::EventIds,
    secret_hash::SecretHash,
    session::SessionClient,
};
use crate::{family::Family, granted_claims::GrantedClaims};

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
    /// The redirect URI that the code was sent to.
    pub redirect_uri: String,
    /// Whether the authorization request named the redirect URI: then the exchange must name it too (RFC 6749 §4.1.3).
    pub redirect_uri_named: bool,
    /// The scopes that were granted.
    pub scopes: Scopes,
    /// The requested scopes that the client may not request.
    pub left_out: Scopes,
    /// Whether the user agreed to offline access, or need not be asked.
    pub offline_consented: bool,
    /// Whether the request included `offline_access`.
    pub offline_requested: bool,
    /// The `nonce` of the authentication request.
    pub nonce: Option<String>,
    /// The `code_challenge` (S256; RFC 7636 §4.2).
    pub code_challenge: Option<String>,
    /// The key that the code is bound to (`dpop_jkt`, RFC 9449 §10).
    pub dpop_jkt: Option<Thumbprint>,
    /// The resource servers that were requested (RFC 8707 §2.1).
    pub resources: Resources,
    /// The authorization details that were granted (RFC 9396).
    pub authorization_details: AuthorizationDetails,
    /// When the user authenticated.
    pub auth_time: Timestamp,
    /// How the user signed in then, where that is known.
    pub signed_in_by: Option<SignInMethod>,
    /// The level as which the client is told of that, where it asked for one; none where it is the one that was reached.
    pub acr: Option<Acr>,
    /// The claims that the client gets by themselves, beside those of its scopes.
    pub claims: GrantedClaims,
    /// The sector whose name for the user its tokens have.
    pub sector: SignInSector,
    /// When the consent began that it was made under, and ends with; none where none was needed, or it was made before that was kept.
    pub consent_begun_at: Option<Timestamp>,
    /// When the login session ends.
    pub session_expires_at: Timestamp,
    /// When the code expires.
    pub expires_at: Timestamp,
    /// What was issued for it.
    pub redeemed: Option<Redeemed>,
}

/// An authorization code with what its exchange rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredCode {
    /// The code, redeemed or not.
    pub code: AuthorizationCode,
    /// The user who authorized it; none who was deleted.
    pub user: Option<User>,
    /// Whether the consent that it was made under stands. One that was taken back and given again is another.
    pub has_consent: bool,
    /// Whether its login session is there and has not been ended.
    pub is_session_open: bool,
}

/// What was issued for an authorization code, so that a second use of the code can end it (RFC 6749 §4.1.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redeemed {
    /// When the code was redeemed.
    pub at: Timestamp,
    /// The family, where a refresh token was issued.
    pub family_id: Option<FamilyId>,
    /// The access token that was issued with the code.
    pub access_token_id: Option<AccessTokenId>,
    /// When that access token expires; until then the code is kept.
    pub access_token_expires_at: Timestamp,
}

/// The exchange of a code, in one transaction.
#[derive(Debug, Clone)]
pub struct CodeRedemption {
    /// Which code.
    pub hash: SecretHash,
    /// The workspace of the code.
    pub workspace_id: WorkspaceId,
    /// What the decision rests on, the login session included unless the family outlives it and the client is not told of the session's end.
    pub basis: Basis,
    /// What is issued for the code.
    pub redeemed: Redeemed,
    /// The family that begins with it.
    pub family: Option<Family>,
    /// How many live families of its user and client there may be, this one included.
    pub cap: Option<FamilyCap>,
    /// The part in the login session that the client has from now on, where it is told of the session's end and has none yet. The session is then in
    /// the basis.
    pub session_client: Option<SessionClient>,
    /// The event.
    pub event: TokenEvent,
}

/// How many live families a user may have at a client.
#[derive(Debug, Clone, Copy)]
pub struct FamilyCap {
    /// The limit; at least 1.
    pub most: u16,
    /// What happens to those above the limit.
    pub rule: LimitRule,
    /// The identifiers of the events of the families that end.
    pub event_ids: EventIds,
}

/// The outcome of a code exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeOutcome {
    /// The code was redeemed by this exchange.
    Redeemed,
    /// There is no such code, or another exchange redeemed it before.
    AlreadyRedeemed,
    /// A row of the basis was changed since it was read, and nothing was written. The decision is to be made again.
    BasisChanged,
    /// The user has as many families at the client as are allowed, and none of them may be ended ([`LimitRule::Refuse`]).
    LimitReached,
}

/// Authorization codes.
pub trait CodeStorage {
    /// Stores a new code while its basis holds.
    fn insert_code(&self, code: AuthorizationCode, basis: Basis) -> impl Future<Output = Result<Written, StorageError>> + Send;

    /// Returns the code with this hash, with what its exchange rests on.
    fn find_code(&self, workspace: WorkspaceId, hash: &SecretHash)
    -> impl Future<Output = Result<Option<StoredCode>, StorageError>> + Send;

    /// Marks a code as redeemed, begins its family, ends those above its cap, and writes the events: all of it, or nothing where the
    /// outcome is another than [`CodeOutcome::Redeemed`]. The cap holds however many exchanges run at once.
    fn redeem_code(&self, redemption: CodeRedemption) -> impl Future<Output = Result<CodeOutcome, StorageError>> + Send;
}
