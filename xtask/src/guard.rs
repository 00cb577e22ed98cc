//! Rules of this repository that no lint knows. Each says why.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::process::{Failure, Result, capture};

struct Rule {
    /// The files it holds for, by their path from the root.
    holds_for: fn(&str) -> bool,
    breaks: fn(&str) -> bool,
    sentence: &'static str,
}

const RULES: [Rule; 18] = [
    Rule {
        holds_for: |path| is_rust_below(path, "app/src/") && !path.starts_with("app/src/ui/"),
        breaks: |line| line.contains("<textarea"),
        sentence: "leptos 0.8 writes a textarea's text into the page unescaped: use ui::TextArea",
    },
    Rule {
        holds_for: |path| ["admin_api/src/", "app/src/", "demo/src/", "server/src/"].iter().any(|room| is_rust_below(path, room)),
        breaks: |line| {
            line.split_whitespace().any(|word| word.starts_with("style=") || word.starts_with("style:") && word.len() > "style:".len())
        },
        sentence: "the Content-Security-Policy (style-src 'self') refuses style attributes: use a class",
    },
    Rule {
        holds_for: |path| is_rust_below(path, "app/src/ui/"),
        breaks: |line| line.contains("feature = \"ssr\""),
        sentence: "the kit draws the same on both sides, or hydration breaks",
    },
    Rule {
        holds_for: |path| is_rust_below(path, "app/src/") && !may_know_the_server(path),
        breaks: |line| ["axum::", "leptos_axum::", "tower_sessions::", "store::", "engine::"].iter().any(|room| names_crate(line, room)),
        sentence: "a page asks control, by way of app::api; requests, sessions and storage are not its business",
    },
    Rule {
        holds_for: |path| {
            let rooms =
                ["admin_api/src/", "app/src/", "cli/src/", "control/src/", "engine/src/", "foundation/src/", "server/src/", "store/src/"];
            rooms.iter().any(|room| is_rust_below(path, room)) && !may_open_connections(path)
        },
        breaks: |line| {
            let ways = ["DatabaseConnection", "DatabaseTransaction", "TransactionTrait", "connection_for_migrations", "sqlx::"];
            ways.iter().any(|way| line.contains(way))
        },
        sentence: "what is written goes by store::Transaction, over a connection that is closed after any failure",
    },
    Rule {
        holds_for: |path| is_rust_below(path, "app/src/") && path != "app/src/form/post.rs",
        breaks: |line| {
            let sends_nothing = ["<form method=\"get\"", "<form method=\"dialog\""].iter().any(|form| line.contains(form));
            line.contains("<ActionForm") || line.contains("<form") && !sends_nothing
        },
        sentence: "a form that changes something carries its page's token: use the forms of app::form",
    },
    Rule {
        holds_for: |path| is_rust_below(path, "app/src/islands/"),
        breaks: |line| line.trim() == "#[server]",
        sentence: "a call carries its page's token: #[server(client = crate::api::Caller)]",
    },
    Rule {
        holds_for: |path| is_rust_below(path, "app/src/") && !path.starts_with("app/src/islands/"),
        breaks: |line| {
            let listens =
                |word: &str| word.strip_prefix("on:").is_some_and(|event| event.starts_with(|letter: char| letter.is_ascii_lowercase()));
            line.split_whitespace().any(listens) || ["Effect::new", "NodeRef", "RwSignal", "#[island]"].iter().any(|way| line.contains(way))
        },
        sentence: "what is alive in the browser is an island, in app/src/islands: everything else is rendered once, by the server",
    },
    Rule {
        holds_for: |path| is_rust_below(path, "server/src/oauth/") && !may_write_forms(path),
        breaks: |line| line.contains("form method"),
        sentence: "a form of the users' pages carries a token: Visit::form writes it",
    },
    Rule {
        holds_for: |path| speaks_http(path) && path != "server/src/serve/tests.rs",
        breaks: |line| [".route(\"", ".nest(\"", ".nest_service(\""].iter().any(|call| line.contains(call)),
        sentence: "an address stands in paths.rs, where the tests of every address find it",
    },
    Rule {
        holds_for: |path| speaks_http(path) && path != "server/src/credentials.rs",
        breaks: |line| line.contains("header::AUTHORIZATION") && [".get(", ".get_all("].iter().any(|call| line.contains(call)),
        sentence: "of two Authorization headers none counts: credentials::Credentials reads them",
    },
    Rule {
        holds_for: speaks_http,
        breaks: |line| line.contains("ConnectInfo"),
        sentence: "an address does not say who writes the headers: peer::Peer has the listener beside it",
    },
    Rule {
        holds_for: |path| path.contains("/src/") && is_rust_below(path, "store/") && path != "store/src/batch.rs",
        breaks: |line| ["is_in(", "is_not_in(", "insert_many("].iter().any(|call| line.contains(call)),
        sentence: "a statement takes a limited number of values: go through store::batch, a batch at a time",
    },
    Rule {
        holds_for: |path| is_rust_below(path, "store/src/") && path != "store/src/entity/user.rs",
        breaks: |line| line.contains("user::Entity::find"),
        sentence: "what is left of a deleted user is no user: ask user::of_workspace",
    },
    Rule {
        holds_for: |path| ["app/src/", "cli/src/"].iter().any(|room| is_rust_below(path, room)),
        breaks: |line| line.contains("JwkSet::parse"),
        sentence: "keys are typed in PEM, too: read_keys reads them all",
    },
    Rule {
        // A user's own page names clients by their rows.
        holds_for: |path| {
            let rooms = ["engine/src/token/", "engine/src/endpoint/"];
            rooms.iter().any(|room| is_rust_below(path, room)) && path != "engine/src/endpoint/account.rs"
        },
        breaks: |line| {
            let field = line.trim().trim_start_matches("pub(super) ").trim_start_matches("pub ").split_once(": ");
            field.is_some_and(|(name, kind)| {
                matches!(name, "aud" | "azp" | "client_id") && ["ClientId,", "Option<ClientId>,", "Vec<ClientId>,"].contains(&kind)
            })
        },
        sentence: "clients know a client by the name that it has for itself, which may be the address of its document: ClientName",
    },
    Rule {
        holds_for: |path| {
            let rooms = ["control/src/", "domain/src/", "engine/src/", "store/src/"];
            rooms.iter().any(|room| is_rust_below(path, room)) && !reads_from_outside(path)
        },
        breaks: |line| line.contains("deny_unknown_fields"),
        sentence: "what is stored may have members of a later version, which a node of this one passes over while both run: what comes from outside alone is strict",
    },
    Rule {
        holds_for: |path| path.ends_with("package-lock.json"),
        breaks: |line| line.contains("\"resolved\""),
        sentence: "addresses of one registry do not belong in the lock file: .npmrc has omit-lockfile-registry-resolved=true",
    },
];

