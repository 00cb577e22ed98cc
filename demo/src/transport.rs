//! The HTTP client: sends what it is given, follows no redirect, and writes down what went over the wire.

use std::{
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use domain::{causes::Causes, clock::Clock};
use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse, http};
use reqwest::redirect::Policy;
use url::{Host, Url};

use crate::{answer::Answer, exchange::Exchange};

/// No answer of this protocol is longer.
const LONGEST_ANSWER: usize = 1024 * 1024;

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TransportError {
    #[error("the request failed")]
    Request(#[from] reqwest::Error),
    #[error("the answer is longer than a megabyte")]
    TooLong,
    #[error("the answer is no HTTP")]
    Http(#[from] http::Error),
}

/// A client for this issuer.
pub(crate) fn client(issuer: &Url) -> Result<reqwest::Client, reqwest::Error> {
    // OpenID Connect requests must not follow redirects: one would make them reach another host (SSRF).
    let mut builder = reqwest::Client::builder().redirect(Policy::none()).timeout(Duration::from_secs(10));
    let loopback = match issuer.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    if loopback {
        // A proxy of the environment has no way to this machine's loopback.
        builder = builder.no_proxy();
    }
    builder.build()
}

/// Sends requests and keeps an account of them until it is taken.
pub(crate) struct Recorder {
    client: reqwest::Client,
    clock: Arc<dyn Clock>,
    exchanges: Mutex<Vec<Exchange>>,
}

impl Recorder {
    pub(crate) fn new(client: reqwest::Client, clock: Arc<dyn Clock>) -> Self {
        Self { client, clock, exchanges: Mutex::default() }
    }

    pub(crate) fn take(&self) -> Vec<Exchange> {
        std::mem::take(&mut *self.exchanges.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) async fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let exchange = Exchange::direct(self.clock.now(), &request);
        let result = self.exchange(request).await;
        let exchange = match &result {
            Ok(response) => exchange.answered(&Answer::from(response)),
            Err(error) => exchange.unanswered(Causes(error).to_string()),
        };
        self.exchanges.lock().unwrap_or_else(PoisonError::into_inner).push(exchange);
        result
    }

    async fn exchange(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let mut received = self.client.execute(request.try_into()?).await?;
        let mut response = http::Response::builder().status(received.status());
        if let Some(headers) = response.headers_mut() {
            *headers = std::mem::take(received.headers_mut());
        }
        let mut body = Vec::new();
        while let Some(chunk) = received.chunk().await? {
            if body.len() + chunk.len() > LONGEST_ANSWER {
                return Err(TransportError::TooLong);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(response.body(body)?)
    }
}

impl<'c> AsyncHttpClient<'c> for Recorder {
    type Error = TransportError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, TransportError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.send(request))
    }
}
