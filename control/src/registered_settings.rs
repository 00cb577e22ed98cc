//! What stays of a client's settings when it replaces what it registered (RFC 7592 §2.2): what only an administrator can give it, and what is strict.

use domain::{
    client::{Client, ClientSettings},
    client_metadata::{ClientAbout, MetadataError, OwnSubject},
    client_uri::SectorIdentifierUri,
    others_tokens::is_about_others_tokens,
    problem::Problem,
    provenance::Provenance,
    redirect_uri::RedirectUri,
    settings::security::is_asymmetric,
    signing::SigningOverrides,
    subject_type::{SectorIdentifier, SubjectType},
};

/// A client that registered itself, and what it says of itself.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Registered<'a> {
    pub(crate) client: &'a Client,
    pub(crate) about: &'a ClientAbout,
}

impl Registered<'_> {
    /// Returns what it calls users.
    pub(crate) fn subject(self) -> OwnSubject {
        let Self { client: Client { settings, .. }, about } = self;
        let shown = about.sector_identifier_uri.as_ref().and_then(|uri| SectorIdentifier::of_address(uri.as_str()));
        OwnSubject {
            pairwise: settings.subject_type == SubjectType::Pairwise,
            // Of a sector that it showed itself it shows again that it is.
            sector: settings.sector_identifier.clone().filter(|sector| shown.as_ref() != Some(sector)),
        }
    }

    /// Returns whether it has shown by the document at this address that these redirect URIs are of its sector.
    pub(crate) fn has_shown(self, address: &SectorIdentifierUri, redirect_uris: &[RedirectUri]) -> bool {
        self.about.sector_identifier_uri.as_ref() == Some(address) && self.client.settings.redirect_uris == redirect_uris
    }

    /// Returns the settings of a document with what only an administrator can give the client, as it is, and no less strict.
    pub(crate) fn keeps(self, asked: ClientSettings) -> Result<ClientSettings, MetadataError> {
        let before = &self.client.settings;
        let kind = |settings: &ClientSettings| (settings.client_type.is_confidential(), settings.client_type.has_users());
        if kind(&asked) != kind(before) {
            let member =
                if asked.client_type.has_users() == before.client_type.has_users() { "token_endpoint_auth_method" } else { "grant_types" };
            return Err(MetadataError::of(member, Problem::Fixed));
        }
        // Whoever has the registration access token may not go back to what others can learn and repeat.
        if is_asymmetric(before.token_endpoint_auth_method) && !is_asymmetric(asked.token_endpoint_auth_method) {
            return Err(MetadataError::of("token_endpoint_auth_method", Problem::Fixed));
        }
        let signing = SigningOverrides { access_token_signing_alg: before.signing.access_token_signing_alg, ..asked.signing };
        let kept = ClientSettings {
            require_registered_auth_method: before.require_registered_auth_method,
            require_signed_introspection: before.require_signed_introspection,
            trusted: before.trusted,
            token_ttls: before.token_ttls,
            refresh: before.refresh,
            token_exchange: before.token_exchange.clone(),
            // What is strict stays so, whoever made it so; what tokens are bound to can be another thing.
            require_pushed_authorization_requests: before.require_pushed_authorization_requests
                || asked.require_pushed_authorization_requests,
            require_signed_request_object: before.require_signed_request_object || asked.require_signed_request_object,
            dpop_bound_access_tokens: asked.dpop_bound_access_tokens
                || before.dpop_bound_access_tokens && !asked.tls_client_certificate_bound_access_tokens,
            tls_client_certificate_bound_access_tokens: asked.tls_client_certificate_bound_access_tokens
                || before.tls_client_certificate_bound_access_tokens && !asked.dpop_bound_access_tokens,
            signing,
            ..asked
        };
        // What it gets of the tokens of others is for administrators of the whole workspace to say.
        if before.token_exchange.reaches_others() && is_about_others_tokens(Some(before), &kept) {
            let member = match (kept.scopes.is_subset(&before.scopes), kept.grant_types == before.grant_types) {
                (false, _) => "scope",
                (true, false) => "grant_types",
                (true, true) => "subject_type",
            };
            return Err(MetadataError::of(member, Problem::Fixed));
        }
        Ok(kept)
    }
}

/// Returns whether users read something else of a client than before, or are sent elsewhere.
pub(crate) fn is_another_to_users(before: &ClientSettings, after: &ClientSettings) -> bool {
    Provenance::Registered.seen(before) != Provenance::Registered.seen(after)
}
