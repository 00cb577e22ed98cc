//! What the control plane shows: several things seen at once, as a page of the console needs them.

mod family_filter;

use serde::{Deserialize, Serialize};

pub use self::family_filter::FamilyFilter;
use crate::{
    activity::Activity,
    address::TypedAddress,
    administrator::{AdministratorStatus, Invitation},
    api_client::ApiClient,
    audit::{AuditAction, AuditEvent},
    audit_group::AuditGroup,
    client::Client,
    client_secret::ClientSecrets,
    clock::Timestamp,
    explanation::Recorded,
    family::FamilySummary,
    grants::Level,
    id::{AdministratorId, AssignmentId, ClientId, KeyId, LoginSessionId, UserId, WorkspaceId},
    name::{Name, Slug},
    permission::Actions,
    reuse::Reuse,
    role::RoleRef,
    scope::Scopes,
    signing::SigningAlgorithm,
    signing_key::KeyLife,
    tenant::Tenant,
    token_event::TokenEvent,
    user::{User, UserIdentifier},
    webhook::{Webhook, WebhookAttempt},
    workspace::{Workspace, WorkspacePath},
};

/// A workspace as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkspaceSummary {
    /// Its identifier.
    pub id: WorkspaceId,
    /// Its part of the issuer.
    pub slug: Slug,
    /// Its name.
    pub name: Name,
    /// When it was made.
    pub created_at: Timestamp,
    /// How many clients it has.
    pub clients: u64,
}

/// A workspace that is to be made, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewWorkspace {
    /// Its name.
    pub name: String,
    /// Its part of the issuer.
    pub slug: String,
}

/// What a new workspace starts with, as it is chosen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum WorkspaceStart {
    /// The defaults.
    #[default]
    Usual,
    /// The template of this name.
    Template(String),
    /// The settings and the services of the workspace with this slug, of the same tenant.
    CopyOf(String),
}

/// A workspace with the defaults.
impl From<NewWorkspace> for (NewWorkspace, WorkspaceStart) {
    fn from(new: NewWorkspace) -> Self {
        (new, WorkspaceStart::Usual)
    }
}

/// What the overview of a workspace shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overview {
    /// The workspace.
    pub workspace: Workspace,
    /// Its issuer, the address that every one of its tokens carries.
    pub issuer: String,
    /// How many clients it has.
    pub clients: u64,
    /// How many users it has.
    pub users: u64,
    /// How many refresh tokens live.
    pub live_families: u64,
    /// Whether they are paused: the workspace does not allow the grant that they are used with.
    pub paused: bool,
    /// What happened in the last day.
    pub last_day: Activity,
    /// How many reuses of the last day nobody has handled.
    pub open_reuses: u64,
}

/// A tenant with what is in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TenantView {
    /// The tenant.
    pub tenant: Tenant,
    /// How many workspaces it has.
    pub workspaces: u64,
    /// How many clients are in them.
    pub clients: u64,
    /// How many users are in them.
    pub users: u64,
    /// How many administrators it has of its own.
    pub administrators: u64,
    /// Whether the administrator who asks may delete it.
    pub may_delete: bool,
}

/// A signing key as a list shows it. Its private half is never shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SigningKeyView {
    /// Its identifier, the `kid` of what it signs.
    pub id: KeyId,
    /// Its algorithm.
    pub algorithm: SigningAlgorithm,
    /// Where it stands.
    pub life: KeyLife,
    /// Whether it is among the public keys of the workspace.
    pub published: bool,
    /// When it is to be replaced by the next key; none if that is done by hand, or it does not sign.
    pub due_at: Option<Timestamp>,
}

/// The signing keys of a workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SigningKeysView {
    /// The workspace, with its algorithms and the period of rotation.
    pub workspace: Workspace,
    /// The keys: by algorithm, and those of one by state.
    pub keys: Vec<SigningKeyView>,
    /// For how many seconds the next key of an algorithm cannot sign yet, where there is one; 0 if it can.
    pub ready: Vec<(SigningAlgorithm, i64)>,
    /// Whether the one who looks may publish and rotate keys.
    pub may_rotate: bool,
    /// Whether the one who looks may revoke keys.
    pub may_revoke: bool,
    /// Whether the one who looks may change the period of rotation.
    pub may_set: bool,
}

