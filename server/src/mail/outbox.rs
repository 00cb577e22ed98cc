//! A directory in place of a mail server: each mail is a file there, for development and for tests.

use std::path::PathBuf;

use async_trait::async_trait;
use control::{MailAccount, MailTransport, Post};
use domain::mail::MailFailure;

use super::message;
use crate::installation::private_file;

/// A directory that mail is written to.
pub(super) struct Outbox {
    directory: PathBuf,
}

impl Outbox {
    pub(super) const fn new(directory: PathBuf) -> Self {
        Self { directory }
    }
}

#[async_trait]
impl MailTransport for Outbox {
    fn needs_server(&self) -> bool {
        false
    }

    async fn send(&self, _: Option<&MailAccount>, post: &Post) -> Result<(), MailFailure> {
        let written = message::of(post)?.formatted();
        let (directory, file) = (self.directory.clone(), self.directory.join(format!("{}.eml", post.id)));
        let write = move || {
            private_file::create_directory(&directory)?;
            private_file::replace(&file, &String::from_utf8_lossy(&written))
        };
        match tokio::task::spawn_blocking(write).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => {
                tracing::warn!(directory = %self.directory.display(), %error, "a mail cannot be written");
                Err(MailFailure::Outbox)
            }
            Err(_) => Err(MailFailure::Outbox),
        }
    }
}
