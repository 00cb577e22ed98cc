use domain::policy::PolicyValue;
use leptos::prelude::*;

use crate::ui::{Input, TextField};

/// A duration as people type it, with what it means beside it: typed `720h`, shown `30 days`.
#[component]
pub fn DurationField(
    /// The field.
    input: Input,
    /// The value.
    value: &'static PolicyValue,
) -> impl IntoView {
    let (typed, set_typed) = signal(input.value.clone());
    let words = move || view! { <InWords typed optional=false value/> };
    view! { <TextField input label=value.label hint=value.hint() mono=true short=true typed=set_typed after=words.into()/> }.into_any()
}

/// What is typed, in words.
#[component]
pub fn InWords(
    /// What is typed.
    #[prop(into)]
    typed: Signal<String>,
    /// Whether nothing is said where nothing is typed.
    optional: bool,
    /// The value.
    value: &'static PolicyValue,
) -> impl IntoView {
    let said = Memo::new(move |_| {
        let left_out = optional && typed.with(|text| text.trim().is_empty());
        (!left_out).then(|| typed.with(|text| value.meaning(text)))
    });
    view! {
        <output class="duration-words" data-sound=move || said.with(|said| !matches!(said, Some(Err(_)))).to_string()>
            {move || said.with(|said| said.as_ref().map(|said| said.as_ref().map_or_else(ToString::to_string, |words| format!("= {words}"))))}
        </output>
    }
    .into_any()
}
