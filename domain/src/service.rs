//! Services: groups of scopes that a client can be given.

use serde::{Deserialize, Serialize};

use crate::{
    description::Description,
    id::{ServiceId, WorkspaceId},
    name::Name,
    resource::Resource,
    scope::{self, Scope},
};

/// Who made a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServiceKind {
    /// Comes with every workspace: the server's own endpoints.
    OAuth2,
    /// Comes with every workspace: what a user's profile holds, and offline access.
    Profile,
    /// Made by an administrator: an API of theirs.
    Custom,
}

/// A group of scopes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    /// Its identifier.
    pub id: ServiceId,
    /// The workspace it belongs to.
    pub workspace_id: WorkspaceId,
    /// Its name.
    pub name: Name,
    /// Who made it.
    pub kind: ServiceKind,
    /// The address of the resource server behind it, which a client may ask tokens for (RFC 8707).
    pub resource: Option<Resource>,
    /// Its scopes, in the order they are shown.
    pub scopes: Vec<ServiceScope>,
    /// Counts its changes.
    pub version: i64,
}

/// What an administrator chooses about a service of their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceSettings {
    /// Its name; fixed when it is made.
    pub name: Name,
    /// The address of the resource server behind it.
    pub resource: Option<Resource>,
    /// Its scopes, in the order they are shown.
    pub scopes: Vec<ServiceScope>,
}

/// A scope of a service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceScope {
    /// The value on the wire, unique in its workspace.
    pub scope: Scope,
    /// What the console calls it.
    pub display_name: Name,
    /// What the user is told on the consent page.
    pub description: Description,
    /// The same in German; without it German users read the other.
    #[serde(default, skip_serializing_if = "Description::is_empty")]
    pub description_de: Description,
}

impl ServiceScope {
    /// What a user reads of it, in German or in another language. It is never empty: without a description it is the name.
    pub fn told(&self, german: bool) -> &str {
        let own = Some(&self.description_de).filter(|own| german && !own.is_empty());
        let told = own.or_else(|| Some(&self.description).filter(|told| !told.is_empty()));
        told.map_or_else(|| self.display_name.as_str(), Description::as_str)
    }
}

/// The name, kind and scopes of the services that every workspace starts with.
pub fn defaults() -> Vec<(ServiceKind, &'static str, Vec<ServiceScope>)> {
    let scope = |scope: &str, display_name: &str, description: &str| {
        Some(ServiceScope {
            scope: Scope::parse(scope).ok()?,
            display_name: Name::parse(display_name).ok()?,
            description: Description::parse(description).ok()?,
            description_de: Description::default(),
        })
    };
    vec![
        (
            ServiceKind::OAuth2,
            "OAuth2",
            [scope(scope::INTROSPECT_TOKENS, "Introspect tokens", "Ask whether a token that was issued to another client is valid")]
                .into_iter()
                .flatten()
                .collect(),
        ),
        (
            ServiceKind::Profile,
            "Profile",
            [
                scope(scope::OPENID, "OpenID", "Know who you are"),
                scope(scope::PROFILE, "Profile", "See your name"),
                scope(scope::EMAIL, "Email", "See your e-mail address"),
                scope(scope::ADDRESS, "Address", "See your postal address"),
                scope(scope::PHONE, "Phone", "See your telephone number"),
                scope(scope::OFFLINE_ACCESS, "Offline access", "Keep access while you are away, until you or an administrator end it"),
            ]
            .into_iter()
            .flatten()
            .collect(),
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_services_are_whole() {
        let counts: Vec<_> = defaults().iter().map(|(_, name, scopes)| (*name, scopes.len())).collect();
        assert_eq!(counts, [("OAuth2", 1), ("Profile", 6)]);
    }

    #[test]
    fn german_users_read_german_where_there_is_any_and_nobody_reads_nothing() {
        // As an earlier version has stored it.
        let stored = r#"{"scope":"orders","display_name":"Orders","description":""}"#;
        let mut scope: ServiceScope = serde_json::from_str(stored).unwrap();
        assert_eq!(serde_json::to_string(&scope).unwrap(), stored);
        assert_eq!([true, false].map(|german| scope.told(german)), ["Orders"; 2]);
        scope.description = Description::parse("See your orders").unwrap();
        assert_eq!([true, false].map(|german| scope.told(german)), ["See your orders"; 2]);
        scope.description_de = Description::parse("Ihre Bestellungen sehen").unwrap();
        assert_eq!([true, false].map(|german| scope.told(german)), ["Ihre Bestellungen sehen", "See your orders"]);
    }
}
