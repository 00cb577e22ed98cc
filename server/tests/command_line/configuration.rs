//! Configuration as code: the commands, and the examples of docs/configuration-as-code.md as they stand there.

use std::fs;

use crate::{
    place::{Place, QUIET, said},
    scripts::client,
};

const EXPORT: [&str; 3] = ["export", "--tenant", "acme"];

/// What a command that fails complains of, line by line, with its exit code.
fn refusal(place: &Place, arguments: &[&str]) -> (Option<i32>, Vec<String>) {
    let output = place.run(arguments, &QUIET);
    assert_eq!(output.stdout, b"", "{output:?}");
    (output.status.code(), String::from_utf8(output.stderr).unwrap().lines().map(str::to_owned).collect())
}

#[test]
fn an_export_is_applied_to_an_empty_installation_and_exported_again_to_the_letter() {
    let (full, empty) = (Place::with_workspace("export-full"), Place::new("export-empty"));
    client(&full, "Shop: \"yes\"");
    client(&full, "no");
    full.says(&["workspace", "create", "--tenant", "acme", "--slug", "second", "--name=- Second #2"]);
    let first = full.says(&EXPORT);
    assert!(first.starts_with("# The configuration of the tenant acme.") && first.contains("redirect_uris:"), "{first}");
    empty.says(&["migrate"]);
    fs::write(empty.0.join("acme.yaml"), &first).unwrap();
    let planned = empty.run(&["plan", "acme.yaml"], &QUIET);
    assert_eq!(planned.status.code(), Some(2), "{planned:?}");
    let applied = empty.says(&["apply", "acme.yaml"]);
    assert_eq!(applied.matches("is shown only once:\n").count(), 2, "{applied}");
    assert_eq!(empty.says(&EXPORT), first);
    assert_eq!(empty.says(&["plan", "--prune", "acme.yaml"]), "Nothing changes: everything is as it is declared.\n");
    // The same in JSON.
    fs::write(empty.0.join("acme.json"), full.says(&[&EXPORT[..], &["--json"]].concat())).unwrap();
    assert_eq!(empty.says(&["plan", "--prune", "acme.json"]), "Nothing changes: everything is as it is declared.\n");
}

#[test]
fn a_plan_says_what_changes_where_and_is_applied_as_it_was_made() {
    let place = Place::with_workspace("plan");
    let (shop, _) = client(&place, "Shop");
    let (old, _) = client(&place, "Unused");
    let exported = place.says(&EXPORT);
    let at_old = exported.find(&format!("- client_id: {old}")).unwrap();
    let document = exported[..at_old].trim_end().replace("name: Shop\n", "name: Renamed\n");
    fs::write(place.0.join("acme.yaml"), &document).unwrap();
    let plan = place.run(&["plan", "acme.yaml", "--prune"], &QUIET);
    assert_eq!(plan.status.code(), Some(2), "{plan:?}");
    let plan = String::from_utf8(plan.stdout).unwrap();
    let (told, command) = plan.split_once("This and nothing else is done by: ").unwrap();
    let command: Vec<&str> = command.split_whitespace().skip(1).collect();
    let ["apply", "--prune", "--plan", id, "acme.yaml"] = command[..] else { panic!("{command:?}") };
    assert_eq!(
        told,
        format!(
            "~ server Renamed (shop)  /servers/0\n      name: Shop -> Renamed\n~ client Renamed ({shop})  /servers/0/clients/0\n      \
             name: Shop -> Renamed\n- client Unused ({old})  /servers/0/clients\nTo create: 0, to change: 2, to delete: 1.\nActive refresh \
             tokens: they stay as they are.\n"
        )
    );
    let (code, complaint) = refusal(&place, &["apply", "acme.yaml", "--plan", id]);
    assert_eq!(
        (code, complaint.as_slice()),
        (
            Some(1),
            &["Nothing was done. It would not be that plan any more: the file, a secret, `--prune`, `--reach`, or what is there is not as it \
               was. Make a plan again."
                .to_owned()][..]
        )
    );
    let applied = place.says(&command);
    assert_eq!(applied, format!("{told}Applied.\n"));
    assert_eq!(place.says(&["apply", "acme.yaml", "--prune"]), "Nothing changes: everything is as it is declared.\n");
    assert_eq!(refusal(&place, &["apply", "acme.yaml", "--prune", "--plan", id]).0, Some(1), "it was done");
    // Who changed something since the versions were exported is not undone.
    fs::write(place.0.join("versions.yaml"), place.says(&[&EXPORT[..], &["--versions"]].concat())).unwrap();
    place.says(&["client", "disable", "--tenant", "acme", "--workspace", "shop", "--client", &shop]);
    let (code, complaints) = refusal(&place, &["apply", "versions.yaml"]);
    assert_eq!((code, complaints.len()), (Some(1), 1), "{complaints:?}");
    assert!(
        complaints[0].starts_with("versions.yaml:") && complaints[0].contains(": /servers/0/clients/0/version: This was changed"),
        "{complaints:?}"
    );
}

