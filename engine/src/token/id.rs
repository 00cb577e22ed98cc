//! ID tokens (OpenID Connect Core §2, §12.2).

use aws_lc_rs::digest;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    claim_mapping::ClaimPlace, client_document::ClientName, id::LoginSessionId, in_force, secret::Secret, signing::SigningAlgorithm,
};
use serde::{Deserialize, Serialize};

use super::{mapped_claims::Told, user_claims::UserClaims, user_grant::UserGrant};
use crate::{error::Error, keys::SigningKey, realm::Realm};

/// The `typ` of an ID token.
pub const TYPE: &str = "JWT";

/// The claims of an ID token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdTokenClaims {
    /// The issuer.
    pub iss: String,
    /// The client it was issued to.
    pub aud: ClientName,
    /// When it was issued.
    pub iat: i64,
    /// When it ends.
    pub exp: i64,
    /// When the user authenticated.
    pub auth_time: i64,
    /// How far the sign-in can be relied on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acr: Option<String>,
    /// How the user signed in (RFC 8176).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub amr: Vec<String>,
    /// The login session (OpenID Connect Back-Channel Logout §2.1).
    pub sid: LoginSessionId,
    /// The nonce of the authentication request; a refresh leaves it out (OpenID Connect Core §12.2).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nonce: Option<String>,
    /// The left half of the access token's hash (OpenID Connect Core §3.1.3.6).
    pub at_hash: String,
    /// The user, and what the scopes let the client know about them.
    #[serde(flatten)]
    pub user: UserClaims,
}

/// Issues an ID token beside an access token.
pub(super) fn issue(
    realm: &Realm,
    key: &SigningKey,
    grant: &UserGrant<'_>,
    access_token: &Secret<String>,
) -> Result<Secret<String>, Error> {
    let claims = IdTokenClaims {
        iss: realm.issuer.clone(),
        aud: grant.client.client_id(),
        iat: grant.now.as_seconds(),
        exp: grant.now.as_seconds() + in_force::ttls(&realm.workspace.tokens, &grant.client.settings).id_token_ttl.as_seconds(),
        auth_time: grant.auth_time.as_seconds(),
        acr: grant.told_acr(),
        amr: grant.amr(),
        sid: grant.login_session,
        nonce: grant.nonce.clone(),
        at_hash: access_token_hash(key.algorithm, access_token.expose()),
        user: UserClaims::of(
            grant.user,
            grant.subject.clone(),
            &realm.workspace.tokens.claim_mappings,
            &Told { place: ClaimPlace::IdToken, scopes: grant.scopes, asked: &grant.claims.id_token },
        ),
    };
    Ok(Secret::new(key.sign(TYPE, &claims)?))
}

/// The hash is the one that the algorithm signs: Ed25519 has SHA-512 in it (RFC 8032 §5.1).
fn access_token_hash(algorithm: SigningAlgorithm, access_token: &str) -> String {
    let (hash, half) = match algorithm {
        SigningAlgorithm::Rs256 | SigningAlgorithm::Es256 | SigningAlgorithm::Ps256 => (&digest::SHA256, 16),
        SigningAlgorithm::EdDsa => (&digest::SHA512, 32),
    };
    let hash = digest::digest(hash, access_token.as_bytes());
    URL_SAFE_NO_PAD.encode(hash.as_ref().get(..half).unwrap_or_default())
}
