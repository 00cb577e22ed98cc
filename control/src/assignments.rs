//! The roles of administrators. Nobody gives what they do not hold.

use std::collections::{HashMap, hash_map::Entry};

use domain::{
    administrator::{Administrator, AdministratorStatus, Assignment},
    audit::AuditAction,
    grants::{Grant, Grants, Level},
    id::{AdministratorId, AssignmentId},
    name::Name,
    permission::Action,
    problem::Problem,
    role::{Role, RoleRef},
    user::UserIdentifier,
    view::{AdministratorView, AssignmentView, LevelPath},
};

use crate::{Actor, Error, Holder, Operator, administrators::line, changes, roles::role_label, write::Write};

/// The most roles that an administrator can have: they are read with every request.
const MOST_ASSIGNMENTS: u32 = 100;

/// A role at a level: what it permits there, and what it is called.
pub(crate) struct Granted {
    pub(crate) grants: Grants,
    pub(crate) name: String,
}

impl Granted {
    /// Returns a role that can be assigned at a level: a built-in one, one of the installation, or one of that tenant.
    pub(crate) fn of(role: RoleRef, own: Option<&Role>, level: Level) -> Option<Self> {
        let (actions, name) = match (role, own) {
            (RoleRef::BuiltIn(role), _) => (role.actions(), role.name().to_owned()),
            (RoleRef::Own(_), Some(own)) if own.tenant_id.is_none() || own.tenant_id == level.tenant() => {
                (own.actions, own.name.to_string())
            }
            (RoleRef::Own(_), _) => return None,
        };
        Some(Self { grants: Grants::new([Grant { level, actions }]), name })
    }

    /// Returns it for an audit line, with what its level is called.
    pub(crate) fn of_place(&self, place: &str) -> String {
        format!("{} of {place}", self.name)
    }
}

impl Operator {
    /// Begins a write about an administrator to whom the actor may do this.
    pub(crate) async fn begin_over(&self, action: Action, about: AdministratorId) -> Result<(Write<'_>, Administrator), Error> {
        self.begin_about(action, about, |administrator| self.check_over(action, administrator)).await
    }

    /// Assigns a role to an administrator whom the actor sees. A role that they have there already stays as it is.
    ///
    /// # Errors
    /// [`Error::Forbidden`] where the actor may not assign roles at the level, or does not hold all that the role permits there.
    pub async fn assign_role(&self, email: &str, role: RoleRef, at: &LevelPath) -> Result<Administrator, Error> {
        let level = self.level(at).await?;
        let permit = self.permit_level(Action::AssignRole, level)?;
        self.check_recent(Some(Action::AssignRole))?;
        let found = self.administrator(email).await?;
        if self.is(&found) {
            return Err(Error::invalid("email", Problem::Yourself));
        }
        let place = self.name_of(level).await?;
        let (write, before) = self.begin_about_at(&permit, level, found.id).await?;
        let granted = write.in_gift(role, level).await?;
        let assignments = write.transaction.administrators().list_assignments(before.id).await?;
        if assignments.iter().any(|one| (one.role, one.level) == (role, level)) {
            return Ok(before);
        }
        if assignments.len() >= MOST_ASSIGNMENTS as usize {
            return Err(Error::invalid("role", Problem::TooMany { most: MOST_ASSIGNMENTS }));
        }
        write.assign(&before, role, level).await?;
        write.audit(line(AuditAction::RoleAssigned, &before, changes::one("role", "", &granted.of_place(&place)))).await?;
        let after = write.transaction.administrators().find(before.id).await?.ok_or(Error::NotFound)?;
        write.commit().await?;
        Ok(after)
    }

    /// Withdraws a role from another administrator.
    ///
    /// # Errors
    /// [`Error::Forbidden`] where the actor may not assign roles at its level, or does not hold all that it permits there.
    pub async fn withdraw_role(&self, id: AssignmentId) -> Result<Administrator, Error> {
        let administrators = self.control.store().administrators();
        let assignment = administrators.find_assignment(id).await?.ok_or(Error::NotFound)?;
        self.check(Action::AssignRole, assignment.level)?;
        self.check_recent(Some(Action::AssignRole))?;
        let place = self.name_of(assignment.level).await?;
        let (write, before) = self.begin_about(Action::AssignRole, assignment.administrator_id, |_| Ok(())).await?;
        if self.is(&before) {
            return Err(Error::invalid("email", Problem::Yourself));
        }
        let write = Write { tenant: assignment.level.tenant(), ..write };
        let granted = write.in_gift(assignment.role, assignment.level).await?;
        if !write.transaction.administrators().delete_assignment(id).await? {
            return Err(Error::NotFound);
        }
        write.audit(line(AuditAction::RoleWithdrawn, &before, changes::one("role", &granted.of_place(&place), ""))).await?;
        let after = write.transaction.administrators().find(before.id).await?.ok_or(Error::NotFound)?;
        write.commit().await?;
        Ok(after)
    }

    /// Returns the actor's own roles, in words.
    pub async fn own_roles(&self) -> Result<Vec<String>, Error> {
        let roles: Vec<(RoleRef, Level)> = match &self.actor {
            Actor::Administrator(own, _) => {
                let assignments = self.control.store().administrators().list_assignments(own.id).await?;
                assignments.into_iter().map(|one| (one.role, one.level)).collect()
            }
            Actor::Client(own, _) => vec![(own.role, own.level)],
            Actor::CommandLine => Vec::new(),
        };
        let names = self.names_of(roles.iter().map(|(_, level)| *level)).await?;
        let mut words = Vec::new();
        for (role, level) in roles {
            let role = self.control.role_name(role).await?;
            words.extend(names.get(&level).map(|level| format!("{role} of {level}")));
        }
        Ok(words)
    }

