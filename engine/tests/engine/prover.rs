//! A client that holds a key and makes proofs with it; a test changes what it wants to be wrong.

use std::sync::atomic::{AtomicU32, Ordering};

use aws_lc_rs::{
    digest,
    rand::SystemRandom,
    rsa,
    signature::{
        ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair, EcdsaSigningAlgorithm, Ed25519KeyPair, KeyPair,
        RSA_PKCS1_SHA256, RSA_PSS_SHA256, RsaEncoding,
    },
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::clock::Clock;
use serde_json::{Value, json};
use url::form_urlencoded;

use crate::world::World;

pub const ISSUER: &str = "https://id.example.com/acme/main";
/// A trusted issuer.
pub const IDP: &str = "https://idp.example.com";
pub const TOKEN_ENDPOINT: &str = "https://id.example.com/acme/main/oauth2/token";
pub const PAR_ENDPOINT: &str = "https://id.example.com/acme/main/oauth2/par";
pub const USERINFO: &str = "https://id.example.com/acme/main/userinfo";

type Sign = Box<dyn Fn(&[u8]) -> Vec<u8> + Send + Sync>;

pub struct Prover {
    alg: &'static str,
    pub jwk: Value,
    sign: Sign,
    made: AtomicU32,
}

impl Prover {
    pub fn new() -> Self {
        Self::with("ES256")
    }

    pub fn with(alg: &'static str) -> Self {
        let (jwk, sign) = match alg {
            "ES256" => elliptic("P-256", &ECDSA_P256_SHA256_FIXED_SIGNING),
            "ES384" => elliptic("P-384", &ECDSA_P384_SHA384_FIXED_SIGNING),
            "EdDSA" | "Ed25519" => edwards(),
            "RS256" => rsa(&RSA_PKCS1_SHA256),
            "PS256" => rsa(&RSA_PSS_SHA256),
            other => panic!("{other}"),
        };
        Self { alg, jwk, sign, made: AtomicU32::new(0) }
    }

    /// The thumbprint of its key. A JSON object of this library is written in the order of RFC 7638 §3.3.
    pub fn jkt(&self) -> String {
        URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, self.jwk.to_string().as_bytes()))
    }

    /// A proof for the token endpoint.
    pub fn proof(&self, world: &World) -> String {
        self.draft(world).sign()
    }

    /// A proof for `UserInfo` with this access token.
    pub fn proof_with(&self, world: &World, access_token: &str) -> String {
        let ath = URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, access_token.as_bytes()));
        self.draft(world).claim("htm", "GET").claim("htu", USERINFO).claim("ath", ath).sign()
    }

    /// A proof for the token endpoint before it is signed.
    pub fn draft(&self, world: &World) -> Draft<'_> {
        let jti = format!("proof-{}", self.made.fetch_add(1, Ordering::SeqCst));
        let iat = world.clock.now().as_seconds();
        Draft {
            prover: self,
            header: json!({"typ": "dpop+jwt", "alg": self.alg, "jwk": self.jwk}),
            claims: json!({"jti": jti, "htm": "POST", "htu": TOKEN_ENDPOINT, "iat": iat}),
        }
    }

    /// Its signature of a message.
    pub fn signature(&self, message: &str) -> String {
        URL_SAFE_NO_PAD.encode((self.sign)(message.as_bytes()))
    }

    /// A client assertion of the world's client, for a minute, before it is signed.
    pub fn assertion(&self, world: &World) -> Draft<'_> {
        let jti = format!("assertion-{}", ASSERTIONS.fetch_add(1, Ordering::SeqCst));
        let (client, now) = (world.client.id.to_string(), world.clock.now().as_seconds());
        Draft {
            prover: self,
            header: json!({"alg": self.alg}),
            claims: json!({"iss": client, "sub": client, "aud": ISSUER, "iat": now, "exp": now + 60, "jti": jti}),
        }
    }
}

