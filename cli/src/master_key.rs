//! `regrant master-key`

use domain::{
    audit::{ActorKind, AuditAction, AuditEvent},
    audit_context::AuditContext,
    clock::Timestamp,
    id::AuditEventId,
};
use engine::{keys::MasterKeys, random};
use store::{ClientPlace, MasterKeyRecord, NodeRecord};

use super::{failure::Failure, open::open_migrated, terminal};
use crate::{
    config::{Configuration, MasterKeySource},
    installation::{Installation, OpenError, master_key},
    node::{
        key_versions::{ANNOUNCED_SECONDS, KeyVersions, used_until},
        seen_since,
    },
};

/// How many signing keys or other values are sealed anew in one transaction.
const BATCH: u64 = 100;
/// How many clients are named that depend on a version.
const NAMED: u64 = 10;

#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Shows each version: whether it is current, what depends on it, and which servers have it.
    Status,
    /// Adds a new version to the key file. It is used for nothing until it is activated.
    Add {
        /// Print the new line instead, for where the key does not come from a file. It is a secret.
        #[arg(long)]
        print: bool,
    },
    /// Makes a version the current one on all servers at the same time. Every server must have it.
    Activate {
        /// Which version.
        #[arg(value_parser = clap::value_parser!(u8).range(1..))]
        version: u8,
        /// In how many seconds; servers must have learned of it by then.
        #[arg(long, value_name = "SECONDS", default_value_t = ANNOUNCED_SECONDS, value_parser = clap::value_parser!(i64).range(ANNOUNCED_SECONDS..=86_400))]
        after: i64,
        /// Activate it although running servers do not have it. They answer nothing until they do.
        #[arg(long)]
        force: bool,
    },
    /// Seals every signing key, the audit log and whatever else is sealed under the current version, in small steps.
    Reseal,
    /// Ends the use of a version: nothing that was made under it is accepted any more. It cannot be undone.
    Retire {
        /// Which version.
        #[arg(value_parser = clap::value_parser!(u8).range(1..))]
        version: u8,
        /// Retire it although client secrets or refresh tokens depend on it. They stop working.
        #[arg(long)]
        accept_loss: bool,
    },
}

pub(super) async fn run(configuration: Configuration, command: Command) -> Result<(), Failure> {
    let installation = open_migrated(configuration).await?;
    let versions = Versions::read(installation).await?;
    match command {
        Command::Status => versions.show().await,
        Command::Add { print } => versions.add(print),
        Command::Activate { version, after, force } => versions.activate(version, after, force).await,
        Command::Reseal => versions.reseal().await,
        Command::Retire { version, accept_loss } => versions.retire(version, accept_loss).await,
    }
}

/// The versions as the database has them.
struct Versions {
    installation: Installation,
    records: Vec<MasterKeyRecord>,
    in_force: KeyVersions,
    now: Timestamp,
}

/// What stops working with a version.
struct Dependants {
    signing_keys: u64,
    audit_chains: u64,
    /// Passwords of mail servers, secrets of authenticator apps and of webhooks.
    other_values: u64,
    client_secrets: u64,
    families: u64,
}

impl Versions {
    async fn read(installation: Installation) -> Result<Self, Failure> {
        let (records, now) = (installation.store.list_master_keys().await.map_err(OpenError::from)?, installation.clock.now());
        Ok(Self { in_force: KeyVersions::at(now, &records), installation, records, now })
    }

    fn find(&self, version: u8) -> Result<&MasterKeyRecord, Failure> {
        let found = self.records.iter().find(|record| record.fingerprint.version == version);
        found.ok_or_else(|| Failure::NotFound { what: "version of the master key", name: version.to_string() })
    }

    async fn nodes(&self) -> Result<Vec<NodeRecord>, Failure> {
        Ok(self.installation.store.list_nodes(seen_since(self.now)).await.map_err(OpenError::from)?)
    }

    /// Counts what depends on a version. Refresh tokens carry their version in their text alone, which is not stored: those of a family that
    /// was not rotated since another version became current are counted.
    async fn dependants(&self, version: u8) -> Result<Dependants, Failure> {
        let store = &self.installation.store;
        let families = match used_until(version, &self.records) {
            // Nodes change by their own clocks.
            Some(until) => store.count_families_replaced_before(until.plus_seconds(ANNOUNCED_SECONDS), self.now).await,
            None => Ok(0),
        };
        Ok(Dependants {
            signing_keys: store.count_signing_keys_under(version).await.map_err(OpenError::from)?,
            audit_chains: store.count_audit_chains_under(version).await.map_err(OpenError::from)?,
            other_values: store.count_sealed_values_under(version).await.map_err(OpenError::from)?,
            client_secrets: store.count_client_secrets_under(version, self.now).await.map_err(OpenError::from)?,
            families: families.map_err(OpenError::from)?,
        })
    }

