//! The documents by which clients that register themselves show of which sector they are (`sector_identifier_uri`).
//!
//! Strangers name their addresses, so no host and no workspace takes up all that are read at once, and each has the bounds of every document that is
//! read of others.

use async_trait::async_trait;
use control::SectorDocuments;
use domain::{client_uri::SectorIdentifierUri, id::WorkspaceId};
use engine::client_keys::KeyOwner;

use crate::{
    fetch::{Bounds, Fetcher},
    published::{host, read},
    shares::Shares,
};

/// How many are read at once.
const AT_ONCE: usize = 16;
/// How many for one workspace.
const OF_ONE_WORKSPACE: usize = 4;
/// How many of one host.
const AT_ONE_HOST: usize = 2;

/// What a document that is read counts for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Of {
    /// The server.
    Node,
    Workspace(WorkspaceId),
    Host(String),
}

/// Reads them by the guarded way to servers of others.
#[derive(Debug)]
pub(crate) struct FetchedSectorDocuments {
    fetcher: Fetcher,
    shares: Shares<Of>,
}

impl FetchedSectorDocuments {
    pub(crate) fn new(fetcher: Fetcher) -> Self {
        Self { fetcher, shares: Shares::default() }
    }
}

#[async_trait]
impl SectorDocuments for FetchedSectorDocuments {
    async fn listed(&self, owner: KeyOwner, address: &SectorIdentifierUri) -> Option<Vec<String>> {
        let host = host(address.as_str());
        let bounds = [(Of::Host(host), AT_ONE_HOST), (Of::Workspace(owner.workspace), OF_ONE_WORKSPACE), (Of::Node, AT_ONCE)];
        let _share = self.shares.take(bounds).ok()?;
        let answer = match read(&self.fetcher, address.as_str(), "application/json", Bounds::default()).await {
            Ok(answer) => answer,
            Err(error) => {
                tracing::info!(%address, %error, "the sector document of a client cannot be read");
                return None;
            }
        };
        serde_json::from_slice(&answer.body).ok()
    }
}

#[cfg(test)]
mod tests {
    use axum::{
        Router,
        http::{StatusCode, Uri},
    };
    use domain::{clock::Timestamp, id::TenantId};
    use tokio::net::TcpListener;

    use super::*;
    use crate::config::AddressRange;

    async fn answer(uri: Uri) -> (StatusCode, String) {
        match uri.path() {
            "/listed" => (StatusCode::OK, r#"["https://a.example/", "https://b.example/"]"#.to_owned()),
            "/object" => (StatusCode::OK, r#"{"redirect_uris":[]}"#.to_owned()),
            "/numbers" => (StatusCode::OK, "[1]".to_owned()),
            "/long" => (StatusCode::OK, format!(r#"["https://a.example/{}"]"#, "a".repeat(70_000))),
            _ => (StatusCode::NOT_FOUND, "[]".to_owned()),
        }
    }

    /// A server on 127.0.0.2, and what reads there if the configuration allows these networks.
    async fn world(networks: &str) -> (String, FetchedSectorDocuments) {
        let listener = TcpListener::bind("127.0.0.2:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, Router::new().fallback(answer)).await });
        (base, FetchedSectorDocuments::new(Fetcher::open(&AddressRange::parse_list(networks).unwrap())))
    }

    fn owner() -> KeyOwner {
        let now = Timestamp::from_millis(0);
        KeyOwner { tenant: TenantId::new(now, [1; 10]), workspace: WorkspaceId::new(now, [1; 10]) }
    }

    async fn listed(documents: &FetchedSectorDocuments, address: &str) -> Option<Vec<String>> {
        documents.listed(owner(), &SectorIdentifierUri::parse(address).unwrap()).await
    }

    #[tokio::test]
    async fn a_document_is_a_json_array_of_texts_of_bounded_length() {
        let (base, documents) = world("127.0.0.2").await;
        let addresses = listed(&documents, &format!("{base}/listed")).await.unwrap();
        assert_eq!(addresses, ["https://a.example/", "https://b.example/"]);
        for none in ["object", "numbers", "long", "missing"] {
            assert_eq!(listed(&documents, &format!("{base}/{none}")).await, None, "{none}");
        }
    }

    #[tokio::test]
    async fn nothing_is_read_in_networks_that_are_not_public() {
        let (base, documents) = world("").await;
        assert_eq!(listed(&documents, &format!("{base}/listed")).await, None);
    }

    #[tokio::test]
    async fn no_host_and_no_workspace_takes_all() {
        let (base, documents) = world("127.0.0.2").await;
        let busy: Vec<_> =
            (0..AT_ONE_HOST).map(|_| documents.shares.take([(Of::Host("127.0.0.2".to_owned()), AT_ONE_HOST)]).unwrap()).collect();
        assert_eq!(listed(&documents, &format!("{base}/listed")).await, None);
        drop(busy);
        assert!(listed(&documents, &format!("{base}/listed")).await.is_some());
    }
}