fn is_rust_below(path: &str, folder: &str) -> bool {
    path.starts_with(folder) && Path::new(path).extension().is_some_and(|extension| extension == "rs")
}

/// The crates that read requests themselves.
fn speaks_http(path: &str) -> bool {
    is_rust_below(path, "admin_api/src/") || is_rust_below(path, "server/src/")
}

/// What programs, files and people send, where a member that is not known is a slip.
fn reads_from_outside(path: &str) -> bool {
    path.starts_with("domain/src/wire/")
        || matches!(
            path,
            "domain/src/policy/value.rs" | "domain/src/subject_identifier.rs" | "domain/src/view/administrator.rs" | "domain/src/workspace_template.rs"
        )
        // Of a job, too, which must not end more than was asked for: what narrows it is not passed over.
        || path == "domain/src/view/family_filter.rs"
}

/// The one that writes our forms, and the one that writes clients'.
fn may_write_forms(path: &str) -> bool {
    // The token itself; an answer to a client; a request of a client, which any site may make.
    matches!(path, "server/src/oauth/visit.rs" | "server/src/oauth/pages/form_post.rs" | "server/src/oauth/pages/onward.rs")
}

fn may_know_the_server(path: &str) -> bool {
    matches!(path, "app/src/api.rs" | "app/src/mount.rs" | "app/src/shell.rs") || path.starts_with("app/src/api/")
}

/// The connections themselves, the migrations, and databases for tests.
fn may_open_connections(path: &str) -> bool {
    matches!(path, "store/src/testing.rs" | "store/src/testing/place.rs" | "store/src/testing/template.rs" | "store/src/entity/tests.rs" | "foundation/src/installation.rs")
        || path.starts_with("store/src/connection/")
        // It fills databases that nobody uses yet.
        || path.starts_with("store/src/bulk")
}

