//! Access tokens: signed JWTs (RFC 9068) or sealed opaque ones, with the same claims in both.

use domain::{
    binding::Binding,
    client::{Client, ClientStatus},
    clock::Timestamp,
    id::{AccessTokenId, ClientId, FamilyId, LoginSessionId, UserId},
    in_force,
    resource::Resources,
    scope::Scopes,
    secret::Secret,
    settings::tokens::{AccessTokenFormat, TokenSettings},
    signing::SigningAlgorithm,
    user::{User, UserStatus},
};
use serde::{Deserialize, Serialize};

use super::{audience::Audience, token_type::TokenType, user_grant::UserGrant};
use crate::{
    engine::Engine,
    error::Error,
    keys::SigningKey,
    realm::Realm,
    storage::{Storage, TokenOrigin, TokenStanding},
};

/// The `typ` of a JWT access token, which keeps it from being taken for an ID token (RFC 9068 §2.1).
pub const TYPE: &str = "at+jwt";
/// The prefix of an opaque access token.
pub const PREFIX: &str = "at1.";

/// The claims of an access token (RFC 9068 §2.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessTokenClaims {
    /// The issuer.
    pub iss: String,
    /// The user, or the client itself where it acts for itself.
    pub sub: String,
    /// Its audience: resource servers, or the workspace itself.
    pub aud: Audience,
    /// The client it was issued to.
    pub client_id: ClientId,
    /// What it allows; no claim where that is nothing.
    #[serde(default, skip_serializing_if = "Scopes::is_empty")]
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
    /// What it is bound to (RFC 9449 §6.1, RFC 8705 §3.1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cnf: Option<Binding>,
    /// The family it came from, with whose end it ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub family: Option<FamilyId>,
    /// The generation of the family it was issued with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub generation: Option<i64>,
    /// The client's count of ends at its issue, where the client acts for itself ([`Client::epoch`]).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub epoch: Option<i64>,
}

impl AccessTokenClaims {
    /// How the token is presented.
    pub fn token_type(&self) -> TokenType {
        TokenType::of(self.cnf)
    }
}

/// What an access token is issued for.
pub(crate) struct AccessTokenGrant<'a> {
    pub(crate) client: &'a Client,
    /// None if the client acts for itself.
    pub(crate) user: Option<&'a UserGrant<'a>>,
    pub(crate) scopes: &'a Scopes,
    pub(crate) resources: &'a Resources,
    /// What it is bound to.
    pub(crate) bound_to: Option<Binding>,
    pub(crate) now: Timestamp,
}

/// An access token that was issued.
pub(crate) struct IssuedAccessToken {
    pub(crate) id: AccessTokenId,
    pub(crate) text: Secret<String>,
    pub(crate) token_type: TokenType,
    pub(crate) expires_in: i64,
}

/// An access token that is valid, and its user.
#[derive(Debug, Clone)]
pub(crate) struct ActiveAccessToken {
    pub(crate) claims: AccessTokenClaims,
    /// None if the client acts for itself.
    pub(crate) user: Option<User>,
}

/// Returns the algorithm that signs a client's access tokens; none if the workspace has opaque ones.
pub(crate) fn algorithm(tokens: &TokenSettings, client: &Client) -> Option<SigningAlgorithm> {
    match tokens.access_token_format {
        AccessTokenFormat::Jwt => Some(in_force::access_token_algorithm(tokens, &client.settings)),
        AccessTokenFormat::Opaque => None,
    }
}

