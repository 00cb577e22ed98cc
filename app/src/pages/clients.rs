//! Applications › Clients.

mod authentication;
mod badge;
mod exchange_lines;
mod exchanged;
mod exchanges;
mod explain;
mod frame;
mod grants;
mod in_force;
mod keys;
mod list;
mod logouts;
mod new;
mod oauth;
mod overview;
mod preview;
mod quickstart;
mod scopes;
mod secrets;
mod token_policy;
mod tokens;
mod trial;
mod typed;

pub use explain::ClientExplainPage;
pub use list::ClientsPage;
pub use new::NewClientPage;
pub use oauth::ClientOauthPage;
pub use overview::ClientPage;
pub use quickstart::ClientQuickstartPage;
pub use scopes::ClientScopesPage;
pub use token_policy::ClientTokenPolicyPage;
pub use tokens::ClientTokensPage;
pub use trial::ClientTrialPage;