    /// Returns administrators with their roles within a level, in words.
    pub(crate) async fn views(&self, administrators: Vec<Administrator>, within: Level) -> Result<Vec<AdministratorView>, Error> {
        let ids: Vec<_> = administrators.iter().map(|one| one.id).collect();
        let all = self.control.store().administrators().list_assignments_of(&ids).await?;
        let seen = |one: &Assignment| within.contains(one.level) && self.actor.may(Action::SeeAdministrators, one.level);
        let shown: Vec<Assignment> = all.into_iter().filter(seen).collect();
        let names = self.names_of(shown.iter().map(|one| one.level)).await?;
        let mut roles: HashMap<RoleRef, Option<Role>> = HashMap::new();
        for one in &shown {
            if let Entry::Vacant(unknown) = roles.entry(one.role) {
                unknown.insert(self.control.own_role(one.role).await?);
            }
        }
        let view = |one: &Assignment| {
            let own = roles.get(&one.role).and_then(Option::as_ref);
            let granted = Granted::of(one.role, own, one.level)?;
            let others = self.actor.administrator_id() != Some(one.administrator_id);
            let may_withdraw = others && self.actor.may(Action::AssignRole, one.level) && self.actor.covers(&granted.grants);
            Some(AssignmentView {
                id: one.id,
                role: one.role,
                role_name: role_label(one.role, own),
                level: one.level,
                level_name: names.get(&one.level)?.clone(),
                may_withdraw,
            })
        };
        let second_factors = self.control.store().administrators().with_second_factor(&ids).await?;
        let views = administrators.into_iter().map(|administrator| AdministratorView {
            assignments: shown.iter().filter(|one| one.administrator_id == administrator.id).filter_map(view).collect(),
            yourself: self.is(&administrator),
            may_set_status: !self.is(&administrator) && self.may_do_to(Action::SetAdministratorStatus, &administrator),
            may_delete: !self.is(&administrator) && self.may_do_to(Action::DeleteAdministrator, &administrator),
            may_sign_in_once: self.may_do_to(Action::CreateOneTimeSignIn, &administrator),
            second_factor: second_factors.contains(&administrator.id),
            may_reset_second_factor: !self.is(&administrator) && self.may_do_to(Action::ResetSecondFactor, &administrator),
            may_end_sessions: self.check_own_or_over(Action::EndAdministratorSessions, &administrator).is_ok(),
            id: administrator.id,
            email: administrator.email.clone(),
            name: administrator.name.clone(),
            status: administrator.status,
            created_at: administrator.created_at,
        });
        Ok(views.collect())
    }
}

impl Write<'_> {
    /// Returns what a role permits at a level, for an actor who gives it or takes it away. Nobody gives what they do not hold.
    ///
    /// # Errors
    /// Those of [`Write::grants_of`], and [`Error::Beyond`] where the actor does not hold all of it.
    pub(crate) async fn in_gift(&self, role: RoleRef, level: Level) -> Result<Granted, Error> {
        let granted = self.grants_of(role, level).await?;
        self.operator.check_covers(Action::AssignRole, Holder::Role, &granted.grants)?;
        Ok(granted)
    }

    /// Returns what a role permits at a level. A role that is not built in stays as it is until the end of the write.
    ///
    /// # Errors
    /// [`Error::Invalid`] where there is no such role for that level.
    pub(crate) async fn grants_of(&self, role: RoleRef, level: Level) -> Result<Granted, Error> {
        let own = match role {
            RoleRef::BuiltIn(_) => None,
            RoleRef::Own(id) => self.transaction.roles().lock(id).await?,
        };
        Granted::of(role, own.as_ref(), level).ok_or_else(|| Error::invalid("role", Problem::UnknownValue))
    }

    /// Adds an administrator without a role and without a password.
    pub(crate) async fn new_administrator(&self, email: UserIdentifier, name: Name) -> Result<Administrator, Error> {
        let administrator = Administrator {
            id: AdministratorId::new(self.now, self.operator.control.random_bytes()),
            email,
            name,
            grants: Grants::default(),
            status: AdministratorStatus::Active,
            epoch: 0,
            created_at: self.now,
        };
        self.transaction.administrators().insert(&administrator).await.map_err(Error::taken("email"))?;
        Ok(administrator)
    }

    /// Holds the level of a write, in a tenant that it holds: the workspace, and the client, are there until the end of it.
    ///
    /// # Errors
    /// [`Error::NotFound`] where they are not.
    pub(crate) async fn hold_place(&self, level: Level) -> Result<(), Error> {
        let (Some(tenant), Some(workspace)) = (level.tenant(), level.workspace()) else { return Ok(()) };
        let there = self.transaction.tenant(tenant).lock_place(workspace, level.client()).await?;
        if there { Ok(()) } else { Err(Error::NotFound) }
    }

    /// Assigns a role, at a level that is there until the end of the write. The write holds its tenant.
    ///
    /// # Errors
    /// Those of [`Write::hold_place`].
    pub(crate) async fn assign(&self, administrator: &Administrator, role: RoleRef, level: Level) -> Result<(), Error> {
        self.hold_place(level).await?;
        let id = AssignmentId::new(self.now, self.operator.control.random_bytes());
        let assignment = Assignment { id, administrator_id: administrator.id, role, level, created_at: self.now };
        Ok(self.transaction.administrators().insert_assignment(&assignment).await?)
    }
}
