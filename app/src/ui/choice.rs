use leptos::prelude::*;

use super::{Choice, Input, Remarks, filled, select::by_label};
use crate::t;

/// A checkbox: what it sends, and whether it is ticked.
#[derive(Debug, Clone)]
pub struct Tick {
    name: String,
    value: String,
    checked: bool,
    /// The field, where it is the checkbox's own.
    input: Option<Input>,
}

impl Tick {
    /// The checkbox of a field that is on or off.
    pub fn of(mut input: Input, checked: bool) -> Self {
        let (name, value) = (input.name.clone(), "true".to_owned());
        input.mark.id = choice_id(&name, &value);
        Self { name, value, checked, input: Some(input) }
    }

    /// A checkbox of a form that saves no settings: a filter or a confirmation.
    pub fn unsaved(name: &str, checked: bool) -> Self {
        Self { name: name.to_owned(), value: "true".to_owned(), checked, input: None }
    }
}

/// A field of several values that are ticked or not: checkboxes, radio buttons, chips.
#[derive(Debug, Clone)]
pub struct Ticks {
    /// The field.
    pub input: Input,
    on: Vec<String>,
}

impl Ticks {
    /// A field with those values on.
    pub const fn new(input: Input, on: Vec<String>) -> Self {
        Self { input, on }
    }

    /// Returns whether a value is on.
    pub fn is_on(&self, value: &str) -> bool {
        self.on.iter().any(|on| on == value)
    }

    /// The name under which a value is sent.
    pub fn tick_name(&self) -> String {
        format!("{}[]", self.input.name)
    }

    /// The selector of a value's checkbox while it is ticked.
    pub fn ticked(&self, value: &str) -> String {
        format!("input[name='{}'][value='{value}']:checked", self.tick_name())
    }

    /// The checkbox of one of the values.
    pub fn tick(&self, value: &str) -> Tick {
        Tick { name: self.tick_name(), value: value.to_owned(), checked: self.is_on(value), input: None }
    }
}

/// Several checkboxes under one heading.
#[component]
pub fn CheckboxGroup(
    /// What they decide.
    #[prop(into)]
    label: String,
    /// The checkboxes.
    children: Children,
) -> impl IntoView {
    group(label, String::new(), None, false, children())
}

/// One thing that is on or off.
#[component]
pub fn Checkbox(
    /// Its field and whether it is ticked.
    tick: Tick,
    /// What it is.
    #[prop(into)]
    label: String,
    /// More about it.
    #[prop(optional, into)]
    hint: String,
    /// Its element's identifier, where the page has several of this name and value.
    #[prop(optional, into)]
    id: Option<String>,
) -> impl IntoView {
    choice("checkbox", id, tick, label, (hint, Vec::new()))
}

/// A field of several values, as a checkbox for each.
#[component]
pub fn CheckboxList(
    /// The field.
    ticks: Ticks,
    /// What they decide.
    #[prop(into)]
    label: String,
    /// More about it.
    #[prop(optional, into)]
    hint: String,
    /// The values.
    choices: Vec<Choice>,
) -> impl IntoView {
    let input = by_label(ticks.input.clone(), &choices);
    let boxes = choices
        .into_iter()
        .map(|Choice { value, label, hint, details }| choice("checkbox", None, ticks.tick(&value), label, (hint, details)));
    group(label, hint, Some(input), true, boxes.collect_view().into_any())
}

/// A field of several values of which one is chosen, as a radio button for each.
#[component]
pub fn RadioList(
    /// The field.
    ticks: Ticks,
    /// What they decide.
    #[prop(into)]
    label: String,
    /// More about it.
    #[prop(optional, into)]
    hint: String,
    /// The values.
    choices: Vec<Choice>,
) -> impl IntoView {
    let input = by_label(ticks.input.clone(), &choices);
    let buttons = choices.into_iter().map(|Choice { value, label, hint, details }| {
        let tick = Tick { name: ticks.input.name.clone(), checked: ticks.is_on(&value), value, input: None };
        choice("radio", None, tick, label, (hint, details))
    });
    // A group of radio buttons is never `aria-invalid` (ARIA 1.2).
    group(label, hint, Some(input), false, buttons.collect_view().into_any())
}

fn group(label: String, hint: String, input: Option<Input>, can_be_invalid: bool, boxes: AnyView) -> AnyView {
    let invalid = input.as_ref().filter(|_| can_be_invalid).and_then(Input::invalid);
    let id = input.as_ref().map(|input| {
        input.mark.is_called(&label);
        input.mark.id.clone()
    });
    let focusable = id.is_some().then_some("-1");
    view! {
        <fieldset class="choice-group" id=id tabindex=focusable aria-invalid=invalid>
            <legend>{label}</legend>
            {(!hint.is_empty()).then(|| view! { <p class="choice-group-hint">{hint}</p> })}
            <div class="choice-list">{boxes}</div>
            {input.map(|input| view! { <Remarks input/> })}
        </fieldset>
    }
    .into_any()
}

fn choice_id(name: &str, value: &str) -> String {
    format!("{name}-{value}").replace(['[', ']', '_'], "-")
}

fn choice(kind: &'static str, id: Option<String>, tick: Tick, label: String, (hint, details): (String, Vec<String>)) -> AnyView {
    let Tick { name, value, checked, input } = tick;
    let id = id.unwrap_or_else(|| choice_id(&name, &value));
    let hint_id = format!("{id}-hint");
    let has_hint = !hint.is_empty();
    let (described, invalid) = match &input {
        Some(input) => {
            input.mark.is_called(&label);
            (input.describe(&hint), input.invalid())
        }
        None => (has_hint.then(|| hint_id.clone()), None),
    };
    let focus = input.as_ref().is_some_and(Input::starts_with_focus);
    let count = details.len();
    let details = details.into_iter().map(|line| view! { <li>{line}</li> }).collect::<Vec<_>>();
    let details = (count > 0).then(|| {
        view! {
            <details class="choice-details">
                <summary>{filled(t!("ui-choice-details"), &[("count", &count.to_string())])}</summary>
                <ul>{details}</ul>
            </details>
        }
    });
    view! {
        <div class="choice">
            <input
                type=kind
                id=id.clone()
                name=name
                value=value
                checked=checked
                autofocus=focus
                aria-describedby=described
                aria-invalid=invalid
            />
            <label for=id>{label}</label>
            {has_hint.then(|| view! { <p class="choice-hint" id=hint_id>{hint}</p> })}
            {details}
        </div>
        {input.map(|input| view! { <Remarks input/> })}
    }
    .into_any()
}
