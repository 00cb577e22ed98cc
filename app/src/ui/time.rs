use leptos::prelude::*;
use wasm_bindgen::JsValue;

/// A point in time: in UTC as the server writes it, and once the page is alive in the reader's zone, with UTC on hover.
#[component]
pub fn Time(
    /// The time, as RFC 3339 writes it in UTC: `2026-11-24T03:42:00Z`.
    #[prop(into)]
    utc: String,
    /// Whether seconds are shown.
    #[prop(optional)]
    seconds: bool,
) -> impl IntoView {
    let shown = RwSignal::new(readable(&utc, seconds));
    let exact = readable(&utc, seconds);
    let machine = utc.clone();
    Effect::new(move |_| {
        if let Some(local) = local(&utc, seconds) {
            shown.set(local);
        }
    });
    view! { <time class="time" datetime=machine title=exact>{shown}</time> }.into_any()
}

/// `2026-11-24 03:42 UTC`, or `2026-11-24 03:42:07 UTC`.
fn readable(utc: &str, seconds: bool) -> String {
    let length = if seconds { "03:42:07".len() } else { "03:42".len() };
    match utc.split_once('T') {
        Some((day, clock)) => format!("{day} {} UTC", clock.get(..length).unwrap_or(clock)),
        None => utc.to_owned(),
    }
}

/// The same in the reader's zone, as the reader's language writes it.
fn local(utc: &str, seconds: bool) -> Option<String> {
    let date = js_sys::Date::new(&JsValue::from_str(utc));
    if date.get_time().is_nan() {
        return None;
    }
    let options = js_sys::Object::new();
    for (key, value) in [("dateStyle", "medium"), ("timeStyle", if seconds { "medium" } else { "short" })] {
        js_sys::Reflect::set(&options, &key.into(), &value.into()).ok()?;
    }
    let language = window().navigator().language().unwrap_or_else(|| "en".to_owned());
    Some(date.to_locale_string(&language, &options).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_written_to_the_minute_or_the_second_in_utc() {
        assert_eq!(readable("2026-11-24T03:42:07Z", false), "2026-11-24 03:42 UTC");
        assert_eq!(readable("2026-11-24T03:42:07Z", true), "2026-11-24 03:42:07 UTC");
    }
}
