//! Tokens that are bound to a key (RFC 9449), where the server offers it: at the token endpoint, at a refresh, and at a resource.

use std::sync::Arc;

use serde_json::Value;

use crate::{
    check::{Group, must, robust, should},
    clock,
    http::Answer,
    jwt::Jwt,
    key::{Change, Key, ProofOf, remove, set, unchanged},
    metadata::Endpoint,
    subject::Subject,
    tokens::{Login, Tokens},
    verdict::{Finding, Stop, Verdict},
};

/// A proof that is wrong in one way.
struct Wrong {
    name: &'static str,
    claim: &'static str,
    change: Change,
}

static WRONG: [Wrong; 11] = [
    Wrong { name: "dpop-proof-of-another-type", claim: "a proof whose typ is not dpop+jwt", change: |header, _| set(header, "typ", "JWT") },
    Wrong { name: "dpop-proof-without-algorithm", claim: "a proof whose alg is none", change: |header, _| set(header, "alg", "none") },
    Wrong { name: "dpop-proof-by-a-secret", claim: "a proof whose alg is HS256", change: |header, _| set(header, "alg", "HS256") },
    Wrong { name: "dpop-proof-without-key", claim: "a proof without its public key", change: |header, _| remove(header, "jwk") },
    Wrong {
        name: "dpop-proof-of-another-key",
        claim: "a proof that its key did not sign",
        change: |header, _| {
            set(
                header,
                "jwk",
                serde_json::json!({
                    "kty": "EC", "crv": "P-256",
                    // RFC 7515 appendix A.3.
                    "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
                }),
            );
        },
    },
    Wrong { name: "dpop-proof-for-another-method", claim: "a proof for another method", change: |_, claims| set(claims, "htm", "PUT") },
    Wrong {
        name: "dpop-proof-for-another-address",
        claim: "a proof for another address",
        change: |_, claims| {
            set(claims, "htu", "https://elsewhere.example/token");
        },
    },
    Wrong { name: "dpop-proof-too-old", claim: "a proof that is an hour old", change: |_, claims| set(claims, "iat", clock::now() - 3600) },
    Wrong {
        name: "dpop-proof-too-early",
        claim: "a proof that is made for in an hour",
        change: |_, claims| set(claims, "iat", clock::now() + 3600),
    },
    Wrong { name: "dpop-proof-without-identifier", claim: "a proof without jti", change: |_, claims| remove(claims, "jti") },
    Wrong { name: "dpop-proof-without-time", claim: "a proof without iat", change: |_, claims| remove(claims, "iat") },
];

pub(super) fn group() -> Group {
    let mut checks = vec![
        must(
            "dpop-brings-a-bound-token",
            "RFC 9449 §5, §6",
            "a code with a proof brings a token of the type DPoP that names the key",
            bound,
        ),
        must("dpop-token-at-a-resource", "RFC 9449 §7.1", "the token opens a resource with a proof of its key", at_resource),
        must("dpop-token-as-bearer", "RFC 9449 §7.2", "the token without a proof, as Bearer, opens nothing", as_bearer),
        must("dpop-token-with-another-key", "RFC 9449 §7.1", "the token with a proof of another key opens nothing", other_key_at_resource),
        must(
            "dpop-refresh-with-the-key",
            "RFC 9449 §5",
            "a refresh with a proof of the key works, and its token is bound",
            refresh_with_key,
        ),
        must(
            "dpop-public-refresh-without-a-proof",
            "RFC 9449 §5",
            "a public client's bound refresh token is refused without a proof",
            public_without_proof,
        ),
        must(
            "dpop-public-refresh-with-another-key",
            "RFC 9449 §5",
            "a public client's bound refresh token is refused with another key",
            public_with_other_key,
        ),
        robust(
            "dpop-refused-does-no-harm",
            "–",
            "a login goes on after its bound refresh token came without a proof",
            refused_does_no_harm,
        ),
        must("dpop-code-bound-by-its-request", "RFC 9449 §10", "a code whose request named a key is refused with another one", bound_code),
        should("dpop-proof-twice", "RFC 9449 §11.1", "a proof that comes a second time is refused", replayed),
        must("dpop-two-proofs", "RFC 9449 §4.3", "a request with two proofs is refused", two_proofs),
    ];
    let of_wrong = |wrong: &'static Wrong| must(wrong.name, "RFC 9449 §4.3", wrong.claim, move |at| refused(at, wrong.change));
    checks.extend(WRONG.iter().map(of_wrong));
    Group { name: "dpop", title: "Tokens that are bound to a key (DPoP)", checks }
}

