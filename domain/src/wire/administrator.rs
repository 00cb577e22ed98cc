//! Administrators, their roles and their API tokens.

use crate::{
    administrator::{self, AdministratorStatus},
    clock::Timestamp,
    grants::Level,
    id::{AdministratorId, ApiTokenId, AssignmentId, ClientId, InvitationId},
    name::{Name, Slug},
    permission::{Action, Actions},
    problem::Problem,
    role::{BuiltInRole, RoleRef},
    view::{AdministratorView, AssignmentView, InvitationView, LevelPath, RoleView},
    wire::{
        reading::{Misfit, Reading},
        resource::Resource,
        sent::Sent,
        types::{sent, told},
    },
};

sent! {
    /// An administrator who is to be created, with a first role: one that is built in.
    pub struct NewAdministrator needed [email name role] {
        /// The e-mail address that they sign in with.
        pub email: String,
        /// What they are called.
        pub name: String,
        /// Their role.
        pub role: Sent<RoleRef>,
    }

    /// A role that is to be given to an administrator, at the level of the address, or at a part of it.
    pub struct NewAssignment needed [role] {
        /// The role: the name of a built-in one, or the identifier of another.
        pub role: Sent<RoleRef>,
        /// The workspace; the whole tenant without one.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub server_id: Option<Sent<Slug>>,
        /// The client of that workspace; the whole workspace without one.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub client_id: Option<Sent<ClientId>>,
    }

    /// Somebody who is to be invited to a role, at the level of the address, or at a part of it.
    pub struct NewInvitation needed [email role] {
        /// Their e-mail address.
        pub email: String,
        /// The role: the name of a built-in one, or the identifier of another.
        pub role: Sent<RoleRef>,
        /// The workspace; the whole tenant without one.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub server_id: Option<Sent<Slug>>,
        /// The client of that workspace; the whole workspace without one.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub client_id: Option<Sent<ClientId>>,
    }

    /// A role: a named set of actions.
    pub struct Role told [id built_in of_installation description] needed [name actions] {
        /// Its identifier; the name of a built-in role.
        pub id: Sent<RoleRef>,
        /// Whether every installation has it. It cannot be changed then.
        pub built_in: bool,
        /// Whether it is a role of the whole installation.
        pub of_installation: bool,
        /// What a built-in role is for.
        pub description: String,
        /// Its name, which no other role has.
        pub name: Sent<Name>,
        /// What it permits; at least one action.
        pub actions: Vec<Sent<Action>>,
    }

    /// An API token that is to be created.
    pub struct NewApiToken needed [name ttl] {
        /// What it is for.
        pub name: String,
        /// How long it works: 1 minute to 1 year.
        pub ttl: String,
        /// What can be done with it, of what its administrator may do; all of it where it is absent.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub scope: Option<Vec<Sent<Action>>>,
    }
}

