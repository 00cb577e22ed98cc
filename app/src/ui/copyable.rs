use leptos::prelude::*;

use crate::islands::{CopyButton, CopyWords};

/// A value that is meant to be copied: an address, an identifier.
#[component]
pub fn Copyable(
    /// The value.
    #[prop(into)]
    text: String,
    /// What it is, in words.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    view! {
        <span class="copyable">
            <code>{text.clone()}</code>
            <CopyButton text label words=CopyWords::default()/>
        </span>
    }
    .into_any()
}
