use leptos::prelude::*;

/// Several checkboxes under one heading.
#[component]
pub fn CheckboxGroup(
    /// What they decide.
    #[prop(into)]
    label: String,
    /// More about it.
    #[prop(optional, into)]
    hint: String,
    /// What is wrong with the choice.
    #[prop(optional, into)]
    problem: Signal<Option<String>>,
    /// The checkboxes.
    children: Children,
) -> impl IntoView {
    group(label, hint, problem, move || problem.with(Option::is_some).then_some("true"), children)
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
    /// What is in force, where that is not what was ticked.
    #[prop(optional, into)]
    in_force: Signal<Option<String>>,
) -> impl IntoView {
    choice("checkbox", name, value, checked, label, hint, in_force)
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
    /// What is wrong with the choice.
    #[prop(optional, into)]
    problem: Signal<Option<String>>,
    /// The choices.
    children: Children,
) -> impl IntoView {
    group(label, hint, problem, || None, children)
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
    choice("radio", name, value, checked, label, hint, Signal::default())
}

fn group(
    label: String,
    hint: String,
    problem: Signal<Option<String>>,
    invalid: impl Fn() -> Option<&'static str> + Send + Sync + 'static,
    children: Children,
) -> AnyView {
    view! {
        <fieldset class="choice-group" aria-invalid=invalid>
            <legend>{label}</legend>
            {(!hint.is_empty()).then(|| view! { <p class="choice-group-hint">{hint}</p> })}
            <div class="choice-list">{children()}</div>
            {move || problem.get().map(|sentence| view! { <p class="field-problem">{sentence}</p> })}
        </fieldset>
    }
    .into_any()
}

fn choice(
    kind: &'static str,
    name: String,
    value: String,
    checked: bool,
    label: String,
    hint: String,
    in_force: Signal<Option<String>>,
) -> impl IntoView {
    let id = format!("{name}-{value}").replace(['[', ']', '_'], "-");
    let hint_id = format!("{id}-hint");
    let described = (!hint.is_empty()).then(|| hint_id.clone());
    view! {
        <div class="choice">
            <input type=kind id=id.clone() name=name value=value checked=checked aria-describedby=described/>
            <label for=id>{label}</label>
            {(!hint.is_empty()).then(|| view! { <p class="choice-hint" id=hint_id>{hint}</p> })}
            {move || in_force.get().map(|value| view! { <p class="field-in-force">"In force now: " {value}</p> })}
        </div>
    }
}
