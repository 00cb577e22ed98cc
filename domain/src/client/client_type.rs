//! What kind of application a client is.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{grant_type::GrantType, unknown_value::UnknownValue};

/// What kind of application a client is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClientType {
    /// Runs on a server and can keep a secret.
    ServerSideWeb,
    /// Runs in the browser and cannot.
    SinglePage,
    /// Runs on the user's device and cannot.
    MobileDesktop,
    /// Acts for itself, without a user.
    Service,
}

impl ClientType {
    /// All of them, in the order the console shows them.
    pub const ALL: [Self; 4] = [Self::ServerSideWeb, Self::SinglePage, Self::MobileDesktop, Self::Service];

    /// The value on the wire (`application_types`).
    pub const fn name(self) -> &'static str {
        match self {
            Self::ServerSideWeb => "server_side_web",
            Self::SinglePage => "single_page",
            Self::MobileDesktop => "mobile_desktop",
            Self::Service => "service",
        }
    }

    /// The label in the console.
    pub const fn label(self) -> &'static str {
        match self {
            Self::ServerSideWeb => "Server-side web",
            Self::SinglePage => "Single-page",
            Self::MobileDesktop => "Mobile / desktop",
            Self::Service => "Service",
        }
    }

    /// One sentence for the administrator who chooses.
    pub const fn description(self) -> &'static str {
        match self {
            Self::ServerSideWeb => "An application that runs on your server, signs users in and can keep a secret.",
            Self::SinglePage => "An application that runs in the browser. It cannot keep a secret.",
            Self::MobileDesktop => "An application on the user's phone or computer. It cannot keep a secret.",
            Self::Service => "A program that acts for itself, without a user.",
        }
    }

    /// Returns whether such a client can keep a secret (RFC 6749 §2.1).
    pub const fn is_confidential(self) -> bool {
        matches!(self, Self::ServerSideWeb | Self::Service)
    }

    /// Returns whether users sign in to it.
    pub const fn has_users(self) -> bool {
        !matches!(self, Self::Service)
    }

    /// Returns whether a client of this type may have the grant.
    pub const fn may_have(self, grant: GrantType) -> bool {
        (self.has_users() || !grant.needs_users()) && (self.is_confidential() || !grant.needs_authentication())
    }
}

impl FromStr for ClientType {
    type Err = UnknownValue;

    fn from_str(text: &str) -> Result<Self, UnknownValue> {
        Self::ALL.into_iter().find(|value| value.name() == text).ok_or(UnknownValue)
    }
}
