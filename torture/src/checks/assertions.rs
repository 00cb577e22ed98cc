//! What clients sign in the FAPI 2.0 Security Profile, to authenticate (RFC 7523) and to prove their key (RFC 9449): the modules of its suite.

use std::sync::Arc;

use serde_json::json;

use crate::{
    check::{Group, must, should},
    clock,
    http::{Answer, owned},
    key::{Change, Key, remove, set, unchanged},
    metadata::Endpoint,
    subject::Subject,
    tokens::Tokens,
    verdict::{Finding, Stop, Verdict},
};

const SUITE: &str = "FAPI 2.0 suite";
const ASSERTION: &str = "FAPI 2.0 suite; RFC 7523 §3";

/// A module about something that is signed in another way.
struct Module {
    name: &'static str,
    claim: &'static str,
    change: Change,
}

static ASSERTIONS: [Module; 9] = [
    Module {
        name: "fapi2-security-profile-final-ensure-client-assertion-with-wrong-aud-fails",
        claim: "an assertion for another audience",
        change: |_, claims| {
            set(claims, "aud", "https://elsewhere.example/");
        },
    },
    Module {
        name: "fapi2-security-profile-final-ensure-client-assertion-with-no-sub-fails",
        claim: "an assertion without sub",
        change: |_, claims| remove(claims, "sub"),
    },
    Module {
        name: "fapi2-security-profile-final-ensure-client-assertion-with-exp-is-5-minutes-in-past-fails",
        claim: "an assertion that ended 5 minutes ago",
        change: |_, claims| {
            set(claims, "iat", clock::now() - 360);
            set(claims, "nbf", clock::now() - 360);
            set(claims, "exp", clock::now() - 300);
        },
    },
    Module {
        name: "assertion-for-several-audiences",
        claim: "an assertion whose aud is a list with the issuer in it",
        change: |_, claims| {
            let own = claims.get("aud").cloned().unwrap_or_default();
            set(claims, "aud", json!([own, "https://elsewhere.example/"]));
        },
    },
    Module {
        name: "assertion-from-an-hour-ahead",
        claim: "an assertion that is made for in an hour",
        change: |_, claims| {
            set(claims, "iat", clock::now() + 3600);
            set(claims, "nbf", clock::now() + 3600);
            set(claims, "exp", clock::now() + 3660);
        },
    },
    Module { name: "assertion-without-iss", claim: "an assertion without iss", change: |_, claims| remove(claims, "iss") },
    Module { name: "assertion-without-exp", claim: "an assertion without exp", change: |_, claims| remove(claims, "exp") },
    Module { name: "assertion-without-algorithm", claim: "an assertion whose alg is none", change: |header, _| set(header, "alg", "none") },
    Module {
        name: "assertion-with-rs256",
        claim: "an assertion whose alg is not that of its key",
        change: |header, _| set(header, "alg", "RS256"),
    },
];

static ACCEPTED: [Module; 3] = [
    Module {
        name: "fapi2-security-profile-final-check-dpop-proof-nbf-exp",
        claim: "a proof with nbf and exp works",
        change: |_, claims| {
            set(claims, "nbf", clock::now() - 5);
            set(claims, "exp", clock::now() + 60);
        },
    },
    Module {
        name: "fapi2-security-profile-final-ensure-dpopproof-with-iat-10seconds-before-succeeds",
        claim: "a proof that is 10 s old works",
        change: |_, claims| {
            set(claims, "iat", clock::now() - 10);
        },
    },
    Module {
        name: "fapi2-security-profile-final-ensure-dpopproof-with-iat-10seconds-after-succeeds",
        claim: "a proof that is made 10 s ahead works",
        change: |_, claims| {
            set(claims, "iat", clock::now() + 10);
        },
    },
];

/// Proofs that a resource refuses, of the module for all of them.
static REFUSED: [(&str, Change); 10] = [
    ("without typ", |header, _| remove(header, "typ")),
    ("of another typ", |header, _| set(header, "typ", "JWT")),
    ("without jwk", |header, _| remove(header, "jwk")),
    ("with alg none", |header, _| set(header, "alg", "none")),
    ("without jti", |_, claims| remove(claims, "jti")),
    ("for another method", |_, claims| set(claims, "htm", "PUT")),
    ("for another address", |_, claims| set(claims, "htu", "https://elsewhere.example/userinfo")),
    ("an hour old", |_, claims| set(claims, "iat", clock::now() - 3600)),
    ("without ath", |_, claims| remove(claims, "ath")),
    ("for another token", |_, claims| set(claims, "ath", "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo")),
];

