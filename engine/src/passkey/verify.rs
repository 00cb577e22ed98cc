//! Whether an answer is right: the steps of §7.1 and §7.2 of the standard.

use aws_lc_rs::digest::{SHA256, digest};
use domain::{clock::Timestamp, id::PasskeyId, name::Name};
use uuid::Uuid;

use super::{
    AssertionResponse, Challenge, Passkey, PasskeyUse, RegistrationResponse, RelyingParty,
    asked::Asked,
    authenticator_data::AuthenticatorData,
    cbor::{self, Value},
    client_data::{self, Ceremony},
    credential_key::CredentialKey,
    error::PasskeyError,
};

/// Returns the passkey that an answer brings (§7.1).
pub fn verify_registration(
    party: &RelyingParty,
    challenge: &Challenge,
    response: &RegistrationResponse,
    (id, name, now): (PasskeyId, Name, Timestamp),
) -> Result<Passkey, PasskeyError> {
    client_data::check(&response.response.client_data.0, Ceremony::Create, &challenge.bytes, party)?;
    let (object, rest) = cbor::read(&response.response.attestation_object.0).ok_or(PasskeyError::Malformed)?;
    let data = object.get(&Value::Text("authData".to_owned())).and_then(Value::bytes).filter(|_| rest.is_empty());
    let data = AuthenticatorData::parse(data.ok_or(PasskeyError::Malformed)?)?;
    let synced = check(party, &data)?;
    let credential = data.credential.filter(|credential| credential.id == response.id.0).ok_or(PasskeyError::Malformed)?;
    Ok(Passkey {
        id,
        credential: credential.id.to_vec(),
        public_key: credential.public_key.ok_or(PasskeyError::Algorithm)?.to_vec(),
        sign_count: data.sign_count,
        name,
        synced,
        created_at: now,
        last_used_at: None,
        challenged_at: challenge.at,
    })
}

/// Returns the use of a passkey that an answer is right for (§7.2). The passkey is the one that the answer names, and it is this account's.
pub fn verify_assertion(
    party: &RelyingParty,
    challenge: &Challenge,
    response: &AssertionResponse,
    (passkey, owner): (&Passkey, Uuid),
    asked: Asked,
    now: Timestamp,
) -> Result<PasskeyUse, PasskeyError> {
    let answer = &response.response;
    let says_owner = answer.user_handle.as_ref().map(|handle| handle.0.as_slice() == owner.as_bytes());
    match (says_owner, asked) {
        (Some(true), _) | (None, Asked::SecondFactor | Asked::Confirmation) => {}
        (Some(false), _) | (None, Asked::OnlyFactor) => return Err(PasskeyError::Unknown),
    }
    client_data::check(&answer.client_data.0, Ceremony::Get, &challenge.bytes, party)?;
    let data = AuthenticatorData::parse(&answer.authenticator_data.0)?;
    let synced = check(party, &data)?;
    if asked.needs_verified_user() && !data.user_is_verified() {
        return Err(PasskeyError::Unverified);
    }
    // §7.2 step 21: whether it may be copied is decided when it is made.
    if synced != passkey.synced {
        return Err(PasskeyError::Malformed);
    }
    let key = cbor::read(&passkey.public_key).and_then(|(key, _)| CredentialKey::read(&key)).ok_or(PasskeyError::Signature)?;
    let hash = digest(&SHA256, &answer.client_data.0);
    let signed = [answer.authenticator_data.0.as_slice(), hash.as_ref()].concat();
    if !key.verifies(&signed, &answer.signature.0) {
        return Err(PasskeyError::Signature);
    }
    let used = PasskeyUse { id: passkey.id, sign_count: data.sign_count, challenged_at: challenge.at, at: now };
    if used.follows(passkey.challenged_at, passkey.sign_count) {
        Ok(used)
    } else if challenge.at <= passkey.challenged_at {
        Err(PasskeyError::Replayed)
    } else {
        Err(PasskeyError::Counter)
    }
}

/// Checks what holds of either answer. Returns whether the passkey may be copied to other devices.
fn check(party: &RelyingParty, data: &AuthenticatorData<'_>) -> Result<bool, PasskeyError> {
    if !party.is_of(data.relying_party_hash) {
        return Err(PasskeyError::RelyingParty);
    }
    if !data.user_is_present() {
        return Err(PasskeyError::Absent);
    }
    data.synced().ok_or(PasskeyError::Malformed)
}

#[cfg(test)]
mod tests;
