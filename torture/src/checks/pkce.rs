//! PKCE (RFC 7636, RFC 9700 §2.1.1): a code works for whoever began, and the protection cannot be taken out on the way.

use std::sync::Arc;

use crate::{
    authorization::AuthorizationRequest,
    check::{Group, must, should},
    fill::Wish,
    http::Answer,
    key::hash,
    metadata::Endpoint,
    random,
    subject::Subject,
    verdict::{Finding, Stop, Verdict},
};

pub(super) fn group() -> Group {
    let checks = vec![
        must(
            "oidcc-ensure-request-with-valid-pkce-succeeds",
            "OpenID suite; RFC 7636 §4.6",
            "a code with its verifier brings tokens",
            valid,
        ),
        must("pkce-wrong-verifier", "RFC 7636 §4.6", "a code with another verifier is refused as invalid_grant", wrong),
        must("pkce-missing-verifier", "RFC 7636 §4.6", "a code without its verifier is refused", missing),
        must("pkce-downgrade", "RFC 9700 §2.1.1, §4.8.2", "a verifier without a challenge in the request is refused", downgrade),
        should("pkce-plain", "RFC 9700 §2.1.1", "code_challenge_method=plain is refused", plain),
        should("pkce-malformed-challenge", "RFC 7636 §4.2", "a challenge that is none is refused", malformed_challenge),
        should("pkce-short-verifier", "RFC 7636 §4.1", "a verifier that is too short to be one brings no tokens", short_verifier),
    ];
    Group { name: "pkce", title: "PKCE", checks }
}

/// Exchanges the code of a request with this verifier.
async fn exchanged(at: &Subject, request: &AuthorizationRequest, verifier: Option<&str>) -> Result<Answer, Stop> {
    let code = at.code(request).await?;
    let mut form = vec![("grant_type", "authorization_code"), ("code", code.as_str()), ("redirect_uri", request.redirect_uri.as_str())];
    form.extend(verifier.map(|verifier| ("code_verifier", verifier)));
    at.ask(at.client()?, Endpoint::Token, &form).await
}

async fn valid(at: Arc<Subject>) -> Verdict {
    let request = at.authorization(at.client()?)?;
    let answer = exchanged(&at, &request, Some(&request.verifier)).await?;
    Ok(Finding::of(answer.is_success(), format!("answered with {}", answer.shown())))
}

async fn wrong(at: Arc<Subject>) -> Verdict {
    let answer = exchanged(&at, &at.authorization(at.client()?)?, Some(&random::text()?)).await?;
    Ok(Finding::of(answer.is_refused_as(&["invalid_grant"]), format!("answered with {}", answer.shown())))
}

async fn missing(at: Arc<Subject>) -> Verdict {
    let answer = exchanged(&at, &at.authorization(at.client()?)?, None).await?;
    Ok(Finding::of(answer.is_refused_as(&["invalid_grant", "invalid_request"]), format!("answered with {}", answer.shown())))
}

async fn downgrade(at: Arc<Subject>) -> Verdict {
    let request = at.authorization(at.client()?)?.without("code_challenge").without("code_challenge_method");
    let visit = at.visit(&request, Wish::Allow).await?;
    let Some(code) = visit.code() else {
        return Ok(Finding::of(true, format!("without a challenge there is no code: {}", visit.shown())));
    };
    let answer = at.exchange(at.client()?, &request, code).await?;
    Ok(Finding::of(answer.is_refusal(), format!("a code without a challenge, exchanged with a verifier: {}", answer.shown())))
}

async fn plain(at: Arc<Subject>) -> Verdict {
    let request = at.authorization(at.client()?)?;
    let verifier = request.verifier.clone();
    let request = request.with("code_challenge", &verifier).with("code_challenge_method", "plain");
    let visit = at.visit(&request, Wish::Allow).await?;
    Ok(Finding::of(visit.code().is_none(), format!("it ended at {}", visit.shown())))
}

async fn malformed_challenge(at: Arc<Subject>) -> Verdict {
    let request = at.authorization(at.client()?)?.with("code_challenge", "short");
    let visit = at.visit(&request, Wish::Allow).await?;
    Ok(Finding::of(visit.code().is_none(), format!("it ended at {}", visit.shown())))
}

async fn short_verifier(at: Arc<Subject>) -> Verdict {
    let request = at.authorization(at.client()?)?.with("code_challenge", &hash("short"));
    let answer = exchanged(&at, &request, Some("short")).await?;
    Ok(Finding::of(answer.is_refusal(), format!("answered with {}", answer.shown())))
}
