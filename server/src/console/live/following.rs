//! One who follows a log.

use std::{collections::VecDeque, convert::Infallible, future::Future, pin::Pin, sync::Arc, time::Duration};

use app::{LogNews, log_row};
use axum::response::sse::Event;
use control::{Error, FollowedLog};
use domain::{
    audit_news::{LineNumber, NumberedLine},
    causes::Causes,
    name::Slug,
    view::AuditFilter,
};
use futures::{Stream, stream};
use serde::Deserialize;
use tokio::time::{Instant, sleep_until};
use tower_sessions::{Session, session::Id};
use translation::Language;

use super::{
    places::Place,
    tail::{EVERY, Tail},
};
use crate::console::{
    guard::{Recognised, recognise},
    signed_in::SignedIn,
    state::Console,
};

/// How often it is looked whether the session goes on and the log may still be seen. Nothing is told that is later than that.
const CHECKED_EVERY: Duration = Duration::from_secs(5);
/// How long nothing is sent at most: a proxy takes a connection for dead on which nothing moves, and this finds out that a client is gone. What
/// is sent then is how far it was looked, so that whoever comes back is not sent through all of it again.
const SILENT_AT_MOST: Duration = Duration::from_secs(15);
/// After how long a browser comes back whose connection was lost.
const RETRY: Duration = Duration::from_secs(3);
/// How many lines of the tenant are caught up with. Who is further behind reads them on the page.
const MOST_BEHIND: i64 = 1_000;

/// The log that is followed: of a workspace, or of a tenant.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct At {
    pub(super) tenant: Slug,
    #[serde(default)]
    pub(super) workspace: Option<Slug>,
}

/// Where it begins.
#[derive(Debug, Clone, Copy)]
pub(super) struct Start {
    /// The number of the last line.
    pub(super) head: LineNumber,
    /// The number of the line that the client has.
    pub(super) after: LineNumber,
}

/// Whoever asks to follow a log.
pub(super) struct Follower {
    pub(super) console: Console,
    pub(super) session: Id,
    pub(super) at: At,
    pub(super) log: FollowedLog,
    pub(super) filter: AuditFilter,
    pub(super) start: Start,
    pub(super) place: Place,
    /// What they read.
    pub(super) language: Language,
}

/// One who follows a log.
pub(super) struct Following {
    console: Console,
    session: Id,
    at: At,
    log: FollowedLog,
    tail: Arc<Tail>,
    filter: AuditFilter,
    language: Language,
    /// The number of the last line that was looked at.
    after: LineNumber,
    /// What is to be sent.
    waiting: VecDeque<Event>,
    /// Whether nothing comes after that.
    is_over: bool,
    next_look: Instant,
    checked_at: Instant,
    sent_at: Instant,
    stopped: Pin<Box<dyn Future<Output = ()> + Send>>,
    _place: Place,
}

/// Why a stream ends before its client ends it.
enum End {
    /// For this reason, which the client is told.
    Told(LogNews),
    /// It could not be checked whether it may go on: the client comes back, and asks anew.
    Unknown,
}

impl Following {
    pub(super) fn of(follower: Follower) -> Self {
        let Follower { console, session, at, log, filter, start, place, language } = follower;
        // A number that is ahead of all lines is of a database that was restored since: what it has is new.
        let after = start.after.min(start.head);
        let is_behind = start.head.get() - after.get() > MOST_BEHIND;
        let mut waiting = VecDeque::from([Event::default().retry(RETRY).id(after.to_string())]);
        if is_behind {
            waiting.push_back(Event::default().event("behind").data(LogNews::Behind.text(language)));
        }
        let now = Instant::now();
        Self {
            tail: console.followers.tails.of(log.tenant()),
            stopped: Box::pin(console.node.streams_stopped()),
            console,
            session,
            at,
            log,
            filter,
            language,
            after,
            waiting,
            is_over: is_behind,
            next_look: now,
            checked_at: now,
            sent_at: now,
            _place: place,
        }
    }

    /// Returns the events, for as long as they go on.
    pub(super) fn events(self) -> impl Stream<Item = Result<Event, Infallible>> + Send {
        stream::unfold(self, |mut following| async move {
            let event = following.next().await?;
            following.sent_at = Instant::now();
            Some((Ok(event), following))
        })
    }

    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.waiting.pop_front() {
                return Some(event);
            }
            if self.is_over {
                return None;
            }
            tokio::select! {
                biased;
                // The client comes back after a moment, to another node.
                () = &mut self.stopped => return None,
                () = sleep_until(self.next_look) => {}
            }
            if self.checked_at.elapsed() >= CHECKED_EVERY
                && let Err(end) = self.check().await
            {
                self.is_over = true;
                if let End::Told(why) = end {
                    self.waiting.push_back(Event::default().event("end").data(why.text(self.language)));
                }
                continue;
            }
            self.look().await;
            self.next_look = Instant::now() + EVERY;
        }
    }

    /// Looks for new lines. Where they cannot be read, they are at the next look.
    async fn look(&mut self) {
        match self.tail.after(&self.log, self.after).await {
            Ok(news) => {
                let (log, filter) = (&self.log, &self.filter);
                let found = news.lines.iter().filter(|line| log.holds(line) && filter.finds(&line.line.event));
                let of_tenant = self.at.workspace.is_none();
                self.waiting.extend(found.map(|line| event(line, of_tenant, self.language)));
                self.after = news.until;
            }
            Err(error) => tracing::debug!(error = %Causes(&error), "a log that is followed cannot be read"),
        }
        if self.waiting.is_empty() && self.sent_at.elapsed() >= SILENT_AT_MOST {
            self.waiting.push_back(Event::default().id(self.after.to_string()));
        }
    }

    /// Checks that the session goes on and the log may still be seen.
    async fn check(&mut self) -> Result<(), End> {
        let session = Session::new(Some(self.session), Arc::clone(&self.console.sessions), None);
        let actor = match recognise(&self.console, &session).await {
            Ok(Recognised::Somebody(signed_in)) => {
                let SignedIn(actor, _) = *signed_in;
                actor
            }
            Ok(Recognised::Nobody | Recognised::Over) => return Err(End::Told(LogNews::SignedOut)),
            Err(_) => return Err(End::Unknown),
        };
        let At { tenant, workspace } = &self.at;
        match self.console.control.acting_as(actor).follow_audit(tenant, workspace.as_ref()).await {
            Ok(log) => {
                self.log = log;
                self.checked_at = Instant::now();
                Ok(())
            }
            Err(Error::NotFound | Error::Forbidden(_)) => Err(End::Told(LogNews::NotPermitted)),
            Err(error) => {
                tracing::debug!(error = %Causes(&error), "it cannot be checked whether a log may still be followed");
                Err(End::Unknown)
            }
        }
    }
}

/// Returns the event of a line: its row of the table.
fn event(numbered: &NumberedLine, of_tenant: bool, language: Language) -> Event {
    let row = log_row(numbered.line.clone(), of_tenant, language);
    Event::default().event("line").id(numbered.number.to_string()).data(row)
}
