//! The program beside itself, with another key, with another version's schema, and before a database that is not there.

use std::{
    fs,
    net::{SocketAddr, TcpListener, TcpStream},
    process::{Child, Stdio},
    thread,
    time::{Duration, Instant},
};

use domain::{
    mail::{MailHost, MailServer, MailTls},
    name::Name,
    user::UserIdentifier,
};
use engine::{
    keys::{KeyRing, MasterKeys},
    random::SystemRandom,
};
use store::{Sealed, SealedPassword};

use crate::place::{Place, QUIET, said};

/// A server that runs until it is dropped.
pub(crate) struct Server {
    program: Child,
    pub(crate) address: SocketAddr,
}

impl Server {
    pub(crate) fn start(place: &Place) -> Self {
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let mut child = place.command(&["serve"], &QUIET).env("REGRANT_LISTEN", address.to_string()).spawn().unwrap();
        let began = Instant::now();
        while TcpStream::connect(address).is_err() {
            assert!(child.try_wait().unwrap().is_none() && began.elapsed() < Duration::from_secs(30), "it does not start");
            thread::sleep(Duration::from_millis(5));
        }
        Self { program: child, address }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

#[test]
fn a_second_server_on_a_file_is_refused_by_the_first_one_s_name_and_commands_go_on_beside_it() {
    let place = Place::with_workspace("two");
    let server = Server::start(&place);
    let refusal = place.complains(&["serve"], &QUIET);
    let named = format!("Another server uses this database: `regrant serve`, process {}.", server.program.id());
    assert!(refusal.starts_with(&named), "{refusal}");
    assert_eq!(place.says(&["tenant", "create", "--slug", "beta", "--name", "Beta"]), "The tenant Beta is ready at beta.\n");
    assert_eq!(place.says(&["migrate"]), "The database's schema was up to date already.\n");
    drop(server);
    drop(Server::start(&place));
}

#[test]
fn a_file_with_a_second_name_is_refused_and_one_that_is_locked_under_another_path_is_in_use() {
    let place = Place::with_workspace("names");
    let file = place.0.join("data/regrant.db");
    let second = place.0.join("data/second.db");
    fs::hard_link(&file, &second).unwrap();
    for arguments in [["serve"], ["migrate"]] {
        let refusal = place.complains(&arguments, &QUIET);
        assert!(refusal.contains("regrant.db has 2 names (hard links)"), "{refusal}");
    }
    fs::remove_file(&second).unwrap();
    // As a server would in another container, with the file alone mounted there.
    let elsewhere = fs::File::open(&file).unwrap();
    elsewhere.lock().unwrap();
    let refusal = place.complains(&["serve"], &QUIET);
    assert!(refusal.starts_with("Another server uses this database: a process to which the file has another name."), "{refusal}");
    drop(elsewhere);
    drop(Server::start(&place));
}

#[test]
fn nobody_else_may_read_a_file_that_is_made() {
    let place = Place::with_workspace("private");
    drop(Server::start(&place));
    let files: Vec<_> = fs::read_dir(place.0.join("data")).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(files.len() >= 4, "{files:?}");
    for file in files {
        let mode = std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&file).unwrap().permissions());
        assert_eq!(mode & 0o077, 0, "{}", file.display());
    }
}

#[test]
fn of_those_who_migrate_a_new_file_at_once_all_succeed() {
    let place = Place::new("migrate");
    let migrating: Vec<_> =
        (0..4).map(|_| place.command(&["migrate"], &QUIET).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()).collect();
    let told: Vec<String> = migrating.into_iter().map(|child| said(&child.wait_with_output().unwrap())).collect();
    assert_eq!(told.iter().filter(|told| told.contains("steps were taken")).count(), 1, "{told:?}");
    assert_eq!(told.iter().filter(|told| told.contains("was up to date already")).count(), 3, "{told:?}");
}

