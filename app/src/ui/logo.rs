use leptos::prelude::*;

/// Regrant's logo.
#[component]
pub fn Logo(
    /// Whether the mark stands alone, without the name beside it.
    #[prop(optional)]
    mark_only: bool,
) -> impl IntoView {
    view! {
        <span class="logo">
            <svg class="logo-mark" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false">
                <rect class="logo-ground" width="32" height="32" rx="8"></rect>
                <path class="logo-ring" d="M23.3 18.7A7.8 7.8 0 1 1 22.1 11.1"></path>
                <path class="logo-tip" d="M24.9 7.3v6.6h-6.6z"></path>
                <circle class="logo-dot" cx="16" cy="16" r="2.6"></circle>
            </svg>
            <span class=if mark_only { "visually-hidden" } else { "logo-name" }>"Regrant"</span>
        </span>
    }
    .into_any()
}
