//! Access tokens: signed JWTs (RFC 9068) or sealed opaque ones, with the same claims in both.

use std::collections::BTreeSet;

use domain::{
    authorization_details::AuthorizationDetails,
    binding::Binding,
    claim_mapping::ClaimPlace,
    client::{Client, ClientStatus},
    client_document::ClientName,
    clock::Timestamp,
    id::{AccessTokenId, ClientId, FamilyId, LoginSessionId, WorkspaceId},
    in_force,
    resource::Resources,
    scope::Scopes,
    secret::Secret,
    settings::tokens::{AccessTokenFormat, TokenSettings},
    signing::SigningAlgorithm,
    user::{User, UserStatus},
};
use serde::{Deserialize, Serialize};

use super::{
    actor::Actor,
    audience::Audience,
    mapped_claims::{self, MappedClaims, Told},
    source::TokenSource,
    token_type::TokenType,
    user_grant::UserGrant,
};
use crate::{
    client_document::id_of,
    engine::Engine,
    error::Error,
    keys::SigningKey,
    realm::Realm,
    storage::{ClientStanding, StandingToken, Storage, TokenOrigin, TokenStanding},
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
    /// The user as the client calls them, or the client itself where it acts for itself.
    pub sub: String,
    /// Its audience: resource servers, or the workspace itself.
    pub aud: Audience,
    /// The client it was issued to, by the name that it has for itself.
    pub client_id: ClientName,
    /// What it allows; no claim where that is nothing.
    #[serde(default, skip_serializing_if = "Scopes::is_empty")]
    pub scope: Scopes,
    /// What it allows beside that (RFC 9396 §9.1); no claim where that is nothing.
    #[serde(default, skip_serializing_if = "AuthorizationDetails::is_empty")]
    pub authorization_details: AuthorizationDetails,
    /// When it was issued.
    pub iat: i64,
    /// When it ends.
    pub exp: i64,
    /// Its identifier.
    pub jti: AccessTokenId,
    /// When the user authenticated; no refresh changes it (RFC 9068 §2.2.1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auth_time: Option<i64>,
    /// How far that can be relied on (RFC 9470 §6.1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acr: Option<String>,
    /// How the user authenticated (RFC 8176).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub amr: Vec<String>,
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
    /// The client's count of ends at its issue, where the client acts for itself or exchanged another token for it ([`Client::epoch`]).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub epoch: Option<i64>,
    /// Who acts with it, where that is not its subject (RFC 8693 §4.1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub act: Option<Actor>,
    /// What it was exchanged for, and what that came from: it ends with each of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exchanged: Vec<TokenSource>,
    /// The claims that its client gets at the userinfo endpoint by themselves, beside those of the scopes.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub userinfo_claims: BTreeSet<String>,
    /// The claims of the workspace's own.
    #[serde(flatten)]
    pub mapped: MappedClaims,
}

impl AccessTokenClaims {
    /// How the token is presented.
    pub fn token_type(&self) -> TokenType {
        TokenType::of(self.cnf)
    }

    /// Returns the identifier of the client it was issued to, in the workspace that issued it.
    pub(crate) fn client(&self, workspace: WorkspaceId) -> ClientId {
        id_of(workspace, &self.client_id)
    }

    /// Returns what ends it but its time, and what it came from before.
    pub(crate) fn source(&self) -> TokenSource {
        let user = self.auth_time.map(|_| self.sub.clone());
        TokenSource { jti: self.jti, client_id: self.client_id.clone(), user, sid: self.sid, family: self.family, epoch: self.epoch }
    }
}