told! {
    /// An administrator, with the roles that the caller sees.
    pub struct Administrator {
        /// Their identifier.
        pub id: Sent<AdministratorId>,
        /// The e-mail address that they sign in with.
        pub email: String,
        /// What they are called.
        pub name: Sent<Name>,
        /// Whether they may sign in.
        pub status: Sent<AdministratorStatus>,
        /// When they were created.
        pub created_at: Sent<Timestamp>,
        /// Whether they have a second factor.
        pub second_factor: bool,
        /// Their roles.
        pub assignments: Vec<Assignment>,
    }

    /// A role that an administrator has.
    pub struct Assignment {
        /// Its identifier.
        pub id: Sent<AssignmentId>,
        /// The role.
        pub role: Sent<RoleRef>,
        /// What the role is called.
        pub role_name: String,
        /// Where they have it: `installation`, `tenant`, `workspace` or `client`.
        pub level: String,
        /// What that is called.
        pub level_name: String,
    }

    /// An invitation that is not accepted yet.
    pub struct Invitation {
        /// Its identifier.
        pub id: Sent<InvitationId>,
        /// The e-mail address of the person invited.
        pub email: String,
        /// The role that they get.
        pub role: Sent<RoleRef>,
        /// When they were invited.
        pub created_at: Sent<Timestamp>,
        /// When the invitation expires.
        pub expires_at: Sent<Timestamp>,
        /// Where they get it: `installation`, `tenant`, `workspace` or `client`.
        pub level: String,
        /// What that is called; only in a list.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub level_name: Option<String>,
        /// The link that it is accepted by, in the answer that creates it alone: only a hash is stored.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub url: Option<String>,
    }

    /// An API token.
    pub struct ApiToken {
        /// Its identifier.
        pub id: Sent<ApiTokenId>,
        /// What it is for.
        pub name: Sent<Name>,
        /// What can be done with it; absent where that is all that its administrator may do.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub scope: Option<Vec<Sent<Action>>>,
        /// When it was created.
        pub created_at: Sent<Timestamp>,
        /// When it ends.
        pub expires_at: Sent<Timestamp>,
        /// The token itself, in the answer that creates it alone: only a hash is stored.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub token: Option<String>,
    }

    /// A one-time sign-in.
    pub struct OneTimeSignIn {
        /// The link that it is used by, shown only once: only a hash is stored.
        pub url: String,
        /// When it expires.
        pub expires_at: Sent<Timestamp>,
    }

    /// The actions that a role can get from the caller.
    pub struct GrantableActions {
        /// Their codes.
        pub actions: Vec<Sent<Action>>,
    }

    /// Who sends the request.
    pub struct Own {
        /// `administrator` where an API token acts in somebody's name, or `client` for an API client.
        pub kind: String,
        /// The identifier of the administrator or of the client.
        pub id: String,
        /// The e-mail address of the administrator; absent for an API client.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub email: Option<String>,
        /// What they are called.
        pub name: Sent<Name>,
        /// Their roles, in words. With this token they may be allowed less.
        pub roles: Vec<String>,
    }

    /// Whether a second factor was reset.
    pub struct SecondFactorReset {
        /// Whether there was one. Their sessions were ended then.
        pub reset: bool,
    }

    /// How many sessions were ended.
    pub struct EndedSessions {
        /// How many.
        pub ended: u64,
    }
}

impl Resource for NewAdministrator {}

impl Resource for NewAssignment {
    fn pointer(_: &str) -> String {
        "/role".to_owned()
    }
}

impl Resource for NewInvitation {}

impl Resource for Role {}

impl Resource for NewApiToken {}

impl NewAdministrator {
    /// Reads the role.
    ///
    /// # Errors
    /// Where it is none, or not a built-in one.
    pub fn built_in_role(&self) -> Result<BuiltInRole, Vec<Misfit>> {
        let mut reading = Reading::default();
        let role = match reading.take("/role", &self.role) {
            Some(RoleRef::BuiltIn(role)) => Some(role),
            Some(RoleRef::Own(_)) => {
                reading.note("/role", Problem::UnknownValue);
                None
            }
            None => None,
        };
        reading.done(role)
    }
}

impl NewAssignment {
    /// Reads the role, and where it is given.
    ///
    /// # Errors
    /// All that does not fit.
    pub fn read(&self, at: LevelPath) -> Result<(RoleRef, LevelPath), Vec<Misfit>> {
        read_level(&self.role, at, (self.server_id.as_ref(), self.client_id.as_ref()))
    }
}

impl NewInvitation {
    /// Reads the role, and what it is for.
    ///
    /// # Errors
    /// All that does not fit.
    pub fn read(&self, at: LevelPath) -> Result<(RoleRef, LevelPath), Vec<Misfit>> {
        read_level(&self.role, at, (self.server_id.as_ref(), self.client_id.as_ref()))
    }
}

