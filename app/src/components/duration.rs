use domain::lifetime::LifetimeError;
use leptos::prelude::*;

use crate::ui::{Input, TextField};

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
    /// Reads it, and says it in words.
    read: fn(&str) -> Result<String, LifetimeError>,
) -> impl IntoView {
    let (typed, set_typed) = signal(input.value.clone());
    let said = Memo::new(move |_| typed.with(|text| read(text)));
    let words = move || {
        view! {
            <output class="duration-words" data-sound=move || said.with(Result::is_ok).to_string()>
                {move || said.with(|said| said.as_ref().map_or_else(ToString::to_string, |words| format!("= {words}")))}
            </output>
        }
    };
    view! { <TextField input label hint mono=true short=true typed=set_typed after=words.into()/> }.into_any()
}
