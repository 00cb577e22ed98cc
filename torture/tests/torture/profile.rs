//! What the server has for FAPI 2.0: clients that sign, requests that are pushed, and tokens that are bound to keys.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Mutex,
    time::{SystemTime, UNIX_EPOCH},
};

use aws_lc_rs::{
    digest,
    signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey},
};
use axum::http::HeaderMap;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use crate::{families::secret, fault::Fault};

/// A form, or a query.
pub(crate) type Form = BTreeMap<String, String>;

/// Returns a value of a form; empty where there is none.
pub(crate) fn get_of<'a>(form: &'a Form, name: &str) -> &'a str {
    form.get(name).map(String::as_str).unwrap_or_default()
}

/// What stands before a reference.
const REFERENCE: &str = "urn:ietf:params:oauth:request_uri:";
/// How far a client's clock may be ahead, in seconds.
const AHEAD: i64 = 15;

/// The clients for FAPI 2.0, each with the point of its key.
#[derive(Debug, Default)]
pub(crate) struct Profile {
    clients: BTreeMap<String, Vec<u8>>,
    pushed: Mutex<BTreeMap<String, Form>>,
    /// The key of each access token that is bound to one.
    bound: Mutex<BTreeMap<String, String>>,
    /// What was used that is good once.
    used: Mutex<BTreeSet<String>>,
}

/// A JWT that was signed by somebody.
struct Jwt {
    header: Value,
    claims: Value,
    message: String,
    signature: Vec<u8>,
}

/// The request that a proof has to be for.
#[derive(Clone, Copy)]
pub(crate) struct Target<'a> {
    pub(crate) method: &'a str,
    pub(crate) url: &'a str,
    pub(crate) access: Option<&'a str>,
}

/// What a request proves.
pub(crate) enum Proof {
    /// Nothing was to be proved by it.
    Absent,
    /// This key.
    Of(String),
    /// It is wrong.
    Wrong,
}

impl Jwt {
    fn read(text: &str) -> Option<Self> {
        let (message, signature) = text.rsplit_once('.')?;
        let (header, claims) = message.split_once('.')?;
        let json = |part: &str| serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok();
        let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
        Some(Self { header: json(header)?, claims: json(claims)?, message: message.to_owned(), signature })
    }

    fn text(&self, claim: &str) -> &str {
        self.claims[claim].as_str().unwrap_or_default()
    }

    fn is_signed_by(&self, point: &[u8]) -> bool {
        let key = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point);
        self.header["alg"] == "ES256" && key.verify(self.message.as_bytes(), &self.signature).is_ok()
    }

    /// Returns whether it is good at a time, for a clock that may be so far ahead.
    fn is_timely(&self, now: i64, ahead: i64) -> bool {
        let begins = ["iat", "nbf"].iter().filter_map(|claim| self.claims[*claim].as_i64()).all(|at| at <= now.saturating_add(ahead));
        begins && self.claims["exp"].as_i64().is_some_and(|ends| now < ends)
    }
}

/// Returns the point of a public JWK, uncompressed.
fn point(jwk: &Value) -> Option<Vec<u8>> {
    let half = |name: &str| URL_SAFE_NO_PAD.decode(jwk[name].as_str()?).ok();
    Some([vec![4], half("x")?, half("y")?].concat())
}

/// Returns the seconds since 1970.
#[expect(clippy::disallowed_methods, reason = "the server's clients are programs of their own, and go by the machine's clock")]
pub(crate) fn now() -> i64 {
    i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()).unwrap()
}

/// Returns an ID token that nobody signed, with a nonce.
pub(crate) fn id_token(nonce: &str) -> String {
    let [header, claims] = [json!({ "alg": "none" }), json!({ "nonce": nonce })].map(|part| URL_SAFE_NO_PAD.encode(part.to_string()));
    format!("{header}.{claims}.")
}

fn hash(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, text.as_bytes()))
}

