//! A request: who asks, about what, and with what.

use axum::{
    body::{Body, to_bytes},
    extract::{FromRequestParts as _, OriginalUri, Path},
    http::{HeaderValue, header, request::Parts},
};
use control::Operator;
use domain::wire::Resource;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::{
    json,
    query::{Nothing, pairs, read_query},
};
use crate::error::Failure;

/// The most bytes that a request may have.
const BODY_LIMIT: usize = 256 * 1024;

/// What an operation is asked for with: by whom, at which address, with which parameters and which body.
pub(crate) struct Ask<P, Q = Nothing, B = Nothing> {
    pub(crate) operator: Operator,
    pub(crate) at: P,
    pub(crate) query: Q,
    pub(crate) body: B,
}

/// A request of somebody who is known.
pub(super) struct Request {
    pub(super) operator: Operator,
    pub(super) parts: Parts,
    body: Body,
}

impl Request {
    pub(crate) fn new(operator: Operator, parts: Parts, body: Body) -> Self {
        Self { operator, parts, body }
    }

    /// Returns what the address names. An address whose parts are no names is one where nothing is.
    pub(super) async fn at<P: DeserializeOwned + Send>(&mut self) -> Result<P, Failure> {
        let found = Path::<P>::from_request_parts(&mut self.parts, &()).await;
        found.map(|Path(at)| at).map_err(|_| Failure::Control(control::Error::NotFound))
    }

    /// Returns the parameters of the address.
    pub(super) fn query<Q: Resource>(&self) -> Result<Q, Failure> {
        read_query(pairs(self.parts.uri.query().unwrap_or_default())?)
    }

    /// Returns the path that was asked for.
    pub(super) fn path(&self) -> String {
        let original = self.parts.extensions.get::<OriginalUri>().map(|uri| uri.0.path().to_owned());
        original.unwrap_or_else(|| self.parts.uri.path().to_owned())
    }

    /// Returns the bytes of the body.
    pub(super) async fn bytes(&mut self) -> Result<Vec<u8>, Failure> {
        let length = self.parts.headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
        if length.is_some_and(|length| length > BODY_LIMIT) {
            return Err(Failure::TooLarge);
        }
        // Of a body without a length that is too long, or one that did not arrive whole, nobody knows more than that.
        let body = std::mem::replace(&mut self.body, Body::empty());
        to_bytes(body, BODY_LIMIT).await.map(Into::into).map_err(|_| Failure::TooLarge)
    }

    /// Reads the members of a body of this type.
    pub(super) async fn members(&mut self, media_type: &'static str) -> Result<Map<String, Value>, Failure> {
        let bytes = self.bytes().await?;
        members_of(&bytes, self.parts.headers.get(header::CONTENT_TYPE), media_type)
    }
}

/// Reads the members of a body of this type. No body at all is one without members.
pub(super) fn members_of(bytes: &[u8], is: Option<&HeaderValue>, wanted: &'static str) -> Result<Map<String, Value>, Failure> {
    let Some(is) = is else {
        return if bytes.is_empty() { Ok(Map::new()) } else { Err(Failure::WrongType(wanted)) };
    };
    let is = is.to_str().unwrap_or_default().split(';').next().unwrap_or_default().trim();
    if is.eq_ignore_ascii_case(wanted) { json::object(bytes) } else { Err(Failure::WrongType(wanted)) }
}

/// The type of a body.
pub(super) const JSON: &str = "application/json";
/// The type of a merge patch (RFC 7396).
pub(super) const MERGE_PATCH: &str = "application/merge-patch+json";
