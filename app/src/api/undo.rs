//! What was changed a moment ago, and how it was before: whoever changed it can take that back, for a while.
//!
//! It is kept in their session, so nobody else has it, and names the version that came of the change, so that nothing which was saved since is lost.

use control::Operator;
use domain::{
    audit::{AuditAction, AuditEvent},
    client::{Client, ClientSettings, ClientStatus},
    clock::Timestamp,
    id::{ClientId, UserId},
    impact::Reach,
    user::{User, UserStatus},
    workspace::{Workspace, WorkspacePath, WorkspaceSettings},
};
use serde::{Deserialize, Serialize};

use super::{
    ApiError, Typed, operator,
    server::{answered, go_to, session},
};
use crate::{
    done::{Done, Remains},
    paths::WorkspacePages as _,
};

/// The session's key for it. There is one: the last change.
const KEY: &str = "undo";
/// How long it can be taken back.
const SECONDS: i64 = 600;
/// What the audit line of it says as its reason.
const REASON: &str = "Undo";

/// How something was before it was changed, and the version that it has since.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Undoing {
    /// The settings of a workspace.
    Workspace {
        /// The workspace.
        path: WorkspacePath,
        /// The version since.
        version: i64,
        /// The settings before.
        before: Box<WorkspaceSettings>,
    },
    /// The settings of a client.
    Client {
        /// The workspace.
        path: WorkspacePath,
        /// The client.
        client: ClientId,
        /// The version since.
        version: i64,
        /// The settings before.
        before: Box<ClientSettings>,
    },
    /// Whether a client is active.
    ClientStatus {
        /// The workspace.
        path: WorkspacePath,
        /// The client.
        client: ClientId,
        /// The version since.
        version: i64,
        /// As it was before.
        before: ClientStatus,
    },
    /// Whether a user can sign in.
    UserStatus {
        /// The workspace.
        path: WorkspacePath,
        /// The user.
        user: UserId,
        /// The version since.
        version: i64,
        /// As it was before.
        before: UserStatus,
    },
}

/// What is kept of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Kept {
    undoing: Undoing,
    /// The page that offers it.
    page: String,
    until: Timestamp,
}

impl Undoing {
    /// The settings of a workspace, where they were changed.
    pub fn workspace(path: &WorkspacePath, before: &Workspace, after: &Workspace) -> Option<Self> {
        let before_settings = Box::new(before.settings());
        (before.version != after.version).then(|| Self::Workspace { path: path.clone(), version: after.version, before: before_settings })
    }

    /// The settings of a client, where they were changed. A secret that was dropped or made with the change cannot come back, so that is not undone.
    pub fn client(path: &WorkspacePath, before: &Client, after: &Client) -> Option<Self> {
        let same_secret = before.settings.has_secret() == after.settings.has_secret();
        (before.version != after.version && same_secret).then(|| Self::Client {
            path: path.clone(),
            client: before.id,
            version: after.version,
            before: Box::new(before.settings.clone()),
        })
    }

    /// Whether a client is active, where that was changed from this version of it.
    pub fn client_status(path: &WorkspacePath, after: &Client, version: i64) -> Option<Self> {
        let before = match after.status {
            ClientStatus::Active => ClientStatus::Inactive,
            ClientStatus::Inactive => ClientStatus::Active,
        };
        (after.version != version).then(|| Self::ClientStatus { path: path.clone(), client: after.id, version: after.version, before })
    }

    /// Whether a user can sign in, where that was changed from this version of them.
    pub fn user_status(path: &WorkspacePath, after: &User, version: i64) -> Option<Self> {
        let before = match after.status {
            UserStatus::Active => UserStatus::Disabled,
            UserStatus::Disabled => UserStatus::Active,
        };
        (after.version != version).then(|| Self::UserStatus { path: path.clone(), user: after.id, version: after.version, before })
    }

    /// What a page names it by: a form that was opened before a later change is about none.
    fn name(&self) -> String {
        match self {
            Self::Workspace { path, version, .. } => format!("workspace.{}.{}.{version}", path.tenant, path.workspace),
            Self::Client { client, version, .. } | Self::ClientStatus { client, version, .. } => format!("client.{client}.{version}"),
            Self::UserStatus { user, version, .. } => format!("user.{user}.{version}"),
        }
    }

    /// Puts it back. What ended with the change stays ended, and existing refresh tokens keep the end that they have.
    async fn put_back(self, operator: &Operator) -> Result<(), control::Error> {
        match self {
            Self::Workspace { path, version, before } => {
                operator.set_workspace(&path, version, *before, Some(Reach::NewTokens)).await.map(drop)
            }
            Self::Client { path, client, version, before } => {
                operator.replace_client(&path, client, version, *before, Some(Reach::NewTokens)).await.map(drop)
            }
            Self::ClientStatus { path, client, version, before } => {
                operator.set_client_status(&path, client, version, before).await.map(drop)
            }
            Self::UserStatus { path, user, version, before } => operator.set_user_status(&path, user, version, before).await.map(drop),
        }
    }

