//! `regrant user`

use std::io::{self, BufRead as _, Read as _};

use control::{Actor, Operator};
use domain::{
    id::{LinkedSubjectId, UserId},
    user::{User, UserStatus},
    view::{SignOut, TypedUser},
    wire,
    workspace::WorkspacePath,
};

use super::{
    at::WorkspaceAt,
    bounded_file,
    failure::Failure,
    listing::{Listing, next_after},
    open::open_existing,
    terminal,
};
use crate::config::Configuration;

#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Lists the users of a workspace, newest first.
    List {
        #[command(flatten)]
        at: WorkspaceAt,
        /// Only those whose user name, name or e-mail address contains this text.
        #[arg(long, default_value = "")]
        search: String,
        #[command(flatten)]
        listing: Listing,
    },
    /// Prints a user as the admin API has it, as JSON.
    Show(UserAt),
    /// Creates a user. Their password is the first line of standard input.
    Create {
        #[command(flatten)]
        at: WorkspaceAt,
        /// What they sign in with: an e-mail address or a user name.
        #[arg(long)]
        identifier: String,
        /// What they are called.
        #[arg(long)]
        name: String,
        /// Their e-mail address.
        #[arg(long, default_value = "")]
        email: String,
    },
    /// Sets a user's password, which is the first line of standard input. Their sessions end.
    SetPassword(UserAt),
    /// Removes the second factor of a user who has lost it, with their passkeys. Their sessions end, and their password alone signs them in.
    ResetSecondFactor(UserAt),
    /// Lists the subjects of trusted issuers that are linked to a user.
    ListSubjects {
        #[command(flatten)]
        at: UserAt,
        #[command(flatten)]
        listing: Listing,
    },
    /// Links a subject of a trusted issuer to a user: the issuer's assertions about it are about this user.
    LinkSubject {
        #[command(flatten)]
        at: UserAt,
        /// The trusted issuer, by its name in addresses.
        #[arg(long, value_name = "NAME")]
        issuer: String,
        /// What the issuer calls the user (`sub`).
        #[arg(long)]
        subject: String,
    },
    /// Unlinks a subject from a user. What was issued stays.
    UnlinkSubject {
        #[command(flatten)]
        at: UserAt,
        /// Its identifier, as `regrant user list-subjects` shows it.
        #[arg(long, value_name = "ID")]
        linked: LinkedSubjectId,
    },
    /// Enables a user.
    Enable(UserAt),
    /// Disables a user. Their sessions and refresh tokens end.
    Disable(UserAt),
    /// Ends a user's sessions, and the refresh tokens that end with them.
    SignOut {
        #[command(flatten)]
        at: UserAt,
        /// All their refresh tokens and access tokens, too.
        #[arg(long)]
        tokens: bool,
        /// What they agreed to, too: clients ask again.
        #[arg(long)]
        consents: bool,
    },
    /// Deletes a user. Nothing that was issued for them works any more. It cannot be undone.
    Delete {
        #[command(flatten)]
        at: UserAt,
        /// What they sign in with, to confirm who is meant; without it, the command says what would end.
        #[arg(long)]
        identifier: Option<String>,
    },
}

/// A user of a workspace.
#[derive(Debug, clap::Args)]
pub(super) struct UserAt {
    #[command(flatten)]
    at: WorkspaceAt,
    /// The user's identifier, as `regrant user list` shows it.
    #[arg(long, value_name = "USER_ID")]
    user: UserId,
}

