//! The newest lines of a tenant, read once for all who follow its logs at this node.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, PoisonError, Weak},
    time::Duration,
};

use control::{Error, FollowedLog};
use domain::{
    audit_news::{AuditNews, LineNumber, NumberedLine},
    id::TenantId,
};
use tokio::time::Instant;

/// How often the lines of a tenant are read at most.
pub(super) const EVERY: Duration = Duration::from_secs(1);
/// How many lines are kept for those who have not come so far.
const KEPT: usize = 500;

/// The tenants whose logs are followed. A clone is the same.
#[derive(Debug, Clone, Default)]
pub(super) struct Tails(Arc<Mutex<HashMap<TenantId, Weak<Tail>>>>);

impl Tails {
    /// Returns that of a tenant. It is forgotten when nobody follows any more.
    pub(super) fn of(&self, tenant: TenantId) -> Arc<Tail> {
        let mut tails = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        tails.retain(|_, tail| tail.strong_count() > 0);
        if let Some(tail) = tails.get(&tenant).and_then(Weak::upgrade) {
            return tail;
        }
        let tail = Arc::new(Tail::default());
        tails.insert(tenant, Arc::downgrade(&tail));
        tail
    }
}

/// The newest lines of a tenant.
#[derive(Debug, Default)]
pub(super) struct Tail(tokio::sync::Mutex<Read>);

/// What was read.
#[derive(Debug, Default)]
struct Read {
    /// All lines with higher numbers, up to `until`, are here.
    from: LineNumber,
    until: LineNumber,
    lines: VecDeque<Arc<NumberedLine>>,
    /// None before the first time.
    at: Option<Instant>,
}

/// Lines that came after a number.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct News {
    pub(super) lines: Vec<Arc<NumberedLine>>,
    /// The number of the last line that was looked at.
    pub(super) until: LineNumber,
}

impl Tail {
    /// Returns the lines of the tenant that came after this number; of many at once, the first. Whoever asks within a second after the database was
    /// asked gets what was read then. Who has not come to the lines that are kept has theirs read alone, until they have.
    pub(super) async fn after(&self, log: &FollowedLog, after: LineNumber) -> Result<News, Error> {
        let mut read = self.0.lock().await;
        if read.at.is_none() {
            (read.from, read.until) = (after, after);
        }
        if after < read.from {
            drop(read);
            return log.tenant_news(after).await.map(News::of);
        }
        if read.at.is_none_or(|at| at.elapsed() >= EVERY) {
            // Before the answer, so that a database that fails is not asked more often.
            read.at = Some(Instant::now());
            let news = log.tenant_news(read.until).await.map(News::of)?;
            read.add(news);
        }
        Ok(read.after(after))
    }
}

impl News {
    fn of(AuditNews { lines, until, more: _ }: AuditNews) -> Self {
        Self { lines: lines.into_iter().map(Arc::new).collect(), until: LineNumber::of(until) }
    }
}

impl Read {
    fn add(&mut self, News { lines, until }: News) {
        self.until = self.until.max(until);
        self.lines.extend(lines);
        while self.lines.len() > KEPT {
            if let Some(gone) = self.lines.pop_front() {
                self.from = LineNumber::of(gone.number);
            }
        }
    }

    fn after(&self, after: LineNumber) -> News {
        let new = self.lines.iter().filter(|line| line.number > after.get());
        News { lines: new.cloned().collect(), until: self.until.max(after) }
    }
}

#[cfg(test)]
mod tests {
    use domain::{
        audit::{ActorKind, AuditAction, AuditEvent},
        audit_context::AuditContext,
        clock::Timestamp,
        id::AuditEventId,
        view::AuditLine,
    };

    use super::*;

    fn line(number: i64) -> Arc<NumberedLine> {
        let at = Timestamp::from_millis(number);
        let event = AuditEvent {
            id: AuditEventId::new(at, [0; 10]),
            tenant_id: None,
            workspace_id: None,
            at,
            actor_kind: ActorKind::Server,
            actor: "console".to_owned(),
            action: AuditAction::ClientCreated,
            target: "Shop".to_owned(),
            target_id: String::new(),
            changes: Vec::new(),
            context: AuditContext::default(),
        };
        Arc::new(NumberedLine { number, line: AuditLine { event, tenant: None, workspace: None } })
    }

    fn numbers(news: &News) -> Vec<i64> {
        news.lines.iter().map(|line| line.number).collect()
    }

    #[test]
    fn everybody_gets_what_came_after_what_they_have_and_so_many_lines_are_kept() {
        let mut read = Read { from: LineNumber::of(10), until: LineNumber::of(10), ..Read::default() };
        read.add(News { lines: (11..=13).map(line).collect(), until: LineNumber::of(14) });
        let news = read.after(LineNumber::of(11));
        assert_eq!(
            (numbers(&news), news.until),
            (vec![12, 13], LineNumber::of(14)),
            "the number of a line that cannot be read is passed over"
        );
        assert_eq!(numbers(&read.after(LineNumber::of(14))), [0; 0]);
        assert_eq!(read.after(LineNumber::of(20)).until, LineNumber::of(20), "nobody is led back");

        let many = i64::try_from(KEPT).unwrap();
        read.add(News { lines: (15..15 + many).map(line).collect(), until: LineNumber::of(14 + many) });
        assert_eq!((read.lines.len(), read.from), (KEPT, LineNumber::of(13)), "whoever has line 13 misses none");
        assert_eq!(numbers(&read.after(LineNumber::of(13))).len(), KEPT);
    }
}
