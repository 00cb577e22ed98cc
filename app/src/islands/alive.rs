use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlFormElement, SubmitEvent};

use super::{
    dom::{SENDING, all, listen},
    mended::take_back,
    reflect::reflect,
};

/// What is alive in every page: times in the reader's zone, what follows the ticks of a form, no
/// problem that is mended, and no form that is sent twice. It is the
/// last of a page, so that a page is alive as a whole where its root says so.
#[island]
pub fn Alive() -> impl IntoView {
    Effect::new(|_| {
        localise_times("");
        reflect();
        take_back();
        send_once();
        // For the tests, and for styles of what needs JavaScript.
        if let Some(root) = document().document_element() {
            let _ = root.set_attribute("data-hydrated", "true");
        }
    });
}

/// Writes the times below what a selector finds in the reader's zone; those of the page where it is empty.
pub(super) fn localise_times(below: &str) {
    for time in all(&format!("{below} time[datetime]")) {
        let seconds = time.has_attribute("data-seconds");
        let Some(local) = time.get_attribute("datetime").and_then(|utc| local(&utc, seconds)) else { continue };
        if time.has_attribute("data-relative") {
            let _ = time.set_attribute("title", &local);
        } else {
            time.set_text_content(Some(&local));
        }
    }
}

/// A time in the reader's zone, as the reader's language writes it; with seconds also the zone.
fn local(utc: &str, seconds: bool) -> Option<String> {
    let date = js_sys::Date::new(&JsValue::from_str(utc));
    if date.get_time().is_nan() {
        return None;
    }
    let options = js_sys::Object::new();
    for (key, value) in [("dateStyle", "medium"), ("timeStyle", if seconds { "long" } else { "short" })] {
        js_sys::Reflect::set(&options, &key.into(), &value.into()).ok()?;
    }
    Some(date.to_locale_string(&language(), &options).into())
}

/// The language of the page, in the reader's region where their browser speaks it, too.
fn language() -> String {
    let page = document().document_element().and_then(|root| root.get_attribute("lang")).unwrap_or_else(|| "en".to_owned());
    let own = window().navigator().language().filter(|own| own.split('-').next() == Some(page.as_str()));
    own.unwrap_or(page)
}

/// How long a form counts as being sent, in milliseconds, while no other page comes: the sending may have been stopped.
const SENDING_FOR: u64 = 10_000;

/// A form that is being sent is not sent again, however often its button is pressed.
fn send_once() {
    listen(&document(), "submit", |event| {
        let Some(event) = event.dyn_ref::<SubmitEvent>().filter(|event| !event.default_prevented()) else { return };
        let Some(form) = event.target().and_then(|target| target.dyn_into::<HtmlFormElement>().ok()) else { return };
        if form.method() == "post" && form.has_attribute(SENDING) {
            event.prevent_default();
            return;
        }
        let _ = form.set_attribute(SENDING, "true");
        // `aria-disabled` and not `disabled`: a disabled button loses the focus that it was pressed with.
        if let Some(button) = event.submitter() {
            let _ = button.set_attribute("aria-disabled", "true");
        }
        set_timeout(send_again, Duration::from_millis(SENDING_FOR));
    });
    // A page that comes back as it was left can be used again, and so can one on which somebody stays who was asked.
    listen(&window(), "pageshow", |_| send_again());
    listen(&window(), "beforeunload", |event| {
        let asked = move || {
            if event.default_prevented() {
                send_again();
            }
        };
        set_timeout(asked, Duration::ZERO);
    });
}

/// Lets forms be sent again.
fn send_again() {
    for form in all(&format!("form[{SENDING}]")) {
        let _ = form.remove_attribute(SENDING);
    }
    for button in all("button[type='submit'][aria-disabled]") {
        let _ = button.remove_attribute("aria-disabled");
    }
}
