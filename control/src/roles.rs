//! Roles of a tenant or of the installation, beside the built-in ones.

use domain::{
    audit::{AuditAction, Change},
    grants::{Grant, Grants, Level},
    id::RoleId,
    name::{Name, Slug},
    permission::{Action, Actions},
    problem::Problem,
    role::{BuiltInRole, Role, RoleRef},
    view::{LevelPath, RoleView},
};

use crate::{Control, Error, Holder, Operator, audit_line::Line, changes, error::Problems, permit::Permit, write::Write};

/// The most roles that a tenant, or the installation, can have beside the built-in ones.
const MOST_ROLES: u32 = 100;

impl Control {
    /// Returns a role that is not built in, where it is one and exists.
    pub(crate) async fn own_role(&self, role: RoleRef) -> Result<Option<Role>, Error> {
        match role {
            RoleRef::Own(id) => Ok(self.store().roles().find(id).await?),
            RoleRef::BuiltIn(_) => Ok(None),
        }
    }

    /// Returns what a role is called for people.
    pub(crate) async fn role_name(&self, role: RoleRef) -> Result<String, Error> {
        Ok(role_label(role, self.own_role(role).await?.as_ref()))
    }
}

impl Operator {
    /// Returns the roles of a tenant, or of the whole installation: the built-in ones, and those of the tenant and of the installation.
    pub async fn list_roles(&self, tenant: Option<&Slug>) -> Result<Vec<RoleView>, Error> {
        let level = self.level(&LevelPath { tenant: tenant.cloned(), ..LevelPath::default() }).await?;
        self.check(Action::SeeRoles, level)?;
        self.roles_at(level).await
    }

    /// Returns those of the roles that the actor can assign in a tenant or in a part of it, or in the whole installation.
    ///
    /// # Errors
    /// [`Error::Forbidden`] where there are none.
    pub async fn list_assignable_roles(&self, tenant: Option<&Slug>) -> Result<Vec<RoleView>, Error> {
        let outer = self.level(&LevelPath { tenant: tenant.cloned(), ..LevelPath::default() }).await?;
        let levels = self.actor.levels_within(outer).chain([outer]).filter(|level| self.actor.may(Action::AssignRole, *level));
        let levels: Vec<Level> = levels.collect();
        let mut roles = self.roles_at(outer).await?;
        roles.retain(|role| levels.iter().any(|level| self.actor.covers(&Grants::new([Grant { level: *level, actions: role.actions }]))));
        if roles.is_empty() {
            return Err(Error::Forbidden(Action::AssignRole));
        }
        Ok(roles)
    }

    /// Returns those of the roles that an API client can get from the actor in a tenant.
    ///
    /// # Errors
    /// [`Error::Forbidden`] where the actor may not create API clients there.
    pub async fn list_roles_for_api_clients(&self, tenant: &Slug) -> Result<Vec<RoleView>, Error> {
        let level = Level::Tenant(self.permit_in(Action::SetApiClients, tenant).await?.into_tenant().id);
        let mut roles = self.roles_at(level).await?;
        roles.retain(|role| self.actor.covers(&Grants::new([Grant { level, actions: role.actions }])));
        Ok(roles)
    }

    /// Returns the actions that a role of a tenant, or of the installation, can get from the actor.
    ///
    /// # Errors
    /// [`Error::Forbidden`] where the actor may not create roles there.
    pub async fn grantable_actions(&self, tenant: Option<&Slug>) -> Result<Actions, Error> {
        let level = self.level(&LevelPath { tenant: tenant.cloned(), ..LevelPath::default() }).await?;
        self.check(Action::SetRoles, level)?;
        Ok(Actions::all().up_to(level.extent()).iter().filter(|action| self.actor.may(*action, level)).collect())
    }

