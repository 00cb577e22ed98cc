//! One attempt to tell a client.

use axum::http::{HeaderMap, HeaderValue, Method, header};
use domain::{client_uri::BackchannelLogoutUri, clock::Timestamp, secret::Secret};
use url::Url;

use crate::{
    delivery::{self, Reply},
    fetch::{FetchError, Fetcher, Sent},
};

/// Posts a logout token (§2.5). It was taken if the answer is 200, or 204 as frameworks make of an empty one (§2.8).
pub(super) async fn post(fetcher: &Fetcher, uri: &BackchannelLogoutUri, token: &Secret<String>, now: Timestamp) -> Reply {
    delivery::send(fetcher, request(uri, token), now, |status| matches!(status.as_u16(), 200 | 204)).await
}

fn request(uri: &BackchannelLogoutUri, token: &Secret<String>) -> Result<(Url, Sent), FetchError> {
    let url = Url::parse(uri.as_str()).map_err(|_| FetchError::Address)?;
    let body = form_urlencoded::Serializer::new(String::new()).append_pair("logout_token", token.expose()).finish();
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
    Ok((url, Sent { method: Method::POST, headers, body: body.into() }))
}