/// How exact a number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// Neither more nor less.
    Exact,
    /// There may be more.
    AtLeast,
    /// There may be fewer.
    AtMost,
    /// There may be more or fewer.
    About,
}

impl Precision {
    /// Returns it by whether there may be more, and whether there may be fewer.
    pub const fn of(more: bool, fewer: bool) -> Self {
        match (more, fewer) {
            (false, false) => Self::Exact,
            (true, false) => Self::AtLeast,
            (false, true) => Self::AtMost,
            (true, true) => Self::About,
        }
    }

    /// Returns what stands before the number, with a space after it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Exact => "",
            Self::AtLeast => "at least ",
            Self::AtMost => "at most ",
            Self::About => "about ",
        }
    }
}

/// What the revocation of a signing key would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyRevocationImpact {
    /// The key.
    pub key: SigningKeyView,
    /// How many access tokens it signed that have not expired, as far as was counted.
    pub access_tokens: u64,
    /// How exact that is.
    pub precision: Precision,
    /// The key that takes over if it signs now, where there is one; otherwise a new one does.
    pub successor: Option<KeyId>,
    /// For how many seconds the successor was published too recently for whoever keeps keys in a cache; 0 if it was not.
    pub successor_waits: i64,
}

/// A client with what rules it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientView {
    /// The client.
    pub client: Client,
    /// The workspace it belongs to.
    pub workspace: Workspace,
    /// Whether the workspace has a user who could sign in to it.
    pub has_users: bool,
    /// How many of its refresh tokens live, up to [`COUNTED_UP_TO`](crate::page::COUNTED_UP_TO).
    pub live_families: u64,
    /// How many of those were issued on `offline_access`, among as many as the bound.
    pub offline_families: u64,
    /// Its secrets; none of a client that does not authenticate.
    #[serde(default)]
    pub secrets: Option<ClientSecrets>,
}

/// A user with what was issued for them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserView {
    /// The user.
    pub user: User,
    /// Their token families, the newest first; a page of them, the inventory has the rest.
    pub families: Vec<FamilySummary>,
    /// How many of their refresh tokens live, up to [`COUNTED_UP_TO`](crate::page::COUNTED_UP_TO). Where there are more, the other numbers of
    /// refresh tokens are the least that there are.
    pub live: u64,
    /// The clients that hold live refresh tokens of theirs, by name.
    pub clients: Vec<ClientFamilies>,
    /// How many of their refresh tokens a new password ends.
    pub ended_by_password: u64,
    /// Their open sessions, the newest first; as many as a page shows.
    pub sessions: Vec<UserSession>,
    /// How many sessions are open.
    pub open_sessions: u64,
    /// For how many clients a consent is kept.
    pub consents: u64,
    /// Whether they have a second factor.
    pub second_factor: bool,
}

/// An open login session of a user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserSession {
    /// Its identifier.
    pub id: LoginSessionId,
    /// The browser and its system, as they call themselves; none if it is not known.
    pub browser: Option<String>,
    /// The network address that it was begun from.
    pub address: Option<String>,
    /// When it was begun.
    pub started_at: Timestamp,
    /// When it last led to a client.
    pub last_seen_at: Timestamp,
    /// When it expires.
    pub expires_at: Timestamp,
    /// The clients it is known to have led to, by name.
    pub clients: Vec<String>,
}

/// What signing a user out everywhere ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignOut {
    /// Their sessions, and the refresh tokens that end with a session.
    pub sessions: bool,
    /// All refresh tokens and access tokens.
    pub tokens: bool,
    /// What they agreed to: clients ask again.
    pub consents: bool,
}

