//! `regrant key`

use control::{Actor, Operator};
use domain::{
    id::KeyId,
    problem::Problem,
    signing::SigningAlgorithm,
    signing_key::{KeyState, Urgency},
    view::{KeyRevocationImpact, Precision, SigningKeyView, SigningKeysView},
    wire,
    workspace::WorkspacePath,
};

use super::{at::WorkspaceAt, choice::one_of, failure::Failure, listing::Listing, open::open_existing, terminal};
use crate::config::Configuration;

#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Lists the signing keys of a workspace with their states.
    List {
        #[command(flatten)]
        place: WorkspaceAt,
        #[command(flatten)]
        listing: Listing,
    },
    /// Publishes a key of an algorithm that has none which is to sign next, so that whoever verifies tokens knows it before it signs.
    Publish {
        #[command(flatten)]
        place: WorkspaceAt,
        /// The algorithm.
        #[arg(long, value_parser = one_of::<SigningAlgorithm>(SigningAlgorithm::ALL.map(SigningAlgorithm::name)))]
        algorithm: SigningAlgorithm,
    },
    /// Lets the next key of an algorithm sign in place of the current one. What that one signed stays good.
    Rotate {
        #[command(flatten)]
        place: WorkspaceAt,
        /// The algorithm.
        #[arg(long, value_parser = one_of::<SigningAlgorithm>(SigningAlgorithm::ALL.map(SigningAlgorithm::name)))]
        algorithm: SigningAlgorithm,
        /// In an emergency: although the next key was published only now. Whoever keeps keys in a cache refuses its tokens for up to a minute,
        /// or for as long as they keep them.
        #[arg(long)]
        at_once: bool,
    },
    /// Revokes a key: nothing that it signed is accepted any more. It cannot be undone.
    Revoke {
        #[command(flatten)]
        place: WorkspaceAt,
        /// The key's identifier (kid).
        #[arg(long, value_name = "KID")]
        key: KeyId,
        /// Revoke it; without this, the command says what that would end.
        #[arg(long)]
        confirm: bool,
    },
}

pub(super) async fn run(configuration: Configuration, command: Command) -> Result<(), Failure> {
    let installation = open_existing(configuration).await?;
    let operator = installation.control().acting_as(Actor::CommandLine);
    match command {
        Command::List { place, listing } => list(&keys(&operator, &place.into()).await?, listing)?,
        Command::Publish { place, algorithm } => {
            let path = place.into();
            let key = operator.publish_signing_key(&path, algorithm).await.map_err(|error| of_workspace(error, &path))?;
            terminal::say(&format!("The key {} of {algorithm} is published.", key.id));
        }
        Command::Rotate { place, algorithm, at_once } => {
            let path = place.into();
            let current = keys(&operator, &path).await?.keys.into_iter().find(|key| key.algorithm == algorithm && key.life.is_current());
            let current = current.ok_or(Failure::NotFound { what: "signing key of", name: algorithm.to_string() })?;
            let urgency = if at_once { Urgency::AtOnce } else { Urgency::Usual };
            let key = operator.rotate_signing_key(&path, current.id, urgency).await?;
            terminal::say(&format!("The key {} signs by {algorithm} now, in place of {}.", key.id, current.id));
        }
        Command::Revoke { place, key, confirm: false } => {
            let path = place.into();
            keys(&operator, &path).await?;
            let impact = operator.preview_key_revocation(&path, key).await.map_err(|error| of_key(error, key))?;
            if let KeyState::Revoked { at } = impact.key.life.state {
                return Err(Failure::Refused(Problem::KeyRevoked { at }));
            }
            return Err(Failure::NothingDone(format!("{} To revoke it, add --confirm", what_ends(&impact))));
        }
        Command::Revoke { place, key, confirm: true } => {
            let path = place.into();
            keys(&operator, &path).await?;
            operator.revoke_signing_key(&path, key).await.map_err(|error| of_key(error, key))?;
            terminal::say(&format!("The key {key} is revoked. Nothing that it signed is accepted any more."));
        }
    }
    Ok(())
}

async fn keys(operator: &Operator, path: &WorkspacePath) -> Result<SigningKeysView, Failure> {
    operator.list_signing_keys(path).await.map_err(|error| of_workspace(error, path))
}

fn of_workspace(error: control::Error, path: &WorkspacePath) -> Failure {
    Failure::naming(error, "workspace", path)
}

fn of_key(error: control::Error, key: KeyId) -> Failure {
    Failure::naming(error, "signing key", &key)
}

fn list(view: &SigningKeysView, listing: Listing) -> Result<(), Failure> {
    for key in &view.keys {
        let line = || format!("{:5}  {:7}  {}  {}", key.algorithm.name(), key.life.state.name(), key.id, times(key));
        listing.say(line, || wire::SigningKey::from(key))?;
    }
    if listing.json {
        return Ok(());
    }
    match view.workspace.tokens.signing.signing_keys_rotate_every {
        Some(period) => terminal::say(&format!("Keys are rotated automatically after {}.", period.words())),
        None => terminal::say("Keys are not rotated automatically."),
    }
    Ok(())
}

/// Since when it stands where it stands, and until when, in words.
fn times(SigningKeyView { life, due_at, published, .. }: &SigningKeyView) -> String {
    match life.state {
        KeyState::Next => format!("published since {}", life.published_at),
        KeyState::Current { since } => match due_at {
            Some(due_at) => format!("signs since {since}, until {due_at}"),
            None => format!("signs since {since}"),
        },
        KeyState::Retired { at, .. } if *published => format!("signed until {at}, is published until {}", life.published_until),
        KeyState::Retired { at, .. } => format!("signed until {at}, is no longer published"),
        KeyState::Revoked { at } => format!("revoked at {at}"),
    }
}

/// What a revocation ends, in sentences.
fn what_ends(impact: &KeyRevocationImpact) -> String {
    let tokens = match (impact.access_tokens, impact.precision) {
        (0, Precision::Exact) => "No access token that it signed is known to be active.".to_owned(),
        (tokens, precision) => {
            format!("Active access tokens that it signed: {}{tokens}; they and its ID tokens are refused from then on.", precision.words())
        }
    };
    let successor = match (impact.key.life.state, impact.successor) {
        (KeyState::Current { .. }, Some(next)) if impact.successor_waits == 0 => format!(" The key {next} signs in its place."),
        (KeyState::Current { .. }, _) => {
            " A key signs in its place that whoever keeps keys in a cache may not know for up to a minute: they \
                                          refuse its tokens until they read the keys again."
                .to_owned()
        }
        _ => String::new(),
    };
    format!("{tokens} Refresh tokens are opaque and stay active.{successor}")
}
