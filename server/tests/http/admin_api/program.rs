//! A program that calls the admin API.

use axum::{
    body::Body,
    http::{Request, header},
};
use serde_json::Value;

use crate::support::{Answer, TestServer};

pub(crate) struct Program<'a> {
    pub(crate) server: &'a TestServer,
    pub(crate) token: String,
}

impl Program<'_> {
    /// Sends a request to an address below `/api`. `null` is no body at all.
    pub(crate) async fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &Value) -> Answer {
        let is_patch = method == "PATCH" || path.split('?').next().is_some_and(|path| path.ends_with("/impact"));
        let media_type = if is_patch { "application/merge-patch+json" } else { "application/json" };
        let mut request = Request::builder().method(method).uri(format!("/api{path}"));
        if !self.token.is_empty() {
            request = request.header(header::AUTHORIZATION, format!("Bearer {}", self.token));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = if body.is_null() {
            Body::empty()
        } else {
            request = request.header(header::CONTENT_TYPE, media_type);
            Body::from(body.to_string())
        };
        self.server.send(request.body(body).unwrap()).await
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], &Value::Null).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send("POST", path, &[], body).await
    }

    /// Changes what is there, in the version that is there.
    pub(crate) async fn patch(&self, path: &str, body: &Value) -> Answer {
        let tag = self.get(path.split('?').next().unwrap()).await.header("etag").to_owned();
        self.send("PATCH", path, &[("if-match", &tag)], body).await
    }

    /// Does something to what is there, or removes it, in the version that is there.
    pub(crate) async fn with_version(&self, method: &str, path: &str, of: &str, body: &Value) -> Answer {
        let tag = self.get(of).await.header("etag").to_owned();
        self.send(method, path, &[("if-match", &tag)], body).await
    }
}

impl Answer {
    /// The JSON that was answered.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("this is JSON: {self:?}"))
    }

    /// The status and the code of a problem.
    pub(crate) fn problem(&self) -> (u16, String) {
        assert_eq!(self.header("content-type"), "application/problem+json", "{self:?}");
        assert_eq!(self.header("cache-control"), "no-store");
        (self.status.as_u16(), self.text("code").unwrap())
    }

    /// Each value that is wrong: where it is, and its code.
    pub(crate) fn faults(&self) -> Vec<(String, String)> {
        let json = self.json();
        let text = |fault: &Value, name: &str| fault.get(name).and_then(Value::as_str).map(str::to_owned);
        let place = |fault: &Value| {
            text(fault, "pointer").or_else(|| text(fault, "parameter")).unwrap_or_else(|| panic!("a fault has a place: {self:?}"))
        };
        json.get("errors")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .map(|fault| (place(fault), text(fault, "problem").unwrap()))
            .collect()
    }
}
