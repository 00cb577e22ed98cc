//! What a page's script asks the browser for, as JSON (§5.1 of the standard, `PublicKeyCredentialCreationOptionsJSON` and
//! `PublicKeyCredentialRequestOptionsJSON`).

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{CHALLENGE_SECONDS, Challenge, Passkey, asked::Asked, credential_key::ALGORITHMS, relying_party::RelyingParty};

/// The account that a passkey is made for.
#[derive(Debug, Clone, Copy)]
pub struct AccountOfPasskey<'a> {
    /// Its identifier, which the authenticator keeps and says at sign-in. It tells nothing of who it is (§14.6.1).
    pub id: Uuid,
    /// What people tell accounts apart by: the host is the same for all workspaces, so the place is in it.
    pub name: &'a str,
    /// What its owner is called.
    pub display_name: &'a str,
    /// What the site is called.
    pub place: &'a str,
}

/// Returns the options that ask for a new passkey, which is none of those that there are.
pub fn creation_options(party: &RelyingParty, challenge: &Challenge, account: AccountOfPasskey<'_>, there: &[Passkey]) -> String {
    let algorithms: Vec<Value> = ALGORITHMS.iter().map(|algorithm| json!({"type": "public-key", "alg": algorithm})).collect();
    json!({
        "challenge": URL_SAFE_NO_PAD.encode(challenge.bytes),
        "rp": {"id": party.id(), "name": account.place},
        "user": {"id": URL_SAFE_NO_PAD.encode(account.id.as_bytes()), "name": account.name, "displayName": account.display_name},
        "pubKeyCredParams": algorithms,
        "excludeCredentials": descriptors(there),
        "authenticatorSelection": {"residentKey": "required", "requireResidentKey": true, "userVerification": "preferred"},
        "attestation": "none",
        "timeout": CHALLENGE_SECONDS * 1000,
    })
    .to_string()
}

/// Returns the options that ask for a passkey: one of these, or any that the browser has for this site where none is named.
pub fn request_options(party: &RelyingParty, challenge: &Challenge, asked: Asked, among: &[Passkey]) -> String {
    json!({
        "challenge": URL_SAFE_NO_PAD.encode(challenge.bytes),
        "rpId": party.id(),
        "allowCredentials": descriptors(among),
        "userVerification": if asked.needs_verified_user() { "required" } else { "preferred" },
        "timeout": CHALLENGE_SECONDS * 1000,
    })
    .to_string()
}

fn descriptors(passkeys: &[Passkey]) -> Vec<Value> {
    passkeys.iter().map(|passkey| json!({"type": "public-key", "id": URL_SAFE_NO_PAD.encode(&passkey.credential)})).collect()
}
