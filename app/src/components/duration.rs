use domain::lifetime::LifetimeError;
use leptos::prelude::*;

use crate::ui::{Input, TextField};

/// Reads what is typed, and says it in words.
pub type Read = fn(&str) -> Result<String, LifetimeError>;

/// A duration as people type it, with what it means beside it: typed `720h`, shown `30 days`.
#[component]
pub fn DurationField(
    /// The field.
    input: Input,
    /// What it is.
    #[prop(into)]
    label: String,
    /// What may be typed.
    #[prop(into)]
    hint: String,
    /// May it be left empty?
    #[prop(optional)]
    optional: bool,
    /// Reads it, and says it in words.
    read: Read,
) -> impl IntoView {
    let (typed, set_typed) = signal(input.value.clone());
    let words = move || view! { <InWords typed optional read/> };
    view! { <TextField input label hint optional mono=true short=true typed=set_typed after=words.into()/> }.into_any()
}

/// What is typed, in words.
#[component]
pub fn InWords(
    /// What is typed.
    #[prop(into)]
    typed: Signal<String>,
    /// Is nothing said where nothing is typed?
    optional: bool,
    /// Reads it, and says it in words.
    read: Read,
) -> impl IntoView {
    let said = Memo::new(move |_| {
        let left_out = optional && typed.with(|text| text.trim().is_empty());
        (!left_out).then(|| typed.with(|text| read(text)))
    });
    view! {
        <output class="duration-words" data-sound=move || said.with(|said| !matches!(said, Some(Err(_)))).to_string()>
            {move || said.with(|said| said.as_ref().map(|said| said.as_ref().map_or_else(ToString::to_string, |words| format!("= {words}"))))}
        </output>
    }
}
