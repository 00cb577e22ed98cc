//! Taking over from other servers: the commands, and the examples of docs/import.md as they stand there.

use std::fs;

use serde_json::{Value, json};

use crate::place::{Place, QUIET, said};

const REALM: &str = include_str!("../import/keycloak-realm.json");
const TENANT: &str = include_str!("../import/auth0-tenant.json");
const USERS: &str = include_str!("../import/auth0-users.ndjson");

/// The import of these files into a workspace that is not there yet.
fn import<'a>(source: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&["import", source, "--tenant", "acme", "--workspace", "members"], more].concat()
}

/// What a command that fails complains of, line by line, with its exit code.
fn refusal(place: &Place, arguments: &[&str]) -> (Option<i32>, Vec<String>) {
    let output = place.run(arguments, &QUIET);
    assert_eq!(output.stdout, b"", "{output:?}");
    (output.status.code(), String::from_utf8(output.stderr).unwrap().lines().map(str::to_owned).collect())
}

#[test]
fn an_import_is_told_before_and_afterwards_and_done_once() {
    let place = Place::with_workspace("import");
    fs::write(place.0.join("realm.json"), REALM).unwrap();
    let planned = place.run(&import("keycloak", &["--dry-run", "realm.json"]), &QUIET);
    assert_eq!(planned.status.code(), Some(2), "{planned:?}");
    let planned = String::from_utf8(planned.stdout).unwrap();
    assert!(planned.contains("Users that would be added: 8; with their password: 4; with their authenticator app: 1."), "{planned}");
    // Each thing that is left out has its place.
    let line = REALM.lines().position(|line| line.contains("https://shop.example.com/*")).unwrap() + 1;
    assert!(planned.contains(&format!("    realm.json:{line}:9: /clients/1/redirectUris/1 (shop-web)\n")), "{planned}");
    assert!(!planned.contains("wKqjC0bq3t6JpKXhHk9ZqBvFq2mY7rTn") && !planned.contains("WIuj4xMwZ3tX"), "a secret is not told: {planned}");

    let done = place.says(&import("keycloak", &["realm.json"]));
    assert!(done.contains("The client shop-web has the client_id 1b6e2d0c-4c9d-4f8e-9a51-000000000002.\n"), "{done}");
    assert_eq!(done.matches("is shown only once:\n").count(), 1, "the export has no secret of one, and another has keys: {done}");
    let again = place.run(&import("keycloak", &["--dry-run", "realm.json"]), &QUIET);
    assert_eq!(again.status.code(), Some(0), "{again:?}");
    let again = place.says(&import("keycloak", &["realm.json"]));
    assert!(again.starts_with("Nothing is imported: all that can be is there already.\nNot carried over:\n"), "{again}");

    let json: Value = serde_json::from_str(&place.says(&import("keycloak", &["--json", "realm.json"]))).unwrap();
    assert_eq!(json["users"], json!({ "added": 0, "with_password": 0, "with_second_factor": 0 }));
    let there = json["left_out"].as_array().unwrap().iter().find(|group| group["reason"] == "client_there").unwrap();
    assert_eq!(
        (&there["count"], &there["places"][0]["pointer"], &there["places"][0]["name"]),
        (&json!(5), &json!("/clients/1"), &json!("shop-web"))
    );
}

#[test]
fn files_of_auth0_are_imported_together() {
    let place = Place::with_workspace("import-auth0");
    fs::write(place.0.join("tenant.json"), TENANT).unwrap();
    fs::write(place.0.join("users.ndjson"), USERS).unwrap();
    let done = place.says(&import("auth0", &["tenant.json", "users.ndjson"]));
    assert!(done.contains("Users that were added: 3; with their password: 2; with their authenticator app: 1."), "{done}");
    assert!(done.contains("    users.ndjson:3:1"), "a line is a user: {done}");
    assert!(place.says(&["user", "list", "--tenant", "acme", "--workspace", "members"]).contains("uma@example.com"));
}

