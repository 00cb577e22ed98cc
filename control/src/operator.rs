//! Use cases, performed as an actor.

use domain::{
    administrator::Administrator,
    api_client::ApiClient,
    audit::{ActorKind, AuditEvent},
    audit_context::AuditContext,
    clock::Timestamp,
    digest::Digest,
    grants::{Grants, Level},
    id::{AdministratorId, ApiTokenId},
    permission::{Action, Actions},
    problem::Problem,
    workspace::WorkspacePath,
};
use engine::storage::SecretHash;
use store::Claim;
use url::Url;

use crate::{Error, author::Author, control::Control};

/// How many characters a reason may have.
const LONGEST_REASON: usize = 500;

/// Whether somebody signed in a short while ago, or confirmed then that it is they.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recency {
    /// They did.
    Recent,
    /// What asks for it asks them.
    Stale,
}

/// What an administrator is recognised by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Credential {
    /// A session at the console, by what is stored of its cookie.
    Session(SecretHash),
    /// The same of somebody who signed in a while ago and has not confirmed since that it is they: what is dangerous asks for it.
    StaleSession(SecretHash),
    /// The same of somebody who has to set up a second factor, and may do nothing else before.
    EnrolmentOnly(SecretHash, Recency),
    /// A token for the admin API, with its scope.
    ApiToken(ApiTokenId, Option<Actions>),
}

impl Credential {
    /// Returns what an administrator may do who is recognised by it.
    pub(crate) fn of(self, grants: &Grants) -> Grants {
        match self {
            Self::ApiToken(_, Some(scope)) => grants.only(scope),
            Self::ApiToken(_, None) | Self::Session(_) | Self::StaleSession(_) => grants.clone(),
            Self::EnrolmentOnly(..) => Grants::default(),
        }
    }

    /// Returns the session at the console, by what is stored of its cookie; none for an API token.
    pub(crate) const fn session(&self) -> Option<&SecretHash> {
        match self {
            Self::Session(hash) | Self::StaleSession(hash) | Self::EnrolmentOnly(hash, _) => Some(hash),
            Self::ApiToken(..) => None,
        }
    }

    /// Returns whether what asks for a recent sign-in asks for it here.
    pub(crate) const fn is_stale(&self) -> bool {
        matches!(self, Self::StaleSession(_) | Self::EnrolmentOnly(_, Recency::Stale))
    }
}

/// Who performs use cases.
#[derive(Debug, Clone)]
pub enum Actor {
    /// An administrator who is signed in, or one of their programs. Their grants are those that they may use here: an API token can have
    /// fewer than its administrator.
    Administrator(Administrator, Credential),
    /// An API client. Its grants are those that it may use here, of which its access token allows these actions.
    Client(ApiClient, Actions),
    /// Whoever may run `regrant` on the machine.
    CommandLine,
}

impl Actor {
    /// Returns an administrator who is recognised by this.
    pub fn administrator(administrator: Administrator, credential: Credential) -> Self {
        let grants = credential.of(&administrator.grants);
        Self::Administrator(Administrator { grants, ..administrator }, credential)
    }

    /// Returns what tells the actor apart from others who send requests: an API token from another of the same administrator, too.
    pub fn principal(&self) -> String {
        match self {
            Self::Administrator(_, Credential::ApiToken(id, _)) => id.to_string(),
            Self::Administrator(administrator, _) => administrator.id.to_string(),
            Self::Client(client, _) => client.id.to_string(),
            Self::CommandLine => "command line".to_owned(),
        }
    }

    /// Returns what the actor may do; none where that is everything.
    pub(crate) const fn grants(&self) -> Option<&Grants> {
        match self {
            Self::Administrator(administrator, _) => Some(&administrator.grants),
            Self::Client(client, _) => Some(&client.grants),
            Self::CommandLine => None,
        }
    }

    /// Returns whether there is something at this level for the actor to see.
    pub fn sees(&self, level: Level) -> bool {
        self.grants().is_none_or(|grants| grants.sees(level))
    }

    /// Returns whether the actor may do this at a level.
    pub fn may(&self, action: Action, at: Level) -> bool {
        self.grants().is_none_or(|grants| grants.may(action, at))
    }

    /// Returns whether the actor may do this at a level, or somewhere within it.
    pub fn may_within(&self, action: Action, outer: Level) -> bool {
        self.may(action, outer) || self.levels_within(outer).any(|level| self.may(action, level))
    }

    /// Returns whether the actor may do all that these grants permit.
    pub fn covers(&self, others: &Grants) -> bool {
        self.grants().is_none_or(|grants| grants.cover(others))
    }

    /// Returns something that these grants permit and the actor may not do; none where they cover them.
    pub(crate) fn lacks(&self, others: &Grants) -> Option<Action> {
        self.grants().and_then(|grants| grants.lacking(others))
    }

