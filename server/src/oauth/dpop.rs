//! The headers of proofs of possession (RFC 9449).

use axum::{
    http::{HeaderMap, HeaderName, HeaderValue},
    response::Response,
};
use engine::{Realm, dpop::ProofHeader};

use super::shared::Shared;

/// The header that a proof comes in (§4.1).
pub(super) const PROOF: HeaderName = HeaderName::from_static("dpop");
/// The header that the nonce of the next proof goes out in (§8.1).
pub(super) const NONCE: HeaderName = HeaderName::from_static("dpop-nonce");

/// Returns the proof of a request.
pub(super) fn proof(headers: &HeaderMap) -> ProofHeader<'_> {
    // A header that is not text is still a proof, and a bad one.
    headers.get_all(PROOF).iter().map(|value| value.to_str().unwrap_or("unreadable")).collect()
}

/// Adds the nonce for the next proof to the answer to a request with a proof, so that nobody has to ask for it (§8.2).
pub(super) fn with_nonce(shared: &Shared, realm: &Realm, proof: ProofHeader<'_>, mut response: Response) -> Response {
    if proof != ProofHeader::Absent
        && let Ok(nonce) = HeaderValue::try_from(shared.engine.dpop_nonce(realm))
    {
        response.headers_mut().insert(NONCE, nonce);
    }
    response
}