    async fn roles_at(&self, level: Level) -> Result<Vec<RoleView>, Error> {
        let store = self.control.store();
        let mut own = store.roles().list(None).await?;
        if let Some(tenant) = level.tenant() {
            own.extend(store.roles().list(Some(tenant)).await?);
        }
        let view = |role: RoleRef, name: String, description: String, actions: Actions, home: Option<&Role>| {
            let grants = Grants::new([Grant { level, actions }]);
            RoleView {
                may_assign: self.actor.may(Action::AssignRole, level) && self.actor.covers(&grants),
                may_set: home.is_some_and(|home| self.may_set(home.level(), home.actions)),
                version: home.map(|home| home.version),
                of_installation: home.is_some_and(|home| home.tenant_id.is_none()),
                role,
                name,
                description,
                actions,
            }
        };
        let built_in = BuiltInRole::ALL
            .iter()
            .map(|role| view(RoleRef::BuiltIn(*role), role.label().to_owned(), role.description().to_owned(), role.actions(), None));
        let own = own.iter().map(|role| view(RoleRef::Own(role.id), role.name.to_string(), String::new(), role.actions, Some(role)));
        Ok(built_in.chain(own).collect())
    }

    /// Returns whether the actor may make a role of these actions, or change one that has them: they hold all of them at its level.
    fn may_set(&self, level: Level, actions: Actions) -> bool {
        self.actor.may(Action::SetRoles, level) && self.actor.covers(&Grants::new([Grant { level, actions }]))
    }

    fn permit_set(&self, level: Level, actions: Actions) -> Result<Permit, Error> {
        let permit = self.permit_level(Action::SetRoles, level)?;
        self.check_covers(Action::SetRoles, Holder::Role, &Grants::new([Grant { level, actions }]))?;
        Ok(permit)
    }

    /// Creates a role of a tenant, or of the installation.
    ///
    /// # Errors
    /// [`Error::Forbidden`] where the actor does not hold all that it permits.
    pub async fn create_role(&self, tenant: Option<&Slug>, name: &str, actions: Actions) -> Result<Role, Error> {
        let level = self.level(&LevelPath { tenant: tenant.cloned(), ..LevelPath::default() }).await?;
        let permit = self.permit_set(level, actions)?;
        let name = checked(name, actions, level)?;
        let write = self.begin_alone_with(&permit, level.tenant(), &[]).await?;
        let others = write.transaction.roles().list(level.tenant()).await?;
        if others.len() >= MOST_ROLES as usize {
            return Err(Error::invalid("name", Problem::TooMany { most: MOST_ROLES }));
        }
        free(&others, None, &name)?;
        let id = RoleId::new(write.now, self.control.random_bytes());
        let role = Role { id, tenant_id: level.tenant(), name, actions, version: 1, created_at: write.now };
        write.transaction.roles().insert(&role).await?;
        write.audit(line(AuditAction::RoleCreated, &role, told(Actions::NONE, actions))).await?;
        write.commit().await?;
        Ok(role)
    }

    /// Changes a role for all who have it, from their next request on.
    ///
    /// # Errors
    /// [`Error::Forbidden`] where the actor does not hold all that it permits, before or after; [`Error::Stale`] where it has another
    /// version.
    pub async fn set_role(&self, id: RoleId, version: i64, name: &str, actions: Actions) -> Result<Role, Error> {
        let (write, before) = self.begin_role(id, actions).await?;
        if before.version != version {
            return Err(Error::Stale);
        }
        let name = checked(name, actions, before.level())?;
        free(&write.transaction.roles().list(before.tenant_id).await?, Some(id), &name)?;
        if name == before.name && actions == before.actions {
            return Ok(before);
        }
        let mut changes = told(before.actions, actions);
        if name != before.name {
            changes.extend(changes::one("name", &before.name, &name));
        }
        let after = write.transaction.roles().update(&Role { name, actions, ..before }).await?;
        write.audit(line(AuditAction::RoleUpdated, &after, changes)).await?;
        write.commit().await?;
        Ok(after)
    }

    /// Deletes a role: whoever had it has it no longer, and invitations to it can no longer be accepted.
    ///
    /// # Errors
    /// Those of [`Operator::set_role`].
    pub async fn delete_role(&self, id: RoleId) -> Result<Role, Error> {
        self.delete_role_in(id, None).await
    }

