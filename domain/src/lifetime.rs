//! How long something lives: typed as people say it (`30d`, `720h`, `1y 6mo`), kept in seconds, never out of its bounds.

use std::fmt;

use jiff::fmt::friendly::SpanParser;
use serde::{Deserialize, Serialize};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
pub(crate) const DAY: i64 = 24 * HOUR;
const WEEK: i64 = 7 * DAY;
/// A month in a lifetime is 30 days: a lifetime has no calendar to look months up in.
const MONTH: i64 = 30 * DAY;
/// A year in a lifetime is 365 days.
pub(crate) const YEAR: i64 = 365 * DAY;

/// A lifetime of at least `MIN` and at most `MAX` seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "i64")]
pub struct Lifetime<const MIN: i64, const MAX: i64>(i64);

/// An access token's lifetime: 1 minute to 1 day. Short, because it outlives a revocation at every resource server that
/// does not introspect.
pub type AccessTokenTtl = Lifetime<MINUTE, DAY>;
/// A refresh-token family's absolute lifetime: 1 minute to 10 years.
pub type RefreshTokenTtl = Lifetime<MINUTE, { 10 * YEAR }>;
/// An ID token's lifetime: 1 minute to 1 day.
pub type IdTokenTtl = Lifetime<MINUTE, DAY>;
/// An authorization code's lifetime: 10 seconds to 10 minutes (RFC 6749 §4.1.2: 10 minutes is the most that is recommended).
pub type AuthorizationCodeTtl = Lifetime<10, { 10 * MINUTE }>;

/// An administrator's API token's lifetime: 1 minute to 1 year.
pub type ApiTokenTtl = Lifetime<MINUTE, YEAR>;

/// After how long a signing key is replaced by the next one: 1 day to 2 years.
pub type RotationPeriod = Lifetime<DAY, { 2 * YEAR }>;

/// After how long without use a refresh-token family ends: at most 10 years; 0 for never.
pub type IdleTtl = Lifetime<0, { 10 * YEAR }>;

/// A default, which the tests hold to its bounds.
pub(crate) const fn constant<const MIN: i64, const MAX: i64>(seconds: i64) -> Lifetime<MIN, MAX> {
    match Lifetime::from_seconds(seconds) {
        Ok(lifetime) => lifetime,
        Err(_) => Lifetime::SHORTEST,
    }
}

/// Why a lifetime was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LifetimeError {
    /// Nothing there.
    #[error("Type a duration, such as 30d, 720h or 1y 6mo.")]
    Empty,
    /// Not a duration.
    #[error("This is not a duration. Type one such as 30d, 720h or 1y 6mo (y, mo, w, d, h, m, s).")]
    NotADuration,
    /// Below zero, or with parts of a second.
    #[error("A lifetime is a whole number of seconds, and not negative.")]
    NotWholeSeconds,
    /// Shorter or longer than allowed; the bounds in seconds.
    #[error("Choose {}.", between(*.min, *.max))]
    OutOfBounds {
        /// The shortest allowed, in seconds.
        min: i64,
        /// The longest allowed, in seconds.
        max: i64,
    },
    /// The same where 0 is allowed, too, and stands for none.
    #[error("Choose {}, or 0 for none.", between(*.min, *.max))]
    OutOfBoundsOrZero {
        /// The shortest allowed, in seconds.
        min: i64,
        /// The longest allowed, in seconds.
        max: i64,
    },
}

impl LifetimeError {
    /// The same for a value that may also be 0.
    #[must_use]
    pub const fn or_zero(self) -> Self {
        match self {
            Self::OutOfBounds { min, max } => Self::OutOfBoundsOrZero { min, max },
            other => other,
        }
    }
}

/// Bounds within a sentence. 0 seconds is no duration that anybody would choose.
fn between(min: i64, max: i64) -> String {
    if min == 0 { format!("at most {}", words(max)) } else { format!("between {} and {}", words(min), words(max)) }
}

impl<const MIN: i64, const MAX: i64> Lifetime<MIN, MAX> {
    /// The shortest.
    pub const SHORTEST: Self = Self(MIN);
    /// The longest.
    pub const LONGEST: Self = Self(MAX);
    /// Both, in seconds.
    pub const BOUNDS: (i64, i64) = (MIN, MAX);

