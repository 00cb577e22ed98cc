//! Answers that are lost on the way: the server has replaced the token, and the client has the old one.

use std::{sync::Arc, time::Duration};

use tokio::time::sleep;

use crate::{
    check::{Group, must, robust},
    client::Client,
    metadata::Endpoint,
    proxy::{Cut, CuttingProxy},
    subject::Subject,
    tokens::Tokens,
    verdict::{Finding, Stop, Verdict},
};

/// So many logins lose an answer at each place.
const TRIALS: usize = 3;
/// A client that backs off asks again so much later.
const LATER: Duration = Duration::from_secs(10);

pub(super) fn group() -> Group {
    let claim = "a client whose answer was lost asks again with the token it has, and the login goes on";
    let source = "FAPI 2.0 Security Profile §5.3.2.1";
    let checks = vec![
        robust("lost-before-its-first-byte", source, claim, |at| lost_at(at, Cut::Everything)),
        robust("lost-behind-its-head", source, claim, |at| lost_at(at, Cut::Body)),
        robust("lost-in-its-body", source, claim, |at| lost_at(at, Cut::Half)),
        robust("lost-before-its-last-byte", source, claim, |at| lost_at(at, Cut::LastByte)),
        robust("lost-twice", source, "the same where the second answer is lost, too", lost_twice),
        robust("lost-and-asked-again-10-s-later", source, "the same where the client waits for 10 s before it asks again", asked_later)
            .waiting(),
        must(
            "lost-answer-of-a-revocation",
            "RFC 7009 §2.2",
            "a revocation whose answer was lost is asked for again, and succeeds",
            lost_revocation,
        ),
    ];
    Group { name: "losses", title: "Lost answers", checks }
}

/// Uses a refresh token and loses the answer; what it would have brought.
async fn lose(at: &Subject, client: &Client, token: &str, cut: Cut) -> Result<Tokens, Stop> {
    let mut proxy = CuttingProxy::open(&at.http, at.endpoint(Endpoint::Token)?, cut).await?;
    let mut request = at.prepare(client, Endpoint::Token, &[("grant_type", "refresh_token"), ("refresh_token", token)])?;
    request.url = proxy.url();
    if at.http.send(&request).await.is_ok() {
        return Err(Stop::not_tried("the proxy lost nothing"));
    }
    let lost = proxy.lost().await.ok_or_else(|| Stop::not_tried("the server gave the proxy no answer"))?;
    Tokens::read(&lost).ok_or_else(|| Stop::not_tried(format!("the answer that was lost was {}", lost.shown())))
}

/// What became of a login whose client asked again.
enum Again {
    /// It goes on with this token.
    GoesOn(String),
    /// It was lost; by what answer.
    Lost(String),
}

impl Again {
    fn finding(self) -> Finding {
        match self {
            Self::GoesOn(_) => Finding::of(true, "the login goes on"),
            Self::Lost(why) => Finding::of(false, why),
        }
    }
}

/// Asks again with the token that the client has, and goes on with what that brings.
async fn ask_again(at: &Subject, client: &Client, token: &str) -> Result<Again, Stop> {
    let answer = at.refresh(client, token).await?;
    let Some(tokens) = Tokens::read(&answer) else { return Ok(Again::Lost(format!("asked again: {}", answer.shown()))) };
    let next = tokens.next(token).to_owned();
    let answer = at.refresh(client, &next).await?;
    Ok(if answer.is_success() { Again::GoesOn(next) } else { Again::Lost(format!("asked again: 200, and then {}", answer.shown())) })
}

async fn lost_at(at: Arc<Subject>, cut: Cut) -> Verdict {
    let client = at.client()?;
    let (mut kept, mut same, mut told) = (0, 0, String::new());
    for _ in 0..TRIALS {
        let token = at.login(client).await?.refresh;
        let lost = lose(&at, client, &token, cut).await?;
        match ask_again(&at, client, &token).await? {
            Again::GoesOn(next) => {
                kept += 1;
                same += usize::from(next == lost.next(&token));
            }
            Again::Lost(why) => told = format!("; {why}"),
        }
    }
    Ok(Finding::of(kept == TRIALS, format!("{kept} of {TRIALS} logins went on, {same} with the token that was lost{told}")))
}

async fn lost_twice(at: Arc<Subject>) -> Verdict {
    let client = at.client()?;
    let token = at.login(client).await?.refresh;
    lose(&at, client, &token, Cut::Everything).await?;
    if let Err(Stop::NotTried(why)) = lose(&at, client, &token, Cut::Everything).await {
        return Ok(Finding::of(false, format!("asked again: {why}")));
    }
    Ok(ask_again(&at, client, &token).await?.finding())
}

async fn asked_later(at: Arc<Subject>) -> Verdict {
    let client = at.client()?;
    let token = at.login(client).await?.refresh;
    lose(&at, client, &token, Cut::Everything).await?;
    sleep(LATER).await;
    Ok(ask_again(&at, client, &token).await?.finding())
}

async fn lost_revocation(at: Arc<Subject>) -> Verdict {
    let client = at.client()?;
    let token = at.login(client).await?.refresh;
    let mut proxy = CuttingProxy::open(&at.http, at.endpoint(Endpoint::Revocation)?, Cut::Everything).await?;
    let mut request = at.prepare(client, Endpoint::Revocation, &[("token", token.as_str())])?;
    request.url = proxy.url();
    let first = at.http.send(&request).await;
    let lost = proxy.lost().await.map_or_else(|| "none".to_owned(), |answer| answer.shown());
    let again = at.revoke(client, &token).await?;
    let ended = !at.goes_on(client, &token).await?;
    let seen =
        format!("the answer that was lost: {lost}; the second: {}; the token {}", again.shown(), if ended { "has ended" } else { "works" });
    Ok(Finding::of(first.is_err() && again.is_success() && ended, seen))
}
