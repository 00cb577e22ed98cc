//! The userinfo endpoint (OpenID Connect Core §5.3).

use domain::{claim_mapping::ClaimPlace, scope::OPENID, thumbprint::Thumbprint};

use super::protected_resource::ResourceRequest;
use crate::{
    dpop::ProofHeader,
    engine::Engine,
    error::{Error, Refusal},
    realm::Realm,
    storage::Storage,
    token::{TokenType, UserClaims, mapped_claims::Told},
};

/// The endpoint's path below its issuer.
pub(crate) const PATH: &str = "/userinfo";

/// A request with an access token.
#[derive(Debug, Clone, Copy)]
pub struct UserinfoRequest<'a> {
    /// Its method, as in the request line.
    pub method: &'a str,
    /// How the token is presented.
    pub token_type: TokenType,
    /// The token.
    pub access_token: &'a str,
    /// The proof beside it.
    pub proof: ProofHeader<'a>,
    /// The certificate that the client presents, by its thumbprint (RFC 8705 §3).
    pub certificate: Option<Thumbprint>,
}

impl<S: Storage> Engine<S> {
    /// The claims that this access token shows.
    pub async fn userinfo(&self, realm: &Realm, request: UserinfoRequest<'_>) -> Result<UserClaims, Error> {
        let UserinfoRequest { method, token_type, access_token, proof, certificate } = request;
        let url = format!("{}{PATH}", realm.issuer);
        // RFC 8707 §2: a token for a resource server is that server's business.
        let asked = ResourceRequest { method, url: &url, token_type, access_token, proof, certificate, audience: &realm.issuer };
        let token = self.presented_access_token(realm, asked).await?;
        if !token.claims.scope.contains(OPENID) {
            return Err(Refusal::InsufficientScope.into());
        }
        let user = token.user.ok_or(Refusal::InvalidToken)?;
        // OpenID Connect Core §5.3.2: the same as in the ID token.
        let mappings = &realm.workspace.tokens.claim_mappings;
        let told = Told { place: ClaimPlace::Userinfo, scopes: &token.claims.scope, asked: &token.claims.userinfo_claims };
        Ok(UserClaims::of(&user, token.claims.sub.clone(), mappings, &told))
    }
}