pub(super) fn group() -> Group {
    let mut checks = vec![
        must(
            "fapi2-security-profile-final-dpop-negative-tests",
            SUITE,
            "a resource refuses proofs that are wrong, and takes a right one",
            negative,
        ),
        must(
            "fapi2-security-profile-final-ensure-mismatched-dpop-jkt-fails",
            SUITE,
            "a pushed request that names another key than its proof is refused",
            mismatched_push,
        ),
        must(
            "fapi2-security-profile-final-ensure-token-endpoint-fails-with-mismatched-dpop-proof-jkt",
            SUITE,
            "a code of a request that was pushed with a proof is refused with another key",
            |at| bound(at, Binding::Proof, false),
        ),
        must(
            "fapi2-security-profile-final-ensure-token-endpoint-fails-with-mismatched-dpop-jkt",
            SUITE,
            "a code of a request that named a key is refused with another one",
            |at| bound(at, Binding::Named, false),
        ),
        must(
            "fapi2-security-profile-final-ensure-dpopproof-at-par-endpoint-binding-success",
            SUITE,
            "a code of a request that was pushed with a proof works with its key",
            |at| bound(at, Binding::Proof, true),
        ),
        must(
            "fapi2-security-profile-final-ensure-dpop-auth-code-binding-success",
            SUITE,
            "a code of a request that named a key works with it",
            |at| bound(at, Binding::Named, true),
        ),
        should("assertion-twice", "OpenID Connect Core §9", "an assertion that comes a second time is refused", twice),
        must(
            "assertion-for-the-token-endpoint",
            "FAPI 2.0 §5.3.2.1",
            "an assertion for the address of the token endpoint is refused",
            for_endpoint,
        ),
        must(
            "assertion-from-10-seconds-ahead",
            "FAPI 2.0 §5.3.2.1",
            "an assertion that is made 10 s ahead authenticates its client",
            ahead,
        ),
        must(
            "proofs-at-the-token-endpoint",
            SUITE,
            "the token endpoint refuses proofs that are wrong, and takes a right one",
            wrong_at_token,
        ),
        must("assertion-of-another-key", ASSERTION, "an assertion that another key signed is refused", other_key),
    ];
    checks.extend(ASSERTIONS.iter().map(|module| must(module.name, ASSERTION, module.claim, move |at| refused(at, module.change))));
    checks.extend(ACCEPTED.iter().map(|module| must(module.name, SUITE, module.claim, move |at| accepted(at, module.change))));
    Group { name: "assertions", title: "FAPI 2.0: what clients sign", checks }
}

/// Returns a finding of a request whose client has to be refused.
fn of_refusal(answer: &Answer) -> Finding {
    let holds = answer.is_refused_as(&["invalid_client", "invalid_request"]);
    Finding::of(holds, format!("answered with {}", answer.shown()))
}

/// A request with an unknown refresh token: who is not known is told so, and who is, of the token.
const UNKNOWN: [(&str, &str); 2] = [("grant_type", "refresh_token"), ("refresh_token", "no-such-token")];

async fn refused(at: Arc<Subject>, change: Change) -> Verdict {
    let (client, _) = at.fapi_client()?;
    let request = client.post_changed(at.endpoint(Endpoint::Token)?, at.issuer(), owned(&UNKNOWN), change)?;
    Ok(of_refusal(&at.http.send(&request).await?))
}

async fn for_endpoint(at: Arc<Subject>) -> Verdict {
    let (client, key) = at.fapi_client()?;
    let endpoint = at.endpoint(Endpoint::Token)?;
    let assertion = key.assertion(&client.id, endpoint, unchanged)?;
    Ok(of_refusal(&at.http.send(&client.post_with(endpoint, owned(&UNKNOWN), Some(&assertion))).await?))
}

async fn ahead(at: Arc<Subject>) -> Verdict {
    let (client, _) = at.fapi_client()?;
    let change: Change = |_, claims| {
        set(claims, "iat", clock::now() + 10);
        set(claims, "nbf", clock::now() + 10);
    };
    let request = client.post_changed(at.endpoint(Endpoint::Token)?, at.issuer(), owned(&UNKNOWN), change)?;
    let answer = at.http.send(&request).await?;
    let holds = answer.is_refusal() && !answer.is_refused_as(&["invalid_client"]);
    Ok(Finding::of(holds, format!("answered with {}", answer.shown())))
}

/// Proofs that the token endpoint refuses.
static AT_TOKEN: [(&str, Change); 7] = [
    ("of another typ", |header, _| set(header, "typ", "JWT")),
    ("without jwk", |header, _| remove(header, "jwk")),
    ("with alg none", |header, _| set(header, "alg", "none")),
    ("without jti", |_, claims| remove(claims, "jti")),
    ("for another method", |_, claims| set(claims, "htm", "GET")),
    ("for another address", |_, claims| set(claims, "htu", "https://elsewhere.example/token")),
    ("an hour old", |_, claims| set(claims, "iat", clock::now() - 3600)),
];

