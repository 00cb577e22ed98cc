//! Many refreshes of one token at once: tabs, workers and servers of one client that all come when its access token has expired.

use std::{collections::BTreeSet, sync::Arc};

use tokio::task::JoinSet;

use crate::{
    check::{Group, robust, should},
    client::Client,
    http::Answer,
    subject::Subject,
    tokens::Tokens,
    verdict::{Finding, Stop, Verdict},
};

/// So often each race is run.
const TRIALS: usize = 3;
/// So many workers of one client share one store of tokens, in so many rounds.
const WORKERS: usize = 8;
const ROUNDS: usize = 4;

pub(super) fn group() -> Group {
    let one = "of many refreshes of one token at once, one successor at most works afterwards, and the server does not fail";
    let lives = "many refreshes of one token at once do not end the login";
    let source = "RFC 9700 §4.14.2";
    let checks = vec![
        should("race-of-2-has-one-successor", source, one, |at| one_successor(at, 2)),
        should("race-of-8-has-one-successor", source, one, |at| one_successor(at, 8)),
        should("race-of-32-has-one-successor", source, one, |at| one_successor(at, 32)),
        robust("race-of-2-keeps-the-login", "–", lives, |at| keeps_the_login(at, 2)),
        robust("race-of-8-keeps-the-login", "–", lives, |at| keeps_the_login(at, 8)),
        robust("race-of-32-keeps-the-login", "–", lives, |at| keeps_the_login(at, 32)),
        robust(
            "race-answers-everybody",
            "–",
            "each of 8 refreshes of one token at once brings an access token that works",
            answers_everybody,
        ),
        robust("workers-on-one-store", "–", "workers that share a store, where the last one to write wins, do not lose the login", workers),
    ];
    Group { name: "races", title: "Races", checks }
}

/// Uses a refresh token so many times at once.
async fn race(at: &Arc<Subject>, client: &Client, token: &str, times: usize) -> Result<Vec<Answer>, Stop> {
    let mut racing = JoinSet::new();
    for _ in 0..times {
        let (at, client, token) = (Arc::clone(at), client.clone(), token.to_owned());
        racing.spawn(async move { at.refresh(&client, &token).await });
    }
    racing.join_all().await.into_iter().collect()
}

/// Returns the different refresh tokens that answers bring.
fn successors(answers: &[Answer], presented: &str) -> BTreeSet<String> {
    answers.iter().filter_map(Tokens::read).map(|tokens| tokens.next(presented).to_owned()).collect()
}

async fn one_successor(at: Arc<Subject>, times: usize) -> Verdict {
    let client = at.client()?;
    let (mut answered, mut distinct, mut most_alive, mut failures) = (0, 0, 0, 0);
    for _ in 0..TRIALS {
        let token = at.login(client).await?.refresh;
        let answers = race(&at, client, &token, times).await?;
        answered += answers.iter().filter(|answer| answer.is_success()).count();
        failures += answers.iter().filter(|answer| answer.is_failure()).count();
        let successors = successors(&answers, &token);
        distinct = distinct.max(successors.len());
        let mut alive = 0;
        for successor in &successors {
            alive += usize::from(at.goes_on(client, successor).await?);
        }
        most_alive = most_alive.max(alive);
    }
    let all = TRIALS * times;
    let seen = format!(
        "{answered} of {all} answered with tokens, {failures} with a failure; {distinct} successors at most, {most_alive} of them worked"
    );
    Ok(Finding::of(most_alive <= 1 && failures == 0, seen))
}

async fn keeps_the_login(at: Arc<Subject>, times: usize) -> Verdict {
    let client = at.client()?;
    let (mut answered, mut kept) = (0, 0);
    for _ in 0..TRIALS {
        let token = at.login(client).await?.refresh;
        let answers = race(&at, client, &token, times).await?;
        answered += answers.iter().filter(|answer| answer.is_success()).count();
        // The last of them is what a store keeps in which each answer is written.
        let last = answers.iter().rev().find_map(Tokens::read).map(|tokens| tokens.next(&token).to_owned());
        if let Some(last) = last {
            kept += usize::from(at.goes_on(client, &last).await?);
        }
    }
    let all = TRIALS * times;
    Ok(Finding::of(kept == TRIALS, format!("{kept} of {TRIALS} logins went on; {answered} of {all} refreshes were answered with tokens")))
}

async fn answers_everybody(at: Arc<Subject>) -> Verdict {
    let client = at.client()?;
    let token = at.login(client).await?.refresh;
    let answers = race(&at, client, &token, WORKERS).await?;
    let mut working = 0;
    for tokens in answers.iter().filter_map(Tokens::read) {
        working += usize::from(at.access_works(client, &tokens.access).await?);
    }
    Ok(Finding::of(working == WORKERS, format!("{working} of {WORKERS} access tokens work")))
}

async fn workers(at: Arc<Subject>) -> Verdict {
    let client = at.client()?;
    let mut store = at.login(client).await?.refresh;
    for round in 0..ROUNDS {
        let answers = race(&at, client, &store, WORKERS).await?;
        let refused = answers.iter().filter(|answer| !answer.is_success()).count();
        let last = answers.iter().rev().find_map(Tokens::read).map(|tokens| tokens.next(&store).to_owned());
        match last {
            Some(last) => store = last,
            None => {
                return Ok(Finding::of(
                    false,
                    format!("the login was lost in round {} of {ROUNDS}: {refused} of {WORKERS} refused", round + 1),
                ));
            }
        }
    }
    let goes_on = at.goes_on(client, &store).await?;
    let ends = if goes_on { "goes on" } else { "has ended" };
    Ok(Finding::of(goes_on, format!("the login {ends} after {ROUNDS} rounds of {WORKERS} workers")))
}