impl Prover {
    /// An identity assertion of the world's user for its client, for a minute, before it is signed.
    pub fn grant_assertion(&self, world: &World) -> Draft<'_> {
        let jti = format!("assertion-{}", ASSERTIONS.fetch_add(1, Ordering::SeqCst));
        let (client, user, now) = (world.client.id.to_string(), world.user.id.to_string(), world.clock.now().as_seconds());
        let claims = json!({"iss": IDP, "sub": user, "aud": ISSUER, "client_id": client, "iat": now, "exp": now + 60, "jti": jti});
        Draft { prover: self, header: json!({"typ": "oauth-id-jag+jwt", "alg": self.alg}), claims }
    }
}

impl Prover {
    /// A request object of the world's client, for a minute and with the parameters of a usual request, before it is signed.
    pub fn request_object(&self, world: &World) -> Draft<'_> {
        let (client, now) = (world.client.id.to_string(), world.clock.now().as_seconds());
        let mut claims = json!({"iss": client, "aud": ISSUER, "nbf": now, "exp": now + 60});
        for (name, value) in form_urlencoded::parse(world.query(&[]).as_bytes()) {
            claims[&*name] = value.as_ref().into();
        }
        Draft { prover: self, header: json!({"typ": "oauth-authz-req+jwt", "alg": self.alg}), claims }
    }
}

/// How many assertions were drafted: none has the `jti` of another, whoever signs it.
static ASSERTIONS: AtomicU32 = AtomicU32::new(0);

/// A proof before it is signed.
#[derive(Clone)]
pub struct Draft<'a> {
    prover: &'a Prover,
    pub header: Value,
    pub claims: Value,
}

impl Draft<'_> {
    pub fn header(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.header[name] = value.into();
        self
    }

    pub fn without_header(mut self, name: &str) -> Self {
        self.header.as_object_mut().unwrap().remove(name);
        self
    }

    pub fn claim(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.claims[name] = value.into();
        self
    }

    pub fn without(mut self, claim: &str) -> Self {
        self.claims.as_object_mut().unwrap().remove(claim);
        self
    }

    pub fn sign(self) -> String {
        let [header, claims] = [self.header, self.claims].map(|part| URL_SAFE_NO_PAD.encode(part.to_string()));
        let message = format!("{header}.{claims}");
        format!("{message}.{}", self.prover.signature(&message))
    }
}

type Key = (Value, Sign);

fn elliptic(curve: &str, algorithm: &'static EcdsaSigningAlgorithm) -> Key {
    let pair = EcdsaKeyPair::generate(algorithm).unwrap();
    let point = &pair.public_key().as_ref()[1..];
    let [x, y] = [&point[..point.len() / 2], &point[point.len() / 2..]].map(|part| URL_SAFE_NO_PAD.encode(part));
    let jwk = json!({"kty": "EC", "crv": curve, "x": x, "y": y});
    (jwk, Box::new(move |message| pair.sign(&SystemRandom::new(), message).unwrap().as_ref().to_vec()))
}

fn edwards() -> Key {
    let pair = Ed25519KeyPair::generate().unwrap();
    let jwk = json!({"kty": "OKP", "crv": "Ed25519", "x": URL_SAFE_NO_PAD.encode(pair.public_key().as_ref())});
    (jwk, Box::new(move |message| pair.sign(message).as_ref().to_vec()))
}

fn rsa(encoding: &'static dyn RsaEncoding) -> Key {
    let pair = rsa::KeyPair::generate(rsa::KeySize::Rsa2048).unwrap();
    let public = pair.public_key();
    let [n, e] = [public.modulus(), public.exponent()].map(|part| URL_SAFE_NO_PAD.encode(part.big_endian_without_leading_zero()));
    let sign = move |message: &[u8]| {
        let mut signature = vec![0; pair.public_modulus_len()];
        pair.sign(encoding, &SystemRandom::new(), message, &mut signature).unwrap();
        signature
    };
    (json!({"kty": "RSA", "n": n, "e": e}), Box::new(sign))
}