async fn wrong_at_token(at: Arc<Subject>) -> Verdict {
    let (client, _) = at.fapi_client()?;
    let key = Key::generate()?;
    let token = at.pushed_login(client, at.authorization(client)?, &key).await?.refresh;
    let form = [("grant_type", "refresh_token"), ("refresh_token", token.as_str())];
    let mut accepted = Vec::new();
    for (name, change) in &AT_TOKEN {
        if !at.ask_changed(client, Endpoint::Token, &form, &key, *change).await?.is_refusal() {
            accepted.push(*name);
        }
    }
    let right = at.refresh_by(client, &token, &key).await?;
    let seen = if accepted.is_empty() { "all wrong proofs were refused".to_owned() } else { format!("accepted: {}", accepted.join(", ")) };
    Ok(Finding::of(accepted.is_empty() && right.is_success(), format!("{seen}; a right one: {}", right.status)))
}

async fn other_key(at: Arc<Subject>) -> Verdict {
    let (client, _) = at.fapi_client()?;
    let assertion = Key::generate()?.assertion(&client.id, at.issuer(), unchanged)?;
    let request = client.post_with(at.endpoint(Endpoint::Token)?, owned(&UNKNOWN), Some(&assertion));
    Ok(of_refusal(&at.http.send(&request).await?))
}

async fn twice(at: Arc<Subject>) -> Verdict {
    let (client, key) = at.fapi_client()?;
    let assertion = key.assertion(&client.id, at.issuer(), unchanged)?;
    let request = client.post_with(at.endpoint(Endpoint::Token)?, owned(&UNKNOWN), Some(&assertion));
    let first = at.http.send(&request).await?;
    if first.is_refused_as(&["invalid_client"]) {
        return Err(Stop::not_tried(format!("the first time: {}", first.shown())));
    }
    let second = at.http.send(&request).await?;
    Ok(Finding::of(second.is_refused_as(&["invalid_client"]), format!("the second time: {}", second.shown())))
}

async fn accepted(at: Arc<Subject>, change: Change) -> Verdict {
    let (client, _) = at.fapi_client()?;
    let request = at.authorization(client)?;
    let code = at.pushed_code(client, &request, None).await?;
    let key = Key::generate()?;
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", request.redirect_uri.as_str()),
        ("code_verifier", request.verifier.as_str()),
    ];
    let answer = at.ask_changed(client, Endpoint::Token, &form, &key, change).await?;
    let Some(tokens) = Tokens::read(&answer) else { return Ok(Finding::of(false, format!("at the token endpoint: {}", answer.shown()))) };
    let resource = at.userinfo_changed(&tokens.access, &key, "DPoP", change).await?;
    Ok(Finding::of(resource.is_success(), format!("200 at the token endpoint, {} at a resource", resource.status)))
}

async fn negative(at: Arc<Subject>) -> Verdict {
    let (client, _) = at.fapi_client()?;
    let key = Key::generate()?;
    let access = at.pushed_login(client, at.authorization(client)?, &key).await?.tokens.access;
    let mut taken = Vec::new();
    for (name, change) in &REFUSED {
        if !at.userinfo_changed(&access, &key, "DPoP", *change).await?.is_refusal() {
            taken.push(*name);
        }
    }
    if !at.userinfo(&access).await?.is_refusal() {
        taken.push("as Bearer");
    }
    let right = at.userinfo_by(&access, &key).await?;
    let seen = if taken.is_empty() {
        format!("{} of {0} wrong proofs were refused", REFUSED.len())
    } else {
        format!("taken: {}", taken.join(", "))
    };
    Ok(Finding::of(taken.is_empty() && right.is_success(), format!("{seen}; a right one: {}", right.status)))
}

async fn mismatched_push(at: Arc<Subject>) -> Verdict {
    let (client, _) = at.fapi_client()?;
    let request = at.authorization(client)?.with("dpop_jkt", &Key::generate()?.thumbprint());
    let answer = at.push(client, &request, Some(&Key::generate()?)).await?;
    Ok(Finding::of(answer.is_refusal(), format!("answered with {}", answer.shown())))
}

/// How a request names the key of its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Binding {
    /// By a proof beside it.
    Proof,
    /// By `dpop_jkt`.
    Named,
}

/// Exchanges a code that is bound to a key, with that key or with another one.
async fn bound(at: Arc<Subject>, binding: Binding, with_its_key: bool) -> Verdict {
    let (client, _) = at.fapi_client()?;
    let (key, other) = (Key::generate()?, Key::generate()?);
    let request = at.authorization(client)?;
    let request = if binding == Binding::Named { request.with("dpop_jkt", &key.thumbprint()) } else { request };
    let proven = (binding == Binding::Proof).then_some(&key);
    let code = at.pushed_code(client, &request, proven).await?;
    let answer = at.exchange_with(client, &request, &code, Some(if with_its_key { &key } else { &other })).await?;
    let holds = if with_its_key { answer.is_success() } else { answer.is_refusal() };
    Ok(Finding::of(holds, format!("answered with {}", answer.shown())))
}
