//! Issuers whose assertions a workspace takes for its users' authorization: JWTs as authorization grants (RFC 7523 §2.1), and among them identity
//! assertion authorization grants (draft-ietf-oauth-identity-assertion-authz-grant-03).

mod issuer;
mod kind;
mod set;
mod subject;
mod text;

pub use issuer::{AssertionTtl, IssuerKeys, TrustedIssuer};
pub use kind::AssertionKind;
pub use set::{MOST_CLIENTS, MOST_ISSUERS, MOST_SCOPES, TrustedIssuers};
pub use subject::SubjectMatch;
pub use text::{AssertionIssuer, ClaimName, InvalidClaimName, InvalidIssuer};
