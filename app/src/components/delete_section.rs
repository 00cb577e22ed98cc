use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    form::{FormAction, FormFunction, Target, danger_form},
    t, t_view,
    ui::{Notice, Section, TextField, Tone, counted},
};

/// The name of what is to be deleted, as it is typed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TypedConfirmation {
    /// Its name.
    pub name: String,
}

/// Asks before something is deleted that holds other things: it says what goes along, and asks for the name.
#[component]
pub fn DeleteSection<S>(
    /// Deletes it.
    action: FormAction<S>,
    /// What is deleted.
    target: Target,
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
) -> impl IntoView
where
    S: FormFunction,
{
    let goes = counts.into_iter().map(|(count, [one, several])| view! { <li>{counted(count, one, several)}</li> }).collect_view();
    let (title, hint) = (t!("components-delete-title", what = what), t!("components-delete-hint", name = name.clone()));
    let form = action.form;
    danger_form(action, target, back, t!("components-delete-button", what = what), move |row| {
        view! {
            <Section title lead=more>
                <Notice tone=Tone::Warning>
                    {t_view!("components-delete-notice", name = view! { <strong>{name}</strong> })}
                    <ul>{goes}</ul>
                </Notice>
                <TextField input=form.field("name", "") label=t!("components-name") hint/>
                {row}
            </Section>
        }
        .into_any()
    })
}
