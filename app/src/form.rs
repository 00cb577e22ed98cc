//! A form of the console: it is sent as the browser sends it, keeps what was typed and puts every problem at its field.

mod confirm;
mod form_action;
mod notice;
mod opened;
mod post;
mod read_only;
mod save_row;
mod settings;
mod target;

use leptos::prelude::*;
use serde_json::Value;

pub use confirm::{ActionButton, Confirm, danger_form};
pub(crate) use form_action::needs;
pub use form_action::{FormAction, FormFunction};
pub use notice::FormNotice;
#[cfg(test)]
pub use opened::Merged;
pub use opened::{Opened, Sent, Write, of_some_pages};
pub use post::PlainForm;
pub use read_only::{FieldsNeeding, ReadOnly};
pub use settings::{CreateForm, SavedNotice, SettingsForm, Shown};
pub use target::Target;

use crate::{
    api::{ApiError, FailedForm, OPENED_VALUES, Typed},
    t, text,
    ui::{Conflict, Input, Labels, Mark, Tick, Ticks},
};

/// The outcome of a form's last submission. It comes with a [`FormAction`].
#[derive(Clone, Copy)]
pub struct Form {
    failed: StoredValue<Option<FailedForm>>,
    labels: Labels,
    within: &'static str,
    beside: &'static str,
}

impl Form {
    /// A form of a server function, as the server hands over what failed of it.
    fn of(function: &str) -> Self {
        let failed = use_context::<FailedForm>().filter(|failed| failed.function == function);
        Self { failed: StoredValue::new(failed), labels: Labels::new(), within: "", beside: "" }
    }

    /// The same for fields that are sent as `within[name]`: those of a struct among the server function's arguments.
    #[must_use]
    pub const fn within(self, within: &'static str) -> Self {
        Self { within, ..self }
    }

    /// The same on a page where another form has fields of the same names: these are identified by what is put before them.
    #[must_use]
    pub const fn beside(self, beside: &'static str) -> Self {
        Self { beside, ..self }
    }

    /// Why the last submission failed.
    pub fn failure(self) -> Option<ApiError> {
        self.failed.with_value(|failed| failed.as_ref().map(|failed| failed.error.clone()))
    }

    /// Returns whether the last submission failed.
    pub fn failed(self) -> bool {
        self.failed.with_value(Option::is_some)
    }

    /// The name under which a field is sent.
    pub fn name(self, field: &str) -> String {
        if self.within.is_empty() { field.to_owned() } else { format!("{}[{field}]", self.within) }
    }

    /// A field of text or of one value out of several: with what was typed where that could not be saved, else with the value in force.
    pub fn field(self, field: &'static str, current: impl Into<String>) -> Input {
        let current = current.into();
        let value = self.typed(field).unwrap_or_else(|| current.clone());
        self.input(field, value, current)
    }

    /// A field that is on or off: as it was sent where that could not be saved, else as it is in force.
    pub fn tick(self, field: &'static str, current: bool) -> Tick {
        let on = self.not_saved().map_or(current, |typed| typed.value(field) == Some("true"));
        Tick::of(self.input(field, String::new(), if current { t!("form-on") } else { t!("form-off") }.to_owned()), on)
    }

    /// A field of several values, of which those are in force: as it was sent where that could not be saved.
    pub fn ticks<'a>(self, field: &'static str, current: impl IntoIterator<Item = &'a str>) -> Ticks {
        let current: Vec<_> = current.into_iter().map(str::to_owned).collect();
        let theirs = if current.is_empty() { t!("form-none").to_owned() } else { current.join(", ") };
        let on = match self.not_saved() {
            Some(Typed(typed)) => typed.into_iter().filter(|(name, _)| name == field).map(|(_, value)| value).collect(),
            None => current,
        };
        Ticks::new(self.input(field, String::new(), theirs), on)
    }

    /// A field with this value; what is in force stands beside it where it was also changed elsewhere.
    fn input(self, field: &'static str, value: String, in_force: String) -> Input {
        let conflict = self.failure().and_then(|failure| {
            let conflict = failure.conflicts().iter().find(|conflict| conflict.field == field)?;
            let at = conflict.at.map(|at| at.to_string());
            Some(Conflict { field, value: in_force, by: conflict.by.clone(), own: conflict.own, at })
        });
        Input { mark: self.mark(field), name: self.name(field), value, conflict }
    }

    /// The place of a field, and what is wrong with it.
    fn mark(self, field: &'static str) -> Mark {
        Mark { field, id: format!("{}{}", self.beside, field.replace('_', "-")), problem: self.problem(field), labels: self.labels }
    }

    /// The problem of a field, in a sentence.
    pub fn problem(self, field: &'static str) -> Option<String> {
        let failure = self.failure()?;
        failure.problems().iter().find(|at| at.field == field).map(|at| text::problem(&at.problem))
    }

    /// What was typed into a field, where that could not be saved.
    pub fn typed(self, field: &str) -> Option<String> {
        self.not_saved()?.value(field).map(str::to_owned)
    }

    /// Returns whether something was typed into one of these fields that is not saved, or is wrong with it: a part of a page that can be folded is
    /// open then.
    pub fn touches(self, fields: &[&str]) -> bool {
        let Some(failure) = self.failure() else { return false };
        fields.iter().any(|field| {
            failure.problems().iter().any(|at| at.field == *field)
                || failure.conflicts().iter().any(|at| at.field == *field)
                || self.differs(field)
        })
    }

    /// Returns whether what was typed into a field and could not be saved is not what the page had shown.
    fn differs(self, field: &str) -> bool {
        let (Some(Typed(typed)), Some(shown)) = (self.not_saved(), self.typed(OPENED_VALUES)) else { return false };
        let Ok(shown) = serde_json::from_str::<Value>(&shown) else { return false };
        let typed = typed.into_iter().filter(|(name, _)| name == field).map(|(_, value)| value);
        something(typed) != something(shown.get(field).into_iter().flat_map(texts))
    }

    /// What was typed and could not be saved: as the server function read it, else as it was sent.
    fn not_saved(self) -> Option<Typed> {
        self.failed.with_value(|failed| {
            let FailedForm { error, sent, .. } = failed.as_ref()?;
            [error.typed(), Some(sent)].into_iter().flatten().find(|typed| !typed.0.is_empty()).cloned()
        })
    }
}

/// The texts of a field's value as they are sent.
fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Null => Vec::new(),
        Value::String(text) => vec![text.clone()],
        Value::Array(values) => values.iter().flat_map(texts).collect(),
        other => vec![other.to_string()],
    }
}

/// Those that say something: a checkbox that is not ticked is not sent.
fn something(texts: impl Iterator<Item = String>) -> Vec<String> {
    texts.filter(|text| !text.is_empty() && text != "false").collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_value_is_compared_as_it_is_sent() {
        let told = |value: Value| something(texts(&value).into_iter());
        assert_eq!(told(json!("a")), ["a"]);
        assert_eq!(told(json!(["a", "", "b"])), ["a", "b"]);
        assert_eq!(told(json!(true)), ["true"]);
        for nothing in [json!(null), json!(""), json!(false), json!([])] {
            assert_eq!(told(nothing), Vec::<String>::new());
        }
    }
}
