//! The search over everything: what is asked for, and what it finds.

use serde::{Deserialize, Serialize};

use crate::{
    id::{AdministratorId, ClientId, FamilyId, LoginSessionId, ServiceId, UserId, WorkspaceId},
    name::{Name, Slug},
    problem::Problem,
};

/// The most characters that a search may have.
pub const MOST_CHARACTERS: u32 = 200;
/// How many things of a kind a search shows where nothing else is asked for.
pub const USUAL_HITS: u64 = 5;
/// How many things of a kind a search returns at most.
pub const MOST_HITS: u64 = 20;

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $name:literal, $label:literal;)*) => {
        /// A kind of thing that is found.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum FoundKind { $($(#[$doc])* $kind,)* }

        impl FoundKind {
            /// All of them, in the order in which they are shown.
            pub const ALL: &[Self] = &[$(Self::$kind),*];

            /// Returns the name on the wire.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$kind => $name,)* }
            }

            /// Returns what several of them are called.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$kind => $label,)* }
            }
        }
    };
}

kinds! {
    /// A tenant.
    Tenant = "tenant", "Tenants";
    /// A workspace.
    Workspace = "workspace", "Workspaces";
    /// A client.
    Client = "client", "Clients";
    /// A service.
    Service = "service", "Services";
    /// A user.
    User = "user", "Users";
    /// An administrator.
    Administrator = "administrator", "Administrators";
    /// A refresh token, from its issue to its end.
    RefreshToken = "refresh_token", "Refresh tokens";
    /// A login session of a user.
    Session = "session", "Sessions";
}

/// What is searched for: words, each of which is found, or an identifier. At most [`MOST_CHARACTERS`] long, so that looking for it takes no more
/// than a moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchText(String);

impl SearchText {
    /// Reads what was typed, without the space around it.
    ///
    /// # Errors
    /// [`Problem::TooLong`] and [`Problem::ControlCharacter`].
    pub fn parse(typed: &str) -> Result<Self, Problem> {
        let text = typed.trim();
        // Bytes first: characters of a long text are not counted.
        if text.len() > MOST_CHARACTERS as usize * 4 || text.chars().count() > MOST_CHARACTERS as usize {
            return Err(Problem::TooLong { most: MOST_CHARACTERS });
        }
        if text.chars().any(char::is_control) {
            return Err(Problem::ControlCharacter);
        }
        Ok(Self(text.to_owned()))
    }

    /// Returns it as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// What a search is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchQuery {
    /// In which tenant; without one, among the tenants and the administrators of the installation.
    pub tenant: Option<Slug>,
    /// The workspace whose things come first.
    pub near: Option<Slug>,
    /// The only kind that is looked for.
    pub only: Option<FoundKind>,
    /// What is searched for.
    pub text: SearchText,
    /// The workspaces of the tenant that are returned, in this order, where nothing is typed: those that somebody opened lately.
    pub recent: Vec<WorkspaceId>,
    /// How many things of a kind are returned, from 1 to [`MOST_HITS`]; [`USUAL_HITS`] where it is 0.
    pub limit: u64,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// A tenant.
    Tenant(Slug),
    /// The workspace that the hit names.
    Workspace,
    /// A client.
    Client(ClientId),
    /// A service.
    Service(ServiceId),
    /// A user.
    User(UserId),
    /// An administrator.
    Administrator(AdministratorId),
    /// A refresh token.
    RefreshToken(FamilyId),
    /// A login session of this user.
    Session(LoginSessionId, UserId),
}

impl Target {
    /// Returns its kind.
    pub const fn kind(&self) -> FoundKind {
        match self {
            Self::Tenant(_) => FoundKind::Tenant,
            Self::Workspace => FoundKind::Workspace,
            Self::Client(_) => FoundKind::Client,
            Self::Service(_) => FoundKind::Service,
            Self::User(_) => FoundKind::User,
            Self::Administrator(_) => FoundKind::Administrator,
            Self::RefreshToken(_) => FoundKind::RefreshToken,
            Self::Session(..) => FoundKind::Session,
        }
    }
}

/// The workspace of something that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundWorkspace {
    /// Its identifier.
    pub id: WorkspaceId,
    /// Its address within the tenant.
    pub slug: Slug,
    /// What it is called now.
    pub name: Name,
}

/// Something that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchHit {
    /// What it is.
    pub target: Target,
    /// What it is called.
    pub name: String,
    /// What tells it from others of that name: an address, a user name, an identifier.
    pub detail: String,
    /// The workspace that it lies in, or is; none of what lies in no workspace.
    pub workspace: Option<FoundWorkspace>,
}

/// What a search found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchResults {
    /// The things, by kind in the order of [`FoundKind::ALL`]; of each kind those of the near workspace first.
    pub hits: Vec<SearchHit>,
    /// The kinds of which there may be more than are returned.
    pub more: Vec<FoundKind>,
}

impl SearchResults {
    /// Returns what was found of a kind.
    pub fn of(&self, kind: FoundKind) -> impl Iterator<Item = &SearchHit> {
        self.hits.iter().filter(move |hit| hit.target.kind() == kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_searched_for_is_short() {
        let most = "é".repeat(MOST_CHARACTERS as usize);
        assert_eq!(SearchText::parse(&format!("  {most} ")).unwrap().as_str(), most);
        for long in [format!("{most}e"), "e ".repeat(1_000_000)] {
            assert_eq!(SearchText::parse(&long), Err(Problem::TooLong { most: MOST_CHARACTERS }));
        }
        assert_eq!(SearchText::parse("a\u{0}b"), Err(Problem::ControlCharacter));
    }
}
