use domain::policy::PolicyValue;
use leptos::prelude::*;

use crate::{
    islands::{DurationTexts, DurationWords},
    text::{hint, word},
    ui::{Input, TextField},
};

/// A duration as people type it, with what it means beside it: typed `720h`, shown `30 days`.
#[component]
pub fn DurationField(
    /// The field.
    input: Input,
    /// The value.
    value: &'static PolicyValue,
) -> impl IntoView {
    let (field, name, typed) = (input.mark.id.clone(), value.name.to_owned(), input.value.clone());
    let words = view! { <DurationWords field value=name typed optional=false texts=DurationTexts::default()/> }.into_any();
    view! { <TextField input label=word(value.label) hint=hint(value) mono=true short=true after=Some(words)/> }.into_any()
}
