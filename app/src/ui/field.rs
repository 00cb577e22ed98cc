use leptos::prelude::*;

use super::{Mark, Time, filled_view};
use crate::t;

/// What a field is made of: its name, its value, and what is wrong with it.
#[derive(Debug, Clone)]
pub struct Input {
    /// Where it is, and what is wrong with it.
    pub mark: Mark,
    /// The name it is sent under.
    pub name: String,
    /// What it holds at first.
    pub value: String,
    /// What was saved meanwhile, where the user has to choose.
    pub conflict: Option<Conflict>,
}

/// A value that was saved while another one was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The field.
    pub field: &'static str,
    /// The value.
    pub value: String,
    /// Who saved it.
    pub by: Option<String>,
    /// Whether that was the user, on another page.
    pub own: bool,
    /// When, as RFC 3339 writes it in UTC.
    pub at: Option<String>,
}

impl Input {
    /// The identifiers of what belongs to it, for `aria-describedby`.
    pub fn describe(&self, hint: &str) -> Option<String> {
        let parts = [(self.mark.problem.is_some(), "problem"), (self.conflict.is_some(), "conflict"), (!hint.is_empty(), "hint")];
        let ids: Vec<_> = parts.into_iter().filter(|(there, _)| *there).map(|(_, part)| format!("{}-{part}", self.mark.id)).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    /// The value of `aria-invalid`.
    pub fn invalid(&self) -> Option<&'static str> {
        self.mark.problem.is_some().then_some("true")
    }

    /// Whether it starts with the focus: the first field that is marked does.
    pub const fn starts_with_focus(&self) -> bool {
        self.mark.problem.is_some()
    }
}

/// A label with what belongs to it: the control, a hint, what is wrong, and what is in force.
#[component]
pub fn Field(
    /// The field.
    input: Input,
    /// What it is.
    #[prop(into)]
    label: String,
    /// What may be typed.
    #[prop(optional, into)]
    hint: String,
    /// Whether it may be left empty.
    #[prop(optional)]
    optional: bool,
    /// The control.
    children: Children,
) -> impl IntoView {
    input.mark.is_called(&label);
    let id = input.mark.id.clone();
    let hint_id = format!("{id}-hint");
    view! {
        <div class="field">
            <label for=id>{label}{optional.then(|| view! { " " <span class="field-optional">{t!("ui-optional")}</span> })}</label>
            {children()}
            <Remarks input/>
            {(!hint.is_empty()).then(|| view! { <p class="field-hint" id=hint_id>{hint}</p> })}
        </div>
    }
    .into_any()
}

/// The problem of a field, and the choice between two values where it was also changed elsewhere.
#[component]
pub fn Remarks(
    /// The field.
    input: Input,
) -> impl IntoView {
    let Input { mark: Mark { id, problem, .. }, conflict, .. } = input;
    let (problem_id, conflict_id) = (format!("{id}-problem"), format!("{id}-conflict"));
    view! {
        {problem.map(|sentence| view! { <p class="field-problem" id=problem_id>{sentence}</p> })}
        {conflict.map(|conflict| view! { <ConflictQuestion conflict id=conflict_id/> })}
    }
    .into_any()
}

/// The choice between the value of the user and the one that was saved meanwhile. Where nothing is chosen, the form asks again: the
/// browser's own complaint would cover what it says.
#[component]
fn ConflictQuestion(conflict: Conflict, id: String) -> impl IntoView {
    let Conflict { field, value, by, own, at } = conflict;
    let name = format!("opened[keep][{field}]");
    let choices = [("theirs", t!("ui-conflict-theirs")), ("mine", t!("ui-conflict-mine"))].map(|(keep, label)| {
        view! { <label><input type="radio" name=name.clone() value=keep/>" "{label}</label> }
    });
    let (text, by) = if own {
        (t!("ui-conflict-own"), t!("ui-conflict-you").to_owned())
    } else {
        (t!("ui-conflict"), by.unwrap_or_else(|| t!("ui-conflict-somebody").to_owned()))
    };
    let said = filled_view(text, |part| match part {
        "by" => view! { <strong>{by.clone()}</strong> }.into_any(),
        _ if value.is_empty() => t!("ui-conflict-empty").into_any(),
        _ => view! { <code>{value.clone()}</code> }.into_any(),
    });
    view! {
        <fieldset class="field-conflict">
            <legend id=id>
                // Before the value, which may be a list.
                {at.map(|at| view! { <Time utc=at/> ": " })}
                {said}
            </legend>
            {choices}
        </fieldset>
    }
    .into_any()
}

