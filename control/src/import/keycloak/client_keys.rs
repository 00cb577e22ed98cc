//! The keys of a client that signs a JWT to authenticate, or its requests.

use domain::{client_keys::ClientKeys, client_uri::JwksUri, import::Reason};
use engine::client_keys;

use crate::import::{findings::Findings, members::Members};

/// Attributes with a single key in another form than JSON.
const CERTIFICATES: [&str; 2] = ["jwt.credential.certificate", "jwt.credential.public.key"];
/// Attributes that say nothing without a key.
const SILENT: [&str; 3] = ["jwt.credential.kid", "use.jwks.string", "use.jwks.url"];

/// Returns the keys of a client's attributes; nothing where there are none that can be used here.
pub(super) fn read(attributes: Option<&mut Members<'_>>, findings: &mut Findings) -> Option<ClientKeys> {
    let attributes = attributes?;
    let Some(keys) = find(attributes, findings) else {
        attributes.leave_out(&CERTIFICATES, Reason::ClientKeys, findings);
        return None;
    };
    attributes.ignore(&CERTIFICATES);
    let algorithm = attributes.attribute("token.endpoint.auth.signing.alg", findings);
    let token_endpoint_auth_signing_alg = algorithm.as_ref().and_then(|text| text.parse().ok());
    if algorithm.is_some() && token_endpoint_auth_signing_alg.is_none() {
        findings.leave_out(Reason::ClientAlgorithm, attributes.pointer("token.endpoint.auth.signing.alg"), &attributes.name);
    }
    Some(ClientKeys { token_endpoint_auth_signing_alg, ..keys })
}

/// Returns the keys that are there in a form that can be used here.
pub(super) fn find(attributes: &mut Members<'_>, findings: &mut Findings) -> Option<ClientKeys> {
    let mut is_on = |name: &str| attributes.attribute(name, findings).is_some_and(|text| text == "true");
    let (by_address, by_text) = (is_on("use.jwks.url"), is_on("use.jwks.string"));
    let address = attributes.attribute("jwks.url", findings).and_then(|text| JwksUri::parse(&text).ok());
    let set = attributes.attribute("jwks.string", findings).and_then(|text| client_keys::published(&text).ok());
    attributes.ignore(&SILENT);
    match (address.filter(|_| by_address), set.filter(|_| by_text)) {
        (Some(address), _) => Some(ClientKeys { jwks_uri: Some(address), ..ClientKeys::default() }),
        (None, Some(set)) => Some(ClientKeys { jwks: Some(set), ..ClientKeys::default() }),
        (None, None) => None,
    }
}
