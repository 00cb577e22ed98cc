//! Requests and answers as they are. Each request has a connection of its own, so that a balancer spreads them and none waits for another.

use std::time::Duration;

use reqwest::{
    Client, Method,
    header::{CONTENT_TYPE, HeaderMap},
    redirect::Policy,
};
use serde_json::Value;
use url::form_urlencoded;

use crate::error::Error;

/// What a server has for an answer.
const PATIENCE: Duration = Duration::from_secs(30);
/// The type of a form.
pub(crate) const FORM: &str = "application/x-www-form-urlencoded";

/// Sends requests. A clone is the same.
#[derive(Debug, Clone)]
pub(crate) struct Http(Client);

/// A request, as it is sent.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) method: Method,
    pub(crate) url: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Option<Vec<u8>>,
}

/// An answer, read to its end.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
    /// The body as JSON; null where it is none.
    pub(crate) json: Value,
}

impl Http {
    /// Opens it. Redirects are not followed.
    ///
    /// # Errors
    /// TLS cannot be set up.
    pub(crate) fn open() -> Result<Self, Error> {
        let client = Client::builder().redirect(Policy::none()).no_proxy().pool_max_idle_per_host(0).timeout(PATIENCE);
        client.user_agent("regrant-torture").build().map(Self).map_err(Error::other)
    }

    /// Sends a request.
    ///
    /// # Errors
    /// There was no whole answer.
    pub(crate) async fn send(&self, request: &Request) -> Result<Answer, Error> {
        let address = request.url.split('?').next().unwrap_or_default();
        // The address of an error has its query, in which there may be a token.
        let no_answer = |error: reqwest::Error| Error::NoAnswer { address: address.to_owned(), source: error.without_url() };
        let mut builder = self.0.request(request.method.clone(), request.url.as_str());
        for (name, value) in &request.headers {
            builder = builder.header(name.as_str(), value.as_str());
        }
        if let Some(body) = &request.body {
            builder = builder.body(body.clone());
        }
        let response = builder.send().await.map_err(no_answer)?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let bytes = response.bytes().await.map_err(no_answer)?;
        let body = String::from_utf8_lossy(&bytes).into_owned();
        let json = serde_json::from_str(&body).unwrap_or_default();
        Ok(Answer { status, headers, body, json })
    }
}

impl Request {
    /// Returns a request without a body.
    pub(crate) fn new(method: Method, url: impl Into<String>) -> Self {
        Self { method, url: url.into(), headers: Vec::new(), body: None }
    }

    /// Returns a request that posts a form.
    pub(crate) fn post(url: impl Into<String>, form: &[(String, String)]) -> Self {
        Self::new(Method::POST, url).with_header(CONTENT_TYPE.as_str(), FORM).with_body(encode(form))
    }

    pub(crate) fn with_header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    pub(crate) fn with_body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = Some(body.into());
        self
    }
}

impl Answer {
    /// Returns a member of the body that is a text.
    pub(crate) fn text(&self, member: &str) -> Option<&str> {
        self.json.get(member).and_then(Value::as_str)
    }

    /// Returns the `error` of a refusal.
    pub(crate) fn error(&self) -> Option<&str> {
        self.text("error")
    }

    /// Returns the first value of a header, or an empty text.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// Returns all values of a header.
    pub(crate) fn all(&self, name: &str) -> Vec<&str> {
        self.headers.get_all(name).iter().filter_map(|value| value.to_str().ok()).collect()
    }

    /// Returns whether the request succeeded.
    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Returns whether the request was refused, as a fault of the client.
    pub(crate) fn is_refusal(&self) -> bool {
        (400..500).contains(&self.status)
    }

    /// Returns whether the request was refused with one of these errors.
    pub(crate) fn is_refused_as(&self, errors: &[&str]) -> bool {
        self.is_refusal() && self.error().is_some_and(|error| errors.contains(&error))
    }

    /// Returns whether the server failed.
    pub(crate) fn is_failure(&self) -> bool {
        self.status >= 500
    }

    /// Returns whether no cache may keep the answer (RFC 6749 §5.1).
    pub(crate) fn is_not_stored(&self) -> bool {
        self.all("cache-control").iter().any(|value| value.to_ascii_lowercase().contains("no-store"))
    }

    /// Returns whether the answer says that it is JSON.
    pub(crate) fn is_json(&self) -> bool {
        self.header("content-type").to_ascii_lowercase().starts_with("application/json") && self.json.is_object()
    }

    /// Returns the answer in words, without anything that is secret: `400 invalid_grant`.
    pub(crate) fn shown(&self) -> String {
        match self.error() {
            Some(error) => format!("{} {error}", self.status),
            None => self.status.to_string(),
        }
    }
}

/// Returns pairs in the encoding of forms.
pub(crate) fn encode(pairs: &[(String, String)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

/// Returns pairs that own their texts.
pub(crate) fn owned(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}