/// Returns a new key, where the server takes proofs of its kind.
fn key(at: &Subject) -> Result<Key, Stop> {
    let algorithms = at
        .metadata
        .list("dpop_signing_alg_values_supported")
        .ok_or_else(|| Stop::not_offered("the metadata name no algorithm for proofs"))?;
    if algorithms.contains(&"ES256") {
        Ok(Key::generate()?)
    } else {
        Err(Stop::not_tried("the runner signs by ES256, which the server does not take"))
    }
}

/// Signs the user in with a key.
async fn login(at: &Subject) -> Result<(Key, Login), Stop> {
    let (key, client) = (key(at)?, at.client()?);
    let login = at.login_by(client, at.authorization(client)?, Some(&key)).await?;
    Ok((key, login))
}

/// The same at the public client.
async fn public_login(at: &Subject) -> Result<(Key, Login), Stop> {
    let (key, client) = (key(at)?, at.public_client()?);
    let login = at.login_by(client, at.authorization(client)?, Some(&key)).await?;
    Ok((key, login))
}

/// Returns the key that a token is bound to: by introspection, or by the token itself where it is a JWT.
async fn confirmed(at: &Subject, access_token: &str) -> Result<Option<String>, Stop> {
    let thumbprint = |claims: &Value| claims.get("cnf")?.get("jkt")?.as_str().map(str::to_owned);
    if let Some(jwt) = Jwt::read(access_token) {
        return Ok(thumbprint(&jwt.claims));
    }
    Ok(thumbprint(&at.introspect(at.client()?, access_token).await?.json))
}

async fn bound(at: Arc<Subject>) -> Verdict {
    let (key, login) = login(&at).await?;
    let named = confirmed(&at, &login.tokens.access).await? == Some(key.thumbprint());
    let is_bound = login.tokens.token_type.eq_ignore_ascii_case("dpop");
    let seen = format!("token_type {}, cnf.jkt {}", login.tokens.token_type, if named { "names the key" } else { "does not name the key" });
    Ok(Finding::of(is_bound && named, seen))
}

async fn at_resource(at: Arc<Subject>) -> Verdict {
    let (key, login) = login(&at).await?;
    let answer = at.userinfo_by(&login.tokens.access, &key).await?;
    Ok(Finding::of(answer.is_success(), format!("answered with {}", answer.status)))
}

async fn as_bearer(at: Arc<Subject>) -> Verdict {
    let (_, login) = login(&at).await?;
    let answer = at.userinfo(&login.tokens.access).await?;
    Ok(Finding::of(answer.status == 401, format!("answered with {}", answer.status)))
}

async fn other_key_at_resource(at: Arc<Subject>) -> Verdict {
    let (_, login) = login(&at).await?;
    let answer = at.userinfo_by(&login.tokens.access, &Key::generate()?).await?;
    Ok(Finding::of(answer.status == 401, format!("answered with {}", answer.status)))
}

async fn refresh_with_key(at: Arc<Subject>) -> Verdict {
    let (key, login) = login(&at).await?;
    let answer = at.refresh_by(at.client()?, &login.refresh, &key).await?;
    let is_bound = Tokens::read(&answer).is_some_and(|tokens| tokens.token_type.eq_ignore_ascii_case("dpop"));
    Ok(Finding::of(is_bound, format!("answered with {}", answer.shown())))
}

async fn public_without_proof(at: Arc<Subject>) -> Verdict {
    let (_, login) = public_login(&at).await?;
    let answer = at.refresh(at.public_client()?, &login.refresh).await?;
    let holds = answer.is_refused_as(&["invalid_dpop_proof", "invalid_grant", "invalid_request", "use_dpop_nonce"]);
    Ok(Finding::of(holds, format!("answered with {}", answer.shown())))
}