#[test]
fn a_file_that_cannot_be_imported_is_refused_by_line_column_and_pointer_and_changes_nothing() {
    let place = Place::with_workspace("import-unfit");
    let write = |name: &str, text: &str| fs::write(place.0.join(name), text).unwrap();
    write("broken.json", "{\n  \"realm\": \"shop\",\n  \"clients\": [,]\n}");
    write(
        "types.json",
        "{\n  \"realm\": \"shop\",\n  \"clients\": [\n    { \"clientId\": \"a\", \"publicClient\": \"no\" },\n    7\n  ]\n}",
    );
    write("twice.json", "{\n  \"clients\": [],\n  \"clients\": []\n}");
    write("deep.json", &"[".repeat(100_000));
    write("other.json", "{ \"name\": \"something else\" }");
    write("empty.json", "");
    let complaints = |file: &str| refusal(&place, &import("keycloak", &[file]));
    for (file, wrong) in [
        ("broken.json", vec!["broken.json:3:15: This is no JSON: expected value."]),
        (
            "types.json",
            vec![
                "types.json:4:40: /clients/0/publicClient: This must be `true` or `false`.",
                "types.json:5:5: /clients/1: This must be an object.",
            ],
        ),
        ("twice.json", vec!["twice.json:3:3: /clients: This is there more than once."]),
        ("deep.json", vec!["deep.json:1:128: This is deeper than such a file can be."]),
        ("other.json", vec!["other.json:1:1: /clients: Fill this in."]),
        ("empty.json", vec!["empty.json:1:1: This is no JSON: EOF while parsing a value."]),
    ] {
        assert_eq!(complaints(file), (Some(1), wrong.into_iter().map(str::to_owned).collect()), "{file}");
    }
    assert_eq!(complaints("nothing.json").0, Some(1));
    let elsewhere = place.complains(&["import", "keycloak", "--tenant", "nowhere", "--workspace", "shop", "other-realm.json"], &QUIET);
    assert!(elsewhere.contains("other-realm.json"), "{elsewhere}");
    write("realm.json", REALM);
    let elsewhere = place.complains(&["import", "keycloak", "--tenant", "nowhere", "--workspace", "shop", "realm.json"], &QUIET);
    assert_eq!(elsewhere, "There is no tenant `nowhere`. Create it with `regrant tenant create --slug nowhere --name \u{2026}`.");
    for misused in [
        &["import", "keycloak"][..],
        &import("keycloak", &[]),
        &import("okta", &["realm.json"]),
        &import("auth0", &["--prune", "realm.json"]),
    ] {
        assert_eq!(place.run(misused, &QUIET).status.code(), Some(64), "{misused:?}");
    }
    let missing = place.complains(&["user", "list", "--tenant", "acme", "--workspace", "members"], &QUIET);
    assert!(missing.starts_with("There is no workspace"), "nothing was made: {missing}");
}

#[cfg(unix)]
#[test]
fn the_examples_of_the_page_do_what_they_say() {
    let page = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/import.md")).unwrap();
    let block = |language: &str| -> Vec<String> {
        page.split(&format!("```{language}\n")).skip(1).map(|rest| rest.split("```").next().unwrap().to_owned()).collect()
    };
    let place = Place::with_workspace("import-page");
    let json = block("json");
    for (file, text) in ["realm.json", "tenant.json", "users.ndjson"].iter().zip(&json) {
        fs::write(place.0.join(file), text).unwrap();
    }
    let examples = block("sh");
    assert_eq!((json.len(), examples.len()), (3, 3), "{examples:?}");
    let head = format!("set -eu\nregrant() {{ '{}' \"$@\"; }}\n", env!("CARGO_BIN_EXE_regrant"));
    let output = place.program("bash", &["-c", &format!("{head}{}", examples.concat())], &QUIET).output().unwrap();
    let told = said(&output);
    for shown in page.split("```\n").filter(|block| block.starts_with("Users that") || block.starts_with("Not carried")) {
        assert!(told.contains(shown), "{told}\nhas not:\n{shown}");
    }
    for user in ["grace", "uma@example.com"] {
        let workspace = if user == "grace" { "members" } else { "customers" };
        assert!(place.says(&["user", "list", "--tenant", "acme", "--workspace", workspace]).contains(user), "{user}");
    }
}
