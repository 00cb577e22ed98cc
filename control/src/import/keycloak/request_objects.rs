//! Whether a client has to sign its authorization requests.

use domain::{
    client::ClientSettings,
    client_keys::{ClientAlgorithm, ClientKeys},
    import::Reason,
};

use super::client_keys;
use crate::import::{findings::Findings, members::Members};

/// Whether its requests have to be request objects: `not required`, `request or request_uri`, `request only` or `request_uri only`.
const REQUIRED: &str = "request.object.required";
/// By which algorithm they are signed.
const ALGORITHM: &str = "request.object.signature.alg";
/// How they are encrypted.
const ENCRYPTION: [&str; 2] = ["request.object.encryption.alg", "request.object.encryption.enc"];
/// What leaves it to the client.
const ANY: &str = "any";

/// Reads whether a client has to sign its requests. Here they are signed by its keys, so it is not held to it where they are not in the export.
pub(super) fn read(attributes: Option<&mut Members<'_>>, settings: &mut ClientSettings, findings: &mut Findings) {
    let Some(attributes) = attributes else { return };
    let required = attributes.attribute(REQUIRED, findings).filter(|text| text != "not required");
    let algorithm = attributes.attribute(ALGORITHM, findings).filter(|text| text != ANY);
    if algorithm.is_some_and(|text| text.parse::<ClientAlgorithm>().is_err()) {
        findings.leave_out(Reason::RequestObjects, attributes.pointer(ALGORITHM), &attributes.name);
    }
    for attribute in ENCRYPTION {
        if attributes.attribute(attribute, findings).is_some_and(|text| text != ANY) {
            findings.leave_out(Reason::RequestObjects, attributes.pointer(attribute), &attributes.name);
        }
    }
    let Some(required) = required else { return };
    // A client that authenticates by a secret may sign its requests, too.
    if settings.keys == ClientKeys::default() {
        settings.keys = client_keys::find(attributes, findings).unwrap_or_default();
    }
    let has_keys = settings.keys.jwks.is_some() || settings.keys.jwks_uri.is_some();
    if has_keys && required != "request_uri only" {
        settings.require_signed_request_object = true;
    } else {
        findings.leave_out(Reason::RequestObjects, attributes.pointer(REQUIRED), &attributes.name);
    }
}
