//! Elements that follow what is ticked or chosen on their page. The server says it of each by a selector, and renders it as it is at
//! first.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::dom::{all, first, listen};

/// The element is there while this selector finds something.
pub const WHILE: &str = "data-while";
/// The element is there while this selector finds nothing.
pub const UNLESS: &str = "data-unless";
/// The element holds the number of what this selector finds.
pub const COUNT: &str = "data-count-of";

/// Has these elements follow.
pub(super) fn reflect() {
    listen(&document(), "change", |_| look());
    // A browser may have filled in what was ticked before.
    look();
}

/// Shows these elements as their selectors find the page now. Those that are there unless something is found come first, since others may be about
/// them.
pub(super) fn look() {
    for (attribute, shown) in [(UNLESS, false), (WHILE, true)] {
        for element in all(&format!("[{attribute}]")) {
            let found = element.get_attribute(attribute).is_some_and(|selector| first::<HtmlElement>(&selector).is_some());
            if let Some(element) = element.dyn_ref::<HtmlElement>() {
                element.set_hidden(found != shown);
            }
        }
    }
    for element in all(&format!("[{COUNT}]")) {
        let found = element.get_attribute(COUNT).map(|selector| all(&selector).len().to_string());
        if found != element.text_content() {
            element.set_text_content(found.as_deref());
        }
    }
}
