//! Requests to a seeded installation.

use std::{fmt::Write as _, net::SocketAddr, rc::Rc};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::id::ClientId;

use crate::seed::Plan;

/// A server on a seeded installation.
#[derive(Debug, Clone)]
pub struct Site {
    /// Where it listens, which is its public address.
    pub address: SocketAddr,
    /// What is in its database.
    pub plan: Rc<Plan>,
}

impl Site {
    /// Returns the public address of a path.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Appends a form that is posted. `authentication` is a whole field of the head with its line's end, or empty.
    pub(super) fn post(&self, request: &mut Vec<u8>, path: &str, authentication: &str, form: &str) {
        let mut text = String::with_capacity(512 + form.len());
        let (address, length) = (self.address, form.len());
        // Writing into a string does not fail.
        let _ = write!(
            text,
            "POST {path} HTTP/1.1\r\nHost: {address}\r\n{authentication}Content-Type: application/x-www-form-urlencoded\r\n\
             Content-Length: {length}\r\n\r\n{form}"
        );
        request.extend_from_slice(text.as_bytes());
    }

    /// Returns the field that authenticates a client by its secret (RFC 6749 §2.3.1). Neither part needs an escape.
    pub(super) fn basic(&self, client: ClientId) -> String {
        let credentials = STANDARD.encode(format!("{client}:{}", self.plan.client_secret()));
        format!("Authorization: Basic {credentials}\r\n")
    }
}