pub(super) async fn run(configuration: Configuration, command: Command) -> Result<(), Failure> {
    let installation = open_existing(configuration).await?;
    let operator = installation.control().acting_as(Actor::CommandLine);
    match command {
        Command::List { at, search, listing } => list(&operator, &at.into(), &search, listing).await?,
        Command::Show(at) => {
            let (path, id) = (at.at.into(), at.user);
            terminal::say_json(&wire::User::from(&find(&operator, &path, id).await?))?;
        }
        Command::Create { at, identifier, name, email } => {
            let path = at.into();
            let typed = TypedUser { identifier, name, email, ..TypedUser::default() };
            let created = operator.add_user(&path, &typed, password()?).await;
            let user = created.map_err(|error| Failure::naming(error, "workspace", &path))?;
            terminal::say(&format!("The user {} is ready: {}.", user.identifier, user.id));
        }
        Command::SetPassword(at) => {
            let (path, id) = (at.at.into(), at.user);
            let user = find(&operator, &path, id).await?;
            operator.set_user_password(&path, id, &password()?).await?;
            terminal::say(&format!("The password of {} is set.", user.identifier));
        }
        Command::ResetSecondFactor(at) => {
            let (path, id) = (at.at.into(), at.user);
            let user = find(&operator, &path, id).await?;
            terminal::say(&if operator.reset_user_second_factor(&path, id).await? {
                format!("The second factor of {} is removed, and they are signed out.", user.identifier)
            } else {
                format!("{} has no second factor.", user.identifier)
            });
        }
        Command::ListSubjects { at, listing } => {
            let (path, id) = (at.at.into(), at.user);
            find(&operator, &path, id).await?;
            for linked in operator.list_linked_subjects(&path, id).await? {
                let line = || format!("{}  {}  {}", linked.id, linked.issuer, linked.subject);
                listing.say(line, || wire::LinkedSubject::from(&linked))?;
            }
        }
        Command::LinkSubject { at, issuer, subject } => {
            let (path, id) = (at.at.into(), at.user);
            let user = find(&operator, &path, id).await?;
            let linked = operator.link_subject(&path, id, &issuer, &subject).await?;
            terminal::say(&format!("{} of {} is {}: {}.", linked.subject, linked.issuer, user.identifier, linked.id));
        }
        Command::UnlinkSubject { at, linked } => {
            let (path, id) = (at.at.into(), at.user);
            let user = find(&operator, &path, id).await?;
            let unlinked = operator.unlink_subject(&path, id, linked).await;
            unlinked.map_err(|error| Failure::naming(error, "linked subject", &linked))?;
            terminal::say(&format!("The subject is linked to {} no longer.", user.identifier));
        }
        Command::Enable(at) => set_status(&operator, at, UserStatus::Active, "enabled").await?,
        Command::Disable(at) => set_status(&operator, at, UserStatus::Disabled, "disabled").await?,
        Command::SignOut { at, tokens, consents } => {
            let (path, id) = (at.at.into(), at.user);
            let user = find(&operator, &path, id).await?;
            operator.sign_out_user(&path, id, SignOut { sessions: true, tokens, consents }).await?;
            terminal::say(&format!("{} is signed out.", user.identifier));
        }
        Command::Delete { at, identifier } => {
            let (path, id) = (at.at.into(), at.user);
            let found = operator.load_user(&path, id).await.map_err(|error| Failure::naming(error, "user", &id))?;
            let (known, live) = (found.user.identifier, found.live);
            let Some(typed) = identifier else {
                let what = format!("{known} has active refresh tokens: {live}. To delete the user, add --identifier {known}");
                return Err(Failure::Unconfirmed(what));
            };
            operator.delete_user(&path, id, found.user.version, &typed).await?;
            terminal::say(&format!("The user {known} was deleted."));
        }
    }
    Ok(())
}

async fn find(operator: &Operator, path: &WorkspacePath, id: UserId) -> Result<User, Failure> {
    operator.find_user(path, id).await.map_err(|error| Failure::naming(error, "user", &id))
}

async fn list(operator: &Operator, path: &WorkspacePath, search: &str, listing: Listing) -> Result<(), Failure> {
    let mut after = None;
    loop {
        let page = operator.list_users(path, search, after).await.map_err(|error| Failure::naming(error, "workspace", path))?;
        for user in &page.items {
            let status = if user.status == UserStatus::Active { "active" } else { "disabled" };
            let line = || format!("{}  {status:8}  {}  {}", user.id, user.identifier, user.profile.name);
            listing.say(line, || wire::User::from(user))?;
        }
        after = next_after(page.next);
        if after.is_none() {
            return Ok(());
        }
    }
}

async fn set_status(operator: &Operator, at: UserAt, status: UserStatus, word: &str) -> Result<(), Failure> {
    let (path, id) = (at.at.into(), at.user);
    let user = find(operator, &path, id).await?;
    operator.set_user_status(&path, id, user.version, status).await?;
    terminal::say(&format!("The user {} is {word}.", user.identifier));
    Ok(())
}

/// Reads a password, which is no argument: others on the machine see those.
fn password() -> Result<String, Failure> {
    let mut line = String::new();
    // Longer than any password, and bounded: what comes from a pipe may never end.
    io::stdin().lock().take(bounded_file::MOST).read_line(&mut line).map_err(Failure::StandardInput)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
