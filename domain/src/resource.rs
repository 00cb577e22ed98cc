//! Resource indicators (RFC 8707): which resource servers a token is for.

use std::{collections::BTreeSet, fmt, str::FromStr};

use fluent_uri::Uri;
use serde::{Deserialize, Serialize};

/// The address of a resource server, as an access token's `aud` carries it: an absolute URI without fragment (RFC 8707 §2), of at most
/// 500 characters, in its normal form (RFC 3986 §6.2.2–3), so that `https://api.example.com` and `HTTPS://API.example.com:443/` are one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Resource(String);

/// What the address of a resource server's metadata has behind its host (RFC 9728 §3).
pub const METADATA: &str = "/.well-known/oauth-protected-resource";

/// Not an absolute URI without fragment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Type an absolute address without a # part, such as https://api.example.com/orders.")]
pub struct InvalidResource;

impl Resource {
    /// Checks a resource server's address.
    pub fn parse(text: &str) -> Result<Self, InvalidResource> {
        let uri = Uri::parse(text).map_err(|_| InvalidResource)?;
        if text.len() > 500 || uri.fragment().is_some() { Err(InvalidResource) } else { Ok(Self(normal_form(&uri))) }
    }

    /// The address as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns where the resource server publishes what there is to know of it (RFC 9728 §3.1): its own address, with a part between host and path.
    /// None where it is not asked for by HTTP.
    pub fn metadata_address(&self) -> Option<String> {
        let (scheme, rest) = self.0.split_once("://").filter(|(scheme, _)| matches!(*scheme, "https" | "http"))?;
        let (host, path) = rest.split_at_checked(rest.find(['/', '?']).unwrap_or(rest.len()))?;
        // What the host alone is followed by goes.
        let path = match path.strip_prefix('/') {
            Some(rest) if rest.is_empty() || rest.starts_with('?') => rest,
            _ => path,
        };
        Some(format!("{scheme}://{host}{METADATA}{path}"))
    }
}

/// Case, percent-encoding and dot segments as RFC 3986 §6.2.2 has them; no default port and no empty path, as §6.2.3 has it for `http` and
/// `https`.
fn normal_form(uri: &Uri<&str>) -> String {
    let uri = uri.normalize();
    let default_port = match uri.scheme().as_str() {
        "https" => ":443",
        "http" => ":80",
        _ => return uri.into_string(),
    };
    let Some(authority) = uri.authority() else { return uri.into_string() };
    let host = authority.as_str();
    let host = host.strip_suffix(default_port).or_else(|| host.strip_suffix(':')).unwrap_or(host);
    let path = if uri.path().as_str().is_empty() { "/" } else { uri.path().as_str() };
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    format!("{}://{host}{path}{query}", uri.scheme())
}

impl fmt::Display for Resource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Resource {
    type Error = InvalidResource;

    fn try_from(text: String) -> Result<Self, InvalidResource> {
        Self::parse(&text)
    }
}

impl From<Resource> for String {
    fn from(resource: Resource) -> Self {
        resource.0
    }
}

/// A set of resources; as text, a list with single spaces in alphabetical order. Empty where a token is for the workspace itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Resources(BTreeSet<Resource>);

impl Resources {
    /// No resource.
    pub const fn none() -> Self {
        Self(BTreeSet::new())
    }

    /// Returns whether the set has this resource.
    pub fn contains(&self, resource: &Resource) -> bool {
        self.0.contains(resource)
    }

    /// Returns whether all resources are among `others`.
    pub fn is_subset(&self, others: &Self) -> bool {
        self.0.is_subset(&others.0)
    }

    /// Those that are in both.
    #[must_use]
    pub fn intersection(&self, others: &Self) -> Self {
        Self(self.0.intersection(&others.0).cloned().collect())
    }

    /// Those of both.
    #[must_use]
    pub fn union(&self, others: &Self) -> Self {
        Self(self.0.union(&others.0).cloned().collect())
    }

