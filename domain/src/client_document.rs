//! Clients that are known by the address of a document about them (draft-ietf-oauth-client-id-metadata-document-03): the address is the `client_id`.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use serde_json::{Map, Value, json};

use crate::{
    client_metadata::{ClientAbout, ClientMetadata, MetadataError, MetadataProblem, MetadataTerms},
    clock::Timestamp,
    grant_type::GrantType,
    id::{ClientId, InvalidId},
    origin::Origin,
    scope::{OFFLINE_ACCESS, Scope},
};

/// The most characters of such an address.
pub const LONGEST_URL: usize = 512;
/// Members by which a document would publish a secret.
const SECRETS: [&str; 2] = ["client_secret", "client_secret_expires_at"];

/// A `client_id` that is an address: `https://` with a path, without a user, a fragment and dots for steps in it; `http://` on this machine alone.
/// It is compared as it is written (RFC 3986 §6.2.1).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ClientIdUrl(String);

impl ClientIdUrl {
    /// Reads an address; none where the text is no such one.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() > LONGEST_URL || text.contains('#') {
            return None;
        }
        // The host is spelled plainly, and there is no user.
        let origin = Origin::parse(text)?;
        if !origin.is_tls() && !origin.is_loopback() {
            return None;
        }
        let (_, after_scheme) = text.split_once("://")?;
        let (_, path) = after_scheme.split_once('/')?;
        let path = path.split_once('?').map_or(path, |(path, _)| path);
        let is_step = |part: &str| {
            let part = part.to_ascii_lowercase().replace("%2e", ".");
            part == "." || part == ".."
        };
        if path.split('/').any(is_step) {
            return None;
        }
        Some(Self(text.to_owned()))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the host, with the port where it is not the usual one: who answers for the document.
    pub fn host(&self) -> String {
        Origin::parse(&self.0).map(|origin| host_of(&origin)).unwrap_or_default()
    }

    /// Returns whether it leads to this machine.
    pub fn is_loopback(&self) -> bool {
        Origin::parse(&self.0).is_some_and(|origin| origin.is_loopback())
    }
}

impl fmt::Display for ClientIdUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Returns the host of an origin, with the port where it is not the usual one.
pub(crate) fn host_of(origin: &Origin) -> String {
    origin.to_string().split_once("://").map(|(_, host)| host.to_owned()).unwrap_or_default()
}

/// A `client_id` as clients and tokens have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClientName {
    /// The identifier that this server gave.
    Id(ClientId),
    /// The address of the client's document.
    Url(ClientIdUrl),
}

impl fmt::Display for ClientName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(id) => id.fmt(f),
            Self::Url(url) => url.fmt(f),
        }
    }
}

impl FromStr for ClientName {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        match text.parse::<ClientId>() {
            Ok(id) => Ok(Self::Id(id)),
            Err(error) => ClientIdUrl::parse(text).map(Self::Url).ok_or(error),
        }
    }
}

impl Serialize for ClientName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ClientName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

/// Where the settings of a client come from that is known by its document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientDocument {
    /// The address, which is its `client_id`.
    pub url: ClientIdUrl,
    /// When the document was last read, to the hour.
    pub read_at: Timestamp,
    /// What it says of the client, and what nothing here depends on.
    #[serde(default)]
    pub about: ClientAbout,
}

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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::client::TokenEndpointAuthMethod;

    const URL: &str = "https://app.example.com/oauth/client.json";

    fn terms() -> MetadataTerms {
        MetadataTerms {
            grant_types: BTreeSet::from([GrantType::AuthorizationCode, GrantType::RefreshToken]),
            methods: BTreeSet::from([TokenEndpointAuthMethod::None, TokenEndpointAuthMethod::PrivateKeyJwt]),
            scopes: "email offline_access openid".parse().unwrap(),
            signing_algorithms: BTreeSet::new(),
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
    fn an_address_is_a_client_id_if_it_leads_to_a_document_by_one_spelling() {
        for fine in [URL, "https://app.example.com/", "https://app.example.com:8443/a?b=c", "https://app.example.com/a/", "http://127.0.0.1:9000/client.json"] {
            assert_eq!(ClientIdUrl::parse(fine).unwrap().as_str(), fine);
            assert_eq!(fine.parse::<ClientName>().unwrap().to_string(), fine);
        }
        for wrong in [
            "",
            "app.example.com/client.json",
            "https://app.example.com",
            "https://app.example.com/a/../b",
            "https://app.example.com/./b",
            "https://app.example.com/%2E%2e/b",
            "https://app.example.com/a#b",
            "https://ann@app.example.com/a",
            "http://app.example.com/a",
            "https://0x7f.1/a",
            "ftp://app.example.com/a",
        ] {
            assert_eq!(ClientIdUrl::parse(wrong), None, "{wrong}");
        }
        assert_eq!(ClientIdUrl::parse(&format!("https://app.example.com/{}", "a".repeat(LONGEST_URL))), None);
        assert_eq!(ClientIdUrl::parse("https://APP.example.com:443/a").unwrap().host(), "app.example.com");
        assert_eq!(ClientIdUrl::parse("https://app.example.com:8443/a").unwrap().host(), "app.example.com:8443");
    }

    #[test]
    fn a_name_is_an_identifier_or_an_address_and_is_written_as_it_is_read() {
        let id = ClientId::new(Timestamp::from_millis(0), [7; 10]);
        for (text, name) in [(id.to_string(), ClientName::Id(id)), (URL.to_owned(), ClientName::Url(ClientIdUrl::parse(URL).unwrap()))] {
            assert_eq!(serde_json::from_value::<ClientName>(json!(text)).unwrap(), name);
            assert_eq!(serde_json::to_value(&name).unwrap(), json!(text));
        }
        assert!("shop".parse::<ClientName>().is_err());
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
