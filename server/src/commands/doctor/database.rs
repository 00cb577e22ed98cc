//! The database: whether it answers, its schema, its keys and its clock.

use domain::{
    causes::Causes,
    clock::{Clock as _, Timestamp},
};
use migrations::Migrator;
use store::{Durability, MasterKeyRecord, NodeRecord, Store};

use super::{audit, files::Keys, finding::Findings};
use crate::{
    clock::SystemClock,
    config::Configuration,
    installation::{OpenError, master_key},
    node::{ClockOffset, key_versions::KeyVersions, seen_since},
};

/// Checks the database with the keys of this node.
pub(super) async fn check(configuration: &Configuration, keys: Keys, findings: &mut Findings) {
    let address = &configuration.database_url;
    if let Some((database, left)) = address.file().and_then(|file| Some((file, store::find_left_beside(file)?))) {
        return findings.problem(OpenError::left(database, left).to_string());
    }
    if let Some(file) = address.file().filter(|file| !file.exists()) {
        findings.note(format!("The database {} is not there yet; the first start makes it.", file.display()));
        return;
    }
    let store = match Store::open(address, configuration.database_limits).await {
        Ok(store) => store,
        Err(error) => {
            let advice = match address.file() {
                Some(_) => "Check `database_url`. If the file is damaged, put a backup in its place with `regrant restore`.",
                None => "Check `database_url`, that it runs, and that this machine may connect.",
            };
            return findings.problem(format!("The database {address} cannot be opened: {}. {advice}", Causes(&error)));
        }
    };
    findings.fine(format!("The database {address} answers."));
    if let Err(error) = look(configuration, &store, keys, findings).await {
        findings.problem(format!("The database cannot be read: {}.", Causes(&error)));
    }
    // Nothing is left to be done with it.
    let _ = store.close().await;
}

async fn look(configuration: &Configuration, store: &Store, keys: Keys, findings: &mut Findings) -> Result<(), store::Error> {
    if let Some(durability) = store.durability().await? {
        check_durability(&durability, findings);
    }
    if let Some(offset) = ClockOffset::measure(store, &SystemClock).await? {
        check_clock(configuration, offset, findings);
    }
    let (applied, known) = (store.applied_migrations().await?, Migrator::names());
    let pending = known.iter().filter(|name| !applied.contains(name)).count();
    let unknown = applied.iter().filter(|name| !known.contains(name)).count();
    if unknown > 0 {
        findings.problem(format!(
            "The schema is newer than this version of Regrant: {unknown} of its migrations are unknown here. Use the newer version."
        ));
        return Ok(());
    }
    if applied.is_empty() {
        if store.may_make_tables().await? {
            findings.note("The database is empty; the first start sets it up.");
        } else {
            findings.problem(
                "The database is empty, and this user may not make tables in it. Make the user the owner of the database, or GRANT CREATE ON SCHEMA.",
            );
        }
        return Ok(());
    }
    if pending > 0 {
        findings.problem(format!("The schema is behind this version by migrations: {pending}. Make a backup, and run `regrant migrate`."));
        return Ok(());
    }
    findings.fine("The schema is the one of this version.");
    let migrations: Vec<&str> = known.iter().map(String::as_str).collect();
    match store.check_health(&migrations).await {
        Ok(_) => findings.fine("The database takes writes."),
        Err(failure) => findings.problem(format!("The database does not take writes: {failure}.")),
    }
    let now = SystemClock.now();
    check_keys(&store.list_master_keys().await?, &keys, now, findings);
    for (workspace, sealed) in store.sample_signing_keys().await? {
        let version = sealed.first().copied().unwrap_or_default();
        if matches!(&keys, Keys::Here(keys) if !keys.opens_signing_key(workspace, &sealed)) {
            findings.problem(format!(
                "Signing keys are sealed under version {version} of the master key, which is not here or is another key. Put its line back."
            ));
        }
    }
    if let Keys::Here(keys) = &keys {
        audit::check(configuration, store, keys, now, findings).await?;
    }
    check_nodes(&store.list_nodes(seen_since(now)).await?, &KeyVersions::at(now, &store.list_master_keys().await?), findings);
    check_rotation(store, now, findings).await
}

/// How many workspaces are looked at in a step.
const WORKSPACES_AT_ONCE: u64 = 500;
/// How late a rotation of signing keys may be, in seconds: a day.
const LATE: i64 = 24 * 3600;