#[test]
fn a_database_is_not_served_with_another_key_than_its_own_and_none_is_made_in_its_place() {
    let place = Place::with_workspace("keys");
    let key = place.0.join("data/master.key");
    let kept = fs::read_to_string(&key).unwrap();
    fs::remove_file(&key).unwrap();
    for arguments in [vec!["serve"], vec!["migrate"], vec!["tenant", "create", "--slug", "beta", "--name", "Beta"]] {
        let refusal = place.complains(&arguments, &QUIET);
        assert!(refusal.starts_with("The master key file data/master.key does not exist, but the database was used"), "{refusal}");
        assert!(!key.exists(), "none is made");
    }
    let other = "1:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE\n";
    let mut with_other = place.command(&["serve"], &QUIET);
    let refusal = with_other.env("REGRANT_MASTER_KEY", other).output().unwrap();
    let refusal = String::from_utf8_lossy(&refusal.stderr).into_owned();
    assert!(refusal.starts_with("Version 1 of the master key, in REGRANT_MASTER_KEY, is not the one"), "{refusal}");
    assert!(!refusal.contains("AQEB"));
    // A new version beside the old one is taken, and remembered.
    let two = format!("{kept}2:AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI\n");
    said(&place.command(&["migrate"], &QUIET).env("REGRANT_MASTER_KEY", &two).output().unwrap());
    let another_two = format!("{kept}2:AwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM\n");
    let refusal = place.command(&["migrate"], &QUIET).env("REGRANT_MASTER_KEY", &another_two).output().unwrap();
    assert!(String::from_utf8_lossy(&refusal.stderr).starts_with("Version 2 of the master key"), "{refusal:?}");
    let without_one = two.lines().last().unwrap();
    let refusal = place.command(&["migrate"], &QUIET).env("REGRANT_MASTER_KEY", without_one).output().unwrap();
    assert!(String::from_utf8_lossy(&refusal.stderr).starts_with("Version 1 of the master key is missing"), "{refusal:?}");
}

#[test]
fn a_database_of_an_earlier_version_takes_the_key_that_opens_what_it_holds() {
    let place = Place::with_workspace("earlier");
    place.execute("DROP TABLE master_keys; DROP TABLE health_probes; DROP TABLE nodes; ALTER TABLE clients DROP COLUMN secret_key_version");
    place.execute("DELETE FROM seaql_migrations WHERE version IN ('m0005_master_keys', 'm0041_key_versions')");
    let other = "1:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE\n";
    let refusal = place.command(&["migrate"], &QUIET).env("REGRANT_MASTER_KEY", other).output().unwrap();
    assert!(String::from_utf8_lossy(&refusal.stderr).contains("is not the one that the database was used with"), "{refusal:?}");
    assert!(place.says(&["migrate"]).contains("2 steps were taken"));
}

#[test]
fn a_schema_that_is_newer_is_said_to_be_newer() {
    let place = Place::with_workspace("newer");
    place.execute("INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9999_later', 1)");
    for arguments in [vec!["serve"], vec!["migrate"], vec!["serve", "--migrate"]] {
        assert_eq!(
            place.complains(&arguments, &QUIET),
            "The database's schema is newer than this version of Regrant (one migration that it does not know). Use a newer version."
        );
    }
}

#[test]
fn a_database_that_nobody_listens_at_is_said_at_once() {
    let place = Place::new("nobody");
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    for command in ["migrate", "serve"] {
        let began = Instant::now();
        let url = format!("postgres://ann:hunter2@127.0.0.1:{port}/regrant");
        let output = place.command(&[command], &QUIET).env("REGRANT_DATABASE_URL", url).output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());
        assert!(told.contains(&format!("127.0.0.1:{port}")) && told.contains("refused") && !told.contains("hunter2"), "{told}");
    }
}

/// The keys of a place, of which those of the highest version are current.
fn keys(place: &Place) -> KeyRing {
    let file = fs::read_to_string(place.0.join("data/master.key")).unwrap();
    KeyRing::new(MasterKeys::parse(&file).unwrap())
}

/// Gives the tenant a mail server with a password.
fn set_mail_server(place: &Place, password: &str) {
    let server = MailServer {
        host: MailHost::parse("smtp.example.com").unwrap(),
        port: 465,
        tls: MailTls::Implicit,
        user: Some("acme".to_owned()),
        sender: UserIdentifier::parse("no-reply@example.com").unwrap(),
        sender_name: Name::parse("Acme").unwrap(),
    };
    let keys = keys(place);
    place.with_store(async |store| {
        let tenant = store.tenants().list().await.unwrap().first().unwrap().id;
        let sealed = keys.seal(&Sealed::MailPassword(tenant).purpose(), password.as_bytes(), &SystemRandom).unwrap();
        let transaction = store.begin().await.unwrap();
        transaction.tenant(tenant).save_mail_server(&server, SealedPassword::Replaced(Some(sealed)), 0).await.unwrap();
        transaction.commit().await.unwrap();
    });
}

