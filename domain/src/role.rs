//! Roles: named sets of actions. Five are built in; a tenant, or the installation, can have more of its own.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{
    clock::Timestamp,
    id::{RoleId, TenantId},
    name::Name,
    permission::{Action, Actions},
};

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
    Administrator = "administrator", "Administrator", "Everything but administrators, their roles and their API tokens.";
    /// Clients, services and users.
    Manager = "manager", "Manager", "Clients, services, users and refresh tokens; no settings of a workspace.";
    /// Users and their tokens.
    Support = "support", "Support", "Sees users and refresh tokens, revokes them and resets passwords; no secrets and no settings.";
    /// Sees everything.
    Auditor = "auditor", "Auditor", "Sees everything and changes nothing.";
}

impl BuiltInRole {
    /// Returns the actions that it permits.
    pub fn actions(self) -> Actions {
        Action::ALL.iter().copied().filter(|action| self == Self::Owner || action.roles().contains(&self)).collect()
    }

    /// Returns the role with this name on the wire.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|role| role.name() == name)
    }
}

/// A role of a tenant, or of the installation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Role {
    /// Its identifier.
    pub id: RoleId,
    /// The tenant whose role it is; the installation's if it is none.
    pub tenant_id: Option<TenantId>,
    /// Its name.
    pub name: Name,
    /// What it permits.
    pub actions: Actions,
    /// Counts its changes.
    pub version: i64,
    /// When it was created.
    pub created_at: Timestamp,
}

/// A role by what identifies it: the name of a built-in one, or the identifier of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RoleRef {
    /// A built-in role.
    BuiltIn(BuiltInRole),
    /// A role of a tenant, or of the installation.
    Own(RoleId),
}

/// The text names no role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not a role")]
pub struct InvalidRole;

impl std::str::FromStr for RoleRef {
    type Err = InvalidRole;

    fn from_str(text: &str) -> Result<Self, InvalidRole> {
        let built_in = BuiltInRole::from_name(text).map(Self::BuiltIn);
        built_in.or_else(|| text.parse().ok().map(Self::Own)).ok_or(InvalidRole)
    }
}

impl fmt::Display for RoleRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BuiltIn(role) => f.write_str(role.name()),
            Self::Own(id) => id.fmt(f),
        }
    }
}

impl Serialize for RoleRef {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for RoleRef {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_owner_holds_every_action_and_each_other_role_fewer() {
        assert_eq!(BuiltInRole::Owner.actions(), Actions::all());
        for role in BuiltInRole::ALL.iter().skip(1) {
            assert!(BuiltInRole::Owner.actions().without(role.actions()).contains(Action::AssignRole), "{role:?}");
        }
    }

    #[test]
    fn an_auditor_only_sees() {
        for action in BuiltInRole::Auditor.actions().iter() {
            assert!(action.code().contains(".see") || action == Action::Explain, "{action:?}");
        }
        let all_that_is_seen = Action::ALL.iter().filter(|action| action.code().contains(".see"));
        assert!(all_that_is_seen.into_iter().all(|action| BuiltInRole::Auditor.actions().contains(*action)));
    }

    #[test]
    fn a_role_is_written_by_its_name_or_its_identifier() {
        let own = RoleRef::Own(RoleId::new(Timestamp::from_millis(0), [7; 10]));
        for role in [RoleRef::BuiltIn(BuiltInRole::Support), own] {
            assert_eq!(role.to_string().parse(), Ok(role));
        }
        assert_eq!("king".parse::<RoleRef>(), Err(InvalidRole));
    }
}
