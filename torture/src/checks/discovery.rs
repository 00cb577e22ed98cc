//! What the server says of itself (RFC 8414, OpenID Connect Discovery), as far as clients go by it.

use std::{collections::BTreeSet, sync::Arc};

use reqwest::Method;
use serde_json::Value;
use url::{Host, Url};

use crate::{
    check::{Group, must, should},
    http::Request,
    metadata::{Endpoint, oauth_address},
    subject::Subject,
    verdict::{Finding, Stop, Verdict},
};

/// Members of a JWK that are secret (RFC 7518 §6).
const SECRET: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

pub(super) fn group() -> Group {
    let checks = vec![
        must("discovery-issuer", "RFC 8414 §3.3", "the metadata are of the issuer that was asked for", issuer),
        must("discovery-endpoints", "RFC 8414 §2", "endpoints are named, by https or on loopback, without a fragment", endpoints),
        should(
            "discovery-lists-refresh-token",
            "OpenID Connect Discovery §3",
            "grant_types_supported has refresh_token",
            lists_refresh_token,
        ),
        should(
            "discovery-lists-authentication",
            "RFC 8414 §2",
            "token_endpoint_auth_methods_supported has the client's method",
            lists_authentication,
        ),
        must("discovery-lists-pkce", "RFC 9700 §2.1.1", "code_challenge_methods_supported has S256", lists_pkce),
        should("discovery-by-rfc-8414", "RFC 8414 §3", "the same metadata are at the address that RFC 8414 gives them", by_rfc_8414),
        must("discovery-keys", "RFC 7517 §9", "the published keys have names of their own and no secret part", keys),
        should("discovery-is-json", "RFC 8414 §3.2", "the metadata are JSON", is_json),
    ];
    Group { name: "discovery", title: "Discovery", checks }
}

async fn issuer(at: Arc<Subject>) -> Verdict {
    let found = at.metadata.text("issuer").unwrap_or_default();
    Ok(Finding::of(found == at.issuer(), format!("issuer {found}")))
}

fn is_safe(address: &str) -> bool {
    let Ok(url) = Url::parse(address) else { return false };
    let on_loopback = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    url.fragment().is_none() && (url.scheme() == "https" || on_loopback)
}

async fn endpoints(at: Arc<Subject>) -> Verdict {
    let needed = [Endpoint::Authorization, Endpoint::Token];
    let missing: Vec<&str> =
        needed.iter().filter(|endpoint| at.metadata.endpoint(**endpoint).is_none()).map(|endpoint| endpoint.member()).collect();
    let all = [
        Endpoint::Authorization,
        Endpoint::Token,
        Endpoint::Userinfo,
        Endpoint::Introspection,
        Endpoint::Revocation,
        Endpoint::PushedRequest,
        Endpoint::Keys,
    ];
    let named: Vec<&str> = all.iter().filter_map(|endpoint| at.metadata.endpoint(*endpoint)).collect();
    let safe = named.iter().filter(|address| is_safe(address)).count();
    let holds = missing.is_empty() && safe == named.len();
    Ok(Finding::of(holds, format!("{} endpoints, {safe} by https or on loopback", named.len())))
}

async fn lists_refresh_token(at: Arc<Subject>) -> Verdict {
    let listed = at.metadata.list("grant_types_supported").map_or("nothing".to_owned(), |listed| listed.join(", "));
    Ok(Finding::of(at.metadata.lists("grant_types_supported", "refresh_token"), format!("it has {listed}")))
}

async fn lists_authentication(at: Arc<Subject>) -> Verdict {
    let method = at.client()?.authentication.method();
    // RFC 8414 §2: where it is left out, it is client_secret_basic.
    let listed = at.metadata.list("token_endpoint_auth_methods_supported").unwrap_or_else(|| vec!["client_secret_basic"]);
    Ok(Finding::of(listed.contains(&method), format!("{method}, of {}", listed.join(", "))))
}

async fn lists_pkce(at: Arc<Subject>) -> Verdict {
    let listed = at.metadata.list("code_challenge_methods_supported").map_or("nothing".to_owned(), |listed| listed.join(", "));
    Ok(Finding::of(at.metadata.lists("code_challenge_methods_supported", "S256"), format!("it has {listed}")))
}

async fn by_rfc_8414(at: Arc<Subject>) -> Verdict {
    let answer = at.http.send(&Request::new(Method::GET, oauth_address(at.issuer())?)).await?;
    let same = ["issuer", "token_endpoint"].iter().all(|member| answer.text(member) == at.metadata.text(member));
    Ok(Finding::of(answer.is_success() && same, format!("answered with {}", answer.status)))
}

async fn keys(at: Arc<Subject>) -> Verdict {
    let answer = at.http.send(&Request::new(Method::GET, at.endpoint(Endpoint::Keys)?)).await?;
    let keys = answer.json.get("keys").and_then(Value::as_array).ok_or_else(|| Stop::not_tried(format!("the keys: {}", answer.shown())))?;
    let secret = keys.iter().filter(|key| SECRET.iter().any(|member| key.get(member).is_some())).count();
    let names: BTreeSet<&str> = keys.iter().filter_map(|key| key.get("kid").and_then(Value::as_str)).collect();
    let all_named = names.len() == keys.len() || keys.len() == 1;
    Ok(Finding::of(
        secret == 0 && all_named && !keys.is_empty(),
        format!("{} keys with {} names, {secret} with a secret part", keys.len(), names.len()),
    ))
}

async fn is_json(at: Arc<Subject>) -> Verdict {
    let answer = &at.metadata.answer;
    Ok(Finding::of(answer.is_json(), format!("Content-Type: {}", answer.header("content-type"))))
}
