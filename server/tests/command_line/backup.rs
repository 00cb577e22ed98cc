//! A backup that is made beside a running server, and put back.

use std::{
    ffi::OsStr,
    fs,
    io::Write as _,
    os::unix::{ffi::OsStrExt as _, fs::PermissionsExt as _},
    path::PathBuf,
    process::{Command, Stdio},
};

use crate::{
    place::{Place, QUIET},
    standing_up::Server,
};

#[test]
fn a_backup_beside_a_running_server_is_restored_whole_and_the_former_database_is_kept() {
    let place = Place::with_workspace("backup");
    let server = Server::start(&place);
    assert!(place.says(&["backup", "saved.db"]).starts_with("The database was copied to saved.db ("));
    let mode = fs::metadata(place.0.join("saved.db")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let again = place.complains(&["backup", "saved.db"], &QUIET);
    assert!(again.starts_with("Nothing was backed up or restored: the file saved.db cannot be used"), "{again}");
    place.says(&["tenant", "create", "--slug", "later", "--name", "Later"]);
    let refusal = place.complains(&["restore", "saved.db"], &QUIET);
    assert!(refusal.starts_with("Another server uses this database: `regrant serve`"), "{refusal}");
    drop(server);

    let said = place.says(&["restore", "saved.db"]);
    assert!(said.starts_with("The database data/regrant.db is the backup saved.db now. The former database is /"), "{said}");
    assert!(said.contains("/data/regrant.db.before-restore-"), "{said}");
    // What came after the backup is gone, and what was there before works.
    place.says(&["tenant", "create", "--slug", "later", "--name", "Later"]);
    let there = place.complains(&["tenant", "create", "--slug", "acme", "--name", "Acme"], &QUIET);
    assert!(there.contains("acme") || there.contains("taken"), "{there}");
    drop(Server::start(&place));
    let kept = said.split("The former database is ").nth(1).unwrap().trim().trim_end_matches('.');
    let status = place.run(
        &["tenant", "create", "--slug", "later", "--name", "Later"],
        &[QUIET[0], ("REGRANT_DATABASE_URL", &format!("sqlite://{kept}"))],
    );
    assert!(!status.status.success(), "it is the database from before: {status:?}");
}

#[test]
fn what_is_no_backup_is_refused_and_changes_nothing() {
    let place = Place::with_workspace("no-backup");
    fs::write(place.0.join("notes.txt"), "not a database, but longer than the head of one: ".repeat(100)).unwrap();
    for (file, wrong) in [
        ("notes.txt", "notes.txt is not a sound SQLite database"),
        ("missing.db", "missing.db cannot be used: No such file"),
        ("data", "data cannot be used: it is not a file"),
    ] {
        let refusal = place.complains(&["restore", file], &QUIET);
        assert!(refusal.contains(wrong), "{refusal}");
    }
    place.complains(&["tenant", "create", "--slug", "acme", "--name", "Acme"], &QUIET);
    let other = "1:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE";
    place.says(&["backup", "saved.db"]);
    let output = place.run(&["restore", "saved.db"], &[QUIET[0], ("REGRANT_MASTER_KEY", other)]);
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && told.contains("is not the one that the database was used with"), "{output:?}");
    fs::write(place.0.join("empty.db"), "").unwrap();
    let refusal = place.complains(&["restore", "empty.db"], &QUIET);
    assert!(refusal.contains("empty.db is not a sound SQLite database: it is empty"), "{refusal}");
    assert_eq!(beside(&place, ".before-restore-"), Vec::<String>::new(), "nothing was replaced");
    assert_eq!(beside(&place, ".draft"), Vec::<String>::new(), "no draft stays");
    place.complains(&["tenant", "create", "--slug", "acme", "--name", "Acme"], &QUIET);
}

#[test]
fn the_name_of_a_backup_is_a_name_and_nothing_else() {
    let place = Place::with_workspace("backup-names");
    // SQLite would take these for addresses with parameters.
    for name in ["file:saved.db", "file:saved.db?mode=memory", "sqlite:saved.db", "%41.db"] {
        assert!(place.says(&["backup", name]).starts_with(&format!("The database was copied to {name} (")), "{name}");
        let made = fs::metadata(place.0.join(name)).unwrap();
        assert!(made.len() > 100_000 && made.permissions().mode() & 0o777 == 0o600, "{name}: {made:?}");
    }
    assert!(place.says(&["restore", "file:saved.db?mode=memory"]).starts_with("The database data/regrant.db is the backup"));
    let no_text = OsStr::from_bytes(b"saved-\xff.db");
    let output = place.command(&["backup"], &QUIET).arg(no_text).output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && told.contains("its name is not text in UTF-8"), "{output:?}");
    let left: Vec<_> = fs::read_dir(&place.0).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().contains("draft") || name == no_text), "{left:?}");
}

