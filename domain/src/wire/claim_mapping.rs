//! Claims of a workspace's own.

use crate::{
    claim_mapping::{self, ClaimMappingError, ClaimPlace},
    wire::{reading::Reading, types::sent},
};

sent! {
    /// A claim of the workspace's own. Those of the protocols and of the standard scopes cannot be set.
    pub struct ClaimMapping needed [claim source] {
        /// Its name.
        pub claim: String,
        /// Where its value comes from: `identifier`, `name`, `email`, `email_verified`, `phone_number`, `locality`, `region`, `postal_code` or
        /// `country` of the user's profile, or `=` and a text that is the same for everybody.
        pub source: String,
        /// The scope that it comes with; without one it always comes.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub scope: Option<String>,
        /// Whether it is in ID tokens.
        pub id_token: bool,
        /// Whether it is at the userinfo endpoint.
        pub userinfo: bool,
        /// Whether it is in access tokens, and where they are introspected.
        pub access_token: bool,
    }
}

impl From<&claim_mapping::ClaimMapping> for ClaimMapping {
    fn from(mapping: &claim_mapping::ClaimMapping) -> Self {
        let is_told = |place| mapping.places().contains(&place);
        Self {
            claim: mapping.name().to_owned(),
            source: mapping.source(),
            scope: mapping.scope().map(ToString::to_string),
            id_token: is_told(ClaimPlace::IdToken),
            userinfo: is_told(ClaimPlace::Userinfo),
            access_token: is_told(ClaimPlace::AccessToken),
        }
    }
}

impl ClaimMapping {
    /// Reads it at a place of the whole.
    pub(super) fn read(&self, at: &str, reading: &mut Reading) -> Option<claim_mapping::ClaimMapping> {
        let told = [self.id_token, self.userinfo, self.access_token];
        let places: Vec<_> = told.into_iter().zip(ClaimPlace::ALL).filter(|(is_told, _)| *is_told).map(|(_, place)| place.name()).collect();
        let scope = self.scope.as_deref().unwrap_or("-");
        let read = claim_mapping::ClaimMapping::new(&self.claim, &self.source, scope, &places.join(" "));
        read.map_err(|error| reading.note(format!("{at}/{}", member(error)), error)).ok()
    }
}

/// Returns the member that is to be changed.
const fn member(error: ClaimMappingError) -> &'static str {
    match error {
        ClaimMappingError::Parts | ClaimMappingError::Name | ClaimMappingError::Reserved => "claim",
        ClaimMappingError::Source | ClaimMappingError::Json => "source",
        ClaimMappingError::Scope => "scope",
        ClaimMappingError::Places => "userinfo",
    }
}
