//! Answers.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use serde::Serialize;

use super::etag::Tag;

/// A resource that was found, in its version.
#[derive(Debug, Clone)]
pub(crate) struct Found<T> {
    pub(crate) body: T,
    pub(crate) tag: Tag,
    /// What the control plane counts its changes by; 0 where it does not.
    pub(crate) version: i64,
}

impl<T: Serialize> Found<T> {
    pub(super) fn response(&self, status: StatusCode) -> Response {
        let mut response = (status, Json(&self.body)).into_response();
        if let Some(tag) = self.tag.header() {
            response.headers_mut().insert(header::ETAG, tag);
        }
        response
    }
}

/// Something that was created, and where it is.
#[derive(Debug)]
pub(crate) struct Created<T> {
    body: T,
    tag: Option<Tag>,
    place: Place,
}

#[derive(Debug)]
enum Place {
    /// Below the address that was asked for.
    Below(String),
    /// Beside what the address is about.
    Beside(String),
    /// Below another part of the address, in place of its last.
    Elsewhere(String),
}

impl<T: Serialize> Created<T> {
    /// Something at the address that was asked for, and this key behind it.
    pub(crate) fn below(key: &impl ToString, body: T, tag: Option<Tag>) -> Self {
        Self { body, tag, place: Place::Below(key.to_string()) }
    }

    /// Something of the same kind as what the address is about, with this key.
    pub(crate) fn beside(key: &impl ToString, body: T, tag: Option<Tag>) -> Self {
        Self { body, tag, place: Place::Beside(key.to_string()) }
    }

    /// Something with this key, in a list that stands where the last part of the address does.
    pub(crate) fn among(list: &str, key: &impl ToString, body: T, tag: Option<Tag>) -> Self {
        Self { body, tag, place: Place::Elsewhere(format!("{list}/{}", key.to_string())) }
    }

    /// Returns the answer to a request at this path.
    pub(super) fn response(&self, path: &str) -> Response {
        let mut response = (StatusCode::CREATED, Json(&self.body)).into_response();
        let headers = response.headers_mut();
        let address = match &self.place {
            Place::Below(key) => format!("{path}/{key}"),
            Place::Beside(key) => {
                let above = path.rsplitn(3, '/').nth(2).unwrap_or_default();
                format!("{above}/{key}")
            }
            Place::Elsewhere(rest) => format!("{}/{rest}", path.rsplit_once('/').map_or("", |(above, _)| above)),
        };
        let tag = self.tag.as_ref().and_then(Tag::header);
        for (name, value) in [(header::ETAG, tag), (header::LOCATION, HeaderValue::from_str(&address).ok())] {
            if let Some(value) = value {
                headers.insert(name, value);
            }
        }
        response
    }
}
