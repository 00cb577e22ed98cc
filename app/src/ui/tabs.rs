use leptos::prelude::*;
use leptos_router::components::A;

use super::link;

/// The pages of one thing, beside one another. They are links: each has its address.
#[component]
pub fn Tabs(
    /// What they are the pages of.
    #[prop(into)]
    label: String,
    /// The tabs.
    children: Children,
) -> impl IntoView {
    view! { <nav class="tabs" aria-label=label>{children()}</nav> }.into_any()
}

/// One of them; nothing where it does not open to the reader. The router marks it with `aria-current` where its page is shown.
#[component]
pub fn Tab(
    /// Its address.
    #[prop(into)]
    href: String,
    /// What it is called.
    children: Children,
) -> impl IntoView {
    link::opens(&href).then(|| view! { <A href=href exact=true>{children()}</A> }).into_any()
}
