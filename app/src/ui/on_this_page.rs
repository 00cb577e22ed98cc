use leptos::prelude::*;

/// The ways to the parts of a long page.
#[component]
pub fn OnThisPage(
    /// The identifier of each part, and what it is called.
    parts: Vec<(&'static str, &'static str)>,
) -> impl IntoView {
    let links = parts.into_iter().map(|(id, name)| view! { <li><a href=format!("#{id}")>{name}</a></li> }).collect_view();
    view! { <nav class="on-this-page" aria-label="On this page"><ul>{links}</ul></nav> }.into_any()
}
