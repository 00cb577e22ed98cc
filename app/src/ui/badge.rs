use leptos::prelude::*;

use super::Tone;

/// A state in a word or two.
#[component]
pub fn Badge(
    /// What kind of state it is.
    #[prop(default = Tone::Neutral)]
    tone: Tone,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! { <span class="badge" data-tone=tone.name()>{children()}</span> }.into_any()
}

/// One of several values, such as a scope.
#[component]
pub fn Chip(
    /// The value.
    children: Children,
) -> impl IntoView {
    view! { <span class="chip">{children()}</span> }.into_any()
}
