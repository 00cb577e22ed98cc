use domain::policy::PolicyValue;
use leptos::prelude::*;
use web_sys::HtmlInputElement;

use super::dom::{by_id, listen};

/// What is typed into the field of a duration, in words: typed `720h`, shown `30 days`.
#[island]
pub fn DurationWords(
    /// The field's identifier.
    field: String,
    /// The policy value's name.
    value: String,
    /// What the field holds at first.
    typed: String,
    /// Whether nothing is said where nothing is typed.
    optional: bool,
) -> impl IntoView {
    let typed = RwSignal::new(typed);
    Effect::new(move |_| {
        if let Some(input) = by_id::<HtmlInputElement>(&field) {
            typed.set(input.value());
            listen(&input.clone(), "input", move |_| typed.set(input.value()));
        }
    });
    let said = move || {
        let value = PolicyValue::all().find(|one| one.name == value)?;
        let text = typed.get();
        (!(optional && text.trim().is_empty())).then(|| value.meaning(&text))
    };
    let said = Memo::new(move |_| said());
    view! {
        <output class="duration-words" data-sound=move || said.with(|said| !matches!(said, Some(Err(_)))).to_string()>
            {move || said.with(|said| said.as_ref().map(|said| said.as_ref().map_or_else(ToString::to_string, |words| format!("= {words}"))))}
        </output>
    }
}