/// What an access token is issued for.
pub(crate) struct AccessTokenGrant<'a> {
    pub(crate) client: &'a Client,
    /// None if the client acts for itself.
    pub(crate) user: Option<&'a UserGrant<'a>>,
    pub(crate) scopes: &'a Scopes,
    pub(crate) resources: &'a Resources,
    pub(crate) details: &'a AuthorizationDetails,
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
    /// The token itself first, and then what it was exchanged for.
    pub(crate) stands_on: Vec<StandingToken>,
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
        let mappings = &realm.workspace.tokens.claim_mappings;
        let told = Told { place: ClaimPlace::AccessToken, scopes: grant.scopes, asked: &BTreeSet::new() };
        let claims = AccessTokenClaims {
            iss: realm.issuer.clone(),
            sub: grant.user.map_or_else(|| grant.client.id.to_string(), |grant| grant.subject.clone()),
            aud: Audience::of(grant.resources, &realm.issuer),
            client_id: grant.client.client_id(),
            scope: grant.scopes.clone(),
            authorization_details: grant.details.clone(),
            iat: grant.now.as_seconds(),
            exp: grant.now.as_seconds() + expires_in,
            jti: id,
            auth_time: grant.user.map(|user| user.auth_time.as_seconds()),
            acr: grant.user.and_then(UserGrant::told_acr),
            amr: grant.user.map(UserGrant::amr).unwrap_or_default(),
            sid: grant.user.map(|user| user.login_session),
            cnf: grant.bound_to,
            family: family.map(|(family, _)| family),
            generation: family.map(|(_, generation)| generation),
            epoch: grant.user.is_none().then_some(grant.client.epoch),
            act: None,
            exchanged: Vec::new(),
            userinfo_claims: grant.user.map(|of| of.claims.userinfo.clone()).unwrap_or_default(),
            mapped: grant.user.map(|of| mapped_claims::told(mappings, of.user, &told)).unwrap_or_default(),
        };
        self.write_access_token(realm, key, &claims)
    }

    /// Writes an access token with these claims: signed with the key, or sealed if there is none.
    pub(crate) fn write_access_token(
        &self,
        realm: &Realm,
        key: Option<&SigningKey>,
        claims: &AccessTokenClaims,
    ) -> Result<IssuedAccessToken, Error> {
        let text = if let Some(key) = key {
            key.sign(TYPE, claims)?
        } else {
            format!("{PREFIX}{}", self.keys().seal_value(&purpose(realm), claims, self.random().as_ref())?)
        };
        let expires_in = claims.exp - claims.iat;
        Ok(IssuedAccessToken { id: claims.jti, text: Secret::new(text), token_type: claims.token_type(), expires_in })
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
    /// not ended. The origin is its family, or its login session without a family, or the client itself if it acts for itself. What was
    /// exchanged for another token is valid only while that stands in the same way. Its use shows that the client received it, which
    /// confirms the family's current generation.
    pub(crate) async fn active_access_token(&self, realm: &Realm, claims: AccessTokenClaims) -> Result<Option<ActiveAccessToken>, Error> {
        let (workspace, now) = (realm.workspace.id, self.now());
        if now.as_seconds() >= claims.exp {
            return Ok(None);
        }
        let Some((itself, standing)) = self.find_standing(workspace, &claims.source(), now).await? else {
            return Ok(None);
        };
        let mut stands_on = vec![itself];
        for source in &claims.exchanged {
            let Some((source, _)) = self.find_standing(workspace, source, now).await? else { return Ok(None) };
            stands_on.push(source);
        }
        if let (Some(family_id), Some(generation), Some(position)) = (claims.family, claims.generation, standing.position)
            && position.generation == generation
            && !position.confirmed
        {
            self.storage().confirm(workspace, family_id, generation).await?;
        }
        Ok(Some(ActiveAccessToken { claims, user: standing.user, stands_on }))
    }

    /// Returns what a token stands on, with its user if that one is active; nothing if it has ended by anything but its time.
    async fn find_standing(
        &self,
        workspace: WorkspaceId,
        source: &TokenSource,
        now: Timestamp,
    ) -> Result<Option<(StandingToken, TokenStanding)>, Error> {
        let &TokenSource { jti, ref client_id, user: ref called, sid, family: family_id, epoch } = source;
        let Some(record) = self.client(workspace, id_of(workspace, client_id)).await? else {
            return Ok(None);
        };
        let user_id = match called {
            Some(called) => self.user_called(workspace, called).await?,
            None => None,
        };
        // A name that leads to nobody is not the absence of one.
        if called.is_some() && user_id.is_none() {
            return Ok(None);
        }
        let client = &record.client;
        // A token of a client itself without a count is one of the first.
        let epoch = epoch.or_else(|| user_id.is_none().then_some(0));
        if client.status != ClientStatus::Active || epoch.is_some_and(|epoch| epoch != client.epoch) {
            return Ok(None);
        }
        let session_id = sid.filter(|_| family_id.is_none());
        let origin = TokenOrigin { workspace_id: workspace, token_id: jti, user_id, session_id, family_id };
        let found = self.storage().find_token_standing(origin).await?;
        let user = found.user.filter(|user| user.status == UserStatus::Active);
        let has_ended = found.is_denied || user_id.is_some() && (user.is_none() || family_id.is_none() && !found.is_session_open);
        if has_ended || family_id.is_some() && !found.position.is_some_and(|position| position.is_live(now)) {
            return Ok(None);
        }
        let standing = StandingToken {
            token: jti,
            client: ClientStanding::from(client),
            user: user.as_ref().map(|user| (user.id, user.version)),
            session: session_id,
            family: family_id,
        };
        Ok(Some((standing, TokenStanding { user, ..found })))
    }
}

/// A token is sealed for its workspace, so that another cannot open it.
fn purpose(realm: &Realm) -> String {
    format!("access-token {}", realm.workspace.id)
}
