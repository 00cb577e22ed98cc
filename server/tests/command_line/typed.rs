//! The program as it is typed: what it says, and how it ends.

use std::{
    fs,
    process::{Command, Stdio},
    sync::Arc,
};

use control::Actor;
use domain::{client::ClientType, grant_type::GrantType, name::Slug, redirect_uri::RedirectUri, workspace::WorkspacePath};
use engine::random::SystemRandom;
use server::{
    clock::SystemClock,
    config::{Configuration, Key, Sources},
    installation::Installation,
};

use crate::place::{Place, QUIET};

#[test]
fn a_first_installation_in_three_commands() {
    let place = Place::new("first");
    // The first command sets an empty database up.
    assert_eq!(place.says(&["tenant", "create", "--slug", "acme", "--name", "Acme"]), "The tenant Acme is ready at acme.\n");
    assert_eq!(
        place.says(&["workspace", "create", "--tenant", "acme", "--slug", "main", "--name", "Main"]),
        "The workspace Main is ready. Its issuer is http://127.0.0.1:8080/acme/main\n"
    );
    let made = place.says(&["admin", "create", "--email", "ada@example.com", "--name", "Ada", "--tenant", "acme", "--role", "auditor"]);
    assert!(made.contains("\nhttp://127.0.0.1:8080/console/sign-in/once?token="), "{made}");
    let again = place.says(&["admin", "sign-in-link", "--email", "ada@example.com"]);
    assert_ne!(made.lines().last(), again.lines().last());
    assert_eq!(place.says(&["migrate"]), "The database's schema was up to date already.\n");
}

#[test]
fn what_cannot_be_done_is_said_in_one_sentence() {
    let place = Place::new("refusals");
    place.says(&["migrate"]);
    place.says(&["tenant", "create", "--slug", "acme", "--name", "Acme"]);
    for (arguments, complaint) in [
        (vec!["tenant", "create", "--slug", "acme", "--name", "Acme"], "slug: This is taken already. Choose another."),
        (
            vec!["tenant", "create", "--slug", "Acme", "--name", "Acme"],
            "slug: An address has lower-case letters, digits and single hyphens between them.",
        ),
        (
            vec!["workspace", "create", "--tenant", "nobody", "--slug", "main", "--name", "Main"],
            "There is no tenant `nobody`. Create it with `regrant tenant create --slug nobody --name …`.",
        ),
        (vec!["admin", "create", "--email", "ada", "--name", "Ada"], "email: This is not an e-mail address."),
        (vec!["admin", "create", "--email", "ada@example.com", "--name", "Ada", "--tenant", "nobody"], "There is no tenant `nobody`."),
        (vec!["admin", "sign-in-link", "--email", "bob@example.com"], "There is no administrator `bob@example.com`."),
    ] {
        assert_eq!(place.complains(&arguments, &QUIET), complaint);
    }
}

/// A client, made as the console makes it: the command line has no way to. Its identifier.
fn client(place: &Place) -> String {
    let mut sources = Sources::default();
    sources.set(Key::DataDir, place.0.join("data").display().to_string());
    let configuration = Configuration::from_sources(&sources).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let installation = Installation::open(configuration, Arc::new(SystemClock), Arc::new(SystemRandom)).await.unwrap();
        let operator = installation.control().acting_as(Actor::CommandLine);
        let path = WorkspacePath::new(Slug::parse("acme").unwrap(), Slug::parse("main").unwrap());
        let client = operator.create_client(&path, "Shop", ClientType::ServerSideWeb).await.unwrap().client;
        let mut settings = client.settings.clone();
        settings.redirect_uris.push(RedirectUri::parse("https://shop.example.com/callback").unwrap());
        settings.grant_types.insert(GrantType::RefreshToken);
        operator.set_client(&path, client.id, client.version, settings).await.unwrap();
        client.id.to_string()
    })
}

