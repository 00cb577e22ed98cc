//! The documents by which clients that register themselves show of which sector they are (OpenID Connect Dynamic Client Registration 1.0 §5).

use async_trait::async_trait;
use domain::{
    client_metadata::{MetadataError, MetadataProblem},
    client_uri::SectorIdentifierUri,
    redirect_uri::RedirectUri,
};
use engine::client_keys::KeyOwner;

/// What reads such documents. Strangers name their addresses, so an implementation bounds what it does for a host and a workspace, answers within
/// seconds whatever the address does, and reads by TLS or from this machine.
#[async_trait]
pub trait SectorDocuments: Send + Sync + 'static {
    /// Returns the addresses that a document lists, for a client of this owner's; none where it cannot be read now, or is no JSON array of texts.
    async fn listed(&self, owner: KeyOwner, address: &SectorIdentifierUri) -> Option<Vec<String>>;
}

/// Refuses redirect URIs that the document at this address does not list.
pub(crate) async fn check_listed(
    documents: Option<&dyn SectorDocuments>,
    owner: KeyOwner,
    address: &SectorIdentifierUri,
    redirect_uris: &[RedirectUri],
) -> Result<(), MetadataError> {
    let wrong = |problem: MetadataProblem| MetadataError::of("sector_identifier_uri", problem);
    let listed = match documents {
        Some(documents) => documents.listed(owner, address).await,
        None => None,
    };
    let listed = listed.ok_or_else(|| wrong(MetadataProblem::NoSectorDocument))?;
    match redirect_uris.iter().find(|uri| !listed.iter().any(|entry| entry == uri.as_str())) {
        Some(other) => Err(wrong(MetadataProblem::NotInSector(other.as_str().to_owned()))),
        None => Ok(()),
    }
}
