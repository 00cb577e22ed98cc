//! Credentials of a user of a realm: what they hold is JSON within texts.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::import::Reason;
use engine::{
    password::{ImportedHash, Pbkdf2Digest, UnusableHash},
    second_factor::TotpSecret,
};
use serde_json::{Map, Value as Json};

use crate::import::{findings::Findings, members::Members, values::password};

/// Returns the hash of the password, and the secret of the authenticator app.
pub(super) fn credentials(user: &mut Members<'_>, findings: &mut Findings) -> (Option<ImportedHash>, Option<TotpSecret>) {
    let (mut hash, mut secret, mut had_password) = (None, None, false);
    let name = user.name.clone();
    for mut credential in user.objects("credentials", findings) {
        let kind = credential.text("type", findings).unwrap_or_default();
        let at = credential.at.clone();
        match kind {
            "password" if !had_password => {
                had_password = true;
                if credential.has("value") {
                    findings.leave_out(Reason::PasswordPlain, at, &name);
                } else {
                    hash = password(hashed(&mut credential, findings), &at, &name, findings);
                }
                credential.leave_out(&["temporary"], Reason::PasswordTemporary, findings);
            }
            "otp" | "totp" if secret.is_none() => {
                secret = one_time(&mut credential, findings);
                if secret.is_none() {
                    findings.leave_out(Reason::SecondFactor, at, &name);
                }
            }
            "password-history" => {}
            _ => findings.leave_out(Reason::SecondFactor, at, &name),
        }
    }
    if !had_password {
        findings.leave_out(Reason::PasswordMissing, user.at.clone(), &name);
    }
    (hash, secret)
}

/// The two halves of a credential, which are JSON in a text.
fn halves(credential: &mut Members<'_>, findings: &mut Findings) -> Option<[Map<String, Json>; 2]> {
    let mut half = |name| match serde_json::from_str(credential.text(name, findings)?) {
        Ok(Json::Object(members)) => Some(members),
        _ => None,
    };
    Some([half("secretData")?, half("credentialData")?])
}

fn hashed(credential: &mut Members<'_>, findings: &mut Findings) -> Result<ImportedHash, UnusableHash> {
    let [secret, about] = halves(credential, findings).ok_or(UnusableHash::Malformed)?;
    let bytes = |name: &str| {
        let text = secret.get(name).and_then(Json::as_str).ok_or(UnusableHash::Malformed)?;
        STANDARD.decode(text).map_err(|_| UnusableHash::Malformed)
    };
    let (output, salt) = (bytes("value")?, bytes("salt")?);
    let count = |number: Option<i64>| u32::try_from(number.ok_or(UnusableHash::Malformed)?).map_err(|_| UnusableHash::Costly);
    let iterations = count(about.get("hashIterations").and_then(Json::as_i64))?;
    let digest = match about.get("algorithm").and_then(Json::as_str).unwrap_or_default() {
        "pbkdf2" => Pbkdf2Digest::Sha1,
        "pbkdf2-sha256" => Pbkdf2Digest::Sha256,
        "pbkdf2-sha512" => Pbkdf2Digest::Sha512,
        "argon2" => {
            // Each is a list of one text.
            let parameters = about.get("additionalParameters");
            let parameter = |name: &str| parameters.and_then(|of| of.get(name)?.get(0)?.as_str());
            let number = |name: &str| count(parameter(name).and_then(|text| text.parse().ok()));
            if parameter("type") != Some("id") || parameter("version") != Some("1.3") {
                return Err(UnusableHash::Unknown);
            }
            return ImportedHash::argon2id([number("memory")?, iterations, number("parallelism")?], &salt, &output);
        }
        _ => return Err(UnusableHash::Unknown),
    };
    ImportedHash::pbkdf2(digest, iterations, &salt, &output)
}

/// Returns the secret of an authenticator app, if it makes codes as ours do.
fn one_time(credential: &mut Members<'_>, findings: &mut Findings) -> Option<TotpSecret> {
    let [secret, about] = halves(credential, findings)?;
    let is = |name: &str, usual: Json| about.get(name).unwrap_or(&usual) == &usual;
    let ours = is("subType", "totp".into()) && is("digits", 6.into()) && is("period", 30.into()) && is("algorithm", "HmacSHA1".into());
    let text = secret.get("value")?.as_str().filter(|_| ours)?;
    match about.get("secretEncoding").and_then(Json::as_str) {
        Some("BASE32") => TotpSecret::from_base32(text),
        // A secret that Keycloak made is a text, whose bytes are the key.
        _ => TotpSecret::from_bytes(text.as_bytes()),
    }
}
