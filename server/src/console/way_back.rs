//! Where a form came from, and where its sender is led back to.

use axum::http::{HeaderMap, header};
use url::Url;

use crate::config::PublicUrl;

/// Returns whether a browser sent it without a script: what it gets is shown as a page.
pub(super) fn is_plain_form(headers: &HeaderMap) -> bool {
    headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).is_some_and(|accept| accept.contains("text/html"))
}

/// Returns the page of the console that a form was sent from.
pub(super) fn way_back(headers: &HeaderMap, public_url: &PublicUrl) -> Option<String> {
    let referer = own_referer(headers, public_url)?;
    let query = referer.query().map(|query| format!("?{query}")).unwrap_or_default();
    app::paths::page(&format!("{}{query}", referer.path()))
}

/// Returns whether a page of ours led here, and no link on another site.
pub(super) fn is_led_by_us(headers: &HeaderMap, public_url: &PublicUrl) -> bool {
    match headers.get("sec-fetch-site") {
        Some(site) => site == "same-origin",
        None => own_referer(headers, public_url).is_some(),
    }
}

fn own_referer(headers: &HeaderMap, public_url: &PublicUrl) -> Option<Url> {
    let referer = headers.get(header::REFERER)?.to_str().ok()?;
    Url::parse(referer).ok().filter(|referer| referer.origin().ascii_serialization() == public_url.origin())
}
