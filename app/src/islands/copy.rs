use std::time::Duration;

use leptos::prelude::*;

use crate::ui::{Glyph, Icon};

/// Copies a text. Without JavaScript it is not there, and the text beside it can be selected.
#[island]
pub fn CopyButton(
    /// What is copied.
    #[prop(into)]
    text: String,
    /// What it is, in words: "Copy …".
    #[prop(into)]
    label: String,
) -> impl IntoView {
    let copied = RwSignal::new(false);
    let copy = move |_| {
        // Copying is refused where the page was not opened over HTTPS or on this machine; then the text can still be selected.
        let promise = window().navigator().clipboard().write_text(&text);
        drop(promise);
        copied.set(true);
        set_timeout(move || copied.set(false), Duration::from_secs(2));
    };
    view! {
        <button type="button" class="copy-button" data-copied=move || copied.get().to_string() on:click=copy>
            <Icon glyph=Glyph::Copy/>
            <Icon glyph=Glyph::Check/>
            <span class="visually-hidden">"Copy " {label}</span>
            <span class="visually-hidden" role="status">{move || copied.get().then_some("Copied")}</span>
        </button>
    }
}
