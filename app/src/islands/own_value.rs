use leptos::prelude::*;
use web_sys::HtmlInputElement;

use super::dom::{announce, by_id, first, listen};

/// Keeps the choice between the workspace's value and an own one together with the text of the own one: typing chooses it, and choosing the
/// workspace's clears it.
#[island]
pub fn OwnValue(
    /// The identifier of the field that it is typed into.
    text: String,
    /// The selector of the choice of the workspace's value.
    workspace: String,
    /// The selector of the choice of an own one.
    own: String,
) -> impl IntoView {
    Effect::new(move |_| {
        let (Some(text), Some(workspace), Some(own)) =
            (by_id::<HtmlInputElement>(&text), first::<HtmlInputElement>(&workspace), first::<HtmlInputElement>(&own))
        else {
            return;
        };
        // Somebody may have typed before this page came alive.
        if !text.value().is_empty() && text.value() != text.default_value() && !own.checked() {
            own.set_checked(true);
            announce(&own, "change");
        }
        let (typed, emptied) = (text.clone(), text.clone());
        let choice = own.clone();
        listen(&text, "input", move |_| choice.set_checked(!typed.value().is_empty() || choice.checked()));
        listen(&workspace, "change", move |_| {
            emptied.set_value("");
            announce(&emptied, "input");
        });
        listen(&own, "change", move |_| {
            let _ = text.focus();
        });
    });
}
