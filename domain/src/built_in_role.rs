//! The roles that every installation has. What they permit is in the table of actions.

use serde::{Deserialize, Serialize};

macro_rules! built_in {
    ($($(#[$doc:meta])* $role:ident = $name:literal, $label:literal, $description:literal;)*) => {
        /// A role that every installation has. It cannot be changed.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum BuiltInRole { $($(#[$doc])* $role,)* }

        impl BuiltInRole {
            /// All of them, from the most to the fewest actions.
            pub const ALL: &[Self] = &[$(Self::$role),*];

            /// Returns the name on the wire.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$role => $name,)* }
            }

            /// Returns the name for people.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$role => $label,)* }
            }

            /// Returns what it is for, in a sentence.
            pub const fn description(self) -> &'static str {
                match self { $(Self::$role => $description,)* }
            }
        }
    };
}

built_in! {
    /// Everything.
    Owner = "owner", "Owner", "Everything, including administrators and their roles.";
    /// Everything but administrators.
    Administrator = "administrator", "Administrator", "Everything but tenants, administrators, their roles and their API tokens.";
    /// Clients, services and users.
    Manager = "manager", "Manager", "Clients, services, users and refresh tokens; no settings and no signing keys of a workspace.";
    /// Users and their tokens.
    Support = "support", "Support", "Sees users and refresh tokens, revokes them and resets passwords; no secrets and no settings.";
    /// Sees everything.
    Auditor = "auditor", "Auditor", "Sees everything and changes nothing.";
}

impl BuiltInRole {
    /// Returns the role with this name on the wire.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|role| role.name() == name)
    }
}
