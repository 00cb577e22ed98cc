//! The documents that clients are known by (draft-ietf-oauth-client-id-metadata-document-03), as this process last read them.
//!
//! What is no document of its address is not remembered. An address that does not answer costs its own client alone: a document that is known goes on
//! for an hour, and a client that somebody agreed to is stored. Strangers name the addresses: what is remembered is counted in bytes.

#[cfg(test)]
mod tests;

use std::sync::Arc;

use axum::http::{HeaderMap, header};
use domain::{
    client_document::ClientIdUrl,
    client_metadata::{self, MetadataError},
    clock::{Clock, Timestamp},
    published_client,
};
use engine::{
    client_document::{DocumentFault, DocumentFuture, DocumentSource, ReadDocument},
    client_keys::KeyOwner,
};
use serde_json::{Map, Value};

use crate::{
    fetch::{Bounds, Fetcher},
    published::{Addresses, Kept, Unread, read},
};

/// The most bytes that are remembered. A document has up to 64 KB, and mostly about one.
const MOST_BYTES: usize = 16 * 1024 * 1024;
/// For how many seconds a document is used without asking again, where its server does not say (RFC 9111 §4.2.2).
const FRESH: i64 = 600;
/// The bounds of what its server can say.
const FRESH_BOUNDS: (i64, i64) = (60, 86_400);
/// After how many seconds an address that gave nothing is asked again: not at once by all who wait for it.
const AGAIN_AFTER: i64 = 5;
/// For how many seconds after it was read a document is used whose address does not give it any more.
const KEPT: i64 = 3_600;

/// The documents that this process has read. A clone is the same.
#[derive(Clone)]
pub struct PublishedDocuments(Addresses<ClientIdUrl, Known>);

impl Default for PublishedDocuments {
    fn default() -> Self {
        Self(Addresses::new(MOST_BYTES))
    }
}

/// What is known of an address.
#[derive(Debug, Clone, Default)]
struct Known {
    /// The document that it gave, and for how many seconds that is fresh.
    document: Option<(Arc<ReadDocument>, i64)>,
    /// When it gave none last, and why.
    failed: Option<(Timestamp, DocumentFault)>,
}

impl Kept for Known {
    fn bytes(&self) -> usize {
        self.document.as_ref().map_or(0, |(document, _)| document.bytes())
    }

    fn is_over(&self, now: Timestamp) -> bool {
        self.answer(now).is_none() && self.kept(now).is_err()
    }
}

/// Why an address gave no document.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Unread(#[from] Unread),
    #[error("the answer is no JSON object")]
    Json,
    #[error("the answer is no document of a client at this address: {0}")]
    Document(#[from] MetadataError),
}

impl Failure {
    /// What is told of it: what is there and is no document will be none in a minute, either.
    const fn fault(&self) -> DocumentFault {
        match self {
            Self::Unread(_) => DocumentFault::Unavailable,
            Self::Json | Self::Document(_) => DocumentFault::Unfit,
        }
    }
}

impl Known {
    /// Returns the answer that is there without asking.
    fn answer(&self, now: Timestamp) -> Option<Result<Arc<ReadDocument>, DocumentFault>> {
        let within = |at: Timestamp, seconds: i64| (0..seconds).contains(&now.seconds_since(at));
        let fresh = self.document.as_ref().filter(|(document, fresh)| within(document.read_at, *fresh));
        if let Some((document, _)) = fresh {
            return Some(Ok(Arc::clone(document)));
        }
        self.failed.is_some_and(|(at, _)| within(at, AGAIN_AFTER)).then(|| self.kept(now))
    }

    /// Returns the document as long as it can be used.
    fn kept(&self, now: Timestamp) -> Result<Arc<ReadDocument>, DocumentFault> {
        let lasts = |document: &ReadDocument, fresh: i64| (0..KEPT.max(fresh)).contains(&now.seconds_since(document.read_at));
        let kept = self.document.as_ref().filter(|(document, fresh)| lasts(document, *fresh));
        let fault = || self.failed.map_or(DocumentFault::Unavailable, |(_, fault)| fault);
        kept.map(|(document, _)| Arc::clone(document)).ok_or_else(fault)
    }

    /// Notes what came. Returns whether it is a document.
    fn note(&mut self, url: &ClientIdUrl, outcome: Result<(Map<String, Value>, i64), Failure>, now: Timestamp) -> bool {
        match outcome {
            Ok((members, fresh)) => {
                *self = Self { document: Some((Arc::new(ReadDocument::of(&members, now)), fresh)), failed: None };
                true
            }
            Err(error) => {
                if matches!(error, Failure::Document(_)) {
                    // An answer, and no outage: whoever says something else now does not mean what was there before.
                    self.document = None;
                }
                self.failed = Some((now, error.fault()));
                tracing::info!(%url, %error, "the document of a client cannot be read");
                false
            }
        }
    }
}

/// The source of such documents that an engine asks.
pub(crate) struct PublishedDocumentSource {
    documents: PublishedDocuments,
    fetcher: Fetcher,
    clock: Arc<dyn Clock>,
}

impl PublishedDocumentSource {
    /// A source that remembers in common with all that have the same documents.
    pub(crate) fn new(documents: PublishedDocuments, fetcher: Fetcher, clock: Arc<dyn Clock>) -> Self {
        Self { documents, fetcher, clock }
    }

    async fn get(&self, owner: KeyOwner, url: &ClientIdUrl) -> Result<Arc<ReadDocument>, DocumentFault> {
        let ask = || {
            let (fetcher, clock, url) = (self.fetcher.clone(), Arc::clone(&self.clock), url.clone());
            async move {
                let outcome = fetch(&fetcher, &url).await;
                move |known: &mut Known| known.note(&url, outcome, clock.now())
            }
        };
        let answer = |known: &Known| known.answer(self.clock.now());
        self.documents.0.get(owner, url, self.clock.now(), answer, ask, |known| known.kept(self.clock.now())).await
    }
}

impl DocumentSource for PublishedDocumentSource {
    fn document<'a>(&'a self, owner: KeyOwner, url: &'a ClientIdUrl) -> DocumentFuture<'a> {
        Box::pin(self.get(owner, url))
    }
}

/// Asks an address. Returns its document, and for how many seconds that is fresh.
async fn fetch(fetcher: &Fetcher, address: &ClientIdUrl) -> Result<(Map<String, Value>, i64), Failure> {
    // draft-ietf-oauth-client-id-metadata-document-03 §5: no redirect is followed.
    let answer = read(fetcher, address.as_str(), "application/json", Bounds { redirects: 0, ..Bounds::default() }).await?;
    let members = client_metadata::parse(&answer.body).map_err(|_| Failure::Json)?;
    published_client::check(address, &members)?;
    Ok((members, fresh_for(&answer.headers)))
}

/// Returns for how many seconds an answer is fresh, as its server says, within bounds (RFC 9111 §5.2.2).
fn fresh_for(headers: &HeaderMap) -> i64 {
    let (least, most) = FRESH_BOUNDS;
    let values = headers.get_all(header::CACHE_CONTROL).iter().filter_map(|value| value.to_str().ok());
    let directives: Vec<String> = values.flat_map(|value| value.split(',')).map(|part| part.trim().to_ascii_lowercase()).collect();
    if directives.iter().any(|directive| directive == "no-store" || directive == "no-cache") {
        return least;
    }
    let named = directives.iter().find_map(|directive| directive.strip_prefix("max-age=")?.trim_matches('"').parse::<i64>().ok());
    named.map_or(FRESH, |seconds| seconds.clamp(least, most))
}
