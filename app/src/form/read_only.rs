use leptos::prelude::*;

use crate::ui::{Notice, Tone};

/// The fields of a form that the administrator who looks at it may not send: they are shown and not to be changed, and it is said why. There is no form
/// and no button.
#[component]
pub fn ReadOnly(
    /// Why, in a sentence.
    reason: String,
    /// The fields.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="read-only">
            <Notice tone=Tone::Info>{reason}</Notice>
            <fieldset disabled>{children()}</fieldset>
        </div>
    }
    .into_any()
}
