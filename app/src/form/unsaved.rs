//! Watches what is typed and not saved yet, so that nobody leaves it by mistake.

use leptos::{ev, html, prelude::*};
use leptos_router::hooks::use_location;
use wasm_bindgen::JsCast;

use super::Form;
use crate::api::ApiError;

/// Watches the form around an element: whether it differs from what was loaded, and whether somebody is about to leave it then.
pub(super) fn watch_changes(form: Form, inside: NodeRef<html::Div>, dirty: RwSignal<bool>) {
    let around = move || {
        inside.try_get_untracked().flatten().and_then(|row| row.closest("form").ok().flatten()?.dyn_into::<web_sys::HtmlFormElement>().ok())
    };
    // All of this may be asked once more after the form is gone from the page; then there is nothing to look at.
    let look = move || {
        let unsaved = |failure: &Option<ApiError>| failure.as_ref().is_some_and(|failure| failure.typed().is_some());
        let failed = form.failure().try_with_untracked(unsaved).unwrap_or_default();
        let _ = dirty.try_set(failed || around().is_some_and(|form| differs(&form)));
    };

    Effect::new(move |_| {
        if inside.get().is_none() {
            return;
        }
        // After a save, what is shown is what is in force: `720h` is now `30d`.
        if form.saved.try_update_value(std::mem::take).unwrap_or_default()
            && let Some(form) = around()
        {
            form.reset();
        }
        look();
    });
    // Focus goes to the first field that is marked.
    Effect::new(move |last: Option<()>| {
        form.failure().track();
        if last.is_some() {
            request_animation_frame(move || {
                look();
                let marked = around().and_then(|form| form.query_selector("[aria-invalid='true']").ok().flatten());
                if let Some(marked) = marked.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
                    let _ = marked.focus();
                }
            });
        }
    });
    Effect::new(move |_| {
        let input = window_event_listener(ev::input, move |_| look());
        let change = window_event_listener(ev::change, move |_| look());
        let unload = window_event_listener(ev::beforeunload, move |event| {
            if is_set(dirty.into()) && !is_set(form.pending()) {
                event.prevent_default();
            }
        });
        on_cleanup(move || {
            input.remove();
            change.remove();
            unload.remove();
        });
    });
    ask_before_leaving(dirty);
}

fn is_set(signal: Signal<bool>) -> bool {
    signal.try_get_untracked().unwrap_or_default()
}

/// Asks before a link leads away from what is not saved. The router takes clicks at the window; this looks at them before.
fn ask_before_leaving(dirty: RwSignal<bool>) {
    let path = use_location().pathname;
    Effect::new(move |_| {
        let listener = wasm_bindgen::closure::Closure::<dyn Fn(web_sys::MouseEvent)>::new(move |event: web_sys::MouseEvent| {
            let link = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
            let link = link.and_then(|element| element.closest("a[href]").ok().flatten());
            let leads_away = link.is_some_and(|link| {
                let href = link.get_attribute("href").unwrap_or_default();
                !href.starts_with('#') && link.get_attribute("target").is_none() && Some(href) != path.try_get_untracked()
            });
            let in_place = !event.ctrl_key() && !event.meta_key() && !event.shift_key() && event.button() == 0;
            if is_set(dirty.into()) && leads_away && in_place {
                let leave = window().confirm_with_message("Your changes are not saved yet. Leave without saving?").unwrap_or(true);
                if leave {
                    let _ = dirty.try_set(false);
                } else {
                    event.prevent_default();
                    event.stop_propagation();
                }
            }
        });
        let function: js_sys::Function = listener.as_ref().unchecked_ref::<js_sys::Function>().clone();
        let _ = document().add_event_listener_with_callback_and_bool("click", &function, true);
        let kept = StoredValue::new_local(listener);
        on_cleanup(move || {
            let _ = document().remove_event_listener_with_callback_and_bool("click", &function, true);
            kept.dispose();
        });
    });
}

/// Returns whether any field of a form differs from what it was loaded with.
fn differs(form: &web_sys::HtmlFormElement) -> bool {
    let elements = form.elements();
    (0..elements.length()).filter_map(|index| elements.item(index)).any(|element| {
        if let Some(input) = element.dyn_ref::<web_sys::HtmlInputElement>() {
            match input.type_().as_str() {
                "hidden" | "submit" => false,
                "checkbox" | "radio" => input.checked() != input.default_checked(),
                _ => input.value() != input.default_value(),
            }
        } else if let Some(area) = element.dyn_ref::<web_sys::HtmlTextAreaElement>() {
            area.default_value().is_ok_and(|default| area.value() != default)
        } else if let Some(select) = element.dyn_ref::<web_sys::HtmlSelectElement>() {
            let options = select.options();
            (0..options.length())
                .filter_map(|index| options.item(index)?.dyn_into::<web_sys::HtmlOptionElement>().ok())
                .any(|option| option.selected() != option.default_selected())
        } else {
            false
        }
    })
}
