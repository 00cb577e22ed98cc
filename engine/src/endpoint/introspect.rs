//! Token introspection (RFC 7662).
//!
//! A client may ask about its own tokens; one with the scope `introspect_tokens`, a resource server, about every access token of the
//! workspace. A refresh token is only shown to its own client, because no other uses it (OAuth 2.1 §4.3).

use domain::{
    authorization_details::AuthorizationDetails,
    binding::Binding,
    client::Client,
    client_document::ClientName,
    id::{AccessTokenId, ClientId, LoginSessionId, UserId},
    scope::{INTROSPECT_TOKENS, Scopes},
    sign_in_method::SignInMethod,
};
use serde::Serialize;

use crate::{
    client_auth::ClientRequest,
    engine::Engine,
    error::{Error, Refusal},
    family::Family,
    realm::Realm,
    storage::{ClientRecord, Storage},
    token::{Actor, Audience, ExpiresIn, MappedClaims},
};

/// The answer about a token (RFC 7662 §2.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Introspection {
    /// It works.
    Active(Box<ActiveToken>),
    /// It does not, or the caller may not know.
    Inactive {
        /// `false`.
        active: bool,
    },
}

/// A token that works.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ActiveToken {
    /// `true`.
    pub active: bool,
    /// `Bearer`, `DPoP` or `refresh_token`.
    pub token_type: &'static str,
    /// What it allows; not said where that is nothing.
    #[serde(skip_serializing_if = "Scopes::is_empty")]
    pub scope: Scopes,
    /// What it allows beside that (RFC 9396 §9.2); not said where that is nothing.
    #[serde(skip_serializing_if = "AuthorizationDetails::is_empty")]
    pub authorization_details: AuthorizationDetails,
    /// The client it was issued to.
    pub client_id: ClientName,
    /// The user as the client calls them, or the client itself.
    pub sub: String,
    /// What the user signs in with; not where a sector has a name of its own for them, which would be of no use beside it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// The issuer.
    pub iss: String,
    /// Its audience.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aud: Option<Audience>,
    /// When it was issued.
    pub iat: i64,
    /// When it ends.
    pub exp: i64,
    /// Its identifier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub jti: Option<AccessTokenId>,
    /// When the user authenticated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auth_time: Option<i64>,
    /// How far that can be relied on (RFC 9470 §6.2).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acr: Option<String>,
    /// How the user authenticated (RFC 8176).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub amr: Vec<String>,
    /// The user's login session.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sid: Option<LoginSessionId>,
    /// What it is bound to (RFC 9449 §6.2, RFC 8705 §3.2).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cnf: Option<Binding>,
    /// Who acts with it, where that is not its subject (RFC 8693 §4.1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub act: Option<Actor>,
    /// For how long a refresh token can be counted on, where clients are told. To ask does not count as its use.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub expiration: Option<ExpiresIn>,
    /// The claims of the workspace's own that an access token has.
    #[serde(flatten)]
    pub mapped: MappedClaims,
}

const INACTIVE: Introspection = Introspection::Inactive { active: false };

impl<S: Storage> Engine<S> {
    /// Answers an introspection request. `token_type_hint` is not needed: the two kinds of token cannot be taken for one another.
    /// It does not sign: a client that only gets signed answers ([`Engine::answer_introspection`]) is refused.
    pub async fn introspect(&self, realm: &Realm, request: ClientRequest<'_>) -> Result<Introspection, Error> {
        let ClientRecord { client: caller, .. } = &*self.authenticate_client(realm, request).await?;
        if caller.settings.require_signed_introspection {
            return Err(Refusal::UnsignedIntrospection.into());
        }
        self.introspect_for(realm, caller, request.form.get("token")).await
    }

    /// Answers a client that has authenticated.
    pub(crate) async fn introspect_for(&self, realm: &Realm, caller: &Client, token: Option<&str>) -> Result<Introspection, Error> {
        if caller.settings.is_public() {
            return Err(Refusal::PublicIntrospection.into());
        }
        let token = token.ok_or(Refusal::MissingToken)?;
        let found = match self.introspect_refresh_token(realm, caller, token).await? {
            Some(found) => Some(found),
            None => self.introspect_access_token(realm, caller, token).await?,
        };
        Ok(found.map_or(INACTIVE, |token| Introspection::Active(Box::new(token))))
    }

    async fn introspect_refresh_token(&self, realm: &Realm, caller: &Client, text: &str) -> Result<Option<ActiveToken>, Error> {
        let Some(token) = self.refresh_token_key(realm).read(text) else {
            return Ok(None);
        };
        let Some(Family { authorization, position }) = self.storage().find_family(realm.workspace.id, token.family_id).await? else {
            return Ok(None);
        };
        let now = self.now();
        // A superseded token is inactive, also while a retry with it would still be answered.
        if authorization.client_id != caller.id || !position.is_live(now) || position.generation != token.generation {
            return Ok(None);
        }
        if !position.confirmed {
            self.storage().confirm(realm.workspace.id, authorization.id, position.generation).await?;
        }
        let (ends_at, _) = position.end();
        let sub = self.subject(realm.workspace.id, authorization.user_id, authorization.sector.as_ref()).await?;
        let signed_in_by = authorization.signed_in_by;
        Ok(Some(ActiveToken {
            active: true,
            token_type: "refresh_token",
            scope: authorization.scopes,
            authorization_details: authorization.authorization_details,
            client_id: caller.client_id(),
            sub,
            username: None,
            iss: realm.issuer.clone(),
            aud: None,
            iat: position.rotated_at.as_seconds(),
            exp: ends_at.as_seconds(),
            jti: None,
            auth_time: Some(authorization.auth_time.as_seconds()),
            acr: authorization.acr.or(signed_in_by.map(SignInMethod::acr)).map(|acr| acr.name().to_owned()),
            amr: signed_in_by.into_iter().flat_map(SignInMethod::amr).map(|name| (*name).to_owned()).collect(),
            sid: Some(authorization.login_session_id),
            cnf: authorization.bound_to,
            act: None,
            expiration: ExpiresIn::told(realm, position.expiration(), now),
            mapped: MappedClaims::new(),
        }))
    }

    async fn introspect_access_token(&self, realm: &Realm, caller: &Client, text: &str) -> Result<Option<ActiveToken>, Error> {
        // Whether the caller may know comes first: a stranger's question must not confirm anything.
        let may_know = |client: ClientId| client == caller.id || caller.settings.scopes.contains(INTROSPECT_TOKENS);
        let Some(claims) = self.read_access_token(realm, text).await?.filter(|claims| may_know(claims.client(realm.workspace.id))) else {
            return Ok(None);
        };
        Ok(self.active_access_token(realm, claims).await?.map(|token| ActiveToken {
            active: true,
            token_type: token.claims.token_type().name(),
            username: token.user.filter(|_| token.claims.sub.parse::<UserId>().is_ok()).map(|user| user.identifier.to_string()),
            scope: token.claims.scope,
            authorization_details: token.claims.authorization_details,
            client_id: token.claims.client_id,
            sub: token.claims.sub,
            iss: token.claims.iss,
            aud: Some(token.claims.aud),
            iat: token.claims.iat,
            exp: token.claims.exp,
            jti: Some(token.claims.jti),
            auth_time: token.claims.auth_time,
            acr: token.claims.acr,
            amr: token.claims.amr,
            sid: token.claims.sid,
            cnf: token.claims.cnf,
            act: token.claims.act,
            expiration: None,
            mapped: token.claims.mapped,
        }))
    }
}
