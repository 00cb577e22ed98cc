use leptos::prelude::*;
use leptos_router::components::A;

/// Tells whether an address opens to the reader of a page. It is in the context of pages that know.
#[derive(Debug, Clone, Copy)]
pub struct Opens(pub fn(&str) -> bool);

/// Returns whether an address opens to the reader.
pub(super) fn opens(href: &str) -> bool {
    use_context::<Opens>().is_none_or(|Opens(opens)| opens(href))
}

/// The name of something, as a link where it opens to the reader, and as it is where it does not.
#[component]
pub fn Link(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// What it is called.
    children: Children,
) -> impl IntoView {
    if opens(&href) { view! { <A href>{children()}</A> }.into_any() } else { children().into_any() }
}

/// A link by the words of what it leads to; nothing where it does not open to the reader.
#[component]
pub fn WayTo(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// What is there.
    children: Children,
) -> impl IntoView {
    opens(&href).then(|| view! { <A href>{children()}</A> }).into_any()
}
