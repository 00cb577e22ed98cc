//! What roles and levels are called in the reader's language. A role of somebody's own, and what somebody named, is called the same in all.

use domain::{grants::Level, role::RoleRef, view::RoleView};

pub(super) use crate::text::role_name;
use crate::{
    t,
    text::{gone, word},
};

/// Returns a role with the name and the description that it has in the reader's language.
pub(super) fn named_role(role: RoleView) -> RoleView {
    match role.role {
        RoleRef::BuiltIn(kind) => {
            RoleView { name: word(kind.label()).to_owned(), description: word(kind.description()).to_owned(), ..role }
        }
        RoleRef::Own(_) => role,
    }
}

/// Returns what a level is called. `name` is its own name, or the English one.
pub(super) fn level_name(level: Level, name: String) -> String {
    match level {
        Level::Installation => t!("administrators-named-installation").to_owned(),
        Level::Tenant(_) | Level::Workspace(..) | Level::Client(..) => gone(name),
    }
}