#[test]
fn explain_answers_with_its_exit_code_and_says_where_what_is_missing_is_changed() {
    let place = Place::new("explain");
    place.says(&["migrate"]);
    place.says(&["tenant", "create", "--slug", "acme", "--name", "Acme"]);
    place.says(&["workspace", "create", "--tenant", "acme", "--slug", "main", "--name", "Main"]);
    let id = client(&place);
    let explain = |more: &[&str]| {
        let usual = ["explain", "--tenant", "acme", "--workspace", "main", "--client", &id];
        let output = place.run(&[&usual, more].concat(), &QUIET);
        (output.status.code(), String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
    };

    let (code, said, _) = explain(&[]);
    assert_eq!(code, Some(1), "{said}");
    assert!(
        said.contains("✗ Offline access is on for the client\n    Change it at: Applications › Clients › the client › Scopes\n"),
        "{said}"
    );
    assert!(said.ends_with("no refresh token: Offline access is off for the client.\n"), "{said}");
    let (code, said, _) = explain(&["--json", "--scope", "openid"]);
    let told: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!(
        (code, &told["refresh_token"], &told["reasons"][1]),
        (Some(1), &false.into(), &"offline_access_not_requested".into()),
        "{said}"
    );

    for more in [&["--user", "nobody"][..], &["--request", "hello"], &["--family", "0190163d-8694-739b-aea5-966c26f8ad90"]] {
        let (code, said, complaint) = explain(more);
        assert_eq!((code, said.as_str(), complaint.matches('\n').count()), (Some(2), "", 1), "{more:?}: {complaint}");
    }
    for (more, complaint) in [
        (&["--request", "client_id=x", "--scope", "openid"][..], "scope: Leave this out: the authorization request has its own."),
        (
            &["--family", "0190163d-8694-739b-aea5-966c26f8ad90", "--user", "alice"],
            "user: Leave this out: a refresh does not depend on it.",
        ),
    ] {
        let (code, _, told) = explain(more);
        assert_eq!((code, told.contains(complaint)), (Some(2), true), "{told}");
    }
    assert_eq!(explain(&["--tenant", "nobody"]).0, Some(64), "it is said twice");
}

#[test]
fn an_api_token_is_made_shown_by_name_and_revoked() {
    let place = Place::new("api-token");
    place.says(&["migrate"]);
    place.says(&["admin", "create", "--email", "ada@example.com", "--name", "Ada"]);
    let made = place.says(&["admin", "token", "create", "--email", "ada@example.com", "--name", "deploy", "--ttl", "30d"]);
    let token = made.lines().last().unwrap();
    assert!(token.starts_with("rga_") && token.len() == 47, "{made}");
    let listed = place.says(&["admin", "token", "list", "--email", "ada@example.com"]);
    assert!(listed.ends_with("  deploy\n") && !listed.contains("rga_"), "{listed}");
    let id = listed.split(' ').next().unwrap();
    assert_eq!(place.says(&["admin", "token", "revoke", id]), "The token “deploy” is revoked.\n");
    assert_eq!(place.says(&["admin", "token", "list", "--email", "ada@example.com"]), "");
    assert_eq!(place.complains(&["admin", "token", "revoke", id], &QUIET), format!("There is no API token `{id}`."));
    let long = ["admin", "token", "create", "--email", "ada@example.com", "--name", "x", "--ttl", "2y"];
    assert_eq!(place.complains(&long, &QUIET), "ttl: Choose between 1 minute and 1 year.");
}

#[test]
fn an_administrator_is_disabled_enabled_signed_out_and_deleted_and_the_log_tells_it() {
    let place = Place::new("administrators");
    place.says(&["migrate"]);
    place.says(&["tenant", "create", "--slug", "acme", "--name", "Acme"]);
    place.says(&["admin", "create", "--email", "ada@example.com", "--name", "Ada"]);
    assert_eq!(place.says(&["admin", "list"]), "ada@example.com  active  owner of the installation  Ada\n");
    assert!(place.says(&["admin", "sessions", "end", "ada@example.com"]).contains("Sessions ended: 0."));
    let disabled = place.says(&["admin", "disable", "ada@example.com"]);
    assert!(disabled.contains("ada@example.com is disabled.") && disabled.contains("`regrant admin create`"), "{disabled}");
    assert!(place.says(&["admin", "list"]).contains("disabled"));
    let refused = place.complains(&["admin", "sign-in-link", "--email", "ada@example.com"], &QUIET);
    assert_eq!(refused, "email: This administrator is disabled. Enable them first.");
    place.says(&["admin", "enable", "ada@example.com"]);
    place.says(&["admin", "delete", "ada@example.com"]);
    let gone = place.complains(&["admin", "disable", "ada@example.com"], &QUIET);
    assert_eq!(gone, "There is no administrator `ada@example.com`.");

    let log = place.says(&["audit"]);
    for line in ["acme  tenant.created", "installation  administrator.disabled", "installation  administrator.deleted"] {
        assert!(log.contains(line), "{line} in {log}");
    }
    assert_eq!(place.says(&["audit", "--action", "administrator.enabled", "--limit", "5"]).lines().count(), 1);
    assert_eq!(place.says(&["audit", "--tenant", "acme"]).lines().count(), 1);
    let json = place.says(&["audit", "--limit", "1", "--json"]);
    assert!(json.contains("\"action\":\"administrator.deleted\"") && json.contains("\"tenant\":null"), "{json}");
    let nobody = place.complains(&["audit", "--tenant", "nobody"], &QUIET);
    assert_eq!(nobody, "There is no tenant `nobody`.");

    assert_eq!(place.says(&["tenant", "rename", "--slug", "acme", "--name", "Apex"]).trim(), "The tenant acme is called Apex now.");
    assert!(place.says(&["audit", "--tenant", "acme", "--limit", "1"]).contains("tenant.updated"));
    let none = place.complains(&["tenant", "rename", "--slug", "nobody", "--name", "Apex"], &QUIET);
    assert_eq!(none, "There is no tenant `nobody`.");
}

#[test]
fn a_role_is_created_assigned_withdrawn_and_deleted() {
    let place = Place::new("roles");
    place.says(&["migrate"]);
    place.says(&["tenant", "create", "--slug", "acme", "--name", "Acme"]);
    place.says(&["workspace", "create", "--tenant", "acme", "--slug", "main", "--name", "Main"]);
    place.says(&["admin", "create", "--email", "ada@example.com", "--name", "Ada", "--tenant", "acme", "--role", "support"]);
    let create =
        ["admin", "role", "create", "--name", "Makers", "--tenant", "acme", "--action", "clients.see", "--action", "clients.create"];
    place.says(&create);
    assert_eq!(place.complains(&create, &QUIET), "name: This is taken already. Choose another.");
    assert!(place.says(&["admin", "role", "list", "--tenant", "acme"]).contains("Makers  clients.see clients.create\n"));

    let of_main = ["--email", "ada@example.com", "--role", "Makers", "--tenant", "acme", "--workspace", "main"];
    place.says(&[&["admin", "role", "assign"], &of_main[..]].concat());
    let listed = place.says(&["admin", "list"]);
    assert_eq!(listed, "ada@example.com  active  support of Acme, makers of Acme \u{203a} Main  Ada\n");
    place.says(&[&["admin", "role", "withdraw"], &of_main[..]].concat());
    let again = place.complains(&[&["admin", "role", "withdraw"], &of_main[..]].concat(), &QUIET);
    assert_eq!(again, "There is no assignment of this role to `ada@example.com`.");
    let unknown = ["admin", "role", "assign", "--email", "ada@example.com", "--role", "king", "--tenant", "acme"];
    assert_eq!(place.complains(&unknown, &QUIET), "There is no role `king`.");

    place.says(&["admin", "role", "delete", "--name", "Makers", "--tenant", "acme"]);
    assert!(!place.says(&["admin", "role", "list", "--tenant", "acme"]).contains("Makers"));
    let audit = place.says(&["audit", "--tenant", "acme"]);
    for line in ["role.created", "administrator.role_assigned", "administrator.role_withdrawn", "role.deleted"] {
        assert!(audit.contains(line), "{line} in {audit}");
    }
}

#[test]
fn a_signing_key_is_listed_published_rotated_and_revoked() {
    let place = Place::with_workspace("keys");
    let of_shop = ["--tenant", "acme", "--workspace", "shop"];
    let key = |command: &str, more: &[&str]| -> Vec<String> {
        ["key", command].iter().chain(&of_shop).chain(more).map(|word| (*word).to_owned()).collect()
    };
    let says = |command: &str, more: &[&str]| place.says(&key(command, more).iter().map(String::as_str).collect::<Vec<_>>());
    let complains =
        |command: &str, more: &[&str]| place.complains(&key(command, more).iter().map(String::as_str).collect::<Vec<_>>(), &QUIET);
    let listed = says("list", &[]);
    assert!(listed.starts_with("RS256  current  ") && listed.ends_with("Keys are rotated automatically after 90 days.\n"), "{listed}");
    let first = listed.lines().find(|line| line.starts_with("ES256")).unwrap().split_whitespace().nth(2).unwrap().to_owned();

    assert_eq!(complains("rotate", &["--algorithm", "ES256"]), "There is no next key yet. The server publishes one within ten minutes.");
    assert!(says("publish", &["--algorithm", "ES256"]).starts_with("The key "));
    let early = complains("rotate", &["--algorithm", "ES256"]);
    assert!(early.starts_with("The next key was published only now") && early.contains("It can sign in 1 minute"), "{early}");
    assert!(says("rotate", &["--algorithm", "ES256", "--at-once"]).ends_with(&format!(" signs by ES256 now, in place of {first}.\n")));
    let listed = says("list", &[]);
    let states: Vec<_> =
        listed.lines().filter(|line| line.starts_with("ES256")).map(|line| line.split_whitespace().nth(1).unwrap()).collect();
    assert_eq!(states, ["current", "next", "retired"]);

    let told = complains("revoke", &["--key", &first]);
    assert!(told.starts_with("Nothing was done. No access token that it signed is known to be active."), "{told}");
    assert!(told.ends_with("Refresh tokens are opaque and stay active. To revoke it, add --confirm"), "{told}");
    assert!(says("revoke", &["--key", &first, "--confirm"]).starts_with(&format!("The key {first} is revoked.")));
    assert!(says("list", &[]).contains(&format!("ES256  revoked  {first}  revoked at ")));
    assert_eq!(complains("rotate", &["--algorithm", "EdDSA"]), "There is no signing key of `EdDSA`.");
    let nobody = "0190163d-8694-739b-aea5-966c26f8ad90";
    assert_eq!(complains("revoke", &["--key", nobody]), format!("There is no signing key `{nobody}`."));
    let elsewhere = place.complains(&["key", "list", "--tenant", "acme", "--workspace", "nowhere"], &QUIET);
    assert_eq!(elsewhere, "There is no workspace `acme/nowhere`.");
    let audit = place.says(&["audit", "--tenant", "acme", "--workspace", "shop"]);
    for line in ["signing_key.published  ES256", "signing_key.rotated  ES256", "signing_key.revoked  ES256"] {
        assert!(audit.contains(line), "{line} in {audit}");
    }
}

#[test]
fn a_wrong_configuration_is_refused_by_every_command_that_reads_it() {
    let place = Place::new("configuration");
    for arguments in [&["serve"][..], &["migrate"], &["config"], &["admin", "sign-in-link", "--email", "a@example.com"]] {
        assert_eq!(
            place.complains(arguments, &[("REGRANT_LISTN", "127.0.0.1:1")]),
            "REGRANT_LISTN in the environment is not a setting. Did you mean `REGRANT_LISTEN`?"
        );
    }
    let missing = place.complains(&["config", "--config", "nothing.toml"], &[]);
    assert!(missing.starts_with("The configuration file nothing.toml cannot be read: "), "{missing}");
    fs::write(place.0.join("regrant.toml"), "colour = 'red'\n").unwrap();
    assert_eq!(place.complains(&["config"], &[]), "`colour` in regrant.toml is not a setting.");
}

#[test]
fn the_configuration_in_force_is_shown_with_where_it_comes_from() {
    let place = Place::new("shown");
    fs::write(place.0.join("regrant.toml"), "log_level = \"debug\"\ndatabase_url = \"postgres://regrant:hunter2@db/regrant\"\n").unwrap();
    let output = place.run(&["config"], &[("REGRANT_LISTEN", "127.0.0.1:9999")]);
    let shown = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<_> = shown.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    for line in [
        "listen 127.0.0.1:9999 (from the environment)",
        "public_url http://127.0.0.1:9999 (by default)",
        "database_url postgres://regrant:…@db/regrant (from regrant.toml)",
        "log_level debug (from regrant.toml)",
    ] {
        assert!(lines.iter().any(|shown| shown == line), "{line} is not in\n{shown}");
    }
    assert!(!shown.contains("hunter2"));
}

#[test]
fn the_demonstration_is_for_loopback_only() {
    let place = Place::new("loopback");
    for arguments in [["demo", "--listen", "0.0.0.0:8080"], ["demo", "--demo-app-listen", "[::]:8090"]] {
        let complaint = place.complains(&arguments, &[]);
        assert!(complaint.ends_with("is not a loopback address."), "{complaint}");
    }
    assert!(!place.0.join("data").exists(), "nothing was made");
}

#[test]
fn the_demonstration_is_not_set_up_in_the_database_of_an_installation() {
    let place = Place::with_workspace("no-demonstration");
    let complaint = place.complains(&["demo"], &[]);
    assert!(complaint.starts_with("The database in data belongs to an installation and not to a demonstration"), "{complaint}");
    place.complains(&["tenant", "rename", "--slug", "demo", "--name", "Demo"], &[]);
}

/// What the demonstration tells once it runs; it is stopped in good order then.
#[cfg(unix)]
fn demonstrate(place: &Place) -> Vec<String> {
    use std::io::{BufRead as _, BufReader};
    let port = || std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let mut command = place.command(&["demo", "--listen", &port(), "--demo-app-listen", &port()], &[]);
    let mut demonstration = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let lines = BufReader::new(demonstration.stdout.take().unwrap()).lines().map(Result::unwrap);
    let told = lines.take_while(|line| line != "Ctrl-C stops it.").collect();
    let stopped = Command::new("kill").args(["-TERM", &demonstration.id().to_string()]).status().unwrap();
    assert!(stopped.success() && demonstration.wait().unwrap().success(), "it stops in good order");
    told
}

#[cfg(unix)]
#[test]
fn the_demonstration_is_set_up_once_and_its_secrets_are_kept_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = Place::new("demonstration");
    let secrets = |told: &[String]| told.iter().filter(|line| line.contains("_SECRET=")).cloned().collect::<Vec<_>>();
    let link = |told: &[String]| told.iter().find(|line| line.contains("once?token=")).cloned();
    let (first, second) = (demonstrate(&place), demonstrate(&place));
    assert_eq!(secrets(&first).len(), 2, "{first:?}");
    assert_eq!(secrets(&first), secrets(&second));
    assert_ne!(link(&first), link(&second), "each start gives a new way in");
    let credentials = place.0.join("data/demo-app.json");
    assert_eq!(fs::metadata(&credentials).unwrap().permissions().mode() & 0o777, 0o600);

    // Without the file nobody knows the secrets any more, so there are new ones.
    fs::remove_file(&credentials).unwrap();
    let third = demonstrate(&place);
    assert!(secrets(&third).iter().all(|line| !secrets(&first).contains(line)), "{third:?}");
}

