//! The collector, and how something is sent to it: OTLP over HTTP with protobuf, as OpenTelemetry's *OTLP Specification* has it.

use std::{
    io,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use axum::{
    body::{self, Body, Bytes},
    http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, header},
};
use domain::causes::Causes;
use hyper::body::Incoming;
use hyper_rustls::{ConfigBuilderExt as _, HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{self, Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use rustls::{ClientConfig, RootCertStore, crypto::aws_lc_rs};
use tokio::time::{sleep, timeout};
use url::Url;

use crate::{
    bounded_file,
    config::{Endpoint, HeaderSource, Headers, Otlp},
    installation::private_file,
};

/// The time to connect.
const CONNECTING: Duration = Duration::from_secs(3);
/// The time for one try.
const TRY: Duration = Duration::from_secs(10);
/// The pauses before further tries.
const PAUSES: [Duration; 2] = [Duration::from_secs(1), Duration::from_secs(3)];
/// The longest pause that a collector may ask for.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// The most that is read of an answer.
const ANSWER: usize = 64 * 1024;

/// What is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Signal {
    Traces,
    Metrics,
}

/// Why nothing can be sent.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CollectorError {
    /// The file of the headers.
    #[error("The file of `otlp_headers_file`, {}, cannot be read: {source}.", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Others can read it.
    #[error("Others can read the file of `otlp_headers_file`, {}. Take that away with `chmod o-rwx,g-w`, and replace the token in it.", path.display())]
    Exposed {
        /// Which.
        path: PathBuf,
    },
    /// It holds no headers.
    #[error("The file of `otlp_headers_file`, {}, must have pairs such as `authorization=Bearer%20abc`.", path.display())]
    NoHeaders {
        /// Which.
        path: PathBuf,
    },
    /// TLS.
    #[error("The certificates that the system trusts cannot be read, so no collector can be trusted over TLS: {0}.")]
    Certificates(#[source] io::Error),
    /// TLS.
    #[error("TLS cannot be spoken with the collector: {0}.")]
    Tls(#[from] rustls::Error),
}

/// Why something was not delivered.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotDelivered {
    /// There was no answer.
    #[error("there is no answer: {}", Causes(.0))]
    Unanswered(#[source] legacy::Error),
    /// The answer did not come in time.
    #[error("there was no answer within {} s", TRY.as_secs())]
    Late,
    /// What was to be sent is no request.
    #[error("it cannot be sent: {0}")]
    Unsendable(#[source] axum::http::Error),
    /// The collector refused it.
    #[error("it was answered with status {0}")]
    Refused(StatusCode),
}

/// The collector. A clone is the same.
#[derive(Clone)]
pub(crate) struct Collector {
    client: Client<HttpsConnector<HttpConnector>, Body>,
    headers: HeaderMap,
    endpoint: Endpoint,
    /// Whether the log has it that nothing arrives, for traces and for metrics.
    told: Arc<[AtomicBool; 2]>,
}

impl Signal {
    pub(crate) const ALL: [Self; 2] = [Self::Traces, Self::Metrics];

    /// The signal in words.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Traces => "traces",
            Self::Metrics => "metrics",
        }
    }

    const fn path(self) -> &'static str {
        match self {
            Self::Traces => "v1/traces",
            Self::Metrics => "v1/metrics",
        }
    }
}

impl Collector {
    /// Prepares to send, without a connection.
    pub(crate) fn open(settings: &Otlp) -> Result<Self, CollectorError> {
        let mut headers = settings.headers.as_ref().map_or_else(|| Ok(HeaderMap::new()), read_headers)?;
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/x-protobuf"));
        headers.insert(header::USER_AGENT, HeaderValue::from_static(concat!("regrant/", env!("CARGO_PKG_VERSION"))));
        let mut connector = HttpConnector::new();
        connector.enforce_http(false);
        connector.set_connect_timeout(Some(CONNECTING));
        let tls = tls(settings.endpoint.url().scheme() == "https")?;
        let connector = HttpsConnectorBuilder::new().with_tls_config(tls).https_or_http().enable_http1().wrap_connector(connector);
        let client = Client::builder(TokioExecutor::new()).build(connector);
        Ok(Self { client, headers, endpoint: settings.endpoint.clone(), told: Arc::default() })
    }

    /// Returns the address that something is sent to.
    pub(crate) fn address(&self, signal: Signal) -> Url {
        self.endpoint.below(signal.path())
    }

