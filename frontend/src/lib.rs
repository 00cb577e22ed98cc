//! The WASM entry: hydrates app, nothing else.

use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the loading script that Leptos writes into the page.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_body(app::App);
}