/// A server that runs here, and its address.
#[cfg(unix)]
fn serving(place: &Place, settings: &[(&str, &str)]) -> (std::process::Child, String) {
    started(|address| {
        let mut command = place.command(&["serve", "--migrate"], settings);
        command.env("REGRANT_LISTEN", address).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
    })
}

/// Starts a server at an address that is free, and again at another one where somebody else was quicker to take it.
fn started(spawn: impl Fn(&str) -> std::process::Child) -> (std::process::Child, String) {
    let mut tries = 0;
    loop {
        tries += 1;
        assert!(tries < 10, "no server stays up");
        let address = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
        let mut server = spawn(&address);
        while server.try_wait().unwrap().is_none() {
            if std::net::TcpStream::connect(&address).is_ok() {
                return (server, address);
            }
            std::thread::yield_now();
        }
    }
}

#[cfg(unix)]
#[test]
fn every_signal_that_ends_a_program_stops_the_server_in_good_order_and_half_a_request_does_not_hold_it() {
    use std::io::Write as _;
    let place = Place::new("signals");
    for signal in ["-HUP", "-INT", "-TERM", "-QUIT"] {
        let (mut server, address) = serving(&place, &[("REGRANT_HEADER_TIMEOUT", "3600")]);
        let mut half = std::net::TcpStream::connect(&address).unwrap();
        half.write_all(b"GET /health/live HTTP/1.1\r\nHo").unwrap();
        let asked = std::time::Instant::now();
        assert!(Command::new("kill").args([signal, &server.id().to_string()]).status().unwrap().success());
        assert!(server.wait().unwrap().success(), "{signal}");
        assert!(asked.elapsed().as_secs() < 10, "{signal}: {:?}", asked.elapsed());
    }
}

