//! Whose a refresh token is: another client, or one that does not prove who it is, has nothing of it and does no harm to it.

use std::sync::Arc;

use crate::{
    check::{Group, must, robust},
    client::Authentication,
    http::Answer,
    metadata::Endpoint,
    random,
    subject::Subject,
    verdict::{Finding, Stop, Verdict},
};

pub(super) fn group() -> Group {
    let checks = vec![
        must("other-client-cannot-refresh", "RFC 6749 §6, §5.2", "another client's refresh is refused as invalid_grant", cannot_refresh),
        robust("other-client-does-no-harm", "RFC 6749 §10.4", "a login goes on after another client tried its refresh token", does_no_harm),
        must("other-client-cannot-revoke", "RFC 7009 §2.1", "another client's revocation leaves the login alone", cannot_revoke),
        robust(
            "other-client-introspection-does-no-harm",
            "RFC 7662 §2.2",
            "a login goes on after another client asked about its refresh token",
            asked_about,
        ),
        must("wrong-secret-is-refused", "RFC 6749 §6, §3.2.1", "a refresh with a wrong secret is refused as invalid_client", wrong_secret),
        robust(
            "wrong-secret-does-no-harm",
            "RFC 6749 §10.4",
            "a login goes on after a refresh with a wrong secret",
            wrong_secret_does_no_harm,
        ),
        must("no-authentication-is-refused", "RFC 6749 §6", "a client that has to authenticate and does not is refused", no_authentication),
        must("two-names-are-refused", "RFC 6749 §2.3", "a client that authenticates as one and names another is refused", two_names),
    ];
    Group { name: "clients", title: "Whose a refresh token is", checks }
}

/// Returns a finding of a request that has to be refused, and then of the owner's refresh.
async fn harmless(at: &Subject, token: &str, refused: &Answer) -> Verdict {
    if !refused.is_refusal() {
        return Err(Stop::not_tried(format!("it was not refused: {}", refused.shown())));
    }
    let answer = at.refresh(at.client()?, token).await?;
    Ok(Finding::of(answer.is_success(), format!("{}; the owner afterwards: {}", refused.shown(), answer.shown())))
}

async fn cannot_refresh(at: Arc<Subject>) -> Verdict {
    let login = at.login(at.client()?).await?;
    let answer = at.refresh(at.other_client()?, &login.refresh).await?;
    Ok(Finding::of(answer.is_refused_as(&["invalid_grant"]), format!("answered with {}", answer.shown())))
}

async fn does_no_harm(at: Arc<Subject>) -> Verdict {
    let login = at.login(at.client()?).await?;
    let refused = at.refresh(at.other_client()?, &login.refresh).await?;
    harmless(&at, &login.refresh, &refused).await
}

async fn cannot_revoke(at: Arc<Subject>) -> Verdict {
    let login = at.login(at.client()?).await?;
    let answer = at.revoke(at.other_client()?, &login.refresh).await?;
    let goes_on = at.goes_on(at.client()?, &login.refresh).await?;
    let ends = if goes_on { "goes on" } else { "has ended" };
    Ok(Finding::of(goes_on && !answer.is_failure(), format!("answered with {}; the login {ends}", answer.shown())))
}

async fn asked_about(at: Arc<Subject>) -> Verdict {
    let login = at.login(at.client()?).await?;
    let answer = at.introspect(at.other_client()?, &login.refresh).await?;
    let goes_on = at.goes_on(at.client()?, &login.refresh).await?;
    let ends = if goes_on { "goes on" } else { "has ended" };
    let active = answer.json.get("active").map_or_else(|| answer.shown(), |active| format!("active {active}"));
    Ok(Finding::of(goes_on && !answer.is_failure(), format!("{active}; the login {ends}")))
}

/// Refreshes with a secret that is not the client's.
async fn with_wrong_secret(at: &Subject, token: &str) -> Result<Answer, Stop> {
    let client = at.client()?;
    let wrong = match &client.authentication {
        Authentication::Basic(_) => Authentication::Basic(random::text()?),
        Authentication::Post(_) => Authentication::Post(random::text()?),
        Authentication::Key(_) | Authentication::Certificate | Authentication::None => {
            return Err(Stop::not_tried("the client has no secret"));
        }
    };
    at.refresh(&client.with(wrong), token).await
}

async fn wrong_secret(at: Arc<Subject>) -> Verdict {
    let login = at.login(at.client()?).await?;
    let answer = with_wrong_secret(&at, &login.refresh).await?;
    Ok(Finding::of(answer.is_refused_as(&["invalid_client"]), format!("answered with {}", answer.shown())))
}

async fn wrong_secret_does_no_harm(at: Arc<Subject>) -> Verdict {
    let login = at.login(at.client()?).await?;
    let refused = with_wrong_secret(&at, &login.refresh).await?;
    harmless(&at, &login.refresh, &refused).await
}

async fn no_authentication(at: Arc<Subject>) -> Verdict {
    let client = at.client()?;
    let login = at.login(client).await?;
    let answer = at.refresh(&client.with(Authentication::None), &login.refresh).await?;
    let holds = answer.is_refused_as(&["invalid_client", "invalid_request", "unauthorized_client"]);
    Ok(Finding::of(holds, format!("answered with {}", answer.shown())))
}

async fn two_names(at: Arc<Subject>) -> Verdict {
    let (client, other) = (at.client()?, at.other_client()?);
    if !matches!(client.authentication, Authentication::Basic(_)) {
        return Err(Stop::not_tried("the client does not authenticate by a header"));
    }
    let login = at.login(client).await?;
    let form = [("grant_type", "refresh_token"), ("refresh_token", login.refresh.as_str()), ("client_id", other.id.as_str())];
    let answer = at.ask(client, Endpoint::Token, &form).await?;
    Ok(Finding::of(answer.is_refusal(), format!("answered with {}", answer.shown())))
}
