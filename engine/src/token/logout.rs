//! Logout tokens (OpenID Connect Back-Channel Logout §2.4): they tell a client that a login session was ended.

use domain::{
    client::Client,
    client_document::ClientName,
    id::{LoginSessionId, LogoutTokenId},
    in_force,
    logout::LOGOUT_TOKEN_TTL,
    secret::Secret,
};
use serde::Serialize;

use crate::{
    engine::Engine,
    error::Error,
    keys::KeyError,
    realm::Realm,
    storage::{SessionClient, Storage},
};

/// The `typ` of a logout token, which keeps it from being taken for an ID token.
pub const TYPE: &str = "logout+jwt";

/// The claims of a logout token. It has no `nonce`, so that it cannot be taken for an ID token either.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LogoutTokenClaims {
    /// The issuer.
    pub iss: String,
    /// The client that is told.
    pub aud: ClientName,
    /// When it was made.
    pub iat: i64,
    /// When it ends.
    pub exp: i64,
    /// Its identifier, which no other has: a client may refuse one that it was sent before.
    pub jti: LogoutTokenId,
    /// The user, called as in ID tokens.
    pub sub: String,
    /// The session, as in ID tokens. Without it, all that the user has with the client ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sid: Option<LoginSessionId>,
    /// What happened (RFC 8417 §2.2).
    pub events: LogoutEvents,
}

/// What a client ends that is told of the end of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogoutReach {
    /// That session: the token names it.
    Session,
    /// All that the user has with the client: the token names the user alone (§2.4).
    User,
}

/// The one event of a logout token.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct LogoutEvents {
    /// That the session was ended.
    #[serde(rename = "http://schemas.openid.net/event/backchannel-logout")]
    pub backchannel_logout: NothingMore,
}

/// An object without members: nothing more is said of the event.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct NothingMore {}

impl<S: Storage> Engine<S> {
    /// Makes a logout token for a client that is to be told of the end of a session, signed as its ID tokens are. Each attempt to tell it has one of
    /// its own: one that is sent later is not over, and one that is sent again is not refused because of its `jti`.
    pub async fn logout_token(
        &self,
        realm: &Realm,
        client: &Client,
        told: &SessionClient,
        reach: LogoutReach,
    ) -> Result<Secret<String>, Error> {
        let algorithm = in_force::id_token_algorithm(&realm.workspace.tokens, &client.settings);
        let [key] = self.signing_keys(realm, [Some(algorithm)]).await?;
        let key = key.ok_or(KeyError::Unopened)?;
        let now = self.now();
        // What the client called the user in that session, and not what it would call them now.
        let sector = told.sector.or_else(|| client.sector());
        let claims = LogoutTokenClaims {
            iss: realm.issuer.clone(),
            aud: client.client_id(),
            iat: now.as_seconds(),
            exp: now.as_seconds() + LOGOUT_TOKEN_TTL,
            jti: LogoutTokenId::new(now, self.random_bytes()),
            sub: self.subject(realm.workspace.id, told.user_id, sector.as_ref()).await?,
            sid: (reach == LogoutReach::Session).then_some(told.login_session_id),
            events: LogoutEvents::default(),
        };
        Ok(Secret::new(key.sign(TYPE, &claims)?))
    }
}
