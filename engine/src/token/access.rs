//! Access tokens: signed JWTs (RFC 9068) or sealed opaque ones, with the same claims in both.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    client::{Client, ClientStatus},
    clock::Timestamp,
    id::{AccessTokenId, ClientId, FamilyId, LoginSessionId, UserId},
    scope::Scopes,
    secret::Secret,
    settings::tokens::AccessTokenFormat,
    user::{User, UserStatus},
};
use jsonwebtoken::{Algorithm, Header, Validation};
use serde::{Deserialize, Serialize};

use crate::{
    engine::{Engine, Realm},
    error::Error,
    storage::Storage,
};

/// The `typ` of a JWT access token, which keeps it from being taken for an ID token (RFC 9068 §2.1).
pub const TYPE: &str = "at+jwt";
/// What an opaque access token begins with.
pub const PREFIX: &str = "at1.";

/// The claims of an access token (RFC 9068 §2.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessTokenClaims {
    /// The issuer.
    pub iss: String,
    /// The user, or the client itself where it acts for itself.
    pub sub: String,
    /// Whom it is for: the workspace's own resources.
    pub aud: String,
    /// The client it was issued to.
    pub client_id: ClientId,
    /// What it allows.
    pub scope: Scopes,
    /// When it was issued.
    pub iat: i64,
    /// When it ends.
    pub exp: i64,
    /// Its identifier.
    pub jti: AccessTokenId,
    /// When the user authenticated; no refresh changes it (RFC 9068 §2.2.1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auth_time: Option<i64>,
    /// The user's login session.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sid: Option<LoginSessionId>,
    /// The family it came from, with whose end it ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub family: Option<FamilyId>,
    /// The generation of the family it was issued with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub generation: Option<i64>,
}

/// The user's part of an access token.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Subject {
    pub(crate) user: UserId,
    pub(crate) auth_time: Timestamp,
    pub(crate) login_session: LoginSessionId,
}

/// What an access token is issued for.
pub(crate) struct AccessTokenGrant<'a> {
    pub(crate) client: &'a Client,
    pub(crate) subject: Option<Subject>,
    pub(crate) scopes: &'a Scopes,
    pub(crate) family: Option<(FamilyId, i64)>,
    pub(crate) now: Timestamp,
}

/// An access token that was issued.
pub(crate) struct IssuedAccessToken {
    pub(crate) id: AccessTokenId,
    pub(crate) text: Secret<String>,
    pub(crate) expires_in: i64,
}

/// An access token that works, and who stands behind it.
#[derive(Debug, Clone)]
pub struct ActiveAccessToken {
    /// What it says.
    pub claims: AccessTokenClaims,
    /// The client it was issued to.
    pub client: Client,
    /// The user; none where the client acts for itself.
    pub user: Option<User>,
}