/// What a user signs in with, and what their tokens say of them, as typed; what is empty is not known.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedUser {
    /// What they sign in with.
    pub identifier: String,
    /// What they are called.
    pub name: String,
    /// Their e-mail address.
    pub email: String,
    /// Whether it is known to be theirs.
    pub email_verified: bool,
    /// Their telephone number.
    pub phone_number: String,
    /// Whether it is known to be theirs.
    pub phone_number_verified: bool,
    /// Their postal address.
    pub address: TypedAddress,
}

/// How many refresh tokens of a user live at a client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientFamilies {
    /// The client.
    pub client_id: ClientId,
    /// Its name.
    pub client_name: String,
    /// How many live.
    pub live: u64,
}

/// A user who is to be added, as typed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewUser {
    /// What they sign in with.
    pub identifier: String,
    /// What they are called.
    pub name: String,
    /// Their e-mail address; empty for none.
    pub email: String,
    /// Their first password.
    pub password: String,
}

/// Shows no password.
impl std::fmt::Debug for NewUser {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewUser").field("identifier", &self.identifier).finish_non_exhaustive()
    }
}

/// A token family with its history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FamilyView {
    /// The family.
    pub summary: FamilySummary,
    /// Its recent events, the newest first.
    pub events: Vec<TokenEvent>,
    /// The reuse that ended it, where one did.
    pub reuse: Option<Reuse>,
}

/// An audit line with the addresses of where it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditLine {
    /// The line.
    #[serde(flatten)]
    pub event: AuditEvent,
    /// The tenant's address; none for what concerns the whole installation.
    pub tenant: Option<String>,
    /// The workspace's address within the tenant; none for what concerns the whole tenant.
    pub workspace: Option<String>,
}

/// Which audit lines a list shows; all where nothing is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditFilter {
    /// Those of this action.
    pub action: Option<AuditAction>,
    /// Those of this group of actions.
    pub group: Option<AuditGroup>,
    /// Those whose actor or target contains this text, in any case. No index finds them.
    pub text: Option<String>,
    /// Those of this actor, by name or address as the lines have it.
    pub actor: Option<String>,
    /// Those about the object with this identifier.
    pub target_id: Option<String>,
    /// Those from this time on.
    pub since: Option<Timestamp>,
    /// Those before this time.
    pub until: Option<Timestamp>,
}

/// What the token endpoint did, of what is recorded request by request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DecisionOutcome {
    /// It issued a refresh token.
    Issued,
    /// It issued tokens, and no refresh token.
    Withheld,
    /// It refused the request.
    Refused,
    /// It found a refresh token that had been replaced, and revoked it.
    Reused,
}

impl DecisionOutcome {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Issued, Self::Withheld, Self::Refused, Self::Reused];

    /// Returns its stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Issued => "issued",
            Self::Withheld => "withheld",
            Self::Refused => "refused",
            Self::Reused => "reused",
        }
    }

    /// Returns it in words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Issued => "Refresh token",
            Self::Withheld => "No refresh token",
            Self::Refused => "Refused",
            Self::Reused => "Reuse detected",
        }
    }

    /// Returns the outcome with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.name() == name)
    }
}

/// Which decisions of the token endpoint a search finds; all where nothing is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionFilter {
    /// Those about this client.
    pub client: Option<ClientId>,
    /// Those about this user.
    pub user: Option<UserId>,
    /// Those with this outcome.
    pub outcome: Option<DecisionOutcome>,
    /// Those with this reason, by its code: of a refusal, or of a refresh token that was not issued.
    pub reason: Option<String>,
    /// Those from this time on.
    pub since: Option<Timestamp>,
    /// Those before this time.
    pub until: Option<Timestamp>,
}

/// A decision of the token endpoint, with the name of its client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionLine {
    /// What was recorded.
    pub recorded: Recorded,
    /// What the client is called; none if it was deleted.
    pub client_name: Option<String>,
}