    /// A lifetime of so many seconds.
    pub const fn from_seconds(seconds: i64) -> Result<Self, LifetimeError> {
        if seconds < MIN || seconds > MAX { Err(LifetimeError::OutOfBounds { min: MIN, max: MAX }) } else { Ok(Self(seconds)) }
    }

    /// A lifetime as a person types it. A year is 365 days, a month 30.
    pub fn parse(text: &str) -> Result<Self, LifetimeError> {
        Self::from_seconds(parse_seconds(text)?)
    }

    /// A lifetime as a person types it, or `0` for none.
    pub fn parse_or_none(text: &str) -> Result<Option<Self>, LifetimeError> {
        match parse_seconds(text)? {
            0 => Ok(None),
            seconds => Self::from_seconds(seconds).map(Some).map_err(LifetimeError::or_zero),
        }
    }

    /// The seconds of it.
    pub const fn as_seconds(self) -> i64 {
        self.0
    }

    /// As one would type it: `720h` is shown as `30d`.
    pub fn short(self) -> String {
        short(self.0)
    }

    /// In words: `30 days`.
    pub fn words(self) -> String {
        words(self.0)
    }

    /// As Go prints a duration, the way Cloudentity's API has it: `720h0m0s`.
    pub fn go(self) -> String {
        let (hours, minutes, seconds) = (self.0 / HOUR, self.0 % HOUR / MINUTE, self.0 % MINUTE);
        match (hours, minutes) {
            (0, 0) => format!("{seconds}s"),
            (0, _) => format!("{minutes}m{seconds}s"),
            _ => format!("{hours}h{minutes}m{seconds}s"),
        }
    }
}

impl<const MIN: i64, const MAX: i64> fmt::Display for Lifetime<MIN, MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.short())
    }
}

impl<const MIN: i64, const MAX: i64> TryFrom<i64> for Lifetime<MIN, MAX> {
    type Error = LifetimeError;

    fn try_from(seconds: i64) -> Result<Self, LifetimeError> {
        Self::from_seconds(seconds)
    }
}

impl<const MIN: i64, const MAX: i64> From<Lifetime<MIN, MAX>> for i64 {
    fn from(lifetime: Lifetime<MIN, MAX>) -> Self {
        lifetime.0
    }
}

/// Reads a duration as people type it, in seconds. A number without a unit is refused, except for `0`.
pub fn parse_seconds(text: &str) -> Result<i64, LifetimeError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(LifetimeError::Empty);
    }
    if text == "0" {
        return Ok(0);
    }
    let span = SpanParser::new().parse_span(text).map_err(|_| LifetimeError::NotADuration)?;
    let in_parts = span.get_milliseconds() != 0 || span.get_microseconds() != 0 || span.get_nanoseconds() != 0;
    if span.is_negative() || in_parts {
        return Err(LifetimeError::NotWholeSeconds);
    }
    // Jiff bounds every unit far below what would overflow here.
    Ok(i64::from(span.get_years()) * YEAR
        + i64::from(span.get_months()) * MONTH
        + i64::from(span.get_weeks()) * WEEK
        + i64::from(span.get_days()) * DAY
        + i64::from(span.get_hours()) * HOUR
        + span.get_minutes() * MINUTE
        + span.get_seconds())
}

const UNITS: [(i64, &str, &str); 6] =
    [(YEAR, "y", "year"), (MONTH, "mo", "month"), (DAY, "d", "day"), (HOUR, "h", "hour"), (MINUTE, "m", "minute"), (1, "s", "second")];

/// The units a duration is shown in, largest first. Months stand only beside years: `30d` says more than `1mo`.
fn parts(seconds: i64) -> impl Iterator<Item = (i64, &'static str, &'static str)> {
    let with_months = seconds >= YEAR;
    UNITS.into_iter().filter(move |(unit, ..)| *unit != MONTH || with_months).scan(seconds, |rest, (unit, letter, word)| {
        let count = *rest / unit;
        *rest %= unit;
        Some((count, letter, word))
    })
}

