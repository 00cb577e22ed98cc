//! The document that a client publishes about itself, as settings of a client here (draft-ietf-oauth-client-id-metadata-document-03 §4).

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::{
    client::TokenEndpointAuthMethod,
    client_document::ClientIdUrl,
    client_metadata::{ClientMetadata, MetadataError, MetadataProblem, MetadataTerms, OwnSubject},
    grant_type::GrantType,
    scope::{OFFLINE_ACCESS, Scope, Scopes},
    signing::SigningAlgorithm,
};

/// Members by which a document would publish a secret.
const SECRETS: [&str; 2] = ["client_secret", "client_secret_expires_at"];

/// Reads the document at an address. One that names no method is of a client that does not authenticate: a document keeps no secret.
///
/// # Errors
/// The first member that cannot be as it is.
pub fn read(url: &ClientIdUrl, document: &Map<String, Value>, terms: &MetadataTerms) -> Result<ClientMetadata, MetadataError> {
    if document.get("client_id").and_then(Value::as_str) != Some(url.as_str()) {
        return Err(MetadataError::of("client_id", MetadataProblem::NotAllowed(url.to_string())));
    }
    if let Some(member) = SECRETS.into_iter().find(|member| document.contains_key(*member)) {
        return Err(MetadataError::of(member, MetadataProblem::NotOffered));
    }
    let mut document = document.clone();
    if document.get("token_endpoint_auth_method").is_none_or(Value::is_null) {
        document.insert("token_endpoint_auth_method".to_owned(), json!("none"));
    }
    let mut metadata = ClientMetadata::read(&document, terms)?;
    // SEP-2207: who asks for the grant type may ask users for what it needs, whatever scopes the document names.
    if metadata.settings.has_grant(GrantType::RefreshToken)
        && let Ok(offline_access) = Scope::parse(OFFLINE_ACCESS)
        && terms.scopes.contains(OFFLINE_ACCESS)
    {
        metadata.settings.scopes.insert(offline_access);
    }
    Ok(metadata)
}

/// Checks what no workspace could take of a document at an address.
///
/// # Errors
/// The first member that is wrong by itself.
pub fn check(url: &ClientIdUrl, document: &Map<String, Value>) -> Result<(), MetadataError> {
    read(url, document, &widest()).map(drop)
}

/// As much as a document can ask for in any workspace: whatever is refused then is wrong by itself.
fn widest() -> MetadataTerms {
    MetadataTerms {
        grant_types: BTreeSet::from(GrantType::ALL),
        methods: BTreeSet::from([TokenEndpointAuthMethod::None, TokenEndpointAuthMethod::PrivateKeyJwt]),
        scopes: Scopes::none(),
        signing_algorithms: BTreeSet::from(SigningAlgorithm::ALL),
        details_types: BTreeSet::new(),
        subject: OwnSubject::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const URL: &str = "https://app.example.com/oauth/client.json";

    fn terms() -> MetadataTerms {
        MetadataTerms {
            grant_types: BTreeSet::from([GrantType::AuthorizationCode, GrantType::RefreshToken]),
            methods: BTreeSet::from([TokenEndpointAuthMethod::None, TokenEndpointAuthMethod::PrivateKeyJwt]),
            scopes: "email offline_access openid".parse().unwrap(),
            signing_algorithms: BTreeSet::new(),
            details_types: BTreeSet::new(),
            subject: OwnSubject::default(),
        }
    }

    fn document(of: &Value) -> Map<String, Value> {
        let mut whole = Map::from_iter([
            ("client_id".to_owned(), json!(URL)),
            ("redirect_uris".to_owned(), json!(["https://app.example.com/callback"])),
        ]);
        whole.extend(of.as_object().cloned().unwrap_or_default());
        whole
    }

    #[test]
    fn a_document_is_of_its_own_address_and_holds_no_secret() {
        let url = ClientIdUrl::parse(URL).unwrap();
        let read = |of: Value| super::read(&url, &document(&of), &terms()).map(|metadata| metadata.settings);
        let usual = read(json!({})).unwrap();
        assert_eq!(usual.token_endpoint_auth_method, TokenEndpointAuthMethod::None);
        let wrong = |of: Value| read(of).unwrap_err().member;
        assert_eq!(wrong(json!({ "client_id": format!("{URL}/") })), "client_id");
        assert_eq!(wrong(json!({ "client_id": null })), "client_id");
        assert_eq!(wrong(json!({ "client_secret": "s3cret" })), "client_secret");
        assert_eq!(wrong(json!({ "token_endpoint_auth_method": "client_secret_basic" })), "token_endpoint_auth_method");
        assert_eq!(wrong(json!({ "token_endpoint_auth_method": "private_key_jwt" })), "jwks");
    }

    #[test]
    fn who_asks_for_refresh_tokens_may_ask_for_offline_access() {
        let url = ClientIdUrl::parse(URL).unwrap();
        let scopes = |of: Value| super::read(&url, &document(&of), &terms()).unwrap().settings.scopes.to_string();
        assert_eq!(scopes(json!({ "scope": "openid", "grant_types": ["authorization_code", "refresh_token"] })), "offline_access openid");
        assert_eq!(scopes(json!({ "scope": "openid", "grant_types": ["authorization_code"] })), "openid");
    }
}
