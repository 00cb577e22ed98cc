//! What clients sign, to authenticate and to ask for users' access, and the keys that they publish.

use domain::client_keys::{ClientAlgorithm, JwkSet, MOST_KEYS};
use engine::{
    client_assertion::{ClientAssertion, LONGEST},
    client_jwt::JwtAudience,
    grant_assertion::{self, GrantAssertion},
    request_object::{self, RequestObject},
};
use serde_json::{Value, json};

use crate::{SIGNER, json_of, message, with_signature_of};

/// The key of who signs here, as a set.
fn own_keys() -> JwkSet {
    let (_, public) = &*SIGNER;
    JwkSet::of(&[json!({ "kty": "OKP", "crv": "Ed25519", "x": public })]).expect("a key")
}

/// An assertion that is taken is a JWT by an asymmetric algorithm whose issuer is its subject, says what was read from it, and is signed by the key that
/// signed it and by no other message's signature.
///
/// A text of one line is what comes over the wire. Of two lines the first is a header and the second are claims; they are signed here.
pub fn client_assertion(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let keys = own_keys();
    let Some((header, claims)) = text.split_once('\n') else {
        if let Ok(assertion) = ClientAssertion::parse(text) {
            assert!(text.split('.').count() == 3 && text.len() <= LONGEST);
            assert!(!keys.keys().iter().any(|key| assertion.jwt.is_signed_by(key)), "nobody here signed it");
        }
        return;
    };
    let message = message(header, claims);
    let Ok(assertion) = ClientAssertion::parse(&with_signature_of(&message, &message)) else { return };

    let (header, claims) = (json_of(header), json_of(claims));
    assert!(header["crit"].is_null());
    let is_edwards = header["alg"] == "EdDSA" || header["alg"] == "Ed25519";
    assert_eq!(assertion.jwt.algorithm == ClientAlgorithm::EdDsa, is_edwards, "{header}");
    assert_eq!((&claims["iss"], &claims["sub"]), (&assertion.client_id.as_str().into(), &assertion.client_id.as_str().into()));
    assert_eq!(claims["jti"], assertion.id.as_str());
    assert!(!assertion.id.is_empty() && claims["exp"].is_number(), "{claims}");
    let audience = match &assertion.audience {
        JwtAudience::One(audience) => json!(audience),
        JwtAudience::List(list) => json!(list),
    };
    assert_eq!(claims["aud"], audience);
    assert_eq!(keys.keys().iter().any(|key| assertion.jwt.is_signed_by(key)), is_edwards, "its own key, by its own algorithm");
    let other = ClientAssertion::parse(&with_signature_of(&message, "something else")).expect("it reads as before");
    assert!(!keys.keys().iter().any(|key| other.jwt.is_signed_by(key)), "a signature of something else");
}

