use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{HtmlFormElement, HtmlInputElement, HtmlOptionElement, HtmlSelectElement, HtmlTextAreaElement};

use super::dom::{SENDING, listen};

/// Watches the form around it: says that something is not saved yet, keeps the row that it stands in in sight then, and has the browser
/// ask before somebody leaves.
#[island]
pub fn Unsaved(
    /// Whether the form holds at first what could not be saved.
    typed: bool,
    /// Whether the page asks something that the row must not cover.
    asks: bool,
    /// What is said while something is not saved.
    #[prop(into)]
    said: String,
) -> impl IntoView {
    let hint = NodeRef::<html::Span>::new();
    let unsaved = RwSignal::new(false);
    Effect::new(move |_| {
        let Some(row) = hint.get().and_then(|hint| hint.closest(".save-row").ok().flatten()) else { return };
        let Some(form) = row.closest("form").ok().flatten().and_then(|form| form.dyn_into::<HtmlFormElement>().ok()) else { return };
        let discard = row.query_selector(".save-row-discard").ok().flatten();
        let failed = row.get_attribute("data-pinned").as_deref() == Some("true");
        let look = {
            let form = form.clone();
            move || {
                let now = typed || differs(&form);
                unsaved.set(now);
                let _ = row.set_attribute("data-dirty", &now.to_string());
                let _ = row.set_attribute("data-pinned", &((now || failed) && !asks).to_string());
            }
        };
        look();
        // Who discards what was typed was not asked in vain: nothing asks again.
        if let Some(discard) = discard {
            listen(&discard, "click", move |_| unsaved.set(false));
        }
        for event in ["input", "change"] {
            let look = look.clone();
            listen(&form, event, move |_| look());
        }
        listen(&window(), "beforeunload", move |event| {
            if unsaved.get_untracked() && !form.has_attribute(SENDING) {
                event.prevent_default();
            }
        });
    });
    view! { <span class="save-row-hint" role="status" node_ref=hint>{move || unsaved.get().then(|| said.clone())}</span> }
}

/// Returns whether any field of a form differs from what it was loaded with.
fn differs(form: &HtmlFormElement) -> bool {
    let elements = form.elements();
    (0..elements.length()).filter_map(|index| elements.item(index)).any(|element| {
        if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
            match input.type_().as_str() {
                "hidden" | "submit" => false,
                "checkbox" | "radio" => input.checked() != input.default_checked(),
                _ => input.value() != input.default_value(),
            }
        } else if let Some(area) = element.dyn_ref::<HtmlTextAreaElement>() {
            area.default_value().is_ok_and(|default| area.value() != default)
        } else if let Some(select) = element.dyn_ref::<HtmlSelectElement>() {
            let options = select.options();
            (0..options.length())
                .filter_map(|index| options.item(index)?.dyn_into::<HtmlOptionElement>().ok())
                .any(|option| option.selected() != option.default_selected())
        } else {
            false
        }
    })
}
