//! Requests to servers of others, whose addresses tenants choose: guarded, so that nobody makes this server ask what only it can reach.
//!
//! A name is resolved once, every address that it has is checked, and the connection goes to one of those that were checked: a name that leads
//! elsewhere a moment later changes nothing. A redirect is followed within its origin alone, and is checked anew. Connecting, the whole and each
//! pause have a bound, and so have the head and the body of an answer. Each request has a connection of its own.

mod connect;
mod destination;
mod error;
mod resolver;
#[cfg(test)]
mod tests;

use std::{
    fmt, io,
    sync::{Arc, LazyLock},
    time::Duration,
};

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderValue, Method, Request, StatusCode, header},
};
use http_body::Body as _;
use hyper::{body::Incoming, client::conn::http1};
use hyper_rustls::ConfigBuilderExt as _;
use hyper_util::rt::TokioIo;
use rustls::{ClientConfig, crypto::aws_lc_rs};
use tokio::time::timeout;
use url::Url;

pub use self::error::FetchError;
use self::{
    destination::{Allowed, Destination},
    resolver::{Resolve, System},
};
use crate::config::AddressRange;

/// The most bytes that the head of an answer may have.
const HEAD: usize = 32 * 1024;
/// The most fields that the head of an answer may have.
const FIELDS: usize = 100;

/// The bounds of a request.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// Until there is a connection: the name, TCP and TLS.
    pub connecting: Duration,
    /// The longest pause within the answer.
    pub idle: Duration,
    /// The whole, redirects included.
    pub total: Duration,
    /// The body of the answer, in bytes.
    pub body: usize,
    /// How many redirects are followed.
    pub redirects: u8,
}

impl Default for Bounds {
    /// Those of a document that is read.
    fn default() -> Self {
        let seconds = Duration::from_secs;
        Self { connecting: seconds(3), idle: seconds(3), total: seconds(5), body: 64 * 1024, redirects: 3 }
    }
}

/// What is sent.
#[derive(Debug, Clone)]
pub struct Sent {
    pub method: Method,
    pub headers: HeaderMap,
    pub body: Bytes,
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
    /// Whether the body is whole: not too long, not too slow.
    pub whole: bool,
}

/// Whose certificates are trusted.
#[derive(Clone)]
enum Tls {
    /// Those that the system trusts.
    System,
    /// Those of a test.
    #[cfg(test)]
    Of(Arc<ClientConfig>),
}

/// None where the certificates that the system trusts cannot be read. They are read once, when the first is needed.
static SYSTEM: LazyLock<Option<Arc<ClientConfig>>> = LazyLock::new(|| {
    let tls = trusting_the_system().inspect_err(|error| {
        tracing::warn!(%error, "the certificates that the system trusts cannot be read: nothing is sent to servers of others over TLS");
    });
    tls.ok().map(Arc::new)
});

impl Tls {
    fn config(&self) -> Option<&Arc<ClientConfig>> {
        match self {
            Self::System => SYSTEM.as_ref(),
            #[cfg(test)]
            Self::Of(config) => Some(config),
        }
    }
}

/// Sends requests to servers of others. A clone is the same.
#[derive(Clone)]
pub struct Fetcher {
    tls: Tls,
    allowed: Allowed,
    resolver: Arc<dyn Resolve>,
}

impl fmt::Debug for Fetcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fetcher").field("allowed", &self.allowed).finish_non_exhaustive()
    }
}

impl Fetcher {
    /// Trusts the certificates that the system trusts, and leads to public addresses and these networks.
    pub fn open(networks: &[AddressRange]) -> Self {
        Self { tls: Tls::System, allowed: Allowed::of(networks), resolver: Arc::new(System) }
    }

    /// The same, with the certificates read: where that fails, it is known from the beginning.
    #[must_use]
    pub fn ready(self) -> Self {
        LazyLock::force(&SYSTEM);
        self
    }

    /// Sends a request. A body that is too long or too slow is cut off.
    ///
    /// # Errors
    /// Why there is no answer.
    pub async fn send(&self, url: &Url, sent: &Sent, bounds: Bounds) -> Result<Answer, FetchError> {
        timeout(bounds.total, self.follow(url, sent, bounds)).await.map_err(|_| FetchError::Late)?
    }