impl<S: Storage> Engine<S> {
    /// Issues an access token: signed with the key, or sealed if there is none.
    pub(crate) fn issue_access_token(
        &self,
        realm: &Realm,
        key: Option<&SigningKey>,
        grant: &AccessTokenGrant<'_>,
    ) -> Result<IssuedAccessToken, Error> {
        let id = AccessTokenId::new(grant.now, self.random_bytes());
        let ttl = in_force::ttls(&realm.workspace.tokens, &grant.client.settings).access_token_ttl.as_seconds();
        let ends_at = grant.user.and_then(|user| user.ends_at);
        let expires_in = ends_at.map_or(ttl, |ends_at| ttl.min(ends_at.as_seconds() - grant.now.as_seconds()));
        let family = grant.user.and_then(|user| user.family);
        let claims = AccessTokenClaims {
            iss: realm.issuer.clone(),
            sub: grant.user.map_or_else(|| grant.client.id.to_string(), |grant| grant.user.id.to_string()),
            aud: Audience::of(grant.resources, &realm.issuer),
            client_id: grant.client.id,
            scope: grant.scopes.clone(),
            iat: grant.now.as_seconds(),
            exp: grant.now.as_seconds() + expires_in,
            jti: id,
            auth_time: grant.user.map(|user| user.auth_time.as_seconds()),
            sid: grant.user.map(|user| user.login_session),
            cnf: grant.bound_to,
            family: family.map(|(family, _)| family),
            generation: family.map(|(_, generation)| generation),
            epoch: grant.user.is_none().then_some(grant.client.epoch),
        };
        let text = if let Some(key) = key {
            key.sign(TYPE, &claims)?
        } else {
            format!("{PREFIX}{}", self.keys().seal_value(&purpose(realm), &claims, self.random().as_ref())?)
        };
        Ok(IssuedAccessToken { id, text: Secret::new(text), token_type: TokenType::of(grant.bound_to), expires_in })
    }

    /// Returns the claims of an access token of this workspace, valid or not.
    pub(crate) async fn read_access_token(&self, realm: &Realm, text: &str) -> Result<Option<AccessTokenClaims>, Error> {
        let claims: Option<AccessTokenClaims> = match text.strip_prefix(PREFIX) {
            Some(sealed) => self.keys().open_value(&purpose(realm), sealed).ok(),
            None => self.verify_signature(realm, TYPE, text).await?,
        };
        Ok(claims.filter(|claims| claims.iss == realm.issuer))
    }

    /// Returns an access token with its user if it is valid now: neither expired nor denied, its client and user active, and its origin
    /// not ended. The origin is its family, or its login session without a family, or the client itself if it acts for itself. Its use
    /// shows that the client received it, which confirms the family's current generation.
    pub(crate) async fn active_access_token(&self, realm: &Realm, claims: AccessTokenClaims) -> Result<Option<ActiveAccessToken>, Error> {
        let workspace = realm.workspace.id;
        let now = self.now();
        if now.as_seconds() >= claims.exp {
            return Ok(None);
        }
        let Some(record) = self.client(workspace, claims.client_id).await? else {
            return Ok(None);
        };
        if record.client.status != ClientStatus::Active {
            return Ok(None);
        }
        let user_id = claims.auth_time.and_then(|_| claims.sub.parse::<UserId>().ok());
        if user_id.is_none() && claims.epoch.unwrap_or_default() != record.client.epoch {
            return Ok(None);
        }
        let session_id = claims.sid.filter(|_| claims.family.is_none());
        let origin = TokenOrigin { workspace_id: workspace, token_id: claims.jti, user_id, session_id, family_id: claims.family };
        let TokenStanding { is_denied, user, is_session_open, position } = self.storage().find_token_standing(origin).await?;
        let user = user.filter(|user| user.status == UserStatus::Active);
        let has_ended = is_denied || user_id.is_some() && (user.is_none() || claims.family.is_none() && !is_session_open);
        if has_ended {
            return Ok(None);
        }
        if let (Some(family_id), Some(generation)) = (claims.family, claims.generation) {
            let Some(position) = position.filter(|position| position.is_live(now)) else { return Ok(None) };
            if position.generation == generation && !position.confirmed {
                self.storage().confirm(workspace, family_id, generation).await?;
            }
        }
        Ok(Some(ActiveAccessToken { claims, user }))
    }
}

/// A token is sealed for its workspace, so that another cannot open it.
fn purpose(realm: &Realm) -> String {
    format!("access-token {}", realm.workspace.id)
}
