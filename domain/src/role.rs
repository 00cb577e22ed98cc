//! Roles: named sets of actions. Five are built in; a tenant, or the installation, can have more of its own.

use std::fmt;

use serde::{Deserialize, Serialize};

pub use crate::built_in_role::BuiltInRole;
use crate::{
    clock::Timestamp,
    grants::Level,
    id::{RoleId, TenantId},
    name::Name,
    permission::{Action, Actions},
};

impl BuiltInRole {
    /// Returns the actions that it permits.
    pub fn actions(self) -> Actions {
        Action::ALL.iter().copied().filter(|action| self == Self::Owner || action.roles().contains(&self)).collect()
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

impl Role {
    /// Returns the level whose role it is.
    pub const fn level(&self) -> Level {
        match self.tenant_id {
            Some(tenant) => Level::Tenant(tenant),
            None => Level::Installation,
        }
    }
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