impl<S: Storage> Engine<S> {
    /// Issues an access token in the workspace's format.
    pub(crate) async fn issue_access_token(&self, realm: &Realm, grant: AccessTokenGrant<'_>) -> Result<IssuedAccessToken, Error> {
        let id = AccessTokenId::new(grant.now, self.random_bytes());
        let expires_in = realm.workspace.tokens.access_token_ttl.as_seconds();
        let claims = AccessTokenClaims {
            iss: realm.issuer.clone(),
            sub: grant.subject.map_or_else(|| grant.client.id.to_string(), |subject| subject.user.to_string()),
            aud: realm.issuer.clone(),
            client_id: grant.client.id,
            scope: grant.scopes.clone(),
            iat: grant.now.as_seconds(),
            exp: grant.now.as_seconds() + expires_in,
            jti: id,
            auth_time: grant.subject.map(|subject| subject.auth_time.as_seconds()),
            sid: grant.subject.map(|subject| subject.login_session),
            family: grant.family.map(|(family, _)| family),
            generation: grant.family.map(|(_, generation)| generation),
        };
        let text = match realm.workspace.tokens.access_token_format {
            AccessTokenFormat::Jwt => self.sign(realm, TYPE, &claims).await?,
            AccessTokenFormat::Opaque => {
                let sealed = self.keys().seal(&purpose(realm), &serde_json::to_vec(&claims)?, self.random().as_ref())?;
                format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(sealed))
            }
        };
        Ok(IssuedAccessToken { id, text: Secret::new(text), expires_in })
    }

    /// Signs claims with the newest key of the workspace.
    pub(crate) async fn sign<T: Serialize>(&self, realm: &Realm, token_type: &str, claims: &T) -> Result<String, Error> {
        let keys = self.storage().list_signing_keys(realm.workspace.id).await?;
        let sealed = keys.first().ok_or(crate::keys::KeyError::Unopened)?;
        let key = self.keys().open_signing_key(sealed)?;
        let header = Header { typ: Some(token_type.to_owned()), kid: Some(key.id.to_string()), ..Header::new(Algorithm::ES256) };
        Ok(jsonwebtoken::encode(&header, claims, &key.encoding)?)
    }

    /// The claims of a JWT that this workspace signed, of this type; nothing where it did not. Its times are the caller's to check.
    pub(crate) async fn verify_signature<T: serde::de::DeserializeOwned + Clone>(
        &self,
        realm: &Realm,
        token_type: &str,
        text: &str,
    ) -> Result<Option<T>, Error> {
        let Ok(header) = jsonwebtoken::decode_header(text) else {
            return Ok(None);
        };
        if header.alg != Algorithm::ES256 || header.typ.as_deref() != Some(token_type) {
            return Ok(None);
        }
        let keys = self.storage().list_signing_keys(realm.workspace.id).await?;
        let Some(sealed) = keys.iter().find(|key| header.kid.as_deref() == Some(key.id.to_string().as_str())) else {
            return Ok(None);
        };
        let key = self.keys().open_signing_key(sealed)?;
        let mut validation = Validation::new(Algorithm::ES256);
        validation.required_spec_claims.clear();
        validation.validate_exp = false;
        validation.validate_aud = false;
        Ok(jsonwebtoken::decode(text, &key.decoding, &validation).ok().map(|token| token.claims))
    }

    /// The claims of an access token of this workspace, whether it still works or not.
    pub(crate) async fn read_access_token(&self, realm: &Realm, text: &str) -> Result<Option<AccessTokenClaims>, Error> {
        let claims: Option<AccessTokenClaims> = match text.strip_prefix(PREFIX) {
            Some(sealed) => URL_SAFE_NO_PAD
                .decode(sealed)
                .ok()
                .and_then(|sealed| self.keys().open(&purpose(realm), &sealed).ok())
                .and_then(|plain| serde_json::from_slice(&plain).ok()),
            None => self.verify_signature(realm, TYPE, text).await?,
        };
        Ok(claims.filter(|claims| claims.iss == realm.issuer))
    }

    /// The access token, if it works now: neither expired nor refused, its family alive, its client and user active. That it was
    /// used says that the client got it, which confirms its family's current generation.
    pub(crate) async fn active_access_token(&self, realm: &Realm, text: &str) -> Result<Option<ActiveAccessToken>, Error> {
        let workspace = realm.workspace.id;
        let now = self.now();
        let Some(claims) = self.read_access_token(realm, text).await? else {
            return Ok(None);
        };
        if now.as_seconds() >= claims.exp || self.storage().is_access_token_denied(workspace, claims.jti).await? {
            return Ok(None);
        }
        let Some(record) = self.storage().find_client(workspace, claims.client_id).await? else {
            return Ok(None);
        };
        if record.client.status != ClientStatus::Active {
            return Ok(None);
        }
        let user = match claims.sub.parse::<UserId>() {
            Ok(id) if claims.auth_time.is_some() => match self.storage().find_user(workspace, id).await? {
                Some(user) if user.status == UserStatus::Active => Some(user),
                _ => return Ok(None),
            },
            _ => None,
        };
        if let (Some(family_id), Some(generation)) = (claims.family, claims.generation) {
            match self.storage().find_family(workspace, family_id).await? {
                Some(family) if family.is_live(now) => {
                    if family.generation == generation && !family.confirmed {
                        self.storage().confirm(workspace, family_id, generation).await?;
                    }
                }
                _ => return Ok(None),
            }
        }
        Ok(Some(ActiveAccessToken { claims, client: record.client, user }))
    }
}

/// A token is sealed for its workspace, so that another cannot open it.
fn purpose(realm: &Realm) -> String {
    format!("access-token {}", realm.workspace.id)
}
