//! The access tokens that a signing key signed and that have not expired, as far as the events of their issue and the audit trail tell.

use std::collections::HashMap;

use domain::{
    client::Client,
    clock::Timestamp,
    id::{ClientId, WorkspaceId},
    in_force,
    lifetime::AccessTokenTtl,
    settings::tokens::AccessTokenFormat,
    signing_key::{KeyRecord, KeyState, LEEWAY},
    view::Precision,
};
use store::{Access, Issuances, WorkspaceStore};

use crate::Error;

/// The settings that decide how an access token is signed, by the names that they have in audit lines.
const SIGNED_BY: [&str; 2] = ["access_token_format", "access_token_signing_alg"];
/// And that which decides how long it lives.
const LIFETIME: &str = "access_token_ttl";

/// How many access tokens a key signed that have not expired.
pub(crate) struct Signed {
    pub(crate) tokens: u64,
    pub(crate) precision: Precision,
}

impl Signed {
    /// Counts them. An event of issue does not say what a token was signed with: the settings of today do, and where they were changed since,
    /// it may have been this key.
    pub(crate) async fn count<C: Access>(store: &WorkspaceStore<'_, C>, key: KeyRecord, now: Timestamp) -> Result<Self, Error> {
        let none = Self { tokens: 0, precision: Precision::Exact };
        let (since, until) = match key.life.state {
            KeyState::Next | KeyState::Revoked { .. } => return Ok(none),
            KeyState::Current { since } => (since, now.plus_seconds(1)),
            // A node may have learned of it a moment later.
            KeyState::Retired { since, at } => (since, at.plus_seconds(1)),
        };
        let earliest = now.plus_seconds(-AccessTokenTtl::LONGEST.as_seconds());
        // A clock that was ahead has said when it began to sign: nobody knows.
        let is_known = since <= now;
        let since = if is_known { since.max(earliest) } else { earliest };
        if since >= until {
            return Ok(none);
        }
        let Issuances { issued, at_least } = store.list_issuances(since, until).await?;
        let facts = Facts::load(store, key, since, now).await?;
        let (mut certain, mut possible) = (0, 0);
        for (at, client) in issued {
            match facts.judge(at, client) {
                Some(true) if is_known => certain += 1,
                Some(true) | None => possible += 1,
                Some(false) => {}
            }
        }
        Ok(Self { tokens: certain + possible, precision: Precision::of(at_least, possible > 0) })
    }
}

/// What is known about the tokens of a workspace.
struct Facts {
    key: KeyRecord,
    now: Timestamp,
    /// The longest lifetime of the tokens that the key's algorithm signs now, in seconds.
    longest: i64,
    is_signed: bool,
    workspace: WorkspaceId,
    /// Which clients get access tokens that the key's algorithm signs, and how long these live, in seconds; by the settings of today.
    clients: HashMap<ClientId, (bool, i64)>,
    /// When a setting of the workspace or of a client was changed last.
    changed: HashMap<(String, String), Timestamp>,
    /// All that was before may have been otherwise: there were more changes than are read.
    read_since: Timestamp,
}

impl Facts {
    async fn load<C: Access>(store: &WorkspaceStore<'_, C>, key: KeyRecord, since: Timestamp, now: Timestamp) -> Result<Self, Error> {
        let (tokens, clients) = (&store.workspace().tokens, store.all_clients().await?);
        let longest = in_force::longest_signed_lifetime(key.algorithm, tokens, &clients);
        let of = |client: &Client| {
            let ttl = in_force::ttls(tokens, &client.settings).access_token_ttl.as_seconds();
            (client.id, (in_force::access_token_algorithm(tokens, &client.settings) == key.algorithm, ttl))
        };
        let clients = clients.iter().map(of).collect();
        let recorded = store.list_settings_changes(since).await?;
        let mut changed = HashMap::new();
        for line in &recorded.lines {
            for change in line.changes.iter().filter(|change| change.field == LIFETIME || SIGNED_BY.contains(&change.field.as_str())) {
                let last: &mut Timestamp = changed.entry((line.target_id.clone(), change.field.clone())).or_insert(line.at);
                *last = line.at.max(*last);
            }
        }
        let is_signed = tokens.access_token_format == AccessTokenFormat::Jwt;
        let read_since = recorded.all_since;
        Ok(Self { key, now, longest, is_signed, workspace: store.workspace().id, clients, changed, read_since })
    }

    /// Returns whether the key signed the token that a client got at this time, and it has not expired; none where that is not known.
    fn judge(&self, at: Timestamp, client: ClientId) -> Option<bool> {
        // A key stays published for the tokens of earlier settings, so it tells the end of them.
        let last_end = self.key.life.published_until.plus_seconds(-LEEWAY).max(at.plus_seconds(self.longest));
        if last_end <= self.now {
            return Some(false);
        }
        // A client that was deleted left no settings.
        let (is_of_algorithm, ttl) = *self.clients.get(&client)?;
        if self.was_changed(LIFETIME, client, at) {
            return None;
        }
        if at.plus_seconds(ttl) <= self.now {
            return Some(false);
        }
        if SIGNED_BY.into_iter().any(|field| self.was_changed(field, client, at)) {
            return None;
        }
        Some(self.is_signed && is_of_algorithm)
    }

    /// Returns whether a setting that concerns a client was changed since a time.
    fn was_changed(&self, field: &str, client: ClientId, since: Timestamp) -> bool {
        let last = |target: String| self.changed.get(&(target, field.to_owned())).is_some_and(|last| *last >= since);
        since < self.read_since || last(self.workspace.to_string()) || last(client.to_string())
    }
}
