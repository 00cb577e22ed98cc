//! Every use case of the control plane, and where it is asked for: at the console, over the admin API, on the command line.

use std::{fmt::Write as _, fs, path::Path};

/// A face that does not ask for a use case, and why. This list may only shrink.
const WITHOUT: [(Face, &str, &[&str]); 22] = [
    (Face::Console, "saved field by field, or page by page", &["set_service"]),
    (Face::Console, "made with what is usual, and changed afterwards", &["add_service", "add_user", "add_workspace", "register_client"]),
    (Face::Console, "confirmed by a name that is typed", &["delete_role_as_read", "delete_workspace_as_read"]),
    (Face::Console, "a passkey's name is for its owner, who renames it on the account's page", &["rename_user_passkey"]),
    (
        Face::Console,
        "shown with more on its page",
        &[
            "find_user",
            "list_user_sessions",
            "load_administrator_within",
            "load_api_client",
            "load_reuse",
            "load_service",
            "search_tenants",
        ],
    ),
    (Face::Console, "opened again there, and marked anew", &["set_reuse_note"]),
    (Face::Console, "people are invited there, and get no account that they did not ask for", &["create_administrator"]),
    (
        Face::Console,
        "of files, which are kept with code and not in a browser",
        &["apply_configuration", "export_configuration", "plan_configuration"],
    ),
    (
        Face::Console,
        "of files with the secrets and hashes of another server, read where they are: on the command line",
        &["apply_import", "plan_import"],
    ),
    (Face::Api, "of files that are larger than a request may be: on the command line", &["apply_import", "plan_import"]),
    (
        Face::Api,
        "of rows that were ticked on a page: programs revoke by a filter, or one at a time",
        &["load_selected_families", "load_selected_reuses", "revoke_selected_families"],
    ),
    (Face::Console, "of a protocol, for other systems: people sign a user out there", &["revoke_user_globally"]),
    (Face::Console, "of HTTP: a key of the sender's choice", &["attempt", "give_up", "keep_answer"]),
    (
        Face::Api,
        "saved with the whole: replace_client, set_service, set_workspace",
        &[
            "rename_workspace",
            "set_authorization_settings",
            "set_client",
            "set_client_token_policy",
            "set_key_rotation",
            "set_service_resource",
            "set_sign_in_settings",
            "set_token_settings",
            "set_trusted_issuers",
        ],
    ),
    (
        Face::Api,
        "made with all of its settings: add_service, add_user, add_workspace, register_client",
        &["create_client", "create_service", "create_user", "invite_user"],
    ),
    (
        Face::Api,
        "there by another one that names a version, or is read by pages",
        &[
            "delete_role",
            "delete_workspace",
            "list_changes_of",
            "list_failing_logouts",
            "list_last_changes",
            "list_named_workspaces",
            "list_registered_clients",
            "list_roles_for_api_clients",
            "list_tenants",
            "load_administrator",
            "load_user",
            "name_workspace",
            "paused_clients",
        ],
    ),
    (Face::Api, "of mail: a program is told the link of an invitation, and sends it itself", &["invite_by_mail", "send_invitation_again"]),
    (Face::Api, "of the lines on a page of the log: programs ask for a reuse by its refresh token", &["find_reuses"]),
    (Face::Api, "of files: a program reads lists page by page, and asks again and again", &["record_export"]),
    (Face::Api, "of one person whom an administrator helps: a program has no say in it", &["set_user_language", "user_language"]),
    (Face::Api, "of a form, whose page was read before it is sent", &["can_mail_users", "check_permitted"]),
    (
        Face::Api,
        "of a person at a browser, and not of a program",
        &["accept_invitation", "begin_trial", "delete_saved_view", "list_saved_views", "run_trial", "save_view", "sign_out"],
    ),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Face {
    Console,
    Api,
    CommandLine,
}

impl Face {
    const ALL: [Self; 3] = [Self::Console, Self::Api, Self::CommandLine];

    /// All that is written for it.
    fn text(self) -> String {
        match self {
            // Lists as files are streams, which no page is.
            Self::Console => source("../app/src") + &source("src/console"),
            Self::Api => source("../admin_api/src"),
            Self::CommandLine => source("../cli/src") + &source("src/commands"),
        }
    }
}

/// The source below a folder.
fn source(folder: &str) -> String {
    fn add(folder: &Path, text: &mut String) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                add(&path, text);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                *text += &fs::read_to_string(path).unwrap();
            }
        }
    }
    let mut text = String::new();
    add(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut text);
    text
}

/// The use cases: what an operator can be asked to do.
fn use_cases() -> Vec<String> {
    let text = source("../control/src");
    let blocks = text.split("\nimpl Operator {\n").skip(1).map(|rest| rest.split("\n}\n").next().unwrap());
    let functions = blocks.flat_map(|block| block.split("\n    pub async fn ").skip(1));
    let mut names: Vec<String> = functions.map(|rest| rest.split(['(', '<']).next().unwrap().to_owned()).collect();
    names.sort();
    assert!(names.len() > 80, "{names:?}");
    names
}

#[test]
fn every_use_case_has_both_faces_or_a_reason() {
    let faces = Face::ALL.map(|face| (face, face.text()));
    let asks = |face: Face, name: &str| {
        let (_, text) = faces.iter().find(|(other, _)| *other == face).unwrap();
        text.contains(&format!(".{name}("))
    };
    let mut table = format!("{:34}{:9}{:5}command line\n", "", "console", "API");
    for name in use_cases() {
        let [console, api, command_line] = Face::ALL.map(|face| if asks(face, &name) { "yes" } else { "-" });
        writeln!(table, "{name:34}{console:9}{api:5}{command_line}").unwrap();
        for face in [Face::Console, Face::Api] {
            let excused = WITHOUT.iter().any(|(of, _, names)| *of == face && names.contains(&name.as_str()));
            assert_ne!(asks(face, &name), excused, "{name} at {face:?}: it is asked for there, or has a reason, and not both");
        }
    }
    insta::assert_snapshot!(table);
    let known = use_cases();
    let unknown: Vec<_> = WITHOUT.iter().flat_map(|(.., names)| *names).filter(|name| !known.contains(&(**name).to_owned())).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}
