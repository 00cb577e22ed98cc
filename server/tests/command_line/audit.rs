//! `regrant audit`: what is listed, exported and checked.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    process::{Child, Stdio},
    sync::Arc,
};

use domain::{audit_chain::canonical, clock::Timestamp};
use engine::{
    audit_chain::sha256,
    keys::{KeyRing, MasterKeys},
};
use serde_json::Value;
use server::clock::SystemClock;
use store::Store;

use crate::place::{Place, QUIET};

impl Place {
    /// Chains the lines that wait, as a server does that runs here.
    fn chain(&self) {
        let url = format!("sqlite://{}", self.0.join("data/regrant.db").display());
        let keys = KeyRing::new(MasterKeys::parse(&fs::read_to_string(self.0.join("data/master.key")).unwrap()).unwrap());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let store = Store::connect(&url).await.unwrap();
            let work = store.begin_chaining(Arc::new(SystemClock)).await.unwrap().unwrap();
            while work.chain_some(Timestamp::from_millis(0), &keys).await.unwrap() > 0 {}
            store.close().await.unwrap();
        });
        self.execute("UPDATE leases SET until = 0");
    }

    /// What a check says, and the code that it ends with.
    fn verify(&self, arguments: &[&str]) -> (String, Option<i32>) {
        let output = self.run(&[&["audit", "verify"], arguments].concat(), &QUIET);
        (String::from_utf8([output.stdout, output.stderr].concat()).unwrap(), output.status.code())
    }
}

