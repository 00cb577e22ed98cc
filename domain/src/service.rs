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
}

/// The name, kind and scopes of the services that every workspace starts with.
pub fn defaults() -> Vec<(ServiceKind, &'static str, Vec<ServiceScope>)> {
    let scope = |scope: &str, display_name: &str, description: &str| {
        Some(ServiceScope {
            scope: Scope::parse(scope).ok()?,
            display_name: Name::parse(display_name).ok()?,
            description: Description::parse(description).ok()?,
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
}