    async fn follow(&self, url: &Url, sent: &Sent, bounds: Bounds) -> Result<Answer, FetchError> {
        let mut at = url.clone();
        for _ in 0..=bounds.redirects {
            let answer = self.ask(&at, sent, bounds).await?;
            let Some(next) = redirect(&at, &answer).filter(|_| bounds.redirects > 0 && sent.method == Method::GET) else {
                return Ok(answer);
            };
            let next = next?;
            if next.origin() != url.origin() {
                return Err(FetchError::Elsewhere);
            }
            at = next;
        }
        Err(FetchError::Redirects)
    }

    async fn ask(&self, url: &Url, sent: &Sent, bounds: Bounds) -> Result<Answer, FetchError> {
        let connecting = async {
            let destination = Destination::of(url, &*self.resolver, &self.allowed).await?;
            let connection = connect::open(&destination, self.tls.config()).await?;
            Ok::<_, FetchError>((destination.authority, connection))
        };
        let (authority, connection) = timeout(bounds.connecting, connecting).await.map_err(|_| FetchError::Late)??;
        let request = request(url, &authority, sent)?;
        let (mut sender, driver) = http1::Builder::new()
            .max_buf_size(HEAD)
            .max_headers(FIELDS)
            .handshake::<_, Body>(TokioIo::new(connection))
            .await
            .map_err(FetchError::Http)?;
        let answered = async {
            let response = sender.send_request(request).await.map_err(FetchError::Http)?;
            let (head, body) = response.into_parts();
            let (body, whole) = read(body, bounds).await;
            Ok(Answer { status: head.status, headers: head.headers, body, whole })
        };
        tokio::pin!(driver, answered);
        // The connection ends with the answer. Whichever of the two is first to fail says why.
        tokio::select! {
            answer = &mut answered => answer,
            Err(error) = &mut driver => Err(FetchError::Http(error)),
        }
    }
}

fn trusting_the_system() -> io::Result<ClientConfig> {
    let builder = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()));
    let builder = builder.with_safe_default_protocol_versions().map_err(io::Error::other)?;
    Ok(builder.with_native_roots()?.with_no_client_auth())
}

fn request(url: &Url, authority: &str, sent: &Sent) -> Result<Request<Body>, FetchError> {
    let target = url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()));
    let request = Request::builder().method(sent.method.clone()).uri(target).body(Body::from(sent.body.clone()));
    let mut request = request.map_err(|_| FetchError::Address)?;
    let headers = request.headers_mut();
    headers.clone_from(&sent.headers);
    headers.insert(header::HOST, HeaderValue::from_str(authority).map_err(|_| FetchError::Address)?);
    headers.insert(header::USER_AGENT, HeaderValue::from_static(concat!("regrant/", env!("CARGO_PKG_VERSION"))));
    headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    Ok(request)
}

/// Returns where an answer leads to, if it is a redirect.
fn redirect(at: &Url, answer: &Answer) -> Option<Result<Url, FetchError>> {
    let is_one = matches!(answer.status.as_u16(), 301 | 302 | 303 | 307 | 308);
    let location = answer.headers.get(header::LOCATION).filter(|_| is_one)?;
    Some(location.to_str().ok().and_then(|location| at.join(location).ok()).ok_or(FetchError::Address))
}

/// Reads a body up to its bound. Returns it, and whether it is whole.
async fn read(mut body: Incoming, bounds: Bounds) -> (Bytes, bool) {
    let mut read = Vec::new();
    loop {
        let frame = std::future::poll_fn(|context| std::pin::Pin::new(&mut body).poll_frame(context));
        match timeout(bounds.idle, frame).await {
            Ok(None) => return (read.into(), true),
            Ok(Some(Ok(frame))) => {
                let Ok(data) = frame.into_data() else { continue };
                let room = bounds.body - read.len();
                read.extend(data.iter().take(room));
                if data.len() > room {
                    return (read.into(), false);
                }
            }
            // What came until then is what there is.
            Ok(Some(Err(_))) | Err(_) => return (read.into(), false),
        }
    }
}
