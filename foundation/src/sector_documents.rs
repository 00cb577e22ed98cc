//! The documents by which clients that register themselves show of which sector they are (`sector_identifier_uri`).
//!
//! Strangers name their addresses, so they take turns as other documents do, and each has the bounds of every document that is read of others.

use std::sync::Arc;

use async_trait::async_trait;
use axum::http::StatusCode;
use control::{NoSectorDocument, SectorDocuments};
use domain::{client_uri::SectorIdentifierUri, clock::Clock};
use engine::client_keys::KeyOwner;

use crate::{
    fetch::{Bounds, Fetcher},
    published::{Turns, Unread, host, read},
};

/// Reads them by the guarded way to servers of others.
pub(crate) struct FetchedSectorDocuments {
    fetcher: Fetcher,
    clock: Arc<dyn Clock>,
    turns: Turns,
}

impl FetchedSectorDocuments {
    pub(crate) fn new(fetcher: Fetcher, clock: Arc<dyn Clock>) -> Self {
        Self { fetcher, clock, turns: Turns::default() }
    }

    async fn read(&self, address: &SectorIdentifierUri) -> Result<Vec<String>, NoSectorDocument> {
        match read(&self.fetcher, address.as_str(), "application/json", Bounds::default()).await {
            Ok(answer) => serde_json::from_slice(&answer.body).map_err(|_| NoSectorDocument::Wrong),
            Err(error) => {
                tracing::info!(%address, %error, "the sector document of a client cannot be read");
                Err(fault(&error))
            }
        }
    }
}

/// What is told of it: an answer that says there is nothing, or too much, is one.
fn fault(error: &Unread) -> NoSectorDocument {
    match error {
        Unread::Status(status) if status.is_server_error() || *status == StatusCode::TOO_MANY_REQUESTS => NoSectorDocument::Unavailable,
        Unread::Status(_) | Unread::Cut | Unread::Address => NoSectorDocument::Wrong,
        Unread::Fetch(_) => NoSectorDocument::Unavailable,
    }
}

#[async_trait]
impl SectorDocuments for FetchedSectorDocuments {
    async fn listed(&self, owner: KeyOwner, address: &SectorIdentifierUri) -> Result<Vec<String>, NoSectorDocument> {
        let turn = self.turns.take(owner, &host(address.as_str()), self.clock.now()).await.ok_or(NoSectorDocument::Unavailable)?;
        let listed = self.read(address).await;
        turn.end(listed.is_ok());
        listed
    }
}

#[cfg(test)]
mod tests {
    use axum::{Router, http::Uri};
    use domain::{
        clock::{FixedClock, Timestamp},
        id::{TenantId, WorkspaceId},
    };
    use engine::client_keys::Standing;
    use tokio::net::TcpListener;

    use super::*;
    use crate::config::AddressRange;

    async fn answer(uri: Uri) -> (StatusCode, String) {
        match uri.path() {
            "/listed" => (StatusCode::OK, r#"["https://a.example/", "https://b.example/"]"#.to_owned()),
            "/object" => (StatusCode::OK, r#"{"redirect_uris":[]}"#.to_owned()),
            "/numbers" => (StatusCode::OK, "[1]".to_owned()),
            "/long" => (StatusCode::OK, format!(r#"["https://a.example/{}"]"#, "a".repeat(70_000))),
            "/broken" => (StatusCode::BAD_GATEWAY, "[]".to_owned()),
            _ => (StatusCode::NOT_FOUND, "[]".to_owned()),
        }
    }

    /// A server on 127.0.0.2, and what reads there if the configuration allows these networks.
    async fn world(networks: &str) -> (String, FetchedSectorDocuments) {
        let listener = TcpListener::bind("127.0.0.2:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, Router::new().fallback(answer)).await });
        let clock = Arc::new(FixedClock::at(Timestamp::from_millis(1_767_225_600_000)));
        (base, FetchedSectorDocuments::new(Fetcher::open(&AddressRange::parse_list(networks).unwrap()), clock))
    }

    fn owner() -> KeyOwner {
        let now = Timestamp::from_millis(0);
        KeyOwner { tenant: TenantId::new(now, [1; 10]), workspace: WorkspaceId::new(now, [1; 10]), standing: Standing::Stranger(None) }
    }

    async fn listed(documents: &FetchedSectorDocuments, address: &str) -> Result<Vec<String>, NoSectorDocument> {
        documents.listed(owner(), &SectorIdentifierUri::parse(address).unwrap()).await
    }

    #[tokio::test]
    async fn a_document_is_a_json_array_of_texts_of_bounded_length() {
        let (base, documents) = world("127.0.0.2").await;
        let addresses = listed(&documents, &format!("{base}/listed")).await.unwrap();
        assert_eq!(addresses, ["https://a.example/", "https://b.example/"]);
        for none in ["object", "numbers", "long", "missing"] {
            assert_eq!(listed(&documents, &format!("{base}/{none}")).await, Err(NoSectorDocument::Wrong), "{none}");
        }
        assert_eq!(listed(&documents, &format!("{base}/broken")).await, Err(NoSectorDocument::Unavailable), "it may be there in a minute");
    }

    #[tokio::test]
    async fn nothing_is_read_in_networks_that_are_not_public() {
        let (base, documents) = world("").await;
        assert_eq!(listed(&documents, &format!("{base}/listed")).await, Err(NoSectorDocument::Unavailable));
    }

    #[tokio::test]
    async fn who_finds_no_turn_is_told_to_come_again() {
        let (base, documents) = world("127.0.0.2").await;
        let now = documents.clock.now();
        let busy = [documents.turns.take(owner(), "127.0.0.2", now).await, documents.turns.take(owner(), "127.0.0.2", now).await];
        assert!(busy.iter().all(Option::is_some));
        assert_eq!(listed(&documents, &format!("{base}/listed")).await, Err(NoSectorDocument::Unavailable));
        drop(busy);
        assert!(listed(&documents, &format!("{base}/listed")).await.is_ok());
    }
}