    /// Returns the identifier of what was changed, by which its audit lines are found.
    async fn target(&self, operator: &Operator) -> Result<String, control::Error> {
        Ok(match self {
            Self::Workspace { path, .. } => operator.load_workspace(path).await?.id.to_string(),
            Self::Client { client, .. } | Self::ClientStatus { client, .. } => client.to_string(),
            Self::UserStatus { user, .. } => user.to_string(),
        })
    }

    /// Returns what is said once it is put back: with what the change did to refresh tokens, as its audit lines have it. Who may not read them is
    /// told the same without numbers.
    async fn was_done(&self, operator: &Operator) -> Done {
        let (Self::Workspace { path, .. } | Self::Client { path, .. } | Self::ClientStatus { path, .. } | Self::UserStatus { path, .. }) =
            self;
        // A user's sessions have ended too, and are counted nowhere.
        if matches!(self, Self::UserStatus { before: UserStatus::Active, .. }) {
            return Done::UndonePartly;
        }
        let lines = match self.target(operator).await {
            Ok(target) => operator.list_changes_of(path, &target).await,
            Err(error) => Err(error),
        };
        lines.map_or(Done::UndonePartly, |lines| match remains(&lines) {
            none if none == Remains::default() => Done::Undone,
            remains => Done::UndoneBut(remains),
        })
    }

    /// The page to come back to where none is known.
    fn page(&self) -> String {
        match self {
            Self::Workspace { path, .. } => path.overview(),
            Self::Client { path, client, .. } | Self::ClientStatus { path, client, .. } => path.client(*client),
            Self::UserStatus { path, user, .. } => path.user(*user),
        }
    }
}

/// Leads to a page of the console that says what was done, and that offers to take it back for a while where that can be.
pub async fn done_for_now(path: &str, done: Done, undoing: Option<Undoing>) -> Result<(), ApiError> {
    let at = done.at(path);
    let Some(undoing) = undoing else {
        go_to(&at);
        return Ok(());
    };
    let session = session()?;
    let name = undoing.name();
    let kept = Kept { undoing, page: path.to_owned(), until: session.clock.now().plus_seconds(SECONDS) };
    // It was saved: an offer that cannot be kept is none, and no reason to say that it failed.
    if let Err(error) = session.session.insert(KEY, kept).await {
        tracing::error!(operation = "offer_undo", %error, "the console's session failed");
        go_to(&at);
    } else {
        go_to(&format!("{at}&undo={name}"));
    }
    Ok(())
}

/// What is done to something that then has another version, and can be put back.
const CHANGES: [AuditAction; 12] = [
    AuditAction::WorkspaceUpdated,
    AuditAction::AuthorizationSettingsUpdated,
    AuditAction::TokenSettingsUpdated,
    AuditAction::SignInSettingsUpdated,
    AuditAction::TrustedIssuerAdded,
    AuditAction::TrustedIssuerUpdated,
    AuditAction::TrustedIssuerRemoved,
    AuditAction::ClientUpdated,
    AuditAction::ClientEnabled,
    AuditAction::ClientDisabled,
    AuditAction::UserEnabled,
    AuditAction::UserDisabled,
];

/// Returns what the latest change did to refresh tokens: all its lines were written at one moment.
fn remains(lines: &[AuditEvent]) -> Remains {
    let lines: Vec<_> = lines.iter().filter(|line| CHANGES.contains(&line.action)).collect();
    let latest = lines.iter().map(|line| line.at).max();
    let changes = lines.into_iter().filter(|line| Some(line.at) == latest).flat_map(|line| &line.changes);
    let count = |text: &str| text.parse::<u64>().unwrap_or_default();
    let (mut shortened, mut over, mut ended) = (0, 0, 0);
    for change in changes {
        match change.field.as_str() {
            "live_refresh_tokens_shortened" => shortened += count(&change.to),
            "live_refresh_tokens_over_at_once" => over += count(&change.to),
            "live_refresh_tokens" => ended += count(&change.from),
            _ => {}
        }
    }
    // Those that are over at once were shortened, too.
    Remains { ended: ended + over, shortened: shortened.saturating_sub(over) }
}

/// Takes the last change back, if it is the one with this name. Returns the page that it was made on, and what is said there.
///
/// # Errors
/// [`ApiError::Stale`] where it is another one, or its time is over, or something was saved since; and those of the change itself.
pub(crate) async fn undo(name: &str) -> Result<(String, Done), ApiError> {
    let session = session()?;
    let kept: Option<Kept> = session.session.get(KEY).await.map_err(|error| {
        tracing::error!(operation = "undo", %error, "the console's session failed");
        ApiError::Internal
    })?;
    let now = session.clock.now();
    let Some(Kept { undoing, page, .. }) = kept.filter(|kept| kept.undoing.name() == name && now < kept.until) else {
        return Err(answered(ApiError::Stale { typed: Typed::default(), conflicts: Vec::new() }));
    };
    let page = crate::paths::page(&page).unwrap_or_else(|| undoing.page());
    let operator = operator()?;
    let was_done = undoing.was_done(&operator).await;
    undoing.put_back(&operator.because(Some(REASON.to_owned()))).await?;
    // Another one is not offered: whoever wants the change again makes it again.
    if let Err(error) = session.session.remove::<Kept>(KEY).await {
        tracing::error!(operation = "undo", %error, "the console's session failed");
    }
    Ok((page, was_done))
}
