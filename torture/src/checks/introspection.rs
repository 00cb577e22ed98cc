//! Introspection (RFC 7662).

use std::sync::Arc;

use serde_json::Value;

use crate::{
    check::{Group, must, should},
    client::Authentication,
    metadata::Endpoint,
    random,
    subject::Subject,
    verdict::{Finding, Stop, Verdict},
};

pub(super) fn group() -> Group {
    let source = "RFC 7662 §2.2";
    let checks = vec![
        must("introspected-access-token", source, "an access token that works is active, with its client and its end", access_token),
        should("introspected-refresh-token", source, "a refresh token that works is active for its own client", refresh_token),
        must("introspected-after-revocation", source, "a refresh token that was revoked is not active", after_revocation),
        must("introspection-of-an-unknown-token", source, "an unknown token is not active, and nothing else is said of it", unknown),
        must("introspection-needs-the-client", "RFC 7662 §2.1", "whoever does not authenticate learns nothing", needs_the_client),
        must(
            "introspection-with-a-wrong-secret",
            "RFC 7662 §2.3, RFC 6749 §5.2",
            "a wrong secret is refused as invalid_client",
            wrong_secret,
        ),
        must(
            "introspection-without-a-token",
            "RFC 7662 §2.1, RFC 6749 §5.2",
            "a request without a token is refused as invalid_request",
            without_token,
        ),
        should("introspection-with-the-wrong-hint", "RFC 7662 §2.1", "a hint at another type of token does not hide a token", wrong_hint),
        must("introspection-is-json", source, "the answer is JSON", is_json),
    ];
    Group { name: "introspection", title: "Introspection", checks }
}

async fn access_token(at: Arc<Subject>) -> Verdict {
    let client = at.client()?;
    let login = at.login(client).await?;
    let answer = at.introspect(client, &login.tokens.access).await?;
    if answer.error() == Some("unsupported_token_type") {
        return Err(Stop::not_offered("access tokens cannot be introspected: unsupported_token_type"));
    }
    let has = |member: &&str| answer.json.get(*member).is_some();
    let members: Vec<&str> =
        ["scope", "client_id", "sub", "exp", "iat", "iss", "aud", "token_type", "jti"].into_iter().filter(has).collect();
    let is_own = answer.text("client_id").is_none_or(|id| id == client.id);
    let active = answer.json.get("active") == Some(&Value::Bool(true));
    Ok(Finding::of(active && is_own, format!("active {active}, with {}", members.join(", "))))
}

async fn refresh_token(at: Arc<Subject>) -> Verdict {
    let client = at.client()?;
    let login = at.login(client).await?;
    let active = at.is_active(client, &login.refresh).await?;
    Ok(Finding::of(active, format!("active {active}")))
}

async fn after_revocation(at: Arc<Subject>) -> Verdict {
    let client = at.client()?;
    let login = at.login(client).await?;
    let revoked = at.revoke(client, &login.refresh).await?;
    let active = at.is_active(client, &login.refresh).await?;
    Ok(Finding::of(!active, format!("revoked with {}, active {active}", revoked.shown())))
}

async fn unknown(at: Arc<Subject>) -> Verdict {
    let answer = at.introspect(at.client()?, &random::text()?).await?;
    let members = answer.json.as_object().map(serde_json::Map::len).unwrap_or_default();
    let inactive = answer.json.get("active") == Some(&Value::Bool(false));
    Ok(Finding::of(
        answer.status == 200 && inactive && members == 1,
        format!("{}, {members} members, inactive: {inactive}", answer.shown()),
    ))
}

async fn needs_the_client(at: Arc<Subject>) -> Verdict {
    let client = at.client()?;
    let login = at.login(client).await?;
    let answer = at.introspect(&client.with(Authentication::None), &login.tokens.access).await?;
    let active = answer.json.get("active") == Some(&Value::Bool(true));
    Ok(Finding::of(answer.is_refusal() && !active, format!("answered with {}", answer.shown())))
}

async fn wrong_secret(at: Arc<Subject>) -> Verdict {
    let client = at.client()?;
    if client.secret().is_none() {
        return Err(Stop::not_tried("the client has no secret"));
    }
    let stranger = client.with(Authentication::Basic(random::text()?));
    let answer = at.introspect(&stranger, &random::text()?).await?;
    let holds = answer.status == 401 && answer.is_refused_as(&["invalid_client"]);
    Ok(Finding::of(holds, format!("answered with {}", answer.shown())))
}

async fn without_token(at: Arc<Subject>) -> Verdict {
    let answer = at.ask(at.client()?, Endpoint::Introspection, &[]).await?;
    Ok(Finding::of(answer.is_refused_as(&["invalid_request"]), format!("answered with {}", answer.shown())))
}

async fn wrong_hint(at: Arc<Subject>) -> Verdict {
    let client = at.client()?;
    let login = at.login(client).await?;
    let without = at.is_active(client, &login.tokens.access).await?;
    let form = [("token", login.tokens.access.as_str()), ("token_type_hint", "refresh_token")];
    let answer = at.ask(client, Endpoint::Introspection, &form).await?;
    let with = answer.json.get("active") == Some(&Value::Bool(true));
    Ok(Finding::of(with == without, format!("active {without} without the hint, {with} with it")))
}

async fn is_json(at: Arc<Subject>) -> Verdict {
    let answer = at.introspect(at.client()?, &random::text()?).await?;
    Ok(Finding::of(answer.is_json(), format!("Content-Type: {}", answer.header("content-type"))))
}