    async fn show(&self) -> Result<(), Failure> {
        for record in &self.records {
            let version = record.fingerprint.version;
            let here = if self.installation.keys.holds(version) { "" } else { " It is not in this key file." };
            let state = if let Some(at) = record.retired_at {
                format!("retired since {at}; its line can be removed from every key file")
            } else if self.in_force.current == Some(version) {
                "current".to_owned()
            } else if let Some((_, at)) = self.in_force.scheduled.filter(|(scheduled, _)| *scheduled == version) {
                format!("current from {at} on")
            } else if record.activated_at.is_none() {
                "present, and not used yet".to_owned()
            } else {
                let Dependants { signing_keys, audit_chains, other_values, client_secrets, families } = self.dependants(version).await?;
                format!(
                    "used before. Under it are signing keys: {signing_keys}, audit logs: {audit_chains}, other secrets: {other_values}, client \
                     secrets: {client_secrets}, active refresh tokens: at most {families}"
                )
            };
            terminal::say(&format!("Version {version}: {state}.{here}"));
        }
        for node in self.nodes().await? {
            let versions: Vec<_> = node.key_versions.iter().map(u8::to_string).collect();
            terminal::say(&format!("Server {}: has versions {}.", node.name, versions.join(", ")));
        }
        Ok(())
    }

    fn add(&self, print: bool) -> Result<(), Failure> {
        let highest = self.records.iter().map(|record| record.fingerprint.version).max().unwrap_or_default();
        if print {
            let version = master_key::next_version(highest).map_err(OpenError::from)?;
            terminal::say(&MasterKeys::new_line(version, &*self.installation.random));
            return Ok(());
        }
        let MasterKeySource::File(path) = &self.installation.configuration.master_key else {
            return Err(Failure::MasterKey(
                "The master key comes from REGRANT_MASTER_KEY. Add the line that `regrant master-key add --print` prints to it, on every \
                 server."
                    .to_owned(),
            ));
        };
        let version = master_key::add_version(path, highest, &*self.installation.random).map_err(OpenError::from)?;
        terminal::say(&format!(
            "Version {version} was added to {}. Copy its line to the key file of every other server; running servers read it within \
             seconds. Then run `regrant master-key activate {version}`.",
            path.display()
        ));
        Ok(())
    }

    async fn activate(&self, version: u8, after: i64, force: bool) -> Result<(), Failure> {
        let record = self.find(version)?;
        if record.retired_at.is_some() {
            return Err(Failure::MasterKey(format!("Version {version} of the master key was retired. Add a new one.")));
        }
        if self.in_force.current == Some(version) && self.in_force.scheduled.is_none() {
            return Err(Failure::MasterKey(format!("Version {version} of the master key is current already.")));
        }
        if !self.installation.keys.holds(version) {
            return Err(Failure::MasterKey(format!("Version {version} of the master key is not in this key file.")));
        }
        let lacking: Vec<_> = self.nodes().await?.into_iter().filter(|node| !node.key_versions.contains(&version)).collect();
        if let Some(node) = lacking.first().filter(|_| !force) {
            return Err(Failure::MasterKey(format!(
                "{} of the running servers do not have version {version} of the master key, such as {}. Put its line into their key files \
                 first; a server reads it within seconds, and says so here after ten.",
                lacking.len(),
                node.name
            )));
        }
        let from = self.now.plus_seconds(after);
        let transaction = self.installation.store.begin().await.map_err(OpenError::from)?;
        transaction.activate_master_key(version, from).await.map_err(OpenError::from)?;
        transaction.append_audit(self.event(AuditAction::MasterKeyActivated, version)).await.map_err(OpenError::from)?;
        transaction.commit().await.map_err(OpenError::from)?;
        terminal::say(&format!("Version {version} of the master key is current from {from} on. Then run `regrant master-key reseal`."));
        Ok(())
    }

    async fn reseal(&self) -> Result<(), Failure> {
        let (store, keys) = (&self.installation.store, &self.installation.keys);
        let mut resealed = 0_usize;
        loop {
            let batch = store.list_signing_keys_not_under(keys.current_version(), BATCH).await.map_err(OpenError::from)?;
            if batch.is_empty() {
                break;
            }
            let transaction = store.begin().await.map_err(OpenError::from)?;
            for key in &batch {
                let sealed = keys.reseal_signing_key(key.workspace, &key.sealed, &*self.installation.random).map_err(OpenError::from)?;
                if let Some(sealed) = sealed {
                    transaction.replace_sealed_key(key, sealed).await.map_err(OpenError::from)?;
                }
            }
            transaction.commit().await.map_err(OpenError::from)?;
            resealed += batch.len();
        }
        terminal::say(&format!("Signing keys sealed under version {}: {resealed}.", keys.current_version()));
        self.reseal_values().await?;
        self.reseal_audit_chains().await
    }

