//! The console's files: WASM, JavaScript, styles, icons, as xtask built, hashed and compressed them.

use std::path::Path;

use axum::{
    Router,
    extract::Request,
    http::{HeaderValue, header},
    middleware::{self, Next},
    response::Response,
};
use tower_http::services::ServeDir;

use crate::paths;

/// The routes below `/pkg`.
pub(crate) fn router(site: &Path) -> Router {
    let files = ServeDir::new(site.join("pkg")).append_index_html_on_directories(false).precompressed_br().precompressed_gzip();
    Router::new().nest_service(paths::SITE, files).layer(middleware::from_fn(tell_caches))
}

async fn tell_caches(request: Request, next: Next) -> Response {
    let for_ever = is_hashed(request.uri().path());
    let mut response = next.run(request).await;
    let found = response.status().is_success() || response.status() == axum::http::StatusCode::NOT_MODIFIED;
    // RFC 8246: a name that holds the hash of its content never means anything else.
    let value = if found && for_ever { "public, max-age=31536000, immutable" } else { "no-cache" };
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(value));
    // The same address has up to three forms (RFC 9110 §12.5.5).
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    response
}

/// Returns whether the file's name holds a hash, as in `console.7Qm1…c.wasm`.
fn is_hashed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let mut parts = name.split('.').rev().skip(1);
    let hash = parts.next().unwrap_or_default();
    let has_a_name_before = parts.next().is_some();
    has_a_name_before && hash.len() >= 16 && hash.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hashed_name_is_told_from_another() {
        assert!(is_hashed("/pkg/console.Jq3fPz1mB0cR9s_Lxk-2uA.wasm"));
        assert!(is_hashed("/pkg/console.0123456789abcdef.js"));
        assert!(!is_hashed("/pkg/console.wasm"));
        assert!(!is_hashed("/pkg/console.min.js"));
        assert!(!is_hashed("/pkg/a-rather-long-file-name.svg"));
        assert!(!is_hashed("/pkg/"));
    }
}
