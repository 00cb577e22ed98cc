use leptos::prelude::*;
use leptos_router::components::Form;

use crate::ui::{Glyph, Icon};

/// Searches a list: a form that leads to the list's own address.
#[component]
pub fn SearchBar(
    /// The list's address.
    action: String,
    /// What is searched: "Search clients".
    label: &'static str,
    /// By what.
    placeholder: &'static str,
    /// What is searched for now.
    search: String,
) -> impl IntoView {
    view! {
        <Form method="GET" action attr:class="toolbar" attr:role="search">
            <label class="search">
                <span class="visually-hidden">{label}</span>
                <Icon glyph=Glyph::Search/>
                <input type="search" class="input" name="q" value=search placeholder=placeholder autocomplete="off"/>
            </label>
            <button type="submit" class="button" data-kind="secondary">"Search"</button>
        </Form>
    }
    .into_any()
}
