//! Audit lines as they come: in the order of the chain of their tenant, which is that in which they were committed.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{
    audit::AuditEvent,
    page::SEARCHED_WORDS,
    unknown_value::UnknownValue,
    view::{AuditFilter, AuditLine},
};

/// The number of an audit line in the chain of its tenant, counted from 1, or 0 before the first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineNumber(i64);

impl LineNumber {
    /// Returns the number; 0 where it is less.
    pub const fn of(number: i64) -> Self {
        Self(if number < 0 { 0 } else { number })
    }

    /// Returns the number.
    pub const fn get(self) -> i64 {
        self.0
    }
}

impl fmt::Display for LineNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for LineNumber {
    type Err = UnknownValue;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse().ok().filter(|_| digits).map(Self).ok_or(UnknownValue)
    }
}

/// An audit line with its number in the chain of its tenant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberedLine {
    /// Counted from 1. A line that is committed later has a higher one.
    pub number: i64,
    /// The line.
    pub line: AuditLine,
}

/// Audit lines that have come after another one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditNews {
    /// The lines, by their numbers.
    pub lines: Vec<NumberedLine>,
    /// The number of the last line that was looked at: what comes after it is to be asked for next.
    pub until: i64,
    /// Whether there may be more already.
    pub more: bool,
}

impl AuditFilter {
    /// Returns whether a line is among those that are asked for, as a list of them finds it.
    pub fn finds(&self, event: &AuditEvent) -> bool {
        // Destructured, so that a new field does not compile before it is looked at.
        let Self { action, group, text, actor, target_id, since, until } = self;
        action.is_none_or(|action| event.action == action)
            && group.is_none_or(|group| group.holds(event.action))
            && text.as_ref().is_none_or(|text| contains_words(text, [&event.actor, &event.target]))
            && actor.as_ref().is_none_or(|actor| event.actor == *actor)
            && target_id.as_ref().is_none_or(|id| event.target_id == *id)
            && since.is_none_or(|since| event.at >= since)
            && until.is_none_or(|until| event.at < until)
    }
}

/// Returns whether each word of a search is contained in one of these texts, whatever its case.
fn contains_words(search: &str, texts: [&str; 2]) -> bool {
    let texts = texts.map(str::to_lowercase);
    search.split_whitespace().take(SEARCHED_WORDS).map(str::to_lowercase).all(|word| texts.iter().any(|text| text.contains(&word)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        audit::{ActorKind, AuditAction},
        audit_context::AuditContext,
        audit_group::AuditGroup,
        clock::Timestamp,
        id::AuditEventId,
    };

    const AT: Timestamp = Timestamp::from_millis(1_795_000_000_500);

    fn event() -> AuditEvent {
        AuditEvent {
            id: AuditEventId::new(AT, [1; 10]),
            tenant_id: None,
            workspace_id: None,
            at: AT,
            actor_kind: ActorKind::Administrator,
            actor: "Ada@example.com".to_owned(),
            action: AuditAction::ClientCreated,
            target: "Webshop Österreich".to_owned(),
            target_id: "7".to_owned(),
            changes: Vec::new(),
            context: AuditContext::default(),
        }
    }

    #[test]
    fn the_number_of_a_line_is_a_number() {
        assert_eq!("17".parse(), Ok(LineNumber::of(17)));
        assert_eq!(LineNumber::of(i64::MAX).to_string().parse(), Ok(LineNumber::of(i64::MAX)));
        for wrong in ["", "-1", "+1", "1.0", "17:ab", "99999999999999999999"] {
            assert_eq!(wrong.parse::<LineNumber>(), Err(UnknownValue), "{wrong}");
        }
    }

    #[test]
    fn a_filter_finds_what_fits_in_all_that_it_asks_for() {
        let any = AuditFilter::default();
        let found = [
            any.clone(),
            AuditFilter { action: Some(AuditAction::ClientCreated), group: Some(AuditGroup::Changes), ..any.clone() },
            AuditFilter { text: Some("österreich ADA".to_owned()), ..any.clone() },
            AuditFilter { text: Some("shop".to_owned()), actor: Some("Ada@example.com".to_owned()), ..any.clone() },
            AuditFilter { target_id: Some("7".to_owned()), since: Some(AT), until: Some(AT.plus_seconds(1)), ..any.clone() },
        ];
        for filter in found {
            assert!(filter.finds(&event()), "{filter:?}");
        }
        let not_found = [
            AuditFilter { action: Some(AuditAction::ClientDeleted), ..any.clone() },
            AuditFilter { group: Some(AuditGroup::SignIns), ..any.clone() },
            AuditFilter { text: Some("shop grace".to_owned()), ..any.clone() },
            AuditFilter { actor: Some("ada@example.com".to_owned()), ..any.clone() },
            AuditFilter { target_id: Some("77".to_owned()), ..any.clone() },
            AuditFilter { since: Some(AT.plus_seconds(1)), ..any.clone() },
            AuditFilter { until: Some(AT), ..any },
        ];
        for filter in not_found {
            assert!(!filter.finds(&event()), "{filter:?}");
        }
    }
}
