//! A directory in place of a mail server: each mail is a file there, for development and for tests.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use async_trait::async_trait;
use control::{MailAccount, MailTransport, Post};
use domain::mail::MailFailure;

use super::message;
use crate::installation::private_file;

/// How many mails are kept. The oldest make room: nobody empties a directory of which nobody thinks.
const MOST_KEPT: usize = 1_000;

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
            private_file::replace(&file, &String::from_utf8_lossy(&written))?;
            make_room(&directory, MOST_KEPT)
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

/// Removes the oldest mails of a directory until so many are left. Their names begin with the time.
fn make_room(directory: &Path, most: usize) -> io::Result<()> {
    let files = fs::read_dir(directory)?.filter_map(|entry| entry.ok().map(|entry| entry.path()));
    let mut mails: Vec<_> = files.filter(|file| file.extension().is_some_and(|extension| extension == "eml")).collect();
    mails.sort();
    for mail in mails.iter().take(mails.len().saturating_sub(most)) {
        match fs::remove_file(mail) {
            // Another task was faster.
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use control::Mail;
    use domain::{clock::Timestamp, id::MailId};

    use super::*;

    #[tokio::test]
    async fn mails_are_for_their_owner_alone_and_the_oldest_make_room() {
        let directory = std::env::temp_dir().join(format!("regrant-outbox-{}", std::process::id()));
        let outbox = Outbox::new(directory.clone());
        for minute in 0..3_u8 {
            let at = Timestamp::from_millis(1_796_113_320_000 + i64::from(minute) * 60_000);
            let [to, subject, text, html] = ["ann@example.com", "Hello", "Hello\n", "<p>Hello</p>"].map(str::to_owned);
            let (sender, sender_name) = ("no-reply@example.com".to_owned(), "Acme".to_owned());
            let post = Post { id: MailId::new(at, [minute; 10]), at, sender_name, sender, mail: Mail { to, subject, text, html } };
            outbox.send(None, &post).await.unwrap();
        }
        let kept = || {
            let mut names: Vec<_> = fs::read_dir(&directory).unwrap().map(|entry| entry.unwrap().path()).collect();
            names.sort();
            names
        };
        let all = kept();
        assert_eq!(all.len(), 3);
        #[cfg(unix)]
        for path in all.iter().chain([&directory]) {
            let mode = std::os::unix::fs::PermissionsExt::mode(&fs::metadata(path).unwrap().permissions());
            assert_eq!(mode & 0o077, 0, "{}", path.display());
        }
        make_room(&directory, 2).unwrap();
        assert_eq!(kept(), all[1..]);
        fs::remove_dir_all(directory).unwrap();
    }
}
