use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::Clipboard;

use crate::{
    t,
    ui::{Glyph, Icon, filled},
};

/// What the button says, in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CopyWords {
    copy: String,
    copied: String,
    failed: String,
}

/// As the server says it.
impl Default for CopyWords {
    fn default() -> Self {
        Self { copy: t!("layout-copy").to_owned(), copied: t!("layout-copied").to_owned(), failed: t!("layout-not-copied").to_owned() }
    }
}

/// Copies a text. Without JavaScript it is not there, and the text beside it can be selected.
#[island]
pub fn CopyButton(
    /// What is copied.
    #[prop(into)]
    text: String,
    /// What it is, in words: "Copy …".
    #[prop(into)]
    label: String,
    /// What it says.
    words: CopyWords,
) -> impl IntoView {
    // Whether the last copying went well, for a moment.
    let copied = RwSignal::new(None::<bool>);
    let copy = move |_| {
        // Copying is refused where the page was not opened over HTTPS or on this machine; then the text can still be selected.
        let clipboard =
            js_sys::Reflect::get(&window().navigator(), &"clipboard".into()).ok().and_then(|found| found.dyn_into::<Clipboard>().ok());
        let writing = clipboard.map(|clipboard| JsFuture::from(clipboard.write_text(&text)));
        spawn_local(async move {
            let done = match writing {
                Some(writing) => writing.await.is_ok(),
                None => false,
            };
            copied.set(Some(done));
            set_timeout(move || copied.set(None), if done { Duration::from_secs(2) } else { Duration::from_secs(6) });
        });
    };
    let CopyWords { copy: does, copied: good, failed } = words;
    let does = filled(&does, &[("label", &label)]);
    view! {
        <button type="button" class="copy-button" data-copied=move || (copied.get() == Some(true)).to_string() on:click=copy>
            <Icon glyph=Glyph::Copy/>
            <Icon glyph=Glyph::Check/>
            <span class="visually-hidden">{does}</span>
            // A failure is seen by all; a copy has its tick.
            <span class=move || if copied.get() == Some(false) { "copy-failed" } else { "visually-hidden" } role="status">
                {move || copied.get().map(|done| if done { good.clone() } else { failed.clone() })}
            </span>
        </button>
    }
}