    /// Each resource, in alphabetical order.
    pub fn iter(&self) -> impl Iterator<Item = &Resource> {
        self.0.iter()
    }

    /// Returns whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<Resource> for Resources {
    fn from_iter<I: IntoIterator<Item = Resource>>(resources: I) -> Self {
        Self(resources.into_iter().collect())
    }
}

impl fmt::Display for Resources {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, resource) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str(" ")?;
            }
            resource.fmt(f)?;
        }
        Ok(())
    }
}

impl FromStr for Resources {
    type Err = InvalidResource;

    fn from_str(text: &str) -> Result<Self, InvalidResource> {
        text.split(' ').filter(|item| !item.is_empty()).map(Resource::parse).collect()
    }
}

impl TryFrom<String> for Resources {
    type Error = InvalidResource;

    fn try_from(text: String) -> Result<Self, InvalidResource> {
        text.parse()
    }
}

impl From<Resources> for String {
    fn from(resources: Resources) -> Self {
        resources.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Clauses: 73.
    #[test]
    fn a_resource_is_absolute_and_has_no_fragment() {
        assert!(Resource::parse("https://api.example.com/orders?v=1").is_ok());
        assert!(Resource::parse("urn:example:orders").is_ok());
        for text in ["", "/orders", "api.example.com", "https://api.example.com/#a", "https://api.example.com/a b"] {
            assert_eq!(Resource::parse(text), Err(InvalidResource), "{text:?}");
        }
    }

    /// Clauses: 299.
    #[test]
    fn where_a_resource_server_publishes_its_metadata_follows_from_its_address() {
        for (text, expected) in [
            ("https://api.example.com", Some("https://api.example.com/.well-known/oauth-protected-resource")),
            ("https://api.example.com/orders", Some("https://api.example.com/.well-known/oauth-protected-resource/orders")),
            ("https://api.example.com:8443/a/b/", Some("https://api.example.com:8443/.well-known/oauth-protected-resource/a/b/")),
            ("https://api.example.com/?v=1", Some("https://api.example.com/.well-known/oauth-protected-resource?v=1")),
            ("https://api.example.com/mcp?v=1/2", Some("https://api.example.com/.well-known/oauth-protected-resource/mcp?v=1/2")),
            ("http://127.0.0.1:8090/api", Some("http://127.0.0.1:8090/.well-known/oauth-protected-resource/api")),
            ("http://[::1]/api", Some("http://[::1]/.well-known/oauth-protected-resource/api")),
            ("urn:example:orders", None),
            ("ftp://api.example.com/", None),
        ] {
            assert_eq!(Resource::parse(text).unwrap().metadata_address().as_deref(), expected, "{text}");
        }
    }

    /// Clauses: 137.
    #[test]
    fn one_address_has_one_form() {
        for (text, form) in [
            ("https://api.example.com", "https://api.example.com/"),
            ("HTTPS://API.Example.com:443", "https://api.example.com/"),
            ("https://api.example.com:?v=%7e1", "https://api.example.com/?v=~1"),
            ("http://api.example.com:80/a/../b/", "http://api.example.com/b/"),
            ("https://api.example.com/Orders", "https://api.example.com/Orders"),
            ("https://api.example.com:8443", "https://api.example.com:8443/"),
            ("https://api.example.com:8443/mcp/", "https://api.example.com:8443/mcp/"),
            ("urn:Example:Orders", "urn:Example:Orders"),
        ] {
            let resource = Resource::parse(text).unwrap();
            assert_eq!(resource.as_str(), form);
            assert_eq!(Resource::parse(form), Ok(resource), "it is its own form");
        }
    }

    #[test]
    fn a_list_of_resources_reads_back_as_it_was_written() {
        let resources: Resources = "https://b.example https://a.example/".parse().unwrap();
        assert_eq!(resources.to_string(), "https://a.example/ https://b.example/");
        assert_eq!(resources.to_string().parse(), Ok(resources));
    }
}
