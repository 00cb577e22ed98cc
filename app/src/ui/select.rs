use leptos::prelude::*;

use super::{Conflict, Field, Input, Mark};

/// One of the values that a field offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is shown.
    pub label: String,
    /// More about it; a [`Select`] has no room for that.
    pub hint: String,
    /// What it brings, a line each, below the hint; a [`Select`] has no room for that either.
    pub details: Vec<String>,
}

impl Choice {
    /// A choice without a hint.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), hint: String::new(), details: Vec::new() }
    }

    /// What stands there while nothing is chosen. A drop-down that begins with it has to be chosen from.
    pub fn unchosen(label: impl Into<String>) -> Self {
        Self::new("", label)
    }

    /// The same with a hint.
    #[must_use]
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: hint.into(), ..self }
    }

    /// The same with what it brings.
    #[must_use]
    pub fn details(self, details: Vec<String>) -> Self {
        Self { details, ..self }
    }
}

/// One value out of several, as a drop-down.
#[component]
pub fn Select(
    /// The field.
    input: Input,
    /// What it is.
    #[prop(into)]
    label: String,
    /// More about it.
    #[prop(optional, into)]
    hint: String,
    /// What it offers.
    choices: Vec<Choice>,
) -> impl IntoView {
    let (described, invalid, focus) = (input.describe(&hint), input.invalid(), input.starts_with_focus());
    let input = by_label(input, &choices);
    let Input { mark: Mark { id, .. }, name, value, .. } = input.clone();
    let options = choices
        .into_iter()
        .map(|choice| {
            let selected = choice.value == value;
            view! { <option value=choice.value selected=selected>{choice.label}</option> }
        })
        .collect_view();
    view! {
        <Field input label hint>
            <div class="select">
                <select id=id name=name autofocus=focus aria-describedby=described aria-invalid=invalid>{options}</select>
            </div>
        </Field>
    }
    .into_any()
}

/// The field, with what somebody else saved told by its labels.
pub(super) fn by_label(input: Input, choices: &[Choice]) -> Input {
    let label =
        |value: &str| choices.iter().find(|choice| choice.value == value).map_or_else(|| value.to_owned(), |choice| choice.label.clone());
    let conflict = input.conflict.map(|conflict| {
        let value = conflict.value.split(", ").map(label).collect::<Vec<_>>().join(", ");
        Conflict { value, ..conflict }
    });
    Input { conflict, ..input }
}
