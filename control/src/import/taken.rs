//! What is taken over from another server, in our own terms.

use domain::{
    client::{ClientSettings, ClientStatus},
    id::{ClientId, UserId},
    import::{ImportReport, Place, Source},
    name::Name,
    resource::Resource,
    secret::Secret,
    service::ServiceScope,
    settings::{sign_in::SignInSettings, tokens::TokenSettings},
    user::{UserIdentifier, UserProfile, UserStatus},
};
use engine::{password::ImportedHash, second_factor::TotpSecret};

/// What the files of another server hold, in our own terms.
#[derive(Debug)]
pub struct Import {
    pub(crate) source: Source,
    /// The name of the workspace, where it is created.
    pub(crate) name: Option<Name>,
    /// Settings of the workspace, where it is created.
    pub(crate) tokens: TokenSettings,
    pub(crate) sign_in: SignInSettings,
    pub(crate) services: Vec<TakenService>,
    pub(crate) clients: Vec<TakenClient>,
    pub(crate) users: Vec<TakenUser>,
    pub(crate) report: ImportReport,
}

/// A service.
#[derive(Debug)]
pub(crate) struct TakenService {
    pub(crate) at: Place,
    pub(crate) name: Name,
    pub(crate) resource: Option<Resource>,
    pub(crate) scopes: Vec<ServiceScope>,
}

/// A client.
#[derive(Debug)]
pub(crate) struct TakenClient {
    pub(crate) at: Place,
    /// Its `client_id` at the other server.
    pub(crate) known_as: String,
    /// Its identifier here, if the other server has one that is.
    pub(crate) id: Option<ClientId>,
    pub(crate) status: ClientStatus,
    pub(crate) settings: ClientSettings,
    pub(crate) secret: Option<Secret<String>>,
}

/// A user.
#[derive(Debug)]
pub(crate) struct TakenUser {
    pub(crate) at: Place,
    /// Its identifier here, if the other server has one that is.
    pub(crate) id: Option<UserId>,
    pub(crate) identifier: UserIdentifier,
    pub(crate) status: UserStatus,
    pub(crate) profile: UserProfile,
    pub(crate) password: Option<ImportedHash>,
    pub(crate) second_factor: Option<TotpSecret>,
}

impl TakenUser {
    /// The names that the user signs in with.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        let email = self.profile.email.as_deref().filter(|email| *email != self.identifier.as_str());
        std::iter::once(self.identifier.as_str()).chain(email)
    }
}