    /// Returns the identifier of the administrator who acts.
    pub(crate) const fn administrator_id(&self) -> Option<AdministratorId> {
        match self {
            Self::Administrator(administrator, _) => Some(administrator.id),
            Self::Client(..) | Self::CommandLine => None,
        }
    }

    /// Returns the levels within another at which something is granted.
    pub(crate) fn levels_within(&self, outer: Level) -> impl Iterator<Item = Level> {
        self.grants().into_iter().flat_map(Grants::iter).map(|grant| grant.level).filter(move |level| outer.contains(*level))
    }

    /// Returns what tells the actor's session at the console from others; none without one.
    pub(crate) fn session_fingerprint(&self) -> Option<String> {
        match self {
            Self::Administrator(_, credential) => credential.session().map(fingerprint),
            Self::Client(..) | Self::CommandLine => None,
        }
    }

    /// What audit lines say of how the actor was recognised.
    fn context(&self) -> AuditContext {
        match self {
            Self::Administrator(administrator, credential) => {
                let api_token = if let Credential::ApiToken(id, _) = credential { Some(*id) } else { None };
                let session = credential.session().map(fingerprint);
                AuditContext { actor_id: Some(administrator.id.as_uuid()), session, api_token, ..AuditContext::default() }
            }
            Self::Client(client, _) => AuditContext { actor_id: Some(client.id.as_uuid()), ..AuditContext::default() },
            Self::CommandLine => AuditContext::default(),
        }
    }

    /// The actor's kind and name in audit lines.
    fn signature(&self) -> (ActorKind, &str) {
        match self {
            Self::Administrator(administrator, _) => (ActorKind::Administrator, administrator.email.as_str()),
            Self::Client(client, _) => (ActorKind::Client, client.name.as_str()),
            Self::CommandLine => (ActorKind::CommandLine, "command line"),
        }
    }
}

/// Returns the beginning of a hash, by which it is told from others and nothing can be opened.
fn fingerprint(hash: &SecretHash) -> String {
    Digest::from_bytes(*hash).to_string().chars().take(16).collect()
}

/// Use cases, performed as an actor: each one is a method.
#[derive(Debug, Clone)]
pub struct Operator {
    pub(crate) control: Control,
    pub(crate) actor: Actor,
    /// The request that is done once, however often it is sent.
    pub(crate) claim: Option<Claim>,
    /// Why, where they said so.
    pub(crate) reason: Option<String>,
}

impl Control {
    /// The use cases, performed as this actor.
    pub fn acting_as(&self, actor: Actor) -> Operator {
        Operator { control: self.clone(), actor, claim: None, reason: None }
    }
}

impl Operator {
    /// The same use cases, performed for a reason that their audit lines say.
    #[must_use]
    pub fn because(self, reason: Option<String>) -> Self {
        Self { reason, ..self }
    }

    /// Checks that a reason was given.
    pub(crate) fn must_say_why(&self) -> Result<(), Error> {
        let reason = self.reason.as_deref().unwrap_or_default();
        let problem = match () {
            () if reason.trim().is_empty() => Problem::Missing,
            () if reason.chars().nth(LONGEST_REASON).is_some() => Problem::TooLong { most: 500 },
            () if reason.chars().any(char::is_control) => Problem::ControlCharacter,
            () => return Ok(()),
        };
        Err(Error::invalid("reason", problem))
    }

    /// Who performs the use cases.
    pub const fn actor(&self) -> &Actor {
        &self.actor
    }

    /// Returns the issuer of a workspace at this address: what its tokens carry.
    pub fn issuer(&self, path: &WorkspacePath) -> String {
        engine::issuer(self.control.base_url(), &path.tenant, &path.workspace)
    }

    /// Returns where clients of a workspace get their tokens.
    pub fn token_endpoint(&self, path: &WorkspacePath) -> String {
        format!("{}/oauth2/token", self.issuer(path))
    }

    /// Returns the resource that access tokens for the admin API are for.
    pub fn admin_api(&self) -> String {
        self.control.admin_api()
    }

    /// Returns what browsers and clients call the server.
    pub fn base_url(&self) -> &Url {
        self.control.base_url()
    }

    /// Returns whether the actor did this.
    pub fn has_done(&self, event: &AuditEvent) -> bool {
        self.actor.signature() == (event.actor_kind, event.actor.as_str())
    }

    /// Who writes, by what an action permits; none where it is no action of the table, or where several permit it together.
    pub(crate) fn author(&self, action: impl Into<Option<Action>>) -> Author<'_> {
        let (kind, name) = self.actor.signature();
        let permission = action.into().map(|action| action.code().to_owned());
        let context = AuditContext { permission, reason: self.reason.clone(), ..self.actor.context() };
        Author { control: &self.control, kind, name: name.to_owned(), context, claim: self.claim }
    }

    /// Returns the time by which use cases are performed.
    pub fn now(&self) -> Timestamp {
        self.control.now()
    }
}
