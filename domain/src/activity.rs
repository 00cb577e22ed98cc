//! What happened in a workspace and at a client, over time.

use std::{ops::AddAssign, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{clock::Timestamp, unknown_value::UnknownValue};

const HOUR: i64 = 3600;

/// How often things happened.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// How often an authorization code was exchanged, with a refresh token or without.
    pub logins: u64,
    /// How often a refresh token was used, retries included.
    pub refreshes: u64,
    /// How often one was used again within its retry window.
    pub retries: u64,
    /// How often one came back that had been replaced.
    pub reuses: u64,
    /// How often a client that authenticated was refused.
    pub refusals: u64,
    /// How many refresh tokens were issued to users who signed in; those that take the place of another are not counted.
    pub tokens_issued: u64,
    /// How many of these were revoked, those whose reuse was detected included. Those that expired are not counted: nothing happens then.
    pub tokens_revoked: u64,
}

impl AddAssign for Figures {
    fn add_assign(&mut self, other: Self) {
        self.logins += other.logins;
        self.refreshes += other.refreshes;
        self.retries += other.retries;
        self.reuses += other.reuses;
        self.refusals += other.refusals;
        self.tokens_issued += other.tokens_issued;
        self.tokens_revoked += other.tokens_revoked;
    }
}

/// How far back is looked, and how finely.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Period {
    /// 24 hours, by the hour.
    #[default]
    Day,
    /// 7 days, by six hours.
    Week,
    /// 30 days, by the day.
    Month,
}

impl Period {
    /// All, the shortest first.
    pub const ALL: [Self; 3] = [Self::Day, Self::Week, Self::Month];

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Day => "24h",
            Self::Week => "7d",
            Self::Month => "30d",
        }
    }

    /// How many points it has.
    pub const fn points(self) -> u8 {
        match self {
            Self::Day => 24,
            Self::Week => 28,
            Self::Month => 30,
        }
    }

    /// How many hours a point stands for.
    pub const fn hours_a_point(self) -> i64 {
        match self {
            Self::Day => 1,
            Self::Week => 6,
            Self::Month => 24,
        }
    }

    /// When it began, at a full hour (UTC): the running hour is the last of its last point.
    pub fn start(self, now: Timestamp) -> Timestamp {
        let end = (now.as_seconds().div_euclid(HOUR) + 1) * HOUR;
        Timestamp::from_millis((end - i64::from(self.points()) * self.hours_a_point() * HOUR) * 1000)
    }
}

impl FromStr for Period {
    type Err = UnknownValue;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|period| period.code() == code).ok_or(UnknownValue)
    }
}

/// What happened in one hour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hour {
    /// Hours since 1970.
    pub hour: i64,
    /// How often.
    pub figures: Figures,
    /// Of one reason alone, where these are refusals.
    pub reason: Option<String>,
}

/// What happened in a workspace, or at a client, in a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Activity {
    /// Which.
    pub period: Period,
    /// When it began.
    pub start: Timestamp,
    /// How often each thing happened, the oldest first; [`Period::points`].
    pub points: Vec<Figures>,
    /// How often for each reason something was refused, the most frequent first.
    pub refusals: Vec<(String, u64)>,
}

impl Activity {
    /// Arranges hours. What lies outside of the period is left out.
    pub fn of(period: Period, now: Timestamp, hours: &[Hour]) -> Self {
        let start = period.start(now);
        let mut points = vec![Figures::default(); usize::from(period.points())];
        let mut refusals: Vec<(String, u64)> = Vec::new();
        for Hour { hour, figures, reason } in hours {
            let point = (hour - start.as_seconds() / HOUR).div_euclid(period.hours_a_point());
            let Some(point) = usize::try_from(point).ok().and_then(|point| points.get_mut(point)) else { continue };
            *point += *figures;
            if let Some(reason) = reason {
                match refusals.iter_mut().find(|(known, _)| known == reason) {
                    Some((_, times)) => *times += figures.refusals,
                    None => refusals.push((reason.clone(), figures.refusals)),
                }
            }
        }
        refusals.sort_by(|(a, x), (b, y)| y.cmp(x).then_with(|| a.cmp(b)));
        Self { period, start, points, refusals }
    }

    /// Returns whether nothing happened.
    pub fn is_quiet(&self) -> bool {
        self.total() == Figures::default()
    }

    /// When a point began.
    pub fn begin(&self, point: usize) -> Timestamp {
        let hours = i64::try_from(point).unwrap_or_default() * self.period.hours_a_point();
        self.start.plus_seconds(hours * HOUR)
    }

    /// All points together.
    pub fn total(&self) -> Figures {
        self.points.iter().fold(Figures::default(), |mut total, point| {
            total += *point;
            total
        })
    }
}

/// What happened at a client in a period, as far as it was added up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientActivity {
    /// What happened.
    pub activity: Activity,
    /// Until when it was added up, which happens every few minutes; none before the first time.
    pub counted_until: Option<Timestamp>,
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_700_000_000_000);

    fn refused(hour: i64, reason: &str, refusals: u64) -> Hour {
        Hour { hour, figures: Figures { refusals, ..Figures::default() }, reason: Some(reason.to_owned()) }
    }

    #[test]
    fn the_last_point_holds_this_hour_and_the_first_begins_at_the_start() {
        let this_hour = NOW.as_seconds() / HOUR;
        for period in Period::ALL {
            let first = period.start(NOW).as_seconds() / HOUR;
            assert_eq!(first + i64::from(period.points()) * period.hours_a_point() - 1, this_hour);
            let hours = [refused(this_hour, "b", 1), refused(first, "a", 1), refused(first - 1, "a", 9), refused(this_hour + 1, "a", 9)];
            let activity = Activity::of(period, NOW, &hours);
            let counted: Vec<u64> = activity.points.iter().map(|point| point.refusals).collect();
            assert_eq!((counted.first(), counted.last()), (Some(&1), Some(&1)));
            assert_eq!(activity.total().refusals, 2);
            assert_eq!(activity.refusals, [("a".to_owned(), 1), ("b".to_owned(), 1)]);
            assert_eq!(activity.begin(0), activity.start);
            assert_eq!(period.code().parse(), Ok(period));
        }
    }
}
