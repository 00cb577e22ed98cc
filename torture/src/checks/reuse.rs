//! Refresh tokens that come back after they were replaced: somebody has a copy (RFC 9700 §4.14.2).

use std::sync::Arc;

use crate::{
    check::{Group, must, should},
    subject::Subject,
    tokens::Tokens,
    verdict::{Finding, Stop, Verdict},
};

pub(super) fn group() -> Group {
    let source = "RFC 9700 §4.14.2";
    let claim = "a token that comes back after so many replacements is refused, and its login ends";
    let access = "with a login that ends so, its access tokens end";
    let checks = vec![
        should("reuse-at-once", source, "a token that comes back at once brings no second line of tokens", at_once),
        should("reuse-after-1", source, claim, |at| after(at, 1)).waiting(),
        should("reuse-after-2", source, claim, |at| after(at, 2)).waiting(),
        should("reuse-after-10", source, claim, |at| after(at, 10)).waiting(),
        should("reuse-ends-access", source, access, ends_access).waiting(),
        should("reuse-by-the-owner", source, "where the thief came first, the owner who comes later ends the login", by_the_owner)
            .waiting(),
        must("reuse-stays-ended", source, "a login that ended so stays ended, whichever of its tokens comes", stays_ended).waiting(),
    ];
    Group { name: "reuse", title: "Reuse", checks }
}

/// What became of a login after a token came back.
struct Replayed {
    /// What the token that came back was answered with.
    told: String,
    refused: bool,
    /// The current token is refused, too.
    ended: bool,
    current: Tokens,
}

/// Replaces a login's token so many times, with each in use before the next comes, and presents the first one again.
async fn replay(at: &Subject, times: usize) -> Result<(String, Replayed), Stop> {
    let client = at.client()?;
    at.pace_of(client)?;
    let first = at.login(client).await?.refresh;
    let mut tokens = at.rotated(client, &first).await?;
    for _ in 1..times {
        let token = tokens.next(&first).to_owned();
        tokens = at.rotated(client, &token).await?;
    }
    // The client has received it: it uses it.
    at.access_works(client, &tokens.access).await?;
    let again = at.refresh(client, &first).await?;
    let ended = !at.goes_on(client, tokens.next(&first)).await?;
    Ok((first, Replayed { told: again.shown(), refused: again.is_refusal(), ended, current: tokens }))
}

async fn after(at: Arc<Subject>, times: usize) -> Verdict {
    let (_, replayed) = replay(&at, times).await?;
    let ends = if replayed.ended { "the login has ended" } else { "the login goes on" };
    Ok(Finding::of(replayed.refused && replayed.ended, format!("after {times} replacements: {}; {ends}", replayed.told)))
}

async fn ends_access(at: Arc<Subject>) -> Verdict {
    let (_, replayed) = replay(&at, 1).await?;
    let works = at.access_works(at.client()?, &replayed.current.access).await?;
    Ok(Finding::of(!works, if works { "the access token works" } else { "the access token has ended" }))
}

async fn by_the_owner(at: Arc<Subject>) -> Verdict {
    let client = at.client()?;
    at.pace_of(client)?;
    let stolen = at.login(client).await?.refresh;
    let thief = at.rotated(client, &stolen).await?;
    at.access_works(client, &thief.access).await?;
    let owner = at.refresh(client, &stolen).await?;
    let goes_on = at.goes_on(client, thief.next(&stolen)).await?;
    let ends = if goes_on { "the thief goes on" } else { "the thief's token has ended" };
    Ok(Finding::of(!goes_on && owner.is_refusal(), format!("the owner: {}; {ends}", owner.shown())))
}

async fn stays_ended(at: Arc<Subject>) -> Verdict {
    let client = at.client()?;
    let (first, replayed) = replay(&at, 2).await?;
    let mut working = 0;
    for token in [replayed.current.next(&first), &first, replayed.current.next(&first)] {
        working += usize::from(at.goes_on(client, token).await?);
    }
    Ok(Finding::of(replayed.ended && working == 0, format!("{working} of 3 later uses of its tokens worked")))
}

async fn at_once(at: Arc<Subject>) -> Verdict {
    let client = at.client()?;
    at.pace_of(client)?;
    let first = at.login(client).await?.refresh;
    let second = at.refreshed(client, &first).await?.next(&first).to_owned();
    let again = at.refresh(client, &first).await?;
    let Some(tokens) = Tokens::read(&again) else {
        let ended = !at.goes_on(client, &second).await?;
        let ends = if ended { "the login has ended" } else { "the login goes on" };
        return Ok(Finding::of(ended, format!("{}; {ends}", again.shown())));
    };
    let other = tokens.next(&first).to_owned();
    if other == second {
        return Ok(Finding::of(true, "taken for a retry: the same successor again"));
    }
    let (one, two) = (at.goes_on(client, &second).await?, at.goes_on(client, &other).await?);
    Ok(Finding::of(!(one && two), format!("another successor, {} of 2 work", usize::from(one) + usize::from(two))))
}
