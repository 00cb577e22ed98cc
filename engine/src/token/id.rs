//! ID tokens (OpenID Connect Core §2, §12.2).

use aws_lc_rs::digest;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    clock::Timestamp,
    id::{ClientId, LoginSessionId},
    scope::Scopes,
    secret::Secret,
    user::User,
};
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::userinfo::Claims,
    engine::{Engine, Realm},
    error::Error,
    storage::Storage,
};

/// The `typ` of an ID token.
pub const TYPE: &str = "JWT";

/// The claims of an ID token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdTokenClaims {
    /// The issuer.
    pub iss: String,
    /// The client it was issued to.
    pub aud: ClientId,
    /// When it was issued.
    pub iat: i64,
    /// When it ends.
    pub exp: i64,
    /// When the user authenticated.
    pub auth_time: i64,
    /// The login session (OpenID Connect Back-Channel Logout §2.1).
    pub sid: LoginSessionId,
    /// The nonce of the authentication request; a refresh leaves it out (OpenID Connect Core §12.2).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nonce: Option<String>,
    /// The left half of the access token's hash (OpenID Connect Core §3.1.3.6).
    pub at_hash: String,
    /// The user, and what the scopes let the client know about them.
    #[serde(flatten)]
    pub user: Claims,
}

/// What an ID token is issued for.
pub(crate) struct IdTokenGrant<'a> {
    pub(crate) client_id: ClientId,
    pub(crate) user: &'a User,
    pub(crate) scopes: &'a Scopes,
    pub(crate) auth_time: Timestamp,
    pub(crate) login_session: LoginSessionId,
    pub(crate) nonce: Option<String>,
    pub(crate) access_token: &'a Secret<String>,
    pub(crate) now: Timestamp,
}

impl<S: Storage> Engine<S> {
    /// Issues an ID token.
    pub(crate) async fn issue_id_token(&self, realm: &Realm, grant: IdTokenGrant<'_>) -> Result<Secret<String>, Error> {
        let claims = IdTokenClaims {
            iss: realm.issuer.clone(),
            aud: grant.client_id,
            iat: grant.now.as_seconds(),
            exp: grant.now.as_seconds() + realm.workspace.tokens.id_token_ttl.as_seconds(),
            auth_time: grant.auth_time.as_seconds(),
            sid: grant.login_session,
            nonce: grant.nonce,
            at_hash: access_token_hash(grant.access_token.expose()),
            user: Claims::of(grant.user, grant.scopes),
        };
        self.sign(realm, TYPE, &claims).await.map(Secret::new)
    }
}

fn access_token_hash(access_token: &str) -> String {
    let hash = digest::digest(&digest::SHA256, access_token.as_bytes());
    URL_SAFE_NO_PAD.encode(hash.as_ref().get(..16).unwrap_or_default())
}
