//! A backup that is made beside a running server, and put back.

use std::{fs, os::unix::fs::PermissionsExt as _};

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
    assert!(
        said.starts_with("The database data/regrant.db is the backup saved.db now. The former database is data/regrant.db.before-restore-")
    );
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
    for file in ["notes.txt", "missing.db"] {
        let refusal = place.complains(&["restore", file], &QUIET);
        assert!(refusal.contains("is not a sound SQLite database"), "{refusal}");
    }
    place.complains(&["tenant", "create", "--slug", "acme", "--name", "Acme"], &QUIET);
    let other = "1:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE";
    place.says(&["backup", "saved.db"]);
    let output = place.run(&["restore", "saved.db"], &[QUIET[0], ("REGRANT_MASTER_KEY", other)]);
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && told.contains("is not the one that the database was used with"), "{output:?}");
}