#[cfg(unix)]
#[test]
fn silent_connections_take_no_file_that_the_server_needs() {
    use std::io::{Read as _, Write as _};
    let place = Place::new("files");
    place.says(&["migrate"]);
    let (mut server, address) = started(|address| {
        let with_few_files = ["-c", "ulimit -n 200 && exec \"$0\" serve", env!("CARGO_BIN_EXE_regrant")];
        let mut command = place.program("sh", &with_few_files, &[("REGRANT_LISTEN", address), ("REGRANT_HEADER_TIMEOUT", "3600")]);
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    });
    let mut silent = Vec::new();
    for _ in 0..6 {
        silent.extend((0..50).map(|_| std::net::TcpStream::connect(&address).unwrap()));
        let mut stream = std::net::TcpStream::connect(&address).unwrap();
        stream.set_read_timeout(Some(std::time::Duration::from_secs(30))).unwrap();
        stream.write_all(b"GET /health/ready HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200 "), "after {} silent connections: {answer}", silent.len());
    }
    server.kill().unwrap();
    server.wait().unwrap();
}

#[cfg(unix)]
#[test]
fn a_server_behind_a_proxy_that_it_was_not_told_of_says_so() {
    use std::io::{Read as _, Write as _};
    let place = Place::new("proxy");
    let (mut server, address) = serving(&place, &[("REGRANT_PUBLIC_URL", "https://id.example.com")]);
    for _ in 0..2 {
        let mut stream = std::net::TcpStream::connect(&address).unwrap();
        stream.write_all(b"GET / HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 203.0.113.5\r\nConnection: close\r\n\r\n").unwrap();
        stream.read_to_end(&mut Vec::new()).unwrap();
    }
    assert!(Command::new("kill").arg(server.id().to_string()).status().unwrap().success());
    let mut log = String::new();
    server.stderr.take().unwrap().read_to_string(&mut log).unwrap();
    server.wait().unwrap();
    assert_eq!(log.matches("no `trusted_proxies` is set").count(), 1, "{log}");
    assert_eq!(log.matches("is not among the `trusted_proxies`").count(), 1, "{log}");
}