/// A duration as one would type it: `1y 6mo`, `30d`, `0s`.
pub fn short(seconds: i64) -> String {
    let shown: Vec<_> = parts(seconds).filter(|(count, ..)| *count > 0).map(|(count, letter, _)| format!("{count}{letter}")).collect();
    if shown.is_empty() { "0s".to_owned() } else { shown.join(" ") }
}

/// A duration in its units, the largest first: how many there are, and what one is called in English. It is 0 seconds where it has no unit.
pub fn in_units(seconds: i64) -> Vec<(i64, &'static str)> {
    let units: Vec<_> = parts(seconds).filter(|(count, ..)| *count > 0).map(|(count, _, unit)| (count, unit)).collect();
    if units.is_empty() { vec![(0, "second")] } else { units }
}

/// A duration in words: `1 year, 6 months`.
pub fn words(seconds: i64) -> String {
    let plural = |count| if count == 1 { "" } else { "s" };
    in_units(seconds).into_iter().map(|(count, unit)| format!("{count} {unit}{}", plural(count))).collect::<Vec<_>>().join(", ")
}

/// The bounds of a duration in words: `1 minute to 10 years`, or `Up to 5 minutes` where 0 stands for none.
pub(crate) fn bounds((shortest, longest): (i64, i64)) -> String {
    if shortest == 0 { format!("Up to {}", words(longest)) } else { format!("{} to {}", words(shortest), words(longest)) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn durations_are_typed_as_people_say_them() {
        for (text, seconds) in [
            ("30d", 30 * DAY),
            ("720h", 30 * DAY),
            ("720h0m0s", 30 * DAY),
            ("1y 6mo", YEAR + 6 * MONTH),
            ("1 year, 6 months", YEAR + 6 * MONTH),
            ("90 days", 90 * DAY),
            (" 2w ", 14 * DAY),
            ("1h30m", 5400),
            ("10y", 10 * YEAR),
        ] {
            assert_eq!(parse_seconds(text), Ok(seconds), "{text}");
        }
    }

    #[test]
    fn a_refused_duration_says_why() {
        assert_eq!(RefreshTokenTtl::parse(""), Err(LifetimeError::Empty));
        assert_eq!(RefreshTokenTtl::parse("30"), Err(LifetimeError::NotADuration));
        assert_eq!(RefreshTokenTtl::parse("soon"), Err(LifetimeError::NotADuration));
        assert_eq!(RefreshTokenTtl::parse("-3d"), Err(LifetimeError::NotWholeSeconds));
        assert_eq!(RefreshTokenTtl::parse("90.5s"), Err(LifetimeError::NotWholeSeconds));
        assert_eq!(RefreshTokenTtl::parse("11y").unwrap_err().to_string(), "Choose between 1 minute and 10 years.");
        assert_eq!(
            (RotationPeriod::parse_or_none("90d"), RotationPeriod::parse_or_none("0")),
            (RotationPeriod::parse("90d").map(Some), Ok(None))
        );
        assert_eq!(RotationPeriod::parse_or_none("1h").unwrap_err().to_string(), "Choose between 1 day and 2 years, or 0 for none.");
    }

    #[test]
    fn a_duration_is_shown_as_typed_in_words_and_as_go_has_it() {
        let ttl = RefreshTokenTtl::parse("720h").unwrap();
        assert_eq!((ttl.short(), ttl.words(), ttl.go()), ("30d".into(), "30 days".into(), "720h0m0s".into()));
        assert_eq!(RefreshTokenTtl::parse("1y 6mo").unwrap().short(), "1y 6mo");
    }

    proptest! {
        #[test]
        fn what_is_shown_can_be_typed_again(seconds in 60..=10 * YEAR) {
            prop_assert_eq!(parse_seconds(&short(seconds)), Ok(seconds));
            prop_assert_eq!(parse_seconds(&words(seconds)), Ok(seconds));
            prop_assert_eq!(parse_seconds(&RefreshTokenTtl::from_seconds(seconds).unwrap().go()), Ok(seconds));
        }
    }
}
