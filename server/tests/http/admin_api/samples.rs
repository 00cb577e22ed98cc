//! A request that succeeds, for each operation that sends something or needs a header.

use serde_json::{Value, json};

const PASSWORD: &str = "violet-canyon-marble-47";

/// What is sent: at which address, where it is not about something that there is; with which header; and with which body.
#[derive(Debug, Default)]
pub(crate) struct Sample {
    pub(crate) at: Option<&'static str>,
    pub(crate) creates: bool,
    pub(crate) body: Value,
}

fn body(body: Value) -> Sample {
    Sample { body, ..Sample::default() }
}

/// Returns a request of an operation about the world.
pub(crate) fn sample(id: &str) -> Sample {
    match id.replace("_installation", "").as_str() {
        "create_tenant" => body(json!({ "id": "initech", "name": "Initech" })),
        "put_tenant" => Sample { at: Some("/system/tenants/initech"), creates: true, body: json!({ "id": "initech", "name": "Initech" }) },
        "change_tenant" => body(json!({ "name": "Acme Inc." })),
        "create_server" => body(json!({ "id": "second", "name": "Second" })),
        "duplicate_server" => body(json!({ "id": "copy", "name": "Copy" })),
        "create_server_from_template" => body(json!({ "id": "strict", "name": "Strict", "template": "high_security" })),
        "put_server" => body(json!({ "id": "shop", "name": "Renamed" })),
        "change_server" => body(json!({ "name": "Renamed" })),
        "preview_client" | "preview_server" => body(json!({ "token_ttls": { "refresh_token_ttl": "1h" } })),
        "publish_key" => body(json!({ "alg": "EdDSA" })),
        "rotate_key" => body(json!({ "at_once": true })),
        "create_client" => body(json!({ "client_name": "Job", "application_types": ["service"] })),
        "replace_client" => body(json!({ "client_name": "Renamed", "application_types": ["server_side_web"] })),
        "change_client" => body(json!({ "client_name": "Renamed" })),
        "duplicate_client" | "revoke_token" | "explain_in_body" => body(json!({})),
        "create_service" => body(json!({ "name": "Invoices" })),
        "replace_service" => body(json!({ "name": "Orders", "scopes": [] })),
        "change_service" => body(json!({ "scopes": [] })),
        "add_service_scope" => body(json!({ "scope_name": "orders:write", "display_name": "Write orders" })),
        "create_user" => body(json!({ "identifier": "bob", "name": "Bob", "password": PASSWORD })),
        "replace_user" => body(json!({ "identifier": "alice@example.com", "name": "Alicia" })),
        "change_user" => body(json!({ "name": "Alicia" })),
        "set_user_password" => body(json!({ "password": PASSWORD })),
        "rename_passkey" | "rename_user_passkey" => body(json!({ "name": "Old laptop" })),
        "link_subject" => body(json!({ "issuer": "idp", "subject": "00u9z8y7x6" })),
        "sign_out_user" => body(json!({ "sessions": true })),
        "put_reuse_mark" => body(json!({ "note": "Stolen phone" })),
        "revoke_tokens" => body(json!({ "all": true })),
        "revoke_matching_tokens" => body(json!({ "key_bound": true })),
        "create_administrator" => body(json!({ "email": "new@example.com", "name": "New", "role": "auditor" })),
        "replace_administrator_policy" => body(json!({ "second_factor_required": true })),
        "assign_role" => body(json!({ "role": "support" })),
        "create_role" => body(json!({ "name": "Reader", "actions": ["users.see"] })),
        "replace_role" => body(json!({ "name": "Looker", "actions": ["users.see"] })),
        "change_role" => body(json!({ "actions": ["users.see"] })),
        "plan_configuration" | "apply_configuration" => {
            let servers = json!([{ "id": "shop", "name": "Renamed" }]);
            body(json!({ "configuration": { "tenant": { "id": "acme" }, "servers": servers }, "reach": "new_tokens" }))
        }
        "invite_administrator" => body(json!({ "email": "new@example.com", "role": "auditor" })),
        "seal_audit_chain" => body(json!({ "reason": "Restored from a backup" })),
        "create_webhook" | "replace_webhook" => body(json!({ "name": "SIEM", "url": "https://hooks.example.com/regrant" })),
        "change_webhook" => body(json!({ "actions": ["client.created"] })),
        "enable_webhook" => body(json!({ "skip_missed": true })),
        "replay_webhook" => body(json!({ "number": 1 })),
        "put_mail_server" => {
            let (host, sender) = ("smtp.example.net", "no-reply@example.com");
            let at = json!({ "host": host, "port": 587, "tls": "start_tls", "sender": sender, "sender_name": "Acme" });
            body(at)
        }
        "change_mail_server" => body(json!({ "sender_name": "Acme Shop" })),
        "send_test_mail" => body(json!({ "to": "olga@example.com" })),
        "create_api_client" => body(json!({ "name": "Deploy", "role": "manager" })),
        "create_initial_access_token" => body(json!({ "name": "partners", "ttl": "1d", "uses": 5 })),
        "create_api_token" => body(json!({ "name": "other", "ttl": "1h" })),
        _ => Sample::default(),
    }
}