/// `store::` but not `restore::` and not `self::store::`.
fn names_crate(line: &str, name: &str) -> bool {
    let before = line.match_indices(name).filter_map(|(at, _)| line.get(..at));
    before.into_iter().any(|before| !before.ends_with(|letter: char| letter.is_alphanumeric() || letter == '_' || letter == ':'))
}

/// Looks at every file git knows or would add.
pub(crate) fn check() -> Result<()> {
    let listed = capture(Command::new("git").args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]))?;
    let mut findings = Vec::new();
    for path in listed.split('\0').filter(|path| RULES.iter().any(|rule| (rule.holds_for)(path))).map(PathBuf::from) {
        // A file that git still lists may be gone from the tree.
        if path.is_file() {
            let content = fs::read_to_string(&path).map_err(|error| Failure::about(&path, &error))?;
            findings.extend(broken(&path.to_string_lossy(), &content));
        }
    }
    if findings.is_empty() { Ok(()) } else { Err(Failure::new(format!("rules of this repository are broken:\n{}", findings.join("\n")))) }
}

fn broken(path: &str, content: &str) -> Vec<String> {
    let rules: Vec<&Rule> = RULES.iter().filter(|rule| (rule.holds_for)(path)).collect();
    let code = content.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//"));
    code.flat_map(|(index, line)| {
        let finding = move |rule: &&Rule| (rule.breaks)(line).then(|| format!("{path}:{}: {}", index + 1, rule.sentence));
        rules.iter().filter_map(finding).collect::<Vec<_>>()
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_broken(path: &str, line: &str) -> bool {
        !broken(path, &format!("fn view() {{\n    {line}\n}}\n")).is_empty()
    }

    #[test]
    fn a_textarea_is_refused_outside_the_kit() {
        let line = "<textarea name=\"a\">{text}</textarea>";
        assert!(is_broken("app/src/pages/clients.rs", line));
        assert!(!is_broken("app/src/ui/text_area.rs", line));
        assert!(!is_broken("app/src/pages/clients.rs", "/// No <textarea> here."));
    }

    #[test]
    fn a_style_attribute_is_refused_and_a_field_of_that_name_is_not() {
        assert!(is_broken("app/src/ui/button.rs", "<button style=\"color: red\">"));
        assert!(is_broken("app/src/ui/button.rs", "<button style:color=\"red\">"));
        assert!(is_broken("server/src/oauth/login.rs", "p style=\"color: red\" { \"no\" }"));
        assert!(!is_broken("app/src/ui/button.rs", "Button { style: Style::Primary }"));
    }

    #[test]
    fn the_kit_is_the_same_on_both_sides() {
        let line = "#[cfg(feature = \"ssr\")]";
        assert!(is_broken("app/src/ui/button.rs", line));
        assert!(!is_broken("app/src/pages/clients/list.rs", line));
    }

    #[test]
    fn a_page_does_not_reach_past_the_api() {
        assert!(is_broken("app/src/pages/clients/list.rs", "let parts: axum::http::request::Parts = extract().await?;"));
        assert!(is_broken("app/src/pages/clients/list.rs", "use store::Store;"));
        assert!(!is_broken("app/src/pages/clients/list.rs", "use crate::restore::Store;"));
        assert!(!is_broken("app/src/api/server.rs", "use axum::http::request::Parts;"));
    }

    #[test]
    fn nobody_writes_past_the_transaction() {
        for line in ["let transaction = connection.begin_with_options(options) as DatabaseTransaction;", "use sea_orm::sqlx::PgPool;"] {
            assert!(is_broken("store/src/families.rs", line), "{line}");
            assert!(!is_broken("store/src/connection/link.rs", line), "{line}");
        }
        assert!(is_broken("foundation/src/node/watch.rs", "store.connection_for_migrations().execute_unprepared(sql).await?;"));
    }

    #[test]
    fn a_form_carries_a_token() {
        assert!(is_broken("app/src/pages/clients/new.rs", "<ActionForm action>"));
        assert!(is_broken("app/src/layout/topbar.rs", "<form method=\"post\" action=SignOut::url()>"));
        assert!(!is_broken("app/src/pages/logs/events.rs", "<form method=\"get\" action=here>"));
        assert!(!is_broken("app/src/islands/palette.rs", "<form method=\"dialog\">"));
        assert!(!is_broken("app/src/pages/clients/new.rs", "<SettingsForm action"));
        assert!(is_broken("app/src/islands/session_notice.rs", "#[server]"));
        assert!(!is_broken("app/src/pages/home.rs", "#[server]"));
        assert!(is_broken("server/src/oauth/pages/account.rs", "form method=\"post\" action=(path) {"));
        assert!(!is_broken("server/src/oauth/visit.rs", "form method=\"post\" action=(path) {"));
    }

    #[test]
    fn what_is_alive_is_an_island() {
        assert!(is_broken("app/src/ui/button.rs", "<button on:click=pressed>"));
        assert!(is_broken("app/src/pages/home.rs", "let shown = RwSignal::new(false);"));
        assert!(!is_broken("app/src/islands/copy.rs", "<button on:click=copy>"));
        assert!(is_broken("app/src/ui/button.rs", "on:click=pressed"));
        assert!(!is_broken("app/src/form.rs", "on: bool, rotation on: then"));
        assert!(!is_broken("app/src/form.rs", "($function:ident) => {"));
    }

    #[test]
    fn an_address_of_the_server_is_mounted_by_its_name() {
        assert!(is_broken("server/src/oauth.rs", ".route(\"/{tenant}/{workspace}/oauth2/token\", post(token))"));
        assert!(!is_broken("server/src/oauth.rs", ".route(WorkspaceRoute::Token.template(), post(token))"));
        assert!(is_broken("admin_api/src/lib.rs", ".nest(\"/api\", operations)"));
    }

    #[test]
    fn who_asks_is_read_in_one_place() {
        assert!(is_broken("server/src/oauth/userinfo.rs", "let value = headers.get(header::AUTHORIZATION)?;"));
        assert!(!is_broken("server/src/credentials.rs", "let mut lines = headers.get_all(header::AUTHORIZATION).iter();"));
        assert!(!is_broken("server/src/oauth/error.rs", "tried_header: parts.headers.contains_key(header::AUTHORIZATION),"));
        assert!(is_broken("admin_api/src/authentication.rs", "let value = parts.headers.get(header::AUTHORIZATION);"));
        assert!(is_broken("server/src/layers/trace.rs", "let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();"));
    }

    #[test]
    fn a_list_of_values_goes_into_statements_a_part_at_a_time() {
        assert!(is_broken("store/src/families/list.rs", ".filter(Column::Id.is_in(ids))"));
        assert!(is_broken("store/src/consents.rs", "Entity::insert_many(rows)"));
        assert!(!is_broken("store/src/batch.rs", "column.is_in(values)"));
    }

    #[test]
    fn typed_keys_have_one_reader() {
        assert!(is_broken("app/src/pages/trusted_issuers/typed.rs", "problems.take(\"jwks\", JwkSet::parse(jwks))"));
        assert!(!is_broken("app/src/pages/trusted_issuers/typed.rs", "problems.take(\"jwks\", control::read_keys(jwks))"));
        assert!(!is_broken("engine/src/certificate/pem.rs", "_ => JwkSet::parse(text),"));
    }

    #[test]
    fn what_is_told_of_a_client_has_its_own_name_for_it() {
        assert!(is_broken("engine/src/endpoint/signed_introspection.rs", "aud: ClientId,"));
        assert!(is_broken("engine/src/token/source.rs", "pub client_id: ClientId,"));
        assert!(!is_broken("engine/src/token/source.rs", "pub client_id: ClientName,"));
        assert!(!is_broken("engine/src/grant/request.rs", "pub client_id: ClientId,"));
    }

    #[test]
    fn what_is_stored_is_read_with_more_than_is_known() {
        let line = "#[serde(default, deny_unknown_fields)]";
        assert!(is_broken("store/src/entity/token_event.rs", line));
        assert!(is_broken("domain/src/settings/tokens.rs", line));
        assert!(!is_broken("domain/src/wire/types.rs", line));
        assert!(!is_broken("admin_api/src/kit/query.rs", line));
    }

    #[test]
    fn a_lock_file_names_no_registry() {
        assert!(is_broken("end2end/package-lock.json", "\"resolved\": \"https://registry.example/a.tgz\","));
        assert!(!is_broken("end2end/package-lock.json", "\"integrity\": \"sha512-…\","));
    }

    #[test]
    fn a_finding_says_where_and_why() {
        let findings = broken("app/src/pages/clients.rs", "\n<textarea/>\n");
        assert_eq!(findings, ["app/src/pages/clients.rs:2: leptos 0.8 writes a textarea's text into the page unescaped: use ui::TextArea"]);
    }
}
