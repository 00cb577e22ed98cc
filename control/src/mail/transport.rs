//! How mail leaves: by a tenant's server, by the installation's own, or into a directory.

use async_trait::async_trait;
use domain::{
    clock::Timestamp,
    id::MailId,
    mail::{MailFailure, MailServer},
    secret::Secret,
    user::UserIdentifier,
};

use super::letter::Mail;

/// A mail with its sender, ready to be sent.
#[derive(Debug, Clone)]
pub struct Post {
    /// The identifier of the mail, the same at each attempt.
    pub id: MailId,
    /// When it is sent.
    pub at: Timestamp,
    /// The name that it comes from.
    pub sender_name: String,
    /// The address that it comes from.
    pub sender: String,
    /// Whom to, and what it says.
    pub mail: Mail,
}

/// A mail server and the password for it.
#[derive(Debug, Clone)]
pub struct MailAccount {
    /// The server.
    pub server: MailServer,
    /// The password of its user.
    pub password: Option<Secret<String>>,
}

/// A way for mail to leave.
#[async_trait]
pub trait MailTransport: Send + Sync + 'static {
    /// Returns whether it sends by the server of the tenant, and not at all where there is none.
    fn needs_server(&self) -> bool;

    /// Returns the address that mail of the installation itself comes from, which leaves by a server of its own; none where it has no server.
    fn own_sender(&self) -> Option<&UserIdentifier> {
        None
    }

    /// Sends a mail, and returns when the server has taken it or refused it. `by` is the server of a tenant; without one it is mail of the
    /// installation, or no server is needed.
    async fn send(&self, by: Option<&MailAccount>, post: &Post) -> Result<(), MailFailure>;
}
