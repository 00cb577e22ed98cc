use leptos::prelude::*;

use super::Mark;

/// Several checkboxes under one heading.
#[component]
pub fn CheckboxGroup(
    /// What they decide.
    #[prop(into)]
    label: String,
    /// More about it.
    #[prop(optional, into)]
    hint: String,
    /// Where it is, and what is wrong with the choice.
    #[prop(optional)]
    mark: Option<Mark>,
    /// The checkboxes.
    children: Children,
) -> impl IntoView {
    group(label, hint, mark, true, children)
}

/// One thing that is on or off.
#[component]
pub fn Checkbox(
    /// Its field's name.
    #[prop(into)]
    name: String,
    /// What is sent when it is ticked.
    #[prop(default = "true".to_owned(), into)]
    value: String,
    /// Is it ticked?
    checked: bool,
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
    choice("checkbox", id, Choosing { name, value, checked }, label, hint)
}

/// Several choices of which one holds.
#[component]
pub fn RadioGroup(
    /// What they decide.
    #[prop(into)]
    label: String,
    /// More about it.
    #[prop(optional, into)]
    hint: String,
    /// Where it is, and what is wrong with the choice.
    #[prop(optional)]
    mark: Option<Mark>,
    /// The choices.
    children: Children,
) -> impl IntoView {
    group(label, hint, mark, false, children)
}

/// One of several choices.
#[component]
pub fn Radio(
    /// The field's name, the same for all choices.
    #[prop(into)]
    name: String,
    /// What is sent when it is chosen.
    #[prop(into)]
    value: String,
    /// Is it chosen?
    checked: bool,
    /// What it is.
    #[prop(into)]
    label: String,
    /// More about it.
    #[prop(optional, into)]
    hint: String,
) -> impl IntoView {
    choice("radio", None, Choosing { name, value, checked }, label, hint)
}

fn group(
    label: String,
    hint: String,
    mark: Option<Mark>,
    // A group of radio buttons has no such state (ARIA 1.2).
    can_be_invalid: bool,
    children: Children,
) -> AnyView {
    let problem = mark.as_ref().map(|mark| mark.problem).unwrap_or_default();
    let invalid = move || (can_be_invalid && problem.with(Option::is_some)).then_some("true");
    let id = mark.map(|mark| {
        mark.is_called(&label);
        mark.id
    });
    let focusable = id.is_some().then_some("-1");
    view! {
        <fieldset class="choice-group" id=id tabindex=focusable aria-invalid=invalid>
            <legend>{label}</legend>
            {(!hint.is_empty()).then(|| view! { <p class="choice-group-hint">{hint}</p> })}
            <div class="choice-list">{children()}</div>
            {move || problem.get().map(|sentence| view! { <p class="field-problem">{sentence}</p> })}
        </fieldset>
    }
    .into_any()
}

/// What is sent of a choice, and whether it is.
struct Choosing {
    name: String,
    value: String,
    checked: bool,
}

fn choice(
    kind: &'static str,
    id: Option<String>,
    Choosing { name, value, checked }: Choosing,
    label: String,
    hint: String,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| format!("{name}-{value}").replace(['[', ']', '_'], "-"));
    let hint_id = format!("{id}-hint");
    let described = (!hint.is_empty()).then(|| hint_id.clone());
    view! {
        <div class="choice">
            <input type=kind id=id.clone() name=name value=value checked=checked aria-describedby=described/>
            <label for=id>{label}</label>
            {(!hint.is_empty()).then(|| view! { <p class="choice-hint" id=hint_id>{hint}</p> })}
        </div>
    }
}
