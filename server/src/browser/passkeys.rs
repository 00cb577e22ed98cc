//! The script that asks a browser for a passkey: written into the users' pages, whose policy names its hash, and a file for the console, whose
//! policy allows files of ours.

use std::sync::LazyLock;

use axum::{
    http::header,
    response::{IntoResponse, Response},
};

use super::scripts;

/// The script.
pub(crate) const SCRIPT: &str = include_str!("passkeys.js");

/// Its hash, as a content security policy names it.
pub(crate) fn hash() -> &'static str {
    static HASH: LazyLock<String> = LazyLock::new(|| scripts::hash(SCRIPT));
    &HASH
}

/// `GET /assets/passkeys.js`
pub(crate) async fn script() -> Response {
    ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8"), (header::CACHE_CONTROL, "public, max-age=3600")], SCRIPT).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_can_stand_in_a_page() {
        assert!(!SCRIPT.contains("</"));
    }
}
