//! Two administrators at the same page: what the second to save did not touch stays as the first saved it, and what both changed is asked.

use std::collections::BTreeMap;

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
mod merge;
#[cfg(feature = "ssr")]
pub use merge::{Merged, Sent};

use super::Form;
use crate::api::{OPENED_SEEN, OPENED_VALUES, OPENED_VERSION};

/// What a page showed when it was opened. What its reader changed is seen by it, and what was changed by others in the meantime.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Opened {
    /// The values of its fields, as JSON.
    pub values: String,
    /// The values of others that its reader was asked about, as JSON.
    pub seen: String,
    /// What they answered.
    pub keep: BTreeMap<String, Keep>,
}

/// Whose value of a field is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Keep {
    /// The one that was saved meanwhile.
    Theirs,
    /// The one that was typed.
    Mine,
}

/// The hidden fields that say what is changed by a form of settings, and from what.
#[component]
pub fn OpenedFields(
    /// The form.
    form: Form,
    /// The version that is shown.
    version: i64,
    /// What its fields hold.
    values: String,
) -> impl IntoView {
    view! {
        <input type="hidden" name="version" value=form.typed(OPENED_VERSION).unwrap_or_else(|| version.to_string())/>
        <input type="hidden" name="opened[values]" value=form.typed(OPENED_VALUES).unwrap_or(values)/>
        <input type="hidden" name="opened[seen]" value=form.typed(OPENED_SEEN).unwrap_or_default()/>
    }
    .into_any()
}

/// The values of a form's fields, as they are sent along.
pub fn values_of(typed: &impl Serialize) -> String {
    serde_json::to_string(typed).unwrap_or_default()
}
