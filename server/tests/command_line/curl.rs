//! The examples of docs/admin-api.md, as they stand there.

use std::{fs, process::Command};

use crate::{
    place::{Place, said},
    scripts::{client, user},
    standing_up::Server,
};

/// Every example that is typed into a shell; but for the first, which says where the demonstration is.
fn examples() -> Vec<String> {
    let page = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/admin-api.md")).unwrap();
    let blocks = page.split("```sh\n").skip(1).map(|rest| rest.split("```").next().unwrap().to_owned());
    blocks.filter(|block| !block.starts_with("CLIENT_ID=")).collect()
}

#[test]
fn the_examples_of_the_admin_api_do_what_they_say() {
    let place = Place::with_workspace("curl");
    let (client, _) = client(&place, "Shop");
    user(&place, "alice@example.com");
    let owner = ["--email", "deploy@example.com"];
    place.says(&[&["admin", "create", "--name", "Deploy", "--role", "owner", "--tenant", "acme"][..], &owner].concat());
    let token = place.says(&[&["admin", "token", "create", "--name", "docs", "--ttl", "1d"][..], &owner].concat());
    let token = token.lines().last().unwrap().to_owned();
    let server = Server::start(&place);
    let examples = examples();
    assert!(examples.len() >= 9, "{examples:?}");
    for example in examples {
        // An answer that is none fails the example.
        let script = format!("set -eu\ncurl() {{ command curl --silent --show-error --fail-with-body \"$@\"; }}\n{example}");
        let mut shell = Command::new("bash");
        // Some of them write files.
        shell.current_dir(&place.0).args(["-c", &script]).env("TOKEN", &token).env("CLIENT_ID", &client);
        shell.env("API", format!("http://{}/api/admin/acme/servers/shop", server.address));
        let output = shell.output().unwrap();
        assert!(output.status.success(), "{example}\n{output:?}");
        let told = said(&output);
        assert!(told.contains('{') && !told.contains("\"errors\""), "{example}\n{told}");
    }
}