/// Looks for signing keys whose rotation is long overdue.
async fn check_rotation(store: &Store, now: Timestamp, findings: &mut Findings) -> Result<(), store::Error> {
    let (mut after, mut overdue, mut example) = (None, 0_usize, None);
    let (mut ahead, mut example_ahead) = (0_usize, None);
    while let Some(workspaces) = store.list_signing_keys_after(after, WORKSPACES_AT_ONCE).await? {
        after = workspaces.last().map(|(workspace, _)| workspace.id);
        for (workspace, keys) in workspaces {
            let period = workspace.tokens.signing.signing_keys_rotate_every;
            let late = keys.iter().filter_map(|key| key.life.due_at(period)).filter(|due| due.plus_seconds(LATE) <= now).count();
            let early = keys.iter().filter(|key| key.life.is_ahead(now)).count();
            if early > 0 {
                example_ahead.get_or_insert_with(|| workspace.name.clone());
            }
            ahead += early;
            if late > 0 {
                example.get_or_insert(workspace.name);
            }
            overdue += late;
        }
    }
    if let Some(workspace) = example_ahead {
        findings.problem(format!(
            "Signing keys bear times that are yet to come: {ahead} of them, such as of the workspace \u{201c}{workspace}\u{201d}. The clock was ahead \
             when they were published or took over, and until then they are not rotated. See that the clock is right, and run \
             `regrant key rotate --at-once` for each."
        ));
    }
    match example {
        None => findings.fine("No rotation of signing keys is overdue."),
        Some(workspace) => findings.problem(format!(
            "The automatic rotation of signing keys is overdue by more than a day: {overdue} of them, such as of the workspace \
             \u{201c}{workspace}\u{201d}. A running server does it every ten minutes in its housekeeping; its log says why it does not. \
             `regrant key rotate` does it now."
        )),
    }
    Ok(())
}

fn check_durability(durability: &Durability, findings: &mut Findings) {
    let Durability { version, fsync, synchronous_commit, waits_for_standby } = durability;
    if !fsync {
        findings.problem(
            "PostgreSQL runs with `fsync = off`: after a crash of its machine the database may be damaged, and logins are lost. Set it to `on`.",
        );
    }
    if synchronous_commit == "off" {
        findings.problem(
            "PostgreSQL runs with `synchronous_commit = off`: a refresh that was answered can be forgotten in a crash, and its new token is then \
             refused. Set it to `on`, at least for this database.",
        );
    }
    if *fsync && synchronous_commit != "off" {
        findings.fine(format!("PostgreSQL {version} keeps what it has committed (synchronous_commit = {synchronous_commit})."));
    }
    if !waits_for_standby {
        findings.note(
            "No standby confirms what PostgreSQL commits (`synchronous_standby_names` is empty): if this server is lost, so are the logins since \
             its last backup, or since what an asynchronous standby has. After a failover, give the new primary a standby.",
        );
    }
}

fn check_clock(configuration: &Configuration, offset: ClockOffset, findings: &mut Findings) {
    let seconds = configuration.max_clock_offset.as_secs();
    if offset.exceeds(configuration.max_clock_offset) {
        findings.problem(format!(
            "The database's clock differs from this machine's by {} ms, more than the {seconds} s of `max_clock_offset`: the server is not \
             ready. Set both by the same time servers (NTP).",
            offset.millis
        ));
    } else if offset.is_noticeable() {
        findings.note(format!(
            "The database's clock differs from this machine's by {} ms. Set both by the same time servers (NTP).",
            offset.millis
        ));
    } else {
        findings.fine("The clocks of this machine and of the database agree.");
    }
}

fn check_keys(records: &[MasterKeyRecord], keys: &Keys, now: Timestamp, findings: &mut Findings) {
    let keys = match keys {
        Keys::Here(keys) => keys,
        Keys::NotThere if !records.is_empty() => {
            return findings.problem(
                "The database was used with a master key, and there is none here. Restore it from its backup: without it no token, client \
                 secret or signing key of this database works.",
            );
        }
        Keys::NotThere | Keys::Unusable => return,
    };
    let fingerprints: Vec<_> = records.iter().map(|record| record.fingerprint).collect();
    if let Some(version) = master_key::other_than_recorded(keys, &fingerprints) {
        return findings
            .problem(format!("Version {version} of the master key is not the one that the database was used with. Restore that key."));
    }
    let versions = KeyVersions::at(now, records);
    for version in [versions.current, versions.scheduled.map(|(version, _)| version)].into_iter().flatten() {
        if keys.holds(version) {
            findings.fine(format!("Version {version} of the master key, which is or will be current, is here."));
        } else {
            findings.problem(format!(
                "Version {version} of the master key is in use and is missing here. Copy its line from another node; until then this node \
                 answers nothing."
            ));
        }
    }
    for record in records.iter().filter(|record| record.activated_at.is_some() && record.retired_at.is_none()) {
        let version = record.fingerprint.version;
        if versions.current != Some(version) && versions.scheduled.map(|(version, _)| version) != Some(version) {
            if keys.holds(version) {
                findings.note(format!(
                    "Version {version} of the master key is not retired. `regrant master-key status` says what depends on it."
                ));
            } else {
                findings.problem(format!(
                    "Version {version} of the master key is missing here and is not retired: client secrets and refresh tokens under it do \
                     not work. Put its line back, or retire it with `regrant master-key retire {version}`."
                ));
            }
        }
    }
    for version in versions.retired.iter().filter(|version| keys.holds(**version)) {
        findings.note(format!("Version {version} of the master key is retired; its line can be removed here."));
    }
}

fn check_nodes(nodes: &[NodeRecord], versions: &KeyVersions, findings: &mut Findings) {
    for node in nodes {
        match versions.current.filter(|current| !node.key_versions.contains(current)) {
            Some(current) => findings.problem(format!(
                "The server {} does not have version {current} of the master key, which is current. Copy its line to that node.",
                node.name
            )),
            None => findings.fine(format!("The server {} runs, with the current master key.", node.name)),
        }
    }
}
