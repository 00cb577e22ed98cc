//! Roles: the built-in ones, and those of a tenant or of the installation.

use control::permission::Action;
use domain::{
    id::RoleId,
    role::RoleRef,
    wire::{GrantableActions, Role, RoleQuery},
};

use super::{
    at::{LevelAt, RoleAt},
    error::{Failure, Fault},
    kit::{Ask, Created, Found, ListQuery, Listed, Nothing, Noun, Operation, Outcome, Place, Tag},
    levels::Level,
};

const NOUN: Noun =
    Noun { one: "role", many: "roles", searched: false, sorted_by: "position", newest_first: false, also_by: &[], counted: true };

pub(super) fn operations() -> Vec<Operation> {
    Level::BOTH.into_iter().flat_map(at_level).collect()
}

fn at_level(level: Level) -> Vec<Operation> {
    let all = Place::<LevelAt>::new("Roles", level.path("/roles"));
    let one = all.below::<RoleAt>("/{role}");
    let grantable_actions = Place::<LevelAt>::new("Roles", level.path("/grantable-actions"));
    vec![
        all.list(level.words(["list_roles", "list_installation_roles"], "List roles"), NOUN, list)
            .about("The built-in ones first, then those of the installation, then those of the tenant.")
            .needs(&[Action::SeeRoles]),
        all.create(level.words(["create_role", "create_installation_role"], "Create a role"), create)
            .about("Nobody makes a role that permits what they do not hold.")
            .needs(&[Action::SetRoles]),
        one.read(level.words(["read_role", "read_installation_role"], "Read a role"), read).needs(&[Action::SeeRoles]),
        one.replace(level.words(["replace_role", "replace_installation_role"], "Replace a role's name and actions"), read, save)
            .about("For all who have it, from their next request on.")
            .needs(&[Action::SetRoles]),
        one.patch(level.words(["change_role", "change_installation_role"], "Change a role's name or actions"), read, save)
            .about("A list of actions is replaced whole.")
            .needs(&[Action::SetRoles]),
        one.remove(level.words(["delete_role", "delete_installation_role"], "Delete a role"), read, remove)
            .about("Whoever had it has it no longer.")
            .needs(&[Action::SetRoles]),
        grantable_actions
            .look(
                level.words(
                    ["list_grantable_actions", "list_installation_grantable_actions"],
                    "List the actions that a role can get from the caller",
                ),
                grantable,
            )
            .needs(&[Action::SetRoles]),
    ]
}

async fn list((ask, query): (Ask<LevelAt>, ListQuery<String, RoleQuery>)) -> Outcome<Listed<Role>> {
    let (operator, tenant) = (&ask.operator, ask.at.tenant.as_ref());
    let all = if query.filter.assignable { operator.list_assignable_roles(tenant).await? } else { operator.list_roles(tenant).await? };
    let all = all.iter().map(|view| (view.role.to_string(), Role::from(view))).collect();
    Ok(Listed::cut(all, &query.window))
}

async fn read(ask: Ask<RoleAt>) -> Outcome<Found<Role>> {
    let roles = ask.operator.list_roles(ask.at.tenant.as_ref()).await?;
    let role = roles.iter().find(|view| view.role == ask.at.role).ok_or(control::Error::NotFound)?;
    let version = role.version.unwrap_or_default();
    Ok(Found { body: role.into(), tag: Tag::of(role.role, version), version })
}

async fn create(ask: Ask<LevelAt, Nothing, Role>) -> Outcome<Created<Role>> {
    let (name, actions) = ask.body.read()?;
    let role = ask.operator.create_role(ask.at.tenant.as_ref(), name.as_str(), actions).await?;
    let at = RoleAt { tenant: ask.at.tenant, role: RoleRef::Own(role.id) };
    let found = read(Ask { operator: ask.operator, at, query: Nothing {}, body: Nothing {} }).await?;
    Ok(Created::below(&role.id, found.body, Some(found.tag)))
}

async fn save((ask, version): (Ask<RoleAt, Nothing, Role>, i64)) -> Outcome<Found<Role>> {
    let (name, actions) = ask.body.read()?;
    ask.operator.set_role(own(ask.at.role)?, version, name.as_str(), actions).await?;
    read(Ask { operator: ask.operator, at: ask.at, query: Nothing {}, body: Nothing {} }).await
}

async fn remove((ask, found): (Ask<RoleAt>, Found<Role>)) -> Outcome<()> {
    ask.operator.delete_role_as_read(own(ask.at.role)?, found.version).await?;
    Ok(())
}

async fn grantable(ask: Ask<LevelAt>) -> Outcome<GrantableActions> {
    Ok(ask.operator.grantable_actions(ask.at.tenant.as_ref()).await?.into())
}

/// Returns the identifier of a role that is not built in.
fn own(role: RoleRef) -> Outcome<RoleId> {
    match role {
        RoleRef::Own(id) => Ok(id),
        RoleRef::BuiltIn(_) => Err(Failure::invalid(Fault::of_parameter("role", "built_in", "A built-in role stays as it is."))),
    }
}