    /// Deletes a role as [`Operator::delete_role`] does, in the version that was read.
    ///
    /// # Errors
    /// Those of [`Operator::set_role`].
    pub async fn delete_role_as_read(&self, id: RoleId, version: i64) -> Result<Role, Error> {
        self.delete_role_in(id, Some(version)).await
    }

    async fn delete_role_in(&self, id: RoleId, version: Option<i64>) -> Result<Role, Error> {
        let (write, doomed) = self.begin_role(id, Actions::NONE).await?;
        if version.is_some_and(|version| version != doomed.version) {
            return Err(Error::Stale);
        }
        let api_clients = write.transaction.api_clients().count_of_role(id).await?;
        if api_clients > 0 {
            return Err(Error::invalid("role", Problem::RoleOfApiClients { count: api_clients }));
        }
        let holders = write.transaction.administrators().holders_of(id).await?.len();
        write.transaction.roles().delete(id).await?;
        write.audit(line(AuditAction::RoleDeleted, &doomed, changes::gone(&[("administrators", holders as u64)]))).await?;
        write.commit().await?;
        Ok(doomed)
    }

    /// Begins a write of a role that is to have these actions. Whoever has it does nothing until the end of it, and its name is compared with those that
    /// the others have so long.
    async fn begin_role(&self, id: RoleId, actions: Actions) -> Result<(Write<'_>, Role), Error> {
        let found = self.control.store().roles().find(id).await?.ok_or(Error::NotFound)?;
        let permit = self.permit_set(found.level(), found.actions.or(actions))?;
        // Those who have it decide by what it permits: their writes are over, or see the change.
        let holders = self.control.store().administrators().holders_of(id).await?;
        let write = self.begin_alone_with(&permit, found.tenant_id, &holders).await?;
        let before = write.transaction.roles().lock(id).await?.ok_or(Error::NotFound)?;
        let _permitted = self.permit_set(before.level(), before.actions.or(actions))?;
        let now = write.transaction.administrators().holders_of(id).await?;
        if now.iter().any(|holder| !holders.contains(holder)) {
            return Err(Error::Stale);
        }
        Ok((write, before))
    }
}

/// Returns what a role is called for people.
pub(crate) fn role_label(role: RoleRef, own: Option<&Role>) -> String {
    match role {
        RoleRef::BuiltIn(role) => role.label().to_owned(),
        RoleRef::Own(_) => own.map_or_else(|| "Deleted role".to_owned(), |own| own.name.to_string()),
    }
}

/// Checks a role's name, and that its actions can be permitted at its level.
fn checked(name: &str, actions: Actions, level: Level) -> Result<Name, Error> {
    let mut problems = Problems::default();
    let name = problems.take("name", Name::parse(name));
    if actions.is_empty() {
        problems.note("actions", Problem::Missing);
    } else if actions.up_to(level.extent()) != actions {
        problems.note("actions", Problem::UnknownValue);
    }
    match name {
        Some(name) => problems.check().map(|()| name),
        None => Err(problems.into()),
    }
}

/// Refuses a name that another role has.
fn free(others: &[Role], own: Option<RoleId>, name: &Name) -> Result<(), Error> {
    let built_in = BuiltInRole::ALL.iter().any(|role| role.label().eq_ignore_ascii_case(name.as_str()));
    let taken = others.iter().any(|other| Some(other.id) != own && other.name == *name);
    if built_in || taken { Err(Error::invalid("name", Problem::Taken)) } else { Ok(()) }
}

/// Returns which actions a role gained and lost, for the audit line.
fn told(before: Actions, after: Actions) -> Vec<Change> {
    let words = |actions: Actions| actions.iter().map(Action::code).collect::<Vec<_>>().join(" ");
    changes::one("actions", &words(before.without(after)), &words(after.without(before)))
}

fn line(action: AuditAction, role: &Role, changes: Vec<Change>) -> Line {
    Line { workspace: None, action, target: role.name.to_string(), target_id: role.id.to_string(), changes }
}
