//! The userinfo endpoint (OpenID Connect Core §5.3).

use domain::scope::OPENID;

use crate::{
    dpop::{ProofHeader, Target},
    engine::Engine,
    error::{Error, Refusal},
    realm::Realm,
    storage::Storage,
    token::{TokenType, UserClaims, access::AccessTokenClaims},
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
}

impl<S: Storage> Engine<S> {
    /// The claims that this access token shows.
    pub async fn userinfo(&self, realm: &Realm, request: UserinfoRequest<'_>) -> Result<UserClaims, Error> {
        let claims = self.read_access_token(realm, request.access_token).await?.ok_or(Refusal::InvalidToken)?;
        self.prove_possession(realm, &request, &claims).await?;
        // RFC 8707 §2: a token for a resource server is that server's business.
        if !claims.aud.contains(&realm.issuer) {
            return Err(Refusal::OtherAudience.into());
        }
        let token = self.active_access_token(realm, claims).await?.ok_or(Refusal::InvalidToken)?;
        if !token.claims.scope.contains(OPENID) {
            return Err(Refusal::InsufficientScope.into());
        }
        let user = token.user.ok_or(Refusal::InvalidToken)?;
        Ok(UserClaims::of(&user, &token.claims.scope))
    }

    /// RFC 9449 §7: a token that is bound to a key is of no use without it, and another one is not made more than it is by a proof.
    async fn prove_possession(&self, realm: &Realm, request: &UserinfoRequest<'_>, claims: &AccessTokenClaims) -> Result<(), Error> {
        let bound = match (request.token_type, claims.cnf) {
            (TokenType::Bearer, None) => return Ok(()),
            (TokenType::Bearer, Some(_)) => return Err(Refusal::BoundTokenAsBearer.into()),
            (TokenType::Dpop, None) => return Err(Refusal::BearerTokenAsBound.into()),
            (TokenType::Dpop, Some(bound)) => bound,
        };
        let url = format!("{}{PATH}", realm.issuer);
        let target = Target { method: request.method, url: &url, access_token: Some(request.access_token) };
        let proof = self.check_proof(realm, request.proof, target)?.ok_or(Refusal::MissingProof)?;
        if proof.jkt != bound.jkt {
            return Err(Refusal::TokenOfOtherKey.into());
        }
        self.use_proof(realm, &proof).await
    }
}
