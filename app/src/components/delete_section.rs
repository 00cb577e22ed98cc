use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::DangerRow;
use crate::{
    form::Form,
    ui::{Notice, Section, TextField, Tone, counted},
};

/// The name of what is to be deleted, as it is typed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TypedConfirmation {
    /// Its name.
    pub name: String,
}

/// Asks, within a form, before something is deleted that holds other things: it says what goes along, and asks for the name.
#[component]
pub fn DeleteSection(
    /// The form.
    form: Form,
    /// What it is: `workspace`.
    what: &'static str,
    /// What it is called.
    name: String,
    /// How many of what go along, as one and as several.
    counts: Vec<(u64, [&'static str; 2])>,
    /// What else there is to know.
    more: &'static str,
    /// Where nothing is deleted.
    back: String,
) -> impl IntoView {
    let goes = counts.into_iter().map(|(count, [one, several])| view! { <li>{counted(count, one, several)}</li> }).collect_view();
    let (title, hint) = (format!("Delete this {what}"), format!("Type {name} to confirm."));
    view! {
        <Section title lead=more>
            <Notice tone=Tone::Warning>
                <strong>{name}</strong>" is deleted with everything in it, and it cannot be undone:"
                <ul>{goes}</ul>
            </Notice>
            <TextField input=form.field("name", "") label="Name" hint/>
            <DangerRow back form label=format!("Delete {what}")/>
        </Section>
    }
    .into_any()
}