/// Reads a role and a part of a level. A workspace is one of a tenant, and a client one of a workspace.
pub(super) fn read_level(
    role: &Sent<RoleRef>,
    at: LevelPath,
    (server, client): (Option<&Sent<Slug>>, Option<&Sent<ClientId>>),
) -> Result<(RoleRef, LevelPath), Vec<Misfit>> {
    let mut reading = Reading::default();
    let role = reading.take("/role", role);
    if server.is_some() && at.tenant.is_none() {
        reading.note("/server_id", Problem::UnknownValue);
    }
    if client.is_some() && server.is_none() {
        reading.note("/server_id", Problem::Missing);
    }
    let (workspace, client) = (reading.optional("/server_id", server), reading.optional("/client_id", client));
    reading.done(role.map(|role| (role, LevelPath { workspace, client, ..at })))
}

impl From<Actions> for GrantableActions {
    fn from(actions: Actions) -> Self {
        Self { actions: sent(actions) }
    }
}

impl Role {
    /// Reads its name and its actions.
    ///
    /// # Errors
    /// All that does not fit.
    pub fn read(&self) -> Result<(Name, Actions), Vec<Misfit>> {
        let mut reading = Reading::default();
        let name = reading.take("/name", &self.name);
        let actions = reading.all("/actions", Some(&self.actions), Actions::NONE);
        reading.done(name.map(|name| (name, actions)))
    }
}

impl From<&RoleView> for Role {
    fn from(view: &RoleView) -> Self {
        // The names of built-in roles are names.
        let name = Name::parse(&view.name).map(|name| Sent::of(&name)).unwrap_or_default();
        Self {
            id: Sent::of(&view.role),
            built_in: matches!(view.role, RoleRef::BuiltIn(_)),
            of_installation: view.of_installation,
            description: view.description.clone(),
            name,
            actions: sent(view.actions),
        }
    }
}

impl NewApiToken {
    /// Reads what can be done with it.
    ///
    /// # Errors
    /// All that does not fit.
    pub fn scope(&self) -> Result<Option<Actions>, Vec<Misfit>> {
        let mut reading = Reading::default();
        let scope = self.scope.as_ref().map(|scope| reading.all("/scope", Some(scope), Actions::NONE));
        reading.done(Some(scope))
    }
}

fn sent(actions: Actions) -> Vec<Sent<Action>> {
    actions.iter().map(|action| Sent::of(&action)).collect()
}

impl From<&administrator::ApiToken> for ApiToken {
    fn from(token: &administrator::ApiToken) -> Self {
        Self {
            id: Sent::of(&token.id),
            name: Sent::of(&token.name),
            scope: token.scope.map(sent),
            created_at: Sent::of(&token.created_at),
            expires_at: Sent::of(&token.expires_at),
            token: None,
        }
    }
}

impl From<&AdministratorView> for Administrator {
    fn from(view: &AdministratorView) -> Self {
        Self {
            id: Sent::of(&view.id),
            email: view.email.to_string(),
            name: Sent::of(&view.name),
            status: Sent::of(&view.status),
            created_at: Sent::of(&view.created_at),
            second_factor: view.second_factor,
            assignments: view.assignments.iter().map(Assignment::from).collect(),
        }
    }
}

impl From<&AssignmentView> for Assignment {
    fn from(view: &AssignmentView) -> Self {
        Self {
            id: Sent::of(&view.id),
            role: Sent::of(&view.role),
            role_name: view.role_name.clone(),
            level: level(view.level),
            level_name: view.level_name.clone(),
        }
    }
}

impl From<&administrator::Invitation> for Invitation {
    fn from(invitation: &administrator::Invitation) -> Self {
        Self {
            id: Sent::of(&invitation.id),
            email: invitation.email.to_string(),
            role: Sent::of(&invitation.role),
            created_at: Sent::of(&invitation.created_at),
            expires_at: Sent::of(&invitation.expires_at),
            level: level(invitation.level),
            level_name: None,
            url: None,
        }
    }
}

impl From<&InvitationView> for Invitation {
    fn from(view: &InvitationView) -> Self {
        Self { level_name: Some(view.level_name.clone()), ..Self::from(&view.invitation) }
    }
}

fn level(level: Level) -> String {
    level.extent().label().to_owned()
}
