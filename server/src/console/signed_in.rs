//! The administrator of a request.

use app::api::SessionTime;
use control::Actor;

/// The administrator who is signed in, in the request's extensions.
#[derive(Debug, Clone)]
pub(super) struct SignedIn(pub(super) Actor, pub(super) SessionTime);

impl SignedIn {
    /// Returns the administrator's identifier.
    pub(super) fn administrator(&self) -> String {
        match &self.0 {
            Actor::Administrator(administrator, _) => administrator.id.to_string(),
            Actor::Client(..) | Actor::CommandLine => String::new(),
        }
    }
}