fn exported(place: &Place, arguments: &[&str]) -> Vec<Value> {
    let text = place.says(&[&["audit", "export"], arguments].concat());
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn an_export_can_be_checked_by_whoever_has_it() {
    let place = Place::with_workspace("audit-export");
    let waiting = exported(&place, &[]);
    assert!(waiting.len() >= 2 && waiting.iter().all(|line| line["hash"].is_null() && line["line"]["number"].is_null()), "{waiting:?}");
    place.chain();
    // That it is exported is a line, too, which has no number yet.
    let (lines, own): (Vec<_>, Vec<_>) =
        exported(&place, &["--tenant", "acme"]).into_iter().partition(|exported| !exported["line"]["number"].is_null());
    assert_eq!(own.iter().map(|exported| &exported["line"]["action"]).collect::<Vec<_>>(), ["list.exported"]);
    let mut before = "0".repeat(64);
    for (index, exported) in lines.iter().enumerate() {
        let line = &exported["line"];
        assert_eq!((line["number"].as_u64().unwrap(), line["previous_hash"].as_str().unwrap()), (index as u64 + 1, before.as_str()));
        before = sha256(canonical(line).as_bytes()).to_string();
        assert_eq!((exported["hash"].as_str().unwrap(), exported["tenant_id"].as_str().unwrap()), (before.as_str(), "acme"));
    }
    assert_eq!(lines.len(), 2);
    let created = exported(&place, &["--action", "workspace.created", "--actor", "command line", "--since", "2020-01-01"]);
    assert_eq!((created.len(), created[0]["server_id"].as_str().unwrap()), (1, "shop"));
    assert_eq!(created[0]["line"]["context"]["permission"], "workspaces.create");
    assert!(exported(&place, &["--until", "2020-01-01"]).is_empty());
    assert_eq!(place.complains(&["audit", "export", "--tenant", "nobody"], &QUIET), "There is no tenant `nobody`.");
    let object = created[0]["line"]["target_id"].as_str().unwrap();
    assert!(place.says(&["audit", "--object", object]).contains("workspace.created"));
}

#[test]
fn a_check_ends_with_1_and_names_the_first_line_that_is_not_as_it_was_written() {
    let place = Place::with_workspace("audit-verify");
    let (waits, code) = place.verify(&[]);
    assert!(code == Some(0) && waits.starts_with("Lines that wait for their place: "), "{waits}");
    place.chain();
    let (intact, code) = place.verify(&[]);
    assert_eq!((intact.lines().count(), code), (1, Some(0)), "{intact}");
    let noted = intact.trim_end().strip_prefix("acme: intact from line 1 to ").unwrap().to_owned();
    assert!(noted.starts_with("2:"), "{noted}");
    let (own, code) = place.verify(&["--tenant", "acme", "--after", &noted]);
    assert_eq!((own, code), (format!("acme: intact; no line after {noted}\n"), Some(0)));
    assert_eq!(place.verify(&["--after", &noted]).1, Some(2), "of which chain?");
    assert_eq!(place.verify(&["--tenant", "nobody"]), ("There is no tenant `nobody`.\n".to_owned(), Some(2)));

    place.execute("UPDATE audit_events SET actor = 'Nobody' WHERE number = 2");
    let (broken, code) = place.verify(&[]);
    assert_eq!(code, Some(1));
    assert!(broken.starts_with("BROKEN: acme: line 2 (") && broken.contains(") was changed; intact from line 1 to 1:"), "{broken}");
    let doctor = place.run(&["doctor", "--quiet"], &QUIET);
    let doctor = String::from_utf8(doctor.stdout).unwrap();
    assert!(doctor.contains("PROBLEM: The audit log of the tenant ") && doctor.contains("line 2 ("), "{doctor}");

    place.execute("DELETE FROM audit_events WHERE number = 2");
    place.execute("UPDATE audit_chains SET number = 1, hash = (SELECT hash FROM audit_events WHERE number = 1)");
    let (cut, code) = place.verify(&[]);
    assert!(code == Some(1) && cut.starts_with("BROKEN: acme: where it begins and ends was changed"), "{cut}");
    assert!(place.complains(&["audit", "seal", "--tenant", "acme", "--reason", " "], &QUIET).starts_with("reason: "));
    let sealed = place.says(&["audit", "seal", "--tenant", "acme", "--reason", "A backup was restored"]);
    assert!(sealed.starts_with("acme: sealed anew, to 1:"), "{sealed}");
    assert_eq!(place.verify(&["--tenant", "acme"]).1, Some(0));
    let (cut, code) = place.verify(&["--tenant", "acme", "--after", &noted]);
    assert!(code == Some(1) && cut.starts_with("BROKEN: acme: line 2 was removed"), "{cut}");
    assert!(place.says(&["audit", "--action", "audit_chain.sealed"]).contains("reason: A backup was restored"));
    let (gone, code) = place.verify(&["--tenant", "acme", "--after", &format!("1:{}", "0".repeat(64))]);
    assert!(code == Some(1) && gone.starts_with("BROKEN: acme: line 1 is not the one that was noted"), "{gone}");
    let (most, code) = place.verify(&["--tenant", "acme", "--after", &format!("{}:{}", i64::MAX, "0".repeat(64))]);
    assert!(code == Some(1) && most.starts_with("BROKEN: acme: line 2 was removed"), "{most}");

    place.execute("DELETE FROM audit_chains");
    let (without, code) = place.verify(&[]);
    assert!(code == Some(1) && without.starts_with("BROKEN: acme: line 1 ("), "{without}");
}

/// A program that goes on until it is killed.
struct Going(Child);

impl Drop for Going {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn a_log_is_followed_as_it_is_written() {
    let place = Place::with_workspace("audit-follow");
    place.chain();
    let arguments = ["audit", "--tenant", "acme", "--action", "workspace.created", "--follow"];
    let mut going = Going(place.command(&arguments, &QUIET).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap());
    let mut lines = BufReader::new(going.0.stdout.take().unwrap()).lines();
    let first = lines.next().unwrap().unwrap();
    assert!(first.contains("acme/shop") && first.contains("workspace.created"), "{first}");
    place.says(&["workspace", "create", "--tenant", "acme", "--slug", "second", "--name", "Second"]);
    place.chain();
    let next = lines.next().unwrap().unwrap();
    assert!(next.contains("acme/second") && next.contains("workspace.created"), "{next}");
    assert!(place.complains(&["audit", "--tenant", "nobody", "--follow"], &QUIET).contains("There is no tenant `nobody`."));
}
