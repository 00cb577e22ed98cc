//! The documents by which clients that register themselves show of which sector they are (OpenID Connect Dynamic Client Registration 1.0 §5).

use async_trait::async_trait;
use domain::{
    client_metadata::{MetadataError, MetadataProblem},
    client_uri::SectorIdentifierUri,
    redirect_uri::RedirectUri,
};
use engine::client_keys::KeyOwner;

use crate::registration_refusal::RegistrationRefusal;

/// What reads such documents. Strangers name their addresses, so an implementation bounds what it does for a host and a workspace, answers within
/// seconds whatever the address does, and reads by TLS or from this machine.
#[async_trait]
pub trait SectorDocuments: Send + Sync + 'static {
    /// Returns the addresses that a document lists, for a client of this owner's.
    ///
    /// # Errors
    /// Why it lists none.
    async fn listed(&self, owner: KeyOwner, address: &SectorIdentifierUri) -> Result<Vec<String>, NoSectorDocument>;
}

/// Why an address gives no list of addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoSectorDocument {
    /// It cannot be read at the moment: its server does not answer, or too many are being read.
    Unavailable,
    /// What is there is no JSON array of texts, or nothing is.
    Wrong,
}

/// Refuses redirect URIs that the document at this address does not list.
pub(crate) async fn check_listed(
    documents: Option<&dyn SectorDocuments>,
    owner: KeyOwner,
    address: &SectorIdentifierUri,
    redirect_uris: &[RedirectUri],
) -> Result<(), RegistrationRefusal> {
    let wrong = |problem: MetadataProblem| MetadataError::of("sector_identifier_uri", problem);
    let documents = documents.ok_or_else(|| wrong(MetadataProblem::NoSectorDocument))?;
    let listed = documents.listed(owner, address).await.map_err(|fault| match fault {
        NoSectorDocument::Unavailable => RegistrationRefusal::Unavailable,
        NoSectorDocument::Wrong => wrong(MetadataProblem::NoSectorDocument).into(),
    })?;
    match redirect_uris.iter().find(|uri| !listed.iter().any(|entry| entry == uri.as_str())) {
        Some(other) => Err(wrong(MetadataProblem::NotInSector(other.as_str().to_owned())).into()),
        None => Ok(()),
    }
}