    /// Sends something, and tries again for a while where that is of use. Returns the answer. The log has the first failure, and the end
    /// of it.
    pub(super) async fn deliver(&self, signal: Signal, message: Bytes) -> Result<Bytes, NotDelivered> {
        let mut pauses = PAUSES.into_iter();
        let delivered = loop {
            match self.send(signal, message.clone()).await {
                Ok(response) => break Ok(read_answer(response).await),
                Err((failure, asked)) => match pauses.next().filter(|_| failure.may_pass()) {
                    Some(pause) => sleep(asked.map_or(pause, |asked| asked.clamp(pause, LONGEST_PAUSE))).await,
                    None => break Err(failure),
                },
            }
        };
        self.tell(signal, delivered.as_ref().err());
        delivered
    }

    /// Sends nothing, which is a message as well, and so finds out whether the collector would take something.
    pub(crate) async fn check(&self, signal: Signal) -> Result<(), NotDelivered> {
        self.send(signal, Bytes::new()).await.map(|_| ()).map_err(|(failure, _)| failure)
    }

    /// Sends something once. With a failure comes the pause that the collector asks for. Redirects are not followed: the headers, and what is
    /// sent, are for this address alone.
    async fn send(&self, signal: Signal, message: Bytes) -> Result<Response<Incoming>, (NotDelivered, Option<Duration>)> {
        let response = self.answer(signal, message).await.map_err(|failure| (failure, None))?;
        if response.status().is_success() {
            return Ok(response);
        }
        let pause = response.headers().get(header::RETRY_AFTER).and_then(|pause| pause.to_str().ok()?.parse().ok());
        Err((NotDelivered::Refused(response.status()), pause.map(Duration::from_secs)))
    }

    async fn answer(&self, signal: Signal, message: Bytes) -> Result<Response<Incoming>, NotDelivered> {
        let request = Request::builder().method(Method::POST).uri(self.address(signal).as_str()).body(Body::from(message));
        let mut request = request.map_err(NotDelivered::Unsendable)?;
        request.headers_mut().clone_from(&self.headers);
        let answered = timeout(TRY, self.client.request(request)).await.map_err(|_| NotDelivered::Late)?;
        answered.map_err(NotDelivered::Unanswered)
    }

    fn tell(&self, signal: Signal, failure: Option<&NotDelivered>) {
        let [traces, metrics] = &*self.told;
        let told = match signal {
            Signal::Traces => traces,
            Signal::Metrics => metrics,
        };
        let (before, what) = (told.swap(failure.is_some(), Ordering::Relaxed), signal.name());
        match failure {
            Some(failure) if !before => {
                tracing::warn!(endpoint = %self.endpoint.url(), cause = %failure, "{what} do not reach the collector; nothing else is affected");
            }
            None if before => tracing::info!("{what} reach the collector again"),
            _ => {}
        }
    }
}

impl NotDelivered {
    /// Whether it may be different in a moment (*OTLP Specification*, *Retryable Response Codes*).
    fn may_pass(&self) -> bool {
        match self {
            Self::Unanswered(_) | Self::Late => true,
            Self::Unsendable(_) => false,
            Self::Refused(status) => matches!(status.as_u16(), 429 | 502 | 503 | 504),
        }
    }
}

fn read_headers(source: &HeaderSource) -> Result<HeaderMap, CollectorError> {
    let path = match source {
        HeaderSource::Text(headers) => return Ok(headers.clone().into_map()),
        HeaderSource::File(path) => path,
    };
    let text = bounded_file::read_text(path).map_err(|source| CollectorError::File { path: path.clone(), source })?;
    if !private_file::is_kept_from_others(path).unwrap_or(false) {
        return Err(CollectorError::Exposed { path: path.clone() });
    }
    Headers::parse(&text).map(Headers::into_map).ok_or_else(|| CollectorError::NoHeaders { path: path.clone() })
}

/// What is trusted: the system's certificates, where they are needed.
fn tls(is_used: bool) -> Result<ClientConfig, CollectorError> {
    let builder = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider())).with_safe_default_protocol_versions()?;
    let builder = if is_used {
        builder.with_native_roots().map_err(CollectorError::Certificates)?
    } else {
        builder.with_root_certificates(RootCertStore::empty())
    };
    Ok(builder.with_no_client_auth())
}

/// An answer, which is empty where all is well; empty, too, where it is longer than an answer is.
async fn read_answer(response: Response<Incoming>) -> Bytes {
    let read = body::to_bytes(Body::new(response.into_body()), ANSWER);
    timeout(TRY, read).await.ok().and_then(Result::ok).unwrap_or_default()
}