/// The password of the mail server, opened by these keys.
fn mail_password(place: &Place, keys: &KeyRing) -> String {
    let values = place.with_store(async |store| store.list_sealed_values_not_under(0, 10).await.unwrap());
    assert_eq!(values.len(), 1, "{values:?}");
    let value = values.first().unwrap();
    String::from_utf8(keys.open(&value.of.purpose(), &value.sealed).unwrap()).unwrap()
}

#[test]
fn of_two_who_add_a_version_of_the_master_key_at_once_each_adds_one() {
    let place = Place::with_workspace("versions-at-once");
    for round in [2, 5] {
        let all = [0; 3].map(|_| place.command(&["master-key", "add"], &QUIET).stdout(Stdio::piped()).spawn().unwrap());
        let mut said = all.map(|command| String::from_utf8(command.wait_with_output().unwrap().stdout).unwrap());
        said.sort();
        for (version, said) in (round..).zip(&said) {
            assert!(said.starts_with(&format!("Version {version} was added to data/master.key.")), "{said}");
        }
    }
    let status = place.says(&["master-key", "status"]);
    assert_eq!(status.lines().count(), 7, "{status}");
}

#[test]
fn a_master_key_is_replaced_by_commands_and_each_step_says_what_is_missing() {
    let place = Place::with_workspace("versions");
    assert_eq!(place.says(&["master-key", "status"]), "Version 1: current.\n");
    // Keys in every state are sealed: two that sign, one that is next, and one that is retired.
    let of_shop = ["--tenant", "acme", "--workspace", "shop", "--algorithm", "ES256"];
    place.says(&[&["key", "publish"], &of_shop[..]].concat());
    place.says(&[&["key", "rotate", "--at-once"], &of_shop[..]].concat());
    set_mail_server(&place, "hunter2 hunter2");
    assert!(place.complains(&["master-key", "retire", "1"], &QUIET).starts_with("Version 1 of the master key is in use"));
    assert!(place.complains(&["master-key", "activate", "1"], &QUIET).ends_with("is current already."));
    assert!(place.says(&["master-key", "add"]).starts_with("Version 2 was added to data/master.key."));
    assert_eq!(place.says(&["master-key", "status"]), "Version 1: current.\nVersion 2: present, and not used yet.\n");
    assert!(place.says(&["master-key", "activate", "2"]).starts_with("Version 2 of the master key is current from "));
    assert!(place.says(&["master-key", "status"]).contains("\nVersion 2: current from "));
    assert!(place.complains(&["master-key", "retire", "1"], &QUIET).contains("a change of the current version is under way"));
    // As if its time had come.
    place.execute("UPDATE master_keys SET activated_at = activated_at - 60000");
    let status = place.says(&["master-key", "status"]);
    assert!(
        status.contains(
            "Version 1: used before. Under it are signing keys: 4, audit logs: 0, other secrets: 1, client secrets: 0, active refresh tokens: at \
             most 0."
        ),
        "{status}"
    );
    assert!(place.complains(&["master-key", "retire", "1"], &QUIET).contains("Run `regrant master-key reseal` first"));
    assert_eq!(
        place.says(&["master-key", "reseal"]),
        "Signing keys sealed under version 2: 4.\nOther secrets sealed under version 2: 1.\nAudit logs sealed under version 2: 0.\n"
    );
    assert_eq!(
        place.says(&["master-key", "reseal"]),
        "Signing keys sealed under version 2: 0.\nOther secrets sealed under version 2: 0.\nAudit logs sealed under version 2: 0.\n"
    );
    assert!(place.says(&["master-key", "retire", "1"]).starts_with("Version 1 of the master key is retired."));
    assert!(place.complains(&["master-key", "activate", "1"], &QUIET).contains("was retired"));
    let file = place.0.join("data/master.key");
    let key = fs::read_to_string(&file).unwrap();
    fs::write(&file, key.lines().next_back().unwrap()).unwrap();
    assert_eq!(mail_password(&place, &keys(&place)), "hunter2 hunter2", "it is not sealed under the first version any more");
    assert!(place.says(&["master-key", "status"]).contains("Version 2: current."));
    drop(Server::start(&place));
    // A node that was not given the current version is refused by its name.
    fs::write(&file, key.lines().find(|line| line.starts_with("1:")).unwrap()).unwrap();
    let refusal = place.complains(&["serve"], &QUIET);
    assert!(refusal.contains("Version 2 of the master key is"), "{refusal}");
    fs::write(&file, key).unwrap();
    let lines = place.says(&["audit", "--action", "master_key.retired"]);
    assert!(lines.contains("Version 1"), "{lines}");
}
