//! Requests of clients that a browser posts. They come from another site without our cookie (`SameSite=Lax`), so they are made once more from a
//! page of ours.

use axum::{body::Bytes, http::HeaderMap, response::Response};
use engine::Refusal;

use super::{error::Failure, pages::onward, shared::Shared, visit::Visit};
use crate::{browser::same_origin, paths::WorkspaceRoute};

/// Sends a request that was posted from elsewhere once more: as a query, or as a form of ours where it is too long for that. Our own cookie
/// comes along with either.
pub(super) fn as_query(visit: &Visit, route: WorkspaceRoute, body: &Bytes) -> Response {
    let query: String = form_urlencoded::Serializer::new(String::new()).extend_pairs(form_urlencoded::parse(body)).finish();
    let address = format!("{}?{query}", route.below(&visit.realm.issuer));
    if address.len() <= onward::LONGEST { onward::to(visit, &address) } else { onward::again(visit, route, body) }
}

/// Returns the parameters of a request that a page of ours posted once more; none where it comes from elsewhere, and our cookie may be missing.
pub(super) fn once_more(shared: &Shared, headers: &HeaderMap, body: &Bytes) -> Result<Option<String>, Failure> {
    let text = std::str::from_utf8(body).map_err(|_| Refusal::MalformedForm)?;
    Ok(same_origin::is_same_origin(headers, &shared.public_url).then(|| text.to_owned()))
}
