use leptos::prelude::*;

use super::{Glyph, Icon};

/// What stands where there is nothing yet: what would be here, and what to do first.
#[component]
pub fn Empty(
    /// A picture of what would be here.
    glyph: Glyph,
    /// What would be here.
    #[prop(into)]
    title: String,
    /// What to do first.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="empty">
            <Icon glyph/>
            <h2>{title}</h2>
            {children()}
        </div>
    }
    .into_any()
}
