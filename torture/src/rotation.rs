//! How a server replaces refresh tokens: whether, and how soon after a replacement it replaces again.

use std::time::{Duration, Instant};

use tokio::time::sleep;

use crate::{
    client::Client,
    subject::{Pace, Subject},
    tokens::Tokens,
    verdict::Stop,
};

/// A server that has not replaced a refresh token again by then has to be told how long its window is.
const LONGEST_WINDOW: Duration = Duration::from_secs(70);
/// A refresh token is presented so often while the window is measured.
const LOOK: Duration = Duration::from_millis(500);
/// The time between a replacement and its answer is not seen from here.
const MARGIN: Duration = Duration::from_millis(250);

impl Subject {
    /// Learns how refresh tokens are replaced, of both clients.
    pub(crate) async fn learn_pace(&mut self) {
        let (of_client, of_public) = tokio::join!(self.measure(self.client()), self.measure(self.public_client()));
        (self.pace, self.public_pace) = (of_client, of_public);
    }

    async fn measure(&self, client: Result<&Client, Stop>) -> Pace {
        let client = client?;
        let first = self.login(client).await?.refresh;
        let second = self.refreshed(client, &first).await?.next(&first).to_owned();
        if second == first {
            return Ok(None);
        }
        if let Some(seconds) = self.settings.retry_window {
            return Ok(Some(Duration::from_secs(seconds) + MARGIN));
        }
        let began = Instant::now();
        let mut waited = Duration::ZERO;
        while self.refreshed(client, &second).await?.next(&second) == second {
            if began.elapsed() > LONGEST_WINDOW {
                let told = format!("a new refresh token is not replaced within {} s: say --retry-window", LONGEST_WINDOW.as_secs());
                return Err(Stop::not_tried(told));
            }
            sleep(LOOK).await;
            waited = began.elapsed() + MARGIN;
        }
        Ok(Some(waited))
    }

    /// Returns how long to wait between two replacements of a client's refresh tokens.
    pub(crate) fn pace_of(&self, client: &Client) -> Result<Duration, Stop> {
        let pace = if client.is_public() { &self.public_pace } else { &self.pace };
        pace.clone()?.ok_or_else(|| Stop::not_offered("refresh tokens of this client are not replaced"))
    }

    /// Uses a refresh token that has to be replaced, and waits until the next one can be.
    pub(crate) async fn rotated(&self, client: &Client, token: &str) -> Result<Tokens, Stop> {
        let pace = self.pace_of(client)?;
        let tokens = self.refreshed(client, token).await?;
        if tokens.next(token) == token {
            return Err(Stop::not_tried("a refresh token was not replaced when it was due"));
        }
        sleep(pace).await;
        Ok(tokens)
    }

    /// Returns in words how a client's refresh tokens are replaced.
    pub(crate) fn pace_in_words(pace: &Pace) -> String {
        match pace {
            Ok(None) => "refresh tokens are not replaced".to_owned(),
            Ok(Some(pace)) if pace.is_zero() => "refresh tokens are replaced at each use".to_owned(),
            Ok(Some(pace)) => format!("refresh tokens are replaced, and not again within {:.1} s", pace.as_secs_f32()),
            Err(Stop::NotOffered(why) | Stop::NotTried(why)) => why.clone(),
        }
    }
}
