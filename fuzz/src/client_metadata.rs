//! The documents by which clients register themselves.

use domain::{
    authorization_details::DetailsTypeName,
    client::TokenEndpointAuthMethod,
    client_metadata::{ClientMetadata, MetadataTerms, OwnSubject},
    grant_type::GrantType,
    signing::SigningAlgorithm,
};
use serde_json::{Map, Value};

/// A document that is taken asks for nothing that it may not have, and reads back as it is written; one that is refused says why in ASCII, by the name of
/// its member.
pub fn client_metadata(data: &[u8]) {
    let Ok(document) = serde_json::from_slice::<Map<String, Value>>(data) else { return };
    let terms = MetadataTerms {
        grant_types: [GrantType::AuthorizationCode, GrantType::RefreshToken, GrantType::ClientCredentials].into(),
        methods: TokenEndpointAuthMethod::ALL.into(),
        scopes: "openid offline_access orders".parse().unwrap_or_default(),
        signing_algorithms: SigningAlgorithm::ALL.into(),
        details_types: [DetailsTypeName::parse("payment")].into_iter().flatten().collect(),
        subject: OwnSubject::default(),
    };
    match ClientMetadata::read(&document, &terms) {
        Ok(metadata) => {
            assert!(metadata.settings.grant_types.is_subset(&terms.grant_types) && metadata.settings.scopes.is_subset(&terms.scopes));
            assert!(!metadata.settings.trusted);
            assert_eq!(ClientMetadata::read(&metadata.to_document(), &terms), Ok(metadata));
        }
        Err(error) => {
            let description = error.description();
            assert!(description.is_ascii() && description.starts_with(error.member), "{description}");
        }
    }
}
