//! What a script on the machine does: clients, users and refresh tokens by commands.

use std::{io::Write as _, process::Stdio};

use serde_json::{Value, json};

use crate::place::{Place, QUIET, said};

const AT: [&str; 4] = ["--tenant", "acme", "--workspace", "shop"];

fn at<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    [arguments, &AT[..]].concat()
}

/// Creates a client of an application with users; its identifier and its secret.
pub(crate) fn client(place: &Place, name: &str) -> (String, String) {
    let more = ["--name", name, "--type", "server_side_web", "--grant-type", "refresh_token", "--scope", "offline_access"];
    let uri = ["--redirect-uri", "https://shop.example.com/callback"];
    let told = place.says(&at(&[&["client", "create"], &more[..], &uri].concat()));
    let id = told.split(": ").nth(1).unwrap().split('.').next().unwrap().to_owned();
    (id, told.lines().last().unwrap().to_owned())
}

/// Creates a user, whose password is on standard input; their identifier.
pub(crate) fn user(place: &Place, name: &str) -> String {
    let told = said(&typing(place, &at(&["user", "create", "--identifier", name, "--name", "Alice"]), "violet-canyon-marble-47\n"));
    told.trim().trim_end_matches('.').rsplit(' ').next().unwrap().to_owned()
}

fn typing(place: &Place, arguments: &[&str], typed: &str) -> std::process::Output {
    let mut command = place.command(arguments, &QUIET);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(typed.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

#[test]
fn a_client_is_created_shown_changed_and_deleted() {
    let place = Place::with_workspace("clients");
    let (id, secret) = client(&place, "Shop");
    let one = |command: &'static str| place.says(&at(&["client", command, "--client", &id]));
    let listed = place.says(&at(&["client", "list", "--search", "sho"]));
    assert_eq!(listed, format!("{id}  active    server_side_web  Shop\n"));
    let shown: Value = serde_json::from_str(&one("show")).unwrap();
    assert_eq!((&shown["client_name"], &shown["grant_types"][1]), (&"Shop".into(), &"refresh_token".into()));
    assert!(!shown.to_string().contains(&secret));
    let rotated = one("rotate-secret");
    assert!(rotated.starts_with("The secret of Shop was replaced.") && !rotated.contains(&secret), "{rotated}");
    assert_eq!(one("disable"), "The client Shop is disabled.\n");
    assert_eq!(one("enable"), "The client Shop is enabled.\n");
    let unconfirmed = place.complains(&at(&["client", "delete", "--client", &id]), &QUIET);
    assert_eq!(unconfirmed, "Nothing was deleted. Shop has active refresh tokens: 0. To delete it, add --confirm");
    assert_eq!(place.says(&at(&["client", "delete", "--confirm", "--client", &id])), "The client Shop was deleted.\n");
    let gone = place.complains(&at(&["client", "show", "--client", &id]), &QUIET);
    assert_eq!(gone, format!("There is no client `{id}`."));
    let wrong = place.complains(&at(&["client", "create", "--name", "X", "--type", "service", "--scope", "nothing"]), &QUIET);
    assert!(wrong.starts_with("scopes: "), "{wrong}");
}

#[test]
fn a_client_is_created_that_has_to_push_its_requests() {
    let place = Place::with_workspace("pushed-requests");
    let create = ["client", "create", "--name", "Shop", "--type", "server_side_web", "--require-pushed-authorization-requests"];
    let told = place.says(&at(&create));
    let id = told.split(": ").nth(1).unwrap().split('.').next().unwrap().to_owned();
    let shown: Value = serde_json::from_str(&place.says(&at(&["client", "show", "--client", &id]))).unwrap();
    assert_eq!(shown["require_pushed_authorization_requests"], true);
}

#[test]
fn a_client_is_created_that_only_gets_signed_introspection_answers() {
    let place = Place::with_workspace("signed-introspection");
    let told = place.says(&at(&["client", "create", "--name", "Orders", "--type", "service", "--require-signed-introspection"]));
    let id = told.split(": ").nth(1).unwrap().split('.').next().unwrap().to_owned();
    let shown: Value = serde_json::from_str(&place.says(&at(&["client", "show", "--client", &id]))).unwrap();
    assert_eq!(shown["require_signed_introspection"], true);
}

#[test]
fn a_client_is_created_that_has_to_sign_its_requests_and_needs_a_key_for_it() {
    const KEY: &str = r#"{"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","kid":"first"}]}"#;
    let place = Place::with_workspace("signed-requests");
    let create = ["client", "create", "--name", "Shop", "--type", "server_side_web", "--require-signed-request-object"];
    let without = place.complains(&at(&create), &QUIET);
    assert!(without.starts_with("jwks: Its signed request objects are verified by its keys"), "{without}");
    let file = place.0.join("jwks.json");
    std::fs::write(&file, KEY).unwrap();
    let told = place.says(&at(&[&create[..], &["--jwks", file.to_str().unwrap()]].concat()));
    let id = told.split(": ").nth(1).unwrap().split('.').next().unwrap().to_owned();
    let shown: Value = serde_json::from_str(&place.says(&at(&["client", "show", "--client", &id]))).unwrap();
    assert_eq!((&shown["require_signed_request_object"], &shown["jwks"]["keys"][0]["kid"]), (&true.into(), &"first".into()));
}

#[test]
fn a_client_is_created_that_may_ask_for_a_type_of_authorization_details_that_there_is() {
    let place = Place::with_workspace("authorization-details");
    let create = ["client", "create", "--name", "Shop", "--type", "server_side_web", "--authorization-details-type", "payment"];
    let without = place.complains(&at(&create), &QUIET);
    assert!(without.starts_with("authorization_details_types: This workspace has no such"), "{without}");
}

#[test]
fn a_client_is_created_with_what_it_may_exchange() {
    const GRANT: &str = "urn:ietf:params:oauth:grant-type:token-exchange";
    let place = Place::with_workspace("token-exchange");
    let (shop, _) = client(&place, "Shop");
    let create = ["client", "create", "--name", "Gateway", "--type", "service", "--grant-type", GRANT, "--exchange-client", &shop];
    let told = place.says(&at(&[&create[..], &["--exchange-any-client", "--exchange-impersonation"]].concat()));
    let id = told.split(": ").nth(1).unwrap().split('.').next().unwrap().to_owned();
    let shown: Value = serde_json::from_str(&place.says(&at(&["client", "show", "--client", &id]))).unwrap();
    assert_eq!(shown["grant_types"], json!(["client_credentials", GRANT]));
    let policy = json!({
        "subject_any_client": true,
        "subject_clients": [shop],
        "subject_audiences": [],
        "exchange_targets": [],
        "impersonation": true,
    });
    assert_eq!(shown["token_exchange"], policy);
    let unknown = place.complains(&at(&[&create[..], &["--exchange-target", "https://nowhere.example.com/"]].concat()), &QUIET);
    assert!(unknown.starts_with("exchange_targets: "), "{unknown}");
}

#[test]
fn a_client_is_told_of_sign_outs_at_an_address_until_it_is_not() {
    const ADDRESS: &str = "https://shop.example.com/logout";
    let place = Place::with_workspace("sign-outs");
    let create = ["client", "create", "--name", "Shop", "--type", "server_side_web", "--backchannel-logout-uri", ADDRESS];
    let told = place.says(&at(&[&create[..], &["--backchannel-logout-session-required"]].concat()));
    let id = told.split(": ").nth(1).unwrap().split('.').next().unwrap().to_owned();
    let shown = || -> Value { serde_json::from_str(&place.says(&at(&["client", "show", "--client", &id]))).unwrap() };
    assert_eq!((&shown()["backchannel_logout_uri"], &shown()["backchannel_logout_session_required"]), (&ADDRESS.into(), &true.into()));
    let set = |more: &[&str]| place.run(&at(&[&["client", "set-backchannel-logout", "--client", &id][..], more].concat()), &QUIET);
    assert_eq!(said(&set(&["--uri", ADDRESS])), format!("Shop is told at {ADDRESS} that users were signed out.\n"));
    assert_eq!(shown()["backchannel_logout_session_required"], false);
    assert_eq!(said(&set(&["--off"])), "Shop is not told that users were signed out.\n");
    assert_eq!(shown().get("backchannel_logout_uri"), None);
    for wrong in [&[][..], &["--session-required"], &["--off", "--uri", ADDRESS], &["--uri", "http://shop.example.com/logout"]] {
        assert!(!set(wrong).status.success(), "{wrong:?}");
    }
    let service = ["client", "create", "--name", "Job", "--type", "service", "--backchannel-logout-uri", ADDRESS];
    let refused = place.complains(&at(&service), &QUIET);
    assert!(refused.starts_with("backchannel_logout_uri: A service"), "{refused}");
}

#[test]
fn a_client_gets_keys_of_a_file_or_at_an_address_in_place_of_its_secret() {
    const KEY: &str = r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","kid":"first"}"#;
    let place = Place::with_workspace("client-keys");
    let file = |name: &str, text: String| {
        let path = place.0.join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let jwks = file("jwks.json", format!(r#"{{"keys":[{KEY}]}}"#));
    let (id, _) = client(&place, "Shop");
    let set = ["client", "set-keys", "--client", &id];
    let told = place.says(&at(&[&set[..], &["--jwks", &jwks]].concat()));
    let begins = "Shop authenticates by its private key (private_key_jwt). Its public keys:\n  ";
    assert_eq!(told, format!("{begins}first (Ed25519 11qYAYKxCr…)\n"));
    let address = "https://app.example.com/jwks.json";
    assert_eq!(place.says(&at(&[&set[..], &["--jwks-uri", address]].concat())), format!("{begins}{address}\n"));
    let shown: Value = serde_json::from_str(&place.says(&at(&["client", "show", "--client", &id]))).unwrap();
    assert_eq!((&shown["token_endpoint_auth_method"], &shown["jwks_uri"]), (&"private_key_jwt".into(), &address.into()));

    let private = file("private.json", format!(r#"{{"keys":[{}]}}"#, KEY.replace(r#""kid":"first""#, r#""d":"AA""#)));
    for (arguments, sentence) in [
        (["--jwks", private.as_str()], "Key 1: this is a private key."),
        (["--jwks", "nothing.json"], "the file cannot be read"),
        (["--jwks-uri", "http://app.example.com/"], "Type an address that begins with https://"),
    ] {
        let failed = place.run(&at(&[&set[..], &arguments].concat()), &QUIET);
        let said = String::from_utf8_lossy(&failed.stderr).into_owned();
        assert!(!failed.status.success() && said.contains(sentence), "{said}");
    }
    for arguments in [&[][..], &["--jwks", &jwks, "--jwks-uri", address]] {
        assert!(!place.run(&at(&[&set[..], arguments].concat()), &QUIET).status.success());
    }
    let made = place.says(&at(&["client", "create", "--name", "Job", "--type", "service", "--jwks", &jwks]));
    assert!(made.ends_with("It has no secret.\n"), "{made}");
    let page = place.complains(&at(&["client", "create", "--name", "Page", "--type", "single_page", "--jwks", &jwks]), &QUIET);
    assert!(page.starts_with("token_endpoint_auth_method: "), "{page}");
}

#[test]
fn a_client_gets_a_certificate_by_its_subject_or_by_its_key_in_place_of_its_secret() {
    const KEY: &str = r#"{"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}"#;
    const BOUND: &str = "--tls-client-certificate-bound-access-tokens";
    let place = Place::with_workspace("client-certificates");
    let (id, _) = client(&place, "Shop");
    let set = ["client", "set-certificate", "--client", &id];
    let says = |arguments: &[&str]| place.says(&at(&[&set[..], arguments].concat()));
    let subject = "cn=shop.example.com, o=Example";
    let told = says(&["--tls-client-auth-subject-dn", subject, BOUND, "true"]);
    let by = "Shop authenticates by a certificate with CN=shop.example.com,O=Example (tls_client_auth).";
    assert_eq!(told, format!("{by} Its tokens are bound to its certificate.\n"));
    let shown: Value = serde_json::from_str(&place.says(&at(&["client", "show", "--client", &id]))).unwrap();
    assert_eq!(shown["token_endpoint_auth_method"], "tls_client_auth");
    assert_eq!(shown["tls_client_auth_subject_dn"], "CN=shop.example.com,O=Example");
    assert_eq!(shown["tls_client_certificate_bound_access_tokens"], true);

    let jwks = place.0.join("jwks.json");
    std::fs::write(&jwks, KEY).unwrap();
    let jwks = jwks.to_str().unwrap();
    place.says(&at(&["client", "set-keys", "--client", &id, "--jwks", jwks]));
    let told = says(&["--self-signed-certificate", BOUND, "false"]);
    let by = "Shop authenticates by a certificate whose key is registered (self_signed_tls_client_auth).";
    assert_eq!(told, format!("{by} Its tokens are not bound to a certificate.\n"));
    let told = place.says(&at(&["client", "set-keys", "--client", &id, "--jwks", jwks]));
    assert!(told.starts_with("Shop authenticates by a certificate whose key is registered"), "{told}");

    for (arguments, sentence) in [
        (&["--tls-client-auth-subject-dn", "shop.example.com"][..], "Type a distinguished name"),
        (&["--tls-client-auth-san-dns", "*.example.com"][..], "no wildcard"),
        (&["--tls-client-auth-san-dns", "a.example", "--tls-client-auth-san-ip", "192.0.2.7"][..], "cannot be used with"),
        (&["--tls-client-auth-san-dns", "a.example", "--self-signed-certificate"][..], "cannot be used with"),
    ] {
        let failed = place.run(&at(&[&set[..], arguments].concat()), &QUIET);
        let said = String::from_utf8_lossy(&failed.stderr).into_owned();
        assert!(!failed.status.success() && said.contains(sentence), "{said}");
    }
    let create = ["client", "create", "--name", "Job", "--type", "service", "--tls-client-auth-san-uri", "spiffe://example.com/job"];
    let made = place.says(&at(&create));
    assert!(made.ends_with("It has no secret.\n"), "{made}");
    let keyless = place.complains(&at(&["client", "create", "--name", "Other", "--type", "service", "--self-signed-certificate"]), &QUIET);
    assert!(keyless.starts_with("jwks: "), "{keyless}");
}

#[test]
fn a_client_with_the_grant_of_devices_and_no_redirect_uri_is_for_devices_alone() {
    const GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";
    let place = Place::with_workspace("devices");
    let grants = |name: &'static str, more: &[&'static str]| {
        let create = ["client", "create", "--name", name, "--type", "mobile_desktop", "--grant-type", GRANT];
        let told = place.says(&at(&[&create[..], more].concat()));
        let id = told.split(": ").nth(1).unwrap().split('.').next().unwrap().to_owned();
        let shown: Value = serde_json::from_str(&place.says(&at(&["client", "show", "--client", &id]))).unwrap();
        shown["grant_types"].clone()
    };
    assert_eq!(grants("Television", &[]), json!([GRANT]));
    assert_eq!(grants("Cinema", &["--redirect-uri", "com.example.tv:/callback"]), json!(["authorization_code", GRANT]));
}

#[test]
fn a_subject_of_a_trusted_issuer_is_linked_to_a_user_listed_and_unlinked() {
    let place = Place::with_workspace("linked-subjects");
    let id = user(&place, "alice");
    let link = ["user", "link-subject", "--user", &id, "--issuer", "idp", "--subject", "00u1"];
    let unknown = place.complains(&at(&link), &QUIET);
    assert!(unknown.starts_with("issuer: This workspace trusts no such issuer"), "{unknown}");
    let exported = place.says(&["export", "--tenant", "acme", "--json"]);
    let mut declared: Value = serde_json::from_str(&exported).unwrap();
    let (issuer, keys) = ("https://idp.example.com", "https://idp.example.com/keys");
    declared["servers"][0]["trusted_issuers"] =
        json!([{ "id": "idp", "issuer": issuer, "jwks_uri": keys, "any_client": true, "scopes": ["openid"] }]);
    std::fs::write(place.0.join("acme.json"), declared.to_string()).unwrap();
    place.says(&["apply", "acme.json"]);

    let told = place.says(&at(&link));
    let linked = told.trim().trim_end_matches('.').rsplit(' ').next().unwrap().to_owned();
    assert_eq!(told, format!("00u1 of idp is alice: {linked}.\n"));
    let list = || place.says(&at(&["user", "list-subjects", "--user", &id]));
    assert_eq!(list(), format!("{linked}  idp  00u1\n"));
    let again = place.complains(&at(&link), &QUIET);
    assert!(again.starts_with("subject: This subject of the issuer is linked already"), "{again}");
    let unlink = ["user", "unlink-subject", "--user", &id, "--linked", &linked];
    assert_eq!(place.says(&at(&unlink)), "The subject is linked to alice no longer.\n");
    assert_eq!((list(), place.complains(&at(&unlink), &QUIET)), (String::new(), format!("There is no linked subject `{linked}`.")));
}

#[test]
fn a_user_is_created_by_a_password_on_standard_input_and_deleted_by_name() {
    let place = Place::with_workspace("users");
    let id = user(&place, "alice");
    let one = |command: &'static str| place.says(&at(&["user", command, "--user", &id]));
    assert_eq!(place.says(&at(&["user", "list"])), format!("{id}  active    alice  Alice\n"));
    let shown: Value = serde_json::from_str(&one("show")).unwrap();
    assert_eq!((&shown["identifier"], &shown["status"]), (&"alice".into(), &"active".into()));
    let weak = typing(&place, &at(&["user", "set-password", "--user", &id]), "short\n");
    assert!(!weak.status.success() && String::from_utf8_lossy(&weak.stderr).starts_with("password: "), "{weak:?}");
    assert_eq!(
        said(&typing(&place, &at(&["user", "set-password", "--user", &id]), "amber-rocket-thistle-92\n")),
        "The password of alice is set.\n"
    );
    assert_eq!(one("disable"), "The user alice is disabled.\n");
    assert_eq!(one("enable"), "The user alice is enabled.\n");
    assert_eq!(place.says(&at(&["user", "sign-out", "--tokens", "--user", &id])), "alice is signed out.\n");
    let unconfirmed = place.complains(&at(&["user", "delete", "--user", &id]), &QUIET);
    assert!(unconfirmed.ends_with("To delete the user, add --identifier alice"), "{unconfirmed}");
    let other = place.complains(&at(&["user", "delete", "--user", &id, "--identifier", "bob"]), &QUIET);
    assert!(other.contains("This is not what the user signs in with."), "{other}");
    assert_eq!(place.says(&at(&["user", "delete", "--user", &id, "--identifier", "alice"])), "The user alice was deleted.\n");
}

#[test]
fn refresh_tokens_are_counted_and_revoked_where_it_is_said_which() {
    let place = Place::with_workspace("tokens");
    let (id, _) = client(&place, "Shop");
    assert_eq!(place.says(&at(&["token", "count", "--state", "live", "--client", &id])), "0\n");
    assert_eq!(place.says(&at(&["token", "list", "--json"])), "");
    assert_eq!(place.says(&at(&["token", "revoke", "--all"])), "Refresh tokens that were revoked: 0.\n");
    assert!(!place.run(&at(&["token", "revoke"]), &QUIET).status.success(), "all are revoked only where that is said");
    assert!(!place.run(&at(&["token", "revoke", "--all", "--client", &id]), &QUIET).status.success());
    let nothing = "01a2223c-da7d-76d8-bb92-0358af6e13d8";
    let unknown = place.complains(&at(&["token", "revoke", "--token", nothing]), &QUIET);
    assert_eq!(unknown, format!("There is no refresh token `{nothing}`."));
    let lines = place.says(&["audit", "--tenant", "acme", "--workspace", "shop", "--json", "--action", "client.created"]);
    assert_eq!(lines.lines().count(), 1, "{lines}");
}

#[test]
fn an_api_client_is_created_with_a_role_and_listed() {
    let place = Place::with_workspace("api-clients");
    let create = ["admin", "client", "create", "--name", "Deploy", "--role", "manager", "--tenant", "acme"];
    let told = place.says(&[&create[..], &["--workspace", "shop"]].concat());
    assert!(told.contains("/acme/system/oauth2/token") && told.contains("/api/admin."), "{told}");
    let (id, secret) = (told.split(' ').next().unwrap(), told.lines().last().unwrap());
    let listed = place.says(&["admin", "client", "list", "--tenant", "acme"]);
    assert!(listed.starts_with(&format!("{id}  Manager of ")) && listed.ends_with("  Deploy\n") && !listed.contains(secret), "{listed}");
    let told: Value = serde_json::from_str(&place.says(&["admin", "client", "list", "--tenant", "acme", "--json"])).unwrap();
    assert_eq!((&told["client_id"], &told["role"], &told["client_secret"]), (&json!(id), &json!("manager"), &Value::Null));
    let second: Value = serde_json::from_str(&place.says(&[&create[..], &["--json"]].concat())).unwrap();
    assert!(second["client_secret"].as_str().unwrap().len() > 20 && second["level"] == "tenant", "{second}");
    for list in [&["client", "list"][..], &["user", "list"], &["key", "list"]] {
        let lines = place.says(&at(&[list, &["--json"]].concat()));
        assert!(
            lines.lines().all(|line| serde_json::from_str::<Value>(line).unwrap()["id"].is_string()
                || line.contains("kid")
                || line.contains("client_id")),
            "{lines}"
        );
    }
    let administrators = ["admin", "list", "--json"];
    assert!(place.says(&administrators).lines().all(|line| serde_json::from_str::<Value>(line).unwrap()["email"].is_string()));
    let roles = place.says(&["admin", "role", "list", "--json"]);
    assert!(roles.lines().any(|line| serde_json::from_str::<Value>(line).unwrap()["id"] == "owner"), "{roles}");
    let wrong = place.complains(&[&create[..6], &["king", "--tenant", "acme"]].concat(), &QUIET);
    assert_eq!(wrong, "There is no role `king`.");
}

#[test]
fn a_workspace_is_created_with_a_template_or_as_a_copy() {
    let place = Place::with_workspace("templates");
    let templates = place.says(&["workspace", "templates"]);
    assert!(
        templates.starts_with("standard\n") && templates.contains("high_security\n") && templates.contains("  Refresh token TTL: 1 day\n"),
        "{templates}"
    );
    let create = |slug: &'static str, more: [&'static str; 2]| {
        [&["workspace", "create", "--tenant", "acme", "--slug", slug, "--name", "Strict"], &more[..]].concat()
    };
    let said = place.says(&create("strict", ["--template", "high_security"]));
    assert!(said.starts_with("The workspace Strict is ready."), "{said}");
    place.says(&create("again", ["--copy-of", "strict"]));
    let lines = place.says(&["audit", "--tenant", "acme", "--json", "--action", "workspace.created"]);
    assert!(lines.contains("high_security") && lines.contains("copy_of"), "{lines}");
    for (more, field) in [(["--template", "nothing"], "template: "), (["--copy-of", "nothing"], "copy_of: ")] {
        let refusal = place.complains(&create("third", more), &QUIET);
        assert!(refusal.starts_with(field), "{refusal}");
    }
    let both = place.run(&[&create("third", ["--template", "standard"])[..], &["--copy-of", "shop"]].concat(), &QUIET);
    assert!(!both.status.success());
}
