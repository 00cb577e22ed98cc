//! A field of a form, with its hint and what is wrong with it.

use maud::{Markup, html};
use translation::Language;

use crate::{oauth::form_problems::FormProblems, text::t};

/// A field of one line.
pub(super) struct Field<'a> {
    /// The name that it is sent under, and its element's identifier.
    pub(super) name: &'static str,
    /// What it is.
    pub(super) label: &'static str,
    /// The type of the input.
    pub(super) kind: &'static str,
    /// What it holds at first; never a password.
    pub(super) value: &'a str,
    /// What a browser may fill in.
    pub(super) autocomplete: &'static str,
    /// More about it; may be empty.
    pub(super) hint: &'static str,
    /// Whether something must be typed.
    pub(super) required: bool,
}

impl Field<'_> {
    /// A field for a new password.
    pub(super) fn new_password(language: Language, label: &'static str) -> Self {
        let hint = t!(language, "pages-new-password-hint");
        Field { name: "new", label, kind: "password", value: "", autocomplete: "new-password", hint, required: true }
    }

    /// A field for the password that somebody has.
    pub(super) fn current_password(language: Language, hint: &'static str) -> Self {
        let label = t!(language, "pages-current-password");
        Field { name: "current", label, kind: "password", value: "", autocomplete: "current-password", hint, required: true }
    }

    /// A field for the password by which a link that confirms an address is used.
    pub(super) fn password_of_link(language: Language, hint: &'static str) -> Self {
        Field { name: "password", label: t!(language, "pages-password"), ..Self::current_password(language, hint) }
    }

    /// The field. A new password's problems are those of `password`.
    pub(super) fn render(&self, language: Language, problems: &FormProblems) -> Markup {
        let Self { name, label, kind, value, autocomplete, hint, required } = *self;
        let field = if name == "new" { "password" } else { name };
        let problem = problems.at(field);
        let (hint_id, problem_id) = (format!("{name}-hint"), format!("{name}-problem"));
        let described = [(problem.is_some(), problem_id.as_str()), (!hint.is_empty(), hint_id.as_str())];
        let described: Vec<_> = described.into_iter().filter(|(there, _)| *there).map(|(_, id)| id).collect();
        let described = (!described.is_empty()).then(|| described.join(" "));
        let plain = matches!(kind, "email" | "password") || autocomplete == "username";
        html! {
            label for=(name) { (label) @if !required { " " span class="optional" { (t!(language, "pages-optional")) } } }
            @if !hint.is_empty() { p class="hint" id=(hint_id) { (hint) } }
            input id=(name) name=(name) type=(kind) value=(value) autocomplete=(autocomplete)
                autocapitalize=[plain.then_some("none")] spellcheck=[plain.then_some("false")]
                required[required] autofocus[problems.is_first(field)]
                aria-invalid=[problem.map(|_| "true")] aria-describedby=[described];
            @if let Some(problem) = problem { p class="field-problem" id=(problem_id) { (problem) } }
        }
    }
}

/// What is wrong with the whole of a form.
pub(super) fn whole(problems: &FormProblems) -> Markup {
    html! {
        @if let Some(problem) = &problems.whole { p class="problem" role="alert" { (problem) } }
    }
}
