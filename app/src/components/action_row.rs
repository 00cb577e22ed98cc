use leptos::prelude::*;

/// An action with its explanation beside it. A [`Section`](crate::ui::Section) can hold several.
#[component]
pub fn ActionRow(
    /// What it is about.
    #[prop(into)]
    title: String,
    /// How it is, and what the action changes.
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