/// The files of the data directory whose names have this in them.
fn beside(place: &Place, part: &str) -> Vec<String> {
    let names = fs::read_dir(place.0.join("data")).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    let mut names: Vec<_> = names.filter(|name| name.contains(part)).collect();
    names.sort();
    names
}

#[test]
fn each_restore_keeps_the_database_that_it_replaced_however_soon_it_follows() {
    let place = Place::with_workspace("restore-twice");
    place.says(&["backup", "saved.db"]);
    for name in ["one", "two", "three"] {
        place.says(&["tenant", "create", "--slug", name, "--name", name]);
        place.says(&["restore", "saved.db"]);
    }
    let kept = beside(&place, ".before-restore-");
    assert_eq!(kept.len(), 3, "{kept:?}");
    let mut held = Vec::new();
    for kept in &kept {
        let url = format!("sqlite://data/{kept}");
        for name in ["one", "two", "three"] {
            let output = place.run(&["tenant", "create", "--slug", name, "--name", name], &[QUIET[0], ("REGRANT_DATABASE_URL", &url)]);
            if !output.status.success() {
                held.push(name);
            }
        }
    }
    held.sort_unstable();
    assert_eq!(held, ["one", "three", "two"], "each has the tenant of its time");
}

#[test]
fn what_is_only_in_the_log_beside_a_backup_is_restored_too() {
    let place = Place::with_workspace("restore-log");
    let server = Server::start(&place);
    place.says(&["tenant", "create", "--slug", "later", "--name", "Later"]);
    // As a server that is killed leaves it.
    for ending in ["", "-wal"] {
        fs::copy(place.0.join(format!("data/regrant.db{ending}")), place.0.join(format!("killed.db{ending}"))).unwrap();
    }
    assert!(fs::metadata(place.0.join("killed.db-wal")).unwrap().len() > 0);
    drop(server);
    place.says(&["tenant", "delete", "--slug", "later", "--name", "Later"]);
    place.says(&["restore", "killed.db"]);
    let there = place.complains(&["tenant", "create", "--slug", "later", "--name", "Later"], &QUIET);
    assert!(there.contains("taken"), "{there}");
}

#[test]
fn a_database_that_another_program_has_open_is_not_replaced() {
    let place = Place::with_workspace("restore-open");
    place.says(&["backup", "saved.db"]);
    let url = format!("sqlite://{}", place.0.join("data/regrant.db").display());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let store = runtime.block_on(store::Store::connect(&url)).unwrap();
    let refusal = place.complains(&["restore", "saved.db"], &QUIET);
    assert!(refusal.contains("another program has ") && refusal.ends_with("open; end it first."), "{refusal}");
    runtime.block_on(store.close()).unwrap();
    place.says(&["restore", "saved.db"]);
}

#[test]
fn no_new_database_is_made_beside_one_that_a_restore_has_left() {
    let place = Place::with_workspace("restore-cut");
    let database = place.0.join("data/regrant.db");
    for left in ["regrant.db.before-restore-1", "regrant.db.draft"] {
        let left = place.0.join("data").join(left);
        fs::rename(&database, &left).unwrap();
        for arguments in [vec!["migrate"], vec!["tenant", "create", "--slug", "beta", "--name", "Beta"], vec!["serve"]] {
            let refusal = place.complains(&arguments, &QUIET);
            assert!(
                refusal.contains("a restore was cut off") && refusal.contains(&*left.file_name().unwrap().to_string_lossy()),
                "{refusal}"
            );
        }
        assert!(!database.exists());
        let doctor = String::from_utf8(place.run(&["doctor"], &QUIET).stdout).unwrap();
        assert!(doctor.contains("PROBLEM: The database data/regrant.db is not there or is empty"), "{doctor}");
        fs::rename(&left, &database).unwrap();
    }
    place.says(&["backup", "saved.db"]);
    fs::rename(&database, place.0.join("data/regrant.db.before-restore-1")).unwrap();
    place.says(&["restore", "saved.db"]);
    place.complains(&["tenant", "create", "--slug", "acme", "--name", "Acme"], &QUIET);
}

