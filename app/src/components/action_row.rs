use leptos::prelude::*;

/// Something to do, with what it means beside it. Several stand in one [`Section`](crate::ui::Section).
#[component]
pub fn ActionRow(
    /// What it is about.
    #[prop(into)]
    title: String,
    /// How that is, and what would change.
    #[prop(into)]
    text: String,
    /// The button.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="action-row">
            <div>
                <h3>{title}</h3>
                <p>{text}</p>
            </div>
            {children()}
        </div>
    }
    .into_any()
}
