//! `regrant admin role`

use control::Operator;
use domain::{
    id::ClientId,
    name::Slug,
    permission::{Action, Actions},
    role::RoleRef,
    view::{LevelPath, RoleView},
    wire,
};

use crate::{failure::Failure, listing::Listing, terminal};

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Lists the roles with the actions that they permit.
    List {
        /// With those of this tenant.
        #[arg(long)]
        tenant: Option<Slug>,
        #[command(flatten)]
        listing: Listing,
    },
    /// Creates a role of a tenant, or of the installation.
    Create {
        /// Its name.
        #[arg(long)]
        name: String,
        /// The tenant whose role it is [default: the installation].
        #[arg(long)]
        tenant: Option<Slug>,
        /// An action that it permits, such as clients.see; given once for each.
        #[arg(long = "action", value_parser = action, required = true)]
        actions: Vec<Action>,
    },
    /// Deletes a role that is not built in. Whoever had it has it no longer.
    Delete {
        /// Its name.
        #[arg(long)]
        name: String,
        /// The tenant whose role it is [default: the installation].
        #[arg(long)]
        tenant: Option<Slug>,
    },
    /// Assigns a role to an administrator.
    Assign(Assignment),
    /// Withdraws a role from an administrator.
    Withdraw(Assignment),
}

#[derive(Debug, clap::Args)]
pub(crate) struct Assignment {
    /// The administrator's e-mail address.
    #[arg(long)]
    email: String,
    /// The role: a built-in one, or the name of another.
    #[arg(long)]
    role: String,
    /// The tenant in which they have it [default: the installation].
    #[arg(long)]
    tenant: Option<Slug>,
    /// The workspace of the tenant.
    #[arg(long, requires = "tenant")]
    workspace: Option<Slug>,
    /// The client of the workspace.
    #[arg(long, requires = "workspace")]
    client: Option<ClientId>,
}

impl Assignment {
    fn level(&self) -> LevelPath {
        LevelPath { tenant: self.tenant.clone(), workspace: self.workspace.clone(), client: self.client }
    }

    async fn role(&self, operator: &Operator) -> Result<RoleRef, Failure> {
        let roles = operator.list_roles(self.tenant.as_ref()).await?;
        named(&roles, &self.role).map(|role| role.role).ok_or_else(|| no_role(&self.role))
    }
}

/// Reads the code of an action.
pub(super) fn action(code: &str) -> Result<Action, String> {
    Action::from_code(code).ok_or_else(|| "there is no such action; `regrant admin role list` names them".to_owned())
}

pub(super) fn no_role(name: &str) -> Failure {
    Failure::NotFound { what: "role", name: name.to_owned() }
}

pub(super) fn named<'a>(roles: &'a [RoleView], name: &str) -> Option<&'a RoleView> {
    roles.iter().find(|role| role.name.eq_ignore_ascii_case(name) || role.role.to_string() == name)
}

pub(super) async fn run(operator: &Operator, command: Command) -> Result<(), Failure> {
    match command {
        Command::List { tenant, listing } => {
            for role in operator.list_roles(tenant.as_ref()).await? {
                let line = || format!("{}  {}", role.name, role.actions.iter().map(Action::code).collect::<Vec<_>>().join(" "));
                listing.say(line, || wire::Role::from(&role))?;
            }
            Ok(())
        }
        Command::Create { name, tenant, actions } => {
            let role = operator.create_role(tenant.as_ref(), &name, actions.into_iter().collect::<Actions>()).await?;
            terminal::say(&format!("The role \u{201c}{}\u{201d} is created.", role.name));
            Ok(())
        }
        Command::Delete { name, tenant } => {
            let roles = operator.list_roles(tenant.as_ref()).await?;
            let Some(RoleRef::Own(id)) = named(&roles, &name).map(|role| role.role) else { return Err(no_role(&name)) };
            let role = operator.delete_role(id).await?;
            terminal::say(&format!("The role \u{201c}{}\u{201d} is deleted.", role.name));
            Ok(())
        }
        Command::Assign(assignment) => {
            let role = assignment.role(operator).await?;
            let assigned = operator.assign_role(&assignment.email, role, &assignment.level()).await;
            assigned.map_err(|error| Failure::naming(error, "administrator, tenant or workspace", &assignment.email))?;
            terminal::say(&format!("{} has the role {} now.", assignment.email, assignment.role));
            Ok(())
        }
        Command::Withdraw(assignment) => {
            let role = assignment.role(operator).await?;
            let all = operator.list_administrators(&assignment.level()).await?;
            let level = operator.level(&assignment.level()).await?;
            let theirs = all.into_iter().find(|one| one.email.as_str() == assignment.email.to_lowercase());
            let held = theirs.and_then(|one| one.assignments.into_iter().find(|at| (at.role, at.level) == (role, level)));
            let Some(held) = held else {
                return Err(Failure::NotFound { what: "assignment of this role to", name: assignment.email });
            };
            operator.withdraw_role(held.id).await?;
            terminal::say(&format!("{} no longer has the role {} there.", assignment.email, assignment.role));
            Ok(())
        }
    }
}