    async fn reseal_audit_chains(&self) -> Result<(), Failure> {
        let (store, keys) = (&self.installation.store, &self.installation.keys);
        let mut resealed = 0;
        loop {
            match store.reseal_audit_chains(keys).await.map_err(OpenError::from)? {
                0 => break,
                some => resealed += some,
            }
        }
        terminal::say(&format!("Audit logs sealed under version {}: {resealed}.", keys.current_version()));
        Ok(())
    }

    async fn reseal_values(&self) -> Result<(), Failure> {
        let (store, keys) = (&self.installation.store, &self.installation.keys);
        let mut resealed = 0_usize;
        loop {
            let batch = store.list_sealed_values_not_under(keys.current_version(), BATCH).await.map_err(OpenError::from)?;
            if batch.is_empty() {
                break;
            }
            let transaction = store.begin().await.map_err(OpenError::from)?;
            for value in &batch {
                let sealed = keys.reseal(&value.of.purpose(), &value.sealed, &*self.installation.random).map_err(OpenError::from)?;
                if let Some(sealed) = sealed {
                    transaction.replace_sealed_value(value, sealed).await.map_err(OpenError::from)?;
                }
            }
            transaction.commit().await.map_err(OpenError::from)?;
            resealed += batch.len();
        }
        terminal::say(&format!("Other secrets sealed under version {}: {resealed}.", keys.current_version()));
        Ok(())
    }

    async fn retire(&self, version: u8, accept_loss: bool) -> Result<(), Failure> {
        let refuse = |why: String| Err(Failure::MasterKey(why));
        if self.find(version)?.retired_at.is_some() {
            return refuse(format!("Version {version} of the master key is retired already."));
        }
        if self.in_force.current == Some(version) || self.in_force.scheduled.is_some() {
            return refuse(format!(
                "Version {version} of the master key is in use, or a change of the current version is under way. Activate another one first."
            ));
        }
        let Dependants { signing_keys, audit_chains, other_values, client_secrets, families } = self.dependants(version).await?;
        if signing_keys + audit_chains + other_values > 0 {
            return refuse(format!(
                "Signing keys under version {version} of the master key: {signing_keys}, audit logs: {audit_chains}, other secrets: \
                 {other_values}. Run `regrant \
                 master-key reseal` first."
            ));
        }
        if client_secrets + families > 0 && !accept_loss {
            let clients = self.clients_under(version, client_secrets).await?;
            return refuse(format!(
                "Version {version} of the master key was not retired. Client secrets under it: {client_secrets}{clients}; each is renewed when \
                 its client authenticates. Active refresh tokens under it: at most {families}; each is replaced when it is used. What is left \
                 stops working: to accept that, add --accept-loss"
            ));
        }
        let transaction = self.installation.store.begin().await.map_err(OpenError::from)?;
        transaction.retire_master_key(version, self.now).await.map_err(OpenError::from)?;
        transaction.append_audit(self.event(AuditAction::MasterKeyRetired, version)).await.map_err(OpenError::from)?;
        transaction.commit().await.map_err(OpenError::from)?;
        terminal::say(&format!("Version {version} of the master key is retired. Its line can be removed from every key file."));
        Ok(())
    }

    /// Names some clients whose secrets depend on a version, in brackets.
    async fn clients_under(&self, version: u8, count: u64) -> Result<String, Failure> {
        let clients = self.installation.store.list_clients_with_secret_under(version, self.now, NAMED).await.map_err(OpenError::from)?;
        if clients.is_empty() {
            return Ok(String::new());
        }
        let more = if count > NAMED { ", \u{2026}" } else { "" };
        let name = |client: &ClientPlace| format!("{}/{}/{} \u{201c}{}\u{201d}", client.tenant, client.workspace, client.id, client.name);
        Ok(format!(" ({}{more})", clients.iter().map(name).collect::<Vec<_>>().join(", ")))
    }

    fn event(&self, action: AuditAction, version: u8) -> AuditEvent {
        AuditEvent {
            id: AuditEventId::new(self.now, random::bytes(&*self.installation.random)),
            tenant_id: None,
            workspace_id: None,
            at: self.now,
            actor_kind: ActorKind::CommandLine,
            actor: "command line".to_owned(),
            action,
            target: format!("Version {version}"),
            target_id: version.to_string(),
            changes: Vec::new(),
            context: AuditContext::default(),
        }
    }
}
