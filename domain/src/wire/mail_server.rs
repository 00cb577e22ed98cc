//! The mail server of a tenant.

use crate::{
    clock::Timestamp,
    mail::{self, MailTls, MailView, TypedMailServer},
    problem::Problem,
    wire::{
        reading::{Misfit, Reading},
        resource::Resource,
        sent::Sent,
        types::{sent, told},
    },
};

sent! {
    /// The server that takes a tenant's mail for delivery.
    pub struct MailServer told [has_password] needed [host port tls sender sender_name] {
        /// Its name or IP address.
        pub host: String,
        /// Its port: 1 to 65535.
        pub port: i64,
        /// How the connection is protected.
        pub tls: Sent<MailTls>,
        /// The user name to sign in with; absent where it asks for none. At most 500 characters.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub user: Option<String>,
        /// The password to sign in with: at most 500 characters. It is never told. Where it is not sent, the one that there is stays, unless host,
        /// port, protection or user name change.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub password: Option<String>,
        /// Whether there is a password.
        pub has_password: bool,
        /// The address that mail comes from.
        pub sender: String,
        /// The name that mail comes from.
        pub sender_name: String,
    }

    /// Where a test mail goes.
    pub struct TestMail needed [to] {
        /// The address.
        pub to: String,
    }
}

told! {
    /// How the mail of a tenant fares.
    pub struct MailDelivery {
        /// How many mails wait to be sent.
        pub waiting: u64,
        /// Whether all mail of the installation is written to a directory, and none is sent.
        pub to_outbox: bool,
        /// When a mail was last not taken, if none was since.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub failed_at: Option<Sent<Timestamp>>,
        /// Why it was not.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub failure: Option<String>,
    }
}

impl Resource for MailServer {}
impl Resource for TestMail {}

impl MailServer {
    /// Returns a mail server as it is told.
    pub fn of(server: &mail::MailServer, has_password: bool) -> Self {
        Self {
            host: server.host.to_string(),
            port: server.port.into(),
            tls: Sent::of(&server.tls),
            user: server.user.clone(),
            password: None,
            has_password,
            sender: server.sender.to_string(),
            sender_name: server.sender_name.to_string(),
        }
    }

    /// Reads it as it would be typed, with its password; an empty one where none was sent.
    ///
    /// # Errors
    /// All that does not fit.
    pub fn typed(&self) -> Result<(TypedMailServer, &str), Vec<Misfit>> {
        let mut reading = Reading::default();
        let tls = reading.take("/tls", &self.tls);
        if self.password.is_some() && self.user.is_none() {
            reading.note("/user", Problem::Missing);
        }
        let password = self.password.as_deref().unwrap_or_default();
        let typed = |tls: MailTls| TypedMailServer {
            host: self.host.clone(),
            port: self.port.to_string(),
            tls: tls.name().to_owned(),
            user: self.user.clone().unwrap_or_default(),
            sender: self.sender.clone(),
            sender_name: self.sender_name.clone(),
        };
        reading.done(tls.map(|tls| (typed(tls), password)))
    }
}

impl From<&MailView> for MailDelivery {
    fn from(view: &MailView) -> Self {
        Self {
            waiting: view.waiting,
            to_outbox: view.to_outbox,
            failed_at: view.last_failure.map(|last| Sent::of(&last.at)),
            failure: view.last_failure.map(|last| last.failure.to_string()),
        }
    }
}