/// A line of text.
#[expect(clippy::fn_params_excessive_bools, reason = "each is a word by itself where the field is used")]
#[component]
pub fn TextField(
    /// The field.
    input: Input,
    /// What it is.
    #[prop(into)]
    label: String,
    /// What may be typed.
    #[prop(optional, into)]
    hint: String,
    /// Whether it may be left empty.
    #[prop(optional)]
    optional: bool,
    /// Whether the server decides if it may be left empty.
    #[prop(optional)]
    conditional: bool,
    /// `text`, `email`, `search`, `number` …
    #[prop(default = "text")]
    kind: &'static str,
    /// What the browser may fill in.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// Whether it is written as code.
    #[prop(optional)]
    mono: bool,
    /// Whether it is short, such as a number or a duration.
    #[prop(optional)]
    short: bool,
    /// What stands after it, such as the same value in other words.
    #[prop(optional_no_strip)]
    after: Option<AnyView>,
) -> impl IntoView {
    let (described, invalid, focus) = (input.describe(&hint), input.invalid(), input.starts_with_focus());
    let Input { mark: Mark { id, .. }, name, value, .. } = input.clone();
    view! {
        <Field input label hint optional>
            <div class="text-field" data-short=short.to_string()>
                <input
                    // What is an e-mail address is for the server to say: browsers refuse some that there are.
                    type=if kind == "email" { "text" } else { kind }
                    inputmode=(kind == "email").then_some("email")
                    class="input"
                    id=id
                    name=name
                    value=value
                    required=!optional && !conditional
                    autocomplete=autocomplete
                    autocapitalize=(mono || kind == "email").then_some("none")
                    spellcheck=if mono || kind != "text" { "false" } else { "true" }
                    data-mono=mono.to_string()
                    autofocus=focus
                    aria-describedby=described
                    aria-invalid=invalid
                />
                {after.map(|after| view! { <span class="text-field-after">{after}</span> })}
            </div>
        </Field>
    }
    .into_any()
}

/// A password. It never starts with a value.
#[component]
pub fn PasswordField(
    /// The field.
    input: Input,
    /// What it is.
    #[prop(into)]
    label: String,
    /// What may be typed.
    #[prop(optional, into)]
    hint: String,
    /// Whether it may be left empty.
    #[prop(optional)]
    optional: bool,
    /// `current-password` or `new-password`.
    autocomplete: &'static str,
) -> impl IntoView {
    let (described, invalid, focus) = (input.describe(&hint), input.invalid(), input.starts_with_focus());
    let Input { mark: Mark { id, .. }, name, .. } = input.clone();
    view! {
        <Field input label hint optional>
            <input
                type="password"
                class="input"
                id=id
                name=name
                required=!optional
                autocomplete=autocomplete
                autofocus=focus
                aria-describedby=described
                aria-invalid=invalid
            />
        </Field>
    }
    .into_any()
}

/// A code that is good once: of an authenticator app, or for its loss. It never starts with a value.
#[component]
pub fn CodeField(
    /// The field.
    input: Input,
    /// What it is.
    #[prop(into)]
    label: String,
    /// What may be typed.
    #[prop(optional, into)]
    hint: String,
) -> impl IntoView {
    let (described, invalid, focus) = (input.describe(&hint), input.invalid(), input.starts_with_focus());
    let Input { mark: Mark { id, .. }, name, .. } = input.clone();
    view! {
        <Field input label hint>
            <input
                type="text"
                class="input"
                id=id
                name=name
                required=true
                autocomplete="one-time-code"
                autocapitalize="none"
                spellcheck="false"
                data-mono="true"
                autofocus=focus
                aria-describedby=described
                aria-invalid=invalid
            />
        </Field>
    }
    .into_any()
}

/// Several lines of text. The only place where a `<textarea>` may be written: Leptos 0.8 writes its children without escaping them.
#[component]
pub fn TextArea(
    /// The field.
    input: Input,
    /// What it is.
    #[prop(into)]
    label: String,
    /// What may be typed.
    #[prop(optional, into)]
    hint: String,
    /// Whether it may be left empty.
    #[prop(optional)]
    optional: bool,
    /// Whether the server decides if it may be left empty.
    #[prop(optional)]
    conditional: bool,
    /// How many lines it shows.
    #[prop(default = 4)]
    rows: u32,
    /// Whether it is written as code.
    #[prop(optional)]
    mono: bool,
) -> impl IntoView {
    let (described, invalid, focus) = (input.describe(&hint), input.invalid(), input.starts_with_focus());
    let Input { mark: Mark { id, .. }, name, value, .. } = input.clone();
    view! {
        <Field input label hint optional>
            <textarea
                class="input"
                id=id
                name=name
                rows=rows
                required=!optional && !conditional
                spellcheck=if mono { "false" } else { "true" }
                data-mono=mono.to_string()
                autofocus=focus
                aria-describedby=described
                aria-invalid=invalid
                inner_html=escape(&value)
            ></textarea>
        </Field>
    }
    .into_any()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_a_text_area_cannot_leave_it() {
        assert_eq!(escape("</textarea><script>&"), "&lt;/textarea&gt;&lt;script&gt;&amp;");
    }
}
