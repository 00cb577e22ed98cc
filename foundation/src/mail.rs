//! Mail leaves here: by the server of a tenant, by the installation's own, or into a directory.

mod deliver;
mod message;
mod outbox;
mod smtp;

use std::sync::Arc;

use control::MailTransport;

pub use self::deliver::deliver;
use self::{outbox::Outbox, smtp::Smtp};
use crate::config::Configuration;

/// The way that mail leaves by.
pub fn transport(configuration: &Configuration) -> Arc<dyn MailTransport> {
    match &configuration.mail_outbox {
        Some(directory) => Arc::new(Outbox::new(directory.clone())),
        None => Arc::new(Smtp::new(configuration)),
    }
}
