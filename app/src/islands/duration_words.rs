use domain::{
    lifetime::{LifetimeError, in_units, parse_seconds},
    policy::{PolicyValue, TokenPolicy, ValueError},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use web_sys::HtmlInputElement;

use super::dom::{by_id, listen};
use crate::{t, ui::filled};

/// What is said of a duration, in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DurationTexts {
    /// The units from the year to the second, each as one and as several.
    units: [[String; 2]; 6],
    /// What 0 means, by the value's name.
    zero: [(String, String); 3],
    /// What is no duration: nothing, something else, and one that is negative or has parts of a second.
    none: [String; 3],
    /// The bounds of one: between two, up to one, and the same where there may be none.
    bounds: [String; 4],
}

/// As the server says it.
impl Default for DurationTexts {
    fn default() -> Self {
        let units = [
            [t!("layout-duration-year"), t!("layout-duration-years")],
            [t!("layout-duration-month"), t!("layout-duration-months")],
            [t!("layout-duration-day"), t!("layout-duration-days")],
            [t!("layout-duration-hour"), t!("layout-duration-hours")],
            [t!("layout-duration-minute"), t!("layout-duration-minutes")],
            [t!("layout-duration-second"), t!("layout-duration-seconds")],
        ];
        let zero = [
            ("refresh_token_ttl", t!("layout-duration-no-refresh-tokens")),
            ("retry_window", t!("layout-duration-no-retry-window")),
            ("refresh_token_idle_ttl", t!("layout-duration-no-idle-limit")),
        ];
        let none = [t!("layout-duration-empty"), t!("layout-duration-unreadable"), t!("layout-duration-not-whole")];
        let bounds = [
            t!("layout-duration-between"),
            t!("layout-duration-at-most"),
            t!("layout-duration-between-or-zero"),
            t!("layout-duration-at-most-or-zero"),
        ];
        Self {
            units: units.map(|names| names.map(str::to_owned)),
            zero: zero.map(|(value, words)| (value.to_owned(), words.to_owned())),
            none: none.map(str::to_owned),
            bounds: bounds.map(str::to_owned),
        }
    }
}

impl DurationTexts {
    /// Returns what a text means that is typed for a value, or why it is none.
    fn meaning(&self, value: &PolicyValue, text: &str) -> Result<String, String> {
        let mut policy = TokenPolicy::default();
        value.set(&mut policy, text).map_err(|error| self.problem(&error))?;
        let typed = value.typed(&policy);
        let zero = self.zero.iter().find(|(name, _)| typed == "0" && name == value.name);
        Ok(zero.map_or_else(|| self.words(parse_seconds(&typed).unwrap_or_default()), |(_, words)| words.clone()))
    }

    /// Returns a duration in words: `1 year, 6 months`.
    fn words(&self, seconds: i64) -> String {
        let words = in_units(seconds).into_iter().map(|(count, unit)| {
            let [year, month, day, hour, minute, second] = &self.units;
            let [one, several] = match unit {
                "year" => year,
                "month" => month,
                "day" => day,
                "hour" => hour,
                "minute" => minute,
                _ => second,
            };
            format!("{count} {}", if count == 1 { one } else { several })
        });
        words.collect::<Vec<_>>().join(", ")
    }

    /// Returns why a text is no duration, or none that is allowed.
    fn problem(&self, error: &ValueError) -> String {
        let ValueError::Lifetime(error) = error else { return error.to_string() };
        let ([empty, unreadable, not_whole], [between, at_most, between_or_zero, at_most_or_zero]) = (&self.none, &self.bounds);
        let (text, min, max) = match *error {
            LifetimeError::Empty => (empty, 0, 0),
            LifetimeError::NotADuration => (unreadable, 0, 0),
            LifetimeError::NotWholeSeconds => (not_whole, 0, 0),
            LifetimeError::OutOfBounds { min, max } => (if min == 0 { at_most } else { between }, min, max),
            LifetimeError::OutOfBoundsOrZero { min, max } => (if min == 0 { at_most_or_zero } else { between_or_zero }, min, max),
        };
        filled(text, &[("min", &self.words(min)), ("max", &self.words(max))])
    }
}

/// What is typed into the field of a duration, in words: typed `720h`, shown `30 days`.
#[island]
pub fn DurationWords(
    /// The field's identifier.
    field: String,
    /// The policy value's name.
    value: String,
    /// What the field holds at first.
    typed: String,
    /// Whether nothing is said where nothing is typed.
    optional: bool,
    /// What it says.
    texts: DurationTexts,
) -> impl IntoView {
    let typed = RwSignal::new(typed);
    Effect::new(move |_| {
        if let Some(input) = by_id::<HtmlInputElement>(&field) {
            typed.set(input.value());
            listen(&input.clone(), "input", move |_| typed.set(input.value()));
        }
    });
    let said = move || {
        let value = PolicyValue::all().find(|one| one.name == value)?;
        let text = typed.get();
        (!(optional && text.trim().is_empty())).then(|| texts.meaning(value, &text))
    };
    let said = Memo::new(move |_| said());
    view! {
        <output class="duration-words" data-sound=move || said.with(|said| !matches!(said, Some(Err(_)))).to_string()>
            {move || said.with(|said| said.as_ref().map(|said| said.as_ref().map_or_else(Clone::clone, |words| format!("= {words}"))))}
        </output>
    }
}

#[cfg(test)]
mod tests {
    use domain::policy::ValueKind;

    use super::*;

    #[test]
    fn what_is_typed_is_said_as_the_domain_says_it() {
        let texts = DurationTexts::default();
        for value in PolicyValue::all().filter(|value| matches!(value.kind, ValueKind::Duration)) {
            for text in ["", "0", "1s", "30", "-3d", "90.5s", "720h", "1y 6mo", "1d 1h 1m 1s", "99y", "6mo"] {
                let expected = value.meaning(text).map_err(|error| error.to_string());
                assert_eq!(texts.meaning(value, text), expected, "{}: {text}", value.name);
            }
        }
    }
}
