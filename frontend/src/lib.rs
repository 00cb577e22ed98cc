//! The WASM entry: brings app's islands to life, nothing else.

// The islands are exported by its being linked.
use app as _;
use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the loading script that Leptos writes into the page.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_islands();
}
