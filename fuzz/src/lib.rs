//! What each parser of strangers' text promises for every text there is. A broken promise is a panic, which the fuzzer reports.

mod client_certificates;
mod client_keys;
mod client_metadata;
mod exchange;
mod passkeys;
mod requests;

use std::sync::LazyLock;

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{clock::Timestamp, id::WorkspaceId, origin::Origin, redirect_uri::RedirectUri};
use engine::{
    dpop::{self, Proof},
    family::RefreshTokenKey,
    form::Form,
    keys::{KeyRing, MasterKeys},
    random::Random,
};
use serde_json::Value;
use url::{Url, form_urlencoded};

pub use client_certificates::client_certificate;
pub use client_keys::{client_assertion, client_keys, grant_assertion, request_object};
pub use client_metadata::client_metadata;
pub use exchange::exchanged_token;
pub use passkeys::passkey;
pub use requests::{authorization_details, claims_request};

/// The keys of two workspaces of one installation.
static KEYS: LazyLock<[RefreshTokenKey; 2]> = LazyLock::new(|| {
    let ring = KeyRing::new(MasterKeys::parse(&MasterKeys::new_file(&Unchanging)).expect("a master key"));
    let keys = [1, 2].map(|workspace| RefreshTokenKey::new(ring.clone(), WorkspaceId::new(Timestamp::from_millis(0), [workspace; 10])));
    // The corpus's tokens are tokens, or the fuzzer would begin with nothing.
    let kept = [include_str!("../corpus/refresh_token/first"), include_str!("../corpus/refresh_token/last")];
    assert!(kept.iter().all(|token| keys[0].read(token).is_some()));
    keys
});

/// Always the same key, so that the tokens of the corpus stay tokens.
struct Unchanging;

impl Random for Unchanging {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(7);
    }
}

/// A text that is taken for a refresh token is one: exactly as it was written, and in its own workspace.
pub fn refresh_token(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let [here, elsewhere] = &*KEYS;
    if let Some(token) = here.read(text) {
        assert_eq!(here.write(token).expose(), text);
        assert_eq!(elsewhere.read(text), None);
    }
}

/// A form that is taken has no parameter twice that may not be repeated, and says the same however often it is written and read again.
pub fn form(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let pairs: Vec<_> = form_urlencoded::parse(text.as_bytes()).collect();
    let Ok(form) = Form::parse(text) else { return };
    for (name, value) in &pairs {
        let is_repeatable = name == "resource" || name == "audience";
        assert!(pairs.iter().filter(|(other, _)| other == name).count() == 1 || is_repeatable, "{name} is there twice");
        let found = form.get(name);
        assert!(found == (!value.is_empty()).then_some(value.as_ref()) || is_repeatable, "{name} is {found:?}");
    }
    let again = form_urlencoded::Serializer::new(String::new()).extend_pairs(&pairs).finish();
    let again = Form::parse(&again).ok().expect("what was read can be written");
    for (name, _) in &pairs {
        assert_eq!(again.get(name), form.get(name));
    }
}

/// A browser is sent to a registered address and to no other: a registration, a line break, and what somebody asks for.
pub fn redirect_uri(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let (registered, asked) = text.split_once('\n').unwrap_or((text, text));
    let Ok(registered) = RedirectUri::parse(registered) else { return };
    assert!(registered.matches(registered.as_str()));
    assert_eq!(RedirectUri::parse(registered.as_str()), Ok(registered.clone()), "it reads as it was written");
    // What a policy and the check of our own address go by is what a browser reads.
    for address in [registered.as_str(), asked] {
        if let (Some(origin), Ok(url)) = (Origin::parse(address), Url::parse(address)) {
            assert_eq!(origin.to_string(), url.origin().ascii_serialization());
        }
    }
    if !registered.matches_at_any_port(asked) {
        return;
    }
    // Only the port of a loopback address may differ, and a browser must see it so too.
    let (ours, theirs) = (Url::parse(registered.as_str()).expect("registered"), Url::parse(asked).expect("a browser reads it"));
    assert!(matches!(theirs.host_str(), Some("127.0.0.1" | "[::1]" | "localhost")), "{theirs}");
    let apart_from_the_port = |url: &Url| {
        let place = (url.scheme().to_owned(), url.host_str().map(str::to_owned), url.path().to_owned());
        (place, url.query().map(str::to_owned), url.fragment().map(str::to_owned), url.username().to_owned(), url.password().is_some())
    };
    assert_eq!(apart_from_the_port(&ours), apart_from_the_port(&theirs));
}

/// The key that signs the proofs and assertions, and its public half as a JWK writes it.
pub(crate) static SIGNER: LazyLock<(Ed25519KeyPair, String)> = LazyLock::new(|| {
    let pair = Ed25519KeyPair::from_seed_unchecked(&[7; 32]).expect("32 bytes are a seed");
    let public = URL_SAFE_NO_PAD.encode(pair.public_key());
    (pair, public)
});

/// What is signed of a JWT with this header and these claims.
pub(crate) fn message(header: &str, claims: &str) -> String {
    format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims))
}

/// A message as a JWT, with a signature of this.
pub(crate) fn with_signature_of(message: &str, what: &str) -> String {
    let (pair, _) = &*SIGNER;
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(pair.sign(what.as_bytes())))
}

/// What was taken, as anybody reads it.
pub(crate) fn json_of(text: &str) -> Value {
    serde_json::from_str(text).expect("what was taken is JSON")
}

/// A proof that is taken is a JWT of the right type whose header holds a public key that signed it, and says what was read from it.
///
/// A text of one line is what comes over the wire. Of two lines the first is a header, in which `~` stands for the public key, and the
/// second are claims; they are signed here, because no fuzzer gets past a signature.
pub fn dpop_proof(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Some((header, claims)) = text.split_once('\n') else {
        let shape = text.split('.').count() == 3;
        assert!(Proof::parse(text).is_none() || shape);
        return;
    };
    let (_, public) = &*SIGNER;
    let header = header.replace('~', public);
    let message = message(&header, claims);
    let Some(proof) = Proof::parse(&with_signature_of(&message, &message)) else { return };

    let (header, claims) = (json_of(&header), json_of(claims));
    assert_eq!(header["typ"], dpop::TYPE);
    assert!(header["alg"] == "EdDSA" || header["alg"] == "Ed25519", "no other algorithm is this key's: {header}");
    assert!(header["crit"].is_null());
    assert_eq!(header["jwk"]["x"], public.as_str());
    assert!(["d", "k", "p"].iter().all(|secret| header["jwk"][secret].is_null()), "{header}");
    assert_eq!(
        (&claims["jti"], &claims["htm"], &claims["htu"]),
        (&proof.id.as_str().into(), &proof.method.as_str().into(), &proof.url.as_str().into())
    );
    assert!((1..=100).contains(&proof.id.chars().count()) && claims["iat"].is_number(), "{claims}");
    assert_eq!(claims["ath"].as_str(), proof.access_token_hash.as_deref());
    assert_eq!(claims["nonce"].as_str(), proof.nonce.as_deref());

    assert_eq!(Proof::parse(&with_signature_of(&message, "something else")), None, "a signature of something else");
}
