//! Where the documents come from that clients are known by, and what such a client is called in rows
//! (draft-ietf-oauth-client-id-metadata-document-03). The engine asks no network: whoever runs it hands a source in.

use std::{future::Future, pin::Pin, sync::Arc};

use aws_lc_rs::digest;
use domain::{
    client_document::{ClientIdUrl, ClientName},
    clock::Timestamp,
    id::{ClientId, WorkspaceId},
};
use serde_json::{Map, Value};
use uuid::Builder;

use crate::client_keys::KeyOwner;

/// A document as it was read. It is kept as a text, which takes as much room as it is long, whatever is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadDocument {
    text: Box<str>,
    /// When it was read.
    pub read_at: Timestamp,
}

impl ReadDocument {
    /// A document of these members, which was read at this time.
    pub fn of(members: &Map<String, Value>, read_at: Timestamp) -> Self {
        Self { text: serde_json::to_string(members).unwrap_or_default().into(), read_at }
    }

    /// How many bytes are kept.
    pub fn bytes(&self) -> usize {
        self.text.len()
    }

    /// Its members.
    pub fn members(&self) -> Map<String, Value> {
        serde_json::from_str(&self.text).unwrap_or_default()
    }
}

/// Why an address gives no document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DocumentFault {
    /// It cannot be read at the moment.
    #[error("the document cannot be read at its address")]
    Unavailable,
    /// What is there is no document of a client at this address.
    #[error("what is published at the address is no document of a client there")]
    Unfit,
}

/// A document on its way.
pub type DocumentFuture<'a> = Pin<Box<dyn Future<Output = Result<Arc<ReadDocument>, DocumentFault>> + Send + 'a>>;

/// A source of the documents that clients publish.
///
/// Anybody can make the engine ask it for any address, so an implementation bounds what it does for an address, a host, a workspace, a tenant and
/// where strangers come from, and answers within seconds whatever the address does. It follows no redirect.
pub trait DocumentSource: Send + Sync + 'static {
    /// Returns the document of an address, for a workspace of this owner's.
    fn document<'a>(&'a self, owner: KeyOwner, url: &'a ClientIdUrl) -> DocumentFuture<'a>;
}

/// A source that knows no address: to an engine without one no document is a client.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NoDocumentSource;

impl DocumentSource for NoDocumentSource {
    fn document<'a>(&'a self, _: KeyOwner, _: &'a ClientIdUrl) -> DocumentFuture<'a> {
        Box::pin(async { Err(DocumentFault::Unavailable) })
    }
}

/// Returns the identifier in rows of the client of an address in a workspace (RFC 9562 §5.8).
pub fn id_of_url(workspace: WorkspaceId, url: &ClientIdUrl) -> ClientId {
    let mut context = digest::Context::new(&digest::SHA256);
    context.update(b"client-document\0");
    context.update(workspace.as_uuid().as_bytes());
    context.update(url.as_str().as_bytes());
    let hash = context.finish();
    let bytes: [u8; 16] = hash.as_ref().get(..16).and_then(|half| half.try_into().ok()).unwrap_or_default();
    ClientId::from_uuid(Builder::from_custom_bytes(bytes).into_uuid())
}

/// Returns the identifier in rows of a client that is named in this way in a workspace.
pub fn id_of(workspace: WorkspaceId, name: &ClientName) -> ClientId {
    match name {
        ClientName::Id(id) => *id,
        ClientName::Url(url) => id_of_url(workspace, url),
    }
}