impl Profile {
    /// With these clients and the key sets of each.
    pub(crate) fn of<'a>(clients: impl IntoIterator<Item = (&'a str, Value)>) -> Self {
        let clients = clients.into_iter().map(|(id, jwks)| (id.to_owned(), point(&jwks["keys"][0]).unwrap()));
        Self { clients: clients.collect(), ..Self::default() }
    }

    /// Returns whether there are such clients.
    pub(crate) fn is_there(&self) -> bool {
        !self.clients.is_empty()
    }

    pub(crate) fn has(&self, client: &str) -> bool {
        self.clients.contains_key(client)
    }

    /// Returns the members of the metadata.
    pub(crate) fn metadata(issuer: &str) -> Value {
        json!({
            "pushed_authorization_request_endpoint": format!("{issuer}/par"), "code_challenge_methods_supported": ["S256"],
            "authorization_response_iss_parameter_supported": true, "token_endpoint_auth_methods_supported": ["private_key_jwt"],
            "token_endpoint_auth_signing_alg_values_supported": ["ES256"], "dpop_signing_alg_values_supported": ["ES256"],
        })
    }

    /// Returns the client that an assertion proves to come from.
    pub(crate) fn client(&self, issuer: &str, fault: Option<Fault>, now: i64, form: &Form) -> Option<String> {
        let jwt = Jwt::read(get_of(form, "client_assertion"))?;
        let id = jwt.text("sub");
        let is_signed = jwt.is_signed_by(self.clients.get(id)?) && jwt.text("iss") == id && get_of(form, "client_id") == id;
        let audience = &jwt.claims["aud"];
        let is_us = match fault {
            Some(Fault::AudienceOfEndpoint) if *audience == format!("{issuer}/token") => true,
            Some(Fault::SeveralAudiences) if audience.is_array() => true,
            _ => audience == issuer,
        };
        let ahead = match fault {
            Some(Fault::AssertionFromAhead) => i64::MAX,
            Some(Fault::NoClockMayDiffer) => 0,
            _ => AHEAD,
        };
        let is_new = self.used.lock().unwrap().insert(jwt.text("jti").to_owned());
        (is_signed && is_us && is_new && jwt.is_timely(now, ahead)).then(|| id.to_owned())
    }

    /// Returns what the proof of a request proves.
    pub(crate) fn proof(&self, fault: Option<Fault>, now: i64, headers: &HeaderMap, target: Target<'_>) -> Proof {
        let Some(text) = headers.get("dpop").and_then(|value| value.to_str().ok()) else { return Proof::Absent };
        let Some(jwt) = Jwt::read(text) else { return Proof::Wrong };
        let jwk = &jwt.header["jwk"];
        let name = hash(&format!(
            r#"{{"crv":"P-256","kty":"EC","x":"{}","y":"{}"}}"#,
            jwk["x"].as_str().unwrap_or_default(),
            jwk["y"].as_str().unwrap_or_default()
        ));
        if fault == Some(Fault::AnyProof) {
            return Proof::Of(name);
        }
        let age = jwt.claims["iat"].as_i64().map(|iat| now - iat);
        let is_right = jwt.header["typ"] == "dpop+jwt"
            && point(jwk).is_some_and(|point| jwt.is_signed_by(&point))
            && (jwt.text("htm"), jwt.text("htu")) == (target.method, target.url)
            && age.is_some_and(|age| (-AHEAD..=60).contains(&age))
            && target.access.is_none_or(|access| jwt.text("ath") == hash(access))
            && !jwt.text("jti").is_empty()
            && self.used.lock().unwrap().insert(jwt.text("jti").to_owned());
        if is_right { Proof::Of(name) } else { Proof::Wrong }
    }

    /// Binds an access token to a key.
    pub(crate) fn bind(&self, access: &str, key: String) {
        self.bound.lock().unwrap().insert(access.to_owned(), key);
    }

    /// Returns the key that an access token is bound to.
    pub(crate) fn key_of(&self, access: &str) -> Option<String> {
        self.bound.lock().unwrap().get(access).cloned()
    }

    /// Returns what is wrong with a request that is pushed.
    pub(crate) fn refuses(fault: Option<Fault>, asked: &Form) -> bool {
        let lacks = |name: &str| get_of(asked, name).is_empty();
        let has_challenge = !lacks("code_challenge") || fault == Some(Fault::PkceIsLeftOut);
        let method = get_of(asked, "code_challenge_method");
        let is_method = method == "S256" || lacks("code_challenge") || fault == Some(Fault::MethodIsLeftOut);
        let has_address = !lacks("redirect_uri") || fault == Some(Fault::AddressIsLeftOut);
        get_of(asked, "response_type") != "code" || !has_challenge || !is_method || !has_address || !lacks("request_uri")
    }

    /// Keeps a request, and returns the answer.
    pub(crate) fn push(&self, fault: Option<Fault>, client: &str, asked: &Form) -> Value {
        let reference = format!("{REFERENCE}{}", secret());
        let mut kept = asked.clone();
        kept.retain(|name, _| !name.starts_with("client_assertion"));
        kept.insert("client_id".to_owned(), client.to_owned());
        self.pushed.lock().unwrap().insert(reference.clone(), kept);
        json!({ "request_uri": reference, "expires_in": if fault == Some(Fault::LongReference) { 3600 } else { 60 } })
    }

    /// Returns the request that a reference of this client stands for.
    pub(crate) fn opened(&self, fault: Option<Fault>, brought: &Form) -> Option<Form> {
        let mut kept = self.pushed.lock().unwrap().get(get_of(brought, "request_uri"))?.clone();
        if get_of(&kept, "client_id") != get_of(brought, "client_id") {
            return None;
        }
        if fault == Some(Fault::OutsideCounts) {
            kept.extend(brought.iter().filter(|(name, _)| *name != "request_uri").map(|(name, value)| (name.clone(), value.clone())));
        }
        Some(kept)
    }
}