#[test]
fn a_file_that_cannot_be_applied_is_refused_by_line_column_and_pointer_and_changes_nothing() {
    let place = Place::with_workspace("unfit");
    let before = place.says(&EXPORT);
    let document = "tenant:\n  id: acme\nservers:\n  - id: shop\n    name: Renamed\n    colour: red\n    dpop_nonce_required: 1\n";
    fs::write(place.0.join("fields.yaml"), document.replace("    dpop_nonce_required: 1\n", "")).unwrap();
    fs::write(place.0.join("types.yaml"), document.replace("    colour: red\n", "")).unwrap();
    fs::write(place.0.join("version.yaml"), "tenant: {id: acme}\nservers:\n- {id: shop, name: Renamed, version: 9}\n").unwrap();
    let secrets = "tenant: {id: acme}\nservers:\n- id: shop\n  name: Renamed\n  clients:\n  - client_name: Job\n    application_types: [service]\n    \
                   client_secret:\n      env: REGRANT_NOTHING\n";
    fs::write(place.0.join("secret.yaml"), secrets).unwrap();
    for command in ["plan", "apply"] {
        for (file, complaint) in [
            ("fields.yaml", "fields.yaml:6:5: /servers/0/colour: There is no such member."),
            ("types.yaml", "types.yaml:6:26: /servers/0/dpop_nonce_required: This must be `true` or `false`."),
            ("version.yaml", "version.yaml:3:38: /servers/0/version: This was changed since it was read: it is in version 1."),
            ("secret.yaml", "secret.yaml:9:7: /servers/0/clients/0/client_secret: The environment variable REGRANT_NOTHING is not set."),
        ] {
            assert_eq!(refusal(&place, &[command, file]), (Some(1), vec![complaint.to_owned()]), "{command}");
        }
        let (code, complaint) = refusal(&place, &[command, "nothing.yaml"]);
        assert_eq!((code, complaint.len()), (Some(1), 1), "{complaint:?}");
    }
    // What is wrong with the file and what it refers to is told at once, from top to bottom.
    let both = "tenant: {id: acme, x: 1}\nservers:\n- id: shop\n  clients:\n  - client_name: Job\n    application_types: [service]\n    client_secret:\n      \
                file: nothing.txt\n    colour: red\n  name: Shop\n";
    fs::create_dir(place.0.join("folder")).unwrap();
    fs::write(place.0.join("folder/both.yaml"), both).unwrap();
    let (_, complaints) = refusal(&place, &["plan", "folder/both.yaml"]);
    let lines: Vec<_> = complaints.iter().map(|complaint| complaint.split(':').nth(1).unwrap()).collect();
    assert_eq!(lines, ["1", "8", "9"], "{complaints:?}");
    assert!(complaints[1].contains("The file folder/nothing.txt cannot be read"), "{complaints:?}");
    assert_eq!(place.says(&EXPORT), before);
    let misused = place.run(&["plan", "--prun", "fields.yaml"], &QUIET);
    assert_eq!(misused.status.code(), Some(64), "not what a plan answers: {misused:?}");
    let nowhere = Place::new("unfit-nowhere");
    let (code, complaint) = refusal(&nowhere, &EXPORT);
    assert!(code == Some(1) && complaint[0].starts_with("There is no database "), "{complaint:?}");
    assert!(!nowhere.0.join("data").exists(), "nothing was made");
    let elsewhere = place.complains(&["export", "--tenant", "acme", "--workspace", "nowhere"], &QUIET);
    assert_eq!(elsewhere, "There is no workspace `acme/nowhere`.");
}

#[cfg(unix)]
#[test]
fn the_examples_of_the_page_do_what_they_say() {
    let page = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/configuration-as-code.md")).unwrap();
    let block = |language: &str| -> Vec<String> {
        page.split(&format!("```{language}\n")).skip(1).map(|rest| rest.split("```").next().unwrap().to_owned()).collect()
    };
    let place = Place::with_workspace("page");
    let yaml = block("yaml");
    fs::write(place.0.join("shop.yaml"), &yaml[0]).unwrap();
    fs::write(place.0.join("globex.yaml"), &yaml[1]).unwrap();
    place.says(&["apply", "globex.yaml"]);
    let all = place.says(&["export", "--tenant", "globex", "--with-defaults"]);
    assert_eq!(all[all.find("tenant:\n").unwrap()..], yaml[1]);
    let examples = block("sh");
    assert_eq!(examples.len(), 4, "{examples:?}");
    let head = format!("set -eu\nregrant() {{ '{}' \"$@\"; }}\n", env!("CARGO_BIN_EXE_regrant"));
    let output = place.program("bash", &["-c", &format!("{head}{}", examples.concat())], &QUIET).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    assert!(said(&place.run(&["export", "--tenant", "acme"], &QUIET)).contains("client_name: Nightly job"));
}