/// A request object that is taken is a JWT by an asymmetric algorithm that its client has issued, has no other request in it, each of its parameters
/// once and as it was written, and is signed by the key that signed it.
///
/// A text of one line is what comes over the wire. Of two lines the first is a header and the second are claims; they are signed here.
pub fn request_object(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let keys = own_keys();
    let Some((header, claims)) = text.split_once('\n') else {
        if let Ok(object) = RequestObject::parse(text) {
            assert!(text.split('.').count() == 3 && text.len() <= request_object::LONGEST);
            assert!(!keys.keys().iter().any(|key| object.jwt.is_signed_by(key)), "nobody here signed it");
        }
        return;
    };
    let message = message(header, claims);
    let Ok(object) = RequestObject::parse(&with_signature_of(&message, &message)) else { return };

    let (header, claims) = (json_of(header), json_of(claims));
    let is_edwards = header["alg"] == "EdDSA" || header["alg"] == "Ed25519";
    assert_eq!(keys.keys().iter().any(|key| object.jwt.is_signed_by(key)), is_edwards, "its own key, by its own algorithm");
    assert!(["client-authentication+jwt", "dpop+jwt", "at+jwt"].iter().all(|other| header["typ"] != *other), "{header}");
    let client = Value::from(object.client_id.as_str());
    assert_eq!((&claims["iss"], &claims["client_id"]), (&client, &client));
    assert!(
        claims["sub"] != client && claims["exp"].is_number() && claims["request"].is_null() && claims["request_uri"].is_null(),
        "{claims}"
    );
    for name in ["redirect_uri", "scope", "state", "nonce", "code_challenge", "prompt"] {
        let written = match &claims[name] {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            _ => String::new(),
        };
        assert_eq!(object.form.get(name).unwrap_or_default(), written, "{name}");
    }
    let resources: Vec<&str> = match &claims["resource"] {
        Value::Array(list) => list.iter().map(|one| one.as_str().expect("a list of texts")).collect(),
        one => one.as_str().into_iter().collect(),
    };
    let resources: Vec<&str> = resources.into_iter().filter(|resource| !resource.is_empty()).collect();
    assert!(object.form.resources() == resources || claims["resource"].is_number(), "{claims}");
}

/// A grant assertion that is taken is a JWT by an asymmetric algorithm with what it must have, says what was read from it, and is signed by the key
/// that signed it.
///
/// A text of one line is what comes over the wire. Of two lines the first is a header and the second are claims; they are signed here.
pub fn grant_assertion(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let keys = own_keys();
    let Some((header, claims)) = text.split_once('\n') else {
        if let Ok(assertion) = GrantAssertion::parse(text) {
            assert!(text.split('.').count() == 3 && text.len() <= grant_assertion::LONGEST);
            assert!(!keys.keys().iter().any(|key| assertion.jwt.is_signed_by(key)), "nobody here signed it");
        }
        return;
    };
    let message = message(header, claims);
    let Ok(assertion) = GrantAssertion::parse(&with_signature_of(&message, &message)) else { return };

    let (header, claims) = (json_of(header), json_of(claims));
    let is_edwards = header["alg"] == "EdDSA" || header["alg"] == "Ed25519";
    assert_eq!(keys.keys().iter().any(|key| assertion.jwt.is_signed_by(key)), is_edwards, "its own key, by its own algorithm");
    let others = ["client-authentication+jwt", "dpop+jwt", "at+jwt", "oauth-authz-req+jwt", "logout+jwt"];
    assert!(others.iter().all(|other| header["typ"] != *other), "{header}");
    assert_eq!((&claims["iss"], &claims["jti"]), (&assertion.issuer.as_str().into(), &assertion.id.as_str().into()));
    assert!(claims["sub"].is_string() && claims["exp"].is_number() && !assertion.id.is_empty(), "{claims}");
    assert_eq!(claims["client_id"].as_str(), assertion.client_id.as_deref());
    assert!(!assertion.is_id_jag() || claims["client_id"].is_string() && claims["iat"].is_number(), "{claims}");
    assert_eq!(claims["sub"].as_str(), assertion.text("sub"));
    assert_eq!(assertion.email_is_verified(), claims["email_verified"] == true);
}

/// A set of keys that is taken has public keys alone, reads back as it is written, and what is typed is never read more freely than what is published.
pub fn client_keys(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let published = JwkSet::published(text, |_| true);
    let Ok(typed) = JwkSet::parse(text) else { return };
    assert_eq!(published.as_ref(), Ok(&typed));
    assert!((1..=MOST_KEYS).contains(&typed.keys().len()));
    assert_eq!(JwkSet::parse(&typed.to_text()).as_ref(), Ok(&typed));
    assert_eq!(JwkSet::of(&typed.to_json()).as_ref(), Ok(&typed));
    for key in typed.to_json() {
        assert!(["d", "p", "q", "dp", "dq", "qi", "oth", "k"].iter().all(|secret| key[secret].is_null()), "{key}");
    }
}