#[test]
fn an_address_that_is_taken_is_said_so() {
    let place = Place::new("taken");
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let complaint = place.complains(&["serve", "--migrate"], &[("REGRANT_LISTEN", &address), ("REGRANT_LOG_LEVEL", "error")]);
    assert!(complaint.starts_with(&format!("The address {address} cannot be listened on: ")), "{complaint}");
}

#[cfg(unix)]
#[test]
fn what_the_server_keeps_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = Place::new("private");
    place.says(&["migrate"]);
    let mode = |path: &str| fs::metadata(place.0.join(path)).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode("data"), mode("data/master.key"), mode("data/regrant.db")), (0o700, 0o600, 0o600));
    fs::set_permissions(place.0.join("data/master.key"), fs::Permissions::from_mode(0o644)).unwrap();
    let complaint = place.complains(&["migrate"], &[]);
    assert!(complaint.starts_with("Others can read the master key file data/master.key."), "{complaint}");
}

#[test]
fn help_says_what_each_command_does() {
    let place = Place::new("help");
    let help = place.says(&["--help"]);
    assert!(help.starts_with("An OAuth 2.0 and OpenID Connect authorization server, built around refresh tokens"), "{help}");
    for command in ["serve", "migrate", "demo", "demo-app", "admin", "tenant", "workspace", "config"] {
        assert!(place.says(&[command, "--help"]).len() > 100, "{command}");
    }
}

