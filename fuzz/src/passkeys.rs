//! Passkeys, as browsers send them.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{clock::Timestamp, id::PasskeyId, name::Name};
use engine::passkey::{
    Asked, AssertionResponse, Challenge, MOST_CREDENTIAL_BYTES, RegistrationResponse, RelyingParty, request_options, verify_assertion,
    verify_registration,
};
use serde_json::{Value, json};
use url::Url;

use crate::Unchanging;

/// An attestation object that is taken holds a credential of the length that it may have, and nobody signs in with it by a signature that is
/// not the key's.
pub fn passkey(object: &[u8]) {
    let site = Url::parse("https://example.org").expect("an address");
    let party = RelyingParty::of(&site).expect("a host with a name, over HTTPS");
    let now = Timestamp::from_millis(1_800_000_000_000);
    let made = Challenge::new(&Unchanging, now);
    let options: Value = serde_json::from_str(&request_options(&party, &made, Asked::OnlyFactor, &[])).expect("options are JSON");
    // What the browser says of the page is right, because no fuzzer gets past a challenge.
    let client_data = |kind: &str| {
        let said = json!({"type": kind, "challenge": options["challenge"], "origin": "https://example.org"});
        URL_SAFE_NO_PAD.encode(said.to_string())
    };
    let id = URL_SAFE_NO_PAD.encode(credential(object));
    let answer = json!({"rawId": id, "response": {
        "clientDataJSON": client_data("webauthn.create"), "attestationObject": URL_SAFE_NO_PAD.encode(object),
    }});
    let Ok(answer) = RegistrationResponse::parse(&answer.to_string()) else { return };
    let new = (PasskeyId::new(now, [1; 10]), Name::parse("Key").expect("a name"), now);
    let Ok(passkey) = verify_registration(&party, &made, &answer, new) else { return };
    assert!((1..=MOST_CREDENTIAL_BYTES).contains(&passkey.credential.len()));

    let asked = Challenge::new(&Unchanging, now.plus_seconds(1));
    let data = object.get(object.len().saturating_sub(37)..).unwrap_or_default();
    let used = json!({"rawId": id, "response": {
        "clientDataJSON": client_data("webauthn.get"), "authenticatorData": URL_SAFE_NO_PAD.encode(data),
        "signature": URL_SAFE_NO_PAD.encode(object),
    }});
    let Ok(used) = AssertionResponse::parse(&used.to_string()) else { return };
    let owner = passkey.id.as_uuid();
    assert!(verify_assertion(&party, &asked, &used, (&passkey, owner), Asked::SecondFactor, now).is_err());
}

/// The identifier of the credential in an object whose authenticator data is written with one byte of length, as the corpus has it: the answer
/// repeats it.
fn credential(object: &[u8]) -> &[u8] {
    let Some(at) = object.windows(8).position(|found| found == b"authData") else { return &[] };
    let Some(length) = object.get(at + 63..at + 65).and_then(|length| length.try_into().ok()) else { return &[] };
    let end = at + 65 + usize::from(u16::from_be_bytes(length));
    object.get(at + 65..end).unwrap_or_default()
}