#[test]
fn no_new_database_is_made_beside_a_log_with_what_was_committed_to_the_one_that_is_missing() {
    let place = Place::with_workspace("log-left");
    let server = Server::start(&place);
    place.says(&["tenant", "create", "--slug", "later", "--name", "Later"]);
    drop(server);
    let database = place.0.join("data/regrant.db");
    // As after a power cut; of a server that ends in good order no log is left.
    fs::write(place.0.join("data/regrant.db-wal"), "what was committed").unwrap();
    fs::rename(&database, place.0.join("elsewhere.db")).unwrap();
    for arguments in [vec!["migrate"], vec!["admin", "list"], vec!["serve"]] {
        let refusal = place.complains(&arguments, &QUIET);
        assert!(refusal.contains("regrant.db-wal beside it has changes to it"), "{refusal}");
    }
    let doctor = String::from_utf8(place.run(&["doctor"], &QUIET).stdout).unwrap();
    assert!(doctor.contains("PROBLEM: The database data/regrant.db is not there or is empty"), "{doctor}");
    assert!(!database.exists() && place.0.join("data/regrant.db-wal").exists());
}

#[test]
fn a_restore_that_is_killed_leaves_the_former_database_whole_or_the_backup_in_its_place() {
    let place = Place::with_workspace("restore-killed");
    place.says(&["backup", "saved.db"]);
    place.says(&["tenant", "create", "--slug", "later", "--name", "Later"]);
    for sign in [".draft", ".before-restore-"] {
        let mut restore = place.command(&["restore", "saved.db"], &QUIET).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        while beside(&place, sign).is_empty() && restore.try_wait().unwrap().is_none() {}
        let _ = restore.kill();
        restore.wait().unwrap();
        // What is in place works: it is the one or the other.
        let output = place.run(&["tenant", "create", "--slug", "later", "--name", "Later"], &QUIET);
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() || told.contains("taken"), "after {sign}: {output:?}");
        place.says(&["restore", "saved.db"]);
        assert_eq!(beside(&place, ".draft"), Vec::<String>::new(), "what the first left is cleared away");
        place.says(&["tenant", "create", "--slug", "later", "--name", "Later"]);
    }
}

#[test]
fn of_backups_into_one_file_at_once_one_is_made() {
    let place = Place::with_workspace("backup-at-once");
    let begun: Vec<_> = (0..6)
        .map(|_| place.command(&["backup", "saved.db"], &QUIET).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap())
        .collect();
    let ended: Vec<_> = begun.into_iter().map(|child| child.wait_with_output().unwrap()).collect();
    assert_eq!(ended.iter().filter(|output| output.status.success()).count(), 1, "{ended:?}");
    let refused: Vec<_> = ended.iter().filter(|output| !output.status.success()).collect();
    assert!(
        refused.iter().all(|output| String::from_utf8_lossy(&output.stderr).contains("the file saved.db cannot be used")),
        "{refused:?}"
    );
    let names: Vec<_> = fs::read_dir(&place.0).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    assert!(!names.iter().any(|name| name.contains("draft")), "{names:?}");
    place.says(&["restore", "saved.db"]);
}

/// A disk of a few pages, in memory; none where this machine lets nobody mount one.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn mount(place: PathBuf) -> Option<Self> {
        fs::create_dir_all(&place).unwrap();
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=64k", "tmpfs"]).arg(&place).status();
        if mounted.is_ok_and(|status| status.success()) {
            return Some(Self(place));
        }
        assert!(std::env::var_os("CI").is_none(), "CI runs as root, which may mount");
        None
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(&self.0).status();
    }
}

#[test]
fn on_a_full_disk_the_draft_is_named_and_goes_again() {
    let place = Place::with_workspace("restore-full");
    place.says(&["backup", "saved.db"]);
    let key = place.0.join("data/master.key").display().to_string();
    let Some(disk) = SmallDisk::mount(place.0.join("full")) else { return };
    let settings = [QUIET[0], ("REGRANT_DATA_DIR", "full"), ("REGRANT_MASTER_KEY_FILE", key.as_str())];
    let refusal = place.complains(&["restore", "saved.db"], &settings);
    assert!(refusal.contains("full/regrant.db.draft cannot be used") && refusal.contains("No space left"), "{refusal}");
    let left: Vec<_> = fs::read_dir(&disk.0).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["regrant.db.lock"]);

    // The same of a new version of the master key.
    fs::copy(&key, disk.0.join("master.key")).unwrap();
    let mut ballast = fs::File::create(disk.0.join("ballast")).unwrap();
    while ballast.write_all(&[0]).is_ok() {}
    let settings = [QUIET[0], ("REGRANT_MASTER_KEY_FILE", "full/master.key")];
    let refusal = place.complains(&["master-key", "add"], &settings);
    assert!(refusal.contains("No space left"), "{refusal}");
    let mut left: Vec<_> = fs::read_dir(&disk.0).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["ballast", "master.key", "regrant.db.lock"]);
}
