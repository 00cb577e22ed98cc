//! Refresh-token policy: the values of a workspace, the overrides of a client, and the values of both together.

mod limit;
mod retry;
mod rotation;

use serde::{Deserialize, Serialize};

pub use limit::{FamilyLimit, FamilyLimitOutOfBounds, LimitRule};
pub use retry::{Retry, RetryWindow};
pub use rotation::Rotation;

use crate::lifetime::{IdleTtl, constant};

/// Where a value that is in force comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The workspace's default.
    Workspace,
    /// The client's own.
    Client,
}

impl Origin {
    /// The value on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Workspace => "workspace",
            Self::Client => "client",
        }
    }
}

/// A value that is in force, and where it comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Effective<T> {
    /// The value.
    pub value: T,
    /// Where it is changed.
    pub origin: Origin,
}

impl<T: Copy> Effective<T> {
    /// The client's own value, or else the workspace's.
    pub(crate) fn of(default: T, own: Option<T>) -> Self {
        own.map_or(Self { value: default, origin: Origin::Workspace }, |value| Self { value, origin: Origin::Client })
    }
}

macro_rules! policies {
    ($($(#[$doc:meta])* $field:ident: $kind:ty = $default:expr;)*) => {
        /// A workspace's refresh-token policy. The names are those on the wire.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(default)]
        pub struct RefreshPolicy { $($(#[$doc])* pub $field: $kind,)* }

        impl Default for RefreshPolicy {
            fn default() -> Self {
                Self { $($field: $default,)* }
            }
        }

        /// What a client has of its own in place of its workspace's policy.
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(default)]
        pub struct RefreshOverrides {
            $($(#[$doc])* #[serde(skip_serializing_if = "Option::is_none")] pub $field: Option<$kind>,)*
        }

        /// A client's refresh-token policy as it is in force.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        pub struct EffectivePolicy { $($(#[$doc])* pub $field: Effective<$kind>,)* }

        impl EffectivePolicy {
            /// The policy of a client with these overrides, in a workspace with this policy.
            pub fn of(workspace: &RefreshPolicy, own: &RefreshOverrides) -> Self {
                Self { $($field: Effective::of(workspace.$field, own.$field),)* }
            }

            /// The values alone.
            pub const fn values(&self) -> RefreshPolicy {
                RefreshPolicy { $($field: self.$field.value,)* }
            }
        }
    };
}

policies! {
    /// Whose refresh tokens are replaced at each use.
    rotation: Rotation = Rotation::Always;
    /// How long a refresh token that was replaced still gets its successor, and how long a new one is not replaced again.
    retry_window: RetryWindow = constant(30);
    /// Beside the window: until the new token is used. For clients that authenticate or whose tokens are bound to a key.
    retry_until_first_use: bool = false;
    /// After how long without use a family ends; 0 for never.
    refresh_token_idle_ttl: IdleTtl = constant(0);
    /// How many families one user may have at one client.
    family_limit: FamilyLimit = FamilyLimit::default();
    /// What becomes of a login that would be one too many.
    family_limit_rule: LimitRule = LimitRule::EvictOldest;
    /// Is a refresh token issued without `offline_access` too? Then it is bound to the login session and ends with it.
    without_offline_access: bool = false;
    /// Does a family end when its user's password is set anew?
    end_on_password_change: bool = true;
    /// Does a family end when its user signs out, though it has `offline_access`?
    end_on_logout: bool = false;
}

impl RefreshPolicy {
    /// For how long a refresh token that was replaced still gets its successor.
    pub const fn retry(&self) -> Retry {
        Retry { window: self.retry_window, until_first_use: self.retry_until_first_use }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_of_its_own_that_equals_the_default_is_still_its_own() {
        let own = RefreshOverrides { end_on_logout: Some(false), ..RefreshOverrides::default() };
        assert_eq!(EffectivePolicy::of(&RefreshPolicy::default(), &own).end_on_logout.origin, Origin::Client);
    }
}
