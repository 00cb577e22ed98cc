//! The WASM entry: hydrates app, nothing else