/// The address of a level: the installation, a tenant, a workspace or a client.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LevelPath {
    /// The tenant; the installation without one.
    pub tenant: Option<Slug>,
    /// The workspace of the tenant; the whole tenant without one.
    pub workspace: Option<Slug>,
    /// The client of the workspace; the whole workspace without one.
    pub client: Option<ClientId>,
}

/// An administrator with the roles that somebody may see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a permission of its own")]
pub struct AdministratorView {
    /// Their identifier.
    pub id: AdministratorId,
    /// The e-mail address they sign in with.
    pub email: UserIdentifier,
    /// Their name.
    pub name: Name,
    /// Whether they may sign in.
    pub status: AdministratorStatus,
    /// When they were created.
    pub created_at: Timestamp,
    /// Their roles.
    pub assignments: Vec<AssignmentView>,
    /// Whether they are the one who looks.
    pub yourself: bool,
    /// Whether the one who looks may disable and enable them.
    pub may_set_status: bool,
    /// Whether the one who looks may delete them.
    pub may_delete: bool,
    /// Whether the one who looks may create a one-time sign-in for them.
    pub may_sign_in_once: bool,
    /// Whether the one who looks may end their sessions.
    pub may_end_sessions: bool,
    /// Whether they have a second factor.
    pub second_factor: bool,
    /// Whether the one who looks may reset their second factor.
    pub may_reset_second_factor: bool,
}

/// A role that an administrator has at a level, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssignmentView {
    /// Its identifier.
    pub id: AssignmentId,
    /// The role.
    pub role: RoleRef,
    /// What the role is called.
    pub role_name: String,
    /// Where they have it.
    pub level: Level,
    /// What that is called.
    pub level_name: String,
    /// Whether the one who looks may withdraw it.
    pub may_withdraw: bool,
}

/// An invitation in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationView {
    /// The invitation.
    pub invitation: Invitation,
    /// What its role is called.
    pub role_name: String,
    /// What it is for is called.
    pub level_name: String,
    /// Whether the one who looks may withdraw it.
    pub may_withdraw: bool,
}

/// A role with what it permits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleView {
    /// The role.
    pub role: RoleRef,
    /// What it is called.
    pub name: String,
    /// What a built-in role is for.
    pub description: String,
    /// What it permits.
    pub actions: Actions,
    /// Counts its changes; none for a built-in role.
    pub version: Option<i64>,
    /// Whether it is a role of the whole installation that is not built in.
    pub of_installation: bool,
    /// Whether the one who looks may assign it at the level of the list.
    pub may_assign: bool,
    /// Whether the one who looks may change and delete it.
    pub may_set: bool,
}

/// An API client as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiClientView {
    /// The client.
    pub client: ApiClient,
    /// What its role is called.
    pub role_name: String,
    /// What its level is called.
    pub level_name: String,
    /// The system workspace that issues its tokens.
    pub path: WorkspacePath,
    /// The scopes that it does not have, of actions that its role permits.
    pub missing_scopes: Scopes,
}

/// A webhook as it is typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedWebhook {
    /// What it is called.
    pub name: String,
    /// Where it is.
    pub url: String,
    /// The codes of the actions that it is told of; empty for all.
    #[serde(default)]
    pub actions: Vec<String>,
    /// The addresses of the workspaces whose events it is told of; empty for all. One that it is told of already may be named by its identifier.
    #[serde(default)]
    pub workspaces: Vec<String>,
    /// Whose acts it is not told of, one a line.
    #[serde(default)]
    pub ignored_actors: String,
}

/// A webhook, and the same as it would be typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookView {
    /// The webhook.
    pub webhook: Webhook,
    /// Its settings as they would be typed: workspaces by their addresses, those that were deleted by their identifiers.
    pub typed: TypedWebhook,
}

/// An attempt to deliver to a webhook, with what was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookAttemptView {
    /// The webhook.
    pub webhook: Webhook,
    /// The attempt.
    pub attempt: WebhookAttempt,
    /// The body that was sent, for people to read; none where the event is no longer kept.
    pub body: Option<String>,
}