async fn public_with_other_key(at: Arc<Subject>) -> Verdict {
    let (_, login) = public_login(&at).await?;
    let answer = at.refresh_by(at.public_client()?, &login.refresh, &Key::generate()?).await?;
    Ok(Finding::of(answer.is_refused_as(&["invalid_grant", "invalid_dpop_proof"]), format!("answered with {}", answer.shown())))
}

async fn refused_does_no_harm(at: Arc<Subject>) -> Verdict {
    let (key, login) = public_login(&at).await?;
    let refused = at.refresh(at.public_client()?, &login.refresh).await?;
    if !refused.is_refusal() {
        return Err(Stop::not_tried(format!("it was not refused: {}", refused.shown())));
    }
    let answer = at.refresh_by(at.public_client()?, &login.refresh, &key).await?;
    Ok(Finding::of(answer.is_success(), format!("{}; with the proof afterwards: {}", refused.shown(), answer.shown())))
}

async fn bound_code(at: Arc<Subject>) -> Verdict {
    let (key, client) = (key(&at)?, at.client()?);
    let request = at.authorization(client)?.with("dpop_jkt", &key.thumbprint());
    let code = at.code(&request).await?;
    let answer = at.exchange_with(client, &request, &code, Some(&Key::generate()?)).await?;
    Ok(Finding::of(answer.is_refusal(), format!("answered with {}", answer.shown())))
}

async fn replayed(at: Arc<Subject>) -> Verdict {
    let (key, client) = (key(&at)?, at.client()?);
    let token = at.login(client).await?.refresh;
    let url = at.endpoint(Endpoint::Token)?;
    let proof = key.proof(&ProofOf { method: "POST", url, access_token: None, nonce: None }, unchanged)?;
    let first = present(&at, &token, &proof).await?;
    let Some(tokens) = Tokens::read(&first) else { return Err(Stop::not_tried(format!("the first time: {}", first.shown()))) };
    let second = present(&at, tokens.next(&token), &proof).await?;
    Ok(Finding::of(second.is_refusal(), format!("the second time: {}", second.shown())))
}

/// Refreshes with a proof that was made before.
async fn present(at: &Subject, token: &str, proof: &str) -> Result<Answer, Stop> {
    let request = at.prepare(at.client()?, Endpoint::Token, &[("grant_type", "refresh_token"), ("refresh_token", token)])?;
    Ok(at.http.send(&request.with_header("dpop", proof)).await?)
}

async fn two_proofs(at: Arc<Subject>) -> Verdict {
    let (key, client) = (key(&at)?, at.client()?);
    let token = at.login(client).await?.refresh;
    let of = ProofOf { method: "POST", url: at.endpoint(Endpoint::Token)?, access_token: None, nonce: None };
    let request = at.prepare(client, Endpoint::Token, &[("grant_type", "refresh_token"), ("refresh_token", &token)])?;
    let request = request.with_header("dpop", key.proof(&of, unchanged)?).with_header("dpop", key.proof(&of, unchanged)?);
    let answer = at.http.send(&request).await?;
    Ok(Finding::of(answer.is_refusal(), format!("answered with {}", answer.shown())))
}

/// Refreshes with a wrong proof, and then without one: the first is refused, and uses nothing up.
async fn refused(at: Arc<Subject>, change: Change) -> Verdict {
    let (key, client) = (key(&at)?, at.client()?);
    let token = at.login(client).await?.refresh;
    let form = [("grant_type", "refresh_token"), ("refresh_token", token.as_str())];
    let answer = at.ask_changed(client, Endpoint::Token, &form, &key, change).await?;
    let goes_on = at.goes_on(client, &token).await?;
    let ends = if goes_on { "goes on" } else { "has ended" };
    let holds = answer.is_refused_as(&["invalid_dpop_proof", "invalid_request", "use_dpop_nonce"]) && goes_on;
    Ok(Finding::of(holds, format!("answered with {}; the login {ends}", answer.shown())))
}