#[cfg(unix)]
#[test]
fn a_configuration_without_an_end_is_refused() {
    let place = Place::new("endless");
    let refusal = place.complains(&["config"], &[("REGRANT_CONFIG", "/dev/zero")]);
    assert!(refusal.contains("/dev/zero") && refusal.contains("it is longer than 1 MiB"), "{refusal}");
}

#[test]
fn an_administrator_is_named_with_the_flag_or_without() {
    let place = Place::new("named");
    place.says(&["migrate"]);
    place.says(&["admin", "create", "--email", "ada@example.com", "--name", "Ada"]);
    place.says(&["admin", "create", "--email", "bob@example.com", "--name", "Bob"]);
    for command in [
        &["admin", "sign-in-link"][..],
        &["admin", "sessions", "end"],
        &["admin", "token", "list"],
        &["admin", "disable"],
        &["admin", "enable"],
    ] {
        for named in [&["bob@example.com"][..], &["--email", "bob@example.com"]] {
            place.says(&[command, named].concat());
        }
        let output = place.run(command, &QUIET);
        assert_eq!(output.status.code(), Some(64), "nobody is named: {output:?}");
    }
}

#[test]
fn what_is_said_of_keys_begins_with_no_field_and_tells_when_one_was_revoked() {
    let place = Place::with_workspace("keys-said");
    let at = ["--tenant", "acme", "--workspace", "shop"];
    let key =
        |verb: &str, more: &[&str]| -> Vec<String> { ["key", verb].iter().chain(&at).chain(more).map(|&part| part.to_owned()).collect() };
    let complains = |arguments: Vec<String>| place.complains(&arguments.iter().map(String::as_str).collect::<Vec<_>>(), &QUIET);
    let says = |arguments: Vec<String>| place.says(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
    let early = complains(key("rotate", &["--algorithm", "ES256"]));
    assert_eq!(early, "There is no next key yet. The server publishes one within ten minutes.");
    let listed = says(key("list", &[]));
    let kid = listed.lines().find(|line| line.starts_with("ES256")).unwrap().split_whitespace().nth(2).unwrap().to_owned();
    says(key("revoke", &["--key", &kid, "--confirm"]));
    for more in [&["--confirm"][..], &[]] {
        let again = complains(key("revoke", &[&["--key", kid.as_str()], more].concat()));
        assert!(again.starts_with("This key was revoked at 20"), "{again}");
    }
    let version = place.run(&["master-key", "activate", "0"], &QUIET);
    assert!(String::from_utf8_lossy(&version.stderr).contains("1..=255"), "{version:?}");
}
