//! Values as people read them.

use domain::clock::Timestamp;
use maud::{Markup, html};

/// A secret by its two ends. What is too short to lose most of itself shows nothing at all.
pub(crate) fn shorten(secret: &str) -> String {
    const HEAD: usize = 8;
    const TAIL: usize = 6;
    let length = secret.chars().count();
    if length < 2 * (HEAD + TAIL) {
        return "…".to_owned();
    }
    let head: String = secret.chars().take(HEAD).collect();
    let tail: String = secret.chars().skip(length - TAIL).collect();
    format!("{head}…{tail}")
}

/// The part that both begin with, and what is left of each.
pub(crate) fn split_common<'a>(old: &'a str, new: &'a str) -> (&'a str, &'a str, &'a str) {
    let end = old.char_indices().zip(new.chars()).find(|((_, a), b)| a != b).map_or(old.len().min(new.len()), |((at, _), _)| at);
    let (common, rest_of_old) = old.split_at_checked(end).unwrap_or((old, ""));
    (common, rest_of_old, new.get(end..).unwrap_or_default())
}

/// A span of time in its two largest units: `29 days 23 hours`.
pub(crate) fn duration(seconds: i64) -> String {
    const UNITS: [(i64, &str); 4] = [(86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second")];
    let mut rest = seconds.max(0);
    let mut parts = Vec::new();
    for (size, name) in UNITS {
        let count = rest / size;
        rest %= size;
        if count > 0 {
            parts.push(format!("{count} {name}{}", if count == 1 { "" } else { "s" }));
        } else if !parts.is_empty() {
            break;
        }
        if parts.len() == 2 {
            break;
        }
    }
    if parts.is_empty() { "0 seconds".to_owned() } else { parts.join(" ") }
}

/// The exact time, for people and for machines.
pub(crate) fn exact(at: Timestamp) -> Markup {
    let machine = at.to_string();
    let people = machine.replacen('T', " ", 1).replacen('Z', " UTC", 1);
    html! { time datetime=(machine) { (people) } }
}

/// How far away a point is, in words.
pub(crate) fn distance(at: Timestamp, now: Timestamp) -> String {
    let seconds = at.seconds_since(now);
    if seconds >= 0 { format!("in {}", duration(seconds)) } else { format!("{} ago", duration(-seconds)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_secret_shows_its_ends_and_a_short_one_nothing() {
        assert_eq!(shorten("rt1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAzzzzzz"), "rt1.AAAA…zzzzzz");
        assert_eq!(shorten("a short one"), "…");
        assert_eq!(shorten(""), "…");
        assert_eq!(shorten(&"é".repeat(40)), "éééééééé…éééééé");
    }

    #[test]
    fn what_two_tokens_share_is_told_from_what_differs() {
        assert_eq!(split_common("rt1.abcX", "rt1.abdYZ"), ("rt1.ab", "cX", "dYZ"));
        assert_eq!(split_common("same", "same"), ("same", "", ""));
        assert_eq!(split_common("ab", "abc"), ("ab", "", "c"));
        assert_eq!(split_common("abc", "ab"), ("ab", "c", ""));
        assert_eq!(split_common("é1", "è1"), ("", "é1", "è1"));
    }

    #[test]
    fn durations_have_at_most_two_neighbouring_units() {
        assert_eq!(duration(2_592_000), "30 days");
        assert_eq!(duration(2_591_999), "29 days 23 hours");
        assert_eq!(duration(86_405), "1 day");
        assert_eq!(duration(3_661), "1 hour 1 minute");
        assert_eq!(duration(1), "1 second");
        assert_eq!(duration(0), "0 seconds");
    }

    #[test]
    fn a_time_is_shown_to_people_and_to_machines() {
        let at = Timestamp::from_millis(1_795_491_720_000);
        assert_eq!(exact(at).into_string(), r#"<time datetime="2026-11-24T03:42:00Z">2026-11-24 03:42:00 UTC</time>"#);
        assert_eq!(distance(at, at.plus_seconds(-90)), "in 1 minute 30 seconds");
        assert_eq!(distance(at, at.plus_seconds(5)), "5 seconds ago");
    }
}
