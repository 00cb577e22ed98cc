//! What a storage keeps for the engine, as it was written.

use std::net::IpAddr;

use domain::{
    client::Client,
    clock::Timestamp,
    id::{AccessTokenId, ClientId, FamilyId, KeyId, LoginSessionId, UserId, WorkspaceId},
    resource::Resources,
    scope::Scopes,
    signing::SigningAlgorithm,
    thumbprint::Thumbprint,
    user::User,
};

use super::SecretHash;

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
    /// What it signs by.
    pub algorithm: SigningAlgorithm,
    /// The public half: of ES256 an uncompressed P-256 point (65 bytes, SEC 1 §2.3.3), of Ed25519 32 bytes (RFC 8032 §5.1.5), of RSA the
    /// modulus (256 bytes, big-endian), whose exponent is 65537.
    pub public_key: Vec<u8>,
    /// The private half (PKCS #8), sealed.
    pub sealed_private_key: Vec<u8>,
    /// When it was made; the newest of an algorithm signs.
    pub created_at: Timestamp,
}

/// Where a login session was begun.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SessionOrigin {
    /// The browser and its system, as they call themselves, in a few words.
    pub browser: Option<String>,
    /// The network address.
    pub address: Option<IpAddr>,
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
    /// Where it was begun.
    pub origin: SessionOrigin,
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
    /// For how long offline access was agreed to, in seconds: what the user was told. None where it was not, or nobody knows any more.
    pub offline_seconds: Option<i64>,
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
    /// Where the code was sent.
    pub redirect_uri: String,
    /// Did the authorization request name it? Then the exchange has to name it, too (RFC 6749 §4.1.3).
    pub redirect_uri_named: bool,
    /// The scopes that were granted.
    pub scopes: Scopes,
    /// Those that were asked for and are not the client's to ask for.
    pub left_out: Scopes,
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
