//! The runner at a small authorization server that is right, or wrong in one way: each fault is found by the check that is meant for it.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a helper of tests may fail as loudly as a test")]

mod families;
mod fault;
mod profile;
mod server;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;
use torture::{
    Key, Outcome,
    report::Report,
    settings::{ClientSettings, Password, Settings},
};

use crate::{fault::Fault, profile::Profile, server::Server};

/// Runs these checks at a server.
async fn run(server: &Server, only: Vec<String>) -> Report {
    let client = |text: &str| Some(text.parse::<ClientSettings>().unwrap());
    let settings = Settings {
        issuer: server.issuer().to_owned(),
        client: client("one:secret"),
        other_client: client("two:secret"),
        redirect_uri: server::REDIRECT_URI.to_owned(),
        user: "alice".to_owned(),
        password: Password("secret".to_owned()),
        only,
        ..Settings::default()
    };
    torture::run(settings, &mut |_| {}).await.unwrap()
}

/// The clients for FAPI 2.0.
const BANKS: [&str; 2] = ["bank-one", "bank-two"];

/// A key set for each of them, and the file that its private half is in.
fn keys(of: &str) -> [(Value, PathBuf); 2] {
    BANKS.map(|bank| {
        let key = Key::generate().unwrap();
        let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{of}-{bank}.jwk"));
        fs::write(&file, key.private_jwk().unwrap().to_string()).unwrap();
        (key.jwks(), file)
    })
}

/// Runs these checks at a server that has clients for FAPI 2.0.
async fn run_profile(keys: &[(Value, PathBuf); 2], fault: Option<Fault>, only: Vec<String>) -> Report {
    let clients = BANKS.into_iter().zip(keys.iter().map(|(jwks, _)| jwks.clone()));
    let server = Server::start_with(fault, Profile::of(clients)).await;
    let [one, two] = keys;
    let client = |id: &str, file: &Path| {
        let named: ClientSettings = id.parse().unwrap();
        Some(ClientSettings { key: Some(file.to_owned()), ..named })
    };
    let settings = Settings {
        issuer: server.issuer().to_owned(),
        fapi_client: client(BANKS[0], &one.1),
        other_fapi_client: client(BANKS[1], &two.1),
        redirect_uri: server::REDIRECT_URI.to_owned(),
        user: "alice".to_owned(),
        password: Password("secret".to_owned()),
        only,
        ..Settings::default()
    };
    torture::run(settings, &mut |_| {}).await.unwrap()
}

/// What each check came to, with what was seen.
fn outcomes(report: &Report) -> BTreeMap<&str, (Outcome, &str)> {
    report.results.iter().map(|checked| (checked.name.as_str(), (checked.result, checked.seen.as_str()))).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_asked_holds_at_a_server_that_is_right() {
    let server = Server::start(None).await;
    let asked: Vec<String> = Fault::ALL.iter().map(|fault| fault.found_by().to_owned()).collect();
    let report = run(&server, asked).await;
    let others: Vec<_> = outcomes(&report).into_iter().filter(|(_, (outcome, _))| *outcome != Outcome::Holds).collect();
    assert!(others.is_empty(), "{others:?}");
    assert_eq!(report.rotation.first().map(String::as_str), Some("client that authenticates: refresh tokens are replaced at each use"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_fault_is_found_by_the_check_that_is_meant_for_it() {
    let mut missed = Vec::new();
    for fault in Fault::ALL {
        let server = Server::start(Some(fault)).await;
        let report = run(&server, vec![fault.found_by().to_owned()]).await;
        let (outcome, seen) = outcomes(&report).get(fault.found_by()).copied().unwrap();
        if outcome != Outcome::Fails {
            missed.push(format!("{fault:?} at {}: {}, {seen}", fault.found_by(), outcome.word()));
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_fapi_asks_holds_at_a_server_that_is_right_and_each_fault_is_found() {
    let keys = keys("fapi");
    let asked: Vec<String> = Fault::OF_PROFILE.iter().map(|fault| fault.found_by().to_owned()).collect();
    let report = run_profile(&keys, None, asked).await;
    let others: Vec<_> = outcomes(&report).into_iter().filter(|(_, (outcome, _))| *outcome != Outcome::Holds).collect();
    assert!(others.is_empty(), "{others:?}");
    let mut missed = Vec::new();
    for fault in Fault::OF_PROFILE {
        let report = run_profile(&keys, Some(fault), vec![fault.found_by().to_owned()]).await;
        let (outcome, seen) = outcomes(&report).get(fault.found_by()).copied().unwrap();
        if outcome != Outcome::Fails {
            missed.push(format!("{fault:?} at {}: {}, {seen}", fault.found_by(), outcome.word()));
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_not_given_is_not_tried_and_what_is_not_there_is_not_offered() {
    let server = Server::start(None).await;
    let report = run(&server, vec!["public".to_owned(), "dpop".to_owned(), "fapi".to_owned(), "resources".to_owned()]).await;
    for (name, (outcome, seen)) in outcomes(&report) {
        let expected = if name.starts_with("dpop") { Outcome::NotOffered } else { Outcome::NotTried };
        assert_eq!(outcome, expected, "{name}: {seen}");
    }
    assert_eq!(outcomes(&report)["public-refresh-works"].1, "no public client was given");
}
