//! What the server said of a field is about what it was sent: once the field holds something else, it is no longer said.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::{
    dom::{by_id, listen},
    reflect::look,
};

/// The mark of a field that was wrong when the page came, and was changed since.
pub const MENDED: &str = "data-mended";

/// Takes back what is said of a field when it is changed, whatever its form.
pub(super) fn take_back() {
    for event in ["input", "change"] {
        listen(&document(), event, |event| {
            let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
            // Of several choices the group is marked.
            let Ok(Some(field)) = target.closest("[aria-invalid='true'], .choice-group") else { return };
            let Some(problem) = by_id::<Element>(&format!("{}-problem", field.id())) else { return };
            problem.remove();
            let _ = field.remove_attribute("aria-invalid");
            let _ = field.set_attribute(MENDED, "true");
            look();
        });
    }
}
