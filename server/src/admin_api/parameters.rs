//! The parameters of an operation: of a query, or of a JSON object in the body. What cannot be read is told in our own words.

use axum::{
    body::Bytes,
    extract::{
        FromRequest, FromRequestParts, Request,
        rejection::{BytesRejection, FailedToBufferBody},
    },
    http::{HeaderMap, header, request::Parts},
};
use serde::de::DeserializeOwned;

use super::error::Failure;

/// The parameters in a query.
pub(super) struct Query<T>(pub(super) T);

/// The parameters in a body, which is a JSON object.
pub(super) struct Body<T>(pub(super) T);

impl<S: Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        let query = form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes());
        read(serde_urlencoded::Deserializer::new(query)).map(Self)
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        if !is_json(request.headers()) {
            return Err(Failure::NotJson);
        }
        let body = Bytes::from_request(request, state).await.map_err(|rejection| match rejection {
            BytesRejection::FailedToBufferBody(FailedToBufferBody::LengthLimitError(_)) => Failure::TooLarge,
            _ => Failure::Malformed("The body did not arrive whole.".to_owned()),
        })?;
        // A struct is also read from an array, whose values would be taken in an order that nobody was told.
        if body.trim_ascii_start().first() != Some(&b'{') {
            return Err(Failure::Malformed("The body must be a JSON object.".to_owned()));
        }
        let mut json = serde_json::Deserializer::from_slice(&body);
        let parameters = read(&mut json)?;
        json.end().map_err(|_| Failure::Malformed("The body must be one JSON object.".to_owned()))?;
        Ok(Self(parameters))
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    value.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json")
}

/// Reads parameters; what is wrong is told by the parameter that it is about.
fn read<'de, T: DeserializeOwned>(source: impl serde::Deserializer<'de>) -> Result<T, Failure> {
    serde_path_to_error::deserialize(source).map_err(|error| {
        let path = error.path().to_string();
        // Only the sentences of serde itself tell these apart.
        let sentence = error.inner().to_string();
        Failure::Malformed(match path.as_str() {
            _ if sentence.starts_with("duplicate field") => "A parameter is there more than once.".to_owned(),
            // Before any name, or within one.
            "." | "?" => "It is not well-formed.".to_owned(),
            name if sentence.starts_with("unknown field") => format!("There is no parameter `{name}`."),
            name => format!("The value of `{name}` cannot be read."),
        })
    })
}
