//! The tokens that are signed or sealed: access tokens, ID tokens and logout tokens.

pub mod access;
mod actor;
mod audience;
pub(crate) mod expires_in;
pub mod id;
mod issue;
pub mod logout;
pub(crate) mod mapped_claims;
#[cfg(test)]
mod own_names;
mod response;
mod signature;
mod source;
mod token_type;
mod user_claims;
mod user_grant;

pub use actor::Actor;
pub use audience::Audience;
pub use expires_in::ExpiresIn;
pub(crate) use issue::UserTokens;
pub use mapped_claims::MappedClaims;
pub use response::TokenResponse;
pub use source::TokenSource;
pub use token_type::TokenType;
pub use user_claims::UserClaims;
pub(crate) use user_grant::UserGrant;
